"""Makes the PDF of every issued version soon after it is issued, and again after whatever prevented it."""

from __future__ import annotations

import logging
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from handrail.apps.documents import actions
from handrail.apps.plans.models import Version
from handrail.reach import setting

log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""Versions looked for in one run; the next run, a minute later, goes on."""

AGAIN: Final = RetryStrategy(max_attempts=10, linear_wait=60)
"""A full disk takes somebody a while to notice: tries over most of an hour, ever further apart."""


@app.periodic(cron="* * * * *")
@app.task(queue="documents", queueing_lock="missing-pdfs", pass_context=False)
def make_missing_pdfs(timestamp: int) -> None:  # noqa: ARG001
    """Ask for each PDF that is missing. A worker that was killed or a disk that was full is made good here.

    Each is a job of its own, so that one that cannot be made keeps no other from being made.
    """
    with connection.cursor() as cursor:
        cursor.execute("select version, school from versions_without_pdf(%s)", [AT_ONCE])
        missing = cursor.fetchall()
    for version_id, school_id in missing:
        job = make_pdf.configure(queueing_lock=f"pdf-{version_id}")
        try:
            with transaction.atomic():
                job.defer(version_id=str(version_id), school_id=school_id)
        except AlreadyEnqueued:
            log.debug("The PDF of version %s is asked for already.", version_id)


@app.task(queue="documents", retry=AGAIN, pass_context=False)
def make_pdf(version_id: str, school_id: int) -> None:
    """Make and keep one version's PDF. Idempotent."""
    with setting.of_organisation(school_id):
        version = Version.objects.filter(pk=version_id).first()
        if version is None:
            log.warning(
                "Version %s is not at school %s any more; the next run finds it.", version_id, school_id
            )
            return
        actions.pdf_of(version, at=timezone.now())
