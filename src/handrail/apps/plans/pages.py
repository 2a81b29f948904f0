"""What each page about a plan shows, ready to draw."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import phrase
from handrail.apps.plans import policy, scanning
from handrail.apps.plans.actions import is_own
from handrail.apps.plans.canonical import how_often, is_advice, rows_of
from handrail.apps.plans.coach import Advice
from handrail.apps.plans.forms import box_of
from handrail.apps.plans.models import (
    PART,
    Attachment,
    Contribution,
    Correction,
    Goal,
    KeptText,
    Plan,
    Provision,
    Upload,
    Version,
)
from handrail.apps.plans.policy import Act
from handrail.apps.plans.queries import Draft, amount, own_facts
from handrail.core.changes import Kind, Piece, differences
from handrail.core.citations import Citation
from handrail.core.completeness import Gap
from handrail.core.file_kinds import FileKind
from handrail.core.plan_types import Check, FactBox, LegalWeight, Requirement, Section, SectionKind
from handrail.core.provision import HelpDraft, minutes_a_week
from handrail.law.lawbook import lawbook
from handrail.ui.components import (
    Fact,
    GapItem,
    Holds,
    Link,
    Progress,
    Shape,
    Source,
    Station,
    Status,
    TaskRow,
    Thread,
    Voice,
)
from handrail.ui.languages import SOURCE
from handrail.ui.phrases import clock_time, counted, day_and_month, day_in_words, plain_day, short_day

SHOWN_GAPS: Final = 12
"""Gaps listed at once. Three hundred would help nobody; the sections count the rest."""

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
        issuers=phrase(policy.ISSUERS[draft.plan_type.legal_weight]),
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


def _shown_views(section: Section, draft: Draft) -> list[Contribution]:
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


# --- gaps ---------------------------------------------------------------------------------------


def gap_item(gap: Gap, draft: Draft) -> GapItem:
    """A gap as a link to the very field that mends it."""
    name = _named(gap, draft)
    return GapItem(
        says=f"{gap.says.rstrip('.')}: {name}" if name else gap.says,
        url=gap_url(gap, draft),
        why=gap.why,
        source=Source(
            text=gap.citation.short,
            url=gap.citation.url,
            confidence=str(gap.citation.confidence),
        )
        if gap.citation
        else None,
    )


def _named(gap: Gap, draft: Draft) -> str:
    rows: dict[str, Any] = {
        "need": {str(one.pk): one.title for one in draft.needs},
        "goal": {str(one.pk): one.text for one in draft.goals},
        "provision": {str(one.pk): one.what for one in draft.provisions},
    }.get(gap.about, {})
    text = " ".join(str(rows.get(gap.about_id or "", "")).split())
    return f"“{text[:77]}…”" if len(text) > 80 else f"“{text}”" if text else ""


FORM_FIELDS: Final = {
    "due": "due_on-day",
    "starts": "starts_on-day",
    "ends": "ends_on-day",
}
"""Where completeness and the forms name a field differently."""


def gap_url(gap: Gap, draft: Draft) -> str:
    plan = draft.plan
    field = f"#id_{FORM_FIELDS.get(gap.field, gap.field)}" if gap.field else ""
    match gap.about:
        case "need":
            return reverse("plans:add_goal", args=[plan.pk]) + f"?need={gap.about_id}#id_text"
        case "goal" if gap.field == "provision":
            return reverse("plans:add_provision", args=[plan.pk]) + f"?goal={gap.about_id}#id_what"
        case "goal":
            return reverse("plans:goal", args=[plan.pk, gap.about_id]) + field
        case "provision":
            return reverse("plans:provision", args=[plan.pk, gap.about_id]) + field
        case "contribution":
            return reverse("plans:views", args=[plan.pk])
        case "fact":
            return _fact_url(gap, draft)
        case _:
            return _section_url(gap.section, draft)


FACT_FIELDS: Final = {
    "pupil.name": "given_name",
    "pupil.born": "born-day",
    "pupil.language": "preferred_language",
    "pupil.year": "year_group",
    "pupil.entered_school": "entered_school-day",
    "parent.relationship": "relation",
    "parent.language": "preferred_language",
}
"""Where a plan type and the forms around a pupil name a fact differently."""


def _fact_url(gap: Gap, draft: Draft) -> str:
    key = gap.about_id or ""
    own = next((item for item in own_facts(draft.plan_type.section(gap.section)) if item.of == key), None)
    if own is not None and not people_fill(own):
        box = f"{box_of(own)}-day" if own.box is FactBox.DAY else box_of(own)
        return reverse("plans:facts", args=[draft.plan.pk, gap.section]) + f"#id_{box}"
    if own is not None:
        key = own.filled_from or key
    kind, _, rest = key.partition(".")
    who, _, fact = rest.rpartition(".")
    field = f"#id_{FACT_FIELDS.get(f'{kind}.{fact}', fact)}"
    plan, pupil_id = draft.plan, draft.plan.pupil_id
    match kind:
        case "parent" if any(str(one.pk) == who for one in draft.circle):
            return reverse("pupils:member", args=[pupil_id, who]) + field
        case "parent":
            return reverse("pupils:join", args=[pupil_id]) + field
        case "coordinator" | "contact_officer":
            named, box = (
                (plan.coordinator, "coordinator") if kind == "coordinator" else (plan.contact, "contact")
            )
            if named is not None and fact == "contact":
                return reverse("pupils:member", args=[pupil_id, named.pk]) + "#id_phone"
            return reverse("plans:people", args=[plan.pk]) + f"#id_{box}"
        case "pupil" if fact != "school":
            return reverse("pupils:particulars", args=[pupil_id]) + field
        case _:
            # A pupil's school is no fact to type in: the pupil is entered there.
            return reverse("pupils:particulars", args=[pupil_id])


def people_fill(item: Requirement) -> bool:
    """Whether naming the plan's people answers this fact."""
    return (item.filled_from or "").partition(".")[0] in ("coordinator", "contact_officer")


