"""Levels in order as stacks: every check is a box in its month, the less good below the better. No line, no mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from handrail.measures import vega, words
from handrail.measures.backdrop import pauses, uprights
from handrail.measures.chart_words import Alternative, from_what, heads
from handrail.measures.dimensions import Direction
from handrail.measures.figures import Figure
from handrail.measures.findings import LAST
from handrail.measures.palette import GREY, INK, LEVELS
from handrail.measures.paths import Paths
from handrail.measures.placing import LINE_HEIGHT, Plot, Spot, Words
from handrail.measures.scales import Scales, nice, with_room
from handrail.measures.statements import headline, sufficiency

if TYPE_CHECKING:
    from handrail.measures.aimlines import Goal
    from handrail.measures.observations import Series
    from handrail.measures.placing import Weight
    from handrail.measures.sheets import Sheet
    from handrail.measures.statements import Statement

WIDEST: Final = 110
"""A box is no wider than so many pixels, however long its month."""
TEXT_FITS: Final = 17
"""Boxes that are lower than so many pixels have no number in them."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The checks of one month, or of the part of it that belongs to one phase, the less good first."""

    starts: date
    ends: date
    levels: tuple[int, ...]


def figure(series: Series, made: Statement, sheet: Sheet, *, titled: bool = False) -> Figure:
    """Draw a goal in levels."""
    paths = Paths.of(series, made)
    found = stacks(paths)
    scales = _scales(paths, found, sheet)
    subtitle = f"{headline(made)} {from_what(made)}"
    axis = sheet.wrapped(
        f"{made.goal.measure.name}: each box is one check, in its month, with its level", 400
    )
    above = heads(made, subtitle, sheet, titled=titled, axis=axis)
    key = _key(series, made)
    changes = paths.changes(scales.last)
    layers = [scales.base(), *pauses(made.goal.pauses, scales.first, scales.last), *uprights(changes)]
    boxes, rows = _boxes(made.goal, found, scales)
    layers += boxes
    plot = Plot(sheet.across, sheet.down)
    plot.stroke([(scales.x(made.goal.due), 0), (scales.x(made.goal.due), sheet.down)])
    due = {"day": vega.milliseconds(made.goal.due)}
    layers.append(
        vega.layer("rule", [due], {"x": vega.day("day")}, color=INK, strokeWidth=1.5, strokeDash=[9, 6])
    )
    for phase in changes:
        x, most = scales.x(phase.starts), 18 if sheet.narrow else 34
        short = phase.label if len(phase.label) <= most else f"{phase.label[:16]}…"
        spots = [Spot(x + 6, 12), Spot(x - 6, 12, "right"), Spot(x + 6, 32), Spot(x - 6, 32, "right")]
        spot = plot.place(Words((short,), sheet.size), spots)
        rows += [] if spot is None else vega.said(Words((short,), sheet.size), spot, INK)
    end = Words((f"goal’s day, {words.short_day(made.goal.due)}",), sheet.size, 700)
    spots = [Spot(scales.x(made.goal.due) - 6, y, "right") for y in (12, 32, 52)]
    if (spot := plot.place(end, spots)) is not None:
        rows += vega.said(end, spot, INK)
    below = round((len(key) + 0.6) * sheet.size * LINE_HEIGHT)
    more, said = _key_layers(made.goal, key, sheet)
    extra = round((len(above) - 1) * sheet.size * LINE_HEIGHT)
    layers += [*more, vega.texts([*rows, *said, *vega.headings(above, sheet)])]
    text = alternative(series, made)
    spec = vega.chart(layers, sheet, above=extra, below=below, description=text.text)
    return Figure(spec, text, subtitle, sheet.width, sheet.height + extra + below)


