"""Two states of a plan side by side, word by word, for a parent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse

from handrail.apps.family.models import SharedDraft
from handrail.apps.plans.models import Version
from handrail.core.changes import Field, Item, Kind, Piece, SectionChange, compared, folded, is_long
from handrail.ui.components import Link
from handrail.ui.phrases import counted, plain_day, sentence_case


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
    """What changed from one state of a plan to another, for a parent: only what differs, the rest folded."""

    title: str
    pupil: str
    lead: str
    amends: str
    blank: tuple[str, ...]  # sections that were left blank in a draft
    summary: str
    changed: tuple[ShownSection, ...]
    same: tuple[str, ...]
    others: tuple[Link, ...]
    corrections: str
    earlier: Link
    later: Link
    back: Link


DRAFT: Final = "draft-"
"""How an address begins that names a draft as the family was given it."""

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


@dataclass(frozen=True, slots=True)
class Side:
    """One state of a plan to compare: an issued version, or a draft as the family was given it."""

    key: str  # as an address names it: 3, draft-2
    name: str
    says: str
    document: dict[str, Any]
    url: str
    corrected: bool = False

    @property
    def left_blank(self) -> frozenset[str]:
        """The sections that the law wants empty in a draft; nothing was taken out of them."""
        return frozenset(self.document.get("left_blank", ()))


def version_side(version: Version, *, corrected: bool) -> Side:
    return Side(
        key=str(version.number),
        name=f"version {version.number}",
        says=f"Version {version.number} was issued on {plain_day(version.issued_on)}.",
        document=json.loads(version.document),
        url=reverse("plans:version", args=[version.plan_id, version.number]),
        corrected=corrected,
    )


def draft_side(shared: SharedDraft) -> Side:
    return Side(
        key=f"{DRAFT}{shared.number}",
        name=f"draft {shared.number}",
        says=f"The family was given draft {shared.number} on {plain_day(shared.shared_on)}.",
        document=json.loads(shared.document),
        url=reverse("versions:shared", args=[shared.plan_id, shared.number]),
    )


def compare_page(earlier: Side, later: Side, others: Sequence[Link], *, back: Link) -> ComparePage:
    blank = earlier.left_blank | later.left_blank
    before, after = _without(earlier.document, blank), _without(later.document, blank)
    found = compared(before, after)
    shown = [_shown_section(one, after) for one in found.changed]
    # What changed only for machines, such as the day on which a view was asked for again, is no news to a reader.
    changed = tuple(one for one in shown if one.says or one.text or one.rows or one.items)
    count = len(changed)
    told = {one.key for one in changed}
    amends = after.get("amends", {})
    return ComparePage(
        title=f"What changed from {earlier.name} to {later.name}",
        pupil=after["pupil"]["name"],
        lead=f"{after['plan_type']['name']}. {earlier.says} {later.says}",
        amends=f"Opened for changes were: {'; '.join(amends['sections'])}."
        if str(amends.get("number")) == earlier.key
        else "",
        blank=tuple(one["heading"] for one in later.document["sections"] if one["key"] in blank),
        summary=sentence_case(f"{counted(count, 'section', 'sections')} changed.")
        if count
        else "No words of the plan changed.",
        changed=changed,
        same=tuple(one.heading for one in found.sections if one.key not in told),
        others=tuple(others),
        corrections="Slips of the pen that were put right later stand beside each version. They are not part"
        " of this comparison."
        if earlier.corrected or later.corrected
        else "",
        earlier=Link(f"Read {earlier.name}", earlier.url),
        later=Link(f"Read {later.name}", later.url),
        back=back,
    )


def _without(document: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {**document, "sections": [one for one in document["sections"] if one["key"] not in keys]}


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
        whole=whole if text_changed and any(is_long(piece.text) for piece in one.text) else "",
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
            shown.append(ShownPiece(str(piece.kind), folded(piece.text)))
            continue
        text = piece.text.lstrip()
        if lead := piece.text[: len(piece.text) - len(text)]:
            shown.append(ShownPiece(str(Kind.SAME), lead))
        if text:
            shown.append(ShownPiece(str(piece.kind), text))
    return tuple(shown)
