"""Goals on ordered levels, such as a rubric: where the levels are, and whether they moved. No means, no slopes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.measures.errors import MeasureError
from handrail.measures.kendall import kendall
from handrail.measures.overlap import nap, tau

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handrail.measures.effects import Effect


@dataclass(frozen=True, slots=True)
class Levels:
    """How often each level was seen, the middle one and the last one."""

    counts: dict[int, int]
    middle: int
    """Of two middle levels the less good one: nothing is claimed that was not reached."""
    last: int
    most_frequent: tuple[int, ...]


def levels(values: Sequence[float], *, lowest: int, highest: int, sign: int = 1) -> Levels:
    """What a series of levels says.

    Formula: counts; lower median, or upper where less is better (sign −1); mode.
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
        sorted(whole)[(len(whole) - 1) // 2 if sign > 0 else len(whole) // 2],
        whole[-1],
        tuple(level for level in sorted(counted) if counted[level] == most),
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """Whether the levels of one phase move with time, by their order alone."""

    tau: float | None
    """Kendall's τ-b of levels and days; None where every level is the same."""
    p: float | None
    confidence: float
    towards: int
    """+1 surely towards better, −1 surely away from it, 0 where neither is sure."""


def movement(
    values: Sequence[float], when: Sequence[float], *, sign: int = 1, confidence: float = 0.8
) -> Movement:
    """Whether levels move towards better as time goes on. It is no pace: levels have no distances.

    Formula: Kendall's τ-b of sign · level and time; sure where its two-sided p, with continuity correction, is at
        most 1 − confidence.
    Units: none.
    Shapes: levels and their times, two or more of each.
    Errors: MeasureError for different lengths, fewer than two, or a value that is no number.
    Source: Mann (1945), Econometrica 13(3), 245-259; Kendall (1970), Rank Correlation Methods, 4th edition.
    """
    found = kendall(when, [sign * value for value in values])
    if found.tau_b is None:
        return Movement(None, None, confidence, 0)
    p = found.p()
    towards = 0 if p > 1 - confidence or found.s == 0 else (1 if found.s > 0 else -1)
    return Movement(found.tau_b, p, confidence, towards)


def moved(before: Sequence[float], after: Sequence[float], *, sign: int = 1) -> tuple[Effect, Effect]:
    """Whether levels moved from one phase to the next, by their order alone.

    Formula: NAP and Tau, see `overlap`.
    Units: none.
    Shapes: two phases of one level or more.
    Errors: MeasureError for an empty phase or a value that is no number.
    Source: Parker and Vannest (2009), Behavior Therapy 40(4), 357-367.
    """
    return nap(before, after, sign=sign), tau(before, after, sign=sign)
