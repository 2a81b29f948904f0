"""A goal's chart as a Vega-Lite specification: for the team or the family, for a wide or a narrow page.

Where did it start, where should it be, where is it, how fast, what changed, what next: in that order. Every
distinction is also one of shape, dash or words, so that nothing is lost in grey.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

import altair as alt

from handrail.measures import words
from handrail.measures.chart_words import Alternative, alternative, from_what
from handrail.measures.lines import Line, least_squares
from handrail.measures.placing import LINE_HEIGHT, Align, Plot, Spot, Weight, Words
from handrail.measures.statements import headline
from handrail.measures.verdicts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handrail.measures.observations import Phase, Point, Series
    from handrail.measures.statements import Statement

FONT: Final = "Atkinson Hyperlegible Next"
FONTS: Final = f"{FONT}, {FONT} Variable, Verdana, sans-serif"
"""As documents name the typeface, then as pages do."""
INK: Final = "#1A2B2C"
SOFT: Final = "#465757"
RULE: Final = "#CAD8D5"
AXIS: Final = "#5C7170"
MIST: Final = "#F0F5F3"
BLUE: Final = "#0072B2"
BLUE_TEXT: Final = "#005E93"
ORANGE: Final = "#D55E00"
ORANGE_TEXT: Final = "#9C3F00"
"""Dark enough to be read on the fan and in a holiday too."""
FAN: Final = 0.11
GREY: Final = "#5F6B6B"
FEWEST_FOR_A_LINE: Final = 3
JOINED_UP_TO: Final = 2.0
"""Checks further apart than so many usual gaps are not joined."""


class Audience(StrEnum):
    """For whom a chart is drawn. A family's has no fitted line and no number for it."""

    TEAM = "team"
    FAMILY = "family"


class Width(StrEnum):
    """Drawn for a wide page or for a phone; never scaled from one to the other."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Sizes in pixels, and what there is room for."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    size: float
    narrow: bool

    @property
    def across(self) -> int:
        return self.width - self.left - self.right

    @property
    def down(self) -> int:
        return self.height - self.top - self.bottom


SHEETS: Final = {
    Width.WIDE: _Sheet(1040, 400, 46, 18, 42, 34, 15.0, narrow=False),
    Width.NARROW: _Sheet(358, 300, 36, 10, 42, 32, 14.5, narrow=True),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with everything that stands for it: the specification, its words and its table."""

    spec: dict[str, Any]
    alternative: Alternative
    subtitle: str
    width: int
    height: int


def figure(
    series: Series,
    made: Statement,
    *,
    audience: Audience = Audience.TEAM,
    width: Width = Width.WIDE,
    titled: bool = False,
) -> Figure:
    """Draw a goal: as a specification, with its text and table. `titled` puts goal and verdict above the chart."""
    drawing = _Drawing(series, made, audience, SHEETS[width], titled)
    text = alternative(series, made)
    return Figure(
        drawing.spec(text), text, drawing.subtitle, drawing.sheet.width, drawing.sheet.height + drawing.extra
    )


