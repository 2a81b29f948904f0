"""What the family said of a draft, and what the school answered, as pages show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.audit import actions as audit
from handrail.apps.family import policy, queries
from handrail.apps.family.models import Comment, Reply
from handrail.apps.family.policy import Act
from handrail.ui.components import Shape, Status
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody of the family said to a section, with what the school answered beside it."""

    section: str
    heading: str
    kind: str
    by: str
    when: str
    who_reads: str
    words: str
    proposed: str
    instead_of: str
    status: Status
    answer: str
    answered: str
    url: str  # to answer it, for those who may
    anchor: str


def _kinds() -> dict[str, str]:
    return {
        Comment.Kind.COMMENT: _("Said"),
        Comment.Kind.AGREE: _("Agrees"),
        Comment.Kind.DISAGREE: _("Disagrees"),
        Comment.Kind.PROPOSAL: _("Asks for other words"),
    }


def _outcomes() -> dict[str, str]:
    return {
        Reply.Outcome.PUT_IN: _("Put into the plan in these words"),
        Reply.Outcome.CHANGED: _("The plan was changed"),
        Reply.Outcome.AS_IT_WAS: _("The plan stays as it was"),
    }


def said(one: Comment, *, reader: Actor, headings: Mapping[str, str]) -> Said:
    answer = queries.answer_to(one)
    if answer is not None:
        status = Status(Shape.DONE, _outcomes()[answer.outcome])
    elif one.wants_answer:
        status = Status(Shape.WAITING, _("Waits for an answer"))
    else:
        status = Status(Shape.DONE, _("Agreed"))
    may_answer = answer is None and one.wants_answer and policy.may(reader, Act.ANSWER, one)
    return Said(
        section=one.section,
        heading=headings.get(one.section, one.section),
        kind=_kinds()[one.kind],
        by=one.member.name,
        when=plain_day(one.said_on),
        who_reads=_("Everybody who may read the plan can read this.")
        if one.audience == audit.EVERYONE
        else _("Only the writer and the people who write the plan can read this."),
        words=one.words,
        proposed=one.proposed,
        instead_of=one.instead_of,
        status=status,
        answer=answer.words if answer else "",
        answered=_("%(name)s, %(day)s")
        % {"name": answer.answered_by_name, "day": plain_day(answer.answered_on)}
        if answer
        else "",
        url=reverse("family:answer", args=[one.shared.plan_id, one.pk]) if may_answer else "",
        anchor=f"said-{one.pk}",
    )


def headings_of(document: Mapping[str, Any]) -> dict[str, str]:
    return {one["key"]: one["heading"] for one in document["sections"]}


@dataclass(frozen=True, slots=True)
class SaidOfPlan:
    """All that a reader may read of what was said about a draft, by section."""

    by_section: Mapping[str, tuple[Said, ...]]
    waiting: int

    def of(self, key: str) -> tuple[Said, ...]:
        return self.by_section.get(key, ())

    @property
    def all(self) -> tuple[Said, ...]:
        return tuple(one for section in self.by_section.values() for one in section)


def said_of_plan(found: Iterable[Comment], *, reader: Actor, headings: Mapping[str, str]) -> SaidOfPlan:
    by_section: dict[str, list[Said]] = defaultdict(list)
    waiting = 0
    for one in found:
        by_section[one.section].append(said(one, reader=reader, headings=headings))
        waiting += queries.is_open(one)
    order = list(headings)
    known = sorted(by_section, key=lambda key: order.index(key) if key in order else len(order))
    return SaidOfPlan({key: tuple(by_section[key]) for key in known}, waiting)
