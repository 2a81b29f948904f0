from __future__ import annotations

import json
import logging
from uuid import UUID

from django.db import OperationalError
from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.documents import actions
from handrail.apps.documents.typeset import plan_pdf as typeset
from handrail.apps.plans import issued, policy, queries
from handrail.apps.plans.policy import Act

log = logging.getLogger(__name__)


@require_safe
def plan_pdf(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """An issued version as tagged PDF. Made on the spot when the job has not come to it yet."""
    version = queries.version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, version)
    issued.record_opening(version, at=request.now, by=request.actor)
    try:
        content = bytes(actions.pdf_of(version, at=request.now).content)
    except OperationalError as fault:
        # A disk that is full keeps the PDF from being stored, not from being read; the job tries again.
        log.error("The PDF of %s could not be stored: %s", version.pk, fault)
        content = typeset(json.loads(version.document), sha256=version.sha256)
    name = f"{slugify(version.plan.local_name)}-version-{version.number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
