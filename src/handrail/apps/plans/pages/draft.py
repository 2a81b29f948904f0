"""The page of a draft: its sections as tasks, what is missing, who may issue it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import phrase
from handrail.apps.plans import policy
from handrail.apps.plans.canonical import is_advice
from handrail.apps.plans.models import Contribution, Plan
from handrail.apps.plans.pages.gaps import SHOWN_GAPS, gap_item
from handrail.apps.plans.pages.thread import threads
from handrail.apps.plans.pages.words import possessive
from handrail.apps.plans.policy import Act
from handrail.apps.plans.queries import Draft, is_closed, own_facts
from handrail.core.plan_types import Check, LegalWeight, Section, SectionKind
from handrail.ui.components import Fact, GapItem, Link, Progress, Shape, Status, TaskRow, Thread
from handrail.ui.phrases import counted, day_and_month

WEIGHT: Final = {
    LegalWeight.STATUTORY_PLAN: "A plan set by law.",
    LegalWeight.STATUTORY_DUTY_NO_PLAN: "The law asks for the help; this plan has no legal form of its own.",
    LegalWeight.POLICY_PLAN: "A school plan: it has no legal force of its own.",
}


@dataclass(frozen=True, slots=True)
class TaskGroup:
    id: str
    title: str
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft as a list of tasks, with what still stops it from being issued."""

    plan_id: UUID
    pupil_id: UUID
    title: str
    pupil: str
    weight: str
    facts: tuple[Fact, ...]
    gaps: tuple[GapItem, ...]
    more_gaps: int
    progress: Progress
    groups: tuple[TaskGroup, ...]
    threads: tuple[Thread, ...]
    two_texts: tuple[Link, ...]
    may_issue: bool
    may_share: bool
    issuers: str
    latest: Link | None
    only: tuple[str, ...]  # the headings that are open, where only some are


def draft_page(draft: Draft, *, reader: Actor) -> DraftPage:
    plan, gaps = draft.plan, draft.gaps
    by_section = Counter(gap.section for gap in gaps)
    rows = {
        section.key: _task(section, draft, by_section[section.key]) for section in draft.plan_type.sections
    }
    groups = _groups(draft, rows)
    done = sum(1 for row in rows.values() if row.status.shape is Shape.DONE)
    return DraftPage(
        plan_id=plan.pk,
        pupil_id=plan.pupil_id,
        title=f"Draft of {possessive(plan.pupil.known_as)} plan",
        pupil=plan.pupil.name,
        weight=f"{plan.local_name}. {WEIGHT[draft.plan_type.legal_weight]}",
        facts=_draft_facts(draft),
        gaps=tuple(gap_item(gap, draft) for gap in gaps[:SHOWN_GAPS]),
        more_gaps=max(0, len(gaps) - SHOWN_GAPS),
        progress=Progress(done=done, of=len(rows)),
        groups=groups,
        threads=threads(draft),
        two_texts=tuple(
            Link(
                f"{kept.written_by_name} and somebody else wrote in"
                f" “{draft.plan_type.section(kept.key).heading}”",
                reverse("plans:choose", args=[plan.pk, kept.pk]),
            )
            for kept in draft.kept
        ),
        may_issue=policy.may_issue(reader, plan, draft.plan_type),
        may_share=policy.may(reader, Act.SHARE, plan),
        issuers=phrase(policy.issuers(draft.plan_type)),
        latest=_latest(plan),
        only=tuple(draft.plan_type.section(key).heading for key in plan.open_sections),
    )


def _latest(plan: Plan) -> Link | None:
    if not plan.latest_number:
        return None
    url = reverse("plans:version", args=[plan.pk, plan.latest_number])
    return Link(f"Version {plan.latest_number}, as issued", url)


def _draft_facts(draft: Draft) -> tuple[Fact, ...]:
    facts = []
    written = sorted(draft.texts.values(), key=lambda text: text.written_at)
    if written:
        facts.append(Fact("check", f"Last words by {written[-1].written_by_name}"))
    facts.append(Fact("lock", "Only the team can see this draft, until it is shared"))
    return tuple(facts)


def _groups(draft: Draft, rows: dict[str, TaskRow]) -> tuple[TaskGroup, ...]:
    """Sections in three groups that keep the plan type's order within each."""
    titles = {
        "together": "Together",
        "thread": "Needs, goals and help",
        "rest": "The rest of the plan",
    }
    of = {
        SectionKind.VIEWS: "together",
        SectionKind.NEEDS: "thread",
        SectionKind.GOALS: "thread",
        SectionKind.PROVISION: "thread",
    }
    return tuple(
        TaskGroup(key, title, members)
        for key, title in titles.items()
        if (
            members := tuple(
                rows[section.key]
                for section in draft.plan_type.sections
                if of.get(section.kind, "rest") == key
            )
        )
    )


