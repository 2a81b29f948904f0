"""The steps on the way to a plan, after it and at its end: which is done, which is next, and what holds back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handrail.core.explanations import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from handrail.core.citations import Citation
    from handrail.core.duties import Event, Party, When

ISSUED: Final = "plan_issued"
"""The event that issuing records itself."""

ENDED: Final = "plan_discontinued"
"""The event that ending a plan records itself."""


class Phase(StrEnum):
    """When a step has its place."""

    BEFORE = "before"  # on the way to issue
    ISSUE = "issue"  # issuing itself
    AFTER = "after"
    ENDING = "ending"  # on the way to the end of the plan


class Round(StrEnum):
    """Whether a step belongs to the first plan, to each later one, or to all."""

    FIRST = "first"
    AGAIN = "again"
    ALWAYS = "always"


class Weight(StrEnum):
    """What a step that was left out means for what comes after it."""

    NEEDED = "needed"  # the law makes it a condition: it holds the plan back
    EXPECTED = "expected"  # a reason to stop and think; people decide
    IF_ASKED = "if_asked"  # only where it happens


class Audience(StrEnum):
    """Whom a step tells something."""

    FAMILY = "family"
    PUPIL = "pupil"
    PROFESSIONALS = "professionals"

    @property
    def label(self) -> str:
        return {
            Audience.FAMILY: "the family",
            Audience.PUPIL: "the pupil",
            Audience.PROFESSIONALS: "the professionals",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A time that must pass after a step, which is a duty of its own; an answer may end it sooner."""

    duty: str
    unless: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a plan type. Without a citation it is Handrail's own practice."""

    key: str
    title: str
    says: str
    party: Party
    phase: Phase
    round: Round
    weight: Weight
    tells: tuple[Audience, ...]
    event: When
    after: tuple[str, ...]  # steps whose day may not be later than this one's
    duty: str | None  # whose day is the day of this step
    wait: Wait | None
    freezes_draft: bool  # what the family sees is kept as it stood
    left_blank: tuple[str, ...]  # sections that are empty in what the family sees
    missing: str  # a sentence for whoever would go on without it
    citation: Citation | None

    def belongs(self, *, first: bool) -> bool:
        """Whether it is a step of a first plan, or of a later one."""
        return self.round is Round.ALWAYS or (self.round is Round.FIRST) == first


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a plan ends: who decides, and how long what was written is kept."""

    says: str
    decides: str
    keeps: tuple[str, ...]  # the duties that say how long
    because: tuple[str, ...]  # the reasons that the event knows, where it knows some
    citation: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSteps:
    """The steps of one plan type, in order, and how it ends."""

    steps: tuple[Step, ...]
    ending: Ending

    def of(self, *phases: Phase, first: bool) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.phase in phases and step.belongs(first=first))

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty's clock in a case, as far as steps look at it."""

    duty: str
    trigger: str  # the id of the event that started it
    falls_on: date | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One step as it stands on a day."""

    step: Step
    done: Event | None
    due_on: date | None  # the day by law, where a clock runs
    waits_until: date | None  # the last day of the wait that it began
    is_next: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """What holds back, or gives pause, before going on: a sentence and its source."""

    step: Step
    says: str
    citation: Citation | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What happened in a case, and which clocks run. `as_step` says as which step somebody recorded an event."""

    events: tuple[Event, ...] = ()
    clocks: tuple[Clock, ...] = ()
    as_step: Mapping[str, str] = field(default_factory=dict)

    def latest(self, step: Step) -> Event | None:
        """The last event that records a step. One that was recorded as another step does not count for it."""
        fitting = [
            event
            for event in self.events
            if step.event.fits(event) and self.as_step.get(event.id, step.key) == step.key
        ]
        return max(fitting, key=lambda event: event.happened_on, default=None)


def seen(steps: Sequence[Step], told: Told) -> tuple[StepSeen, ...]:
    """Each step with the latest event that records it. The first one that nobody recorded is next."""
    found: list[StepSeen] = []
    next_is_known = False
    for step in steps:
        done = told.latest(step)
        is_next = done is None and not next_is_known and step.weight is not Weight.IF_ASKED
        next_is_known |= is_next
        found.append(
            StepSeen(
                step=step,
                done=done,
                due_on=_due_on(step, told.clocks) if done is None else None,
                waits_until=_waits_until(step, done, told.clocks),
                is_next=is_next,
            )
        )
    return tuple(found)


def holds(steps: Sequence[Step], told: Told, *, on: date) -> tuple[Hold, ...]:
    """What stands against going on on a day: steps that were left out, and waits that are not over."""
    found: list[Hold] = []
    for one in seen(steps, told):
        step = one.step
        if one.done is None:
            if step.weight is not Weight.IF_ASKED:
                found.append(Hold(step, step.missing, step.citation, step.weight is Weight.NEEDED))
            continue
        if one.waits_until is None or on > one.waits_until or _answered(step, one.done, told.events):
            continue
        free = one.waits_until + timedelta(days=1)
        found.append(
            Hold(
                step,
                f"{step.title}: that was on {in_words(one.done.happened_on)}. The time it gives runs until"
                f" {in_words(one.waits_until)}. You can go on from {in_words(free)}"
                + (", or sooner once the answer is recorded." if step.wait and step.wait.unless else "."),
                step.citation,
                step.weight is Weight.NEEDED,
            )
        )
    return tuple(found)


def out_of_order(step: Step, on: date, steps: Sequence[Step], told: Told) -> str | None:
    """Why a step cannot have happened on a day, as a sentence; nothing if it can."""
    for earlier in (one for one in steps if one.key in step.after):
        done = told.latest(earlier)
        if done is None:
            return f"Record this first: {earlier.title}."
        if done.happened_on > on:
            return (
                f"“{earlier.title}” happened on {in_words(done.happened_on)}, and this comes after it."
                " Check the day."
            )
    return None


def _answered(step: Step, done: Event, events: Iterable[Event]) -> bool:
    unless = step.wait.unless if step.wait else None
    return any(event.kind == unless and event.happened_on >= done.happened_on for event in events)


def _waits_until(step: Step, done: Event | None, clocks: Iterable[Clock]) -> date | None:
    if step.wait is None or done is None:
        return None
    return next(
        (one.falls_on for one in clocks if one.duty == step.wait.duty and one.trigger == done.id), None
    )


def _due_on(step: Step, clocks: Iterable[Clock]) -> date | None:
    days = [one.falls_on for one in clocks if one.duty == step.duty and one.is_open and one.falls_on]
    return min(days, default=None)
