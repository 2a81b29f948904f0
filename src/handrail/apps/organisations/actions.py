from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.db import transaction

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.organisations.models import DayOff, Organisation, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWords:
    """A calendar as somebody enters it: terms, and the weekdays inside them on which pupils do not come."""

    terms: tuple[tuple[str, date, date], ...]
    closed: Mapping[date, str] = field(default_factory=dict)
    in_service: frozenset[date] = frozenset()


KEEPS_CALENDARS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.HEAD, Role.OFFICER})
"""Roles that may change the calendar of the organisation they hold them at."""


@transaction.atomic
def set_calendar(*, organisation: Organisation, words: CalendarWords, on: date, by: Actor) -> None:
    """Replace an organisation's terms and days off.

    The dates counted with them are another slice's matter: change a calendar by `cases.actions.change_calendar`.
    """
    if not any(
        one.organisation_id == organisation.pk and one.role in KEEPS_CALENDARS for one in by.memberships
    ):
        says = f"Only people who work for {organisation.name} may change its calendar."
        raise NotAllowed(says, act="change this calendar", row=None)
    _check(words)
    Term.objects.filter(organisation=organisation).delete()
    DayOff.objects.filter(organisation=organisation).delete()
    Term.objects.bulk_create(
        Term(organisation=organisation, name=name, starts_on=starts, ends_on=ends)
        for name, starts, ends in words.terms
    )
    DayOff.objects.bulk_create(
        [
            *(
                DayOff(organisation=organisation, on=day, kind=DayOff.Kind.CLOSED, why=why)
                for day, why in words.closed.items()
            ),
            *(
                DayOff(organisation=organisation, on=day, kind=DayOff.Kind.IN_SERVICE)
                for day in sorted(words.in_service - words.closed.keys())
            ),
        ]
    )
    audit.record(
        "organisation.calendar_set",
        about=f"organisation:{organisation.pk}",
        by=by,
        on=on,
        terms=[[name, starts.isoformat(), ends.isoformat()] for name, starts, ends in words.terms],
    )


def _check(words: CalendarWords) -> None:
    for name, starts, ends in words.terms:
        if ends < starts:
            raise NotPossible(f"{name} ends before it starts. Check its two days.")
    for (before, _, ends), (after, starts, _) in pairwise(sorted(words.terms, key=lambda term: term[1])):
        if starts <= ends:
            raise NotPossible(f"{after} starts before {before} has ended. Check their days.")
