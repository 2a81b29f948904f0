"""The lines of a goal's chart, as corners in days and values: where it should be, where it is, where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from handrail.measures.findings import Kind
from handrail.measures.lines import Line, least_squares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handrail.measures.observations import Phase, Point, Series
    from handrail.measures.statements import Statement

FEWEST_FOR_A_LINE: Final = 3
JOINED_UP_TO: Final = 2.0
"""Checks further apart than so many usual gaps are not joined."""

Path = list[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Paths:
    """Everything that is drawn as a line through one series, from what its verdict found."""

    series: Series
    made: Statement
    points: tuple[Point, ...]
    """The days that have a value, up to the day of the verdict."""
    current: tuple[Point, ...]
    """Those since teaching last changed."""
    line: Line | None

    @classmethod
    def of(cls, series: Series, made: Statement) -> Paths:
        as_of = made.verdict.as_of
        points = tuple(point for point in series.points if point.on <= as_of and not point.cut_off)
        phase = series.phase_of(as_of)
        current = tuple(point for point in points if point.phase == phase)
        return cls(series, made, points, current, _line(made, current))

    @property
    def sure(self) -> bool:
        """Whether the line is the verdict's own, and not one that is too early."""
        return self.made.verdict.line is not None

    @property
    def leads_on(self) -> bool:
        """Whether there is a forecast: only where the verdict has a line, and the goal's day is ahead."""
        ahead = bool(self.current) and self.current[-1].on < self.made.goal.due
        return self.sure and self.made.kind is not Kind.MET and ahead

    def aim(self) -> Path:
        """The goal line, flat in pauses."""
        aim = self.made.verdict.aim
        if aim is None:
            return []
        return [(day, aim.at(day)) for day in self._corners(aim.start.on, aim.due)]

    def so_far(self) -> Path:
        """The pace, from the first check since teaching last changed to the last."""
        return self._along(self.current[0].on, self.current[-1].on) if self.current else []

    def ahead(self) -> Path:
        """Where the pace leads, to the goal's day."""
        return self._along(self.current[-1].on, self.made.goal.due) if self.leads_on else []

    def _along(self, start: date, end: date) -> Path:
        if self.line is None or end <= start:
            return []
        begins, weeks = self.current[0].on, self.made.goal.weeks
        return [(day, self.line.at(weeks.between(begins, day))) for day in self._corners(start, end)]

    def fan(self, low: float, high: float) -> list[tuple[date, float, float]]:
        """Where the line probably leads, from the last check to the goal's day, as far as the sheet shows it."""
        if not self.leads_on:
            return []
        assert self.line is not None
        start, end = self.current[-1].on, self.made.goal.due
        weekly = {start + timedelta(days=day) for day in range(0, (end - start).days, 7)}
        found = []
        for day in sorted(weekly | set(self._corners(start, end))):
            weeks = self.made.goal.weeks.between(self.current[0].on, day)
            below, above = self.line.mean_interval(weeks, self.made.verdict.confidence)
            found.append((day, max(below, low), min(above, high)))
        return [one for one in found if one[1] <= one[2]]

    def earlier(self) -> list[Path]:
        """The lines of earlier phases, each on its own checks."""
        found = []
        for phase in range(self.series.phase_of(self.made.verdict.as_of)):
            points = [point for point in self.points if point.phase == phase]
            if len(points) < FEWEST_FOR_A_LINE or self.made.goal.measure.dimension.facts.ordinal:
                continue
            weeks = [self.made.goal.weeks.between(points[0].on, point.on) for point in points]
            if weeks[0] == weeks[-1]:
                continue
            line = least_squares(weeks, [point.value for point in points])
            found.append(
                [
                    (day, line.at(self.made.goal.weeks.between(points[0].on, day)))
                    for day in self._corners(points[0].on, points[-1].on)
                ]
            )
        return found

    def runs(self) -> list[Path]:
        """Checks to be joined: of one phase, and not further apart than usual."""
        gaps = sorted((b.on - a.on).days for a, b in pairwise(self.points))
        if not gaps:
            return []
        usual = gaps[len(gaps) // 2]
        runs = [[self.points[0]]]
        for before, after in pairwise(self.points):
            if after.phase != before.phase or (after.on - before.on).days > JOINED_UP_TO * usual:
                runs.append([])
            runs[-1].append(after)
        return [[(one.on, one.value) for one in run] for run in runs if len(run) > 1]

    def changes(self, last: date) -> list[Phase]:
        """Phases that begin after something was seen; the first one needs no upright."""
        seen = self.points[0].on if self.points else last
        return [phase for phase in self.series.phases if seen < phase.starts <= last]

    def _corners(self, start: date, end: date) -> list[date]:
        """Where a line that is flat in pauses may bend."""
        days = {start, end}
        for pause in self.made.goal.pauses:
            days |= {pause.starts - timedelta(days=1), pause.ends}
        return sorted(day for day in days if start <= day <= end)


def _line(made: Statement, current: Sequence[Point]) -> Line | None:
    verdict, goal = made.verdict, made.goal
    if verdict.line is not None:
        return verdict.line
    # Too early for a verdict, a line is shown in grey; without a verdict of its own it is not drawn at all.
    if verdict.kind is not Kind.TOO_EARLY or len(current) < FEWEST_FOR_A_LINE:
        return None
    if goal.measure.dimension.facts.ordinal or goal.keeps:
        return None
    weeks = [goal.weeks.between(current[0].on, point.on) for point in current]
    return least_squares(weeks, [point.value for point in current]) if weeks[-1] > weeks[0] else None


def between(path: Path, day: date) -> float:
    """The value on a line of corners."""
    for (d1, v1), (d2, v2) in pairwise(path):
        if d1 <= day <= d2:
            return v1 if d1 == d2 else v1 + (v2 - v1) * (day - d1).days / (d2 - d1).days
    return path[-1][1]
