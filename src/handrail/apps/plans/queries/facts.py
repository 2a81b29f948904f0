"""The facts that a plan asks for, and which of them somebody writes in the plan itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import Q

from handrail.apps.plans.models import Plan, WrittenFact
from handrail.core.plan_types import Requirement, Section

DERIVED: Final = frozenset({"coordinator", "contact_officer", "parent"})
PUPILS_OWN: Final = frozenset(
    f"pupil.{name}"
    for name in ("name", "address", "phone", "born", "gender", "language", "school", "year", "entered_school")
)
"""Facts that rows of their own answer: entered once there, they feed every plan."""


def own_facts(section: Section) -> tuple[Requirement, ...]:
    """The facts of a section that somebody writes in the plan itself, since nothing else answers them."""
    return tuple(
        item
        for item in section.facts
        if item.of and item.of.partition(".")[0] not in DERIVED and item.of not in PUPILS_OWN
    )


def written_facts(row: Plan) -> dict[str, WrittenFact]:
    """What was written of the facts that a plan asks for: those of the plan, and those about the pupil."""
    found = WrittenFact.objects.filter(Q(plan_id=row.pk) | Q(plan_id=None), pupil_id=row.pupil_id)
    return {one.key: one for one in found}


def facts_revision(keys: Iterable[str | None], there: Mapping[str, WrittenFact]) -> int:
    """The revisions of these facts, added up: it grows whenever one of them is written."""
    return sum(there[key].revision for key in keys if key is not None and key in there)
