"""How a goal stands on a day: one of eight answers, its reason, and what it was found from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from handrail.core.explanations import in_words
from handrail.measures import mastery as mastering
from handrail.measures.aimlines import Aimline, aimline
from handrail.measures.decision_rules import RULES, beside, level_and_trend, slope_interval
from handrail.measures.errors import MeasureError
from handrail.measures.findings import DEFAULTS, HAIR, LAST, Finding, Kind, Rule, Settings, Verdict
from handrail.measures.lines import Interval, Line, Robust, least_squares, theil_sen
from handrail.measures.ordinal import Levels, Movement, levels, moved, movement
from handrail.measures.quantiles import student

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handrail.measures.aimlines import Goal
    from handrail.measures.effects import Effect
    from handrail.measures.observations import Point, Series


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
