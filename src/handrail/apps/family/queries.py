from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Prefetch, Q
from django.shortcuts import get_object_or_404

from handrail.apps.accounts.actor import Actor
from handrail.apps.audit import actions as audit
from handrail.apps.family import policy
from handrail.apps.family.models import Answers, Comment, Reply, SharedDraft, Summary, Translation
from handrail.apps.family.policy import Act
from handrail.apps.plans.models import Contribution, Plan
from handrail.apps.pupils.models import CircleMember

WITH_MEMBER: Final = ("member", "shared", "answer")


def members_of(actor: Actor, plan: Plan) -> frozenset[UUID]:
    """The actor's own places in the circle of the plan's pupil."""
    return frozenset(place.member_id for place in actor.places if place.pupil_id == plan.pupil_id)


def own_member(actor: Actor, plan: Plan) -> CircleMember | None:
    """As whom in the circle the actor speaks."""
    return CircleMember.objects.filter(pk__in=members_of(actor, plan)).order_by("order").first()


def contribution(plan_id: UUID, contribution_id: UUID) -> Contribution:
    """A parent's or carer's part in a plan, or 404."""
    return get_object_or_404(
        Contribution.objects.select_related("member", "plan__pupil", "pupil"),
        pk=contribution_id,
        plan_id=plan_id,
        party=Contribution.Party.PARENT,
    )


def own_contribution(actor: Actor, plan: Plan) -> Contribution | None:
    return (
        Contribution.objects.filter(
            plan=plan, member_id__in=members_of(actor, plan), party=Contribution.Party.PARENT
        )
        .select_related("member")
        .first()
    )


def answers(contribution_id: UUID) -> Answers | None:
    return Answers.objects.filter(contribution_id=contribution_id).first()


# --- a draft shared with the family -----------------------------------------------------------------------


def shared_now(plan: Plan) -> SharedDraft | None:
    """The draft that the family is asked about at present; nothing once it has been issued."""
    if not plan.draft_open:
        return None
    return (
        SharedDraft.objects.filter(plan=plan, for_version=plan.latest_number + 1)
        .select_related("event", "plan")
        .first()
    )


def sections_of(shared: SharedDraft) -> dict[str, dict[str, Any]]:
    """The sections of a shared draft, by key, in the plan's order."""
    return {one["key"]: one for one in json.loads(shared.document)["sections"]}


def comment(plan_id: UUID, comment_id: UUID) -> Comment:
    return get_object_or_404(
        Comment.objects.select_related(*WITH_MEMBER, "shared__plan__pupil"),
        pk=comment_id,
        shared__plan_id=plan_id,
    )


def comments(plan: Plan, *, reader: Actor, for_version: int | None = None) -> list[Comment]:
    """What was said that this reader may read: their own, what was said to everyone, and for the team all of it."""
    found = Comment.objects.filter(shared__plan=plan).select_related(*WITH_MEMBER)
    if for_version is not None:
        found = found.filter(shared__for_version=for_version)
    if not policy.may(reader, Act.READ_COMMENTS, plan):
        found = found.filter(Q(audience=audit.EVERYONE) | Q(member_id__in=members_of(reader, plan)))
    return list(found)


def comments_beside(plan_id: UUID, *, reader: Actor, version: int | None = None) -> list[Comment]:
    """What was said, as `comments`, of the drafts that became a version, or of the draft that is open; in one query."""
    becomes = F("shared__plan__latest_number") + 1 if version is None else version
    found = list(
        Comment.objects.filter(shared__plan_id=plan_id, shared__for_version=becomes).select_related(
            *WITH_MEMBER, "shared__plan"
        )
    )
    if not found or policy.may(reader, Act.READ_COMMENTS, found[0]):
        return found
    mine = members_of(reader, found[0].shared.plan)
    return [one for one in found if one.audience == audit.EVERYONE or one.member_id in mine]


def answer_to(one: Comment) -> Reply | None:
    """What the school answered, if it has."""
    return getattr(one, "answer", None)


def is_open(one: Comment) -> bool:
    """Whether it still waits for the school's answer."""
    return one.wants_answer and answer_to(one) is None


WAITING: Final = Q(answer=None) & ~Q(kind=Comment.Kind.AGREE, words="")


def waiting(*, count: int) -> list[Comment]:
    """Within the reach, what families said and the school has not answered, the longest waiting first."""
    return list(
        Comment.objects.filter(WAITING)
        .select_related("member", "pupil", "shared")
        .order_by("recorded_at", "id")[:count]
    )


def plans_read(actor: Actor) -> list[Plan]:
    """Plans whose family's page is this actor's own to read, by the pupil's name."""
    mine = {
        place.pupil_id
        for place in actor.places
        if actor.roles_towards(place.pupil_id, school_id=place.school_id) & policy.READERS
    }
    if not mine:
        return []
    found = Plan.objects.filter(pupil_id__in=mine).select_related("pupil")
    return list(found.order_by("pupil__sort_key", "local_name"))


@dataclass(frozen=True, slots=True)
class DraftToAnswer:
    """A draft that somebody is asked about, and whether they have said something to it."""

    shared: SharedDraft
    answered: bool


def drafts_to_answer(actor: Actor) -> list[DraftToAnswer]:
    """The newest draft of each plan that this actor is asked about."""
    mine = {
        place.pupil_id: place.member_id
        for place in actor.places
        if actor.roles_towards(place.pupil_id, school_id=place.school_id) & policy.READERS
    }
    if not mine:
        return []
    said = Prefetch("comments", Comment.objects.filter(member_id__in=mine.values()), to_attr="said_by_me")
    found = (
        SharedDraft.objects.filter(pupil_id__in=mine, plan__draft_open=True)
        .order_by("plan_id", "-number")
        .distinct("plan_id")
        .select_related("plan", "pupil")
        .prefetch_related(said)
    )
    return [
        DraftToAnswer(one, answered=bool(getattr(one, "said_by_me", ())))
        for one in found
        if one.for_version == one.plan.latest_number + 1
    ]


# --- the plain summary ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Summaries:
    """The newest edition of a plan's summary, and the newest translation in each other language."""

    source: Summary
    translations: Mapping[str, Translation]
    latest_version: int

    @property
    def is_behind_the_plan(self) -> bool:
        """Whether the plan has been issued since the summary was written."""
        return self.source.about_version < self.latest_version

    def is_behind(self, one: Translation) -> bool:
        """Whether a translation was made from words that were changed since."""
        return one.summary.text != self.source.text

    @property
    def languages(self) -> tuple[str, ...]:
        """The source's language, then the others."""
        return (self.source.language, *self.translations)


def summaries(plan: Plan) -> Summaries | None:
    source = Summary.objects.filter(plan=plan).first()
    if source is None:
        return None
    newest = (
        Translation.objects.filter(summary__plan=plan)
        .exclude(language=source.language)
        .select_related("summary")
        .order_by("language", "-summary__edition", "-number")
        .distinct("language")
    )
    return Summaries(source, {one.language: one for one in newest}, plan.latest_number)


def translation(plan_id: UUID, translation_id: UUID) -> Translation:
    return get_object_or_404(
        Translation.objects.select_related("summary__plan__pupil"),
        pk=translation_id,
        summary__plan_id=plan_id,
    )
