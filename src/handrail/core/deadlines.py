"""Events in, explained deadlines out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handrail.core.calendars import ONE_DAY, Calendars
from handrail.core.citations import Citation, Confidence
from handrail.core.duties import (
    HAPPENED_ON,
    Aim,
    Choose,
    ChosenBy,
    Duty,
    Event,
    Excuse,
    Limit,
    Nature,
    Party,
    Start,
    When,
)
from handrail.core.errors import CalendarEnds, DutiesGoRound, EventNotUnderstood, NoLawInForce
from handrail.core.explanations import Explanation, in_words, limit_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handrail.core.periods import Count

__all__ = ["Deadline", "Event", "Explanation", "Standing", "deadlines"]

# A missed duty may start a right, whose use starts a Tribunal's clock. Law that goes on longer than
# this is data that goes in a circle.
LONGEST_CHAIN: Final = 12


class Standing(StrEnum):
    """Where a deadline stands on a day."""

    MET = "met"
    MET_LATE = "met_late"
    DUE = "due"
    LATE = "late"
    EXCUSED = "excused"  # past its day, for a reason the law accepts; done or not yet done
    NO_SET_DAY = "no_set_day"  # a standard without a number, or beyond the known calendar: never late
    WAITING = "waiting"  # must not be done yet
    TOO_EARLY = "too_early"  # was done before the wait was over
    LAPSED = "lapsed"  # the time to use a right has gone; nobody is late
    STOPPED = "stopped"  # the clock stopped before it was met: a request withdrawn, a plan ended

    @property
    def label(self) -> str:
        return {
            Standing.MET: "Done in time",
            Standing.MET_LATE: "Done late",
            Standing.DUE: "To do",
            Standing.LATE: "Late",
            Standing.EXCUSED: "Later, with a reason the law accepts",
            Standing.NO_SET_DAY: "No set day",
            Standing.WAITING: "Not before",
            Standing.TOO_EARLY: "Done too early",
            Standing.LAPSED: "Time has passed",
            Standing.STOPPED: "No longer needed",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One duty started by one event, with its day and how that was found."""

    duty: str
    title: str
    says: str
    party: Party
    nature: Nature
    trigger: Event
    trigger_on: date
    falls_on: date | None
    aim_on: date | None
    cap_on: date | None
    excuse: Excuse | None
    excused_until: date | None
    met_on: date | None
    met_by: Event | None
    stopped_on: date | None
    stopped_by: Event | None
    if_missed: str
    explanation: Explanation
    citation: Citation
    rule_from: date
    confidence: Confidence

    def standing(self, as_of: date) -> Standing:
        """Where it stood at the end of a day, knowing only what had happened by then."""
        if self.met_on is not None and self.met_on <= as_of:
            return self._standing_done(self.met_on)
        if self.stopped_on is not None and self.stopped_on <= as_of:
            return Standing.STOPPED
        if self.falls_on is None:
            return Standing.NO_SET_DAY
        if as_of <= self.falls_on:
            return Standing.WAITING if self.nature is Nature.WAIT else Standing.DUE
        match self.nature:
            case Nature.WAIT:
                return Standing.MET
            case Nature.RIGHT:
                return Standing.LAPSED
            case Nature.DUTY:
                return Standing.EXCUSED if self.excused_on(as_of) else Standing.LATE

    def _standing_done(self, met_on: date) -> Standing:
        if self.nature is Nature.WAIT:
            return (
                Standing.TOO_EARLY if self.falls_on is not None and met_on <= self.falls_on else Standing.MET
            )
        if self.falls_on is None or met_on <= self.falls_on:
            return Standing.MET
        return Standing.EXCUSED if self.excused_on(met_on) else Standing.MET_LATE

    def excused_on(self, day: date) -> bool:
        """Whether the reason given still covers a day. A reason without an end covers every day."""
        return self.excuse is not None and (self.excused_until is None or day <= self.excused_until)

    def open(self, as_of: date) -> bool:
        """Whether somebody still has to do, or may still do, something."""
        done = self.met_on is not None and self.met_on <= as_of
        stopped = self.stopped_on is not None and self.stopped_on <= as_of
        return not done and not stopped and self.standing(as_of) not in (Standing.MET, Standing.LAPSED)

    @property
    def to_be_verified(self) -> bool:
        return self.confidence is not Confidence.HIGH

    @property
    def acts_by(self) -> date | None:
        """The day to plan for: the excused day where there is one, else the legal day, else the aim."""
        return self.excused_until or self.falls_on or self.aim_on


