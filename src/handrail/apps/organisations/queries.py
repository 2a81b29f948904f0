from __future__ import annotations

from django.db.models import Q

from handrail.apps.organisations.models import DayOff, Organisation, Term
from handrail.core import calendars


def school(school_id: int) -> Organisation:
    """A school with its authority."""
    return Organisation.objects.select_related("authority").get(pk=school_id, kind=Organisation.Kind.SCHOOL)


def schools_of(organisation_id: int) -> list[int]:
    """A school itself, or the schools of an authority."""
    found = Organisation.objects.filter(Q(pk=organisation_id) | Q(authority=organisation_id))
    return list(found.filter(kind=Organisation.Kind.SCHOOL).order_by("pk").values_list("pk", flat=True))


def school_calendar(school_id: int) -> calendars.SchoolCalendar | None:
    """The school's own calendar, else its authority's; none when neither has a term."""
    place = school(school_id)
    for organisation in (place, place.authority):
        if organisation is None:
            continue
        terms = tuple(
            calendars.Term(name=term.name, starts=term.starts_on, ends=term.ends_on)
            for term in Term.objects.filter(organisation=organisation).order_by("starts_on")
        )
        if terms:
            days = list(DayOff.objects.filter(organisation=organisation))
            return calendars.SchoolCalendar(
                name=organisation.name,
                terms=terms,
                in_service=frozenset(day.on for day in days if day.kind == DayOff.Kind.IN_SERVICE),
                closed={day.on: day.why for day in days if day.kind == DayOff.Kind.CLOSED},
            )
    return None