def _section_url(key: str, draft: Draft) -> str:
    """The first box to fill. A goal needs a need first."""
    kind, plan = draft.plan_type.section(key).kind, [draft.plan.pk]
    match kind:
        case SectionKind.GOALS if draft.needs:
            return reverse("plans:add_goal", args=plan) + "#id_need"
        case SectionKind.NEEDS | SectionKind.GOALS:
            return reverse("plans:add_need", args=plan) + "#id_title"
        case SectionKind.PROVISION if not draft.plan_type.section(key).takes_words:
            return reverse("plans:add_provision", args=plan) + "#id_what"
        case SectionKind.REVIEW:
            return reverse("plans:review", args=plan) + "#id_review_on-day"
        case _:
            return reverse("plans:section", args=[*plan, key]) + "#id_text"


# --- the thread ---------------------------------------------------------------------------------


def threads(draft: Draft, *, linked: bool = True) -> tuple[Thread, ...]:
    """Need → goal → help → who → proof, one thread a goal, with what is broken and where to mend it."""
    found: list[Thread] = []
    for need in draft.needs:
        goals = draft.goals_for(need.pk)
        if not goals:
            mend = Link("Add a goal", f"{reverse('plans:add_goal', args=[draft.plan.pk])}?need={need.pk}")
            found.append(
                Thread(
                    title=need.title,
                    stations=(
                        Station("Need", need.title, url=_url("plans:need", draft.plan, need.pk, linked)),
                        Station(
                            "Goal", holds=Holds.BROKEN, gap="No goal yet.", mend=mend if linked else None
                        ),
                        Station("Help", holds=Holds.NOT_REACHED),
                        Station("Who", holds=Holds.NOT_REACHED),
                        Station("Proof", holds=Holds.NOT_REACHED),
                    ),
                )
            )
        found.extend(_thread(draft, need.title, need.pk, goal, linked) for goal in goals)
    return tuple(found)


