"""What the law's data asks of a plan, and whether that changed since somebody looked."""

from __future__ import annotations

from uuid import UUID

from handrail.apps.plans.models import LawEdition, Plan, SetAside
from handrail.apps.plans.queries.rows import plan_type_of
from handrail.core import editions
from handrail.core.plan_types import PlanType, Requirement
from handrail.law.lawbook import lawbook


def edition_now(kind: PlanType) -> dict[str, list[str]]:
    """What the law asks of a plan type today."""
    book = lawbook()
    return editions.edition(kind, book.duties(kind.key), book.steps(kind.key))


def kept_edition(kind: PlanType) -> LawEdition:
    """The row of what the law asks of a plan type today; kept the first time that a draft meets it."""
    asked = edition_now(kind)
    named = {"plan_type": kind.key, "digest": editions.digest(asked)}
    if there := LawEdition.objects.filter(**named).first():
        return there
    row = LawEdition(**named, law_version=lawbook().version, asked=asked)
    LawEdition.objects.bulk_create([row], ignore_conflicts=True)
    return LawEdition.objects.get(**named)


def law_changes(row: Plan) -> editions.Changes:
    """What the law's data asks otherwise than when the draft was last checked with it."""
    before = row.law_edition.asked if row.law_edition else {}
    return editions.changes(before, edition_now(plan_type_of(row)))


def conditional(kind: PlanType, *, section: str, requirement: str) -> Requirement | None:
    """A requirement that applies only on a condition; nothing if it always applies, or is not of this plan type."""
    return next(
        (
            one
            for part, one in kind.requirements()
            if part.key == section and one.key == requirement and one.condition is not None
        ),
        None,
    )


def set_asides(plan_id: UUID) -> dict[tuple[str, str], SetAside]:
    """What people said does not apply to this pupil, by section and requirement."""
    return {(one.section, one.requirement): one for one in SetAside.objects.filter(plan_id=plan_id)}
