"""A draft as it is shared with the family, and what they say to one section of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.family import policy
from handrail.apps.family.models import Comment, SharedDraft
from handrail.apps.family.policy import Act
from handrail.apps.family.said import Said, headings_of, said_of_plan
from handrail.apps.plans import pages as plan_pages
from handrail.apps.plans.models import Plan
from handrail.apps.plans.pages import IssuedSection
from handrail.core.steps import Weight
from handrail.law.lawbook import lawbook
from handrail.ui.components import Link, Source, Voice
from handrail.ui.phrases import day_and_month, plain_day


@dataclass(frozen=True, slots=True)
class LawsStep:
    """That the law makes giving the draft a step of its own, with a time to answer: what it says, and where."""

    title: str
    says: str
    source: Source | None


def _laws_step(shared: SharedDraft) -> LawsStep | None:
    if shared.event is None:
        return None
    for step in lawbook().steps(shared.plan.plan_type).steps:
        if step.freezes_draft and step.weight is Weight.NEEDED and step.event.event == shared.event.kind:
            return LawsStep(step.title, step.says, plan_pages.source_of(step.citation))
    return None


@dataclass(frozen=True, slots=True)
class SharedSection:
    """A section of the shared draft, and what was said about it."""

    section: IssuedSection
    said: tuple[Said, ...]
    comment_url: str


@dataclass(frozen=True, slots=True)
class SharedDraftPage:
    plan_id: UUID
    title: str
    lead: str
    note: Voice | None
    law: LawsStep | None
    language: str
    sections: tuple[SharedSection, ...]
    back: Link


def draft_page(plan: Plan, shared: SharedDraft, found: list[Comment], *, reader: Actor) -> SharedDraftPage:
    document = json.loads(shared.document)
    of_plan = said_of_plan(found, reader=reader, headings=headings_of(document))
    may_comment = policy.may(reader, Act.COMMENT, plan)
    return SharedDraftPage(
        plan_id=plan.pk,
        title=_("Draft of %(name)s’s plan") % {"name": plan.pupil.known_as},
        lead=_("As it was on %(day)s. It is not the plan yet. Say what you think by %(until)s.")
        % {"day": plain_day(shared.shared_on), "until": day_and_month(shared.answer_by)},
        note=Voice(shared.note, by=shared.shared_by_name, said_on=shared.shared_on) if shared.note else None,
        law=_laws_step(shared),
        language=document["language"],
        sections=tuple(
            SharedSection(
                section,
                of_plan.of(section.key),
                reverse("family:comment", args=[plan.pk, section.key]) if may_comment else "",
            )
            for section in plan_pages.issued_sections(document)
        ),
        back=Link(_("Back to the plan"), reverse("family:plan", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class CommentPage:
    plan_id: UUID
    title: str
    section: IssuedSection
    language: str
    form: forms.Form
    said: tuple[Said, ...]
    refused: str
    back: Link


def comment_page(
    plan: Plan,
    shared: SharedDraft,
    key: str,
    form: forms.Form,
    found: list[Comment],
    *,
    reader: Actor,
    refused: str = "",
) -> CommentPage:
    document = json.loads(shared.document)
    of_plan = said_of_plan(found, reader=reader, headings=headings_of(document))
    section = next(one for one in plan_pages.issued_sections(document) if one.key == key)
    return CommentPage(
        plan_id=plan.pk,
        title=_("What do you think of this?"),
        section=section,
        language=document["language"],
        form=form,
        said=of_plan.of(key),
        refused=refused,
        back=Link(_("Back to the draft"), reverse("family:draft", args=[plan.pk]) + f"#s-{key}"),
    )
