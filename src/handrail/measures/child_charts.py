"""A pupil's own chart: the goal, the best so far and the next step. No goal line, no verdict, no comparison."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from handrail.measures import vega, words
from handrail.measures.backdrop import pauses
from handrail.measures.chart_words import Alternative, axis_words, capital, heads
from handrail.measures.figures import Figure
from handrail.measures.findings import LAST, Kind
from handrail.measures.palette import BLUE, BLUE_TEXT, INK, PLUM, PLUM_TINT, STAR
from handrail.measures.paths import Paths
from handrail.measures.placing import LINE_HEIGHT, Plot, Spot, Words
from handrail.measures.scales import Scales, up_to, with_room

if TYPE_CHECKING:
    from datetime import date

    from handrail.measures.observations import Series
    from handrail.measures.sheets import Sheet
    from handrail.measures.statements import Statement

STEP_WEEKS: Final = 4.0
"""A next step is about a month of teaching away: near enough to see, far enough to be one."""


class Own(NamedTuple):
    """A value that is the pupil's own, and its day."""

    value: float
    on: date


def best(paths: Paths) -> Own | None:
    """The best check so far, the first time it was reached; None while none is better than the start.

    A level to keep has no best.
    """
    goal = paths.made.goal
    if goal.keeps or not paths.points:
        return None
    sign = goal.measure.direction.sign
    found = max(paths.points, key=lambda point: (sign * point.value, -point.on.toordinal()))
    return Own(found.value, found.on) if sign * (found.value - _start(paths)) > 0 else None


def _start(paths: Paths) -> float:
    start = paths.made.start
    return paths.points[0].value if start is None else start.value


def next_step(paths: Paths) -> Own | None:
    """The next value to try for, and by when: on the straight way from now to the goal, and at least the own best.

    Formula: now + (target − now) · min(1, 4 / teaching weeks left), rounded to the next whole unit towards the goal,
        never less than the own best; of levels, one level on. None once the next step is the goal itself. Now is the
        middle of the last three checks, or the last one.
    """
    made, goal = paths.made, paths.made.goal
    if goal.keeps or not paths.points or made.kind is Kind.MET:
        return None
    found = best(paths)
    sign = goal.measure.direction.sign
    now = made.now if made.now is not None else paths.points[-1].value
    if sign * (goal.target - now) <= 0:
        return None
    share = min(1.0, STEP_WEEKS / made.weeks_left) if made.weeks_left > 0 else 1.0
    day = min(goal.weeks.after(made.verdict.as_of, STEP_WEEKS), max(goal.due, made.verdict.as_of))
    if goal.measure.dimension.facts.ordinal:
        return None if now + sign == goal.target else Own(now + sign, day)
    value = now + (goal.target - now) * share
    value = math.ceil(round(value, 9)) if sign > 0 else math.floor(round(value, 9))
    ahead = sign * value if found is None else max(sign * value, sign * found.value)
    value = sign * min(ahead, sign * goal.target)
    return None if value == goal.target else Own(value, day)


def figure(series: Series, made: Statement, sheet: Sheet, *, titled: bool = False) -> Figure:
    """Draw a goal for the pupil whose it is."""
    paths = Paths.of(series, made)
    own, step = best(paths), next_step(paths)
    scales = _scales(paths, step, sheet)
    text = alternative(paths)
    above = heads(
        made, text.takeaway, sheet, titled=titled, axis=axis_words(series.measure, sheet, better=False)
    )
    extra = round((len(above) - 1) * sheet.size * LINE_HEIGHT)
    plot = Plot(sheet.across, sheet.down, [scales.y(value) for value in scales.steps])
    rows: list[vega.Row] = []

    def put(said: str, spots: list[Spot], color: str) -> None:
        chosen = Words((said,), sheet.size, 700)
        spot = plot.place(chosen, spots, nearer=0.5)
        rows.extend([] if spot is None else vega.said(chosen, spot, color))

    layers = [scales.base(), *pauses(made.goal.pauses, scales.first, scales.last)]
    if made.goal.keeps:
        layers += _band(made, scales)
    dots = [(point.on, point.value) for point in paths.points]
    plot.dots = [scales.at(*dot) for dot in dots]
    if dots:
        layers.append(
            vega.symbols(dots, shape="circle", size=150, color=BLUE, stroke="white", strokeWidth=1.5)
        )
    end = (made.goal.due, made.goal.target)
    if not made.goal.keeps:
        layers.append(vega.symbols([end], shape=STAR, size=700, color=INK, stroke="white", strokeWidth=1.5))
        plot.dots.append(scales.at(*end))
    if step is not None:
        diamond = {"fill": PLUM_TINT, "stroke": PLUM, "strokeWidth": 2.5}
        layers.append(vega.symbols([(step.on, step.value)], shape="diamond", size=300, color=PLUM, **diamond))
        plot.dots.append(scales.at(step.on, step.value))
    if own is not None:
        ring = {"fillOpacity": 0, "stroke": BLUE_TEXT, "strokeWidth": 2.5}
        layers.append(vega.symbols([(own.on, own.value)], shape="circle", size=420, color=BLUE_TEXT, **ring))
    if made.goal.keeps:
        y = scales.y(made.goal.target)
        put("stay in here", [Spot(6, y + 14), Spot(6, y - 14), Spot(sheet.across - 6, y - 14, "right")], INK)
    else:
        x, y = scales.at(*end)
        right = min(x + 8, sheet.across)
        spots = [Spot(right, y + away, "right") for away in (-24, 26, -40, 42)]
        put(f"your goal: {words.number(made.goal.target)}", [*spots, Spot(x - 18, y, "right")], INK)
    if step is not None:
        put(
            f"next step: {words.number(step.value)}",
            _around(*scales.at(step.on, step.value), right=True),
            PLUM,
        )
    if own is not None:
        put(
            f"your best: {words.number(own.value)}",
            _around(*scales.at(own.on, own.value), right=False),
            BLUE_TEXT,
        )
    layers.append(vega.texts([*rows, *vega.headings(above, sheet)]))
    spec = vega.chart(layers, sheet, above=extra, below=0, description=text.text)
    return Figure(spec, text, text.takeaway, sheet.width, sheet.height + extra)


