from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction

from handrail.apps.documents.models import VersionPdf
from handrail.apps.documents.typeset import plan_pdf
from handrail.apps.plans.models import Version


def pdf_of(version: Version, *, at: datetime) -> VersionPdf:
    """The version's PDF, made now if it does not exist yet.

    Idempotent: a document gives the same bytes each time, and of two makers at once the first row stands.
    """
    made = VersionPdf.objects.filter(version=version).first()
    if made is not None:
        return made
    content = plan_pdf(json.loads(version.document), sha256=version.sha256)
    with transaction.atomic():
        VersionPdf.objects.bulk_create(
            [
                VersionPdf(
                    school_id=version.school_id,
                    pupil_id=version.pupil_id,
                    version=version,
                    content=content,
                    sha256=hashlib.sha256(content).hexdigest(),
                    made_at=at,
                )
            ],
            ignore_conflicts=True,
        )
    return VersionPdf.objects.get(version=version)
