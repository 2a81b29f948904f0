"""What the family tells before a draft is written, question by question."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.plans.models import Contribution
from handrail.ui.components import Link
from handrail.ui.phrases import day_and_month, plain_day


@dataclass(frozen=True, slots=True)
class AnswersPage:
    plan_id: UUID
    title: str
    lead: str
    asked: str
    question: str
    form: forms.Form
    own: bool
    key: str
    url: str
    state: str
    theirs: tuple[tuple[str, str], ...]
    refused: str
    back: Link


def answers_page(
    one: Contribution,
    *,
    own: bool,
    form: forms.Form,
    state: str,
    theirs: tuple[tuple[str, str], ...] = (),
    refused: str = "",
) -> AnswersPage:
    name = one.plan.pupil.known_as
    in_words = {"name": name}
    asked = ""
    if one.asked_on:
        asked = _("%(name)s asked on %(day)s.") % {
            "name": one.asked_by_name,
            "day": plain_day(one.asked_on),
        }
        if one.due_on:
            asked += " " + _("An answer is hoped for by %(day)s.") % {"day": day_and_month(one.due_on)}
    return AnswersPage(
        plan_id=one.plan_id,
        title=_("What you know about %(name)s") % in_words
        if own
        else f"What {one.member.name} says about {name}",
        lead=_("You know %(name)s best. Answer what you like, leave out the rest, come back when you like.")
        % in_words
        if own
        else "Write down what they say, as they say it. You are named as the one who wrote it down.",
        asked=asked,
        question=one.question,
        form=form,
        own=own,
        key=f"family-{one.pk}",
        url=reverse("family:answers", args=[one.plan_id, one.pk]),
        state=state,
        theirs=theirs,
        refused=refused,
        back=Link(_("Back to the plan"), reverse("family:plan", args=[one.plan_id]))
        if own
        else Link("Back to the views", reverse("plans:views", args=[one.plan_id])),
    )
