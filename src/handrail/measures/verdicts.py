"""How a goal stands on a day: one of eight answers, its reason, and what it was found from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Final

from handrail.core.explanations import in_words
from handrail.measures import mastery as mastering
from handrail.measures.aimlines import Aimline, aimline
from handrail.measures.errors import MeasureError
from handrail.measures.lines import Interval, Line, Robust, least_squares, theil_sen
from handrail.measures.ordinal import Levels, Movement, levels, moved, movement
from handrail.measures.quantiles import student

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handrail.measures.aimlines import Goal
    from handrail.measures.effects import Effect
    from handrail.measures.observations import Point, Series

LAST: Final = 3
"""A single check never meets a goal; the middle of this many does."""
HAIR: Final = 1e-9
"""Differences below this share are rounding."""


class Kind(StrEnum):
    """The eight answers. None of them says anything about a child."""

    MET = "met"
    ABOVE = "above"
    ON_TRACK = "on_track"
    BELOW = "below"
    CANNOT_TELL = "cannot_tell"
    TOO_EARLY = "too_early"
    STALE = "stale"
    NO_VARIATION = "no_variation"

    @property
    def label(self) -> str:
        return {
            Kind.MET: "Goal met",
            Kind.ABOVE: "Growing faster than the goal needs",
            Kind.ON_TRACK: "On course",
            Kind.BELOW: "Slower than the goal needs",
            Kind.CANNOT_TELL: "Cannot tell yet",
            Kind.TOO_EARLY: "Too early to say",
            Kind.STALE: "No recent check",
            Kind.NO_VARIATION: "Every check the same",
        }[self]


class Rule(StrEnum):
    """The ways to hold checks against a goal line, by the names they are published under."""

    SLOPE_INTERVAL = "slope_interval"
    LEVEL_AND_TREND = "level_and_trend"
    THREE_POINTS = "three_points"
    FOUR_POINTS = "four_points"
    THREE_BELOW_SIX_ABOVE = "three_below_six_above"
    FOUR_OF_SIX = "four_of_six"
    MEDIAN_OF_THREE = "median_of_three"
    TREND = "trend"
    LEVELS = "levels"
    MASTERY = "mastery"
    BAND = "band"

    @property
    def label(self) -> str:
        return {
            Rule.SLOPE_INTERVAL: "pace against the goal line, with its uncertainty",
            Rule.LEVEL_AND_TREND: "pace and level against the goal line, with their uncertainty",
            Rule.THREE_POINTS: "last three in a row",
            Rule.FOUR_POINTS: "last four in a row",
            Rule.THREE_BELOW_SIX_ABOVE: "three below, six above",
            Rule.FOUR_OF_SIX: "four of the last six",
            Rule.MEDIAN_OF_THREE: "middle of the last three",
            Rule.TREND: "pace against the goal line, without its uncertainty (weak)",
            Rule.LEVELS: "levels in their order, without a pace",
            Rule.MASTERY: "so many good sessions of so many",
            Rule.BAND: "level against the band to keep",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a place asks for before anything is said. The defaults are Handrail's policy."""

    confidence: float = 0.8
    least_points: int = 6
    least_weeks: float = 4.0
    stale_after_days: int = 28
    """Days of teaching, so that a holiday makes nothing stale."""
    rule: Rule = Rule.SLOPE_INTERVAL


DEFAULTS: Final = Settings()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says, and the days it looked at."""

    rule: Rule
    kind: Kind
    reason: str
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a goal stands, why, and everything that was used to find it."""

    kind: Kind
    reason: str
    rule: Rule
    confidence: float
    as_of: date
    points: tuple[Point, ...]
    """The days of the present phase."""
    weeks: float
    """From the first of them to the last, in weeks of teaching."""
    aim: Aimline | None = None
    line: Line | None = None
    robust: Robust | None = None
    pace: Interval | None = None
    """The interval of the line's slope."""
    expected: float | None = None
    """Where the goal line is now."""
    projected: float | None = None
    """Where the line leads on the goal's day, if it goes on as it is."""
    level: Interval | None = None
    """Where the line probably is now."""
    beside: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    levels: Levels | None = None
    """For levels in order: how often each was seen, the middle one and the last one."""
    movement: Movement | None = None
    """For levels in order: whether they move with time."""
    since_before: Effect | None = None
    """For levels in order: the chance that one of this phase is better than one of the phase before (NAP)."""

    @property
    def n(self) -> int:
        return len(self.points)

    @property
    def now(self) -> float | None:
        """The middle of the last three days; None with fewer."""
        if self.n < LAST:
            return None
        middle = median(point.value for point in self.points[-LAST:])
        return None if math.isinf(middle) else middle


