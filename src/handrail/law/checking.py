"""What is wrong with the law's data beyond its form: gaps, dead ends, and readings that are due.

The reader refuses what cannot be law at all. This finds what can be read and still is not good enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.core.citations import Confidence
from handrail.core.deadlines import deadlines
from handrail.core.duties import ChosenBy, Force
from handrail.core.errors import KernelError
from handrail.core.story import BORN
from handrail.law.worked_cases import disagreements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handrail.core.duties import Duty
    from handrail.core.plan_types import PlanType
    from handrail.law.lawbook import Lawbook


def faults(book: Lawbook, *, as_of: date) -> list[str]:
    """Every fault as a sentence that says where and what to do."""
    return [
        *_to_be_read_again(book, as_of),
        *_deaf_events(book),
        *_untested_duties(book),
        *_wrong_cases(book),
        *_without_criteria(book),
        *_older_than_their_rule(book),
        *_without_steps(book),
    ]


def _to_be_read_again(book: Lawbook, as_of: date) -> Iterator[str]:
    for key in book.to_be_read_again(as_of):
        yield f"{key} was to be read again by {as_of}. Read its source, and set checked_on and next_review."


def _deaf_events(book: Lawbook) -> Iterator[str]:
    """Events that no duty hears and nothing else needs."""
    heard = {
        kind
        for duties in book.duties_by_plan_type.values()
        for duty in duties
        for kind in (*duty.hears, duty.on_missed, duty.on_expiry)
    }
    answered = {asked for kind in book.event_kinds.values() for asked in kind.answers}
    ways = {
        name
        for one in book.disputes.values()
        for name in (one.starts_with, *one.ends_with)
        if name is not None
    }
    steps = {step.event.event for one in book.steps_by_plan_type.values() for step in one.steps}
    for key, kind in book.event_kinds.items():
        if key not in heard | answered | ways | steps:
            yield f'The event "{key}" ({kind.says}) is heard by no duty. Take it out, or let a duty hear it.'


def _untested_duties(book: Lawbook) -> Iterator[str]:
    """Duties that no worked case covers, in the place whose rule they are."""
    covered = {
        (case.plan_type.partition("/")[0], expected.duty)
        for case in book.cases.values()
        for expected in case.expected
    }
    seen = set()
    for plan_type, duty in _own_duties(book):
        place = (plan_type.jurisdiction, duty.key)
        if duty.force is Force.IN_FORCE and place not in covered and place not in seen:
            seen.add(place)
            yield f"{duty.key} of {plan_type.key} has no worked case. Work one out by hand and add it."


def _wrong_cases(book: Lawbook) -> Iterator[str]:
    for case in book.cases.values():
        try:
            found = deadlines(
                book.duties_in_force(case.plan_type),
                case.events,
                book.calendars(case.school, plan_type=case.plan_type),
                as_of=case.as_of,
            )
        except KernelError as problem:
            yield f"{case.plan_type}, {case.key}: {problem}"
            continue
        yield from (f"{case.plan_type}, {sentence}" for sentence in disagreements(case, found))


def _without_criteria(book: Lawbook) -> Iterator[str]:
    for plan_type in book.plan_types():
        if plan_type.status is Force.IN_FORCE and not plan_type.criteria:
            yield f"{plan_type.key} says nowhere when it applies. Add its criteria."


def _without_steps(book: Lawbook) -> Iterator[str]:
    for plan_type in book.plan_types():
        if plan_type.status is not Force.PROPOSED and not book.steps(plan_type.key).steps:
            yield f"{plan_type.key} has no steps. Say in steps/ what comes before its issue, after it and at its end."


def _older_than_their_rule(book: Lawbook) -> Iterator[str]:
    """A rule is often younger than the pupil, so what counts from a birth is chosen by the day it falls due."""
    for plan_type, duty in _own_duties(book):
        if BORN in duty.started_by and duty.chosen_by is not ChosenBy.DUE_DAY:
            yield f'{duty.key} of {plan_type.key} counts from a birth. Set chosen_by = "{ChosenBy.DUE_DAY}".'


def _own_duties(book: Lawbook) -> Iterator[tuple[PlanType, Duty]]:
    """Each plan type's duties, but those that it has from a wider place."""
    for plan_type in book.plan_types():
        name = book.jurisdictions[plan_type.jurisdiction].name
        for duty in book.duties(plan_type.key):
            if duty.place == name:
                yield plan_type, duty


@dataclass(frozen=True, slots=True)
class Summary:
    """One plan type in figures. `sure` and `rules` count the limits of the duties that are its own place's."""

    plan_type: PlanType
    duties: int
    inherited: int
    cases: int
    sure: int
    rules: int
    last_checked: date | None


def summaries(book: Lawbook) -> list[Summary]:
    found = []
    for plan_type in book.plan_types():
        duties = book.duties(plan_type.key)
        own = [duty for kind, duty in _own_duties(book) if kind is plan_type]
        limits = [entry.value for duty in own for entry in duty.within.history if entry.value is not None]
        found.append(
            Summary(
                plan_type=plan_type,
                duties=len(duties),
                inherited=len(duties) - len(own),
                cases=len(book.cases_of(plan_type.key)),
                sure=sum(limit.citation.confidence is Confidence.HIGH for limit in limits),
                rules=len(limits),
                last_checked=max((limit.citation.checked_on for limit in limits), default=None),
            )
        )
    return found
