"""One plan, one row of it, one version: found, or 404."""

from __future__ import annotations

import json
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from handrail.apps.organisations.queries import school
from handrail.apps.plans.models import Goal, KeptText, Need, Plan, Provision, SectionText, Version
from handrail.apps.pupils.queries import NAME_OF_PUPIL
from handrail.core.plan_types import PlanType, SectionKind
from handrail.law.lawbook import lawbook
from handrail.reach import reading


def plan(plan_id: UUID) -> Plan:
    """The plan, or 404: whether it exists is itself private."""
    return get_object_or_404(
        Plan.objects.select_related("pupil", "school", "case", "coordinator", "contact"), pk=plan_id
    )


def plans_of(pupil_id: UUID) -> list[Plan]:
    """A pupil's plans with their versions, the newest version first."""
    return list(
        Plan.objects.filter(pupil_id=pupil_id)
        .prefetch_related(Prefetch("versions", Version.objects.defer("document")))
        .order_by("local_name")
    )


def plan_type_of(row: Plan) -> PlanType:
    return lawbook().plan_type(row.plan_type)


def is_open(row: Plan, part: SectionKind) -> bool:
    """Whether what a kind of section holds may be changed in this draft."""
    if not row.open_sections:
        return True
    return any(
        section.kind is part and section.key in row.open_sections for section in plan_type_of(row).sections
    )


def need(plan_id: UUID, need_id: UUID) -> Need:
    return get_object_or_404(Need, pk=need_id, plan_id=plan_id)


def goal(plan_id: UUID, goal_id: UUID) -> Goal:
    return get_object_or_404(Goal.objects.select_related("need"), pk=goal_id, plan_id=plan_id)


def provision(plan_id: UUID, provision_id: UUID) -> Provision:
    return get_object_or_404(
        Provision.objects.select_related("who").prefetch_related("goals"), pk=provision_id, plan_id=plan_id
    )


def version(plan_id: UUID, number: int) -> Version:
    return get_object_or_404(Version.objects.select_related("plan", "pupil"), plan_id=plan_id, number=number)


def newest_document(row: Plan) -> dict[str, Any] | None:
    """The plan as it was last issued; nothing while there is only a draft."""
    text = (
        Version.objects.filter(plan_id=row.pk, number=row.latest_number)
        .values_list("document", flat=True)
        .first()
    )
    return json.loads(text) if text else None


PartT = TypeVar("PartT", Need, Goal, Provision)


def still_in(row: Plan, model: type[PartT], pk: UUID) -> PartT | None:
    """A need, a goal or a provision of this plan, unless it was taken out already."""
    return model._default_manager.filter(pk=pk, plan_id=row.pk).first()


def altered_versions() -> tuple[int, list[tuple[UUID, str]]]:
    """How many versions there are, and those whose text is not the one that was recorded at the time of issue.

    The text must have the row's own hash, and that hash must stand in the record, where it cannot be changed
    without breaking the chain. Reads every school, so it needs the owner's login.
    """
    altered = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select version.id, sha256(convert_to(version.document, 'UTF8')) = decode(version.sha256, 'hex'),"
            " exists (select from audit_fact where kind = 'plan.issued'"
            "  and audit_fact.pupil_id = version.pupil_id and detail ->> 'sha256' = version.sha256)"
            " from plans_version as version order by version.issued_at, version.id"
        )
        rows = cursor.fetchall()
    for version, has_its_hash, is_recorded in rows:
        if not has_its_hash:
            altered.append((version, "its words are not the ones its hash was made from"))
        elif not is_recorded:
            altered.append((version, "the record does not know a plan with this hash"))
    return len(rows), altered


def section_text(plan_id: UUID, key: str) -> SectionText | None:
    return SectionText.objects.filter(plan_id=plan_id, key=key).first()


def kept_texts(plan_id: UUID, key: str | None = None) -> list[KeptText]:
    """Words that met newer ones and about which nobody has chosen yet."""
    found = KeptText.objects.filter(plan_id=plan_id, settled_at=None).order_by("written_at", "based_on", "id")
    return list(found if key is None else found.filter(key=key))


def is_settled(plan_id: UUID, kept_id: UUID) -> bool:
    """Whether somebody has chosen already between these words and the newer ones."""
    return KeptText.objects.filter(pk=kept_id, plan_id=plan_id, settled_at__isnull=False).exists()


def drafts(*, count: int) -> list[Plan]:
    """Open drafts within the reach, the oldest first."""
    found = Plan.objects.filter(draft_open=True)
    first = reading.first(found, "draft_started_on", "id", count=count)
    return list(first.select_related("pupil").only("local_name", "draft_started_on", *NAME_OF_PUPIL))


def amount(value: object, unit: str) -> str:
    """A number with its unit, without needless zeros; empty when there is none."""
    if value is None:
        return ""
    digits = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return f"{digits} {unit}".strip()


def local_name_of(plan_type: PlanType, *, school_id: int) -> str:
    """What the school's authority calls a plan type."""
    authority = school(school_id).authority
    return plan_type.name_for(authority.slug if authority else None)
