from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from handrail.apps.exchange import plan_files
from handrail.apps.exchange.models import ReceivedPlan
from handrail.apps.organisations.queries import school
from handrail.apps.plans import queries as plans
from handrail.apps.plans.models import WrittenFact
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.duties import Force
from handrail.core.plan_types import PlanType
from handrail.law.lawbook import lawbook


def received(pupil_id: UUID, received_id: UUID) -> ReceivedPlan:
    return get_object_or_404(
        ReceivedPlan.objects.select_related("pupil__school", "plan"), pk=received_id, pupil_id=pupil_id
    )


def received_of(pupil_id: UUID) -> list[ReceivedPlan]:
    """The plan files that came for a pupil, without what they hold, the newest first."""
    return list(ReceivedPlan.objects.filter(pupil_id=pupil_id).defer("content"))


def plan_in(row: ReceivedPlan) -> dict[str, Any]:
    """The plan in a file that was checked when it came."""
    return plan_files.read(bytes(row.content)).plan


def offered(pupil: Pupil) -> list[tuple[PlanType, str]]:
    """The plan types that a plan from elsewhere can become here, with what the place calls each."""
    authority = school(pupil.school_id).authority
    assert authority is not None, "a constraint gives every school an authority"
    taken = {plan.plan_type for plan in plans.plans_of(pupil.pk)}
    return [
        (kind, kind.name_for(authority.slug))
        for kind in lawbook().plan_types(authority.jurisdiction)
        if kind.key not in taken and kind.status is not Force.PROPOSED
    ]


def givers_here(pupil_id: UUID) -> list[CircleMember]:
    """Who in the circle may be named as giving help."""
    return list(CircleMember.objects.filter(pupil_id=pupil_id).order_by("order", "name"))


def speakers_here(pupil_id: UUID) -> list[CircleMember]:
    """Who in the circle is asked for their view by every plan: the pupil, and parents who decide for them."""
    found = CircleMember.objects.filter(pupil_id=pupil_id).filter(
        Q(kind=CircleMember.Kind.PUPIL) | Q(parental_responsibility=True)
    )
    return list(found.order_by("order", "name"))


def facts_about(pupil_id: UUID) -> dict[str, str]:
    """What is written here about a pupil for all their plans, by the law's keys."""
    found = WrittenFact.objects.filter(pupil_id=pupil_id, plan=None).exclude(value="")
    return dict(found.values_list("key", "value"))


def came_as(plan_id: UUID) -> ReceivedPlan | None:
    """The plan file that a plan began from, without what it holds."""
    return ReceivedPlan.objects.filter(plan_id=plan_id).defer("content").first()


def same_plan(row: ReceivedPlan) -> list[ReceivedPlan]:
    """Other files that held the very same plan, the newest first."""
    found = ReceivedPlan.objects.filter(pupil_id=row.pupil_id, plan_sha256=row.plan_sha256)
    return list(found.exclude(pk=row.pk).defer("content"))