def _thread(draft: Draft, need: str, need_id: UUID, goal: Goal, linked: bool) -> Thread:
    plan = draft.plan
    provisions = draft.provisions_for(goal.pk)
    return Thread(
        title=need,
        stations=(
            Station("Need", need, url=_url("plans:need", plan, need_id, linked)),
            Station("Goal", goal.text, url=_url("plans:goal", plan, goal.pk, linked)),
            _help_station(plan, goal, provisions, linked),
            _who_station(plan, provisions, linked),
            _proof_station(plan, goal, linked, reached=bool(provisions)),
        ),
    )


def issued_threads(document: Mapping[str, Any]) -> tuple[Thread, ...]:
    """The thread as it was issued: what readers see who have no part in the draft."""
    needs, goals, help_ = (
        [row for section in document["sections"] for row in section.get(name, ())]
        for name in ("needs", "goals", "provision")
    )
    titles = {need["id"]: need["title"] for need in needs}
    found = []
    for goal in goals:
        serving = [one for one in help_ if goal["id"] in one["goals"]]
        both = goal["baseline"] and goal["target"]
        span = (
            _("%(from)s to %(to)s") % {"from": goal["baseline"], "to": goal["target"]}
            if both
            else goal["baseline"] or goal["target"]
        )
        by = _("by %(day)s") % {"day": _day(goal["due"])} if goal["due"] else ""
        found.append(
            Thread(
                title=titles.get(goal["need"], ""),
                stations=(
                    Station(_("Need"), titles.get(goal["need"], "")),
                    Station(_("Goal"), goal["text"]),
                    Station(
                        _("Help"),
                        "; ".join(one["what"] for one in serving),
                        more="; ".join(one["says"] for one in serving if one["says"]),
                    ),
                    Station(_("Who"), ", ".join(dict.fromkeys(one["who"] for one in serving if one["who"]))),
                    Station(_("Proof"), goal["measure"], more=", ".join(part for part in (span, by) if part)),
                ),
            )
        )
    return tuple(found)


def issued_goals(document: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Goals for the pupil: in their own words where there are some, and by when."""
    return tuple(
        (
            goal["pupil_words"] or goal["text"],
            _("By %(day)s") % {"day": _day(goal["due"])} if goal["due"] else "",
        )
        for section in document["sections"]
        for goal in section.get("goals", ())
    )


def _help_station(plan: Plan, goal: Goal, provisions: list[Provision], linked: bool) -> Station:
    if not provisions:
        url = f"{reverse('plans:add_provision', args=[plan.pk])}?goal={goal.pk}"
        return Station(
            "Help", holds=Holds.BROKEN, gap="No help yet.", mend=Link("Add help", url) if linked else None
        )
    first = provisions[0]
    more = f"and {counted(len(provisions) - 1, 'more', 'more')}" if len(provisions) > 1 else ""
    return Station(
        "Help",
        first.what,
        url=_url("plans:provision", plan, first.pk, linked),
        more=", ".join(part for part in (how_often(first), more) if part),
    )


def _who_station(plan: Plan, provisions: list[Provision], linked: bool) -> Station:
    if not provisions:
        return Station("Who", holds=Holds.NOT_REACHED)
    nobody = next((one for one in provisions if one.who is None), None)
    if nobody is not None:
        url = reverse("plans:provision", args=[plan.pk, nobody.pk]) + "#id_who"
        return Station(
            "Who",
            holds=Holds.BROKEN,
            gap="Nobody is named.",
            mend=Link("Name a person", url) if linked else None,
        )
    return Station("Who", ", ".join(dict.fromkeys(one.who.name for one in provisions if one.who)))


def _proof_station(plan: Plan, goal: Goal, linked: bool, *, reached: bool) -> Station:
    if not goal.measure:
        url = reverse("plans:goal", args=[plan.pk, goal.pk]) + "#id_measure"
        return Station(
            "Proof",
            holds=Holds.BROKEN if reached else Holds.NOT_REACHED,
            gap="Nobody could tell.",
            mend=Link("Say how you will know", url) if linked else None,
        )
    span = " to ".join(part for part in (amount(goal.baseline, ""), amount(goal.target, goal.unit)) if part)
    by = f"by {short_day(goal.due_on)}" if goal.due_on else ""
    return Station("Proof", goal.measure, more=" ".join(part for part in (span, by) if part))


def _url(name: str, plan: Plan, key: UUID, linked: bool) -> str:
    return reverse(name, args=[plan.pk, key]) if linked else ""


# --- one section, one form ------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in somebody's part: what it is called, what it is, who added it when."""

    name: str
    url: str
    says: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One person's part: asked, waited for, or given in their own words, with the files they added."""

    name: str
    relation: str
    status: Status
    voice: Voice | None
    asked: str
    url: str
    act: str
    files: tuple[FileLine, ...]
    add_file_url: str
    ways: Link | None = None  # the pages on which a pupil answers their way
    on_its_way: tuple[str, ...] = ()  # files that nobody can open yet, and why


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
        views=tuple(view_row(one, reader=reader) for one in _shown_views(section, draft)),
        note="",
    )


