"""Earlier states of sections are thinned out every night: one a sitting is kept for as long as the plan."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from handrail.apps.organisations.models import Organisation
from handrail.apps.plans import writing


@app.task(queue="plans", retry=3, pass_context=False)
def thin_out_states_of(school_id: int) -> int:
    """Thin out the earlier states of one school's sections. Idempotent."""
    return writing.thin_out(school_id=school_id, now=timezone.now())


@app.periodic(cron="40 2 * * *")
@app.task(queue="plans", queueing_lock="thin-out-every-night", pass_context=False)
def thin_out_every_night(timestamp: int) -> None:  # noqa: ARG001
    """Ask for each school's earlier states to be thinned out."""
    for school_id in Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).values_list("pk", flat=True):
        job = thin_out_states_of.configure(queueing_lock=f"states-of-{school_id}")
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(school_id=school_id)
