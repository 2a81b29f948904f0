"""One section of a draft: what it asks, its words, its rows, and the choice between two texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.urls import reverse

from handrail.apps.accounts.actor import Actor
from handrail.apps.plans.canonical import rows_of
from handrail.apps.plans.coach import Advice
from handrail.apps.plans.models import Goal, KeptText, Provision
from handrail.apps.plans.pages.contributions import ViewRow, view_row
from handrail.apps.plans.pages.draft import shown_views
from handrail.apps.plans.pages.gaps import SHOWN_GAPS, gap_item, people_fill
from handrail.apps.plans.pages.words import possessive, source_of
from handrail.apps.plans.queries import Draft, own_facts
from handrail.core.changes import Kind, Piece, differences
from handrail.core.plan_types import Section, SectionKind
from handrail.core.provision import HelpDraft, minutes_a_week
from handrail.ui.components import GapItem, Link, Source, Thread
from handrail.ui.phrases import clock_time, plain_day, short_day


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One thing the plan type asks of a section, with its source."""

    says: str
    why: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Item:
    """A need, goal or provision of a list."""

    title: str
    url: str
    lines: tuple[str, ...]
    gaps: int


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A promise of help as one row of the table that people check it by. An empty cell leads to its box."""

    what: str
    url: str
    cells: tuple[tuple[str, str, str], ...]  # heading, what stands there, where it is mended if nothing does
    a_week: str


@dataclass(frozen=True, slots=True)
class SectionPage:
    plan_id: UUID
    draft_title: str
    key: str
    heading: str
    help: str
    place: str  # whose words are explained
    asked_for: tuple[AskedFor, ...]
    gaps: tuple[GapItem, ...]
    form: forms.Form | None
    saved: str
    items: tuple[Item, ...]
    help_rows: tuple[HelpRow, ...]
    add: Link | None
    rows: tuple[tuple[str, str], ...]
    change: tuple[Link, ...]
    views: tuple[ViewRow, ...]
    note: str


def section_page(draft: Draft, section: Section, *, reader: Actor, form: forms.Form | None) -> SectionPage:
    plan, kind = draft.plan, section.kind
    text = draft.texts.get(section.key)
    gaps = [gap for gap in draft.gaps if gap.section == section.key]
    add = {
        SectionKind.NEEDS: Link("Add a need", reverse("plans:add_need", args=[plan.pk])),
        SectionKind.GOALS: Link("Add a goal", reverse("plans:add_goal", args=[plan.pk])),
        SectionKind.PROVISION: Link(
            "Add help", f"{reverse('plans:add_provision', args=[plan.pk])}?section={section.key}"
        ),
    }.get(kind)
    return SectionPage(
        plan_id=plan.pk,
        draft_title=f"Draft of {possessive(plan.pupil.known_as)} plan",
        key=section.key,
        heading=section.heading,
        help=section.help,
        place=draft.plan_type.jurisdiction,
        asked_for=tuple(
            AskedFor(item.says, item.why, source_of(item.citation)) for item in section.requirements
        ),
        gaps=tuple(gap_item(gap, draft) for gap in gaps[:SHOWN_GAPS]),
        form=form,
        saved=f"Saved at {clock_time(text.written_at)} by {text.written_by_name}" if text else "",
        items=_items(draft, section),
        help_rows=tuple(_help_row(one, draft) for one in draft.help_in(section)),
        add=add,
        rows=tuple((label, value) for label, value in rows_of(section, draft)),
        change=_changes(draft, section),
        views=tuple(view_row(one, reader=reader) for one in shown_views(section, draft)),
        note="",
    )


def _changes(draft: Draft, section: Section) -> tuple[Link, ...]:
    plan = draft.plan
    own = own_facts(section)
    write = (
        (Link("Write these facts", reverse("plans:facts", args=[plan.pk, section.key])),)
        if any(not people_fill(item) for item in own)
        else ()
    )
    match section.kind:
        case SectionKind.FACTS | SectionKind.SCHOOL if len(own) == len(section.facts):
            return write
        case SectionKind.FACTS | SectionKind.SCHOOL:
            return (
                *write,
                Link("Change facts about the pupil", reverse("pupils:particulars", args=[plan.pupil_id])),
                Link("Change the circle", reverse("pupils:circle", args=[plan.pupil_id])),
            )
        case SectionKind.PERSON:
            return (*write, Link("Name people", reverse("plans:people", args=[plan.pk])))
        case SectionKind.ADVICE:
            return (Link("Ask for advice", reverse("plans:ask", args=[plan.pk])),)
        case SectionKind.REVIEW:
            return (Link("Agree a day", reverse("plans:review", args=[plan.pk])),)
        case SectionKind.VIEWS:
            return (Link("Ask for a view", reverse("plans:ask", args=[plan.pk])),)
        case _:
            return write


def _items(draft: Draft, section: Section) -> tuple[Item, ...]:
    plan = draft.plan
    missing = Counter(gap.about_id for gap in draft.gaps)
    match section.kind:
        case SectionKind.NEEDS:
            return tuple(
                Item(
                    need.title,
                    reverse("plans:need", args=[plan.pk, need.pk]),
                    tuple(line for line in (need.description, need.builds_on) if line),
                    missing[str(need.pk)],
                )
                for need in draft.needs
            )
        case SectionKind.GOALS:
            return tuple(
                Item(
                    goal.text,
                    reverse("plans:goal", args=[plan.pk, goal.pk]),
                    tuple(
                        line
                        for line in (
                            f"Need: {goal_need(draft, goal)}",
                            goal.measure,
                            f"By {plain_day(goal.due_on)}" if goal.due_on else "",
                        )
                        if line
                    ),
                    missing[str(goal.pk)],
                )
                for goal in draft.goals
            )
        case _:
            return ()


def _help_row(one: Provision, draft: Draft) -> HelpRow:
    url = reverse("plans:provision", args=[draft.plan.pk, one.pk])
    often = f"{one.times} {one.get_per_display()}" if one.times and one.per else ""
    size = {1: "alone"}.get(one.group_size or 0, f"{one.group_size} pupils") if one.group_size else ""
    shown = (
        ("Who", one.who.name if one.who else "", "who"),
        ("How often", often, "per" if one.times else "times"),
        ("Minutes", str(one.minutes or ""), "minutes"),
        ("Group", size, "group_size"),
        ("Where", one.where, "where"),
        ("From", short_day(one.starts_on) if one.starts_on else "", "starts_on-day"),
        ("Until", short_day(one.ends_on) if one.ends_on else "", "ends_on-day"),
    )
    week = minutes_a_week(HelpDraft(what=one.what, times=one.times, per=one.per, minutes=one.minutes))
    return HelpRow(
        what=one.what,
        url=url,
        cells=tuple((head, value, "" if value else f"{url}#id_{box}") for head, value, box in shown),
        a_week=f"about {round(week)} minutes a week" if week and round(week) else "",
    )


def goal_need(draft: Draft, goal: Goal) -> str:
    return next((need.title for need in draft.needs if need.pk == goal.need_id), "")


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form of its own page: a need, a goal, help, people, a review day."""

    plan_id: UUID
    draft_title: str
    eyebrow: str
    title: str
    form: forms.Form
    button: str
    remove_url: str
    removes: str
    theirs: tuple[tuple[str, str], ...]
    refused: str
    back: Link
    lead: str = ""
    coach: tuple[Advice, ...] | None = None  # None where there is no coach
    asked: bool = False  # whether somebody asked it just now
    threads: tuple[Thread, ...] = ()
    seen: str = ""  # what the form showed when it was opened


@dataclass(frozen=True, slots=True)
class ChoosePage:
    plan_id: UUID
    heading: str
    theirs: tuple[Piece, ...]  # the saved words; what the kept ones do not have is marked
    theirs_when: str
    kept: tuple[Piece, ...]
    kept_when: str
    form: forms.Form
    back: Link


def choose_page(draft: Draft, kept: KeptText, form: forms.Form) -> ChoosePage:
    current = draft.texts[kept.key]
    both = differences(current.text, kept.text)
    return ChoosePage(
        plan_id=draft.plan.pk,
        heading=draft.plan_type.section(kept.key).heading,
        theirs=tuple(piece for piece in both if piece.kind is not Kind.ADDED),
        theirs_when=f"{current.written_by_name}, at {clock_time(current.written_at)}",
        kept=tuple(piece for piece in both if piece.kind is not Kind.REMOVED),
        kept_when=f"{kept.written_by_name}, at {clock_time(kept.written_at)}",
        form=form,
        back=Link("Back to the draft", reverse("plans:plan", args=[draft.plan.pk])),
    )
