"""Events in, explained deadlines out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handrail.core.calendars import ONE_DAY, Calendars
from handrail.core.clocks import Clock
from handrail.core.duties import ChosenBy, Duty, Event, Force
from handrail.core.errors import DutiesGoRound, NoLawInForce
from handrail.core.explanations import Explanation
from handrail.core.standings import Deadline, Standing
from handrail.core.story import DEEMED_BY, Matter, Story, Trigger, triggers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

__all__ = ["Deadline", "Event", "Explanation", "Standing", "deadlines"]

# A year runs out, its review is missed, and that gives a right: three. Law that goes on for longer than
# this is data that goes in a circle.
LONGEST_CHAIN: Final = 12


def deadlines(
    duties: Iterable[Duty], events: Iterable[Event], calendars: Calendars, *, as_of: date | None = None
) -> tuple[Deadline, ...]:
    """Every deadline that the events start, in the order of the duties and then of the days.

    What a missed duty sets off, such as a refusal that the law takes as given, appears only once its day
    has passed, so only where `as_of` says what day it is.
    """
    duties = tuple(duty for duty in duties if duty.force is Force.IN_FORCE)
    told = tuple(event for event in events if DEEMED_BY not in event.detail)
    deemed: dict[str, Event] = {}
    story = Story(told)
    found = {place: tuple(_deadlines_of(duty, story, calendars)) for place, duty in enumerate(duties)}
    for _ in range(LONGEST_CHAIN):
        now_deemed = {
            event.id: event
            for place, of_duty in found.items()
            for deadline in of_duty
            for event in _deemed(duties[place], deadline, as_of)
        }
        if now_deemed == deemed:
            return tuple(deadline for of_duty in found.values() for deadline in of_duty)
        changed = {
            event.kind
            for key in now_deemed.keys() | deemed.keys()
            if now_deemed.get(key) != deemed.get(key)
            for event in (now_deemed.get(key), deemed.get(key))
            if event is not None
        }
        deemed = now_deemed
        story = Story((*told, *deemed.values()))
        # What was deemed concerns only the duties that listen for it.
        for place, duty in enumerate(duties):
            if not duty.hears.isdisjoint(changed):
                found[place] = tuple(_deadlines_of(duty, story, calendars))
    raise DutiesGoRound("These duties start one another without end.")


def _deadlines_of(duty: Duty, story: Story, calendars: Calendars) -> Iterator[Deadline]:
    triggers = triggers_of(duty, story)
    for trigger in triggers:
        if duty.chosen_by is ChosenBy.DUE_DAY:
            yield from _in_force_when_due(duty, Matter(duty, trigger, triggers, story), calendars)
            continue
        try:
            rule_from, limit = duty.within.entry_on(_chosen_on(duty, trigger))
        except NoLawInForce as gone:
            # The law is known to ask nothing any more: an answer, not a gap. And nobody can tell a story
            # without what the law takes to have happened in it, so an old silence takes no other day away.
            if gone.repealed_on is None and DEEMED_BY not in trigger.event.detail:
                raise
            continue
        yield Clock(Matter(duty, trigger, triggers, story), rule_from, limit, calendars).deadline()


def _in_force_when_due(duty: Duty, matter: Matter, calendars: Calendars) -> Iterator[Deadline]:
    """The deadline under the newest rule that is in force on the day it gives itself."""
    for entry in duty.within.history:
        if entry.value is None:
            return
        deadline = Clock(matter, entry.starts, entry.value, calendars).deadline()
        if deadline.falls_on is None or deadline.falls_on >= entry.starts:
            yield deadline
            return


def _chosen_on(duty: Duty, trigger: Trigger) -> date:
    return trigger.on if duty.chosen_by is ChosenBy.COUNTED_DAY else trigger.event.happened_on


def _deemed(duty: Duty, deadline: Deadline, as_of: date | None) -> Iterator[Event]:
    """What the law takes to have happened: a year has run out; a refusal, since nobody answered."""
    if deadline.falls_on is None or deadline.stopped_by is not None:
        return
    if duty.on_expiry is not None and deadline.met_by is None:
        yield _deemed_event(deadline, duty.on_expiry, deadline.falls_on)
    if duty.on_missed is not None and as_of is not None:
        last = deadline.excused_until if deadline.excuse is not None else deadline.falls_on
        if last is not None and last < as_of and (deadline.met_on is None or last < deadline.met_on):
            yield _deemed_event(deadline, duty.on_missed, last + ONE_DAY)


def _deemed_event(deadline: Deadline, kind: str, on: date) -> Event:
    return Event(
        id=f"{deadline.duty}/{deadline.trigger.id}/{kind}",
        kind=kind,
        happened_on=on,
        recorded_on=on,
        refers_to=deadline.trigger.id,
        detail={DEEMED_BY: deadline.duty},
    )
