"""Which days and values a chart shows, and where on the sheet each of them is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handrail.measures import vega

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handrail.measures.dimensions import Measure
    from handrail.measures.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day of a chart to the last, across its sheet."""

    sheet: Sheet
    first: date
    last: date

    def x(self, on: date) -> float:
        return (on - self.first).days / (self.last - self.first).days * self.sheet.across

    def across(self) -> vega.Layer:
        days, pattern = ticks(self.first, self.last, narrow=self.sheet.narrow)
        return vega.days_axis(days, pattern, (self.first, self.last), self.sheet)


@dataclass(frozen=True, slots=True)
class Scales(Days):
    """The days across, and upwards from the lowest value to the highest, in steps."""

    low: float
    high: float
    step: float

    def y(self, value: float) -> float:
        return self.sheet.down * (1 - (value - self.low) / (self.high - self.low))

    def at(self, on: date, value: float) -> tuple[float, float]:
        return self.x(on), self.y(value)

    @property
    def steps(self) -> list[float]:
        """The values that are written beside the drawing."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + self.step * place, 9) for place in range(count + 1)]

    def base(self) -> vega.Layer:
        """The layer that says both scales and draws their axes."""
        up = vega.amounts_axis(self.steps, decimals(self.step), (self.low, self.high), self.sheet)
        return vega.base(self.across(), up, (self.first, self.low))


def with_room(days: Iterable[date]) -> tuple[date, date]:
    """From the first to the last of these days, and a little more on both sides."""
    seen = list(days)
    first, last = min(seen), max(seen)
    room = max(3, round((last - first).days * 0.02))
    return first - timedelta(days=room), last + timedelta(days=room)


def up_to(seen: Sequence[float], measure: Measure, *, narrow: bool) -> tuple[float, float, float]:
    """Lowest and highest value of an axis and its step: from the scale's own floor, with room for words above."""
    low = measure.floor if math.isfinite(measure.floor) else min(seen)
    top = max([*seen, low + 1])
    step = nice((top - low) / (4 if narrow else 5))
    high = low + step * math.ceil((top - low) / step - 1e-9)
    # Room above the highest mark, for words, unless the scale itself ends there.
    if high - top < 0.05 * (high - low) and high + step <= measure.ceiling:
        high += step
    return low, min(high, measure.ceiling), step


def nice(step: float) -> float:
    """The next of 1, 2, 5, 10, 20, 25, 50 …"""
    power = 10.0 ** math.floor(math.log10(step))
    steps = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    return next(power * one for one in steps if power * one >= step * (1 - 1e-9))


def decimals(step: float) -> int:
    """How many places a step needs to be written whole."""
    return next(places for places in range(10) if math.isclose(step, round(step, places), rel_tol=1e-9))


def ticks(first: date, last: date, *, narrow: bool) -> tuple[list[date], str]:
    """First days of months; Mondays where the time is short; a year with each month where it is long."""
    length = (last - first).days
    if length <= 75:
        monday = first + timedelta(days=-first.weekday() % 7)
        every = (1 if length <= 30 else 2) * (2 if narrow else 1)
        days = [monday + timedelta(weeks=every * place) for place in range(length // (7 * every) + 1)]
        return [day for day in days if day <= last], "%-d %b"
    months = []
    year, month = first.year, first.month
    while (day := date(year, month, 1)) <= last:
        if day >= first:
            months.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    every = math.ceil(len(months) / (6 if narrow else 14))
    return months[::every], "%b %y" if length > 400 else "%b"
