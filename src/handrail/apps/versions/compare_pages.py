"""Two states of a plan side by side, word by word, for a parent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handrail.apps.family.models import SharedDraft
from handrail.apps.plans.models import Version
from handrail.core.changes import Field, Item, Kind, Piece, SectionChange, compared, folded, is_long
from handrail.ui.components import Fact, Link
from handrail.ui.languages import SOURCE
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A stretch of text that stayed, came or went, as a reader sees it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownField:
    label: str
    pieces: tuple[ShownPiece, ...]
    is_day: bool = False  # a day is written in the language of the page, not in that of the plan


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
    same_items: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What changed from one state of a plan to another, for a parent: only what differs, the rest folded."""

    title: str
    pupil: str
    plan: str  # what the plan is called, as the headings and texts in its own language
    language: str
    facts: tuple[Fact, ...]
    amends: tuple[str, ...]  # sections that were opened for changes
    blank: tuple[str, ...]  # sections that were left blank in a draft
    summary: str
    changed: tuple[ShownSection, ...]
    same: tuple[str, ...]
    same_says: str
    others: tuple[Link, ...]
    corrections: str
    earlier: Link
    later: Link
    back: Link


DRAFT: Final = "draft-"
"""How an address begins that names a draft as the family was given it."""

WORDS_OF_ITEMS: Final = {
    ("needs", Kind.ADDED): gettext_lazy("Need, new"),
    ("needs", Kind.REMOVED): gettext_lazy("Need, taken out"),
    ("needs", Kind.CHANGED): gettext_lazy("Need, changed"),
    ("goals", Kind.ADDED): gettext_lazy("Goal, new"),
    ("goals", Kind.REMOVED): gettext_lazy("Goal, taken out"),
    ("goals", Kind.CHANGED): gettext_lazy("Goal, changed"),
    ("provision", Kind.ADDED): gettext_lazy("Help, new"),
    ("provision", Kind.REMOVED): gettext_lazy("Help, taken out"),
    ("provision", Kind.CHANGED): gettext_lazy("Help, changed"),
    ("views", Kind.ADDED): gettext_lazy("View, new"),
    ("views", Kind.REMOVED): gettext_lazy("View, taken out"),
    ("views", Kind.CHANGED): gettext_lazy("View, changed"),
}
"""What became of a member of each list: whole words, since other languages bend the second to the first."""

WORDS_OF_PARTS: Final = {
    Kind.ADDED: gettext_lazy("Part, new"),
    Kind.REMOVED: gettext_lazy("Part, taken out"),
    Kind.CHANGED: gettext_lazy("Part, changed"),
}
"""The same of a list that a later schema adds."""

WORDS_OF_FIELDS: Final = {
    "title": gettext_lazy("In short"),
    "area": gettext_lazy("Area"),
    "description": gettext_lazy("What people see"),
    "builds_on": gettext_lazy("What it builds on"),
    "text": gettext_lazy("Words"),
    "pupil_words": gettext_lazy("In the pupil’s words"),
    "need": gettext_lazy("Need"),
    "baseline": gettext_lazy("Now"),
    "target": gettext_lazy("Goal"),
    "measure": gettext_lazy("How we will know"),
    "due": gettext_lazy("By"),
    "what": gettext_lazy("What"),
    "who": gettext_lazy("Who"),
    "goals": gettext_lazy("For the goal"),
    "where": gettext_lazy("Where"),
    "says": gettext_lazy("How often and how long"),
    "starts": gettext_lazy("From"),
    "ends": gettext_lazy("Until"),
    "words": gettext_lazy("Words"),
    "said_on": gettext_lazy("Said on"),
    "written_down_by": gettext_lazy("Written down by"),
}
"""The fields of a document that people read, as they are called. The others repeat these for machines."""

DAYS: Final = frozenset({"due", "starts", "ends", "said_on"})
"""Those of them that are a day."""


@dataclass(frozen=True, slots=True)
class Side:
    """One state of a plan to compare: an issued version, or a draft as the family was given it."""

    key: str  # as an address names it: 3, draft-2
    number: int
    is_draft: bool
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
        number=version.number,
        is_draft=False,
        says=_("Version %(number)d was issued on %(day)s.")
        % {"number": version.number, "day": plain_day(version.issued_on)},
        document=json.loads(version.document),
        url=reverse("plans:version", args=[version.plan_id, version.number]),
        corrected=corrected,
    )


def draft_side(shared: SharedDraft) -> Side:
    return Side(
        key=f"{DRAFT}{shared.number}",
        number=shared.number,
        is_draft=True,
        says=_("The family was given draft %(number)d on %(day)s.")
        % {"number": shared.number, "day": plain_day(shared.shared_on)},
        document=json.loads(shared.document),
        url=reverse("versions:shared", args=[shared.plan_id, shared.number]),
    )


