"""What is said about a goal: the same facts as data, for a family and for a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handrail.measures import words
from handrail.measures.dimensions import Direction
from handrail.measures.errors import MeasureError
from handrail.measures.findings import LAST, Kind
from handrail.measures.forecasts import forecast, needed_rate

if TYPE_CHECKING:
    from datetime import date

    from handrail.measures.aimlines import Baseline, Goal
    from handrail.measures.findings import Verdict
    from handrail.measures.forecasts import Forecast
    from handrail.measures.observations import Series

ENOUGH_GIVEN: Final = 0.8
"""Below this share of planned sessions a slow pace may say more about the giving than about the help."""

ENOUGH: Final[Mapping[Kind, bool | None]] = {
    Kind.MET: True,
    Kind.ABOVE: True,
    Kind.ON_TRACK: True,
    Kind.BELOW: False,
    Kind.CANNOT_TELL: None,
    Kind.TOO_EARLY: None,
    Kind.STALE: None,
    Kind.NO_VARIATION: None,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """Start, now, expected by now, pace, whether it is enough, and what is not known. None where there is none."""

    goal: Goal
    verdict: Verdict
    start: Baseline | None
    now: float | None
    last_on: date | None
    expected: float | None
    rate: float | None
    needed: float | None
    """Each week of teaching from here."""
    weeks_left: float
    share_of_way: float | None
    """From the start to the target, 0 to 1 and beyond."""
    forecast: Forecast | None
    enough: bool | None
    unknown: tuple[str, ...]
    given: tuple[int, int] | None = None
    """Sessions of help given, and planned."""
    change: str = ""
    """What the team will change, in its own words, beginning with a verb: "try five short sessions"."""
    look_again: date | None = None

    @property
    def kind(self) -> Kind:
        return self.verdict.kind


def statement(
    series: Series,
    goal: Goal,
    verdict: Verdict,
    *,
    given: tuple[int, int] | None = None,
    change: str = "",
    look_again: date | None = None,
) -> Statement:
    """Gather what is to be said about a goal from its verdict."""
    if given is not None and not 0 <= given[0] <= given[1]:
        raise MeasureError(f"{given[0]} of {given[1]} planned sessions cannot have been given.")
    seen = [point for point in series.points if point.on <= verdict.as_of]
    start = goal.baseline
    if start is None and not goal.keeps and len(seen) >= LAST:
        start = verdict.aim.start if verdict.aim else None
    now = verdict.now
    left = max(0.0, goal.weeks.between(verdict.as_of, goal.due))
    needed = share = None
    # Between levels there is no distance, so neither a pace nor a share of the way.
    if now is not None and not goal.keeps and not goal.measure.dimension.facts.ordinal:
        needed = needed_rate(now, goal.target, weeks_left=left)
        if start is not None and goal.target != start.value:
            share = (now - start.value) / (goal.target - start.value)
    return Statement(
        goal, verdict, start, now, seen[-1].on if seen else None, verdict.expected,
        verdict.line.slope if verdict.line else None, needed, left, share,
        None if goal.keeps else forecast(verdict, goal), ENOUGH[verdict.kind], _unknown(verdict, goal, given),
        given, change, look_again,
    )  # fmt: skip


def _unknown(verdict: Verdict, goal: Goal, given: tuple[int, int] | None) -> tuple[str, ...]:
    found = []
    if verdict.line is not None and verdict.pace is not None:
        sure = words.how_sure(verdict.confidence)
        found.append(f"The true pace is not known exactly: ranges found in this way are right {sure}.")
    elif verdict.n < LAST:
        found.append("There are too few checks to see a pace.")
    if given is None:
        found.append("How much of the planned help was given is not in these numbers.")
    elif given[0] < ENOUGH_GIVEN * given[1]:
        found.append(
            f"Only {given[0]} of {given[1]} planned sessions were given, so the help may not have had its chance."
        )
    if caution := goal.measure.dimension.facts.caution:
        found.append(caution)
    found.extend(verdict.notes)
    if ENOUGH[verdict.kind] is not None:
        found.append("Numbers show that something changes, not why.")
    return tuple(found)


def contradiction(made: Statement, *, says_enough: bool) -> str | None:
    """Why somebody's own "enough" or "not enough" does not fit the checks; None where it may stand."""
    if made.enough is says_enough:
        return None
    claimed = "enough" if says_enough else "not enough"
    if made.enough is None:
        return f"The checks cannot show yet whether this is {claimed}: {made.verdict.reason} Say what else shows it."
    return f"The checks say otherwise: {made.verdict.reason} Say why you see it differently."


# --- for a family ---------------------------------------------------------------------------------


def for_family(made: Statement, *, pupil: str) -> str:
    """A few short sentences without a slope: the answer first, then the way, then what happens next."""
    parts = [headline(made), *_way(made, pupil)]
    if made.change:
        parts.append(f"We will {made.change.rstrip('.')}.")
    if made.look_again:
        parts.append(f"We look again on {words.day(made.look_again)}.")
    return " ".join(parts)


