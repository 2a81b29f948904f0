"""What is left before a plan is issued, what the law asks otherwise, and who is to get a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse

from handrail.apps.plans import pages as plan_pages
from handrail.apps.plans.pages import possessive
from handrail.apps.plans.queries import Draft
from handrail.apps.versions.pages import hold_item
from handrail.apps.versions.queries import Way
from handrail.core.editions import Change, Changes
from handrail.ui.components import GapItem, Link
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class LawChange:
    kind: str
    where: str
    before: str
    after: str
    citation: str


@dataclass(frozen=True, slots=True)
class IssuePage:
    plan_id: UUID
    title: str
    pupil: str
    weight: str
    number: int
    gaps: tuple[GapItem, ...]
    more_gaps: int
    holds: tuple[GapItem, ...]
    cautions: tuple[GapItem, ...]
    law_changes: tuple[LawChange, ...]
    more_law_changes: int
    law_digest: str
    form: Any
    summary: tuple[tuple[str, str], ...]
    refused: str
    steps_url: str
    back: Link

    @property
    def ready(self) -> bool:
        return not (self.gaps or self.holds or self.law_changes)


SHOWN_CHANGES: Final = 20
"""Changes of the law's data listed at once; more are counted."""


def issue_page(
    draft: Draft,
    way: Way,
    form: forms.Form,
    *,
    changes: Changes,
    digest: str,
    on: date,
    refused: str = "",
) -> IssuePage:
    plan, gaps = draft.plan, draft.gaps
    holds = way.holds(on=on)
    listed = law_changes(changes)
    amended = [draft.plan_type.section(key).heading for key in plan.open_sections]
    return IssuePage(
        plan_id=plan.pk,
        title=f"Issue {possessive(plan.pupil.known_as)} plan",
        pupil=plan.pupil.name,
        weight=plan_pages.WEIGHT[draft.plan_type.legal_weight],
        number=plan.latest_number + 1,
        gaps=tuple(plan_pages.gap_item(gap, draft) for gap in gaps[: plan_pages.SHOWN_GAPS]),
        more_gaps=max(0, len(gaps) - plan_pages.SHOWN_GAPS),
        holds=tuple(hold_item(hold, plan) for hold in holds if hold.holds),
        cautions=tuple(hold_item(hold, plan) for hold in holds if not hold.holds),
        law_changes=listed[:SHOWN_CHANGES],
        more_law_changes=max(0, len(listed) - SHOWN_CHANGES),
        law_digest=digest,
        form=form,
        summary=(
            ("Plan", plan.local_name),
            ("Version", str(plan.latest_number + 1)),
            *([("Sections that change", "; ".join(amended))] if amended else []),
            ("Needs", str(len(draft.needs))),
            ("Goals", str(len(draft.goals))),
            ("Kinds of help", str(len(draft.provisions))),
            ("Views given", str(sum(1 for one in draft.contributions if one.words))),
            ("Review agreed for", plain_day(plan.review_on) if plan.review_on else "No day agreed"),
        ),
        refused=refused,
        steps_url=reverse("versions:steps", args=[plan.pk]),
        back=Link("Back to the draft", reverse("plans:plan", args=[plan.pk])),
    )


def law_changes(changes: Changes) -> tuple[LawChange, ...]:
    """What the law's data asks otherwise than before, in words."""

    def rows(kind: str, found: Sequence[Change]) -> list[LawChange]:
        return [LawChange(kind, one.where, one.before, one.after, one.citation) for one in found]

    return (
        *rows("New", changes.added),
        *rows("Changed", changes.changed),
        *rows("No longer asked", changes.removed),
    )