def compare_page(earlier: Side, later: Side, others: Sequence[Link], *, back: Side) -> ComparePage:
    blank = earlier.left_blank | later.left_blank
    before, after = _without(earlier.document, blank), _without(later.document, blank)
    found = compared(before, after)
    shown = [_shown_section(one, after) for one in found.changed]
    # What changed only for machines, such as the day on which a view was asked for again, is no news to a reader.
    changed = tuple(one for one in shown if one.says or one.text or one.rows or one.items)
    told = {one.key for one in changed}
    same = tuple(one.heading for one in found.sections if one.key not in told)
    amends = after.get("amends", {})
    return ComparePage(
        title=_title(earlier, later),
        pupil=after["pupil"]["name"],
        plan=after["plan_type"]["name"],
        language=after.get("language", SOURCE),
        facts=tuple(Fact("pen" if one.is_draft else "calendar", one.says) for one in (earlier, later)),
        amends=tuple(amends["sections"]) if str(amends.get("number")) == earlier.key else (),
        blank=tuple(one["heading"] for one in later.document["sections"] if one["key"] in blank),
        summary=_count(
            ngettext("%(count)d section changed.", "%(count)d sections changed.", len(changed)), len(changed)
        )
        if changed
        else _("No words of the plan changed."),
        changed=changed,
        same=same,
        same_says=_count(
            ngettext("%(count)d section stayed the same", "%(count)d sections stayed the same", len(same)),
            len(same),
        ),
        others=tuple(others),
        corrections=_(
            "Slips of the pen that were put right later stand beside each version. They are not part of this"
            " comparison."
        )
        if earlier.corrected or later.corrected
        else "",
        earlier=_read(earlier),
        later=_read(later),
        back=Link(
            (_("Back to draft %(number)d") if back.is_draft else _("Back to version %(number)d"))
            % {"number": back.number},
            back.url,
        ),
    )


def _count(says: str, count: int) -> str:
    return says % {"count": count}


def _title(earlier: Side, later: Side) -> str:
    says = {
        (False, False): _("What changed from version %(earlier)d to version %(later)d"),
        (False, True): _("What changed from version %(earlier)d to draft %(later)d"),
        (True, False): _("What changed from draft %(earlier)d to version %(later)d"),
        (True, True): _("What changed from draft %(earlier)d to draft %(later)d"),
    }
    return says[earlier.is_draft, later.is_draft] % {"earlier": earlier.number, "later": later.number}


def compare_link(earlier: Version | SharedDraft, later: Version | SharedDraft, url: str) -> Link:
    """The way to compare two other states."""
    says = {
        (False, False): _("Compare version %(earlier)d and version %(later)d"),
        (False, True): _("Compare version %(earlier)d and draft %(later)d"),
        (True, False): _("Compare draft %(earlier)d and version %(later)d"),
        (True, True): _("Compare draft %(earlier)d and draft %(later)d"),
    }
    drafts = isinstance(earlier, SharedDraft), isinstance(later, SharedDraft)
    return Link(says[drafts] % {"earlier": earlier.number, "later": later.number}, url)


def _read(side: Side) -> Link:
    says = _("Read draft %(number)d") if side.is_draft else _("Read version %(number)d")
    return Link(says % {"number": side.number}, side.url)


def _without(document: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {**document, "sections": [one for one in document["sections"] if one["key"] not in keys]}


def _shown_section(one: SectionChange, after: dict[str, Any]) -> ShownSection:
    says = {Kind.ADDED: _("This section is new."), Kind.REMOVED: _("This section is gone.")}.get(one.kind, "")
    whole = next((section["text"] for section in after["sections"] if section["key"] == one.key), "")
    text_changed = any(piece.kind is not Kind.SAME for piece in one.text)
    items = tuple(
        shown
        for item in one.changed_items
        if (shown := _shown_item(item)).fields or item.kind is not Kind.CHANGED
    )
    same = len(one.items) - len(items)
    return ShownSection(
        key=one.key,
        heading=one.heading,
        says=says,
        text=_pieces(one.text) if text_changed else (),
        whole=whole if text_changed and any(is_long(piece.text) for piece in one.text) else "",
        rows=tuple(ShownField(field.name, _pieces(field.pieces)) for field in one.rows),
        items=items,
        same_items=_count(
            ngettext(
                "%(count)d other part of this section stayed the same.",
                "%(count)d other parts of this section stayed the same.",
                same,
            ),
            same,
        )
        if same
        else "",
    )


def _shown_item(item: Item) -> ShownItem:
    found = {field.name: field for field in item.fields}
    return ShownItem(
        says=str(WORDS_OF_ITEMS.get((item.list_name, item.kind)) or WORDS_OF_PARTS[item.kind]),
        kind=str(item.kind),
        title=item.title,
        fields=tuple(
            ShownField(str(label), _pieces(_days(found[name])), is_day=name in DAYS)
            for name, label in WORDS_OF_FIELDS.items()
            # Of what came or went the words stand in the title.
            if name in found
            and (item.kind is Kind.CHANGED or item.title not in (found[name].before, found[name].after))
        ),
    )


def _days(field: Field) -> tuple[Piece, ...]:
    """A day as people write it; of other fields the pieces as they are."""
    if field.name not in DAYS:
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
