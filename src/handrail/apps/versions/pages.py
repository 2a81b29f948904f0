"""What the pages about steps and versions share: ways back, what stands against going on, a form on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.plans import policy
from handrail.apps.plans.models import Plan
from handrail.apps.plans.pages import source_of
from handrail.apps.plans.policy import Act
from handrail.core.steps import Hold
from handrail.ui.components import GapItem, Link
from handrail.ui.phrases import days_as_here


def hold_item(hold: Hold, plan: Plan) -> GapItem:
    """What stands against going on, as a link to where it is recorded."""
    return GapItem(
        says=days_as_here(hold.says),
        url=reverse("versions:steps", args=[plan.pk]),
        why=hold.step.says if hold.says == hold.step.missing else "",
        source=source_of(hold.citation),
    )


def back_from(plan: Plan, reader: Actor) -> Link:
    if plan.draft_open and policy.may(reader, Act.READ_DRAFT, plan):
        return Link("Back to the draft", reverse("plans:plan", args=[plan.pk]))
    if plan.latest_number:
        return back_to_version(plan, plan.latest_number)
    return Link(
        _("Back to %(name)s") % {"name": plan.pupil.known_as}, reverse("home:pupil", args=[plan.pupil_id])
    )


def back_to_version(plan: Plan, number: int) -> Link:
    return Link(
        _("Back to version %(number)d") % {"number": number}, reverse("plans:version", args=[plan.pk, number])
    )


@dataclass(frozen=True, slots=True)
class PlainFormPage:
    """A form of its own page."""

    title: str
    pupil: str
    lead: str
    form: Any
    button: str
    refused: str
    back: Link
