from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from handrail.apps.documents.profile import profile_sheet
from handrail.apps.documents.sheet import Sheet
from handrail.apps.plans import canonical
from handrail.apps.plans import queries as plans
from handrail.apps.plans.models import Plan, Version
from handrail.apps.pupils import queries as pupils
from handrail.apps.pupils.models import ProfileLine, Pupil

BEFORE_A_LESSON: tuple[str, ...] = (ProfileLine.Kind.APPRECIATE, ProfileLine.Kind.SUPPORT)
"""What of a profile every teacher needs to know before a lesson."""


def version_document(version: Version) -> dict[str, Any]:
    """What a version froze."""
    document: dict[str, Any] = json.loads(version.document)
    return document


def draft_document(plan: Plan, *, on: date) -> dict[str, Any]:
    """The draft in the shape that issuing would freeze, as it is on a day. Nobody has issued it."""
    return canonical.document(
        plans.draft(plan),
        number=plan.latest_number + 1,
        issued_on=on,
        issued_by="",
        issued_as="",
        next_review=None,
        invented=settings.DEMONSTRATION,
    )


def profile_lines(pupil: Pupil, *, kinds: Iterable[str] = tuple(ProfileLine.Kind)) -> dict[str, list[str]]:
    """A pupil's profile by heading, in the order of the headings; those without a line are left away."""
    found: dict[str, list[str]] = {str(ProfileLine.Kind(kind).label): [] for kind in kinds}
    for line in pupils.profile(pupil.pk):
        heading = str(ProfileLine.Kind(line.kind).label)
        if heading in found:
            found[heading].append(line.text)
    return {heading: lines for heading, lines in found.items() if lines}


def profile(pupil: Pupil, *, on: date) -> Sheet:
    """The one-page profile as it is on a day, with what the pupil last said to everyone."""
    said = pupils.voices(pupil.pk, shared_with=frozenset({"everyone"}))
    return profile_sheet(
        name=pupil.name,
        school=pupil.school.name,
        lines=profile_lines(pupil),
        own_words=said[0].words if said else "",
        on=on,
        invented=settings.DEMONSTRATION,
    )
