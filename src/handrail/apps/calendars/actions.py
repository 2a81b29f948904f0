from __future__ import annotations

from datetime import date

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.calendars import policy, queries
from handrail.apps.calendars.entries import replace_terms, revision_of
from handrail.apps.cases import actions as cases
from handrail.apps.cases import queries as case_queries
from handrail.apps.organisations.actions import CalendarWords, check_calendar
from handrail.apps.organisations.models import Organisation


class Changed(Exception):
    """Somebody else changed this calendar in the meantime. Nothing was overwritten; both are to be shown."""


@transaction.atomic
def keep(
    *, organisation: Organisation, words: CalendarWords, based_on: str, on: date, by: Actor
) -> int | None:
    """Make this the organisation's own calendar; how many open cases are worked out again for it.

    `based_on` is the revision of the calendar that was seen. Nothing is returned when nothing changes.
    """
    policy.check_may_change(by, organisation)
    check_calendar(words)
    # Whoever saves at the same moment waits here, and is told then.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    now = queries.used(organisation)
    if revision_of(now.words) != based_on:
        raise Changed
    if revision_of(words) == based_on:
        return None
    cases.change_calendar(organisation=organisation, words=replace_terms(words), on=on, by=by)
    return case_queries.open_cases_counted_with(organisation)


@transaction.atomic
def use_authoritys(*, school: Organisation, on: date, by: Actor) -> int:
    """Give up a school's own calendar, so that its authority's counts again."""
    policy.check_may_change(by, school)
    cases.change_calendar(organisation=school, words=CalendarWords(terms=()), on=on, by=by)
    return case_queries.open_cases_counted_with(school)
