"""How long a plan's PDF takes, alone and as plans grow.

PYTHONPATH=src:. python bench/plan_pdf.py
"""

import copy
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any

import django
from tests.apps.documents.invented_plans import eilidh

from handrail.apps.documents.layout import Layout, TextSize
from handrail.apps.documents.lesson import lesson_sheet
from handrail.apps.documents.sheet import sheet_pdf
from handrail.apps.documents.typeset import plan_pdf
from handrail.apps.documents.word import plan_docx

DOCUMENTS = 200
GOALS = (6, 60, 300)


@dataclass(frozen=True, slots=True)
class Row:
    """So many documents of one size, each typeset once."""

    what: str
    seconds: tuple[float, ...]
    size: int

    @property
    def kilobytes(self) -> int:
        return self.size // 1000


def measure() -> list[Row]:
    """One row for 200 different six-goal plans, then one for each size of plan."""
    plan_pdf(with_goals(1, variant=0))
    rows = [timed("200 plans of 6 goals", [with_goals(6, variant=number) for number in range(DOCUMENTS)])]
    for goals in GOALS:
        documents = [with_goals(goals, variant=1000 * goals + number) for number in range(5)]
        rows.append(timed(f"{goals} goals", documents))
    return rows


def other_documents() -> list[Row]:
    """What else is made of a plan: for Word, in large print, one page for lessons, in easy words."""
    large = Layout(text=TextSize.LARGE)
    made: tuple[tuple[str, int, Callable[[dict[str, Any]], bytes]], ...] = (
        ("for Word, 6 goals", 6, plan_docx),
        ("for Word, 300 goals", 300, plan_docx),
        ("large print, 6 goals", 6, partial(plan_pdf, layout=large)),
        ("one page for lessons, 6 goals", 6, lessons),
        ("one page for lessons, 300 goals", 300, lessons),
        ("easy words, 20 sentences", 6, easy_words),
    )
    rows = []
    for name, goals, make in made:
        documents = [with_goals(goals, variant=5000 + number) for number in range(5)]
        rows.append(timed(name, documents, make=make))
    return rows


def lessons(document: dict[str, Any]) -> bytes:
    return sheet_pdf(lesson_sheet(document, profile={"How to support me": ["Wait"]}, sha256="0" * 64))


def easy_words(document: dict[str, Any]) -> bytes:
    # Models, though no database, so the settings first.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.config.settings")
    django.setup()
    from handrail.apps.easy_read.paper import easy_read_pdf
    from handrail.apps.easy_read.symbols import SYMBOLS

    name = document["pupil"]["name"]
    said = [{"says": f"{name} reads on day {at}.", "symbol": list(SYMBOLS)[at]} for at in range(20)]
    row: Any = SimpleNamespace(
        pupil=SimpleNamespace(name=name),
        plan=SimpleNamespace(latest_number=1),
        about_version=1,
        written_by_name="Nora Coordinator",
        written_on=date(2026, 11, 19),
        sentences=said,
    )
    return easy_read_pdf(row)


def timed(
    name: str,
    documents: list[dict[str, Any]],
    *,
    make: Callable[[dict[str, Any]], bytes] | None = None,
) -> Row:
    seconds, size = [], 0
    for document in documents:
        started = time.perf_counter()
        size = len((make or plan_pdf)(document))
        seconds.append(time.perf_counter() - started)
    return Row(name, tuple(seconds), size)


def with_goals(count: int, *, variant: int) -> dict[str, Any]:
    """A plan of so many goals, each with its own help and words, so that nothing is remembered."""
    plan = copy.deepcopy(eilidh())
    goals, provision = plan["sections"][2]["goals"], plan["sections"][3]["provision"]
    mark = f"plan {variant}"
    plan["sections"][2]["goals"] = [
        {**goals[number % 3], "id": f"g{number}", "text": f"{goals[number % 3]['text']} ({mark}, {number})"}
        for number in range(count)
    ]
    plan["sections"][3]["provision"] = [
        {
            **provision[number % 3],
            "id": f"p{number}",
            "goals": [f"g{number}"],
            "where": f"Room {variant} {number}",
        }
        for number in range(count)
    ]
    plan["pupil"]["name"] = f"Eilidh Nowak {variant}"
    return plan


def main() -> None:
    for row in (*measure(), *other_documents()):
        median = 1000 * statistics.median(row.seconds)
        print(f"{row.what:<32}{median:8.1f} ms  {row.kilobytes} kB")


if __name__ == "__main__":
    main()
