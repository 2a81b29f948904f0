from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Value
from django.shortcuts import get_object_or_404

from handrail.apps.cases.models import Case, CaseEvent, Deadline
from handrail.apps.organisations.models import Organisation
from handrail.core.duties import Event
from handrail.core.reviews import AGREED_REVIEW
from handrail.reach import reading, setting
from handrail.reach.setting import Reach


def case(case_id: UUID) -> Case:
    return get_object_or_404(Case.objects.select_related("pupil", "authority"), pk=case_id)


def open_case(pupil_id: UUID, plan_type: str) -> Case | None:
    """The pupil's open case under a plan type, if there is one."""
    return Case.objects.filter(pupil_id=pupil_id, plan_type=plan_type, closed_on=None).first()


def events(case_id: UUID) -> list[CaseEvent]:
    """What happened in a case, without what was entered in error."""
    return list(CaseEvent.objects.filter(case_id=case_id, withdrawn_at=None))


def events_of(case_ids: Collection[UUID]) -> dict[UUID, list[CaseEvent]]:
    """What happened in each of these cases, in one query."""
    found: dict[UUID, list[CaseEvent]] = {}
    for event in CaseEvent.objects.filter(case_id__in=case_ids, withdrawn_at=None):
        found.setdefault(event.case_id, []).append(event)
    return found


def open_case_ids() -> list[UUID]:
    """Every open case within the reach, in order."""
    return list(Case.objects.filter(closed_on=None).order_by("pk").values_list("pk", flat=True))


def cases_with_pupils(case_ids: Collection[UUID]) -> list[Case]:
    """These cases as far as they are still open, each with its pupil."""
    return list(Case.objects.filter(pk__in=case_ids, closed_on=None).select_related("pupil").order_by("pk"))


def deadline(deadline_id: UUID) -> Deadline:
    return get_object_or_404(Deadline.objects.select_related("pupil", "case", "school"), pk=deadline_id)


def open_deadlines(pupil_id: UUID) -> list[Deadline]:
    """What is still to be done for a pupil: dates in order, then standards that have no date."""
    return list(
        Deadline.objects.filter(pupil_id=pupil_id, is_open=True)
        .select_related("pupil", "school")
        .order_by(F("acts_on").asc(nulls_last=True), "duty")
    )


def review_due(case_id: UUID, *, duty: str) -> tuple[date | None, date | None]:
    """When a case's plan was last looked at, and by when again: the legal day, else the agreed one, else an aim."""
    found = list(Deadline.objects.filter(case_id=case_id, duty__in=(duty, AGREED_REVIEW), is_open=True))
    by_law = [one for one in found if one.duty == duty]
    agreed = [one.acts_on for one in found if one.duty == AGREED_REVIEW and one.acts_on]
    legal = [one.falls_on for one in by_law if one.falls_on]
    aims = [one.acts_on for one in by_law if one.acts_on]
    last = max((one.trigger_on for one in by_law), default=None)
    return last, max(legal or agreed or aims, default=None)


@dataclass(frozen=True, slots=True)
class Worklists:
    """Open duties within the reach that fall due, in order of time."""

    dated: list[Deadline]
    aims: list[Deadline]
    others: list[Deadline]


def worklists(
    *, parties: frozenset[str], waits_for: frozenset[str], until: date, count: int, aside: int
) -> Worklists:
    """The first duties of these parties up to a day, their first aims, and the first duties they wait for.

    An aim is a standard without a number; it is left out where people agreed on a day. The three lists are
    chosen by their keys and read together: building a wide query costs Python as much as answering it costs
    the database.
    """
    duties = Deadline.objects.filter(is_open=True, nature="duty", acts_on__lte=until)
    dated = duties.filter(falls_on__isnull=False)
    agreed = Deadline.objects.filter(case=OuterRef("case"), duty=AGREED_REVIEW, is_open=True)
    without_number = duties.filter(~Exists(agreed), falls_on__isnull=True)
    mine, aims, others = (
        found.annotate(kept_in=Value(place)).values_list("pk", "kept_in").order_by("acts_on", "id")[:most]
        for place, (found, most) in enumerate(
            (
                (dated.filter(party__in=parties), count),
                (without_number.filter(party__in=parties), aside),
                (dated.filter(party__in=waits_for - parties), aside),
            )
        )
    )
    place_of = dict(mine.union(aims, others, all=True))
    lists: tuple[list[Deadline], ...] = ([], [], [])
    for one in Deadline.objects.filter(pk__in=place_of).select_related("pupil").order_by("acts_on", "id"):
        lists[place_of[one.pk]].append(one)
    return Worklists(*lists)


def without_calendar(*, parties: frozenset[str], count: int) -> list[Deadline]:
    """The first open duties of these parties that have no day because the school's calendar does not reach it."""
    found = Deadline.objects.filter(
        is_open=True, needs_calendar=True, nature="duty", party__in=parties, acts_on=None
    )
    return list(reading.first(found, "trigger_on", "id", count=count).select_related("pupil", "school"))


def open_cases_counted_with(organisation: Organisation) -> int:
    """How many open cases are counted with the calendar of a school or an authority.

    Whoever keeps a calendar may reach no pupil at all, as an administrator does: they are told a number only.
    """
    schools = Organisation.objects.filter(Q(pk=organisation.pk) | Q(authority=organisation), kind="school")
    if organisation.kind == Organisation.Kind.AUTHORITY:
        schools = schools.filter(terms=None)
    with setting.widened(Reach(schools=frozenset(schools.values_list("pk", flat=True)))):
        return Case.objects.filter(closed_on=None, school__in=schools).count()


def as_core(event: CaseEvent) -> Event:
    """An event as the deadlines and the steps count it."""
    return Event(
        id=str(event.pk),
        kind=event.kind,
        happened_on=event.happened_on,
        recorded_on=event.recorded_at.date(),
        refers_to=str(event.refers_to_id) if event.refers_to_id else None,
        detail=event.detail,
    )
