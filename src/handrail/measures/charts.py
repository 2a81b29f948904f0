"""A goal's chart as a Vega-Lite specification: for the team, the family or the child, for a wide or a narrow page.

Where did it start, where should it be, where is it, how fast, what changed, what next: in that order. Every
distinction is also one of shape, dash or words, so that nothing is lost in grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handrail.measures import child_charts, level_charts, vega, words
from handrail.measures.backdrop import pauses, uprights
from handrail.measures.chart_words import Alternative, alternative, from_what, heads
from handrail.measures.fidelity import HelpGiven, in_order, sessions
from handrail.measures.figures import Figure
from handrail.measures.lettering import Lettering
from handrail.measures.palette import BAND, BLUE, FAN, GREY, INK, ORANGE, SKY, STAR
from handrail.measures.paths import Path, Paths
from handrail.measures.placing import LINE_HEIGHT, Plot
from handrail.measures.scales import Scales, up_to, with_room
from handrail.measures.sheets import SHEETS, Audience, Sheet, Width
from handrail.measures.statements import headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handrail.measures.benchmarks import Benchmark, Corner
    from handrail.measures.observations import Series
    from handrail.measures.statements import Statement

__all__ = ["Audience", "Figure", "Width", "figure"]

STRIP: Final = 22
"""How tall a week's bar of help is, in pixels."""


