"""What the law says to what somebody told us. No row is read and none is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from handrail.core.deadlines import Deadline, Event, deadlines
from handrail.core.duties import Force
from handrail.core.errors import CalendarEnds, EventNotUnderstood, KernelError, NoLawInForce
from handrail.core.fit import fit, questions_for
from handrail.law.lawbook import lawbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handrail.core.calendars import Calendars, SchoolCalendar
    from handrail.core.duties import Duty, EventKind, Limit
    from handrail.core.fit import Fit, Given, Question
    from handrail.core.plan_types import PlanType
    from handrail.law.sources import Source


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened, as somebody told it; `answers` is the number of what it answers."""

    number: int
    kind: EventKind
    on: date
    detail: Mapping[str, str] = field(default_factory=dict)
    answers: int | None = None

    @property
    def event(self) -> Event:
        return Event(
            id=str(self.number),
            kind=self.kind.key,
            happened_on=self.on,
            recorded_on=self.on,
            refers_to=None if self.answers is None else str(self.answers),
            detail=dict(self.detail),
        )


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A duty without a date, and why the law as it is known does not give one."""

    duty: Duty
    says: str
    known_from: date | None = None  # the first day from which the rule is known
    needs_school: bool = False  # it counts a school's own days, and nobody said which they are


@dataclass(frozen=True, slots=True)
class Answer:
    """Every date that follows from what was told, and what could not be counted."""

    deadlines: tuple[Deadline, ...]
    not_counted: tuple[NotCounted, ...] = ()


def answer(
    plan_type: PlanType, told: tuple[Told, ...], *, school: SchoolCalendar | None, as_of: date
) -> Answer:
    """What is due. A duty whose law is not known for that day is named; the others are still counted."""
    duties = lawbook().duties_in_force(plan_type.key)
    events = [one.event for one in told]
    calendars = lawbook().calendars(school, plan_type=plan_type.key)
    left_out: list[NotCounted] = []
    while True:
        try:
            found = deadlines(duties, events, calendars, as_of=as_of)
        except (NoLawInForce, EventNotUnderstood, CalendarEnds) as problem:
            failing = tuple(_failing(duties, events, calendars, as_of))
            # What a missed duty sets off may fail where no single duty does: then nothing is certain.
            left_out += failing or [NotCounted(duty, str(problem)) for duty in duties]
            names = {one.duty.key for one in left_out}
            duties = tuple(duty for duty in duties if duty.key not in names)
        else:
            return Answer(found, tuple(left_out))


def _failing(
    duties: tuple[Duty, ...], events: list[Event], calendars: Calendars, as_of: date
) -> Iterator[NotCounted]:
    for duty in duties:
        try:
            deadlines((duty,), events, calendars, as_of=as_of)
        except KernelError as problem:
            known_from = duty.within.history[-1].starts if isinstance(problem, NoLawInForce) else None
            yield NotCounted(duty, str(problem), known_from, isinstance(problem, CalendarEnds))


def fits(place: str, situation: Mapping[str, Given]) -> tuple[Fit, ...]:
    """Every plan type of a place held against what somebody told."""
    return fit(lawbook().plan_types(place), situation)


def fit_questions(place: str) -> tuple[Question, ...]:
    """What the criteria of a place ask."""
    return questions_for(lawbook().plan_types(place))


# --- the lawbook, as the guide asks it ----------------------------------------------------------------


def places() -> Mapping[str, str]:
    """The places that have a plan type, each with its name, in the order of the names."""
    book = lawbook()
    with_plans = {plan_type.jurisdiction for plan_type in book.plan_types()}
    found = {key: one.name for key, one in book.jurisdictions.items() if key in with_plans}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def plan_types_with_dates(place: str) -> tuple[PlanType, ...]:
    """The plan types of a place that are law or practice today and have duties to count."""
    return tuple(one for one in lawbook().plan_types(place) if lawbook().duties_in_force(one.key))


def plan_type(key: str) -> PlanType | None:
    return lawbook().all_plan_types.get(key)


def event_kinds(plan_type: PlanType) -> tuple[EventKind, ...]:
    """What can be told: what a duty listens for, and a birth, which a case would take from the pupil's record."""
    return lawbook().event_kinds_heard(plan_type.key)


def event_says(kind: str) -> str:
    """What an event means, also one that nobody reports and the law takes to have happened."""
    return lawbook().event_kinds[kind].says


def duty_in(place: str, key: str) -> tuple[PlanType, Duty] | None:
    """A duty of a place with the first plan type that has it; a part of a duty, as SC-01.copy, stands for it too."""
    for one in lawbook().plan_types(place):
        for duty in lawbook().duties(one.key):
            if duty.key == key or duty.key.startswith(f"{key}."):
                return one, duty
    return None


def in_force(plan_type: PlanType, duty: Duty) -> bool:
    return plan_type.status is Force.IN_FORCE and duty.force is Force.IN_FORCE


def limit_today(duty: Duty, *, on: date) -> Limit | None:
    """How long a duty gives today; nothing where it is no law today."""
    if duty.force is not Force.IN_FORCE:
        return None
    try:
        return duty.within.on(on)
    except NoLawInForce:
        return None


def sources_of(place: str) -> tuple[Source, ...]:
    """The sources of a place, its own first, then those of the wider place that it extends."""
    found: tuple[Source, ...] = ()
    at: str | None = place
    while at is not None:
        found += tuple(one for key, one in lawbook().sources.items() if key.startswith(f"{at}/"))
        at = lawbook().jurisdictions[at].extends
    return found