def source_of(citation: Citation | None) -> Source | None:
    if citation is None:
        return None
    return Source(text=citation.short, url=citation.url, confidence=str(citation.confidence))


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


def view_row(
    one: Contribution,
    files: list[Attachment] | None = None,
    uploads: list[Upload] | None = None,
    *,
    reader: Actor,
) -> ViewRow:
    """One person's part as this reader may act on it."""
    own = is_own(one, reader)
    may_write_down = policy.may(reader, Act.WRITE_DOWN, one) and (
        not one.words or (bool(one.scribe_name) and one.talk_id is None)
    )
    # A family is asked in parts; everybody else has one box.
    asks = "family:answers" if one.party == Contribution.Party.PARENT else "plans:contribute"
    url = reverse(asks, args=[one.plan_id, one.pk])
    if one.is_awaited:
        status = Status(Shape.WAITING, _("Asked again") if one.words else _("Waiting"))
    elif one.words:
        status = Status(Shape.DONE, _("Given"))
    else:
        status = Status(Shape.NOT_STARTED, _("Not asked yet"))
    act = ""
    if one.talk_id is not None and own:
        url = reverse("voice:share", args=[one.pupil_id, one.talk_id])
    if own:
        act = _("Change your words") if one.words else _("Add your view")
    elif may_write_down:
        act = "Change what you wrote down" if one.words else "Write down what they said"
    return ViewRow(
        name=one.member.name,
        relation=one.member.relation or one.get_party_display(),
        status=status,
        voice=Voice(
            words=one.words,
            by=_("%(name)s, written down by %(scribe)s")
            % {"name": one.member.name, "scribe": one.scribe_name}
            if one.scribe_name
            else one.member.name,
            said_on=one.said_on,
            answers=tuple((_(asked) if asked else "", said) for asked, said in one.answers),
        )
        if one.words
        else None,
        asked=_asked(one),
        url=url if act else "",
        act=act,
        files=tuple(_file_line(one, file, own=own) for file in files or ()),
        add_file_url=reverse("plans:attach", args=[one.plan_id, one.pk])
        if own and policy.may(reader, Act.ATTACH, one)
        else "",
        ways=ways_of(one, own=own) if act else None,
        on_its_way=tuple(upload_says(upload, own=own) for upload in uploads or ()),
    )


def ways_of(one: Contribution, *, own: bool) -> Link | None:
    """The way to the pages on which a pupil answers by pictures, typing, drawing or speaking, for their age."""
    if one.party != Contribution.Party.PUPIL:
        return None
    says = (
        _("Pick pictures, draw or speak")
        if own
        else _("Write it down on the pages for %(name)s’s age") % {"name": one.member.name}
    )
    return Link(says, reverse("voice:begin", args=[one.pupil_id]))


