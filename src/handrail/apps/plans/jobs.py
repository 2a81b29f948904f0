"""Scans files that wait for it, again and again until the scanner answers, and forgets what was given up."""

from __future__ import annotations

import logging
from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from handrail.apps.plans import queries, scanning, uploads
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
