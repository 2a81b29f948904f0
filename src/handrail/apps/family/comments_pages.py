"""The school's side: all that the family said of a plan, and the answer to one comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django import forms
from django.urls import reverse

from handrail.apps.accounts.actor import Actor
from handrail.apps.family import queries
from handrail.apps.family.models import Comment, SharedDraft
from handrail.apps.family.said import Said, said
from handrail.apps.plans import policy as plan_policy
from handrail.apps.plans.models import Plan
from handrail.ui.components import Link
from handrail.ui.phrases import counted, day_and_month, plain_day


@dataclass(frozen=True, slots=True)
class CommentsPage:
    plan_id: UUID
    title: str
    lead: str
    waiting: tuple[Said, ...]
    settled: tuple[Said, ...]
    share_url: str
    shared: str
    back: Link


def comments_page(
    plan: Plan,
    found: list[Comment],
    *,
    reader: Actor,
    shared: SharedDraft | None,
    headings: Mapping[str, str],
) -> CommentsPage:
    waiting = [one for one in found if queries.is_open(one)]
    settled = [one for one in found if not queries.is_open(one)]
    return CommentsPage(
        plan_id=plan.pk,
        title="What the family said",
        lead=f"{counted(len(waiting), 'thing waits', 'things wait')} for an answer."
        if waiting
        else "Nothing waits for an answer.",
        waiting=tuple(said(one, reader=reader, headings=headings) for one in waiting),
        settled=tuple(said(one, reader=reader, headings=headings) for one in reversed(settled)),
        share_url=reverse("versions:share", args=[plan.pk])
        if plan.draft_open and plan_policy.may(reader, plan_policy.Act.SHARE, plan)
        else "",
        shared=f"The draft was shared on {plain_day(shared.shared_on)} by {shared.shared_by_name};"
        f" an answer is hoped for by {day_and_month(shared.answer_by)}."
        if shared
        else "",
        back=Link("Back to the plan", reverse("plans:plan", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class AnswerPage:
    plan_id: UUID
    title: str
    said: Said
    current: str
    shared_words: str  # the section as the family read it, where it has changed since
    form: forms.Form
    refused: str
    edit_url: str
    back: Link


def answer_page(
    one: Comment,
    *,
    reader: Actor,
    heading: str,
    current: str,
    shared_words: str,
    form: forms.Form,
    refused: str = "",
) -> AnswerPage:
    plan_id = one.shared.plan_id
    return AnswerPage(
        plan_id=plan_id,
        title=f"Answer {one.member.name}",
        # Whoever reads this is answering already.
        said=replace(said(one, reader=reader, headings={one.section: heading}), url=""),
        current=current,
        shared_words=shared_words if shared_words != current else "",
        form=form,
        refused=refused,
        edit_url=reverse("plans:section", args=[plan_id, one.section]),
        back=Link("Back to what the family said", reverse("family:comments", args=[plan_id])),
    )