@dataclass(slots=True)
class _Found:
    """What is known so far while a verdict is being found."""

    settings: Settings
    as_of: date
    points: tuple[Point, ...]
    weeks: float
    notes: list[str] = field(default_factory=list)
    aim: Aimline | None = None
    line: Line | None = None
    robust: Robust | None = None
    pace: Interval | None = None
    expected: float | None = None
    projected: float | None = None
    level: Interval | None = None
    beside: tuple[Finding, ...] = ()
    levels: Levels | None = None
    movement: Movement | None = None
    since_before: Effect | None = None

    def says(self, kind: Kind, reason: str, rule: Rule | None = None) -> Verdict:
        return Verdict(
            kind, reason, rule or self.settings.rule, self.settings.confidence, self.as_of, self.points, self.weeks,
            self.aim, self.line, self.robust, self.pace, self.expected, self.projected, self.level, self.beside,
            tuple(self.notes), self.levels, self.movement, self.since_before,
        )  # fmt: skip


def verdict(series: Series, goal: Goal, *, as_of: date, settings: Settings = DEFAULTS) -> Verdict:
    """How a goal stands on a day, from the phase of teaching that holds on it.

    Formula: met, if its criterion is met or the middle of the last three days has reached the target; stale, if there
        is no check within the days of teaching that are allowed; too early, below the least number of days or weeks;
        no variation, if every check is the same; then the chosen rule, by default the interval of the least-squares
        slope b against the rate a of the goal line: wholly worse, below; wholly better, above; else on track where the
        line leads to the target by the goal's day, else cannot tell. Where slope and level contradict each other the
        line's end decides: slower but still reaching the target is on track, faster but falling short cannot be told.
        Levels in order have no slope: below where they surely move away from the goal (`ordinal.movement`) or were
        not there on its day, else cannot tell, with whether they move towards it.
    Units: the measure's; slopes in units a week of teaching.
    Shapes: a series and a goal of the same measure.
    Errors: MeasureError for another measure, a check dated later than `as_of`, or a goal without a way to go.
    Source: Deno and Mirkin (1977), Data-Based Program Modification, for rules at all; Christ, Zopluoglu, Monaghen and
        Van Norman (2013), Journal of School Psychology 51(1), 19-57, for why an interval and so many weeks.
    """
    if series.measure != goal.measure:
        raise MeasureError(
            f'The goal is measured by "{goal.measure.name}" and these checks are of "{series.measure.name}".'
        )
    series.known_on(as_of)
    points = series.current(as_of)
    weeks = goal.weeks.between(points[0].on, points[-1].on) if points else 0.0
    found = _Found(settings, as_of, points, weeks, _notes(series, points, as_of))
    found.aim = _aim(series, goal, as_of)
    if found.aim is not None:
        found.expected = found.aim.at(min(as_of, goal.due))
    if series.measure.dimension.facts.ordinal:
        _see_levels(series, goal, found)
    if early := _met(series, goal, found):
        return early
    if early := _nothing_to_say(series, goal, found):
        return early
    if goal.keeps:
        return _kept(goal, found)
    if series.measure.dimension.facts.ordinal:
        return _by_levels(goal, found)
    return _held_against_the_line(series, goal, found)


def _aim(series: Series, goal: Goal, as_of: date) -> Aimline | None:
    """The goal's line as far as there is one: not for a level to keep, nor before there is a start."""
    if goal.keeps or series.measure.dimension.facts.ordinal:
        return None
    try:
        return aimline(goal, [point for point in series.points if point.on <= as_of])
    except MeasureError:
        if goal.baseline is not None:
            raise
        return None


def _notes(series: Series, points: Sequence[Point], as_of: date) -> list[str]:
    notes = []
    if several := [point for point in points if point.checks > 1]:
        days = "1 day has" if len(several) == 1 else f"{len(several)} days have"
        notes.append(f"{days} more than one check; the middle of each day was used.")
    if excused := sum(bool(one.excused) for one in series.observations):
        notes.append(f"{excused} excused, and left out.")
    if phase := series.phase_of(as_of):
        begun = series.phases[phase - 1]
        notes.append(
            f"Counted from {in_words(begun.starts)}, when {begun.label} began; what came before is not mixed in."
        )
    if cut := sum(point.cut_off for point in points):
        notes.append(
            f"On {cut} day{'s' * (cut > 1)} no answer came in time. That is longer than the time given, by how much "
            "nobody knows."
        )
    return notes


