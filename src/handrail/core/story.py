"""The events of a case, in order, and which of them belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handrail.core.duties import HAPPENED_ON, Choose, Duty, Event, Start, When
from handrail.core.errors import EventNotUnderstood

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

# An event that the law takes to have happened says which duty made it so.
DEEMED_BY: Final = "deemed_by"


class Story:
    """The events of a case in the order in which they happened."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = sorted(events, key=lambda event: (event.happened_on, event.recorded_on))
        self._place = {event.id: place for place, event in enumerate(self.events)}
        self._by_kind: dict[str, list[Event]] = {}
        for event in self.events:
            self._by_kind.setdefault(event.kind, []).append(event)
        self.kinds = self._by_kind.keys()

    def before(self, one: Event, other: Event) -> bool:
        return self._place[one.id] < self._place[other.id]

    def fitting(self, whens: Iterable[When]) -> list[Event]:
        """The events that one of these conditions describes, in order."""
        found = {
            event.id: event
            for when in whens
            for event in self._by_kind.get(when.event, ())
            if when.fits(event)
        }
        return sorted(found.values(), key=lambda event: self._place[event.id])

    def of_kinds(self, kinds: Iterable[str]) -> list[Event]:
        """The events of these kinds, in order."""
        found = [event for kind in kinds for event in self._by_kind.get(kind, ())]
        return sorted(found, key=lambda event: self._place[event.id])

    def thread(self, event: Event) -> frozenset[str]:
        """An event and those it goes back to: an answer to any of them is an answer in this matter."""
        seen: set[str] = set()
        at: str | None = event.id
        while at is not None and at not in seen:
            seen.add(at)
            at = self.events[self._place[at]].refers_to if at in self._place else None
        return frozenset(seen)


BORN: Final = "born"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An event that lies before what has to come first: the birth, or what it answers."""

    event: Event
    first: Event


def contradictions(events: Iterable[Event]) -> Iterator[Contradiction]:
    """Events that cannot have happened on their days, the earliest first.

    Nothing happens before the pupil is born, and nothing is answered before anything of its kind was asked.
    An answer may come before the very event it names: one that corrects an earlier event of the same kind.
    """
    story = Story(events)
    birth = next((event for event in story.events if event.kind == BORN), None)
    by_id = {event.id: event for event in story.events}
    for event in story.events:
        if birth is not None and event.happened_on < birth.happened_on:
            yield Contradiction(event, birth)
            continue
        asked = by_id.get(event.refers_to or "")
        if asked is None or asked.happened_on <= event.happened_on:
            continue
        if not any(one.kind == asked.kind and one.happened_on <= event.happened_on for one in story.events):
            yield Contradiction(event, asked)


def impossible(events: Iterable[Event]) -> str | None:
    """Why events cannot have happened as they are told, as a sentence; nothing if they can."""
    found = next(contradictions(events), None)
    if found is None:
        return None
    event, first = found.event, found.first
    if first.kind == BORN:
        return (
            f"{event.kind} on {event.happened_on} lies before the pupil was born on {first.happened_on}. "
            "Check both days."
        )
    return (
        f"{event.kind} on {event.happened_on} answers {first.kind}, which happened only on "
        f"{first.happened_on}. Check both days."
    )


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that starts a clock, the day from which the clock counts, and which start it fits."""

    event: Event
    on: date
    start: Start


def triggers_of(duty: Duty, story: Story) -> tuple[Trigger, ...]:
    """The events that start a duty's clock; one of each run of them where the law takes one of several."""
    if duty.started_by.isdisjoint(story.kinds):
        return ()
    found = []
    for event in story.of_kinds(duty.started_by):
        start = next((start for start in duty.starts if start.when.fits(event)), None)
        if start is not None:
            found.append(Trigger(event, _counted_from(start, event, duty), start))
    if duty.choose is Choose.EACH:
        return tuple(found)
    # A run is over once the duty has been met: the next such event starts a new matter.
    ends = story.fitting(duty.met_by)
    runs: dict[int, list[Trigger]] = {}
    for trigger in found:
        runs.setdefault(sum(1 for end in ends if story.before(end, trigger.event)), []).append(trigger)
    pick = min if duty.choose is Choose.EARLIEST else max
    return tuple(pick(run, key=lambda trigger: trigger.on) for run in runs.values())


def _counted_from(start: Start, event: Event, duty: Duty) -> date:
    days = [
        event.happened_on if name == HAPPENED_ON else event.day(name)
        for name in start.counts_from
        if name == HAPPENED_ON or name in event.detail
    ]
    if not days:
        raise EventNotUnderstood(
            f"{duty.key} counts from {' or '.join(start.counts_from)}, "
            f"and event {event.id} ({event.kind}) does not say it."
        )
    return max(days)


@dataclass(frozen=True, slots=True)
class Matter:
    """One trigger of a duty among its others, to find the events that belong to it."""

    duty: Duty
    trigger: Trigger
    triggers: tuple[Trigger, ...]
    story: Story

    def first(self, whens: tuple[When, ...]) -> Event | None:
        """The first event of a kind that belongs to this matter."""
        return next((event for event in self.story.fitting(whens) if self._ends(event)), None)

    def _ends(self, event: Event) -> bool:
        trigger = self.trigger.event
        if event.id == trigger.id:
            return False
        if event.id in self.story.thread(trigger) and self.story.before(event, trigger):
            return False  # What the trigger itself goes back to cannot be its answer.
        if event.kind in self.duty.started_by and self.story.before(event, trigger):
            return False
        if event.refers_to is not None and event.refers_to in self.story.thread(trigger):
            # Somebody said that it answers this, so it may even have come before: advice that was
            # sought for one leaving date still counts when the date is corrected.
            return True
        if event.happened_on < trigger.happened_on:
            return False
        if event.refers_to is not None:
            return not self._answers_another(event)
        # Two services were asked, and one answered without saying to what: that closes neither question.
        return not self.duty.answered_apart or len(self._started_by(event)) == 1

    def _answers_another(self, event: Event) -> bool:
        return any(
            event.refers_to in self.story.thread(other.event)
            for other in self.triggers
            if other != self.trigger and self.story.before(other.event, event)
        )

    def _started_by(self, event: Event) -> list[Trigger]:
        return [one for one in self.triggers if one.event.happened_on <= event.happened_on]

    def last_notice(self) -> Event | None:
        """The last notice that this matter will take longer."""
        if self.duty.excused_by is None:
            return None
        told = reversed(self.story.of_kinds((self.duty.excused_by,)))
        return next((event for event in told if self._is_notice_of_this(event)), None)

    def _is_notice_of_this(self, event: Event) -> bool:
        """It names the duty, or the event that started it; if only the duty, the latest matter is meant."""
        if event.detail.get("duty", self.duty.key) != self.duty.key:
            return False
        if event.refers_to is not None:
            return event.refers_to in self.story.thread(self.trigger.event)
        return "duty" in event.detail and self._started_by(event)[-1:] == [self.trigger]
