"""The pictures of easy-read pages: few, our own, concrete things, each chosen by its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

SYMBOLS: Final[Mapping[str, str]] = {
    "book": "book: reading",
    "pencil": "pencil: writing",
    "speaking": "speech bubble: saying",
    "listening": "ear: listening",
    "person": "one person",
    "people": "two people",
    "group": "people at a table: meeting, class",
    "school": "school",
    "house": "home",
    "clock": "clock: time",
    "calendar": "calendar: a day",
    "star": "star: a goal",
    "steps": "steps: getting there",
    "helping": "hand: help",
    "yes": "tick: yes",
    "no": "cross: no",
    "question": "question mark: asking",
    "computer": "computer",
    "ball": "ball: play and sport",
    "headphones": "headphones: quiet, music",
    "bus": "bus: getting there",
    "heart": "heart: health, what I like",
    "letter": "letter: paper, news",
    "door": "door: a room",
}
"""What each picture shows, by the name of its file in `ui/static/handrail/symbols`."""


def address(name: str) -> str:
    """Where a page finds the picture, for the template's `static`."""
    return f"handrail/symbols/{name}.svg"


@cache
def drawing(name: str) -> str:
    """The picture itself, for print."""
    file = files("handrail.ui") / "static" / "handrail" / "symbols" / f"{name}.svg"
    return file.read_text(encoding="utf-8")