def deadlines(
    duties: Iterable[Duty], events: Iterable[Event], calendars: Calendars, *, as_of: date | None = None
) -> tuple[Deadline, ...]:
    """Every deadline that the events start, in the order of the duties and then of the days.

    What a missed duty sets off, such as a refusal the law takes as given, appears only once the day has
    passed, so only when `as_of` says what day it is.
    """
    duties = tuple(duties)
    known = {event.id: event for event in events}
    for _ in range(LONGEST_CHAIN):
        story = _Story(known.values())
        found = tuple(
            (duty, deadline) for duty in duties for deadline in _deadlines_of(duty, story, calendars)
        )
        deemed = [event for duty, deadline in found for event in _deemed(duty, deadline, as_of)]
        if {event.id: event for event in deemed} == {i: e for i, e in known.items() if i in story.deemed_ids}:
            return tuple(deadline for _, deadline in found)
        known = {i: e for i, e in known.items() if i not in story.deemed_ids} | {e.id: e for e in deemed}
    raise DutiesGoRound("These duties start one another without end.")


DEEMED_BY: Final = "deemed_by"


class _Story:
    """The events of a case in the order in which they happened."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = sorted(events, key=lambda event: (event.happened_on, event.recorded_on))
        self.place = {event.id: place for place, event in enumerate(self.events)}
        self.deemed_ids = {event.id for event in self.events if DEEMED_BY in event.detail}

    def fitting(self, whens: Iterable[When]) -> list[Event]:
        whens = tuple(whens)
        return [event for event in self.events if any(when.fits(event) for when in whens)]

    def thread(self, event: Event) -> set[str]:
        """An event and those it goes back to: an answer to any of them is an answer in this matter."""
        seen: set[str] = set()
        at: str | None = event.id
        while at is not None and at not in seen:
            seen.add(at)
            at = self.events[self.place[at]].refers_to if at in self.place else None
        return seen


@dataclass(frozen=True, slots=True)
class _Trigger:
    event: Event
    on: date


def _deadlines_of(duty: Duty, story: _Story, calendars: Calendars) -> Iterator[Deadline]:
    triggers = list(_triggers(duty, story))
    for trigger in triggers:
        chosen_on = trigger.on if duty.chosen_by is ChosenBy.COUNTED_DAY else trigger.event.happened_on
        try:
            rule_from, limit = duty.within.entry_on(chosen_on)
        except NoLawInForce as gone:
            if gone.repealed_on is not None:
                continue  # The law is known to ask nothing any more. That is an answer, not a gap.
            raise
        yield _deadline(duty, trigger, triggers, rule_from, limit, story, calendars)


def _triggers(duty: Duty, story: _Story) -> Iterator[_Trigger]:
    """The events that start the clock; one of each run of them where the rule takes one of several."""
    starts = [
        _Trigger(event, _counted_from(start, event, duty))
        for event in story.events
        for start in duty.starts
        if start.when.fits(event)
    ]
    if duty.choose is Choose.EACH:
        yield from starts
        return
    pick = min if duty.choose is Choose.EARLIEST else max
    ends = [story.place[event.id] for event in story.fitting(duty.met_by)]
    runs: dict[int, list[_Trigger]] = {}
    for trigger in starts:
        place = story.place[trigger.event.id]
        runs.setdefault(sum(1 for end in ends if end < place), []).append(trigger)
    for run in runs.values():
        yield pick(run, key=lambda trigger: trigger.on)


def _counted_from(start: Start, event: Event, duty: Duty) -> date:
    days = [
        event.happened_on if name == HAPPENED_ON else _day(event, name)
        for name in start.counts_from
        if name == HAPPENED_ON or name in event.detail
    ]
    if not days:
        raise EventNotUnderstood(
            f"{duty.key} counts from {' or '.join(start.counts_from)}, and event {event.id} ({event.kind}) "
            "does not say it."
        )
    return max(days)


def _day(event: Event, name: str) -> date:
    try:
        return date.fromisoformat(event.detail[name])
    except ValueError as problem:
        raise EventNotUnderstood(
            f'{name} of event {event.id} ({event.kind}) is "{event.detail[name]}", not a day such as 2026-11-05.'
        ) from problem


def _deadline(
    duty: Duty,
    trigger: _Trigger,
    triggers: list[_Trigger],
    rule_from: date,
    limit: Limit,
    story: _Story,
    calendars: Calendars,
) -> Deadline:
    assumptions = list(duty.assumptions)
    trace = [
        f"{duty.key} ({duty.nature}): rule in force from {rule_from}, chosen by the {duty.chosen_by.replace('_', ' ')}",
        f"Trigger: {trigger.event.kind} ({trigger.event.id}), happened on {trigger.event.happened_on}, "
        f"recorded on {trigger.event.recorded_on}; counted from {trigger.on}",
        f"Span: {limit.span if limit.span is not None else 'none'}",
    ]
    count, unknown = _count(limit, trigger.on, calendars)
    sentence = unknown or limit_in_words(limit, duty.nature, trigger.on, count, calendars)
    falls_on = count.last_day if count else None
    if count is not None:
        trace += count.steps
    cap_on = _cap(limit, trigger.on, calendars)
    if cap_on is not None:
        trace.append(f"Cap: {limit.cap} = {cap_on}")
    aim_on, aim_says = _aim(limit.aim, trigger.on, calendars)
    sentence += aim_says

    met_by = _first(duty.met_by, duty, trigger, triggers, story)
    stopped_by = _first(duty.stopped_by, duty, trigger, triggers, story)
    if met_by and stopped_by and story.place[stopped_by.id] < story.place[met_by.id]:
        met_by = None
    elif met_by:
        stopped_by = None
    met_on, met_says = (
        (met_by.happened_on, f"Met: {met_by.kind} ({met_by.id}) on {met_by.happened_on}")
        if met_by
        else (None, "")
    )
    if (
        duty.on_expiry is not None
        and falls_on is not None
        and stopped_by is None
        and (met_on is None or met_on > falls_on)
    ):
        # The day itself is what the duty waits for: a year runs out whether or not anybody acts.
        met_by, met_on, met_says = None, falls_on, f"Runs out on {falls_on}: {duty.on_expiry}"
    if met_says:
        trace.append(met_says)
    if stopped_by:
        trace.append(f"Stopped: {stopped_by.kind} ({stopped_by.id}) on {stopped_by.happened_on}")

    excuse, excused_until, excuse_says = _excused(duty, trigger, triggers, falls_on, cap_on, story)
    if excuse is not None:
        trace.append(f"Excuse: {excuse.key} ({excuse.citation.short}) until {excused_until or 'no set day'}")
        sentence += excuse_says
    elif cap_on is not None and falls_on is not None and falls_on < cap_on:
        sentence += f" With a reason the law allows it can be later, but not after {in_words(cap_on)}."
    confidence = limit.citation.confidence
    if confidence is not Confidence.HIGH:
        assumptions.append("This rule is to be verified: it was not read in the official text.")
    return Deadline(
        duty=duty.key,
        title=duty.title,
        says=duty.says,
        party=duty.party,
        nature=duty.nature,
        trigger=trigger.event,
        trigger_on=trigger.on,
        falls_on=falls_on,
        aim_on=aim_on,
        cap_on=cap_on,
        excuse=excuse,
        excused_until=excused_until,
        met_on=met_on,
        met_by=met_by,
        stopped_on=stopped_by.happened_on if stopped_by else None,
        stopped_by=stopped_by,
        if_missed=duty.if_missed,
        explanation=Explanation(
            sentence=sentence,
            trace=tuple(trace),
            first_day=count.first_day if count else None,
            last_day=falls_on,
            day_one_counted=count.day_one_counted if count else False,
            assumptions=tuple(assumptions),
        ),
        citation=limit.citation,
        rule_from=rule_from,
        confidence=confidence,
    )


def _count(limit: Limit, start: date, calendars: Calendars) -> tuple[Count | None, str | None]:
    if limit.span is None:
        return None, None
    try:
        return limit.span.count(start, calendars), None
    except CalendarEnds as unknown:
        return None, f"Handrail cannot name the last day yet. {unknown}"


def _cap(limit: Limit, start: date, calendars: Calendars) -> date | None:
    try:
        return limit.cap.last_day(start, calendars) if limit.cap is not None else None
    except CalendarEnds:
        return None


def _aim(aim: Aim | None, start: date, calendars: Calendars) -> tuple[date | None, str]:
    if aim is None:
        return None, ""
    try:
        term = calendars.school_days().term_after(start)
    except CalendarEnds:
        return None, f" The aim is to do it {aim.says}; the school's calendar does not reach that far yet."
    return term.ends, f" The aim is to do it {aim.says}: by {in_words(term.ends)}, when {term.name} ends."


def _first(
    whens: tuple[When, ...], duty: Duty, trigger: _Trigger, triggers: list[_Trigger], story: _Story
) -> Event | None:
    """The first event of a kind in this matter, on or after the one that started the clock."""
    own_kinds = {start.when.event for start in duty.starts}
    thread = story.thread(trigger.event)
    for event in story.fitting(whens):
        if event.id == trigger.event.id or event.happened_on < trigger.event.happened_on:
            continue
        if event.kind in own_kinds and story.place[event.id] < story.place[trigger.event.id]:
            continue
        if event.refers_to is not None:
            if event.refers_to in thread or not _in_another_thread(event, trigger, triggers, story):
                return event
        elif not duty.answered_apart or _only_one_open(event, triggers):
            return event
    return None


def _in_another_thread(event: Event, trigger: _Trigger, triggers: list[_Trigger], story: _Story) -> bool:
    """Whether it answers another matter that was already open: a review answers no earlier review's year."""
    return any(
        event.refers_to in story.thread(other.event)
        for other in triggers
        if other is not trigger and story.place[other.event.id] < story.place[event.id]
    )


