"""The rules that hold checks against a goal line: by pace and range, by points, by middles and by trend."""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING, Final

from handrail.measures.aimlines import Aimline
from handrail.measures.findings import HAIR, LAST, Finding, Kind, Rule
from handrail.measures.lines import Line, least_squares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handrail.measures.observations import Point


def slope_interval(line: Line, aim: Aimline, *, sign: int, due: float, confidence: float = 0.8) -> Finding:
    """The pace, with its uncertainty, against what the goal line gains. The default.

    Formula: b ± t · SE(b) against a: wholly worse, below; wholly better, above; else on track if ŷ(due) has reached
        the target, else cannot tell. Below, though ŷ(due) reaches the target: on track. Above, though ŷ(due) falls
        short: cannot tell.
    Units: slopes in units a week of teaching, `due` in weeks since the line's first check.
    Shapes: a line, a goal line, +1 or −1.
    Errors: MeasureError for a line of two points.
    Source: Christ, Zopluoglu, Monaghen and Van Norman (2013), Journal of School Psychology 51(1), 19-57; Van Norman,
        Christ and Newell (2017), School Psychology Review 46(3), 320-328.
    """
    pace = line.slope_interval(confidence)
    hair = HAIR * max(1.0, abs(aim.rate))
    end = line.at(due)
    reaches = sign * (end - aim.target) >= -HAIR * max(1.0, abs(aim.target))
    low, high = sorted((sign * pace.low, sign * pace.high))
    needed = sign * aim.rate
    sure = f"{confidence:.0%} sure: between {pace.low:.2f} and {pace.high:.2f} a week; the goal line: {aim.rate:.2f}"
    if high < needed - hair and not reaches:
        return Finding(Rule.SLOPE_INTERVAL, Kind.BELOW, f"The pace is slower than the goal line ({sure}).")
    if high < needed - hair:
        return Finding(
            Rule.SLOPE_INTERVAL, Kind.ON_TRACK,
            f"The pace is slower than the goal line, from a place ahead of it, and still leads to the goal ({sure}).",
        )  # fmt: skip
    if low > needed + hair and reaches:
        return Finding(Rule.SLOPE_INTERVAL, Kind.ABOVE, f"The pace is faster than the goal line ({sure}).")
    if low > needed + hair:
        return Finding(
            Rule.SLOPE_INTERVAL, Kind.CANNOT_TELL,
            f"The pace is faster than the goal line, from a place behind it, and may not reach the goal ({sure}).",
        )  # fmt: skip
    if reaches:
        return Finding(
            Rule.SLOPE_INTERVAL, Kind.ON_TRACK, f"Leaning towards the goal, if it goes on like this ({sure})."
        )
    return Finding(
        Rule.SLOPE_INTERVAL,
        Kind.CANNOT_TELL,
        f"It may or may not be enough; the checks vary too much ({sure}).",
    )


def level_and_trend(
    pace: Finding,
    line: Line,
    aim: Aimline,
    *,
    sign: int,
    due: float,
    now: float,
    expected: float,
    confidence: float = 0.8,
) -> Finding:
    """The pace as by `slope_interval`, and beside it the level: parallel to the goal line but below it is behind.

    Formula: where the pace alone cannot tell, below if the interval of ŷ(now) is wholly worse than the goal line now
        and that of ŷ(due) wholly worse than the target.
    Units: `due` and `now` in weeks since the line's first check, `expected` in units of the measure.
    Shapes: what `slope_interval` found, its line and goal line, +1 or −1.
    Errors: MeasureError for a line of two points.
    Source: Handrail's own, of the intervals of Working and Hotelling (1929).
    """
    if pace.kind is not Kind.CANNOT_TELL:
        return Finding(Rule.LEVEL_AND_TREND, pace.kind, pace.reason)
    here, there = line.mean_interval(now, confidence), line.mean_interval(due, confidence)
    behind = max(sign * here.low, sign * here.high) < sign * expected
    short = max(sign * there.low, sign * there.high) < sign * aim.target
    if behind and short:
        return Finding(
            Rule.LEVEL_AND_TREND, Kind.BELOW,
            f"The level is behind the goal line ({here.low:.3g} to {here.high:.3g}, expected {expected:.3g}) and the "
            "pace does not make up for it.",
        )  # fmt: skip
    return Finding(Rule.LEVEL_AND_TREND, Kind.CANNOT_TELL, pace.reason)


