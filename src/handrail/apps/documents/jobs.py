"""Makes the PDF of every issued version soon after it is issued, and again after whatever kept it away."""

from __future__ import annotations

import logging

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from handrail.apps.documents import actions
from handrail.apps.plans.models import Version
from handrail.reach import setting

log = logging.getLogger(__name__)

AT_ONCE = 200
"""Versions looked for in one run; the next, a minute later, goes on."""


@app.periodic(cron="* * * * *")
@app.task(queue="documents", queueing_lock="missing-pdfs", pass_context=False)
def make_missing_pdfs(timestamp: int) -> None:  # noqa: ARG001
    """Ask for each PDF that is missing. A killed worker or a full disk is made good here."""
    with connection.cursor() as cursor:
        cursor.execute("select version, school from versions_without_pdf(%s)", [AT_ONCE])
        missing = cursor.fetchall()
    for version_id, school_id in missing:
        make_pdf(version_id=str(version_id), school_id=school_id)


@app.task(queue="documents", retry=5, pass_context=False)
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