def upload_says(one: Upload, *, own: bool) -> str:
    """Where a file is that nobody can open yet, in one sentence."""
    if one.state == Upload.State.SCANNING:
        return _("“%(file)s” is being checked for viruses. It can be opened after that.") % {"file": one.name}
    if one.state == Upload.State.REFUSED:
        return one.says if own else _("“%(file)s” was not let in by the virus scanner.") % {"file": one.name}
    says = (
        _(
            "“%(file)s” has not arrived whole: %(here)s of %(all)s are here. Choose the same file again to go on."
        )
        if own
        else _("“%(file)s” has not arrived whole: %(here)s of %(all)s are here.")
    )
    here = filesizeformat(min(getattr(one, "parts_here", 0) * PART, one.size or 0))
    return says % {"file": one.name, "here": here, "all": filesizeformat(one.size or 0)}


def _file_line(one: Contribution, file: Attachment, *, own: bool) -> FileLine:
    at = [one.plan_id, file.pk]
    says = (
        _("%(kind)s, %(size)s, added on %(day)s by %(name)s")
        if file.scanned_by
        else _("%(kind)s, %(size)s, added on %(day)s by %(name)s, not checked for viruses")
    )
    return FileLine(
        name=file.name,
        url=reverse("plans:attachment", args=at),
        says=says
        % {
            "kind": _(FileKind[file.kind].words.removeprefix("a ")),
            "size": filesizeformat(file.size),
            "day": plain_day(file.added_on),
            "name": file.added_by_name,
        },
        remove_url=reverse("plans:remove_file", args=at) if own else "",
    )


def _asked(one: Contribution) -> str:
    if not one.asked_on:
        return ""
    says = (
        _("Asked on %(day)s by %(name)s, answer hoped for by %(until)s")
        if one.due_on
        else _("Asked on %(day)s by %(name)s")
    )
    return says % {
        "day": day_and_month(one.asked_on),
        "name": one.asked_by_name,
        "until": day_and_month(one.due_on) if one.due_on else "",
    }


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


def threads_of(draft: Draft, need_ids: Iterable[UUID]) -> tuple[Thread, ...]:
    """The threads of some needs: what the form before somebody's eyes is a part of."""
    wanted = set(need_ids)
    return threads(replace(draft, needs=[need for need in draft.needs if need.pk in wanted]))


@dataclass(frozen=True, slots=True)
class ViewsPage:
    plan_id: UUID
    title: str
    pupil: str
    rows: tuple[ViewRow, ...]
    may_ask: bool
    back: Link


def views_page(
    plan: Plan,
    contributions: list[Contribution],
    files: Mapping[UUID, list[Attachment]],
    uploads: Mapping[UUID, list[Upload]],
    *,
    reader: Actor,
) -> ViewsPage:
    may_read_all = policy.may(reader, Act.READ_DRAFT, plan)
    shown = [one for one in contributions if may_read_all or is_own(one, reader)]
    back = (
        Link("Back to the draft", reverse("plans:plan", args=[plan.pk]))
        if may_read_all
        else Link(
            _("Back to %(name)s") % {"name": plan.pupil.known_as}, reverse("home:pupil", args=[plan.pupil_id])
        )
    )
    return ViewsPage(
        plan_id=plan.pk,
        title=_("Views on %(name)s’s plan") % {"name": plan.pupil.known_as},
        pupil=plan.pupil.name,
        rows=tuple(view_row(one, files.get(one.pk), uploads.get(one.pk), reader=reader) for one in shown),
        may_ask=policy.may(reader, Act.ASK, plan),
        back=back,
    )


@dataclass(frozen=True, slots=True)
class ContributePage:
    plan_id: UUID
    title: str
    lead: str
    question: str
    asked: str
    form: forms.Form
    key: str
    autosave_url: str
    own: bool
    theirs: str
    refused: str
    ways: Link | None
    back: Link


