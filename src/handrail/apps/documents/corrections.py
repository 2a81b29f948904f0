"""Corrections on paper: what an issued text said, what it says now, who put it right and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handrail.apps.documents import wording
from handrail.apps.documents.prose import Json, line_of
from handrail.core.changes import Kind, differences, folded


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a text, and whether they are what was put right."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class CorrectionOnPaper:
    number: str  # of the version and of the correction in it: 2.1
    where: str
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]
    why: str
    credit: str


def corrections_by_section(
    corrections: Iterable[Json], language: str
) -> dict[str, tuple[CorrectionOnPaper, ...]]:
    """Under the key of each section the corrections of its texts, in order."""
    found: dict[str, tuple[CorrectionOnPaper, ...]] = {}
    for one in corrections:
        found[one["section"]] = (*found.get(one["section"], ()), _on_paper(one, language))
    return found


def _on_paper(one: Json, language: str) -> CorrectionOnPaper:
    # A slip is one of words: how the lines were broken says nothing here.
    before, after = (" ".join(one[which].split()) for which in ("before", "after"))
    pieces = differences(before, after)
    return CorrectionOnPaper(
        number=one["number"],
        where=line_of(one["where"]),
        before=tuple(_stretch(piece.text, piece.kind) for piece in pieces if piece.kind is not Kind.ADDED),
        after=tuple(_stretch(piece.text, piece.kind) for piece in pieces if piece.kind is not Kind.REMOVED),
        why=line_of(one["why"]),
        credit=f"Corrected by {line_of(one['by'])}, {wording.without_weekday(one['on'], language)}."
        " The words above stay as they were issued.",
    )


def _stretch(text: str, kind: Kind) -> Stretch:
    changed = kind is not Kind.SAME
    return Stretch(wording.with_places_to_break(text if changed else folded(text), narrow=False), changed)