class _Drawing:
    """One chart being drawn: scales first, then layers from the ground up, then words where there is room."""

    def __init__(
        self, series: Series, made: Statement, audience: Audience, sheet: _Sheet, titled: bool
    ) -> None:
        self.series, self.made, self.sheet = series, made, sheet
        self.team = audience is Audience.TEAM
        self.verdict, self.goal = made.verdict, made.goal
        self.points = [
            point for point in series.points if point.on <= made.verdict.as_of and not point.cut_off
        ]
        self.subtitle = f"{headline(made)} {from_what(made)}"
        self.title_lines = _wrapped(self.goal.text, 700, sheet) if titled else []
        self.subtitle_lines = _wrapped(self.subtitle, 400, sheet) if titled else []
        self.axis_lines = self._axis_words()
        lines = len(self.title_lines) + len(self.subtitle_lines) + len(self.axis_lines)
        self.extra = round((lines - 1) * sheet.size * LINE_HEIGHT)
        self.line = self._line()
        self.first, self.last = self._days()
        self.low, self.high, self.step = self._values()
        self.plot = Plot(sheet.across, sheet.down)
        count = round((self.high - self.low) / self.step)
        self.plot.rules = [self.y(self.low + self.step * place) for place in range(count + 1)]

    # --- scales -----------------------------------------------------------------------------------

    def _days(self) -> tuple[date, date]:
        days = [self.goal.due, self.verdict.as_of, *(point.on for point in self.points)]
        if self.made.start is not None:
            days.append(self.made.start.on)
        elif self.goal.starts is not None:
            days.append(self.goal.starts)
        first, last = min(days), max(days)
        room = max(3, round((last - first).days * 0.02))
        return first - timedelta(days=room), last + timedelta(days=room)

    def _values(self) -> tuple[float, float, float]:
        measure = self.goal.measure
        seen = [point.value for point in self.points] + [self.goal.target]
        start = self.made.start
        seen += [] if start is None else [start.value]
        seen += [] if self.goal.high is None else [self.goal.high]
        if self.team and self.verdict.projected is not None:
            seen.append(self.verdict.projected)
        low = measure.floor if math.isfinite(measure.floor) else min(seen)
        top = max([*seen, low + 1])
        step = _nice((top - low) / (4 if self.sheet.narrow else 5))
        high = low + step * math.ceil((top - low) / step - 1e-9)
        # Room above the highest mark, for words, unless the scale itself ends there.
        if high - top < 0.05 * (high - low) and high + step <= measure.ceiling:
            high += step
        return low, min(high, measure.ceiling), step

    def x(self, on: date) -> float:
        return (on - self.first).days / (self.last - self.first).days * self.sheet.across

    def y(self, value: float) -> float:
        return self.sheet.down * (1 - (value - self.low) / (self.high - self.low))

    def at(self, on: date, value: float) -> tuple[float, float]:
        return self.x(on), self.y(value)

    # --- lines ------------------------------------------------------------------------------------

    def _line(self) -> Line | None:
        if self.verdict.line is not None:
            return self.verdict.line
        current = self._current()
        # Too early for a verdict, a line is shown in grey; without a verdict of its own it is not drawn at all.
        if self.verdict.kind is not Kind.TOO_EARLY or len(current) < FEWEST_FOR_A_LINE:
            return None
        if self.goal.measure.dimension.facts.ordinal or self.goal.keeps:
            return None
        weeks = [self.goal.weeks.between(current[0].on, point.on) for point in current]
        return least_squares(weeks, [point.value for point in current]) if weeks[-1] > weeks[0] else None

    def _current(self) -> list[Point]:
        phase = self.series.phase_of(self.verdict.as_of)
        return [point for point in self.points if point.phase == phase]

    def _corners(self, start: date, end: date) -> list[date]:
        """Where a line that is flat in pauses may bend."""
        days = {start, end}
        for pause in self.goal.pauses:
            days |= {pause.starts - timedelta(days=1), pause.ends}
        return sorted(day for day in days if start <= day <= end)

    def _aim(self) -> list[tuple[date, float]]:
        aim = self.verdict.aim
        if aim is None:
            return []
        return [(day, aim.at(day)) for day in self._corners(aim.start.on, aim.due)]

    def _trend(self, start: date, end: date) -> list[tuple[date, float]]:
        line, current = self.line, self._current()
        if line is None or not current or end <= start:
            return []
        return [
            (day, line.at(self.goal.weeks.between(current[0].on, day))) for day in self._corners(start, end)
        ]

    def _fan(self) -> list[tuple[date, float, float]]:
        """Where the line probably leads, from the last check to the goal's day."""
        current = self._current()
        if not self._says_where_it_leads() or not current:
            return []
        assert self.line is not None
        start, end = current[-1].on, self.goal.due
        days = {start + timedelta(days=day) for day in range(0, (end - start).days, 7)} | set(
            self._corners(start, end)
        )
        found = []
        for day in sorted(days):
            low, high = self.line.mean_interval(
                self.goal.weeks.between(current[0].on, day), self.verdict.confidence
            )
            found.append((day, max(low, self.low), min(high, self.high)))
        return [one for one in found if one[1] <= one[2]]

    def _says_where_it_leads(self) -> bool:
        """A forecast only where the verdict has a line, and the goal's day is ahead."""
        current = self._current()
        ahead = bool(current) and current[-1].on < self.goal.due
        return self.team and self.verdict.line is not None and self.verdict.kind is not Kind.MET and ahead

    def _earlier(self) -> list[list[tuple[date, float]]]:
        """The lines of earlier phases, each on its own checks."""
        found = []
        now = self.series.phase_of(self.verdict.as_of)
        for phase in range(now):
            points = [point for point in self.points if point.phase == phase]
            if len(points) < FEWEST_FOR_A_LINE or self.goal.measure.dimension.facts.ordinal:
                continue
            weeks = [self.goal.weeks.between(points[0].on, point.on) for point in points]
            if weeks[0] == weeks[-1]:
                continue
            line = least_squares(weeks, [point.value for point in points])
            found.append(
                [
                    (day, line.at(self.goal.weeks.between(points[0].on, day)))
                    for day in self._corners(points[0].on, points[-1].on)
                ]
            )
        return found

    def _changes(self) -> list[Phase]:
        """Phases that begin after something was seen; the first one needs no upright."""
        seen = self.points[0].on if self.points else self.last
        return [phase for phase in self.series.phases if seen < phase.starts <= self.last]

    def _runs(self) -> list[list[Point]]:
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
        return [run for run in runs if len(run) > 1]

    # --- the specification ------------------------------------------------------------------------

    def spec(self, text: Alternative) -> dict[str, Any]:
        sheet = self.sheet
        layers = [*self._ground(), *self._marks(), *self._words(), *self._headings()]
        chart = alt.layer(*layers).properties(
            width=sheet.across,
            height=sheet.down,
            padding={
                "left": sheet.left, "right": sheet.right, "top": sheet.top + self.extra, "bottom": sheet.bottom,
            },
            autosize=alt.AutoSizeParams(type="none"),
            description=text.text,
        )  # fmt: skip
        drawn: dict[str, Any] = chart.configure(
            background="white", font=FONTS, aria=False,
            view=alt.ViewConfig(stroke=None),
        ).to_dict(validate=False)  # fmt: skip
        return drawn

    def _headings(self) -> Iterable[alt.Chart]:
        """Goal and verdict, if asked, and what the upright axis counts, over the drawing and from its left edge."""
        sheet = self.sheet
        step = sheet.size * LINE_HEIGHT
        rows: list[tuple[str, Weight, str]] = [
            *((line, 700, INK) for line in self.title_lines),
            *((line, 400, INK) for line in self.subtitle_lines),
            *((line, 400, SOFT) for line in self.axis_lines),
        ]
        top = -(len(rows) - 0.5) * step - 12
        for place, (line, weight, color) in enumerate(rows):
            yield _text(
                line, x=2 - sheet.left, y=top + place * step, size=sheet.size, weight=weight, color=color
            )

    def _axis_words(self) -> list[str]:
        measure = self.goal.measure
        unit = measure.unit if measure.unit.startswith("%") else f"in {measure.unit}"
        what, better = f"{measure.name}, {unit}", f"({measure.direction.label})"
        whole = _wrapped(f"{what} {better}", 400, self.sheet)
        return whole if len(whole) == 1 else [*_wrapped(what, 400, self.sheet), better]

    def _ground(self) -> list[alt.Chart]:
        layers = []
        pauses = [
            {
                "from": _ms(max(pause.starts, self.first)),
                "to": _ms(min(pause.ends + timedelta(days=1), self.last)),
            }
            for pause in self.goal.pauses
            if pause.ends >= self.first and pause.starts <= self.last
        ]
        if pauses:
            layers.append(
                _data(pauses).mark_rect(color=MIST, clip=True).encode(x=self._across("from"), x2="to:T")
            )
        if self.goal.keeps:
            band = {
                "from": _ms(self.first), "to": _ms(self.last), "low": self.goal.target,
                "high": self.high if self.goal.high is None else min(self.goal.high, self.high),
            }  # fmt: skip
            layers.append(
                _data([band]).mark_rect(color=GREY, opacity=0.18).encode(
                    x=self._across("from"), x2="to:T", y=self._up("low"), y2="high:Q"
                )
            )  # fmt: skip
        if fan := self._fan():
            rows = [{"day": _ms(day), "low": low, "high": high} for day, low, high in fan]
            layers.append(
                _data(rows).mark_area(color=ORANGE, opacity=FAN, clip=True).encode(
                    x=self._across("day"), y=self._up("low"), y2="high:Q"
                )
            )  # fmt: skip
        base = _data([{"day": _ms(self.first), "value": self.low}])
        layers.append(base.mark_point(opacity=0).encode(x=self._across("day"), y=self._up("value")))
        return layers

    def _marks(self) -> list[alt.Chart]:
        layers = []
        for phase in self._changes():
            dash = [5, 4] if phase.changed.dashed else [1, 0]
            layers.append(
                _data([{"day": _ms(phase.starts)}])
                .mark_rule(color=INK, strokeWidth=1.5, strokeDash=dash)
                .encode(x=self._across("day"))
            )
            self.plot.stroke([(self.x(phase.starts), 0), (self.x(phase.starts), self.sheet.down)])
        aim = self._aim()
        layers += self._stroke(aim, color=INK, width=2, dash=[9, 6])
        if self.team:
            for run in self._runs():
                layers += self._stroke(
                    [(one.on, one.value) for one in run], color=BLUE, width=1, dash=[1, 0], opacity=0.45
                )
            for earlier in self._earlier():
                layers += self._stroke(earlier, color=GREY, width=2, dash=[1, 0])
            layers += self._trend_layers()
        layers += self._dots()
        if not self.goal.keeps:
            star = {"day": _ms(self.goal.due), "value": self.goal.target}
            layers.append(
                _data([star])
                .mark_point(
                    shape=STAR, size=520, filled=True, color=INK, opacity=1, stroke="white", strokeWidth=1.5
                )
                .encode(x=self._across("day"), y=self._up("value"))
            )
            self.plot.dots.append(self.at(self.goal.due, self.goal.target))
        marks = [mark for mark in self.series.marks if self.first <= mark.on <= self.last]
        if marks:
            layers.append(
                _data([{"day": _ms(mark.on), "value": self.low} for mark in marks])
                .mark_point(shape="triangle-up", size=90, filled=True, color=GREY, opacity=1, yOffset=-7)
                .encode(x=self._across("day"), y=self._up("value"))
            )
            self.plot.dots += [(self.x(mark.on), self.sheet.down - 7) for mark in marks]
        return layers

    def _trend_layers(self) -> list[alt.Chart]:
        current = self._current()
        if not current:
            return []
        sure = self.verdict.line is not None
        found = self._stroke(
            self._trend(current[0].on, current[-1].on),
            color=ORANGE if sure else GREY, width=2.5 if sure else 1.5, dash=[1, 0],
        )  # fmt: skip
        if self._says_where_it_leads():
            found += self._stroke(
                self._trend(current[-1].on, self.goal.due), color=ORANGE, width=2.5, dash=[2, 5], cap="round"
            )
        return found

    def _dots(self) -> list[alt.Chart]:
        if not self.points:
            return []
        self.plot.dots += [self.at(point.on, point.value) for point in self.points]
        size = 60 if len(self.points) > 40 else 110
        rows = [{"day": _ms(point.on), "value": point.value} for point in self.points]
        return [
            _data(rows)
            .mark_point(
                shape="circle", size=size, filled=True, color=BLUE, opacity=1, stroke="white", strokeWidth=1.5
            )
            .encode(x=self._across("day"), y=self._up("value"))
        ]

    def _stroke(
        self,
        points: Sequence[tuple[date, float]],
        *,
        color: str,
        width: float,
        dash: list[int],
        opacity: float = 1.0,
        cap: Literal["butt", "round"] = "butt",
    ) -> list[alt.Chart]:
        if len(points) < 2:
            return []
        self.plot.stroke([self.at(day, value) for day, value in points])
        rows = [{"day": _ms(day), "value": value} for day, value in points]
        return [
            _data(rows)
            .mark_line(
                color=color, strokeWidth=width, strokeDash=dash, opacity=opacity, strokeCap=cap, clip=True
            )
            .encode(x=self._across("day"), y=self._up("value"))
        ]

    # --- words ------------------------------------------------------------------------------------

    def _words(self) -> Iterable[alt.Chart]:
        layers: list[alt.Chart] = []
        for place in (
            self._goal_words, self._trend_words, self._phase_words, self._aim_words, self._dot_words,
            self._pause_words, self._mark_words,
        ):  # fmt: skip
            layers += place()
        return layers

    def _put(self, said: Words, spots: list[Spot], color: str, *, nearer: float = 0.0) -> list[alt.Chart]:
        spot = self.plot.place(said, spots, nearer=nearer)
        if spot is None:
            return []
        # Several lines begin at one edge; a single one keeps its anchor, so that a wide letter moves it inwards.
        if len(said.lines) > 1:
            spot = Spot(said.box(spot).left, spot.y)
        step = said.size * LINE_HEIGHT
        top = spot.y - said.height / 2 + step / 2
        return [
            _text(
                line,
                x=spot.x,
                y=top + place * step,
                size=said.size,
                weight=said.weight,
                color=color,
                align=spot.align,
            )
            for place, line in enumerate(said.lines)
        ]

    def _goal_words(self) -> list[alt.Chart]:
        if self.goal.keeps:
            high = "" if self.goal.high is None else f" to {words.number(self.goal.high)}"
            said = Words((f"to be kept: {words.number(self.goal.target)}{high}",), self.sheet.size, 700)
            edge = self.y(self.goal.target)
            right = self.sheet.across - 6
            return self._put(
                said,
                [Spot(right, edge - 14, "right"), Spot(right, edge + 14, "right"), Spot(6, edge - 14)],
                INK,
            )
        day = words.short_day(self.goal.due) if self.sheet.narrow else words.day(self.goal.due)
        target = words.number(self.goal.target)
        text = f"goal {target}, {day}" if self.sheet.narrow else f"goal: {target} by {day}"
        said = Words((text,), self.sheet.size, 700)
        x, y = self.at(self.goal.due, self.goal.target)
        left = min(x + 8, self.sheet.across)
        spots = [Spot(x - 14, y - 6, "right")]
        # On the side of the star that the way ahead leaves free.
        side = 1
        if self.team and self.verdict.projected is not None and self.verdict.projected > self.goal.target:
            side, spots = -1, []
        for away in (20, 30, 44, -20, -30, -44):
            away *= side
            spots += [Spot(left, y - away, "right"), Spot(x - 14, y - away, "right")]
        return self._put(said, spots, INK, nearer=0.8)

    def _aim_words(self) -> list[alt.Chart]:
        aim = self._aim()
        if len(aim) < 2:
            return []
        said = Words(("goal line",), self.sheet.size)
        return self._put(said, self._beside(aim, (0.45, 0.55, 0.35, 0.65, 0.25, 0.75)), INK)

    def _beside(self, points: Sequence[tuple[date, float]], shares: Sequence[float]) -> list[Spot]:
        """Above and below a line, at shares of its length."""
        start, end = points[0][0], points[-1][0]
        spots = []
        for away in (16, 26, 38):
            for share in shares:
                day = start + timedelta(days=round((end - start).days * share))
                y = self.y(_between(points, day))
                spots += [
                    Spot(self.x(day), y - away, "right"), Spot(self.x(day), y + away, "left"),
                    Spot(self.x(day), y - away, "center"), Spot(self.x(day), y + away, "center"),
                ]  # fmt: skip
        return spots

    def _trend_words(self) -> list[alt.Chart]:
        if not self.team or self.line is None:
            return []
        current = self._current()
        if not self._says_where_it_leads():
            trend = self._trend(current[0].on, current[-1].on)
            if len(trend) < 2:
                return []
            sure = self.verdict.line is not None
            said = Words(("pace so far",) if sure else ("too early for a pace",), self.sheet.size, 700)
            return self._put(said, self._beside(trend, (0.7, 0.5, 0.3, 0.9)), ORANGE_TEXT if sure else SOFT)
        ahead = self._trend(current[-1].on, self.goal.due)
        lines = (
            ("pace so far, and where", "it leads if it goes on")
            if not self.sheet.narrow
            else ("pace so far,", "if it goes on")
        )
        said = Words(lines, self.sheet.size, 700)
        spots = [
            spot._replace(y=spot.y + (12 if spot.y > self.y(_between(ahead, self.goal.due)) else -12))
            for spot in self._beside(ahead, (0.55, 0.7, 0.4, 0.85, 0.25))
        ]
        return self._put(said, [*spots, *self._beside(ahead, (0.5, 0.9, 0.1))], ORANGE_TEXT)

    def _dot_words(self) -> list[alt.Chart]:
        if not self.points:
            return []
        text = "each dot: a check" if self.sheet.narrow else "each dot is one check"
        said = Words((text,), self.sheet.size, 700)
        spots = []
        for point in self.points:
            x, y = self.at(point.on, point.value)
            for away in (24, 36, 50):
                spots += [
                    Spot(x, y + away),
                    Spot(x, y - away),
                    Spot(x, y + away, "center"),
                    Spot(x, y - away, "right"),
                ]
        return self._put(said, spots, BLUE_TEXT)

    def _phase_words(self) -> list[alt.Chart]:
        found = []
        for phase in self._changes():
            x = self.x(phase.starts)
            short = (
                phase.label
                if len(phase.label) <= (18 if self.sheet.narrow else 34)
                else f"{phase.label[:16]}…"
            )
            said = Words((short,), self.sheet.size)
            spots = [
                spot
                for y in (12, self.sheet.down - 14, 32)
                for spot in (Spot(x + 6, y, "left"), Spot(x - 6, y, "right"))
            ]
            found += self._put(said, spots, INK)
        return found

    def _pause_words(self) -> list[alt.Chart]:
        found = []
        for pause in self.goal.pauses:
            begins, ends = max(pause.starts, self.first), min(pause.ends, self.last)
            if begins >= ends:
                continue
            middle = (self.x(begins) + self.x(ends)) / 2
            said = Words((pause.label,), self.sheet.size)
            if said.width > 2.2 * (self.x(ends) - self.x(begins)) + 60:
                continue
            found += self._put(
                said, [Spot(middle, self.sheet.down - 14, "center"), Spot(middle, 14, "center")], SOFT
            )
        return found

    def _mark_words(self) -> list[alt.Chart]:
        found = []
        for mark in self.series.marks:
            if self.first <= mark.on <= self.last:
                x, y = self.x(mark.on), self.sheet.down - 26
                spots = [Spot(x, y, "center"), Spot(x, y, "left"), Spot(x, y, "right"), Spot(x + 10, y + 18)]
                found += self._put(Words((mark.label,), self.sheet.size), spots, SOFT)
        return found

    # --- axes -------------------------------------------------------------------------------------

    def _across(self, name: str) -> alt.X:
        days, pattern = self._ticks()
        return alt.X(
            f"{name}:T",
            scale=alt.Scale(type="utc", domain=[_ms(self.first), _ms(self.last)], nice=False, clamp=False),
            axis=alt.Axis(
                values=[_ms(day) for day in days], format=pattern, title=None, grid=False, labelAngle=0,
                labelFontSize=self.sheet.size, labelColor=INK, domainColor=AXIS, tickColor=AXIS, tickSize=6,
                labelPadding=6, labelOverlap=True, labelFont=FONTS, labelFlush=False,
            ),
        )  # fmt: skip

    def _up(self, name: str) -> alt.Y:
        count = round((self.high - self.low) / self.step)
        return alt.Y(
            f"{name}:Q",
            scale=alt.Scale(domain=[self.low, self.high], nice=False, zero=False),
            axis=alt.Axis(
                values=[round(self.low + self.step * place, 9) for place in range(count + 1)], title=None,
                labelFontSize=self.sheet.size, labelColor=INK, grid=True, gridColor=RULE, domain=False,
                ticks=False, labelPadding=8, labelFont=FONTS, format=f".{_decimals(self.step)}f",
            ),
        )  # fmt: skip

    def _ticks(self) -> tuple[list[date], str]:
        """First days of months; Mondays where the time is short; a year with each January where it is long."""
        length = (self.last - self.first).days
        if length <= 75:
            monday = self.first + timedelta(days=-self.first.weekday() % 7)
            every = (1 if length <= 30 else 2) * (2 if self.sheet.narrow else 1)
            days = [monday + timedelta(weeks=every * place) for place in range(length // (7 * every) + 1)]
            return [day for day in days if day <= self.last], "%-d %b"
        months = []
        year, month = self.first.year, self.first.month
        while (day := date(year, month, 1)) <= self.last:
            if day >= self.first:
                months.append(day)
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        every = math.ceil(len(months) / (6 if self.sheet.narrow else 14))
        return months[::every], "%b %y" if length > 400 else "%b"


STAR: Final = (
    "M0,-1 L0.2351,-0.3236 L0.9511,-0.309 L0.3804,0.1236 L0.5878,0.809 L0,0.4 L-0.5878,0.809 L-0.3804,0.1236 "
    "L-0.9511,-0.309 L-0.2351,-0.3236 Z"
)


def _text(
    words: str, *, x: float, y: float, size: float, weight: Weight, color: str, align: Align = "left"
) -> alt.Chart:
    mark = _data([{"text": words}]).mark_text(
        x=x, y=y, align=align, baseline="middle", color=color, fontSize=size, fontWeight=weight, font=FONTS, clip=False
    )  # fmt: skip
    drawn: alt.Chart = mark.encode(text="text:N")
    return drawn


def _data(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _ms(day: date) -> int:
    """Milliseconds since 1970 in universal time, which no browser moves to another day."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _nice(step: float) -> float:
    """The next of 1, 2, 5, 10, 20, 25, 50 …"""
    power = 10.0 ** math.floor(math.log10(step))
    steps = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    return next(power * one for one in steps if power * one >= step * (1 - 1e-9))


def _decimals(step: float) -> int:
    """How many places a step needs to be written whole."""
    return next(places for places in range(10) if math.isclose(step, round(step, places), rel_tol=1e-9))


def _between(points: Sequence[tuple[date, float]], day: date) -> float:
    """On a line of corners."""
    for (d1, v1), (d2, v2) in pairwise(points):
        if d1 <= day <= d2:
            return v1 if d1 == d2 else v1 + (v2 - v1) * (day - d1).days / (d2 - d1).days
    return points[-1][1]


def _wrapped(text: str, weight: Weight, sheet: _Sheet) -> list[str]:
    """Words in lines that fit the sheet."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and Words((longer,), sheet.size + 1, weight).width <= sheet.width - 24:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
