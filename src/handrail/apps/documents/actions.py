from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from handrail.apps.documents import queries
from handrail.apps.documents.models import CorrectedPdf, VersionPdf
from handrail.apps.documents.sheet import SHEET_SCHEMA, sheet_from, sheet_pdf
from handrail.apps.documents.typeset import plan_pdf
from handrail.apps.plans.models import Correction, Version


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


def corrected_pdf_of(version: Version, corrections: list[Correction], *, at: datetime) -> CorrectedPdf:
    """The version's PDF with its corrections marked, made now if it does not exist yet. The one as issued stays.

    Idempotent: the same version with the same corrections gives the same bytes each time.
    """
    up_to = max(one.number for one in corrections)
    found = CorrectedPdf.objects.filter(version=version, corrections=up_to)
    if there := found.first():
        return there
    content = plan_pdf(queries.corrected_document(version, corrections), sha256=version.sha256)
    with transaction.atomic():
        CorrectedPdf.objects.bulk_create(
            [
                CorrectedPdf(
                    school_id=version.school_id,
                    pupil_id=version.pupil_id,
                    version=version,
                    corrections=up_to,
                    content=content,
                    sha256=hashlib.sha256(content).hexdigest(),
                    made_at=at,
                )
            ],
            ignore_conflicts=True,
        )
    return found.get()


def pdf_of_copy(document: Mapping[str, Any], *, sha256: str) -> bytes:
    """What somebody got of a version, as PDF; `sha256` is the version's. The same document gives the same bytes."""
    if document["schema"] == SHEET_SCHEMA:
        return sheet_pdf(sheet_from(document))
    return plan_pdf(document, sha256=sha256)