def consecutive(
    points: Sequence[Point],
    aim: Aimline,
    *,
    sign: int,
    below: int = 4,
    above: int | None = None,
    least_points: int = 6,
    rule: Rule = Rule.FOUR_POINTS,
) -> Finding:
    """So many checks in a row on one side of the goal line.

    Formula: the last k all strictly worse than the goal line, below; all strictly better, above; a check on the line
        breaks the run; else on track. `above` may ask for another number than `below`.
    Units: the measure's.
    Shapes: the days of the present phase; at least `least_points`, else too early.
    Errors: none.
    Source: Deno and Mirkin (1977), Data-Based Program Modification; the wording with four of at least six after
        the National Center on Intensive Intervention.
    """
    more = above or below
    if len(points) < max(least_points, min(below, more)):
        return Finding(rule, Kind.TOO_EARLY, f"This rule needs {max(least_points, below)} checks.")
    sides = [_side(point, aim, sign) for point in points]
    for kind, count, side, word in ((Kind.BELOW, below, -1, "worse"), (Kind.ABOVE, more, 1, "better")):
        if len(sides) >= count and all(one == side for one in sides[-count:]):
            days = tuple(point.on for point in points[-count:])
            return Finding(rule, kind, f"The last {count} checks are all {word} than the goal line.", days)
    return Finding(rule, Kind.ON_TRACK, f"No {below} checks in a row on one side of the goal line.")


def three_points(points: Sequence[Point], aim: Aimline, *, sign: int) -> Finding:
    """Three checks in a row on one side of the goal line. Wrong about one child in eight who is on course.

    Formula: `consecutive` with k = 3 from the third check on.
    Units: the measure's.
    Shapes: the days of the present phase.
    Errors: none.
    Source: Deno and Mirkin (1977), Data-Based Program Modification.
    """
    return consecutive(points, aim, sign=sign, below=3, least_points=3, rule=Rule.THREE_POINTS)


def four_points(points: Sequence[Point], aim: Aimline, *, sign: int) -> Finding:
    """Four checks in a row on one side of the goal line, from the sixth check on.

    Formula: `consecutive` with k = 4 from six checks on.
    Units: the measure's.
    Shapes: the days of the present phase.
    Errors: none.
    Source: the National Center on Intensive Intervention's wording of Deno and Mirkin's (1977) rule.
    """
    return consecutive(points, aim, sign=sign)


def three_below_six_above(points: Sequence[Point], aim: Aimline, *, sign: int) -> Finding:
    """Three in a row below the goal line ask for a change, six above for a higher goal.

    Formula: `consecutive` with k = 3 below and k = 6 above.
    Units: the measure's.
    Shapes: the days of the present phase.
    Errors: none.
    Source: guidance of Minnesota's resource centre for deaf and hard of hearing pupils.
    """
    return consecutive(
        points, aim, sign=sign, below=3, above=6, least_points=3, rule=Rule.THREE_BELOW_SIX_ABOVE
    )


def four_of_six(points: Sequence[Point], aim: Aimline, *, sign: int) -> Finding:
    """Four of the last six checks on one side of the goal line.

    Formula: of the last six, at least four strictly worse, below; at least four strictly better, above.
    Units: the measure's.
    Shapes: the days of the present phase, at least six, else too early.
    Errors: none.
    Source: a rule of school districts' own guidance; no study of it is known to us.
    """
    if len(points) < 6:
        return Finding(Rule.FOUR_OF_SIX, Kind.TOO_EARLY, "This rule needs 6 checks.")
    last = points[-6:]
    sides = [_side(point, aim, sign) for point in last]
    days = tuple(point.on for point in last)
    for kind, side, word in ((Kind.BELOW, -1, "worse"), (Kind.ABOVE, 1, "better")):
        if (count := sides.count(side)) >= 4:
            return Finding(
                Rule.FOUR_OF_SIX, kind, f"{count} of the last 6 checks are {word} than the goal line.", days
            )
    return Finding(Rule.FOUR_OF_SIX, Kind.ON_TRACK, "The last 6 checks lie on both sides.", days)


