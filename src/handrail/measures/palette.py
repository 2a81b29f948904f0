"""The colours and the typeface of charts. Each colour is also a shape, a dash or a word: nothing is lost in grey."""

from __future__ import annotations

from typing import Final

FONT: Final = "Atkinson Hyperlegible Next"
FONTS: Final = f"{FONT}, {FONT} Variable, Verdana, sans-serif"
"""As documents name the typeface, then as pages do."""
INK: Final = "#1A2B2C"
SOFT: Final = "#465757"
RULE: Final = "#CAD8D5"
AXIS: Final = "#5C7170"
MIST: Final = "#F0F5F3"
BLUE: Final = "#0072B2"
BLUE_TEXT: Final = "#005E93"
ORANGE: Final = "#D55E00"
ORANGE_TEXT: Final = "#9C3F00"
"""Dark enough to be read on the fan and in a holiday too."""
FAN: Final = 0.11
GREY: Final = "#5F6B6B"
SKY: Final = "#56B4E9"
"""Of a band of what is usual; a fill only, between two edges that can be seen without it."""
BAND: Final = 0.16
PLUM: Final = "#6B2C62"
"""A pupil's own pages."""
PLUM_TINT: Final = "#FAF2F8"
LEVELS: Final = ("#E6F0F9", "#BBD6EC", "#7FB2D9", "#3B86BD", "#005E93", "#0B3B5C", "#061F33")
"""Levels in order from pale to dark, so that the order can be seen in grey; each box has an edge and its number."""
STAR: Final = (
    "M0,-1 L0.2351,-0.3236 L0.9511,-0.309 L0.3804,0.1236 L0.5878,0.809 L0,0.4 L-0.5878,0.809 L-0.3804,0.1236 "
    "L-0.9511,-0.309 L-0.2351,-0.3236 Z"
)
