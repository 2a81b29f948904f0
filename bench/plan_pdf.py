"""How long a plan's PDF takes, alone and as plans grow.

PYTHONPATH=src:. python bench/plan_pdf.py
"""

import copy
import statistics
import time
from dataclasses import dataclass
from typing import Any

from tests.apps.documents.invented_plans import eilidh

from handrail.apps.documents.typeset import plan_pdf

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


def timed(name: str, documents: list[dict[str, Any]]) -> Row:
    seconds, size = [], 0
    for document in documents:
        started = time.perf_counter()
        size = len(plan_pdf(document, sha256="0" * 64))
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
    for row in measure():
        median = 1000 * statistics.median(row.seconds)
        print(f"{row.what:<22}{median:8.1f} ms  {row.kilobytes} kB")


if __name__ == "__main__":
    main()
