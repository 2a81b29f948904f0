# ruff: noqa: E501 - a drawing is one line
"""The pictures a pupil chooses from, drawn for Handrail: a concrete thing each, never a face or a mood.

A grid of 48 (of 72 by 48 where it is wide), line 2.2, in the pupil's plum: `f` is filled with the tint, `o` with honey,
`s` is solid. A picture always stands beside its word, so each is hidden from screen readers.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from markupsafe import Markup

SYMBOLS: Final = {
    "adult": '<circle class="f" cx="16" cy="12" r="7"/><path class="f" d="M3 42c0-12 5-18 13-18s13 6 13 18z"/><circle class="o" cx="36" cy="24" r="5"/><path class="o" d="M28 42c0-7 3-11 8-11s8 4 8 11z"/>',
    "animals": '<ellipse class="f" cx="24" cy="31" rx="10" ry="8.5"/><ellipse class="o" cx="10" cy="21" rx="4" ry="5"/><ellipse class="o" cx="19" cy="12" rx="4" ry="5.500"/><ellipse class="o" cx="29.500" cy="12" rx="4" ry="5.500"/><ellipse class="o" cx="38.500" cy="21" rx="4" ry="5"/>',
    "ball": '<circle class="f" cx="24" cy="24" r="18"/><path class="o" d="M24 15l8.500 6.200-3.200 10H18.700l-3.200-10z"/><path d="M24 6v9M41 19l-8.500 2.200M35 38l-5.700-6.800M13 38l5.700-6.800M7 19l8.500 2.200"/>',
    "blocks": '<path class="f" d="M5 27h18v16H5z"/><path class="o" d="M25 27h18v16H25z"/><path class="f" d="M15 8h18v17H15z"/>',
    "book": '<path class="f" d="M24 12C19 8 12 7 4 7v29c8 0 15 1 20 5z"/><path class="o" d="M24 12c5-4 12-5 20-5v29c-8 0-15 1-20 5z"/><path d="M10 15c4 0 7 .8 9 2M10 22c4 0 7 .8 9 2"/>',
    "breaks": '<circle class="f" cx="24" cy="24" r="19"/><path d="M18.500 16.500v15M29.500 16.500v15" stroke-width="5"/>',
    "change": '<path class="f" d="M4 13h23V6l17 12-17 12v-7H4z"/><path class="o" d="M44 34H25v-5l-13 9.500L25 47v-5h19z"/>',
    "cooking": '<path class="f" d="M8 21h32v14a7 7 0 0 1-7 7H15a7 7 0 0 1-7-7z"/><path class="o" d="M12 21a12 9 0 0 1 24 0z"/><path d="M3 25h5M40 25h5M24 12V8"/>',
    "crowd": '<circle class="f" cx="11" cy="14" r="5"/><circle class="o" cx="24" cy="11" r="5"/><circle class="f" cx="37" cy="14" r="5"/><path class="f" d="M3 41c0-11 3-18 8-18s6 4 6 8M31 31c0-4 1-8 6-8s8 7 8 18z"/><path class="o" d="M15 41c0-12 3-20 9-20s9 8 9 20z"/>',
    "door": '<path class="f" d="M8 44V5h26v39"/><path class="o" d="M14 44V11l20-6v39z"/><path d="M3 44h42M29 25v3" stroke-width="3"/>',
    "drawing": '<path class="f" d="M33 6l9 9-25 25-12 3 3-12z"/><path class="o" d="M33 6l9 9-5 5-9-9z"/><path d="M8 31l9 9"/>',
    "else": '<circle class="f" cx="24" cy="24" r="19" stroke-dasharray="5 5"/><path d="M24 15v18M15 24h18" stroke-width="3.500"/>',
    "finish": '<path d="M9 45V5" stroke-width="3"/><path class="f" d="M9 7h33l-8 10 8 10H9z"/><path class="o" d="M9 7h11v10H9zM20 17h11v10H20z"/>',
    "friend": '<circle class="f" cx="16" cy="15" r="6.500"/><circle class="o" cx="33" cy="15" r="6.500"/><path class="f" d="M4.500 41c0-9 4.500-14 11.500-14s11.500 5 11.500 14z"/><path class="o" d="M27.500 41c0-5-1.300-9-3.700-11.400C26 27.900 29 27 33 27c7 0 11 5 11 14z"/>',
    "headphones": '<path d="M9 30v-5a15 15 0 0 1 30 0v5"/><rect class="o" x="6" y="27" width="8.500" height="14" rx="4"/><rect class="o" x="33.500" y="27" width="8.500" height="14" rx="4"/>',
    "helping": '<path class="f" d="M10 22h22v20H10z"/><path d="M32 30l11-9M43 21l2 4M10 27H5v9h5"/><path class="o" d="M10 22c0-6 4-10 11-10s11 4 11 10z"/>',
    "home": '<path class="f" d="M9 22v21h30V22"/><path class="o" d="M4 24L24 6l20 18z"/><path class="o" d="M19 43V30h10v13"/>',
    "hurry": '<circle class="f" cx="24" cy="28" r="16"/><path class="o" d="M24 28V17a11 11 0 0 1 11 11z"/><path d="M19 5h10M24 5v7M38 13l3-3M2 22h5M1 30h5" stroke-width="2.800"/>',
    "key": '<circle class="f" cx="14" cy="24" r="10"/><circle class="o" cx="14" cy="24" r="3.500"/><path d="M24 24h20v7M36 24v5" stroke-width="3"/>',
    "light": '<circle class="o" cx="24" cy="24" r="9"/><path d="M24 4v6M24 38v6M4 24h6M38 24h6M10 10l4 4M34 34l4 4M38 10l-4 4M14 34l-4 4" stroke-width="3"/>',
    "list": '<rect class="f" x="8" y="5" width="32" height="39" rx="4"/><path class="o" d="M14 12h7v7h-7zM14 24h7v7h-7z"/><path d="M26 15.500h9M26 27.500h9M14 37.500h21"/>',
    "long": '<path class="f" d="M12 3h24v42H12z"/><path d="M17 10h14M17 16h14M17 22h14M17 28h14M17 34h14"/><path class="o" d="M17 39h8v3h-8z"/>',
    "making": '<circle class="f" cx="13" cy="37" r="6"/><circle class="f" cx="35" cy="37" r="6"/><path d="M17 32L33 5M31 32L15 5" stroke-width="3"/><circle class="o" cx="24" cy="21" r="2.500"/>',
    "moving": '<path class="f" d="M5 37V17c4 4 8 3 10-1l6 3c1 8 7 9 15 12 5 2 7 3 7 6z"/><path class="o" d="M5 37h38v3.500H5z"/><path d="M22 23l3-2.500M26 27l3-2.500"/>',
    "music": '<path d="M18 37V10l22-5v26" stroke-width="3"/><ellipse class="f" cx="12.500" cy="37" rx="6" ry="5"/><ellipse class="o" cx="34.500" cy="31" rx="6" ry="5"/>',
    "new": '<path class="f" d="M24 5v38M24 9h15l5 5-5 5H24z"/><path class="o" d="M24 21H9l-5 5 5 5h15z"/><path d="M17 44h14" stroke-width="3"/>',
    "noise": '<path class="f" d="M5 18v12h8l12 9V9L13 18z"/><path class="o" d="M31 17a9 9 0 0 1 0 14z"/><path d="M35 11a16 16 0 0 1 0 26M40 6a23 23 0 0 1 0 36"/>',
    "numbers": '<rect class="f" x="6" y="6" width="36" height="36" rx="6"/><g class="s"><circle cx="15" cy="15" r="3.500"/><circle cx="33" cy="33" r="3.500"/></g><circle class="o" cx="24" cy="24" r="4"/><g class="s"><circle cx="33" cy="15" r="3.500"/><circle cx="15" cy="33" r="3.500"/></g>',
    "one": '<circle class="o" cx="24" cy="17" r="13"/><path d="M20.500 13.500l4.500-3.500v14" stroke-width="3"/><circle class="f" cx="14" cy="39" r="5"/><circle class="f" cx="34" cy="39" r="5"/>',
    "outside": '<path class="f" d="M24 4c10 4 15 11 15 18 0 6-6 10-15 10S9 28 9 22C9 15 14 8 24 4z"/><path d="M24 18v26M24 27l7-6M24 32l-6-5"/><path class="o" d="M8 44h32v2H8z"/>',
    "pictures": '<rect class="f" x="5" y="8" width="38" height="32" rx="5"/><circle class="o" cx="16" cy="18" r="4"/><path class="o" d="M8 36l11-12 8 8 6-6 8 9"/>',
    "quiet": '<path class="f" d="M24 7L5 41h38z"/><path class="o" d="M24 21l-9 20h18z"/><path d="M24 7v14M3 41h42"/>',
    "screen": '<rect class="f" x="4" y="8" width="40" height="27" rx="4"/><path class="o" d="M10 14h14v9H10z"/><path d="M29 16h9M29 22h9M10 29h28M17 42h14M24 35v7"/>',
    "speech": '<path class="f" d="M6 7h36a3 3 0 0 1 3 3v20a3 3 0 0 1-3 3H25l-11 9v-9H6a3 3 0 0 1-3-3V10a3 3 0 0 1 3-3z"/><path class="o" d="M12 15h24v3H12z"/><path d="M12 25h15"/>',
    "star": '<path class="o" d="M24 5l5.800 12.300 13.500 1.700-9.900 9.300 2.600 13.300L24 35l-12 6.600 2.600-13.300L4.700 19l13.500-1.700z"/>',
    "time": '<path class="f" d="M15 6h18v6c0 6-6 8-6 12s6 6 6 12v6H15v-6c0-6 6-8 6-12s-6-6-6-12z"/><path class="o" stroke="none" d="M18 40.500c0-4 3-6 6-8 3 2 6 4 6 8zM19.500 15h9c-.7 2.500-2.800 4-4.500 6-1.700-2-3.800-3.500-4.500-6z"/><path d="M12 6h24M12 42h24"/>',
    "typing": '<rect class="f" x="3" y="12" width="42" height="25" rx="5"/><path d="M10 20h.01M17 20h.01M24 20h.01M31 20h.01M38 20h.01M10 26h.01M38 26h.01M17 26h.01M24 26h.01M31 26h.01" stroke-width="3.500"/><path class="o" d="M15 31.500h18"/>',
    "waiting": '<circle class="f" cx="24" cy="24" r="19"/><path d="M24 12v12l8 6" stroke-width="3"/><circle class="o" cx="24" cy="24" r="3"/>',
    "writing": '<path class="f" d="M6 5h27v38H6z"/><path d="M12 14h15M12 21h15M12 28h8"/><path class="o" d="M40 13l5 4-15 20-6 3 1-7z"/>',
}
WIDE: Final = {
    "path-flat": '<path class="f" d="M4 40c20-1 44-1 64 0v6H4z"/><path class="s" d="M25 39V28c0-4 2-6 5-6s5 2 5 6v11z"/><circle class="s" cx="30" cy="17" r="5"/>',
    "path-little-hill": '<path class="f" d="M4 44c18 0 22-10 34-10s16 10 30 10z"/><path class="s" d="M32 33V22c0-4 2-6 5-6s5 2 5 6v11z"/><circle class="s" cx="37" cy="11" r="5"/>',
    "path-big-hill": '<path class="f" d="M4 45c22 0 26-28 38-28s14 28 26 28z"/><path class="s" d="M15 38V27c0-4 2-6 5-6s5 2 5 6v11z"/><circle class="s" cx="20" cy="16" r="5"/>',
    "path-too-steep": '<path class="f" d="M8 45h8C30 40 34 4 42 4s10 36 22 41h4z"/><path class="s" d="M6 44V33c0-4 2-6 5-6s5 2 5 6v11z"/><circle class="s" cx="11" cy="22" r="5"/>',
}
NAMES: Final = frozenset(SYMBOLS) | frozenset(WIDE)


@cache
def symbol(name: str) -> Markup:
    """The drawing of a name. An unknown name is a mistake of the data, which its reader refuses."""
    drawing, width = (WIDE[name], 72) if name in WIDE else (SYMBOLS[name], 48)
    return Markup(  # noqa: S704 - the drawings above, nothing from outside
        f'<svg viewBox="0 0 {width} 48" aria-hidden="true" focusable="false">{drawing}</svg>'
    )
