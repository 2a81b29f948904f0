"""What the family said about a plan, for the pages of plans, which come before the family's slice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from handrail.apps.accounts.actor import Actor
from handrail.apps.family import queries
from handrail.apps.family.models import Comment
from handrail.apps.family.said import SaidOfPlan, said_of_plan
from handrail.apps.plans import queries as plan_queries


class Beside:
    """Asks for what was said when a page wants it beside its own words, and not before."""

    def __init__(self, reader: Actor) -> None:
        self.reader = reader

    def draft(self, plan_id: UUID) -> SaidOfPlan:
        """What was said of the draft that people write at now."""
        return self._of(queries.comments_beside(plan_id, reader=self.reader))

    def version(self, plan_id: UUID, number: int) -> SaidOfPlan:
        """What was said of the drafts that became this version."""
        return self._of(queries.comments_beside(plan_id, reader=self.reader, version=number))

    def _of(self, found: list[Comment]) -> SaidOfPlan:
        kind = plan_queries.plan_type_of(found[0].shared.plan) if found else None
        headings = {one.key: one.heading for one in kind.sections} if kind else {}
        return said_of_plan(found, reader=self.reader, headings=headings)


def said(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `said_beside`."""
    actor: Actor | None = getattr(request, "actor", None)
    return {"said_beside": Beside(actor) if actor is not None else None}
