"""What is usual for others, if a team asks for it: a band with its year and its sample, never shown by itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from handrail.core.explanations import in_words
from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Corner:
    """From where to where is usual on a day."""

    on: date
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A school's own norm, by at least two days between which it runs straight.

    A norm has a year and a sample, or nobody can tell whether it fits this pupil. Handrail ships none.
    """

    label: str
    year: int
    sample: str
    corners: tuple[Corner, ...]

    def __post_init__(self) -> None:
        if not self.label.strip() or not self.sample.strip():
            raise MeasureError("A benchmark says what it is and whom it was found from.")
        if len(self.corners) < 2:
            raise MeasureError(f"{self.label}: a benchmark needs two days or more.")
        for one, other in pairwise(self.corners):
            if other.on <= one.on:
                raise MeasureError(
                    f"{self.label}: {in_words(other.on)} does not come after {in_words(one.on)}."
                )
        for one in self.corners:
            if not (math.isfinite(one.low) and math.isfinite(one.high) and one.low <= one.high):
                raise MeasureError(f"{self.label}: {one.low:g} to {one.high:g} is no band.")

    @property
    def source(self) -> str:
        return f"{self.label} ({self.year}, {self.sample})"

    def at(self, day: date) -> tuple[float, float] | None:
        """The band on a day; None on one that it does not tell of."""
        for one, other in pairwise(self.corners):
            if one.on <= day <= other.on:
                share = (day - one.on).days / (other.on - one.on).days
                return one.low + share * (other.low - one.low), one.high + share * (other.high - one.high)
        return None

    def within(self, first: date, last: date) -> tuple[Corner, ...]:
        """The corners between two days, cut off at both."""
        days = {one.on for one in self.corners} | {first, last}
        found = []
        for day in sorted(day for day in days if first <= day <= last):
            if (band := self.at(day)) is not None:
                found.append(Corner(day, *band))
        return tuple(found)
