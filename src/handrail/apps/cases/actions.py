from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.cases import policy, queries
from handrail.apps.cases.models import Case, CaseEvent, Deadline
from handrail.apps.cases.policy import Act
from handrail.apps.consents import queries as consents
from handrail.apps.organisations import actions as organisations
from handrail.apps.organisations.actions import CalendarWords
from handrail.apps.organisations.models import Organisation
from handrail.apps.organisations.queries import school, school_calendar, schools_of
from handrail.apps.pupils.models import Pupil
from handrail.core import deadlines as core
from handrail.core.citations import Citation
from handrail.core.duties import Event, EventKind
from handrail.core.errors import KernelError
from handrail.core.explanations import in_words
from handrail.core.right_words import Caution, caution
from handrail.core.story import BORN, contradictions
from handrail.law.lawbook import Lawbook, lawbook
from handrail.reach import setting


@transaction.atomic
def open_case(*, pupil: Pupil, plan_type: str, on: date, by: Actor) -> Case:
    """Open the process under a plan type. A pupil has one open case of each plan type."""
    policy.check_may(by, Act.OPEN, pupil)
    kind = lawbook().plan_type(plan_type)
    if queries.open_case(pupil.pk, plan_type):
        raise NotPossible(f"{pupil.known_as} already has an open {kind.name}. Go on with that one.")
    authority = school(pupil.school_id).authority
    assert authority is not None, "a constraint gives every school an authority"
    case = Case.of(pupil, plan_type=plan_type, authority=authority, opened_on=on)
    case.save(force_insert=True)
    audit.record(
        "case.opened",
        about=f"case:{case.pk}",
        by=by,
        on=on,
        pupil_id=pupil.pk,
        school_id=pupil.school_id,
        plan_type=plan_type,
        name=kind.name_for(authority.slug),
    )
    return case


@transaction.atomic
def close_case(*, case: Case, on: date, by: Actor) -> None:
    """Close a case whose plan has ended, as when a new plan of the same type begins. Its dates stay."""
    policy.check_may(by, Act.OPEN, case)
    if case.closed_on is not None:
        return
    case.closed_on = on
    case.save(update_fields=["closed_on"])
    audit.record(
        "case.closed",
        about=f"case:{case.pk}",
        by=by,
        on=on,
        pupil_id=case.pupil_id,
        school_id=case.school_id,
        plan_type=case.plan_type,
    )


@transaction.atomic
def record_event(
    *,
    case: Case,
    kind: str,
    happened_on: date,
    on: date,
    by: Actor,
    detail: Mapping[str, str] | None = None,
    refers_to: CaseEvent | None = None,
) -> CaseEvent:
    """Add what happened to a case and compute again what is due.

    `happened_on` may lie in the past, as most things are written down later; never in the future.
    """
    policy.check_may(by, Act.RECORD_EVENT, case)
    return add_event(
        case=case, kind=kind, happened_on=happened_on, on=on, by=by, detail=detail, refers_to=refers_to
    )


def add_event(
    *,
    case: Case,
    kind: str,
    happened_on: date,
    on: date,
    by: Actor,
    detail: Mapping[str, str] | None = None,
    refers_to: CaseEvent | None = None,
) -> CaseEvent:
    """`record_event` for an act that a higher slice has already allowed, such as issuing a plan."""
    book = lawbook()
    known = book.event_kinds.get(kind)
    if known is None:
        raise NotPossible(f"Handrail knows no event called {kind}.")
    if happened_on > on:
        raise NotPossible("This cannot have happened on a day to come. Enter the day it happened.")
    if wrong := known.objections(detail or {}):
        raise NotPossible(" ".join(wrong))
    if impossible := _impossible(case, known, happened_on=happened_on, refers_to=refers_to):
        raise NotPossible(impossible)
    unsettled = _caution(case, kind, detail or {}, happened_on=happened_on)
    recorded_at = audit.record(
        "case.event",
        about=f"case:{case.pk}",
        by=by,
        on=happened_on,
        pupil_id=case.pupil_id,
        school_id=case.school_id,
        event=kind,
        says=known.says,
        plan_type=case.plan_type,
        # Under a name of its own: what an event says has names that the law's data chooses.
        said=dict(detail or {}),
        caution=unsettled.says if unsettled else "",
    )
    event = CaseEvent.objects.create(
        school_id=case.school_id,
        pupil_id=case.pupil_id,
        case=case,
        kind=kind,
        happened_on=happened_on,
        recorded_at=recorded_at,
        recorded_by_name=by.name,
        refers_to=refers_to,
        detail=dict(detail or {}),
        caution=unsettled.says if unsettled else "",
        caution_citation=_citation(unsettled.citation) if unsettled else {},
    )
    try:
        calculate(case=case, on=on)
    except KernelError as unanswerable:
        # Taken back with the whole action: a case whose dates cannot be worked out would show none at all.
        raise NotPossible(
            f"{unanswerable} Check the day; an event of that time cannot be counted here."
        ) from None
    return event


