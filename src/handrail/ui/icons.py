# ruff: noqa: E501 - a drawing is one line
"""Handrail's own drawings: the seven shapes of a status, the icons, the mark.

Drawn on a grid of 24, round line of 2, in the colour of the text. An icon always has words beside
it, so every drawing is hidden from screen readers. No faces, no emoji, no clip art of disability.
"""

from functools import cache
from typing import Final

from markupsafe import Markup

RING: Final = (
    '<circle cx="12" cy="12" r="9.5" fill="var(--hr-page)" stroke="currentColor" stroke-width="2.4"{}/>'
)

# Take the colour away and each shape still says which one it is.
SHAPES: Final = {
    "done": '<circle cx="12" cy="12" r="10.5" fill="currentColor"/><path d="M7.2 12.5l3.3 3.3L17 9" fill="none" stroke="var(--hr-page)" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>',
    "due": RING.format("") + '<path d="M12 12V5.3A6.7 6.7 0 0 1 18.7 12z" fill="currentColor"/>',
    "late": '<rect x="4.2" y="4.2" width="15.6" height="15.6" rx="2.5" transform="rotate(45 12 12)" fill="currentColor"/><path d="M12 6.8v6.2" stroke="var(--hr-page)" stroke-width="2.6" stroke-linecap="round"/><circle cx="12" cy="16.8" r="1.5" fill="var(--hr-page)"/>',
    "wait": RING.format(' stroke-dasharray="3.7 3"')
    + '<path d="M8 12h.01M12 12h.01M16 12h.01" stroke="currentColor" stroke-width="2.8" stroke-linecap="round"/>',
    "todo": RING.format(""),
    "part": RING.format("") + '<path d="M12 5.3a6.7 6.7 0 0 0 0 13.4z" fill="currentColor"/>',
    "none": RING.format("")
    + '<path d="M8 12h8" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>',
}

ICONS: Final = {
    "book": '<path d="M12 6.5C10 4.7 7 4 3 4v14.5c4 0 7 .7 9 2.5 2-1.8 5-2.5 9-2.5V4c-4 0-7 .7-9 2.5z"/><path d="M12 6.5V21"/>',
    "brush": '<path d="M20.5 3.5c-4 1-8.5 5.5-10.5 8.800l2 2C15.300 12.200 19.600 7.500 20.5 3.5z"/><path d="M8.800 13.300c-2.300 0-3.300 1.700-3.300 3.400 0 1.600-1 2.600-2.300 2.800 1.300 1 3 1.300 4.300 1.300 2.300 0 4-1.500 4-3.700"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 2.8v4M16 2.8v4"/>',
    "check": '<path d="M4.5 12.8l5 5L19.5 7"/>',
    "device": '<rect x="6.5" y="2.8" width="11" height="18.4" rx="2.5"/><path d="M11 18h2"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
    "hand": '<path d="M8 13V5.5a1.5 1.5 0 0 1 3 0V11M11 10.5v-6a1.5 1.5 0 0 1 3 0v6M14 10.5V6a1.5 1.5 0 0 1 3 0v8.5c0 4-2.5 6.5-6 6.5-3 0-4.5-1.5-6-4.5l-1.8-3.6a1.5 1.5 0 0 1 2.6-1.5L8 14"/>',
    "key": '<circle cx="8" cy="15.5" r="4.5"/><path d="M11.3 12.2L20 3.5M16.5 7l3 3"/>',
    "keys": '<rect x="2.5" y="6" width="19" height="12" rx="2.5"/><path d="M6 10h.01M9.5 10h.01M13 10h.01M16.5 10h1.5M6 14h.01M9 14h6M18 14h.01"/>',
    "law": '<path d="M5 4.5h10a4 4 0 0 1 4 4v11H9a4 4 0 0 1-4-4z"/><path d="M5 15.5a4 4 0 0 1 4-4h10M9 7.8h6"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
    "lock": '<rect x="4.5" y="10.5" width="15" height="10" rx="2.5"/><path d="M8 10.5v-3a4 4 0 0 1 8 0v3"/>',
    "mic": '<rect x="9" y="2.500" width="6" height="11.500" rx="3"/><path d="M5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3.500"/>',
    "offline": '<path d="M3 3l18 18M5 12.6a10 10 0 0 1 4.6-2.5M2.5 8.9A14 14 0 0 1 7 6.2M14.2 10.1a10 10 0 0 1 4.8 2.5M11 5.1a14 14 0 0 1 10.5 3.8M8.5 16.2a5 5 0 0 1 5.6-.8M12 19.5h.01"/>',
    "paper": '<path d="M6 2.8h8.5L19 7.3V20a1.2 1.2 0 0 1-1.2 1.2H6A1.2 1.2 0 0 1 4.8 20V4A1.2 1.2 0 0 1 6 2.8z"/><path d="M14 3v5h5M8.5 13h7M8.5 16.8h5"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19z"/><path d="M14.5 6l3.5 3.5"/>',
    "people": '<circle cx="8.5" cy="8" r="3.5"/><path d="M2.5 20c0-4 2.5-6.5 6-6.5s6 2.5 6 6.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 13.9c2.5.7 4 3 4 6.1"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H4.5A1.5 1.5 0 0 1 3 15.5v-5A1.5 1.5 0 0 1 4.5 9h15a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H17"/><rect x="7" y="14" width="10" height="6.5"/>',
    "sound": '<path d="M4 9.500v5h3.500L12.500 19V5L7.500 9.500zM16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11"/>',
    "speech": '<path d="M4 4.5h16a1 1 0 0 1 1 1V16a1 1 0 0 1-1 1h-8.5L7 21v-4H4a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1z"/>',
    "steps": '<path d="M3 20.5h5v-4h5v-4h5v-4h3M3 13.5h3l9-9h6"/>',
    "timer": '<circle cx="12" cy="13.5" r="7.5"/><path d="M12 9.5v4l2.5 2M9.5 2.8h5"/>',
}


@cache
def sprite() -> Markup:
    """Every drawing once, at the top of the page, for the others to point at."""
    symbols = [
        f'<symbol id="{prefix}-{name}" viewBox="0 0 24 24">{drawing}</symbol>'
        for prefix, drawings in (("s", SHAPES), ("i", ICONS))
        for name, drawing in drawings.items()
    ]
    return Markup(  # noqa: S704 - the drawings above, nothing from outside
        '<svg class="hr-sprite" aria-hidden="true" focusable="false">' + "".join(symbols) + "</svg>"
    )


@cache
def icon(name: str, css: str = "") -> Markup:
    """An icon beside words. An unknown name is a mistake, not an empty space."""
    if name not in ICONS:
        raise KeyError(f"There is no icon called {name!r}")
    return _drawing(f"hr-i {css}".strip(), f"i-{name}")


@cache
def shape(name: str, css: str = "") -> Markup:
    """The shape of a status, in its own tone."""
    if name not in SHAPES:
        raise KeyError(f"There is no shape called {name!r}")
    return _drawing(f"hr-shape hr-shape--{name} {css}".strip(), f"s-{name}")


def _drawing(css: str, symbol: str) -> Markup:
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="#{}"/></svg>').format(
        css, symbol
    )
