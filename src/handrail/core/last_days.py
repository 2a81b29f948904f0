"""The last day of a limit: one count, and whatever the law lays over it.

Most limits are a single count. Some are the later or the earlier of two, some give way to a rule for the end
of a school year, some grow with days of absence, some look forward to the plan that will then be in force, and
some can be read in two ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handrail.core.duties import ABSENT, HAPPENED_ON, From, Left, Pick, Which
from handrail.core.errors import CalendarEnds, SchoolCalendarEnds
from handrail.core.explanations import in_words, limit_in_words, span_in_words
from handrail.core.periods import ONE_YEAR, Span

if TYPE_CHECKING:
    from datetime import date

    from handrail.core.calendars import Calendars
    from handrail.core.duties import Also, Event, Limit, Override
    from handrail.core.fixed_days import Length
    from handrail.core.periods import Count
    from handrail.core.story import Matter

SCHOOL_DAYS_ABSENT: Final = "school_days"


@dataclass(frozen=True, slots=True)
class Reading:
    """The day that a disputed rule gives when it is read in another way; none beyond the known calendar."""

    falls_on: date | None
    says: str


@dataclass(frozen=True, slots=True)
class LastDay:
    """A last day with how it was found, in words and in steps. No day: no number, or no calendar."""

    falls_on: date | None
    count: Count | None
    says: str
    steps: tuple[str, ...]
    readings: tuple[Reading, ...] = ()
    needs_calendar: bool = False

    @classmethod
    def unknown(cls, because: CalendarEnds) -> LastDay:
        """No day, since the calendar that is known does not say."""
        says = f"Handrail cannot name the last day yet. {because}"
        return cls(None, None, says, (), needs_calendar=isinstance(because, SchoolCalendarEnds))


@dataclass(frozen=True, slots=True)
class Finding:
    """The search for one limit's last day, counted from one day."""

    limit: Limit
    matter: Matter
    start: date
    calendars: Calendars

    def last_day(self) -> LastDay:
        limit, nature = self.limit, self.matter.duty.nature
        if limit.span is None:
            return LastDay(None, None, limit_in_words(limit, nature, self.start, None, self.calendars), ())
        try:
            return self._found(limit.span)
        except CalendarEnds as unknown:
            return LastDay.unknown(unknown)

    def _found(self, span: Length) -> LastDay:
        span, absent = self._lengthened(span)
        count = span.count(self.start, self.calendars)
        says = limit_in_words(
            self.limit, self.matter.duty.nature, self.start, count, self.calendars, span=span
        )
        found = LastDay(count.last_day, count, says + absent, count.steps)
        for override in self.limit.overrides:
            if self._holds(override, count.last_day):
                # It takes the place of the count, in whatever way that is read.
                return self._overridden(override, count)
        for also in self.limit.also:
            found = self._with_second_count(found, also)
        if self.limit.in_effect is not None:
            found = self._looking_forward(found, self.limit.in_effect)
        return self._with_readings(found)

    def _lengthened(self, span: Length) -> tuple[Length, str]:
        """The span with the days of absence that the law adds to it."""
        absences = self.limit.absences
        if absences is None:
            return span, ""
        days = self._absent_days()
        added = max(0, days - absences.beyond) if days >= absences.at_least else 0
        if added == 0 or not isinstance(span, Span):
            return span, ""
        return span.longer(added), f" {added} more are added for {days} school days of absence."

    def _absent_days(self) -> int:
        thread = self.matter.story.thread(self.matter.trigger.event)
        begun = self.matter.trigger.event.happened_on
        return sum(
            event.number(SCHOOL_DAYS_ABSENT)
            for event in self.matter.story.events
            if event.kind == ABSENT
            and (event.refers_to in thread if event.refers_to else event.happened_on >= begun)
        )

    def _holds(self, override: Override, last: date) -> bool:
        school = self.calendars.school_days()
        if override.in_summer:
            return school.in_summer(last)
        if self.limit.absences is not None and self._absent_days() >= self.limit.absences.at_least:
            return False  # The absences give the ordinary, longer count back.
        measured_from = self._measured_from(override)
        year = None if measured_from is None else school.year_on(measured_from)
        if measured_from is None or year is None:
            return False
        first, ends = measured_from + timedelta(days=1), year[-1].ends
        left = (
            (ends - measured_from).days
            if override.left is Left.DAYS
            else school.school_days_between(first, ends)
            if first <= ends
            else 0
        )
        return override.at_least <= left and (override.fewer_than is None or left < override.fewer_than)

    def _measured_from(self, override: Override) -> date | None:
        """The day from which what is left of the school year is measured; nothing if it was not recorded."""
        if not override.left_after:
            return self.start
        trigger = self.matter.trigger.event
        before = [
            event
            for event in self.matter.story.of_kinds(override.left_after)
            if event.happened_on <= trigger.happened_on
        ]
        thread = self.matter.story.thread(trigger)
        named = [event for event in before if event.id in thread]
        return (named or before)[-1].happened_on if before else None

    def _overridden(self, override: Override, ordinary: Count) -> LastDay:
        school, start = self.calendars.school_days(), self.start
        if override.counted_from is From.LAST_SCHOOL_DAY:
            start = school.year_around(self.start)[-1].ends
        elif override.counted_from is From.NEXT_FIRST_SCHOOL_DAY:
            start = school.year_after(self.start)[0].starts
        count = override.gives.count(start, self.calendars)
        says = f"{override.says} So the last day is {in_words(count.last_day)}."
        steps = (
            *ordinary.steps,
            f"Rule for the end of the school year instead: {override.gives}, from {start}",
            *count.steps,
        )
        return LastDay(count.last_day, count, says, steps)

    def _with_second_count(self, found: LastDay, also: Also) -> LastDay:
        event = self._event_of(also)
        if event is None or found.falls_on is None:
            return LastDay(
                found.falls_on,
                found.count,
                f"{found.says} Or {_lower(also.says)}, if that is {also.pick}.",
                found.steps,
            )
        start = max(
            event.happened_on if name == HAPPENED_ON else event.day(name) for name in also.counts_from
        )
        count = also.span.count(start, self.calendars)
        pick = max if also.pick is Pick.LATER else min
        falls_on = pick(found.falls_on, count.last_day)
        says = (
            f"{found.says} {also.says}: {span_in_words(also.span, start, count, self.calendars)} "
            f"The {also.pick} of the two counts: {in_words(falls_on)}."
        )
        steps = (
            *found.steps,
            f"Second count from {event.kind} ({event.id}): {also.span}, from {start}",
            *count.steps,
            f"The {also.pick} of {found.falls_on} and {count.last_day} = {falls_on}",
        )
        return LastDay(falls_on, count if falls_on == count.last_day else found.count, says, steps)

    def _event_of(self, also: Also) -> Event | None:
        if also.which is Which.FIRST_AFTER:
            return self.matter.first((also.when,))
        trigger = self.matter.trigger.event
        if also.which is Which.NEXT:
            to_come = [
                event
                for event in self.matter.story.fitting((also.when,))
                if event.id != trigger.id and _counted_from(also, event) > self.start
            ]
            return min(to_come, key=lambda event: _counted_from(also, event), default=None)
        before = [
            event
            for event in self.matter.story.fitting((also.when,))
            if event.happened_on <= trigger.happened_on and event.id != trigger.id
        ]
        return before[-1] if before else None

    def _looking_forward(self, found: LastDay, kind: str) -> LastDay:
        """The start of the plan year that holds the day: what must be in a plan then must be in it from its start."""
        starts = [event.happened_on for event in self.matter.story.events if event.kind == kind]
        known = [day for day in starts if found.falls_on is not None and day <= found.falls_on]
        if not known or found.falls_on is None:
            return found
        years, plan_starts = 0, known[-1]
        while (
            following := ONE_YEAR.longer(years).count(known[-1], self.calendars).last_day
        ) <= found.falls_on:
            years, plan_starts = years + 1, following
        says = (
            f"{found.says} The plan in force on that day is the one that starts on {in_words(plan_starts)}, "
            "so it must be in that one."
        )
        steps = (*found.steps, f"Plan year that holds {found.falls_on} starts on {plan_starts}")
        return LastDay(plan_starts, found.count, says, steps)

    def _with_readings(self, found: LastDay) -> LastDay:
        says, steps, readings = found.says, found.steps, []
        for other in self.limit.readings:
            try:
                on = self._lengthened(other.span)[0].last_day(self.start, self.calendars)
            except CalendarEnds:
                on = None
            readings.append(Reading(on, other.says))
            if on != found.falls_on:
                when = in_words(on) if on else "a day that the known calendar does not reach"
                says += (
                    f" The rule can also be read to give {when}. {other.says} Handrail uses the safer day."
                )
            steps = (*steps, f"Another reading: {other.span} = {on}")
        return LastDay(found.falls_on, found.count, says, steps, tuple(readings))


def _counted_from(also: Also, event: Event) -> date:
    return max(event.happened_on if name == HAPPENED_ON else event.day(name) for name in also.counts_from)


def _lower(says: str) -> str:
    return says[0].lower() + says[1:]
