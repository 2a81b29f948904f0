"""Work in the background: earlier states of sections are thinned out; files are scanned, or forgotten when given up."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from handrail.apps.organisations.models import Organisation
from handrail.apps.plans import queries, scanning, uploads, writing
from handrail.apps.plans.models import Upload
from handrail.apps.plans.scanning import ScannerGone
from handrail.reach import setting

log = logging.getLogger(__name__)

AT_ONCE: Final = 20
"""Files looked at in one run; the next run, a minute later, goes on."""


@app.periodic(cron="* * * * *")
@app.task(queue="uploads", queueing_lock="scan-uploads", pass_context=False)
def scan_uploads(timestamp: int) -> None:  # noqa: ARG001
    """React to what is there: a killed worker or a scanner that was away is made good by the next run."""
    if not scanning.is_on():
        return
    now = timezone.now()
    for upload_id, school_id in queries.uploads_to_settle(how_many=AT_ONCE):
        with setting.of_organisation(school_id):
            upload = Upload.objects.filter(pk=upload_id).first()
            if upload is None:
                continue
            try:
                uploads.settle(upload=upload, on=timezone.localdate(now), at=now)
            except ScannerGone as fault:
                log.error("A file waits for its scan: %s", fault)
                return


@app.periodic(cron="20 3 * * *")
@app.task(queue="uploads", queueing_lock="forget-uploads", pass_context=False)
def forget_uploads(timestamp: int) -> None:  # noqa: ARG001
    """Free the room of files that never arrived whole, and the sentences of those that were refused."""
    before = timezone.now() - uploads.GIVEN_UP
    for upload_id, school_id in queries.uploads_given_up(before=before):
        with setting.of_organisation(school_id):
            Upload.objects.filter(pk=upload_id).delete()


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