def calculate(*, case: Case, on: date) -> tuple[core.Deadline, ...]:
    """Compute one case's deadlines, and keep them as rows: see `calculate_all`."""
    return calculate_all(cases=[case], on=on)[case.pk]


def calculate_all(*, cases: Sequence[Case], on: date) -> dict[UUID, tuple[core.Deadline, ...]]:
    """Compute the deadlines of cases of one school from their events, the law and the calendars.

    They are kept as rows, so that a worklist is one query. The cases are read and written together, with the
    same few queries for one and for hundreds. Idempotent: run again with the same events, law, calendars and
    day it changes nothing.
    """
    if not cases:
        return {}
    (school_id,) = {case.school_id for case in cases}
    ids = [case.pk for case in cases]
    # In one order everywhere, so that two runs wait for each other and never lock each other out.
    list(Case.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    book, calendar = lawbook(), school_calendar(school_id)
    events = queries.events_of(ids)
    kept: dict[UUID, dict[tuple[str, str], Deadline]] = {case_id: {} for case_id in ids}
    for row in Deadline.objects.filter(case__in=ids):
        kept[row.case_id][row.duty, row.trigger] = row
    found, new, changed, gone = {}, [], [], []
    for case in cases:
        told = [_born(case), *(queries.as_core(event) for event in events.get(case.pk, ()))]
        calendars = book.calendars(calendar, plan_type=case.plan_type)
        computed = core.deadlines(book.duties_in_force(case.plan_type), told, calendars, as_of=on)
        found[case.pk] = computed
        rows = {(one.duty, one.trigger.id): _row(case, one, book=book, on=on) for one in computed}
        gone += [row.pk for key, row in kept[case.pk].items() if key not in rows]
        for key, row in rows.items():
            before = kept[case.pk].get(key)
            if before is None:
                new.append(row)
            elif any(getattr(row, name) != getattr(before, name) for name in COMPUTED):
                row.pk = before.pk
                changed.append(row)
    if gone:
        Deadline.objects.filter(pk__in=gone).delete()
    if new:
        Deadline.objects.bulk_create(new)
    if changed:
        # One statement that writes whole rows; a statement that chooses by cases grows with rows times columns.
        Deadline.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=COMPUTED
        )
    return found


def foreseen(
    *, case: Case, on: date, kind: str = "", detail: Mapping[str, str] | None = None
) -> tuple[core.Deadline, ...]:
    """What would be due if something of this kind happened on a day: worked out, and nothing kept.

    Without a kind, what is due as things are. Empty where the law gives no day for what has happened.
    """
    book = lawbook()
    told = [_born(case), *(queries.as_core(event) for event in queries.events(case.pk))]
    if kind:
        told.append(Event(id=FORESEEN, kind=kind, happened_on=on, recorded_on=on, detail=dict(detail or {})))
    calendars = book.calendars(school_calendar(case.school_id), plan_type=case.plan_type)
    try:
        return core.deadlines(book.duties_in_force(case.plan_type), told, calendars, as_of=on)
    except KernelError:
        return ()


FORESEEN: Final = "foreseen"
"""The id of what has not happened yet, in what `foreseen` works out."""

BATCH: Final = 200
"""Cases worked out in one transaction: few enough that a killed worker loses little and holds no lock for long."""


def calculate_open_cases(*, organisation_id: int, on: date) -> int:
    """`calculate_all` for a school, or for an authority's schools, in transactions of its own; how many cases.

    For jobs and commands: it opens the reach of each school itself.
    """
    done = 0
    for school_id in schools_of(organisation_id):
        with setting.of_organisation(school_id):
            ids = queries.open_case_ids()
        for first in range(0, len(ids), BATCH):
            with setting.of_organisation(school_id):
                cases = queries.cases_with_pupils(ids[first : first + BATCH])
                calculate_all(cases=cases, on=on)
            done += len(cases)
    return done


