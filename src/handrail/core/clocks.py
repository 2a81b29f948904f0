"""One duty's clock, from the event that starts it to a deadline that says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.core.errors import CalendarEnds, SchoolCalendarEnds
from handrail.core.explanations import Explanation, aim_in_words, in_words
from handrail.core.last_days import Finding, LastDay
from handrail.core.standings import Deadline

if TYPE_CHECKING:
    from datetime import date

    from handrail.core.calendars import Calendars
    from handrail.core.duties import Duty, Event, Excuse, Limit
    from handrail.core.story import Matter


@dataclass(frozen=True, slots=True)
class _Ending:
    """What ended a clock: the duty was met, the clock was stopped, or the day itself came."""

    met_on: date | None = None
    met_by: Event | None = None
    stopped_by: Event | None = None
    trace: str = "Not met and not stopped"


@dataclass(frozen=True, slots=True)
class _Aim:
    """The day to work towards where the law gives no number, with its words."""

    on: date | None = None
    says: str = ""
    needs_calendar: bool = False


@dataclass(frozen=True, slots=True)
class _Reason:
    """A reason for a later date, and until when it covers."""

    excuse: Excuse | None = None
    until: date | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty as the law stood on one day, started by one event."""

    matter: Matter
    rule_from: date
    limit: Limit
    calendars: Calendars

    def deadline(self) -> Deadline:
        duty, trigger = self.matter.duty, self.matter.trigger
        try:
            start, received = self._received()
            last = Finding(self.limit, self.matter, start, self.calendars).last_day()
        except CalendarEnds as unknown:
            # When it is taken to have come cannot be told either.
            start, received, last = trigger.on, "", LastDay.unknown(unknown)
        cap_on = self._cap_on(start)
        aim = self._aim(start)
        ending = self._ending(last.falls_on)
        reason = self._reason(last.falls_on, cap_on)
        return Deadline(
            duty=duty.key,
            title=duty.title,
            says=duty.says,
            party=duty.party,
            nature=duty.nature,
            trigger=trigger.event,
            trigger_on=start,
            falls_on=last.falls_on,
            aim_on=aim.on,
            cap_on=cap_on,
            excuse=reason.excuse,
            excused_until=reason.until,
            met_on=ending.met_on,
            met_by=ending.met_by,
            stopped_on=ending.stopped_by.happened_on if ending.stopped_by else None,
            stopped_by=ending.stopped_by,
            if_missed=duty.if_missed,
            readings=last.readings,
            place=duty.place,
            replaces=tuple(one.key for one in duty.replaces),
            explanation=Explanation(
                sentence=received
                + last.says
                + aim.says
                + (reason.says or _cap_in_words(last.falls_on, cap_on)),
                trace=self._trace(start, last, cap_on, ending, reason),
                first_day=last.count.first_day if last.count else None,
                last_day=last.falls_on,
                day_one_counted=last.count.day_one_counted if last.count else False,
                assumptions=self._assumptions(),
                needs_calendar=last.needs_calendar or aim.needs_calendar,
            ),
            citation=self.limit.citation,
            rule_from=self.rule_from,
        )

    def _received(self) -> tuple[date, str]:
        """The day to count from, where the law says when something sent is taken to have come."""
        trigger = self.matter.trigger
        start = trigger.start
        if start.received is None or not all(
            trigger.event.detail.get(key) == value for key, value in start.received_if.items()
        ):
            return trigger.on, ""
        on = start.received.last_day(trigger.on, self.calendars)
        return on, f"What was sent on {in_words(trigger.on)} is taken to have come on {in_words(on)}. "

    def _cap_on(self, start: date) -> date | None:
        try:
            return self.limit.cap.last_day(start, self.calendars) if self.limit.cap else None
        except CalendarEnds:
            return None

    def _aim(self, start: date) -> _Aim:
        aim = self.limit.aim
        if aim is None:
            return _Aim()
        within = aim_in_words(aim)
        try:
            on = aim.last_day(start, self.calendars)
        except CalendarEnds as unknown:
            says = f" The aim is to do it {within}; the school's calendar does not reach that far yet."
            return _Aim(None, says, needs_calendar=isinstance(unknown, SchoolCalendarEnds))
        return _Aim(on, f" The aim is to do it {within}: by {in_words(on)}.")

    def _ending(self, falls_on: date | None) -> _Ending:
        duty, story = self.matter.duty, self.matter.story
        met_by, stopped_by = self.matter.first(duty.met_by), self.matter.first(duty.stopped_by)
        if met_by is not None and stopped_by is not None:
            if story.before(met_by, stopped_by):
                stopped_by = None
            else:
                met_by = None
        first = met_by or stopped_by
        # Some duties wait for the day itself: a year runs out whether or not anybody acts.
        if duty.on_expiry and falls_on is not None and (first is None or first.happened_on > falls_on):
            return _Ending(met_on=falls_on, trace=f"Runs out on {falls_on}: {duty.on_expiry}")
        if met_by is not None:
            met = f"Met by {met_by.kind} ({met_by.id}) on {met_by.happened_on}"
            return _Ending(met_on=met_by.happened_on, met_by=met_by, trace=met)
        if stopped_by is not None:
            stopped = f"Stopped by {stopped_by.kind} ({stopped_by.id}) on {stopped_by.happened_on}"
            return _Ending(stopped_by=stopped_by, trace=stopped)
        return _Ending()

    def _reason(self, falls_on: date | None, cap_on: date | None) -> _Reason:
        """The reason for a later date. It never makes a date earlier, and never goes past the cap."""
        if falls_on is None:
            return _Reason()
        duty, learned_on = self.matter.duty, self.matter.trigger.event.happened_on
        automatic = next((excuse for excuse in duty.excuses if excuse.automatic), None)
        if automatic is not None and learned_on > falls_on:
            says = f" This became known on {in_words(learned_on)}, after that day. {automatic.says}"
            return _Reason(automatic, None, says)
        notice = self.matter.last_notice()
        excuse = duty.excuse(notice.detail.get("excuse", "")) if notice is not None else None
        if notice is None or excuse is None:
            return _Reason()
        asked = notice.day("new_date") if "new_date" in notice.detail else cap_on
        until = min((day for day in (asked, cap_on) if day is not None), default=None)
        says = f" A reason for a later date was given on {in_words(notice.happened_on)}: {excuse.says}"
        if until is None:
            return _Reason(excuse, None, says)
        until = max(until, falls_on)
        return _Reason(excuse, until, f"{says} The new last day is {in_words(until)}.")

    def _trace(
        self, start: date, last: LastDay, cap_on: date | None, ending: _Ending, reason: _Reason
    ) -> tuple[str, ...]:
        duty, trigger = self.matter.duty, self.matter.trigger
        event = trigger.event
        steps = [
            f"{duty.key} ({duty.nature}), {self.limit.citation.short}",
            f"Rule in force from {self.rule_from}, chosen by the {duty.chosen_by.replace('_', ' ')}",
            f"Started by {event.kind} ({event.id}), happened on {event.happened_on}, "
            f"recorded on {event.recorded_on}; counted from {start}",
            f"Span: {self.limit.span or 'none, a standard without a number'}",
            *last.steps,
        ]
        if duty.place:
            steps.insert(1, _whose(duty))
        if cap_on is not None:
            steps.append(f"Cap: {self.limit.cap} = {cap_on}")
        if reason.excuse is not None:
            steps.append(
                f"Reason: {reason.excuse.key}, {reason.excuse.citation.short}, "
                f"covers until {reason.until or 'no set day'}"
            )
        return (*steps, ending.trace)

    def _assumptions(self) -> tuple[str, ...]:
        said = self.matter.duty.assumptions
        if self.limit.citation.to_be_verified:
            return (*said, "This rule is to be verified: it was not read in the official text.")
        return said


def _whose(duty: Duty) -> str:
    """Whose rule it is, and which rules of a wider place it takes the place of."""
    if not duty.replaces:
        return f"Rule of {duty.place}"
    others = ", ".join(
        f"{one.key} of {one.place} ({one.within.history[0].value.span or 'no number'})"
        if one.within.history[0].value
        else f"{one.key} of {one.place}"
        for one in duty.replaces
    )
    return f"Rule of {duty.place}, in the place of {others}"


def _cap_in_words(falls_on: date | None, cap_on: date | None) -> str:
    if falls_on is None or cap_on is None:
        return ""
    return f" With a reason the law allows it can be later, but not after {in_words(cap_on)}."