def figure(
    series: Series,
    made: Statement,
    *,
    audience: Audience = Audience.TEAM,
    width: Width = Width.WIDE,
    titled: bool = False,
    help_given: Sequence[HelpGiven] = (),
    benchmark: Benchmark | None = None,
) -> Figure:
    """Draw a goal: as a specification, with its text and table. `titled` puts goal and verdict above the chart.

    Levels in order are stacked, since no line runs through them. The strip of help given is for team and family, the
    benchmark for the team alone: a family's chart has fewer layers, and a child is compared with nobody.
    """
    sheet = SHEETS[width]
    if audience is Audience.CHILD:
        return child_charts.figure(series, made, sheet, titled=titled)
    if series.measure.dimension.facts.ordinal:
        return level_charts.figure(series, made, sheet, titled=titled)
    team = audience is Audience.TEAM
    benchmark = benchmark if team else None
    text = alternative(series, made, help_given=help_given, benchmark=benchmark)
    return _Drawing.of(series, made, sheet, team, titled, in_order(help_given), benchmark).figure(text)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One chart being drawn: layers from the ground up, then words where there is room."""

    made: Statement
    paths: Paths
    scales: Scales
    team: bool
    titled: bool
    help_given: tuple[HelpGiven, ...]
    benchmark: Benchmark | None
    plot: Plot

    @classmethod
    def of(
        cls,
        series: Series,
        made: Statement,
        sheet: Sheet,
        team: bool,
        titled: bool,
        help_given: tuple[HelpGiven, ...],
        benchmark: Benchmark | None,
    ) -> _Drawing:
        paths = Paths.of(series, made)
        scales = _scales(paths, sheet, benchmark, team=team)
        rules = [scales.y(value) for value in scales.steps]
        plot = Plot(sheet.across, sheet.down, rules)
        return cls(made, paths, scales, team, titled, help_given, benchmark, plot)

    def figure(self, text: Alternative) -> Figure:
        sheet, size = self.scales.sheet, self.scales.sheet.size
        subtitle = f"{headline(self.made)} {from_what(self.made)}"
        above = heads(self.made, subtitle, sheet, titled=self.titled)
        extra = round((len(above) - 1) * size * LINE_HEIGHT)
        below = self._strip()
        layers = [self.scales.base(), *self._ground(), *self._marks()]
        rows = self._letters()
        rows += [*vega.headings(above, sheet), *self._strip_words()]
        layers += [*below, vega.texts(rows)]
        room = round(STRIP + 2 * size * LINE_HEIGHT) if below else 0
        spec = vega.chart(layers, sheet, above=extra, below=room, description=text.text)
        return Figure(spec, text, subtitle, sheet.width, sheet.height + extra + room)

    # --- from the ground up -----------------------------------------------------------------------

    def _ground(self) -> list[vega.Layer]:
        scales, goal = self.scales, self.made.goal
        layers = pauses(goal.pauses, scales.first, scales.last)
        if goal.keeps:
            high = scales.high if goal.high is None else min(goal.high, scales.high)
            band = {
                "from": vega.milliseconds(scales.first), "to": vega.milliseconds(scales.last), "low": goal.target,
                "high": high,
            }  # fmt: skip
            encoding = {
                "x": vega.day("from"),
                "x2": {"field": "to"},
                "y": vega.amount("low"),
                "y2": {"field": "high"},
            }
            layers.append(vega.layer("rect", [band], encoding, color=GREY, opacity=0.18))
        if corners := self._usual():
            layers.append(_area([(one.on, one.low, one.high) for one in corners], SKY, BAND))
            for edge in ([(one.on, one.low) for one in corners], [(one.on, one.high) for one in corners]):
                layers.append(vega.line(edge, color=GREY, width=1, dash=(1, 3)))
        if self.team and (fan := self.paths.fan(scales.low, scales.high)):
            layers.append(_area(fan, ORANGE, FAN))
        return layers

    def _usual(self) -> tuple[Corner, ...]:
        if self.benchmark is None:
            return ()
        return self.benchmark.within(self.scales.first, self.scales.last)

    def _marks(self) -> list[vega.Layer]:
        scales, paths = self.scales, self.paths
        changes = paths.changes(scales.last)
        layers = uprights(changes)
        for phase in changes:
            self.plot.stroke([(scales.x(phase.starts), 0), (scales.x(phase.starts), scales.sheet.down)])
        layers += self._stroke(paths.aim(), color=INK, width=2, dash=(9, 6))
        if self.team:
            for run in paths.runs():
                layers += self._stroke(run, color=BLUE, width=1, opacity=0.45)
            for earlier in paths.earlier():
                layers += self._stroke(earlier, color=GREY, width=2)
            color, width = (ORANGE, 2.5) if paths.sure else (GREY, 1.5)
            layers += self._stroke(paths.so_far(), color=color, width=width)
            layers += self._stroke(paths.ahead(), color=ORANGE, width=2.5, dash=(2, 5), cap="round")
        if paths.points:
            places = [(point.on, point.value) for point in paths.points]
            size = 60 if len(places) > 40 else 110
            layers.append(
                vega.symbols(places, shape="circle", size=size, color=BLUE, stroke="white", strokeWidth=1.5)
            )
            self.plot.dots += [scales.at(*place) for place in places]
        if not self.made.goal.keeps:
            end = (self.made.goal.due, self.made.goal.target)
            layers.append(
                vega.symbols([end], shape=STAR, size=520, color=INK, stroke="white", strokeWidth=1.5)
            )
            self.plot.dots.append(scales.at(*end))
        marks = [mark for mark in paths.series.marks if scales.first <= mark.on <= scales.last]
        if marks:
            feet = [(mark.on, scales.low) for mark in marks]
            layers.append(vega.symbols(feet, shape="triangle-up", size=90, color=GREY, yOffset=-7))
            self.plot.dots += [(scales.x(mark.on), scales.sheet.down - 7) for mark in marks]
        return layers

    def _stroke(
        self,
        path: Path,
        *,
        color: str,
        width: float,
        dash: Sequence[int] = (1, 0),
        opacity: float = 1.0,
        cap: str = "butt",
    ) -> list[vega.Layer]:
        """A line, which words then keep away from."""
        if len(path) < 2:
            return []
        self.plot.stroke([self.scales.at(on, value) for on, value in path])
        return [vega.line(path, color=color, width=width, dash=dash, opacity=opacity, cap=cap)]

    def _letters(self) -> list[vega.Row]:
        usual = self._usual()
        label = "" if self.benchmark is None else f"{self.benchmark.label} ({self.benchmark.year})"
        middle = [(one.on, (one.low + one.high) / 2) for one in usual]
        return Lettering(self.scales, self.paths, self.team, self.plot).every(label, middle)

    # --- help given, below the days ---------------------------------------------------------------

    def _shown(self) -> list[HelpGiven]:
        return [
            one
            for one in self.help_given
            if one.ends >= self.scales.first and one.starts <= self.made.verdict.as_of
        ]

    def _strip(self) -> list[vega.Layer]:
        """A bar for each time of help: its outline what was planned, filled as far as it was given."""
        shown = self._shown()
        if not shown:
            return []
        sheet = self.scales.sheet
        foot = sheet.down + sheet.bottom + 2 + round(sheet.size * LINE_HEIGHT) + STRIP
        gap = timedelta(days=1)
        planned, given = [], []
        for one in shown:
            row = {
                "from": vega.milliseconds(max(one.starts, self.scales.first)),
                "to": vega.milliseconds(min(max(one.ends, one.starts + gap), self.scales.last)),
                "foot": foot, "top": foot - STRIP,
            }  # fmt: skip
            if one.share is not None:
                planned.append(row)
            if one.share:
                given.append({**row, "top": foot - STRIP * one.share})
        encoding = {"x": vega.day("from"), "x2": {"field": "to"}}
        edges = {"y": {"expr": "datum.top"}, "y2": {"expr": "datum.foot"}}
        layers = []
        if given:
            layers.append(vega.layer("rect", given, encoding, color=GREY, clip=False, **edges))
        if planned:
            outline = {"fillOpacity": 0, "color": "white", "stroke": GREY, "strokeWidth": 1.2}
            layers.append(vega.layer("rect", planned, encoding, clip=False, **outline, **edges))
        return layers

    def _strip_words(self) -> list[vega.Row]:
        shown = self._shown()
        if not shown:
            return []
        sheet = self.scales.sheet
        given, planned = sessions(shown)
        what = "Help given" if sheet.narrow else "Help given, of what was planned (a full bar is all of it)"
        text = f"{what}: {given} of {words.counted(planned, 'session')}"
        y = sheet.down + sheet.bottom + sheet.size * LINE_HEIGHT / 2 - 2
        return [vega.told(text, x=2 - sheet.left, y=y, size=sheet.size, weight=400, color=INK)]


def _scales(paths: Paths, sheet: Sheet, benchmark: Benchmark | None, *, team: bool) -> Scales:
    made = paths.made
    goal, verdict, start = made.goal, made.verdict, made.start
    days = [goal.due, verdict.as_of, *(point.on for point in paths.points)]
    if start is not None:
        days.append(start.on)
    elif goal.starts is not None:
        days.append(goal.starts)
    first, last = with_room(days)
    seen = [point.value for point in paths.points] + [goal.target]
    seen += [one for one in (start.value if start else None, goal.high) if one is not None]
    if team and verdict.projected is not None:
        seen.append(verdict.projected)
    if benchmark is not None:
        seen += [one.high for one in benchmark.within(first, last)]
    return Scales(sheet, first, last, *up_to(seen, goal.measure, narrow=sheet.narrow))


def _area(corners: Sequence[tuple[object, float, float]], color: str, opacity: float) -> vega.Layer:
    rows = [{"day": vega.milliseconds(on), "low": low, "high": high} for on, low, high in corners]  # type: ignore[arg-type]
    encoding = {"x": vega.day("day"), "y": vega.amount("low"), "y2": {"field": "high"}}
    return vega.layer("area", rows, encoding, color=color, opacity=opacity, clip=True)