def _around(x: float, y: float, *, right: bool) -> list[Spot]:
    sides = [Spot(x + 18, y), Spot(x - 18, y, "right")]
    sides = sides if right else sides[::-1]
    for away in (-26, 26, -40, 40):
        sides += [Spot(x, y + away, "center"), Spot(x, y + away, "right"), Spot(x, y + away)]
    return sides


def _band(made: Statement, scales: Scales) -> list[vega.Layer]:
    high = scales.high if made.goal.high is None else min(made.goal.high, scales.high)
    row = {
        "from": vega.milliseconds(scales.first), "to": vega.milliseconds(scales.last), "low": made.goal.target,
        "high": high,
    }  # fmt: skip
    encoding = {
        "x": vega.day("from"),
        "x2": {"field": "to"},
        "y": vega.amount("low"),
        "y2": {"field": "high"},
    }
    return [vega.layer("rect", [row], encoding, color=PLUM_TINT, stroke=PLUM, strokeWidth=1)]


def _scales(paths: Paths, step: Own | None, sheet: Sheet) -> Scales:
    goal = paths.made.goal
    days = [goal.due, paths.made.verdict.as_of, *(point.on for point in paths.points)]
    seen = [goal.target, *(point.value for point in paths.points)]
    seen += [goal.high] if goal.high is not None else []
    if step is not None:
        days.append(step.on)
        seen.append(step.value)
    first, last = with_room(days)
    return Scales(sheet, first, last, *up_to(seen, goal.measure, narrow=sheet.narrow))


def alternative(paths: Paths) -> Alternative:
    """The text that stands for a pupil's own chart."""
    made = paths.made
    unit, goal = made.goal.measure.unit, made.goal
    own, step = best(paths), next_step(paths)
    ordinal = goal.measure.dimension.facts.ordinal

    def told(value: float) -> str:
        return goal.measure.in_words(value) if ordinal else words.amount(value, unit)

    facts = [f"Your goal: {told(goal.target)} by {words.day(goal.due)}."]
    if goal.keeps:
        high = "or more" if goal.high is None else f"to {words.number(goal.high)}"
        facts = [f"Your goal: {words.number(goal.target)} {high}, {unit}."]
    if own is not None:
        facts.append(f"Your best: {told(own.value)} on {words.day(own.on)}.")
    if step is not None:
        again = " again" if own is not None and own.value == step.value else ""
        facts.append(f"Your next step: {told(step.value)}{again}, by about {words.day(step.on)}.")
    return Alternative(
        title=goal.text,
        takeaway=_takeaway(paths, own, step),
        facts=tuple(facts),
        columns=("Day", "Level" if ordinal else capital(unit)),
        rows=tuple(
            (
                words.day(point.on, year=True),
                goal.measure.in_words(point.value) if ordinal else words.number(point.value),
            )
            for point in paths.points
        ),
    )


def _takeaway(paths: Paths, own: Own | None, step: Own | None) -> str:
    made, goal = paths.made, paths.made.goal
    if not paths.points:
        return "Your dots will be here, one for each check."
    if made.kind is Kind.MET and not goal.keeps:
        return "You reached your goal."
    if goal.keeps:
        high = math.inf if goal.high is None else goal.high
        inside = sum(goal.target <= point.value <= high for point in paths.points[-LAST:])
        return f"{inside} of your last {min(LAST, len(paths.points))} checks are where you want to be."
    if own is not None:
        return f"Your best so far is {words.number(own.value)}. You started at {words.number(_start(paths))}."
    said = f"You have {words.counted(len(paths.points), 'dot')} so far."
    return said if step is None else f"{said} Your next step is {words.number(step.value)}."
