"""One page about a pupil, to hand to somebody: a few groups of short lines, and a word about what did not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from handrail.apps.documents import wording
from handrail.apps.documents.layout import STANDARD, Layout
from handrail.apps.documents.prose import Prose, prose_of
from handrail.apps.documents.typeset import pages_of, typeset

MOST_LINES: Final = 60
"""Lines of one group that are tried at all; an A4 page holds about so many."""
LENGTHS: Final = (700, 320, 140)
"""How many characters of one line are shown, tried in this order until the page holds something of each group."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know, and beside it who, when or how much."""

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading; `own` marks a person's own words."""

    heading: str
    lines: tuple[Line, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page says. Empty groups are left away."""

    title: str
    eyebrow: str
    lead: str
    groups: tuple[Group, ...]
    footer: str
    on: date
    more_in: str  # where everything stands, as "the plan"
    language: str = wording.HERE
    columns: int = 1
    invented: bool = False


SHEET_SCHEMA: Final = "handrail-sheet/1"


def as_document(sheet: Sheet) -> dict[str, Any]:
    """The sheet as plain values, to be kept as it was given to somebody."""
    return {"schema": SHEET_SCHEMA} | asdict(sheet) | {"on": sheet.on.isoformat()}


def sheet_from(document: Mapping[str, Any]) -> Sheet:
    """The sheet that was kept."""
    said = {key: value for key, value in document.items() if key != "schema"}
    groups = tuple(
        Group(one["heading"], tuple(Line(**line) for line in one["lines"]), own=one["own"])
        for one in said["groups"]
    )
    return Sheet(**{**said, "on": date.fromisoformat(said["on"]), "groups": groups})


@dataclass(frozen=True, slots=True)
class LineOnPaper:
    text: Prose
    detail: Prose


@dataclass(frozen=True, slots=True)
class GroupOnPaper:
    heading: str
    lines: tuple[LineOnPaper, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class SheetOnPaper:
    title: str
    eyebrow: str
    lead: str
    groups: tuple[GroupOnPaper, ...]
    left_out: str
    footer: str
    issued: tuple[int, int, int]
    language: str
    region: str | None
    columns: int
    invented: bool
    stand_ins: tuple[str, ...]


def sheet_pdf(sheet: Sheet, *, layout: Layout = STANDARD) -> bytes:
    """The sheet on one page; in large print on as many as it takes. What is left out is said on it."""
    return typeset("sheet.typ", _texts(sheet), partial(_fitted, sheet, layout), on=sheet.on, layout=layout)


def _texts(sheet: Sheet) -> dict[str, object]:
    """The sheet's words as the typesetter changes them where a character cannot be drawn."""
    return {
        "title": sheet.title,
        "eyebrow": sheet.eyebrow,
        "lead": sheet.lead,
        "footer": sheet.footer,
        "groups": [
            {"heading": group.heading, "lines": [[line.text, line.detail] for line in group.lines]}
            for group in sheet.groups
        ],
    }


def _drawable(sheet: Sheet, texts: Mapping[str, object]) -> Sheet:
    groups = texts["groups"]
    assert isinstance(groups, list)
    return replace(
        sheet,
        title=str(texts["title"]),
        eyebrow=str(texts["eyebrow"]),
        lead=str(texts["lead"]),
        footer=str(texts["footer"]),
        groups=tuple(
            replace(group, heading=changed["heading"], lines=tuple(Line(*line) for line in changed["lines"]))
            for group, changed in zip(sheet.groups, groups, strict=True)
        ),
    )


def _fitted(
    sheet: Sheet, layout: Layout, texts: Mapping[str, object], *, stand_ins: Sequence[str]
) -> SheetOnPaper:
    """As many lines of each group as one page holds, the first ones first."""
    sheet = _drawable(sheet, texts)

    def made(lines: int, characters: int) -> SheetOnPaper:
        return _on_paper(sheet, lines=lines, characters=characters, stand_ins=stand_ins)

    longest = max((len(group.lines) for group in sheet.groups), default=0)
    length = max((_length(line) for group in sheet.groups for line in group.lines), default=0)
    whole = made(longest, length)
    if layout.stacked or (longest <= MOST_LINES and pages_of("sheet.typ", whole, layout=layout) == 1):
        return whole
    for characters in LENGTHS:
        fits = _most(
            lambda lines, characters=characters: (  # type: ignore[misc]
                pages_of("sheet.typ", made(lines, characters), layout=layout) == 1
            ),
            up_to=min(longest, MOST_LINES),
        )
        if fits:
            return made(fits, characters)
    return made(1, LENGTHS[-1])


def _most(fits: Callable[[int], bool], *, up_to: int) -> int:
    """The greatest number that fits, where more never fits once less did not; 0 if none does."""
    low, high = 0, up_to
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _on_paper(sheet: Sheet, *, lines: int, characters: int, stand_ins: Sequence[str]) -> SheetOnPaper:
    language, _, region = sheet.language.partition("-")
    return SheetOnPaper(
        title=sheet.title,
        eyebrow=sheet.eyebrow,
        lead=sheet.lead,
        groups=tuple(
            GroupOnPaper(
                group.heading,
                tuple(
                    LineOnPaper(_shown(line.text, characters), _shown(line.detail, characters))
                    for line in group.lines[:lines]
                ),
                group.own,
            )
            for group in sheet.groups
            if group.lines
        ),
        left_out=_left_out(sheet, lines=lines, characters=characters),
        footer=sheet.footer,
        issued=(sheet.on.year, sheet.on.month, sheet.on.day),
        language=language.lower(),
        region=region.upper() if len(region) == 2 else None,
        columns=sheet.columns,
        invented=sheet.invented,
        stand_ins=tuple(stand_ins),
    )


def _length(line: Line) -> int:
    """Characters of the longer of a line and what stands beside it."""
    return max(len(line.text), len(line.detail))


def _shown(text: str, characters: int) -> Prose:
    return prose_of(text if len(text) <= characters else wording.shortened(text, characters))


def _left_out(sheet: Sheet, *, lines: int, characters: int) -> str:
    """What this page does not hold, group by group; empty where it holds everything."""
    missing = [
        f"{len(group.lines) - lines} more under “{group.heading}”"
        for group in sheet.groups
        if len(group.lines) > lines
    ]
    cut = any(_length(line) > characters for group in sheet.groups for line in group.lines[:lines])
    said = []
    if missing:
        said.append(f"Not on this page: {wording.listed(missing)}.")
    if cut:
        said.append(f"Lines that end in {wording.ELLIPSIS} are shortened.")
    if said:
        said.append(f"All of it is in {sheet.more_in}.")
    return " ".join(said)