def _task(section: Section, draft: Draft, gaps: int) -> TaskRow:
    hint, started = _content(section, draft)
    return TaskRow(
        name=section.heading,
        url=reverse("plans:section", args=[draft.plan.pk, section.key]),
        hint=hint,
        closed="Closed. It stays as it was issued." if is_closed(draft.plan, section) else "",
        status=_status(section, draft, gaps=gaps, started=started),
    )


def _status(section: Section, draft: Draft, *, gaps: int, started: bool) -> Status:
    if any(kept.key == section.key for kept in draft.kept):
        return Status(Shape.DUE, "Two texts")
    if section.kind is SectionKind.SIGNATURE:
        return Status(Shape.NO_SET_DAY, "When you issue")
    if section.kind is SectionKind.VIEWS:
        views = _views_of(section, draft)
        if any(view.words and not view.is_awaited for view in views):
            return Status(Shape.DONE, _("Given"))
        if any(view.is_awaited for view in views):
            return Status(Shape.WAITING, "Waiting")
        return Status(Shape.NOT_STARTED, _("Not asked yet"))
    if gaps and started:
        return Status(Shape.DUE, counted(gaps, "gap"))
    if gaps:
        return Status(Shape.NOT_STARTED, "Not started")
    return Status(Shape.DONE, "Done") if started else Status(Shape.NOT_STARTED, "Empty")


def _content(section: Section, draft: Draft) -> tuple[str, bool]:
    """What a section holds, in a few words, and whether anything is there."""
    text = draft.texts.get(section.key)
    match section.kind:
        case SectionKind.NEEDS:
            return (counted(len(draft.needs), "need") if draft.needs else "", bool(draft.needs))
        case SectionKind.GOALS:
            return (counted(len(draft.goals), "goal") if draft.goals else "", bool(draft.goals))
        case SectionKind.PROVISION:
            count = len(draft.help_in(section))
            written = bool(text and text.text.strip())
            return (counted(count, "kind of help", "kinds of help") if count else "", bool(count) or written)
        case SectionKind.ADVICE:
            count = sum(1 for one in draft.contributions if is_advice(one))
            written = bool(text and text.text.strip())
            return (counted(count, "report") if count else "", bool(count) or written)
        case SectionKind.VIEWS:
            return _views_hint(_views_of(section, draft)), False
        case SectionKind.FACTS | SectionKind.SCHOOL if asked := own_facts(section):
            there = draft.facts.facts
            count = sum(1 for item in asked if there.get(item.of or ""))
            return f"{count} of {len(asked)} written", bool(count)
        case SectionKind.PERSON:
            names = [
                person.name for person in (draft.plan.coordinator, draft.plan.contact) if person is not None
            ]
            return ", ".join(dict.fromkeys(names)), bool(names)
        case SectionKind.REVIEW:
            day = draft.plan.review_on
            return (f"Agreed: {day_and_month(day)}" if day else "", day is not None)
        case SectionKind.FACTS | SectionKind.SCHOOL:
            return "Entered once, used in every form", True
        case SectionKind.SIGNATURE:
            return "Dated and signed when the plan is issued", True
        case SectionKind.TEXT:
            words = len(text.text.split()) if text else 0
            return (f"{counted(words, 'word')}, {text.written_by_name}" if text and words else "", words > 0)


def _views_of(section: Section, draft: Draft) -> list[Contribution]:
    parties = {item.of for item in section.requirements if item.check is Check.VIEWS}
    return [one for one in draft.contributions if one.party in parties]


def shown_views(section: Section, draft: Draft) -> list[Contribution]:
    if section.kind is SectionKind.ADVICE:
        return [one for one in draft.contributions if one.party == Contribution.Party.PROFESSIONAL]
    return _views_of(section, draft)


def _views_hint(views: list[Contribution]) -> str:
    given = [one for one in views if one.words]
    if given:
        return ", ".join(f"{one.member.name}, {day_and_month(one.said_on)}" for one in given if one.said_on)
    asked = [one for one in views if one.asked_on]
    return ", ".join(
        f"{one.member.name}, asked {day_and_month(one.asked_on)}" for one in asked if one.asked_on
    )
