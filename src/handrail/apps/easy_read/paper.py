"""A plan in easy words as tagged PDF: a picture on the left, a sentence on the right, few on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from handrail.apps.documents.layout import Layout, Spacing, TextSize
from handrail.apps.documents.prose import prose_of
from handrail.apps.documents.typeset import typeset
from handrail.apps.easy_read.models import EasyRead
from handrail.apps.easy_read.queries import is_stale, sentences
from handrail.apps.easy_read.symbols import drawing
from handrail.core.days import in_words
from handrail.law.lawbook import lawbook

EASY_READ = Layout(text=TextSize.LARGE, spacing=Spacing.STANDARD)


def easy_read_pdf(row: EasyRead, *, invented: bool = False) -> bytes:
    """The page to hand over, in large print; where the plan has changed since, it says so at the top."""
    found = sentences(row)
    language = lawbook().language_of(row.plan.plan_type)
    texts: dict[str, object] = {
        "title": "My plan in easy words",
        "name": row.pupil.name,
        "says": [one.says for one in found],
        "foot": f"Written by {row.written_by_name} on {in_words(row.written_on, language)}",
    }
    stale = "This plan has changed. Ask for new easy words." if is_stale(row) else ""
    made = partial(
        _on_paper,
        symbols=[drawing(one.symbol) if one.symbol else "" for one in found],
        issued=(row.written_on.year, row.written_on.month, row.written_on.day),
        stale=stale,
        language=language,
        invented=invented,
    )
    return typeset("easy_read.typ", texts, made, on=row.written_on, layout=EASY_READ)


def _on_paper(
    texts: Mapping[str, object],
    *,
    stand_ins: Sequence[str],
    symbols: Sequence[str],
    issued: tuple[int, int, int],
    stale: str,
    language: str,
    invented: bool,
) -> dict[str, object]:
    says = texts["says"]
    assert isinstance(says, list)
    return {
        "title": texts["title"],
        "name": texts["name"],
        "sentences": [
            {"says": prose_of(one), "symbol": symbol} for one, symbol in zip(says, symbols, strict=True)
        ],
        "foot": texts["foot"],
        "stale": stale,
        "issued": issued,
        "language": language.partition("-")[0],
        "region": language.partition("-")[2],
        "invented": invented,
        "stand_ins": list(stand_ins),
    }
