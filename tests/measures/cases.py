"""Series with known answers, made by hand, and what the tests build them with."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from handrail.measures.aimlines import Baseline, Goal
from handrail.measures.dimensions import Dimension, Direction, Measure
from handrail.measures.observations import Observation, Series

EXAMPLES: Final = settings(max_examples=50, deadline=None)
"""For every property here: enough to find a fault, in about a second, on a machine that others use too."""
MONDAY: Final = date(2026, 9, 7)
READING: Final = Measure(name="Reading aloud", dimension=Dimension.FLUENCY, unit="words a minute")
LEAVING: Final = Measure(
    name="Leaving the room", dimension=Dimension.COUNT, unit="times a day", direction=Direction.DECREASE
)
SIX_CASES: Final = {
    # name: values a week, baseline, target, weeks
    "one": ((42, 45, 41, 44, 47, 45, 49, 48, 52, 50, 54), 42, 72, 20),
    "noisy": ((30, 36, 29, 38, 31, 40), 30, 60, 20),
    "below": ((50, 51, 50, 52, 51, 51, 52, 51, 52, 52), 50, 90, 20),
    "above": ((20, 24, 26, 31, 33, 36, 41, 43, 46, 50), 20, 60, 20),
    "on the line": ((10, 11, 12, 13), 10, 20, 10),
    "flat": ((5, 5, 5, 5, 5), 5, 10, 10),
}


def week(number: float) -> date:
    return MONDAY + timedelta(days=round(7 * number))


def weekly(values: Sequence[float], measure: Measure = READING, **about: object) -> Series:
    checks = tuple(Observation(on=week(number), value=float(value)) for number, value in enumerate(values))
    return Series(measure, checks, **about)  # type: ignore[arg-type]


def goal(
    start: float | None, target: float, weeks: float, measure: Measure = READING, **about: object
) -> Goal:
    baseline = None if start is None else Baseline(start, MONDAY)
    return Goal(text="A goal", measure=measure, target=target, due=week(weeks), baseline=baseline, **about)  # type: ignore[arg-type]


def shared_rows(name: str) -> list[dict[str, str]]:
    """A table of published series, which are not ours to ship; the test that needs it is skipped without."""
    with shared(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def shared(name: str) -> Path:
    """A file of published series, which are not ours to ship; the test that needs it is skipped without."""
    told = os.environ.get("HANDRAIL_PROGRESS_DATA")
    checkout = Path(__file__).parents[2]
    beside = [parent / "shared" / "data" / "progress" for parent in (checkout.parent, checkout.parent.parent)]
    for folder in [Path(told)] if told else beside:
        if (folder / name).is_file():
            return folder / name
    pytest.skip(f"{name} is not here: set HANDRAIL_PROGRESS_DATA to the folder that holds it")
