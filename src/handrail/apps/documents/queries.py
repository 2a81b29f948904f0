from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from handrail.apps.documents.lesson import lesson_sheet
from handrail.apps.documents.part import Recipient, part_of
from handrail.apps.documents.profile import profile_sheet
from handrail.apps.documents.sheet import Sheet, as_document
from handrail.apps.plans import canonical
from handrail.apps.plans import queries as plans
from handrail.apps.plans.models import Correction, Plan, Version
from handrail.apps.pupils import queries as pupils
from handrail.apps.pupils.models import ProfileLine, Pupil
from handrail.law.lawbook import lawbook

BEFORE_A_LESSON: tuple[str, ...] = (ProfileLine.Kind.APPRECIATE, ProfileLine.Kind.SUPPORT)
"""What of a profile every teacher needs to know before a lesson."""


def version_document(version: Version) -> dict[str, Any]:
    """What a version froze."""
    document: dict[str, Any] = json.loads(version.document)
    return document


def corrected_document(version: Version, corrections: Iterable[Correction]) -> dict[str, Any]:
    """What a version froze, and beside it what was put right since. The frozen words stay what they are."""
    return version_document(version) | {
        "corrections": [
            {
                "number": f"{version.number}.{one.number}",
                "section": one.place.partition("/")[0],
                "place": one.place,
                "where": one.heading,
                "before": one.before,
                "after": one.after,
                "why": one.reason,
                "by": one.corrected_by_name,
                "on": one.corrected_on.isoformat(),
            }
            for one in sorted(corrections, key=lambda one: one.number)
        ]
    }


def part_for(
    version: Version, corrections: Iterable[Correction], *, name: str, relation: str, teaches: bool
) -> str:
    """What of a version goes to one person, by the name it knows them by, as the text that is kept."""
    part = part_of(corrected_document(version, corrections), Recipient(name, relation, teaches=teaches))
    return canonical.canonical(part)


def one_page_for(version: Version, *, name: str) -> str:
    """The page for lessons as it is today, for one person; as the text that is kept."""
    sheet = lesson_sheet(
        version_document(version),
        profile=profile_lines(version.pupil, kinds=BEFORE_A_LESSON),
        sha256=version.sha256,
        reader=name,
    )
    return canonical.canonical(as_document(sheet))


def draft_document(plan: Plan, *, on: date) -> dict[str, Any]:
    """The draft in the shape that issuing would freeze, as it is on a day. Nobody has issued it."""
    return canonical.document(
        plans.draft(plan, with_files=True),
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
        language=lawbook().language_of(pupil.school.jurisdiction),
        invented=settings.DEMONSTRATION,
    )