def headline(made: Statement) -> str:
    """The verdict in one plain sentence, with no blame in it."""
    verdict = made.verdict
    match verdict.kind:
        case Kind.MET:
            return "The goal is kept." if made.goal.keeps else "The goal is reached."
        case Kind.ABOVE:
            return "It is going faster than the goal needs. A higher goal could be next."
        case Kind.ON_TRACK:
            return "It is on course: kept up like this, the goal will be reached." if not made.goal.keeps else (
                "It is on course: it stays where it should."
            )  # fmt: skip
        case Kind.BELOW:
            return _below(made)
        case Kind.CANNOT_TELL if verdict.movement is not None and verdict.movement.towards > 0:
            return "It is moving towards the goal. When it will be reached, levels cannot tell."
        case Kind.CANNOT_TELL if verdict.movement is not None:
            return "We cannot tell yet whether it is moving towards the goal."
        case Kind.CANNOT_TELL:
            return (
                "We cannot tell yet whether it is fast enough, because the checks differ from time to time."
            )
        case Kind.TOO_EARLY:
            return "It is too early to say."
        case Kind.STALE:
            assert made.last_on is not None
            return f"The last check was on {words.day(made.last_on)}, so we cannot say how it is now."
        case Kind.NO_VARIATION:
            return "Every check so far is the same. Perhaps this way of checking does not show small steps."


def _below(made: Statement) -> str:
    if made.goal.keeps:
        return "It is not where it should stay. Let us look at the help together."
    if made.verdict.movement is not None:
        moving = (
            "It is moving away from the goal."
            if made.verdict.movement.towards < 0
            else "It is not there yet."
        )
        return f"{moving} Let us look at the help together."
    line, pace = made.verdict.line, made.verdict.pace
    sign = made.goal.measure.direction.sign
    if line is None or pace is None or (sign * line.slope > 0 and not pace.low <= 0 <= pace.high):
        return "It is getting better, but more slowly than the goal needs. Let us look at the help together."
    return "So far it stays about the same, and the goal needs more. Let us look at the help together."


def _are(count: int) -> str:
    return {0: "is no check", 1: "is 1 check"}.get(count, f"are {count} checks")


def _way(made: Statement, pupil: str) -> list[str]:
    unit, parts = made.goal.measure.unit, []
    if made.kind is Kind.TOO_EARLY:
        parts.append(f"There {_are(made.verdict.n)} so far.")
    if made.goal.measure.dimension.facts.ordinal:
        return [*parts, *_levels(made, pupil)]
    if made.start is not None:
        parts.append(
            f"{pupil} started at about {words.amount(round(made.start.value), unit)} on {words.day(made.start.on)}."
            if abs(made.start.value) >= 10
            else f"{pupil} started at about {words.amount(made.start.value, unit)} on {words.day(made.start.on)}."
        )
    if made.now is not None:
        parts.append(f"Now it is about {_plain(made.now)}.")
    if made.goal.keeps or made.kind is Kind.MET or made.needed is None or made.kind is Kind.STALE:
        return parts
    down = made.goal.measure.direction is Direction.DECREASE
    word = "go down" if down else "go up"
    step = abs(made.needed)
    parts.append(
        f"To reach {words.number(made.goal.target)} by {words.day(made.goal.due)}, it would need to {word} by about "
        f"{_plain(step)} each week from here{_so_far(made, down=down)}."
    )
    return parts


def _levels(made: Statement, pupil: str) -> list[str]:
    level, parts = made.goal.measure.in_words, []
    if made.start is not None:
        parts.append(f"{pupil} started at {level(made.start.value)} on {words.day(made.start.on)}.")
    if made.now is not None:
        parts.append(f"Now it is {level(made.now)}.")
    if not made.goal.keeps and made.kind not in (Kind.MET, Kind.STALE):
        parts.append(f"The goal is {level(made.goal.target)} by {words.day(made.goal.due)}.")
    return parts


def _so_far(made: Statement, *, down: bool) -> str:
    pace = made.verdict.pace
    # A pace that may as well be another is not told as if it were known.
    if made.rate is None or pace is None or made.kind in (Kind.CANNOT_TELL, Kind.TOO_EARLY):
        return ""
    better = -made.rate if down else made.rate
    if better <= 0 or pace.low <= 0 <= pace.high:
        return "; so far it has stayed about the same"
    return f"; so far it has gone {'down' if down else 'up'} by about {_plain(better)} each week"


def _plain(value: float) -> str:
    """Whole numbers where they say enough."""
    if value >= 10:
        return str(round(value))
    if value >= 1:
        return words.number(value)
    return words.number(value, places=1 if value >= 0.1 else 2)


# --- for a report ---------------------------------------------------------------------------------


def for_report(made: Statement) -> str:
    """The number on the goal's own measure, beside what was expected, and whether the pace is sufficient."""
    return " ".join(one for one in (*_numbers(made), sufficiency(made), *_next(made)) if one)


