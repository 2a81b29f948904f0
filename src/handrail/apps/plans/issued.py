"""What happens to a version once it is issued: people open it, and slips of the pen are put right beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.plans import policy, queries
from handrail.apps.plans.models import Correction, Goal, Need, Opening, Plan, Provision, SectionText, Version
from handrail.core import corrections


def language_of(version: Version) -> str:
    """The language that a version says it is written in; it stays that of its day of issue."""
    language: str = json.loads(version.document)["language"]
    return language


def record_opening(version: Version, *, at: datetime, by: Actor) -> None:
    """Keep that somebody opened a version: the first time, and the last. One statement, however often."""
    if by.person_id is None:
        return
    Opening.objects.bulk_create(
        [
            Opening(
                school_id=version.school_id,
                pupil_id=version.pupil_id,
                version=version,
                person_id=by.person_id,
                name=by.name,
                first_at=at,
                last_at=at,
            )
        ],
        update_conflicts=True,
        unique_fields=["version", "person"],
        update_fields=["last_at"],
    )


@dataclass(frozen=True, slots=True)
class Place:
    """One text of an issued document in which a slip can be put right."""

    key: str
    heading: str
    words: str


TITLES: Final = {
    "needs": ("need", ("title", "description", "builds_on")),
    "goals": ("goal", ("text",)),
    "provision": ("help", ("what",)),
}
"""The parts of a document with words of the plan's authors. Amounts, days, names and people's own views are in none."""


def places(document: dict[str, Any]) -> tuple[Place, ...]:
    """Every text of a document that its authors wrote, in order. Nobody corrects what people said themselves."""
    return tuple(_places(document))


def _places(document: dict[str, Any]) -> Iterator[Place]:
    for section in document["sections"]:
        if section["text"]:
            yield Place(f"{section['key']}/text", section["heading"], section["text"])
        for part, (name, fields) in TITLES.items():
            for number, row in enumerate(section.get(part, ()), start=1):
                for field in fields:
                    if row[field]:
                        key = f"{section['key']}/{part}/{row['id']}/{field}"
                        yield Place(key, f"{section['heading']}, {name} {number}", row[field])


def as_corrected(version: Version, found: list[Correction]) -> tuple[Place, ...]:
    """`places` of a version, with its corrections in the words."""
    latest = {one.place: one.after for one in sorted(found, key=lambda one: one.number)}
    return tuple(
        Place(one.key, one.heading, latest.get(one.key, one.words))
        for one in places(json.loads(version.document))
    )


@transaction.atomic
def correct(
    *, version: Version, place: str, before: str, after: str, reason: str, on: date, by: Actor
) -> Correction:
    """Put a slip of the pen right beside an issued text. The text stays, and no clock starts again.

    `before` is what the corrector saw. The same words in the plan's draft are put right with it, so that the
    slip does not come back with the next version.

    Raises:
        NotPossible: it is more than a slip, or somebody corrected this text in the meantime.
    """
    plan = version.plan
    policy.check_may_issue(by, plan, queries.plan_type_of(plan))
    plan = Plan.objects.select_for_update(of=("self",)).select_related("pupil").get(pk=plan.pk)
    if not reason.strip():
        raise NotPossible("Say in a few words what was wrong.")
    there = list(Correction.objects.filter(version=version))
    found = next((one for one in as_corrected(version, there) if one.key == place), None)
    if found is None:
        raise NotPossible("This is not a text that can be corrected. What people said stays as they said it.")
    after = after.replace("\r\n", "\n")
    same = next((one for one in there if one.place == place and one.after == after), None)
    if same is not None and found.words == after:
        return same
    if found.words != before.replace("\r\n", "\n"):
        raise NotPossible("Somebody corrected this text in the meantime. Read it again below.")
    if wrong := corrections.objection(found.words, after):
        raise NotPossible(wrong)
    number = max((one.number for one in there), default=0) + 1
    row = Correction.of(
        plan.pupil,
        version=version,
        number=number,
        place=place,
        heading=found.heading,
        before=found.words,
        after=after,
        reason=reason.strip(),
        corrected_on=on,
        corrected_by_id=by.person_id,
        corrected_by_name=by.name,
    )
    row.recorded_at = audit.record(
        "plan.corrected",
        about=f"plan:{plan.pk}",
        by=by,
        on=on,
        pupil_id=plan.pupil_id,
        school_id=plan.school_id,
        audience=audit.EVERYONE,
        plan=str(plan.pk),
        name=plan.local_name,
        number=f"{version.number}.{number}",
        sha256=version.sha256,
        place=place,
        heading=found.heading,
        before=found.words,
        after=after,
        reason=row.reason,
    )
    row.save(force_insert=True)
    if version.number == plan.latest_number:
        _put_right_in_draft(plan, place, found.words, after)
    return row


def _put_right_in_draft(plan: Plan, place: str, before: str, after: str) -> None:
    """The same slip where the plan is written, if it still stands there word for word."""
    key, part, *rest = place.split("/")
    if part == "text":
        changed = _replace(SectionText, plan, before, after, field="text", key=key)
    else:
        models: dict[str, type[Need | Goal | Provision]] = {
            "needs": Need,
            "goals": Goal,
            "provision": Provision,
        }
        model = models[part]
        changed = _replace(model, plan, before, after, field=rest[1], pk=UUID(rest[0]))
    if changed and plan.draft_open:
        plan.draft_revision += 1
        plan.save(update_fields=["draft_revision"])


def _replace(
    model: type[SectionText | Need | Goal | Provision],
    plan: Plan,
    before: str,
    after: str,
    *,
    field: str,
    **which: object,
) -> bool:
    row = model._default_manager.filter(plan=plan, **which).first()
    if row is None or getattr(row, field) != before:
        return False
    setattr(row, field, after)
    row.revision += 1
    row.save(update_fields=[field, "revision"])
    return True


def corrections_of(version_id: UUID) -> list[Correction]:
    """The corrections of a version, in order."""
    return list(Correction.objects.filter(version_id=version_id))


def openings_of(version_id: UUID) -> list[Opening]:
    """Who opened a version, and when first and last."""
    return list(Opening.objects.filter(version_id=version_id).order_by("first_at", "id"))
