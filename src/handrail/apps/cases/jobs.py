"""Deadlines are computed again when a calendar changes, and every night because a day has passed."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from handrail.apps.cases import actions, queries
from handrail.apps.organisations import queries as organisations
from handrail.apps.organisations.models import Organisation
from handrail.reach import setting

BATCH: Final = 200
"""Cases worked out in one transaction: few enough that a killed worker loses little and holds no lock for long."""


@app.task(queue="cases", retry=3, pass_context=False)
def calculate_cases_of(organisation_id: int) -> int:
    """Compute the deadlines of every open case of a school, or of an authority's schools. Idempotent."""
    on, done = timezone.localdate(), 0
    for school_id in organisations.schools_of(organisation_id):
        with setting.of_organisation(school_id):
            ids = queries.open_case_ids()
        for first in range(0, len(ids), BATCH):
            with setting.of_organisation(school_id):
                cases = queries.cases_with_pupils(ids[first : first + BATCH])
                actions.calculate_all(cases=cases, on=on)
            done += len(cases)
    return done


@app.periodic(cron="20 2 * * *")
@app.task(queue="cases", queueing_lock="calculate-every-night", pass_context=False)
def calculate_every_night(timestamp: int) -> None:  # noqa: ARG001
    """Ask for each school's deadlines to be computed as of the new day."""
    for school_id in Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).values_list("pk", flat=True):
        job = calculate_cases_of.configure(queueing_lock=f"cases-of-{school_id}")
        # A school whose run of last night still waits is not asked for twice, and holds up no other.
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(organisation_id=school_id)