def _numbers(made: Statement) -> list[str]:
    unit, verdict, parts = made.goal.measure.unit, made.verdict, []
    if made.goal.measure.dimension.facts.ordinal:
        return _in_levels(made)
    if made.start is not None:
        parts.append(
            f"Start: {words.amount(made.start.value, unit)} on {words.day(made.start.on, year=True)} "
            f"({made.start.rule})."
        )
    if made.now is not None and made.last_on is not None:
        parts.append(
            f"Now: {words.number(made.now)} (the middle of the last {LAST} checks, until {words.day(made.last_on)})."
        )
    if made.expected is not None and not made.goal.keeps:
        parts.append(f"Expected by now: {words.number(made.expected)}.")
    if made.rate is not None and verdict.pace is not None and verdict.aim is not None:
        low, high = verdict.pace
        parts.append(
            f"Pace: {words.number(made.rate)} a week, probably between {words.number(low)} and {words.number(high)} "
            f"({words.how_sure(verdict.confidence)}), from {words.counted(verdict.n, 'check')} over "
            f"{words.weeks(verdict.weeks)}; the goal line: {words.number(verdict.aim.rate)} a week."
        )
    if made.needed is not None and made.kind is not Kind.MET:
        parts.append(
            f"Needed from here: {words.number(made.needed)} a week for {words.weeks(made.weeks_left)}."
        )
    return parts


def _in_levels(made: Statement) -> list[str]:
    level, verdict, parts = made.goal.measure.in_words, made.verdict, []
    if made.start is not None:
        parts.append(f"Start: {level(made.start.value)} on {words.day(made.start.on, year=True)}.")
    if made.now is not None and made.last_on is not None:
        parts.append(
            f"Now: {level(made.now)}, the middle of the last {LAST} checks, until {words.day(made.last_on)}."
        )
    if verdict.levels is not None:
        counts = [
            f"{level(value)} {_times(count)}" for value, count in verdict.levels.counts.items() if count
        ]
        parts.append(f"Seen: {words.listed(counts)}.")
    if verdict.since_before is not None and verdict.since_before.value is not None:
        share = 100 * verdict.since_before.value
        parts.append(
            f"A check of this phase is better than one of the phase before in {share:.0f} of 100 pairs."
        )
    return parts


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def sufficiency(made: Statement) -> str:
    """Whether the pace is enough to reach the goal on its day, and where that cannot be said, why."""
    due = words.day(made.goal.due, year=True)
    match made.kind:
        case Kind.MET:
            return f"The goal is met. {made.verdict.reason}"
        case Kind.ABOVE:
            return f"This is more than sufficient to reach the goal by {due}."
        case Kind.ON_TRACK if made.goal.keeps:
            return f"The level is kept. {made.verdict.reason}"
        case Kind.ON_TRACK:
            return f"If it goes on as it is, this is sufficient to reach the goal by {due}."
        case Kind.BELOW if made.goal.keeps:
            return f"The level is not kept. {made.verdict.reason}"
        case Kind.BELOW:
            return f"If it goes on as it is, this is not sufficient to reach the goal by {due}."
        case _:
            return f"Whether this is sufficient cannot be said. {made.verdict.reason}"


def _next(made: Statement) -> list[str]:
    found = made.forecast
    parts = []
    if found is not None and found.can_be_shown and made.kind is not Kind.MET:
        assert found.on is not None
        parts.append(
            f"Kept up, the goal would be reached about {words.day(found.on, year=True)}{_between(found)}."
        )
    elif found is not None and found.reason and made.enough is False:
        parts.append(f"When it would be reached: {found.reason}.")
    if made.given is not None:
        parts.append(f"Help given: {made.given[0]} of {made.given[1]} planned sessions.")
    if made.change:
        parts.append(f"Change: {made.change.rstrip('.')}.")
    if made.look_again:
        parts.append(f"Next look: {words.day(made.look_again, year=True)}.")
    if made.unknown:
        parts.append(f"What we do not know: {' '.join(made.unknown)}")
    return parts


def _between(found: Forecast) -> str:
    if found.earliest is None or found.latest is None:
        return ""
    return f" (probably between {words.day(found.earliest)} and {words.day(found.latest, year=True)})"


# --- in a place's own words -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A place's own words for progress. A verdict without words is for people to choose."""

    name: str
    by_kind: Mapping[Kind, str]
    by_share: tuple[tuple[float, str], ...] = ()
    """From this share of the way on, these words; used where the kind has none and the share is known."""

    def word(self, made: Statement) -> str | None:
        """The place's word; None where the checks do not decide it."""
        if made.kind in self.by_kind:
            return self.by_kind[made.kind]
        if made.share_of_way is None or made.enough is None:
            return None
        fitting = [says for least, says in self.by_share if made.share_of_way >= least]
        return fitting[-1] if fitting else None