def _met(series: Series, goal: Goal, found: _Found) -> Verdict | None:
    if goal.keeps:
        return None
    sign = goal.measure.direction.sign
    if goal.criterion is not None:
        sessions = [one for one in mastering.sessions_of(series) if one.on <= found.as_of]
        state = mastering.mastery(sessions, goal.criterion, sign=sign)
        if state.standing is mastering.Standing.LOST:
            found.notes.append(state.reason)
        elif state.met_on is not None:
            return found.says(Kind.MET, state.reason, Rule.MASTERY)
        return None
    if len(found.points) < LAST:
        return None
    last = found.points[-LAST:]
    middle = median(point.value for point in last)
    if sign * (middle - goal.target) < 0:
        return None
    return found.says(
        Kind.MET,
        f"The middle of the last {LAST} checks is {middle:g}, and the goal is {goal.target:g}.",
        Rule.MEDIAN_OF_THREE,
    )


def _nothing_to_say(series: Series, goal: Goal, found: _Found) -> Verdict | None:
    settings, points = found.settings, found.points
    seen = [point for point in series.points if point.on <= found.as_of]
    if not seen:
        return found.says(Kind.TOO_EARLY, "There is no check yet.")
    since = round(goal.weeks.between(seen[-1].on, found.as_of) * 7)
    if since > settings.stale_after_days:
        return found.says(
            Kind.STALE, f"The last check was on {in_words(seen[-1].on)}, {since} days of teaching ago."
        )
    if len(points) < settings.least_points or found.weeks < settings.least_weeks - HAIR:
        checks = "is 1 check" if len(points) == 1 else f"are {len(points)} checks"
        return found.says(
            Kind.TOO_EARLY,
            f"There {checks} over {found.weeks:.0f} weeks. Something can be said from {settings.least_points} "
            f"checks over {settings.least_weeks:g} weeks on.",
        )
    if len({point.value for point in points}) == 1:
        return found.says(
            Kind.NO_VARIATION,
            f"All {len(points)} checks are {points[0].value:g}. Either nothing changes, or the measure cannot show it.",
        )
    return None


def _see_levels(series: Series, goal: Goal, found: _Found) -> None:
    """How levels stand and move, in the present phase and against the one before."""
    points, measure = found.points, goal.measure
    if not points:
        return
    sign = 1 if goal.keeps else measure.direction.sign
    values = [point.value for point in points]
    highest = measure.ceiling if math.isfinite(measure.ceiling) else max(*values, goal.target, goal.high or 0)
    found.levels = levels(values, lowest=int(measure.floor), highest=int(highest), sign=sign)
    if len(points) > 1:
        when = [goal.weeks.between(points[0].on, point.on) for point in points]
        found.movement = movement(values, when, sign=sign, confidence=found.settings.confidence)
    phase = series.phase_of(found.as_of)
    before = [point.value for point in series.points if point.phase == phase - 1]
    if before:
        found.since_before = moved(before, values, sign=sign)[0]


def _by_levels(goal: Goal, found: _Found) -> Verdict:
    """A goal in levels that is not reached yet: by order alone, since no pace can be found."""
    assert found.levels is not None
    assert found.movement is not None
    now = median(point.value for point in found.points[-LAST:])
    here = f"The middle of the last {LAST} checks is {goal.measure.in_words(now)}, and the goal is "
    here += f"{goal.measure.in_words(goal.target)}."
    moves = found.movement
    sure = f"tau {moves.tau:.2f}, {moves.confidence:.0%} sure" if moves.tau is not None else ""
    if moves.towards < 0:
        return found.says(Kind.BELOW, f"The levels move away from the goal ({sure}). {here}", Rule.LEVELS)
    if found.as_of > goal.due:
        return found.says(Kind.BELOW, f"The goal's day has passed. {here}", Rule.LEVELS)
    if moves.towards > 0:
        says = f"The levels move towards the goal ({sure}). Levels have no pace, so nobody can say by when. {here}"
        return found.says(Kind.CANNOT_TELL, says, Rule.LEVELS)
    return found.says(Kind.CANNOT_TELL, f"The levels do not surely move either way. {here}", Rule.LEVELS)