def _only_one_open(event: Event, triggers: list[_Trigger]) -> bool:
    """Two services were asked and one answered without saying to what: that closes neither question."""
    return sum(1 for trigger in triggers if trigger.event.happened_on <= event.happened_on) == 1


def _excused(
    duty: Duty,
    trigger: _Trigger,
    triggers: list[_Trigger],
    falls_on: date | None,
    cap_on: date | None,
    story: _Story,
) -> tuple[Excuse | None, date | None, str]:
    """The reason for a later date, and until when it covers. It never makes a date earlier."""
    if falls_on is None:
        return None, None, ""
    automatic = next((excuse for excuse in duty.excuses if excuse.automatic), None)
    if automatic is not None and trigger.event.happened_on > falls_on:
        return (
            automatic,
            None,
            (
                f" This became known on {in_words(trigger.event.happened_on)}, after that day. {automatic.says}"
            ),
        )
    notice = _last_notice(duty, trigger, triggers, story)
    if notice is None:
        return None, None, ""
    excuse = duty.excuse(notice.detail.get("excuse", ""))
    if excuse is None:
        return None, None, ""
    until = _day(notice, "new_date") if "new_date" in notice.detail else cap_on
    if until is not None and cap_on is not None:
        until = min(until, cap_on)
    if until is not None:
        until = max(until, falls_on)
    says = f" A reason for a later date was given on {in_words(notice.happened_on)}: {excuse.says}"
    if until is not None:
        says += f" The new last day is {in_words(until)}."
    return excuse, until, says


