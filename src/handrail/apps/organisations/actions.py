from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.db import transaction

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.accounts.policy import NotAllowed, NotPossible, phrase
from handrail.apps.audit import actions as audit
from handrail.apps.organisations.models import DayOff, Organisation, Term
from handrail.core.calendars import LONGEST_SUMMER
from handrail.core.days import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWords:
    """A calendar as somebody enters it: terms, and the weekdays inside them on which pupils do not come."""

    terms: tuple[tuple[str, date, date], ...]
    closed: Mapping[date, str] = field(default_factory=dict)
    in_service: Mapping[date, str] = field(default_factory=dict)


KEEPS_CALENDARS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.HEAD, Role.OFFICER})
"""Roles that may change the calendar of the organisation they hold them at."""


@transaction.atomic
def set_calendar(*, organisation: Organisation, words: CalendarWords, on: date, by: Actor) -> None:
    """Replace an organisation's terms and days off.

    The dates counted with them are another slice's matter: change a calendar by `cases.actions.change_calendar`.
    """
    check_may_keep_calendar(by, organisation)
    check_calendar(words)
    # Two people who save at the same moment come one after the other, or their rows would mix.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
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
                DayOff(organisation=organisation, on=day, kind=DayOff.Kind.IN_SERVICE, why=why)
                for day, why in words.in_service.items()
                if day not in words.closed
            ),
        ]
    )
    audit.record(
        "organisation.calendar_set",
        about=f"organisation:{organisation.pk}",
        by=by,
        on=on,
        terms=[[name, starts.isoformat(), ends.isoformat()] for name, starts, ends in words.terms],
        closed={day.isoformat(): why for day, why in words.closed.items()},
        in_service={day.isoformat(): why for day, why in words.in_service.items()},
    )


def may_keep_calendar(actor: Actor, organisation_id: int) -> bool:
    return any(
        one.organisation_id == organisation_id and one.role in KEEPS_CALENDARS for one in actor.memberships
    )


def check_may_keep_calendar(actor: Actor, organisation: Organisation) -> None:
    if not may_keep_calendar(actor, organisation.pk):
        says = (
            f"The calendar of {organisation.name} is changed by people who work there: "
            f"{phrase(KEEPS_CALENDARS)}."
        )
        raise NotAllowed(says, act="change this calendar", row=None)


def check_calendar(words: CalendarWords) -> None:
    """Raise `NotPossible` for terms that overlap, and for a school year that is missing between two others."""
    for name, starts, ends in words.terms:
        if ends < starts:
            raise NotPossible(f"{name} ends before it starts. Check its two days.")
    for (before, _, ends), (after, starts, _) in pairwise(sorted(words.terms, key=lambda term: term[1])):
        if starts <= ends:
            raise NotPossible(
                f"{after}, from {in_words(starts)}, starts before {before} has ended. Check their days."
            )
        if starts - ends > LONGEST_SUMMER:
            # A longer gap would be counted as one long summer, and every date in it be wrong.
            raise NotPossible(
                f"Nothing is entered between {in_words(ends)} and {in_words(starts)}. "
                "Enter the terms between them too, so that no date is counted over a gap."
            )