def _kept_by_levels(goal: Goal, found: _Found) -> Verdict:
    """A level to keep, by the last checks alone: no mean of levels is taken."""
    high = math.inf if goal.high is None else goal.high
    inside = sum(goal.target <= point.value <= high for point in found.points[-LAST:])
    says = f"{inside} of the last {LAST} checks are inside what is to be kept."
    if inside == LAST:
        return found.says(Kind.MET if found.as_of >= goal.due else Kind.ON_TRACK, says, Rule.BAND)
    return found.says(Kind.BELOW if inside == 0 else Kind.CANNOT_TELL, says, Rule.BAND)


def _kept(goal: Goal, found: _Found) -> Verdict:
    """A level to keep: the interval of the mean level against the band."""
    if goal.measure.dimension.facts.ordinal:
        return _kept_by_levels(goal, found)
    if any(point.cut_off for point in found.points):
        return found.says(Kind.CANNOT_TELL, "These values have no mean to hold against the band.", Rule.BAND)
    values = [point.value for point in found.points]
    n, mean = len(values), sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    half = student(found.settings.confidence, n - 1) * spread / math.sqrt(n)
    found.level = level = Interval(mean - half, mean + half)
    high = math.inf if goal.high is None else goal.high
    says = f"The level is about {mean:.3g} (probably {level.low:.3g} to {level.high:.3g})"
    if level.low >= goal.target and level.high <= high:
        kind = Kind.MET if found.as_of >= goal.due else Kind.ON_TRACK
        return found.says(kind, f"{says}, inside what is to be kept.", Rule.BAND)
    if level.wholly_below(goal.target) or level.wholly_above(high):
        return found.says(Kind.BELOW, f"{says}, outside what is to be kept.", Rule.BAND)
    return found.says(Kind.CANNOT_TELL, f"{says}, on the edge of what is to be kept.", Rule.BAND)


def _held_against_the_line(series: Series, goal: Goal, found: _Found) -> Verdict:
    points, settings = found.points, found.settings
    # Where there was no line before, saying why is the answer.
    aim = found.aim or aimline(goal, [point for point in series.points if point.on <= found.as_of])
    sign = goal.measure.direction.sign
    found.expected = aim.at(min(found.as_of, goal.due))
    after_start = [point for point in points if point.on not in aim.start.days]
    found.beside = beside(after_start, aim, sign=sign)
    if found.as_of > goal.due:
        found.notes.append(f"The goal's day, {in_words(goal.due)}, has passed.")
    if any(point.cut_off for point in points):
        return found.says(Kind.CANNOT_TELL, "A line cannot be drawn through answers that never came.")
    first = points[0].on
    x = [goal.weeks.between(first, point.on) for point in points]
    y = [point.value for point in points]
    if x[0] == x[-1]:
        return found.says(
            Kind.CANNOT_TELL, "All checks fall into one pause, so there is no week of teaching."
        )
    found.line = line = least_squares(x, y)
    found.robust = theil_sen(x, y)
    found.pace = line.slope_interval(settings.confidence)
    found.level = line.mean_interval(goal.weeks.between(first, found.as_of), settings.confidence)
    due = goal.weeks.between(first, goal.due)
    found.projected = goal.measure.clipped(line.at(due))
    if line.see == 0:
        found.notes.append("The checks lie exactly on a line, as real ones hardly do.")
    elif abs(found.robust.slope - line.slope) > line.slope_error:
        found.notes.append(
            "One or two unusual checks pull at the line: by medians the pace would be "
            f"{found.robust.slope:.2g} a week, not {line.slope:.2g}."
        )
    if settings.rule in (Rule.SLOPE_INTERVAL, Rule.LEVEL_AND_TREND):
        one = slope_interval(line, aim, sign=sign, due=due, confidence=settings.confidence)
        if settings.rule is Rule.LEVEL_AND_TREND:
            one = level_and_trend(
                one, line, aim, sign=sign, due=due, now=goal.weeks.between(first, found.as_of),
                expected=found.expected, confidence=settings.confidence,
            )  # fmt: skip
    else:
        one = RULES[settings.rule](after_start, aim, sign=sign)
    return found.says(one.kind, one.reason, one.rule)


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