@transaction.atomic
def change_calendar(*, organisation: Organisation, words: CalendarWords, on: date, by: Actor) -> None:
    """Replace a calendar and ask for every date that is counted with it to be worked out again.

    The job is part of the transaction: a calendar never changes without it.
    """
    organisations.set_calendar(organisation=organisation, words=words, on=on, by=by)
    app.configure_task("handrail.apps.cases.jobs.calculate_cases_of").defer(organisation_id=organisation.pk)


COMPUTED = (
    "trigger_says",
    "trigger_on",
    "title",
    "says",
    "party",
    "nature",
    "falls_on",
    "aim_on",
    "cap_on",
    "excuse",
    "excused_until",
    "acts_on",
    "met_on",
    "stopped_on",
    "is_open",
    "needs_calendar",
    "if_missed",
    "explanation",
    "citation",
    "rule_from",
    "law_version",
)


def _born(case: Case) -> Event:
    """The birth, from the pupil's record: entered once, known to every case."""
    born = case.pupil.born
    return Event(id=BORN, kind=BORN, happened_on=born, recorded_on=born)


def _impossible(case: Case, kind: EventKind, *, happened_on: date, refers_to: CaseEvent | None) -> str | None:
    """Why this cannot have happened on that day, in words for whoever enters it."""
    entered = Event(
        id=FORESEEN,
        kind=kind.key,
        happened_on=happened_on,
        recorded_on=happened_on,
        refers_to=str(refers_to.pk) if refers_to else None,
    )
    told = [_born(case), *(queries.as_core(event) for event in queries.events(case.pk)), entered]
    found = next((one for one in contradictions(told) if one.event is entered), None)
    if found is None:
        return None
    first = in_words(found.first.happened_on)
    if found.first.kind == BORN:
        return f"{case.pupil.known_as} was born on {first}, after that day. Check the day."
    return (
        f"What this answers happened only on {first}. Check the day, or choose what it answers: {kind.says}"
    )


def _caution(case: Case, kind: str, detail: Mapping[str, str], *, happened_on: date) -> Caution | None:
    """What to say where a pupil used a right and it is not settled that they may. It is recorded all the same."""
    place = lawbook().rights_in(case.plan_type.partition("/")[0])
    told = Event(id=kind, kind=kind, happened_on=happened_on, recorded_on=happened_on, detail=detail)
    right = place.used_by(told) if place else None
    if place is None or right is None:
        return None
    return caution(
        right,
        place,
        name=case.pupil.known_as,
        born=case.pupil.born,
        on=happened_on,
        findings=consents.as_findings(consents.assessments(case.pupil_id)),
    )


def _citation(citation: Citation) -> dict[str, str | None]:
    return {
        "short": citation.short,
        "full": citation.full,
        "url": citation.url,
        "in_force_from": citation.in_force_from.isoformat() if citation.in_force_from else None,
        "checked_on": citation.checked_on.isoformat(),
        "next_review": citation.next_review.isoformat(),
        "confidence": str(citation.confidence),
    }


def _row(case: Case, one: core.Deadline, *, book: Lawbook, on: date) -> Deadline:
    explanation = one.explanation
    return Deadline(
        school_id=case.school_id,
        pupil_id=case.pupil_id,
        case=case,
        plan_type=case.plan_type,
        duty=one.duty,
        trigger=one.trigger.id,
        trigger_says=book.event_kinds[one.trigger.kind].says,
        trigger_on=one.trigger_on,
        title=one.title,
        says=one.says,
        party=str(one.party),
        nature=str(one.nature),
        falls_on=one.falls_on,
        aim_on=one.aim_on,
        cap_on=one.cap_on,
        excuse=one.excuse.says if one.excuse else "",
        excused_until=one.excused_until,
        acts_on=one.acts_by,
        met_on=one.met_on,
        stopped_on=one.stopped_on,
        is_open=one.open(on),
        needs_calendar=explanation.needs_calendar,
        if_missed=one.if_missed,
        explanation={
            "sentence": explanation.sentence,
            "started_on": one.trigger.happened_on.isoformat(),
            "trace": list(explanation.trace),
            "first_day": explanation.first_day.isoformat() if explanation.first_day else None,
            "last_day": explanation.last_day.isoformat() if explanation.last_day else None,
            "day_one_counted": explanation.day_one_counted,
            "assumptions": list(explanation.assumptions),
        },
        citation=_citation(one.citation),
        rule_from=one.rule_from,
        law_version=book.version,
    )
