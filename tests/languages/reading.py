"""Reads a page as somebody who knows only one language: which of its own words could no catalogue translate?

Every string of the catalogues comes in brackets. What stands outside them is a fault, unless its element says whose
words it holds: it names their language (`lang`) or leaves their direction to them (`dir="auto"`). So an exception is
made where the page is made, and a screen reader knows of it too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from handrail.ui import phrases
from handrail.ui.catalogues import catalogues

VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
SPOKEN: Final = ("aria-label", "title", "alt", "placeholder")
"""Attributes that are read to people."""

NO_WORDS: Final = re.compile(r"^[\W\d_]*$")
NAMES: Final = frozenset(
    {
        *("Handrail", "Paula Parent", "Robin", "Robin Young", "Merle", "Merle Older", "Nora Coordinator"),
        *("Tess Teacher", "Gwen Guest", "Olive Officer", "English (UK)", "English (US)"),
        "Ferrybank Primary School",
    }
)
"""Names stay as they are in every language."""


class Texts(HTMLParser):
    """What a page says in its own words: not what stands in an element that names its language or its writer."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []  # whether each open element holds somebody else's words
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        theirs = tag in ("style", "script") or (
            (tag != "html" and "lang" in given) or (tag != "h1" and given.get("dir") == "auto")
        )
        inside = any(self.open)
        if not inside and not theirs:
            self.said += [value for name, value in attrs if value and _is_said(name, value)]
        if tag not in VOID:
            self.open.append(theirs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.said.append(data)


def _is_said(name: str, value: str) -> bool:
    """Whether an attribute is shown or read to people; a script shows a sentence of a data attribute."""
    return name in SPOKEN or (name.startswith("data-") and bool(re.match(r"⟦|[A-Z][^/]* ", value)))


def ours(page: str) -> list[str]:
    reader = Texts()
    reader.feed(page)
    return [" ".join(one.split()) for one in reader.said if one.strip()]


def unwrapped(page: str, *, names: Iterable[str] = NAMES) -> list[str]:
    """Our own words that no catalogue could translate: outside the brackets, also where tags cut a string."""
    found, depth = [], 0
    for text in ours(page):
        left = ""
        for letter in text:
            depth += (letter == "⟦") - (letter == "⟧")
            left += letter if depth == 0 and letter != "⟧" else ""
        for name in sorted(names, key=len, reverse=True):
            left = left.replace(name, "")
        if not NO_WORDS.match(left):
            found.append(text)
    return found


def known() -> frozenset[str]:
    """Every string that a catalogue of ours has, in all its forms."""
    found: set[str] = set()
    for message in catalogues()["en_GB"]:
        found |= {message.id} if isinstance(message.id, str) else set(message.id)
    return frozenset(found - {""})


@contextmanager
def bracketed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each string that a catalogue has comes in brackets, so that one that no catalogue has stands out.

    Django's and allauth's own words are in their own catalogues, and count where those translate them.
    """
    ids = known()
    for name in ("gettext", "pgettext", "ngettext", "npgettext"):
        real = getattr(trans_real, name)
        message = 1 if name.startswith(("p", "np")) else 0

        def marked(*given: Any, _real: Callable[..., str] = real, _at: int = message) -> str:
            said = _real(*given)
            return f"⟦{said}⟧" if given[_at] in ids or said != given[_at] else said

        monkeypatch.setattr(translation._trans, name, marked)
    # Days are written by CLDR in every language.
    written = phrases._written
    monkeypatch.setattr(phrases, "_written", lambda day, pattern: f"⟦{written(day, pattern)}⟧")
    # Days are kept once written; those of this test are nobody else's.
    phrases._of_the_calendar.cache_clear()
    yield
    phrases._of_the_calendar.cache_clear()
