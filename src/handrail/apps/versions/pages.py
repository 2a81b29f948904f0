"""What the pages about steps, versions, copies and readers show, ready to draw."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.cases.models import Deadline
from handrail.apps.plans import pages as plan_pages
from handrail.apps.plans import policy
from handrail.apps.plans.models import Opening, Plan, Version
from handrail.apps.plans.pages import IssuedSection, PlanCard, issued_sections, possessive, source_of
from handrail.apps.plans.policy import Act
from handrail.apps.plans.queries import Draft
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions.models import Copy, ReadConfirmation, ServedDraft
from handrail.apps.versions.queries import Reader, Way
from handrail.core.changes import Field, Item, Kind, Piece, SectionChange, compared
from handrail.core.editions import Change, Changes
from handrail.core.steps import Hold, Phase, StepSeen
from handrail.law.lawbook import lawbook
from handrail.ui.components import GapItem, Link, RailItem, Shape, Source, Status
from handrail.ui.languages import SOURCE, of_the_law
from handrail.ui.phrases import clock_time, counted, plain_day, record_day, sentence_case, short_day, until

# --- steps --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StepGroup:
    id: str
    title: str
    lead: str
    rows: tuple[RailItem, ...]


@dataclass(frozen=True, slots=True)
class StepsPage:
    """The steps of a plan: done, next, who acts, and the day by law."""

    plan_id: UUID
    title: str
    pupil: str
    lead: str
    next: str
    holds: tuple[GapItem, ...]
    groups: tuple[StepGroup, ...]
    served: tuple[tuple[Link, str], ...]
    issue_url: str
    ending: str
    ending_source: Source | None
    end_url: str
    ended: str
    ended_because: str
    back: Link


def _phases() -> tuple[tuple[Phase, str, str], ...]:
    return (
        (Phase.BEFORE, _("Before the plan is issued"), ""),
        (Phase.ISSUE, _("Issue"), ""),
        (Phase.AFTER, _("After it is issued"), ""),
        (Phase.ENDING, _("If the plan is to end"), _("Nobody needs these while the plan goes on.")),
    )


def steps_page(way: Way, *, reader: Actor) -> StepsPage:
    plan = way.plan
    recordable = {step.key for step in way.to_record} if policy.may(reader, Act.RECORD_STEP, plan) else set()
    may_issue = policy.may_issue(reader, plan, way.plan_type)
    groups = []
    for phase, title, lead in _phases():
        if phase is Phase.ENDING and not plan.latest_number:
            continue
        rows = tuple(_step_row(way, seen, reader=reader, recordable=recordable) for seen in way.seen(phase))
        if rows:
            groups.append(StepGroup(str(phase), title, lead, rows))
    holds = way.holds(on=reader.day) if plan.draft_open else ()
    reads_served = policy.may(reader, Act.READ_SERVED, plan)
    number = plan.latest_number + 1 if plan.draft_open else plan.latest_number
    return StepsPage(
        plan_id=plan.pk,
        title=_("The steps of %(name)s’s plan") % {"name": plan.pupil.known_as},
        pupil=plan.pupil.name,
        lead=(
            _("%(plan)s, on the way to version %(number)d")
            if plan.draft_open
            else _("%(plan)s, version %(number)d")
        )
        % {"plan": plan.local_name, "number": number},
        next=_next(way, reader=reader),
        holds=tuple(hold_item(hold, plan) for hold in holds if hold.holds),
        groups=tuple(groups),
        served=tuple(_served_link(one) for one in sorted(way.served.values(), key=lambda one: -one.number))
        if reads_served
        else (),
        issue_url=reverse("versions:issue", args=[plan.pk]) if may_issue and plan.draft_open else "",
        ending=way.steps.ending.says if plan.latest_number else "",
        ending_source=source_of(way.steps.ending.citation),
        end_url=reverse("versions:end", args=[plan.pk])
        if may_issue and plan.latest_number and plan.ended_on is None
        else "",
        ended=_("This plan ended on %(day)s.") % {"day": plain_day(plan.ended_on)} if plan.ended_on else "",
        ended_because=plan.ended_because if plan.ended_on else "",
        back=_back(plan, reader),
    )


def _next(way: Way, *, reader: Actor) -> str:
    """The one sentence that says what comes next."""
    plan = way.plan
    if plan.ended_on is not None:
        return ""
    for phase in _current(way):
        for seen in way.seen(phase):
            waits = seen.waits_until
            if (
                waits is not None
                and waits >= reader.day
                and any(hold.step.key == seen.step.key for hold in way.holds(on=reader.day))
            ):
                return _("Next: wait for the family’s answer, until %(day)s at the latest.") % {
                    "day": plain_day(waits)
                }
            if seen.is_next:
                who = way.plan_type.party(seen.step.party)
                return _("Next: %(step)s. %(who)s does this.") % {
                    "step": lower_first(seen.step.title),
                    "who": sentence_case(who),
                }
    return "" if plan.draft_open else _("Everything for this version is recorded.")


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _step_row(way: Way, seen: StepSeen, *, reader: Actor, recordable: set[str]) -> RailItem:
    step, plan = seen.step, way.plan
    done = seen.done
    by = way.done.get(done.id) if done else None
    act = None
    if step.key in recordable:
        url = reverse("versions:record_step", args=[plan.pk, step.key])
        act = Link("Record it again" if done else "Record this", url, more=step.title)
    who = way.plan_type.party(step.party)
    beside = ""
    if done is not None:
        shape, spoken, when = Shape.DONE, _("Done"), record_day(done.happened_on)
    elif seen.due_on is not None:
        late = seen.due_on < reader.day
        shape = Shape.LATE if late else Shape.DUE
        spoken = _("Late") if late else _("To do")
        when, beside = short_day(seen.due_on), until(seen.due_on, reader.day)
    elif seen.is_next and step.phase in _current(way):
        shape, spoken, when = Shape.STARTED, _("Next"), _("Next")
    else:
        shape, spoken, when = Shape.NOT_STARTED, _("Not yet"), _("Not yet")
    lines = []
    if seen.waits_until is not None:
        lines.append(_("The time to answer runs until %(day)s.") % {"day": plain_day(seen.waits_until)})
    if by is not None and by.note:
        lines.append(_("Recorded by %(name)s: “%(note)s”") % {"name": by.recorded_by_name, "note": by.note})
    elif by is not None:
        lines.append(_("Recorded by %(name)s.") % {"name": by.recorded_by_name})
    if step.citation is None:
        lines.append(_("Good practice, not law."))
    return RailItem(
        shape=shape,
        when=when,
        by=beside,
        who=who,
        title=step.title,
        what=step.says,
        notes=" ".join(lines),
        why=f"{way.plan_type.party(step.party)} acts" + ("" if step.citation else "; good practice, not law"),
        source=source_of(step.citation),
        act=act,
        spoken=spoken,
        language=of_the_law(),
    )


def _current(way: Way) -> tuple[Phase, ...]:
    """The phases in which something may come next."""
    if way.plan.ended_on is not None:
        return ()
    if not way.plan.draft_open:
        return (Phase.AFTER,)
    left = any(seen.is_next for seen in way.seen(Phase.BEFORE))
    return (Phase.BEFORE,) if left else (Phase.ISSUE,)


def hold_item(hold: Hold, plan: Plan) -> GapItem:
    """What stands against going on, as a link to where it is recorded."""
    return GapItem(
        says=hold.says,
        url=reverse("versions:steps", args=[plan.pk]),
        why=hold.step.says if hold.says == hold.step.missing else "",
        source=source_of(hold.citation),
    )


def _served_link(one: ServedDraft) -> tuple[Link, str]:
    url = reverse("versions:served", args=[one.plan_id, one.number])
    return Link(_("Draft %(number)d") % {"number": one.number}, url), _("as the family got it on %(day)s") % {
        "day": plain_day(one.served_on)
    }


def _back(plan: Plan, reader: Actor) -> Link:
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
class StepPage:
    """One step to record."""

    title: str
    pupil: str
    lead: str
    says: str
    source: Source | None
    practice: bool
    freezes: str
    form: forms.Form
    refused: str
    back: Link


def step_page(way: Way, step: Any, form: forms.Form, *, refused: str = "") -> StepPage:
    plan = way.plan
    freezes = ""
    if step.freezes_draft:
        blank = [way.plan_type.section(key).heading for key in step.left_blank]
        freezes = "Handrail keeps the draft as it stands now. It stays known what the family was given." + (
            f" This stays empty in it: {'; '.join(blank)}." if blank else ""
        )
    return StepPage(
        title=step.title,
        pupil=plan.pupil.name,
        lead=plan.local_name,
        says=step.says,
        source=source_of(step.citation),
        practice=step.citation is None,
        freezes=freezes,
        form=form,
        refused=refused,
        back=Link("Back to the steps", reverse("versions:steps", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class ServedPage:
    """A draft as the family was given it, read from its own frozen text and nothing else."""

    title: str
    pupil: str
    lead: str
    language: str
    sections: tuple[IssuedSection, ...]
    blank: tuple[str, ...]
    sha256: str
    back: Link


def served_page(served: ServedDraft) -> ServedPage:
    document = json.loads(served.document)
    blank = set(document["left_blank"])
    return ServedPage(
        title=_("Draft %(number)d of %(name)s’s plan")
        % {"number": served.number, "name": document["pupil"]["known_as"]},
        pupil=document["pupil"]["name"],
        lead=_("%(plan)s, as the family got it on %(day)s. Kept by %(name)s, %(kept)s.")
        % {
            "plan": document["plan_type"]["name"],
            "day": plain_day(served.served_on),
            "name": served.frozen_by_name,
            "kept": plain_day(timezone.localdate(served.frozen_at)),
        },
        language=document.get("language", SOURCE),
        sections=issued_sections(document),
        blank=tuple(one["heading"] for one in document["sections"] if one["key"] in blank),
        sha256=served.sha256,
        back=Link(_("The steps of this plan"), reverse("versions:steps", args=[served.plan_id])),
    )


# --- issuing ------------------------------------------------------------------------------------------


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


# --- copies -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CopyRow:
    name: str
    relation: str
    what: str
    how: str
    on: str
    by: str


@dataclass(frozen=True, slots=True)
class CopiesPage:
    title: str
    pupil: str
    lead: str
    rows: tuple[CopyRow, ...]
    without: tuple[str, ...]
    form: Any
    refused: str
    back: Link


def copies_page(
    version: Version,
    copies: list[Copy],
    circle: list[CircleMember],
    form: forms.Form | None,
    *,
    refused: str = "",
) -> CopiesPage:
    had = {one.member_id for one in copies}
    return CopiesPage(
        title=_("Who got a copy"),
        pupil=version.pupil.name,
        lead=_("%(plan)s, version %(number)d, issued on %(day)s.")
        % {
            "plan": version.plan.local_name,
            "number": version.number,
            "day": plain_day(version.issued_on),
        },
        rows=tuple(
            CopyRow(
                one.name,
                one.relation,
                one.get_what_display(),
                one.get_how_display(),
                plain_day(one.given_on),
                one.recorded_by_name,
            )
            for one in copies
        ),
        # Those who are to have one by their place in the circle.
        without=tuple(
            one.name
            for one in circle
            if (one.parental_responsibility or one.receives_copies) and one.pk not in had
        ),
        form=form,
        refused=refused,
        back=back_to_version(version.plan, version.number),
    )


# --- read and understood ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReaderRow:
    name: str
    relation: str
    status: Status
    says: str


@dataclass(frozen=True, slots=True)
class ReadersPage:
    title: str
    pupil: str
    lead: str
    rows: tuple[ReaderRow, ...]
    read: int
    others: tuple[ReaderRow, ...]
    back: Link


def readers_page(version: Version, readers: list[Reader], others: list[Opening]) -> ReadersPage:
    return ReadersPage(
        title="Who has read it",
        pupil=version.pupil.name,
        lead=f"{version.plan.local_name}, version {version.number}, issued on {plain_day(version.issued_on)}",
        rows=tuple(_reader_row(one) for one in readers),
        read=sum(1 for one in readers if one.confirmation),
        others=tuple(ReaderRow(one.name, "", Status(Shape.DONE, "Opened"), _opened(one)) for one in others),
        back=back_to_version(version.plan, version.number),
    )


def _reader_row(one: Reader) -> ReaderRow:
    member = one.member
    if one.confirmation is not None:
        said = f"Said so on {plain_day(one.confirmation.confirmed_on)}."
        status, says = Status(Shape.DONE, "Read"), f"{said} {_opened(one.opening)}"
    elif one.opening is not None:
        status, says = Status(Shape.STARTED, "Opened"), _opened(one.opening)
    elif member.person_id is None:
        status = Status(Shape.NOT_STARTED, "On paper")
        says = "Cannot sign in to Handrail. Give them their page by hand."
    else:
        status, says = Status(Shape.NOT_STARTED, "Not yet"), "Has not opened this version."
    return ReaderRow(member.name, member.relation, status, says.strip())


def _opened(one: Opening | None) -> str:
    if one is None:
        return ""
    first, last = timezone.localtime(one.first_at), timezone.localtime(one.last_at)
    says = f"Opened it first on {plain_day(first.date())} at {clock_time(first)}"
    return f"{says}, last on {plain_day(last.date())} at {clock_time(last)}." if last > first else f"{says}."


@dataclass(frozen=True, slots=True)
class MinePage:
    """What somebody who works by a plan needs to do, on one page."""

    version_url: str
    title: str
    pupil: str
    lead: str
    mine: tuple[PlanCard, ...]
    others: tuple[PlanCard, ...]
    strategies: tuple[IssuedSection, ...]
    goals: tuple[PlanCard, ...]
    confirmed: str
    may_confirm: bool
    back: Link


def mine_page(
    version: Version, members: set[str], confirmation: ReadConfirmation | None, corrections: list[Any]
) -> MinePage:
    """The help that this person gives, what else is given, and the sections that everybody follows.

    `members` are the names under which the plan knows the reader.
    """
    document = json.loads(version.document)
    sections = issued_sections(document, corrections)
    help_of = [
        (row["who"] in members, card)
        for raw, section in zip(document["sections"], sections, strict=True)
        if raw["kind"] == "provision"
        for row, card in zip(raw["provision"], section.cards, strict=True)
    ]
    plan = version.plan
    return MinePage(
        version_url=reverse("plans:version", args=[plan.pk, version.number]),
        title="What I need to do",
        pupil=document["pupil"]["name"],
        lead=f"{document['plan_type']['name']}, version {version.number},"
        f" issued on {plain_day(version.issued_on)}",
        mine=tuple(card for own, card in help_of if own),
        others=tuple(card for own, card in help_of if not own),
        strategies=tuple(
            section
            for raw, section in zip(document["sections"], sections, strict=True)
            if raw["kind"] == "text" and section.text
        ),
        goals=tuple(
            card
            for raw, section in zip(document["sections"], sections, strict=True)
            if raw["kind"] == "goals"
            for card in section.cards
        ),
        confirmed=f"You said on {plain_day(confirmation.confirmed_on)} that you have read this."
        if confirmation
        else "",
        may_confirm=confirmation is None and version.number == plan.latest_number,
        back=back_to_version(plan, version.number),
    )


# --- amending, correcting, ending ----------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class CorrectPage:
    title: str
    pupil: str
    lead: str
    places: tuple[tuple[str, Link, str], ...]
    chosen: str
    words: str
    form: Any
    refused: str
    back: Link


def correct_page(
    version: Version, places: Sequence[Any], chosen: Any, form: forms.Form | None, *, refused: str = ""
) -> CorrectPage:
    here = reverse("versions:correct", args=[version.plan_id, version.number])
    return CorrectPage(
        title="Correct a slip of the pen",
        pupil=version.pupil.name,
        lead=f"{version.plan.local_name}, version {version.number}",
        places=tuple(
            (
                place.heading,
                Link("Correct this", f"{here}?place={place.key}", more=place.heading),
                place.words if len(place.words) <= 200 else f"{place.words[:200]}…",
            )
            for place in places
        )
        if chosen is None
        else (),
        chosen=chosen.heading if chosen else "",
        words=chosen.words if chosen else "",
        form=form,
        refused=refused,
        back=Link("Choose another text", here) if chosen else back_to_version(version.plan, version.number),
    )


@dataclass(frozen=True, slots=True)
class EndPage:
    title: str
    pupil: str
    lead: str
    says: str
    source: Source | None
    holds: tuple[GapItem, ...]
    cautions: tuple[GapItem, ...]
    keeps: tuple[tuple[str, str, str], ...]
    form: Any
    refused: str
    ended: str
    back: Link


def end_page(
    way: Way, kept: list[Deadline], form: forms.Form | None, *, reader: Actor, refused: str = ""
) -> EndPage:
    plan, ending = way.plan, way.steps.ending
    holds = way.holds_end(on=reader.day) if plan.ended_on is None else ()
    return EndPage(
        title=f"End {possessive(plan.pupil.known_as)} plan",
        pupil=plan.pupil.name,
        lead=plan.local_name,
        says=ending.says,
        source=source_of(ending.citation),
        holds=tuple(hold_item(hold, plan) for hold in holds if hold.holds),
        cautions=tuple(hold_item(hold, plan) for hold in holds if not hold.holds),
        keeps=_keeps(way, kept),
        form=form,
        refused=refused,
        ended=f"This plan ended on {plain_day(plan.ended_on)}, decided by {plan.ended_decided_by}."
        f" {plan.ended_because}"
        if plan.ended_on
        else "",
        back=_back(plan, reader),
    )


def _keeps(way: Way, kept: list[Deadline]) -> tuple[tuple[str, str, str], ...]:
    """How long what was written is kept: in words, until when, and the source."""
    rows = []
    clocks = {one.duty: one for one in kept}
    for key in way.steps.ending.keeps:
        duty = lawbook().duty(way.plan_type.key, key)
        clock = clocks.get(key)
        if clock is not None and clock.falls_on is not None:
            rows.append(
                (
                    duty.says,
                    f"It may be destroyed after {plain_day(clock.falls_on)}.",
                    clock.citation["short"],
                )
            )
        else:
            rows.append((duty.says, "The day is worked out when the plan has ended.", ""))
    return tuple(rows)


# --- two versions side by side -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A stretch of text that stayed, came or went, as a reader sees it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownField:
    label: str
    pieces: tuple[ShownPiece, ...]


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A need, a goal, help or a view that changed, came or went."""

    says: str
    kind: str
    title: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    key: str
    heading: str
    says: str
    text: tuple[ShownPiece, ...]
    whole: str
    rows: tuple[ShownField, ...]
    items: tuple[ShownItem, ...]
    same_items: int


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What changed from one version to another, for a parent: only what differs, the rest folded."""

    title: str
    pupil: str
    lead: str
    amends: str
    summary: str
    changed: tuple[ShownSection, ...]
    same: tuple[str, ...]
    others: tuple[Link, ...]
    corrections: str
    earlier: Link
    later: Link
    back: Link


WORDS_OF_LISTS: Final = {
    "needs": "Need",
    "goals": "Goal",
    "provision": "Help",
    "views": "View",
}

WORDS_OF_FIELDS: Final = {
    "title": "In short",
    "area": "Area",
    "description": "What people see",
    "builds_on": "What it builds on",
    "text": "Words",
    "pupil_words": "In the pupil’s words",
    "need": "Need",
    "baseline": "Now",
    "target": "Goal",
    "measure": "How we will know",
    "due": "By",
    "what": "What",
    "who": "Who",
    "goals": "For the goal",
    "where": "Where",
    "says": "How often and how long",
    "starts": "From",
    "ends": "Until",
    "words": "Words",
    "said_on": "Said on",
    "written_down_by": "Written down by",
}
"""The fields of a document that people read, as they are called. The others repeat these for machines."""

LEFT_OUT: Final = 90
"""Letters of an unchanged stretch that are shown before and after a change; more of it is folded."""


def compare_page(earlier: Version, later: Version, numbers: list[int], *, corrected: bool) -> ComparePage:
    before, after = json.loads(earlier.document), json.loads(later.document)
    found = compared(before, after)
    at = [later.plan_id]
    shown = [_shown_section(one, after) for one in found.changed]
    # What changed only for machines, such as the day on which a view was asked for again, is no news to a reader.
    changed = tuple(one for one in shown if one.says or one.text or one.rows or one.items)
    count = len(changed)
    told = {one.key for one in changed}
    return ComparePage(
        title=f"What changed from version {earlier.number} to version {later.number}",
        pupil=later.pupil.name,
        lead=f"{after['plan_type']['name']}. Version {earlier.number} was issued on"
        f" {plain_day(earlier.issued_on)}, version {later.number} on {plain_day(later.issued_on)}.",
        amends=f"Opened for changes were: {'; '.join(after['amends']['sections'])}."
        if after.get("amends", {}).get("number") == earlier.number
        else "",
        summary=sentence_case(f"{counted(count, 'section', 'sections')} changed.")
        if count
        else "No words of the plan changed.",
        changed=changed,
        same=tuple(one.heading for one in found.sections if one.key not in told),
        others=tuple(
            Link(
                f"Compare version {min(one, later.number)} and version {max(one, later.number)}",
                f"{reverse('versions:compare', args=[*at, later.number])}?with={one}",
            )
            for one in numbers
            if one not in (earlier.number, later.number)
        ),
        corrections="Slips of the pen that were put right later stand beside each version. They are not part"
        " of this comparison."
        if corrected
        else "",
        earlier=Link(f"Read version {earlier.number}", reverse("plans:version", args=[*at, earlier.number])),
        later=Link(f"Read version {later.number}", reverse("plans:version", args=[*at, later.number])),
        back=back_to_version(later.plan, later.number),
    )


def _shown_section(one: SectionChange, after: dict[str, Any]) -> ShownSection:
    says = {Kind.ADDED: "This section is new.", Kind.REMOVED: "This section is gone."}.get(one.kind, "")
    whole = next((section["text"] for section in after["sections"] if section["key"] == one.key), "")
    text_changed = any(piece.kind is not Kind.SAME for piece in one.text)
    items = tuple(
        shown
        for item in one.changed_items
        if (shown := _shown_item(item)).fields or item.kind is not Kind.CHANGED
    )
    return ShownSection(
        key=one.key,
        heading=one.heading,
        says=says,
        text=_pieces(one.text) if text_changed else (),
        whole=whole if text_changed and any(_is_long(piece.text) for piece in one.text) else "",
        rows=tuple(ShownField(field.name, _pieces(field.pieces)) for field in one.rows),
        items=items,
        same_items=len(one.items) - len(items),
    )


def _shown_item(item: Item) -> ShownItem:
    word = WORDS_OF_LISTS.get(item.list_name, "Part")
    found = {field.name: field for field in item.fields}
    said = {Kind.ADDED: "new", Kind.REMOVED: "taken out"}.get(item.kind, "changed")
    return ShownItem(
        says=f"{word}, {said}",
        kind=str(item.kind),
        title=item.title,
        fields=tuple(
            ShownField(label, _pieces(_days(found[name])))
            for name, label in WORDS_OF_FIELDS.items()
            # Of what came or went the words stand in the title.
            if name in found
            and (item.kind is Kind.CHANGED or item.title not in (found[name].before, found[name].after))
        ),
    )


def _days(field: Field) -> tuple[Piece, ...]:
    """A day as people write it; of other fields the pieces as they are."""
    if field.name not in ("due", "starts", "ends", "said_on"):
        return field.pieces
    found = []
    for kind, value in ((Kind.REMOVED, field.before), (Kind.ADDED, field.after)):
        if value:
            found.append(Piece(kind, plain_day(date.fromisoformat(value))))
    return tuple(found)


def _pieces(pieces: Sequence[Piece]) -> tuple[ShownPiece, ...]:
    """The pieces in order, with their marks beside the words; of a long stretch that stayed, its ends."""
    shown: list[ShownPiece] = []
    for piece in pieces:
        if piece.kind is Kind.SAME:
            shown.append(ShownPiece(str(piece.kind), _folded(piece.text)))
            continue
        text = piece.text.lstrip()
        if lead := piece.text[: len(piece.text) - len(text)]:
            shown.append(ShownPiece(str(Kind.SAME), lead))
        if text:
            shown.append(ShownPiece(str(piece.kind), text))
    return tuple(shown)


def _is_long(text: str) -> bool:
    return len(text) > 3 * LEFT_OUT


def _folded(text: str) -> str:
    if not _is_long(text):
        return text
    start = text[:LEFT_OUT].rsplit(maxsplit=1)[0]
    end = text[-LEFT_OUT:].split(maxsplit=1)[-1]
    return f"{start} […] {end}"