def _last_notice(duty: Duty, trigger: _Trigger, triggers: list[_Trigger], story: _Story) -> Event | None:
    if duty.excused_by is None:
        return None
    thread = story.thread(trigger.event)
    last = None
    for event in story.events:
        if event.kind != duty.excused_by or event.happened_on < trigger.event.happened_on:
            continue
        if event.detail.get("duty", duty.key) != duty.key:
            continue
        if event.refers_to is not None:
            ours = event.refers_to in thread
        else:
            ours = "duty" in event.detail and _latest_before(event, triggers) is trigger
        if ours:
            last = event
    return last


def _latest_before(event: Event, triggers: list[_Trigger]) -> _Trigger | None:
    before = [trigger for trigger in triggers if trigger.event.happened_on <= event.happened_on]
    return before[-1] if before else None


def _deemed(duty: Duty, deadline: Deadline, as_of: date | None) -> Iterator[Event]:
    """What the law takes to have happened: a year has run out; a refusal, since nobody answered."""
    if deadline.falls_on is None or deadline.stopped_by is not None:
        return
    if duty.on_expiry is not None and deadline.met_on == deadline.falls_on and deadline.met_by is None:
        yield _deemed_event(duty, deadline, duty.on_expiry, deadline.falls_on)
    if duty.on_missed is not None and as_of is not None:
        covered = deadline.excused_until if deadline.excuse is not None else deadline.falls_on
        if covered is not None and as_of > covered and (deadline.met_on is None or deadline.met_on > covered):
            yield _deemed_event(duty, deadline, duty.on_missed, covered + ONE_DAY)


def _deemed_event(duty: Duty, deadline: Deadline, kind: str, on: date) -> Event:
    return Event(
        id=f"{duty.key}/{deadline.trigger.id}/{kind}",
        kind=kind,
        happened_on=on,
        recorded_on=on,
        refers_to=deadline.trigger.id,
        detail={DEEMED_BY: duty.key},
    )
