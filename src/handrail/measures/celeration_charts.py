"""A chart of multiples for counts and rates: equal multiples at equal distances, by plain calendar days.

Right answers are dots and errors crosses, as on the Standard Celeration Chart. A check of nothing has no logarithm and
stands below the record floor, the least that could be seen in the time that was watched.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handrail.measures import vega, words
from handrail.measures.backdrop import pauses, uprights
from handrail.measures.celeration import Celeration, celeration, needed_multiple
from handrail.measures.chart_words import Alternative, alternative, axis_words, from_what, heads
from handrail.measures.dimensions import Dimension, Direction
from handrail.measures.errors import MeasureError
from handrail.measures.figures import Figure
from handrail.measures.palette import BLUE, BLUE_TEXT, GREY, INK, ORANGE, ORANGE_TEXT, SOFT, STAR
from handrail.measures.paths import Paths
from handrail.measures.placing import LINE_HEIGHT, Plot, Spot, Words
from handrail.measures.scales import Days, with_room
from handrail.measures.sheets import SHEETS, Sheet, Width
from handrail.measures.statements import headline

if TYPE_CHECKING:
    from datetime import date

    from handrail.measures.observations import Series
    from handrail.measures.placing import Align
    from handrail.measures.statements import Statement

RATES: Final = (Dimension.COUNT, Dimension.RATE, Dimension.FLUENCY)
SIDES: Final[tuple[Align, Align, Align]] = ("center", "right", "left")
BELOW_FLOOR: Final = 1.6
"""A check of nothing is drawn so many times below the floor."""


def figure(series: Series, made: Statement, *, width: Width = Width.WIDE, titled: bool = False) -> Figure:
    """Draw a goal of counts or rates by its multiples."""
    if series.measure.dimension not in RATES:
        raise MeasureError(
            f"{series.measure.name}: only counts and rates can be drawn by their multiples, since they have a true "
            "zero and no ceiling."
        )
    if made.goal.keeps:
        raise MeasureError("A goal to keep a level has no multiple to go by.")
    drawing = _Drawing.of(series, made, SHEETS[width])
    text = drawing.alternative()
    sheet = drawing.sheet
    subtitle = f"{headline(made)} {from_what(made)}"
    axis = [*axis_words(series.measure, sheet), *sheet.wrapped("Each step up is the same multiple.", 400)]
    above = heads(made, subtitle, sheet, titled=titled, axis=axis)
    extra = round((len(above) - 1) * sheet.size * LINE_HEIGHT)
    layers = drawing.layers()
    layers.append(vega.texts([*drawing.letters(), *vega.headings(above, sheet)]))
    spec = vega.chart(layers, sheet, above=extra, below=0, description=text.text)
    return Figure(spec, text, subtitle, sheet.width, sheet.height + extra)


@dataclass(frozen=True, slots=True)
class _Drawing:
    series: Series
    made: Statement
    paths: Paths
    sheet: Sheet
    days: Days
    low: float
    high: float
    floor: float
    growth: Celeration | None
    plot: Plot

    @classmethod
    def of(cls, series: Series, made: Statement, sheet: Sheet) -> _Drawing:
        paths = Paths.of(series, made)
        days = [made.goal.due, made.verdict.as_of, *(point.on for point in paths.points)]
        across = Days(sheet, *with_room(days))
        floor = _floor(series)
        seen = [value for value in _values(series, paths) if value > 0]
        seen += [one for one in (made.goal.target, made.start.value if made.start else 0.0) if one > 0]
        low = _step_down(min([floor / BELOW_FLOOR, *seen]) / 1.05)
        high = _step_up(max([*seen, 10 * low]) * 1.15)
        try:
            current = paths.current
            growth = celeration(
                [(point.on - current[0].on).days for point in current], [point.value for point in current]
            )
        except MeasureError:
            growth = None
        return cls(
            series, made, paths, sheet, across, low, high, floor, growth, Plot(sheet.across, sheet.down)
        )

    def y(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.sheet.down * (1 - share)

    def shown(self, value: float) -> float:
        """Where a value is drawn: nothing stands below the floor."""
        return value if value > 0 else self.floor / BELOW_FLOOR

    @property
    def errors(self) -> list[tuple[date, float]]:
        """Errors as rates, in the unit of the right answers."""
        found = []
        for one in self.series.counted:
            if one.errors is not None and one.on <= self.made.verdict.as_of:
                found.append((one.on, one.errors / one.minutes if one.minutes else float(one.errors)))
        return found

    def layers(self) -> list[vega.Layer]:
        up = vega.multiples_axis(_ladder(self.low, self.high), (self.low, self.high), self.sheet)
        changes = self.paths.changes(self.days.last)
        layers = [
            vega.base(self.days.across(), up, (self.days.first, self.low)),
            *pauses(self.made.goal.pauses, self.days.first, self.days.last),
            *uprights(changes),
        ]
        for phase in changes:
            self.plot.stroke([(self.days.x(phase.starts), 0), (self.days.x(phase.starts), self.sheet.down)])
        layers += self._stroke(
            [(self.days.first, self.floor), (self.days.last, self.floor)], GREY, 1.2, (2, 3)
        )
        layers += self._stroke(self._aim(), INK, 2, (9, 6))
        if self.growth is not None:
            begins, ends = self.paths.current[0].on, self.paths.current[-1].on
            layers += self._stroke(
                [(on, self.growth.at((on - begins).days)) for on in (begins, ends)], ORANGE, 2.5, (1, 0)
            )
        less = self.series.measure.direction is Direction.DECREASE
        dots = [(point.on, self.shown(point.value)) for point in self.paths.points]
        wrong = [(on, self.shown(value)) for on, value in self.errors]
        for places, cross in ((dots, less), (wrong, True)):
            if places:
                layers.append(_crosses(places) if cross else _dots(places))
                self.plot.dots += [(self.days.x(on), self.y(value)) for on, value in places]
        target = self.made.goal.target
        if target > 0:
            end = (self.made.goal.due, target)
            layers.append(
                vega.symbols([end], shape=STAR, size=520, color=INK, stroke="white", strokeWidth=1.5)
            )
            self.plot.dots.append((self.days.x(end[0]), self.y(target)))
        return layers

    def _aim(self) -> list[tuple[date, float]]:
        start, goal = self.made.start, self.made.goal
        if start is None or start.value <= 0 or goal.target <= 0:
            return []
        return [(start.on, start.value), (goal.due, goal.target)]

    def _stroke(
        self, path: list[tuple[date, float]], color: str, width: float, dash: tuple[int, int]
    ) -> list[vega.Layer]:
        if len(path) < 2:
            return []
        self.plot.stroke([(self.days.x(on), self.y(value)) for on, value in path])
        return [vega.line(path, color=color, width=width, dash=dash)]

    def letters(self) -> list[vega.Row]:
        size, rows = self.sheet.size, []

        def put(said: str, weight: int, spots: list[Spot], color: str) -> None:
            chosen = Words((said,), size, 700 if weight == 700 else 400)
            spot = self.plot.place(chosen, spots, nearer=0.5)
            rows.extend([] if spot is None else vega.said(chosen, spot, color))

        goal = self.made.goal
        if goal.target > 0:
            x, y = self.days.x(goal.due), self.y(goal.target)
            day = words.short_day(goal.due)
            spots = [Spot(min(x + 8, self.sheet.across), y - away, "right") for away in (20, -22, 34, -36)]
            put(f"goal {words.number(goal.target)}, {day}", 700, [*spots, Spot(x - 16, y, "right")], INK)
        if self.growth is not None:
            begins, ends = self.paths.current[0].on, self.paths.current[-1].on
            spots = []
            for share in (0.6, 0.3, 0.85, 0.1):
                on = begins + timedelta(days=round((ends - begins).days * share))
                x, y = self.days.x(on), self.y(self.growth.at((on - begins).days))
                spots += [Spot(x, y + away, align) for away in (-20, 22, -34, 36) for align in SIDES]
            put(f"{factor(self.growth.multiple)} a week", 700, spots, ORANGE_TEXT)
        for phase in self.paths.changes(self.days.last):
            x = self.days.x(phase.starts)
            most = 18 if self.sheet.narrow else 34
            short = phase.label if len(phase.label) <= most else f"{phase.label[:16]}…"
            put(short, 400, [Spot(x + 6, 12), Spot(x - 6, 12, "right"), Spot(x + 6, 32)], INK)
        aim = self._aim()
        if aim:
            spots = []
            for share in (0.5, 0.35, 0.65, 0.8):
                on = aim[0][0] + timedelta(days=round((aim[1][0] - aim[0][0]).days * share))
                x = self.days.x(on)
                y = self.y(aim[0][1] * (aim[1][1] / aim[0][1]) ** share)
                spots += [Spot(x, y + away, "center") for away in (-16, 18, -28, 30)]
            put("goal line", 400, spots, INK)
        y = self.y(self.floor)
        right = self.sheet.across - 4
        put(
            "record floor",
            400,
            [Spot(right, y - 12, "right"), Spot(right, y + 12, "right"), Spot(4, y - 12)],
            SOFT,
        )
        last = self.errors[-1:] if self.errors else []
        for on, value in last:
            x, y = self.days.x(on), self.y(self.shown(value))
            put(
                "each cross: errors",
                700,
                [Spot(x + 12, y), Spot(x, y + 20, "center"), Spot(x - 12, y, "right")],
                INK,
            )
        less = self.series.measure.direction is Direction.DECREASE
        if self.paths.points:
            points = [(self.days.x(one.on), self.y(self.shown(one.value))) for one in self.paths.points]
            spots = [
                Spot(x, y + away, align) for x, y in points for away in (24, -24, 36, -36) for align in SIDES
            ]
            put(f"each {'cross' if less else 'dot'}: a check", 700, spots, INK if less else BLUE_TEXT)
        return rows

    def alternative(self) -> Alternative:
        text = alternative(self.series, self.made)
        facts = [self._growth()]
        if self.made.now and (left := (self.made.goal.due - self.made.verdict.as_of).days / 7) > 0:
            needed = needed_multiple(self.made.now, self.made.goal.target, weeks=left)
            if needed is not None:
                facts.append(f"Needed from here: {factor(needed)} a week, by calendar weeks.")
        facts.append(f"Record floor: {words.number(self.floor, places=2)}, the least that could be seen.")
        return Alternative(text.title, text.takeaway, (*text.facts, *facts), text.columns, text.rows)

    def _growth(self) -> str:
        growth = self.growth
        if growth is None:
            return "Multiple: not known; three checks above 0 are needed."
        low, high = growth.interval(self.made.verdict.confidence)
        left_out = f" Checks of 0 left out of the line: {growth.noughts}." if growth.noughts else ""
        return (
            f"Multiple: {factor(growth.multiple)} a week, probably between {factor(low)} and {factor(high)} "
            f"({words.how_sure(self.made.verdict.confidence)}).{left_out}"
        )


def factor(multiple: float) -> str:
    """A multiple as charts of it are read: ×1.25 up, ÷1.1 down."""
    return f"×{multiple:.2f}" if multiple >= 1 else f"÷{1 / multiple:.2f}"


def _dots(places: list[tuple[date, float]]) -> vega.Layer:
    return vega.symbols(places, shape="circle", size=110, color=BLUE, stroke="white", strokeWidth=1.5)


def _crosses(places: list[tuple[date, float]]) -> vega.Layer:
    shape = "M-1,-1 L1,1 M-1,1 L1,-1"
    return vega.symbols(places, shape=shape, size=64, color=INK, stroke=INK, strokeWidth=2.2)


def _floor(series: Series) -> float:
    """One event in the longest time that was watched; one where no time was written down."""
    watched = [one.minutes for one in series.counted if one.minutes]
    if series.measure.dimension is Dimension.COUNT or not watched:
        return 1.0
    return 1 / max(watched)


def _values(series: Series, paths: Paths) -> list[float]:
    found = [point.value for point in paths.points]
    for one in series.counted:
        if one.errors is not None:
            found.append(one.errors / one.minutes if one.minutes else float(one.errors))
    return found


def _ladder(low: float, high: float) -> list[float]:
    """1, 2, 5, 10, 20, 50 … between two values."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    steps = [round(one * 10.0**power, 9) for power in powers for one in (1, 2, 5)]
    return [step for step in steps if low * (1 - 1e-9) <= step <= high * (1 + 1e-9)]


def _step_down(value: float) -> float:
    return _ladder(value / 10, value)[-1]


def _step_up(value: float) -> float:
    return _ladder(value, value * 10)[0]
