"""A changed calendar changes the dates that are counted with it, in a job that is part of the change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.cases import actions
from handrail.apps.cases.jobs import calculate_cases_of
from handrail.apps.cases.models import Deadline
from handrail.apps.organisations.actions import CalendarWords
from handrail.apps.organisations.models import Term
from tests.cast import TODAY, Cast, acting

LATER_TERMS = CalendarWords(
    terms=(
        ("Autumn", date(2026, 8, 18), date(2026, 10, 2)),
        ("Winter", date(2026, 10, 19), date(2026, 12, 18)),
        ("Spring", date(2027, 1, 11), date(2027, 4, 1)),
    ),
    closed={date(2026, 11, 30): "St Andrew’s Day"},
    in_service={date(2026, 11, 16): "In-service day"},
)


def aim(cast: Cast) -> date | None:
    with acting(cast.coordinator):
        return Deadline.objects.get(pupil_id=cast.young.pupil.pk, duty="IEP-REVIEW").aim_on


def test_the_aim_moves_with_the_term_it_is_counted_to(cast: Cast) -> None:
    before = aim(cast)

    with acting(cast.officer) as by:
        actions.change_calendar(organisation=cast.authority, words=LATER_TERMS, on=TODAY, by=by)
        job = ProcrastinateJob.objects.get(task_name="handrail.apps.cases.jobs.calculate_cases_of")
    calculate_cases_of(**job.args)

    assert before == date(2026, 12, 22)
    # Issued in what is now the winter term, so the aim is the end of the term after it.
    assert aim(cast) == date(2027, 4, 1)


def test_terms_that_overlap_are_refused_and_nothing_changes(cast: Cast) -> None:
    overlapping = replace(
        LATER_TERMS, terms=(*LATER_TERMS.terms, ("Summer", date(2027, 3, 1), date(2027, 6, 25)))
    )
    before = list(Term.objects.order_by("pk").values_list("pk", "starts_on"))

    with (
        acting(cast.officer) as by,
        pytest.raises(NotPossible, match="Summer, from Monday 1 March 2027, starts before Spring has ended"),
    ):
        actions.change_calendar(organisation=cast.authority, words=overlapping, on=TODAY, by=by)

    assert list(Term.objects.order_by("pk").values_list("pk", "starts_on")) == before
    assert not ProcrastinateJob.objects.exists()


def test_only_people_of_the_organisation_change_its_calendar(cast: Cast) -> None:
    with acting(cast.coordinator) as by, pytest.raises(NotAllowed, match="Lanternshire Council"):
        actions.change_calendar(organisation=cast.authority, words=LATER_TERMS, on=TODAY, by=by)

    assert not ProcrastinateJob.objects.exists()
