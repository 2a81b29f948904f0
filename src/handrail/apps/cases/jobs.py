"""Deadlines are computed again when a calendar changes, and every night because a day has passed."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from handrail.apps.cases import actions
from handrail.apps.organisations.models import Organisation


@app.task(queue="cases", retry=3, pass_context=False)
def calculate_cases_of(organisation_id: int) -> int:
    """Compute the deadlines of every open case of a school, or of an authority's schools. Idempotent."""
    return actions.calculate_open_cases(organisation_id=organisation_id, on=timezone.localdate())


@app.periodic(cron="20 2 * * *")
@app.task(queue="cases", queueing_lock="calculate-every-night", pass_context=False)
def calculate_every_night(timestamp: int) -> None:  # noqa: ARG001
    """Ask for each school's deadlines to be computed as of the new day."""
    for school_id in Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).values_list("pk", flat=True):
        job = calculate_cases_of.configure(queueing_lock=f"cases-of-{school_id}")
        # A school whose run of last night still waits is not asked for twice, and holds up no other.
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(organisation_id=school_id)