def stacks(paths: Paths) -> list[Stack]:
    """Checks by month, and by phase where one begins within it."""
    less = paths.made.goal.measure.direction is Direction.DECREASE
    groups: dict[tuple[int, int, int], list[tuple[date, int]]] = {}
    for one in paths.series.counted:
        if one.on <= paths.made.verdict.as_of:
            place = (one.on.year, one.on.month, paths.series.phase_of(one.on))
            groups.setdefault(place, []).append((one.on, int(paths.series.value_of(one))))
    found = []
    for (year, month, phase), checks in sorted(groups.items()):
        starts = date(year, month, 1)
        ends = (starts + timedelta(days=32)).replace(day=1)
        if phase:
            starts = max(starts, paths.series.phases[phase - 1].starts)
        if phase < len(paths.series.phases):
            ends = min(ends, paths.series.phases[phase].starts)
        levels = sorted((level for _, level in checks), reverse=less)
        found.append(Stack(starts, ends, tuple(levels)))
    return found


def _scales(paths: Paths, found: list[Stack], sheet: Sheet) -> Scales:
    made = paths.made
    days = [made.goal.due, made.verdict.as_of, *(one.starts for one in found)]
    if made.start is not None:
        days.append(made.start.on)
    first, last = with_room(days)
    # A month that has begun is shown to its end, so that its boxes are as wide as the others'.
    last = max([last, *(one.ends for one in found)])
    most = max((len(one.levels) for one in found), default=1)
    step = max(1.0, nice((most + 1) / (4 if sheet.narrow else 5)))
    high = step * -(-(most + 0.5) // step)
    return Scales(sheet, first, last, 0.0, high, step)


def _boxes(goal: Goal, found: list[Stack], scales: Scales) -> tuple[list[vega.Layer], list[vega.Row]]:
    rows, said = [], []
    tall = scales.sheet.down / scales.high
    for stack in found:
        left, right = scales.x(max(stack.starts, scales.first)), scales.x(min(stack.ends, scales.last))
        spare = max(0.0, right - left - WIDEST) / 2
        left, right = left + 2 + spare, right - 2 - spare
        for place, level in enumerate(stack.levels):
            fill, ink = _shade(goal, level)
            top, bottom = scales.y(place + 1), scales.y(place)
            rows.append(
                {
                    "left": left, "right": right, "top": top + 1, "bottom": bottom - 1, "fill": fill,
                    "edge": INK if reached(goal, level) else GREY, "thick": 2.5 if reached(goal, level) else 1,
                }
            )  # fmt: skip
            if tall >= TEXT_FITS and right - left >= TEXT_FITS:
                weight: Weight = 700 if reached(goal, level) else 400
                spot = Spot((left + right) / 2, (top + bottom) / 2, "center")
                said += vega.said(Words((f"{level}",), scales.sheet.size, weight), spot, ink)
    return [_rects(rows)] if rows else [], said


def _rects(rows: list[vega.Row]) -> vega.Layer:
    mark = {
        name: {"expr": f"datum.{field}"}
        for name, field in (
            ("x", "left"), ("x2", "right"), ("y", "top"), ("y2", "bottom"), ("fill", "fill"), ("stroke", "edge"),
            ("strokeWidth", "thick"),
        )
    }  # fmt: skip
    return vega.layer("rect", rows, {}, clip=False, **mark)


def reached(goal: Goal, level: float) -> bool:
    """Whether a single check is where the goal wants it."""
    if goal.keeps:
        return goal.target <= level and (goal.high is None or level <= goal.high)
    return goal.measure.direction.sign * (level - goal.target) >= 0


def _shade(goal: Goal, level: int) -> tuple[str, str]:
    """Fill and colour of the number: the better the darker."""
    lowest, highest = _ends(goal)
    share = (level - lowest) / max(1, highest - lowest)
    if goal.measure.direction is Direction.DECREASE:
        share = 1 - share
    fill = LEVELS[round(share * (len(LEVELS) - 1))]
    return fill, "#FFFFFF" if LEVELS.index(fill) >= 4 else INK


def _ends(goal: Goal) -> tuple[int, int]:
    measure = goal.measure
    highest = measure.ceiling if measure.ceiling < 100 else max(goal.target, goal.high or 0, 4)
    return int(measure.floor), int(highest)


def _key(series: Series, made: Statement) -> list[tuple[int, str]]:
    """Each level in words, the best first, as the stacks have it."""
    lowest, highest = _ends(made.goal)
    seen = [int(series.value_of(one)) for one in series.counted]
    levels = range(min([lowest, *seen]), max([highest, *seen]) + 1)
    less = made.goal.measure.direction is Direction.DECREASE
    measure, found = made.goal.measure, []
    for level in levels if less else reversed(levels):
        name = measure.in_words(level)
        if measure.prompts is None and measure.levels:
            name = measure.levels[int(level - measure.floor)]
        sign = ", the goal" if level == made.goal.target and not made.goal.keeps else ""
        found.append((level, f"{name}{sign}"))
    return found


def _key_layers(
    goal: Goal, key: list[tuple[int, str]], sheet: Sheet
) -> tuple[list[vega.Layer], list[vega.Row]]:
    """A box for each level with its words, below the months."""
    step = sheet.size * LINE_HEIGHT
    top = sheet.down + sheet.bottom + 6
    rows, said = [], []
    for place, (level, name) in enumerate(key):
        y = top + place * step
        fill, ink = _shade(goal, level)
        done = reached(goal, level)
        rows.append(
            {
                "left": 2 - sheet.left, "right": 28 - sheet.left, "top": y + 1, "bottom": y + step - 1, "fill": fill,
                "edge": INK if done else GREY, "thick": 2.5 if done else 1,
            }
        )  # fmt: skip
        middle = y + step / 2
        weight: Weight = 700 if done else 400
        said += vega.said(
            Words((f"{level}",), sheet.size, weight), Spot(15 - sheet.left, middle, "center"), ink
        )
        said += vega.said(Words((name,), sheet.size, weight), Spot(36 - sheet.left, middle), INK)
    return [_rects(rows)], said


def alternative(series: Series, made: Statement) -> Alternative:
    """The text that stands for a chart of levels."""
    verdict, level = made.verdict, made.goal.measure.in_words
    start = "Start: not known yet."
    if made.start is not None:
        start = f"Start: {level(made.start.value)} on {words.day(made.start.on, year=True)}."
    goal = f"Goal: {level(made.goal.target)} by {words.day(made.goal.due, year=True)}."
    now = "Now: fewer than three checks."
    if made.now is not None:
        now = f"Now: {level(made.now)}, the middle of the last {LAST} checks."
    seen = "Seen: nothing in this phase yet."
    if verdict.levels is not None:
        counted = [f"{level(one)}: {count}" for one, count in verdict.levels.counts.items() if count]
        seen = f"Seen since teaching last changed: {'; '.join(counted)}."
    changes = [f"{phase.label} from {words.day(phase.starts)}" for phase in series.phases]
    return Alternative(
        title=made.goal.text,
        takeaway=f"{headline(made)} {from_what(made)}",
        facts=(
            start, goal, now, seen, sufficiency(made),
            f"Changes: {words.listed(changes)}." if changes else "Changes: none.",
        ),
        columns=("Day", "Level", "Note"),
        rows=tuple(_rows(series)),
    )  # fmt: skip


def _rows(series: Series) -> list[tuple[str, str, str]]:
    notes: dict[date, list[str]] = {}
    for phase in series.phases:
        notes.setdefault(phase.starts, []).append(f"{phase.label} begins")
    for mark in series.marks:
        notes.setdefault(mark.on, []).append(mark.label)
    found = []
    for one in series.observations:
        said = notes.pop(one.on, [])
        said = [*said, one.note] if one.note else said
        value = "" if one.excused else series.measure.in_words(series.value_of(one))
        said = [*said, f"excused: {one.excused}"] if one.excused else said
        found.append((one.on, value, "; ".join(said)))
    found += [(on, "", "; ".join(said)) for on, said in notes.items()]
    return [
        (words.day(on, year=True), value, note) for on, value, note in sorted(found, key=lambda row: row[0])
    ]
