"""Where the guide's pages are, by place, plan type and route."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from handrail.apps.guide import queries
from handrail.apps.guide.guidebook import Kind
from handrail.core.duties import Duty
from handrail.core.plan_types import PlanType

Parameters = Iterable[tuple[str, str]]


def law_url(plan_type: PlanType) -> str:
    place, _, plan = plan_type.key.partition("/")
    return reverse("guide:plan_type", args=[place, plan])


def when_url(plan_type: PlanType, duty: Duty | None = None) -> str:
    """The page that counts, with the place, the plan and what starts the duty already chosen."""
    query = {"place": plan_type.jurisdiction, "plan": plan_type.key}
    kinds = {kind.key for kind in queries.event_kinds(plan_type)}
    if duty is not None:
        starts = [start.when.event for start in duty.starts if start.when.event in kinds]
        if starts:
            query["e1-kind"] = starts[0]
    return f"{reverse('guide:when')}?{urlencode(query)}"


def place_url(place: str) -> str:
    return reverse("guide:place", args=[place])


def route_url(place: str, kind: Kind) -> str:
    return reverse("guide:route", args=[place, str(kind)])
