"""Words as they stand on paper: paragraphs, facts with their names, and what people said themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from handrail.apps.documents import wording

# A card or a row of the table is kept on one page while even the widest script could not fill that page.
LINES_KEPT_TOGETHER: Final = 28
CHARACTERS_IN_A_LINE: Final = 40

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[str, ...]
    right_to_left: bool


Prose = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: Prose


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a person said, never edited, and who said it when."""

    words: Prose
    credit: str
    long: bool


def line_of(value: str | None) -> str:
    """A text that stands on one line: a name, a heading, a citation."""
    return wording.with_places_to_break(" ".join((value or "").split()), narrow=False)


def lines_of(value: str) -> list[str]:
    """Lines that stay lines, such as an address."""
    return [line_of(line) for line in value.splitlines() if line.strip()]


def prose_of(value: str | None, *, narrow: bool = False) -> Prose:
    """Paragraphs parted by blank lines; a line the writer ended stays a line."""
    paragraphs = re.split(r"\n[ \n]*\n", (value or "").strip())
    return tuple(
        Paragraph(
            tuple(wording.with_places_to_break(line, narrow=narrow) for line in paragraph.split("\n")),
            right_to_left=wording.runs_right_to_left(paragraph),
        )
        for paragraph in paragraphs
        if paragraph
    )


def facts_of(*pairs: tuple[str, str | None]) -> tuple[Fact, ...]:
    """Facts under their names; those without a value are left away."""
    return tuple(Fact(label, prose) for label, value in pairs if (prose := prose_of(value)))


def own_words(words: str | None, *, credit: str) -> OwnWords | None:
    """A person's words between quotation marks; nothing where nothing was said."""
    if not prose_of(words):
        return None
    return OwnWords(_quoted(prose_of(words)), credit, long=takes_more_than(LINES_KEPT_TOGETHER, [words]))


def takes_more_than(
    lines: int, texts: Iterable[str | None], *, in_a_line: int = CHARACTERS_IN_A_LINE, extra: int = 0
) -> bool:
    """Whether texts might stand on more lines than this, counted for the widest characters."""
    return (
        extra + sum(len(part) // in_a_line + 1 for text in texts if text for part in text.split("\n")) > lines
    )


def spelt(value: object, language: str) -> str:
    """A value in words: a day as people of the place write it, a list with commas."""
    match value:
        case None | False:
            return ""
        case True:
            return "Yes"
        case str():
            return wording.without_weekday(value, language)
        case list() | tuple():
            return wording.listed([spelt(one, language) for one in value])
        case Mapping():
            return wording.listed([spelt(one, language) for one in value.values()])
        case _:
            return str(value)


def _quoted(words: Prose) -> Prose:
    """Between quotation marks, unless the words bring their own."""
    if not words or words[0].lines[0].startswith(
        ("\N{LEFT DOUBLE QUOTATION MARK}", '"', "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}")
    ):
        return words
    *before, last = words
    closed = [
        *before,
        Paragraph((*last.lines[:-1], f"{last.lines[-1]}\N{RIGHT DOUBLE QUOTATION MARK}"), last.right_to_left),
    ]
    first, *after = closed
    opened = Paragraph(
        (f"\N{LEFT DOUBLE QUOTATION MARK}{first.lines[0]}", *first.lines[1:]), first.right_to_left
    )
    return (opened, *after)