def median_of_three(points: Sequence[Point], aim: Aimline, *, sign: int) -> Finding:
    """The middle of the last three checks against the goal line on the middle of their days.

    Formula: median(y) of the last three against the goal line at their middle day.
    Units: the measure's.
    Shapes: the days of the present phase, at least three, else too early.
    Errors: none.
    Source: Ardoin, Christ, Morena, Cormier and Klingbeil (2013), Journal of School Psychology 51(1), 1-18, who
        review it among others.
    """
    if len(points) < LAST:
        return Finding(Rule.MEDIAN_OF_THREE, Kind.TOO_EARLY, "This rule needs 3 checks.")
    last = points[-LAST:]
    middle, line = median(point.value for point in last), aim.at(last[1].on)
    days = tuple(point.on for point in last)
    says = f"The middle of the last 3 checks is {middle:g}, the goal line {line:.3g}."
    if _close(middle, line):
        return Finding(Rule.MEDIAN_OF_THREE, Kind.ON_TRACK, says, days)
    kind = Kind.ABOVE if sign * (middle - line) > 0 else Kind.BELOW
    return Finding(Rule.MEDIAN_OF_THREE, kind, says, days)


def trend(points: Sequence[Point], aim: Aimline, *, sign: int) -> Finding:
    """The pace against the goal line without its uncertainty: weak, kept because schools know it.

    Formula: the sign of b − a, b by least squares.
    Units: slopes in units a week of teaching.
    Shapes: the days of the present phase, at least three on different days, else too early.
    Errors: none.
    Source: Ardoin, Christ, Morena, Cormier and Klingbeil (2013), Journal of School Psychology 51(1), 1-18.
    """
    x = [aim.weeks.between(points[0].on, point.on) for point in points]
    if len(x) < 3 or x[0] == x[-1] or any(point.cut_off for point in points):
        return Finding(Rule.TREND, Kind.TOO_EARLY, "This rule needs 3 checks with a value.")
    slope = least_squares(x, [point.value for point in points]).slope
    says = f"The pace is {slope:.2f} a week, the goal line {aim.rate:.2f}; how sure that is was not asked."
    if _close(slope, aim.rate):
        return Finding(Rule.TREND, Kind.ON_TRACK, says)
    return Finding(Rule.TREND, Kind.ABOVE if sign * (slope - aim.rate) > 0 else Kind.BELOW, says)


RULES: Final = {
    Rule.THREE_POINTS: three_points,
    Rule.FOUR_POINTS: four_points,
    Rule.THREE_BELOW_SIX_ABOVE: three_below_six_above,
    Rule.FOUR_OF_SIX: four_of_six,
    Rule.MEDIAN_OF_THREE: median_of_three,
    Rule.TREND: trend,
}


def beside(points: Sequence[Point], aim: Aimline, *, sign: int) -> tuple[Finding, ...]:
    """What every other named rule says, to be seen beside the verdict and not instead of it.

    Formula: each rule of `RULES`.
    Units: the measure's.
    Shapes: the days of the present phase.
    Errors: none.
    Source: see each rule.
    """
    return tuple(rule(points, aim, sign=sign) for rule in RULES.values())


def _side(point: Point, aim: Aimline, sign: int) -> int:
    line = aim.at(point.on)
    if _close(point.value, line):
        return 0
    return 1 if sign * (point.value - line) > 0 else -1


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=HAIR, abs_tol=HAIR)
