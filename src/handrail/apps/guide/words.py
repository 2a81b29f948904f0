"""Words of the glossary, explained where they stand on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from markupsafe import Markup, escape

from handrail.apps.guide.guidebook import Word, guidebook
from handrail.ui.components import ExplainedWord

if TYPE_CHECKING:
    from collections.abc import Mapping

LINK: Final = Markup(
    '<a class="hr-term" href="#word-{key}" aria-describedby="word-{key}-means" title="{means}">{text}</a>'
)


@dataclass(slots=True)
class Explainer:
    """Marks each known word once a page, in running text, and remembers which: the layout tells them at the foot.

    One is made for each page. It is called in templates as `explain(text, place)`.
    """

    _found: dict[str, Word] = field(default_factory=dict)

    def __call__(self, text: str, place: str = "") -> Markup:
        """The text, escaped, with the first of each word of this place marked."""
        marks, written = _written_in(place)
        said: list[Markup] = []
        end = 0
        for match in marks.finditer(text) if marks else ():
            word = written.get(match[0]) or written.get(match[0].lower())
            if word is None or word.key in self._found:
                continue
            self._found[word.key] = word
            said += [
                escape(text[end : match.start()]),
                LINK.format(key=word.key, means=word.meaning, text=match[0]),
            ]
            end = match.end()
        return Markup("").join((*said, escape(text[end:])))

    @property
    def found(self) -> tuple[ExplainedWord, ...]:
        """What was marked so far, in the order of the page."""
        return tuple(
            ExplainedWord(
                key=word.key,
                term=word.term,
                means=word.meaning,
                url=f"{reverse('guide:words')}#{word.key}",
            )
            for word in self._found.values()
        )


@cache
def _written_in(place: str) -> tuple[re.Pattern[str] | None, Mapping[str, Word]]:
    """How the words of a place are written, the longest first, and which word each is.

    Initials such as CSP count only in capitals; a word in small letters may begin a sentence.
    """
    written: dict[str, Word] = {}
    for word in guidebook().words:
        if word.used_in(place):
            for mark in word.marks:
                written.setdefault(mark, word)
    if not written:
        return None, written
    longest_first = sorted(written, key=lambda mark: (-len(mark), mark))
    ways = "|".join(
        re.escape(mark) if mark[:2].isupper() else f"(?i:{re.escape(mark)})" for mark in longest_first
    )
    return re.compile(rf"(?<![\w-])(?:{ways})(?![\w-])"), written | {
        mark.lower(): word for mark, word in written.items() if not mark[:2].isupper()
    }