def contribute_page(
    one: Contribution, *, reader: Actor, form: forms.Form, theirs: str = "", refused: str = ""
) -> ContributePage:
    plan, own = one.plan, is_own(one, reader)
    name = plan.pupil.known_as
    return ContributePage(
        plan_id=plan.pk,
        title=_("Your view") if own else _("%(name)s’s view") % {"name": one.member.name},
        lead=_("For %(name)s’s plan. It stays in the plan word for word.") % {"name": name},
        question=one.question or usual_question(one.party, name=name),
        asked=_asked(one),
        form=form,
        key=f"view-{one.pk}",
        autosave_url=reverse("plans:contribute", args=[plan.pk, one.pk]),
        own=own,
        theirs=theirs,
        refused=refused,
        ways=ways_of(one, own=own),
        back=Link(_("Back"), reverse("plans:views", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class AttachPage:
    title: str
    lead: str
    form: forms.Form
    begin_url: str
    waiting: tuple[str, ...]
    scanned: str
    back: Link


def attach_page(one: Contribution, form: forms.Form, waiting: list[Upload]) -> AttachPage:
    return AttachPage(
        title=_("Add a file"),
        lead=_(
            "It stays with your view on %(name)s’s plan. Only the people who write the plan can open it, and you."
        )
        % {"name": one.plan.pupil.known_as},
        form=form,
        begin_url=reverse("plans:begin_upload", args=[one.plan_id, one.pk]),
        waiting=tuple(upload_says(upload, own=True) for upload in waiting),
        scanned=_("Each file is checked for viruses before anybody can open it.")
        if scanning.is_on()
        else _("Files are not checked for viruses here. Send only files that you made or trust."),
        back=Link(_("Back"), reverse("plans:views", args=[one.plan_id])),
    )


def usual_question(party: str, *, name: str) -> str:
    """What people are asked about a pupil of this name when nobody wrote another question."""
    if party == Contribution.Party.PUPIL:
        return _("What helps you? What makes it harder? What would you like to change?")
    if party == Contribution.Party.PROFESSIONAL:
        return _("What should the people who work with %(name)s know, and do?") % {"name": name}
    return _("What is %(name)s good at? What is hard? What works at home, and what do you hope for?") % {
        "name": name
    }


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


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A need, a goal or a promise of help, as it was issued."""

    title: str
    own_words: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A slip of the pen put right: the words as issued, as corrected, and who says so."""

    number: str
    where: str
    before: str
    after: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class IssuedSection:
    key: str
    heading: str
    citation: str
    text: str
    rows: tuple[tuple[str, str], ...]
    voices: tuple[Voice, ...]
    asked: tuple[str, ...]
    cards: tuple[PlanCard, ...]
    corrections: tuple[CorrectionNote, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.text or self.rows or self.voices or self.asked or self.cards)


@dataclass(frozen=True, slots=True)
class Review:
    title: str
    day: str
    sentence: str
    citation: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """An issued version, read from its own frozen text and nothing else."""

    plan_id: UUID
    pupil_id: UUID
    title: str
    lead: str
    place: str
    plan_name: str
    law_url: str
    pupil: str
    number: int
    language: str
    sections: tuple[IssuedSection, ...]
    next_review: Review | None
    latest: Link | None
    pdf_url: str
    json_url: str
    sha256: str
    issued: str
    weight: str
    may_change: bool
    draft_url: str
    kind_url: str  # for those who write the plan
    amends: str
    ended: str
    links: tuple[Link, ...]


def version_page(version: Version, corrections: list[Correction], *, reader: Actor) -> VersionPage:
    document = json.loads(version.document)
    plan = version.plan
    at = [plan.pk, version.number]
    latest = plan.latest_number
    return VersionPage(
        plan_id=plan.pk,
        pupil_id=version.pupil_id,
        title=_("%(name)s’s plan") % {"name": document["pupil"]["known_as"]},
        lead=_("%(plan)s, version %(number)d")
        % {"plan": document["plan_type"]["name"], "number": version.number},
        # Where the law is today: a frozen text keeps the keys of its own day.
        place=plan.plan_type.partition("/")[0],
        plan_name=document["plan_type"]["name"],
        law_url=reverse("guide:plan_type", args=plan.plan_type.split("/")),
        pupil=document["pupil"]["name"],
        number=version.number,
        language=document.get("language", SOURCE),
        sections=issued_sections(document, corrections),
        next_review=Review(
            title=review["title"],
            day=day_in_words(date.fromisoformat(review["on"])),
            sentence=review["sentence"],
            citation=review["citation"],
        )
        if (review := document["next_review"])
        else None,
        latest=Link(
            _("Version %(number)d is the newest") % {"number": latest},
            reverse("plans:version", args=[plan.pk, latest]),
        )
        if latest != version.number
        else None,
        pdf_url=reverse("documents:plan_pdf", args=at),
        json_url=reverse("plans:json", args=at),
        sha256=version.sha256,
        issued=_("Issued on %(day)s by %(name)s")
        % {"day": plain_day(version.issued_on), "name": version.issued_by_name},
        weight=_(WEIGHT[LegalWeight(document["plan_type"]["legal_weight"])]),
        may_change=policy.may(reader, Act.START, version) and plan.ended_on is None,
        draft_url=reverse("plans:plan", args=[plan.pk]) if plan.draft_open else "",
        kind_url=reverse("plans:kind", args=[plan.pk]) if policy.may(reader, Act.QUESTION, version) else "",
        amends=_amends(document),
        ended=_("This plan ended on %(day)s.") % {"day": plain_day(plan.ended_on)} if plan.ended_on else "",
        links=_links_of(version, reader=reader),
    )


def _links_of(version: Version, *, reader: Actor) -> tuple[Link, ...]:
    """What else can be done with a version, for whoever may."""
    plan, at = version.plan, [version.plan_id, version.number]
    links = []
    if plan.latest_number > 1:
        links.append(Link(_("Compare with another version"), reverse("versions:compare", args=at)))
    if policy.may(reader, Act.WORK_BY, version):
        links.append(Link("What I need to do", reverse("versions:mine", args=at)))
    if policy.may(reader, Act.SEE_COPIES, version):
        links.append(Link(_("Who got a copy"), reverse("versions:copies", args=at)))
    if policy.may(reader, Act.SEE_READERS, version):
        links.append(Link("Who has read it", reverse("versions:readers", args=at)))
    if policy.may(reader, Act.SEE_STEPS, version):
        links.append(Link(_("The steps of this plan"), reverse("versions:steps", args=[plan.pk])))
    if policy.may_issue(reader, version, lawbook().plan_type(plan.plan_type)):
        links.append(Link("Correct a slip of the pen", reverse("versions:correct", args=at)))
        if plan.ended_on is None:
            links.append(Link("End this plan", reverse("versions:end", args=[plan.pk])))
    return tuple(links)


def _amends(document: dict[str, Any]) -> str:
    changed = document.get("amends")
    if not changed:
        return ""
    return _("This version changes version %(number)s in: %(sections)s.") % {
        "number": changed["number"],
        "sections": "; ".join(changed["sections"]),
    }


def issued_sections(
    document: dict[str, Any], corrections: Iterable[Correction] = ()
) -> tuple[IssuedSection, ...]:
    """The sections of a frozen document as a page shows them, each with its corrections beside it.

    All in the language of the document, also where the page around it speaks another.
    """
    with translation.override(document.get("language", SOURCE).lower()):
        return _sections_as_issued(document, corrections)


def _sections_as_issued(
    document: dict[str, Any], corrections: Iterable[Correction]
) -> tuple[IssuedSection, ...]:
    names = {
        row["id"]: row.get("title") or row.get("text")
        for section in document["sections"]
        for row in (*section.get("needs", ()), *section.get("goals", ()))
    }
    notes: dict[str, list[CorrectionNote]] = {}
    for one in corrections:
        note = CorrectionNote(
            number=f"{document['number']}.{one.number}",
            where=one.heading,
            before=one.before,
            after=one.after,
            why=one.reason,
            by=f"{one.corrected_by_name}, {plain_day(one.corrected_on)}",
        )
        notes.setdefault(one.place.partition("/")[0], []).append(note)
    return tuple(
        replace(
            _issued_section(section, names, document["next_review"]),
            corrections=tuple(notes.get(section["key"], ())),
        )
        for section in document["sections"]
    )


def _issued_section(
    section: dict[str, Any], names: dict[str, str], review: dict[str, str] | None
) -> IssuedSection:
    views = section.get("views", ())
    rows = section["rows"]
    if section["kind"] == SectionKind.REVIEW and review and not (rows or section["text"]):
        # The section of the review holds its day, which the issuing itself worked out.
        rows = [["Next review", review["on"]]]
    return IssuedSection(
        key=section["key"],
        heading=section["heading"],
        citation=section["citation"],
        text=section["text"],
        rows=tuple((label, _day_or_text(value)) for label, value in rows),
        voices=tuple(
            Voice(
                words=view["words"],
                by=view["who"]
                + (f", written down by {view['written_down_by']}" if view["written_down_by"] else ""),
                said_on=date.fromisoformat(view["said_on"]),
                answers=tuple((asked, said) for asked, said in view.get("answers", ())),
            )
            for view in views
            if view["words"]
        ),
        asked=tuple(
            f"{view['who']} was asked on {_day(view['asked_on'])} and had not answered when this was issued."
            for view in views
            if not view["words"] and view["asked_on"]
        ),
        cards=(
            *(_need_card(row) for row in section.get("needs", ())),
            *(_goal_card(row, names) for row in section.get("goals", ())),
            *(_help_card(row, names) for row in section.get("provision", ())),
            *(_advice_card(row) for row in section.get("advice", ())),
        ),
    )


def _need_card(row: dict[str, Any]) -> PlanCard:
    lines = tuple(line for line in (row["description"], row["builds_on"]) if line)
    return PlanCard(title=row["title"], own_words="", lines=lines, facts=_facts(("Area", row["area"])))


def _goal_card(row: dict[str, Any], names: dict[str, str]) -> PlanCard:
    return PlanCard(
        title=row["text"],
        own_words=row["pupil_words"],
        lines=(),
        facts=_facts(
            ("Need", names.get(row["need"], "")),
            ("When, where and with what", row.get("condition", "")),
            ("Now", row["baseline"]),
            ("Goal", row["target"]),
            ("Reached", row.get("criterion", "")),
            ("How we will know", row["measure"]),
            ("By", _day(row["due"])),
        ),
    )


def _help_card(row: dict[str, Any], names: dict[str, str]) -> PlanCard:
    goals = "; ".join(names[goal] for goal in row["goals"] if goal in names)
    who = ", ".join(part for part in (row["who"], row["role"]) if part)
    return PlanCard(
        title=row["what"],
        own_words="",
        lines=(),
        facts=_facts(
            ("Who", who),
            ("How often and how long", row["says"]),
            ("From", _day(row["starts"])),
            ("Until", _day(row["ends"])),
            ("For the goal", goals),
        ),
    )


def _advice_card(row: dict[str, Any]) -> PlanCard:
    return PlanCard(
        title=", ".join(part for part in (row["who"], row["role"], row["organisation"]) if part),
        own_words="",
        lines=(row["words"],),
        facts=_facts(
            ("Given on", _day(row["said_on"])),
            ("Files", ", ".join(file["name"] for file in row["files"])),
        ),
    )


def _facts(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in pairs if value)


def _day(iso: str) -> str:
    return plain_day(date.fromisoformat(iso)) if iso else ""


def _day_or_text(value: str) -> str:
    try:
        return _day(value)
    except ValueError:
        return value


def possessive(name: str) -> str:
    """“Rowan’s”; “James’s” too, as it is said."""
    return f"{name}’s"
