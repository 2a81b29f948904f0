"""What is shown around the words of a section: who else is there, how it came to be, and what changed since issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils import timezone

from handrail.apps.plans import history
from handrail.apps.plans.pages import possessive
from handrail.core.changes import Comparison, Kind, differences, sentences
from handrail.core.days import in_words, value_in_words
from handrail.ui.components import Link
from handrail.ui.phrases import clock_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from handrail.apps.accounts.actor import Actor
    from handrail.apps.plans.actions import Saved
    from handrail.apps.plans.models import Plan, SectionRevision, WritingNow
    from handrail.apps.plans.queries import Draft
    from handrail.core.changes import Field, Item, Piece, SectionChange
    from handrail.core.plan_types import Section

NOBODY: Final[tuple[str, ...]] = ()
NEAR: Final = 60
"""Characters of the sentence in which somebody writes that are shown to the others."""


# --- who else is there ----------------------------------------------------------------------------


def others(there: Iterable[WritingNow], *, text: str, reader: Actor, now: datetime) -> tuple[str, ...]:
    """A line for each other person who has the section open, the newest sign of each; their own other pages too."""
    newest: dict[int, WritingNow] = {}
    for one in there:
        newest.setdefault(one.person_id, one)
    return tuple(_line(one, text, reader=reader, now=now) for one in newest.values())


def _line(one: WritingNow, text: str, *, reader: Actor, now: datetime) -> str:
    if one.person_id == reader.person_id:
        return "You have this section open in another window too."
    near = _near(text, one.caret)
    does = "has this section open"
    if one.typed_at is not None and now - one.typed_at < history.STILL_THERE:
        does = "is writing here"
    return f"{one.name} {does}, near: {near}" if near else f"{one.name} {does}."


def _near(text: str, caret: int | None) -> str:
    """The beginning of the sentence in which somebody is."""
    if caret is None:
        return ""
    at, found = 0, ""
    for sentence in sentences(text):
        found = sentence.strip() or found
        at += len(sentence)
        if at > caret:
            break
    return found if len(found) <= NEAR else f"{found[:NEAR].rsplit(' ', 1)[0]}…"


def saved_answer(saved: Saved, *, at: str, others: tuple[str, ...]) -> dict[str, Any]:
    """What a script is told of a save; the words only if they are others than it sent."""
    answer: dict[str, Any] = {"state": "saved", "revision": saved.revision, "at": at, "others": others}
    if saved.is_merged:
        answer |= {"sent": saved.sent, "text": saved.text}
    return answer


@dataclass(frozen=True, slots=True)
class Panel:
    """Beside the words of a section."""

    here_url: str
    others: tuple[str, ...]
    undo_url: str
    earlier_url: str
    revision: int  # of the reader's own last save; 0 if the words are another's


def panel(draft: Draft, section: Section, there: list[WritingNow], *, reader: Actor, now: datetime) -> Panel:
    text = draft.texts.get(section.key)
    address = [draft.plan.pk, section.key]
    return Panel(
        here_url=reverse("plans:here", args=address),
        others=others(there, text=text.text if text else "", reader=reader, now=now),
        undo_url=reverse("plans:undo", args=address),
        earlier_url=reverse("plans:earlier", args=address),
        revision=text.revision if text and text.written_by_id == reader.person_id else 0,
    )


# --- earlier states -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class State:
    number: int
    who: str
    when: str
    did: str
    pieces: tuple[Piece, ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class EarlierPage:
    plan_id: UUID
    key: str
    heading: str
    states: tuple[State, ...]
    revision: int
    older: str  # the address of the states before these
    back: Link


DID: Final = {
    history.How.WRITTEN: "Wrote",
    history.How.MERGED: "Wrote at the same time as somebody else. Both are in the text",
    history.How.CHOSEN: "Chose between two texts",
    history.How.RESTORED: "Went back to an earlier state",
}


def earlier_page(draft: Draft, section: Section, found: list[SectionRevision]) -> EarlierPage:
    """Each state with what it changed. `found` has one more than is shown, to compare the last one with."""
    plan, text = draft.plan, draft.texts.get(section.key)
    now = text.revision if text else 0
    more = len(found) > history.SHOWN
    befores = [*(one.text for one in found[1:]), ""]
    shown = tuple(
        State(
            number=one.number,
            who=one.written_by_name,
            when=_when(one.written_at),
            did=DID[history.How(one.how)],
            pieces=differences(before, one.text),
            is_now=one.number == now,
        )
        for one, before in zip(found, befores, strict=True)
    )[: history.SHOWN]
    address = reverse("plans:earlier", args=[plan.pk, section.key])
    return EarlierPage(
        plan_id=plan.pk,
        key=section.key,
        heading=section.heading,
        states=shown,
        revision=now,
        older=f"{address}?before={shown[-1].number}" if more else "",
        back=Link("Back to the section", reverse("plans:section", args=[plan.pk, section.key])),
    )


def _when(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{in_words(local.date())}, {clock_time(local)}"


# --- what changed since the plan was issued -------------------------------------------------------

CHANGE: Final = {Kind.ADDED: "New", Kind.REMOVED: "Taken out", Kind.CHANGED: "Changed", Kind.SAME: ""}
LABELS: Final = {
    "text": "Words", "title": "Need", "area": "Area", "description": "What people see",
    "builds_on": "Can build on", "need": "Need", "pupil_words": "In the pupil’s words", "baseline": "Now",
    "target": "Goal", "measure": "How we know", "due": "By", "goals": "For these goals", "what": "Help", "who": "Who",
    "role": "Role", "says": "How often and where", "starts": "From", "ends": "Until", "words": "Words",
    "said_on": "Said on", "condition": "When", "advice": "Advice", "criterion": "Reached", "baseline_on": "Now, on",
    "direction": "Which way is better",
}  # fmt: skip
_PARTS_OF_OTHERS: Final = frozenset(
    {"times", "per", "minutes", "where", "group_size", "sessions", "out_of", "opportunities", "unit"}
    | {"party", "written_down_by", "asked_on", "pupil_said_on"}
)
"""Fields for programs, or that another field says in words."""


@dataclass(frozen=True, slots=True)
class ChangedField:
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ChangedItem:
    title: str
    change: str
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True)
class ChangedSection:
    heading: str
    url: str
    change: str
    text: tuple[Piece, ...]
    rows: tuple[ChangedField, ...]
    items: tuple[ChangedItem, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    plan_id: UUID
    title: str
    lead: str
    sections: tuple[ChangedSection, ...]
    unchanged: tuple[str, ...]
    back: Link


def changes_page(plan: Plan, found: Comparison, *, issued_on: date) -> ChangesPage:
    since = f"version {plan.latest_number}, issued on {in_words(issued_on)}"
    return ChangesPage(
        plan_id=plan.pk,
        title=f"What changed in {possessive(plan.pupil.known_as)} plan",
        lead=f"The draft as it is now, beside {since}.",
        sections=tuple(_section(one, plan) for one in found.changed),
        unchanged=tuple(one.heading for one in found.sections if one.kind is Kind.SAME),
        back=Link("Back to the draft", reverse("plans:plan", args=[plan.pk])),
    )


def _section(one: SectionChange, plan: Plan) -> ChangedSection:
    words_changed = any(piece.kind is not Kind.SAME for piece in one.text)
    return ChangedSection(
        heading=one.heading,
        url=reverse("plans:section", args=[plan.pk, one.key]) if one.kind is not Kind.REMOVED else "",
        change=CHANGE[one.kind],
        text=one.text if words_changed else (),
        rows=tuple(ChangedField(row.name, row.pieces) for row in one.rows),
        items=tuple(_item(item) for item in one.changed_items),
    )


def _item(item: Item) -> ChangedItem:
    """What changed in it. What is new or gone is named by its title, which need not be said again."""
    whole = item.kind is not Kind.CHANGED
    fields = tuple(
        _field(field)
        for field in item.fields
        if field.name not in _PARTS_OF_OTHERS and not (whole and item.title == (field.after or field.before))
    )
    return ChangedItem(item.title, CHANGE[item.kind], fields)


def _field(field: Field) -> ChangedField:
    label = LABELS.get(field.name) or field.name.replace("_", " ").capitalize()
    before, after = value_in_words(field.before), value_in_words(field.after)
    return ChangedField(label, differences(before, after))
