"""From where a plan came, for the pages of plans, which come before the slice that brings plans in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from handrail.apps.accounts.actor import Actor
from handrail.apps.exchange import queries
from handrail.apps.plans import policy
from handrail.apps.plans.policy import Act
from handrail.ui.components import Link


class CameFrom:
    """Asks for the file that a draft began from when a page wants to lead to it, and not before."""

    def __init__(self, reader: Actor) -> None:
        self.reader = reader

    def draft(self, plan_id: UUID) -> Link | None:
        """The page of what came, for whoever may look at it."""
        row = queries.came_as(plan_id)
        if row is None or not policy.may(self.reader, Act.START, row):
            return None
        return Link(
            "What came from the other school", reverse("exchange:received", args=[row.pupil_id, row.pk])
        )


def received(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `came_from`."""
    actor: Actor | None = getattr(request, "actor", None)
    return {"came_from": CameFrom(actor) if actor is not None else None}
