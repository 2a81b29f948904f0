"""Goals on ordered levels, such as a rubric: where the levels are, and whether they moved. No means, no slopes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.measures.errors import MeasureError
from handrail.measures.overlap import nap, tau

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handrail.measures.effects import Effect


@dataclass(frozen=True, slots=True)
class Levels:
    """How often each level was seen, the middle one and the last one."""

    counts: dict[int, int]
    middle: int
    """Of two middle levels the lower one: nothing is claimed that was not reached."""
    last: int
    most_frequent: tuple[int, ...]


def levels(values: Sequence[float], *, lowest: int, highest: int) -> Levels:
    """What a series of levels says.

    Formula: counts; lower median; mode.
    Units: levels.
    Shapes: one level or more, in order of days.
    Errors: MeasureError for no level, one outside the rubric, or one between two levels.
    Source: Stevens (1946), Science 103(2684), 677-680.
    """
    if not len(values):
        raise MeasureError("There is no level yet.")
    for place, value in enumerate(values, start=1):
        if value != int(value) or not lowest <= value <= highest:
            raise MeasureError(f"Level {place}, {value:g}, is none of {lowest} to {highest}.")
    whole = [int(value) for value in values]
    counted = Counter(whole)
    most = max(counted.values())
    return Levels(
        {level: counted[level] for level in range(lowest, highest + 1)},
        sorted(whole)[(len(whole) - 1) // 2],
        whole[-1],
        tuple(level for level in sorted(counted) if counted[level] == most),
    )


def moved(before: Sequence[float], after: Sequence[float], *, sign: int = 1) -> tuple[Effect, Effect]:
    """Whether levels moved from one phase to the next, by their order alone.

    Formula: NAP and Tau, see `overlap`.
    Units: none.
    Shapes: two phases of one level or more.
    Errors: MeasureError for an empty phase or a value that is no number.
    Source: Parker and Vannest (2009), Behavior Therapy 40(4), 357-367.
    """
    return nap(before, after, sign=sign), tau(before, after, sign=sign)
