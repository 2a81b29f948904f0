"""Letters for the steps of a plan, in each place's words: data, read as strictly as the law it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from handrail.law.lawbook import Lawbook, lawbook
from handrail.law.reader import Table, read_toml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class Step(StrEnum):
    """What a letter is part of."""

    CONSENT = "consent"
    INVITATION = "invitation"
    DRAFT = "draft"
    ISSUED = "issued"
    REFUSED = "refused"
    REVIEW_DECISION = "review_decision"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        return {
            Step.CONSENT: "Asking for consent",
            Step.INVITATION: "Inviting to a meeting",
            Step.DRAFT: "Sending a draft",
            Step.ISSUED: "Sending the plan",
            Step.REFUSED: "Refusing, with reasons",
            Step.REVIEW_DECISION: "After a review",
            Step.NOTICE: "Giving notice",
        }[self]


class AskKind(StrEnum):
    """How an answer is given."""

    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"  # from what the event itself asks


FILLED_IN: Final = frozenset(
    {
        "authority",
        "contact",
        "coordinator",
        "issued_on",
        "known_as",
        "plan",
        "pupil",
        "review_on",
        "school",
        "version",
        "writer",
    }
)
"""What every letter knows of its case by itself."""

PLACEHOLDER: Final = re.compile(r"\{(?:(by) )?([^{}]+)\}")
KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME: Final = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing that only the writer knows."""

    key: str
    label: str
    kind: AskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that the letter must hold, in the writer's words. `provision` is the law that asks for it."""

    key: str
    heading: str
    asks: str
    starts_as: str
    provision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplate:
    """A letter to start from. `duties` are those of the lawbook behind it, by plan type."""

    key: str
    step: Step
    name: str
    place: str
    duties: Mapping[str, tuple[str, ...]]
    event: str | None
    event_detail: Mapping[str, str]
    rights: bool
    subject: str
    says: tuple[str, ...]
    asks: tuple[Ask, ...]
    parts: tuple[Part, ...]

    @property
    def placeholders(self) -> Iterator[tuple[bool, str]]:
        """What is filled in: whether it is a duty's day, and its name."""
        for text in (self.name, self.subject, *self.says, *(part.heading for part in self.parts)):
            for found in PLACEHOLDER.finditer(text):
                yield bool(found[1]), found[2]


@cache
def letter_templates() -> tuple[LetterTemplate, ...]:
    """Every letter that comes with Handrail."""
    return read_letters(files("handrail.apps.letters") / "data", lawbook())


def letters_for(plan_type: str) -> tuple[LetterTemplate, ...]:
    """The letters of a plan type: its own place's, and those of the wider place that its law lies over."""
    place, _, kind = plan_type.partition("/")
    wider = lawbook().jurisdictions[place].extends
    return tuple(one for one in letter_templates() if one.place in (place, wider) and kind in one.duties)


def read_letters(root: Traversable, book: Lawbook) -> tuple[LetterTemplate, ...]:
    """Everything below a folder. The first mistake stops it, with file, line and a sentence."""
    found: list[LetterTemplate] = []
    for file in sorted(root.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml"):
            continue
        top = read_toml(file.read_text(encoding="utf-8"), file.name)
        place = file.name.removesuffix(".toml")
        if place not in book.jurisdictions:
            raise top.error(f'The file is named after "{place}", which is no place of the lawbook.')
        seen: set[str] = set()
        for table in top.tables("letter"):
            letter = _letter(table, place, book)
            if letter.key in seen:
                raise table.error(f'The letter "{letter.key}" is there twice.', "key")
            seen.add(letter.key)
            found.append(letter)
        top.done()
    return tuple(found)


def _letter(table: Table, place: str, book: Lawbook) -> LetterTemplate:
    letter = LetterTemplate(
        key=table.text("key"),
        step=table.choice("step", Step),
        name=table.text("name"),
        place=place,
        duties=_duties(table, place, book),
        event=table.optional_text("event"),
        event_detail=table.texts_by_key("event_detail"),
        rights=table.flag("rights"),
        subject=table.text("subject"),
        says=table.texts("says"),
        asks=tuple(_ask(row) for row in table.tables("ask", needed=False)),
        parts=tuple(_part(row) for row in table.tables("part", needed=False)),
    )
    if not KEY.fullmatch(letter.key):
        raise table.error("key is part of an address: small letters, figures and hyphens.", "key")
    if not letter.says:
        raise table.error("says is empty.", "says")
    table.done()
    _check_event(table, letter, book)
    _check_placeholders(table, letter)
    return letter


def _duties(table: Table, place: str, book: Lawbook) -> dict[str, tuple[str, ...]]:
    """A letter says which duties it comes from, for each of its plan types; so it has a source in the lawbook."""
    kinds = table.texts("plan_types")
    holder = table.table("duties")
    if not kinds or set(kinds) != set(holder.keys):
        raise table.error("duties names the duties for each of plan_types, and for no other.", "duties")
    found = {}
    for kind in kinds:
        key = f"{place}/{kind}"
        if key not in book.all_plan_types:
            raise table.error(f'"{key}" is no plan type of the lawbook.', "plan_types")
        known = {duty.key for duty in book.duties(key)}
        found[kind] = holder.texts(kind)
        if not found[kind]:
            raise table.error(f"The letter cites no duty for {kind}.", "duties")
        if unknown := [duty for duty in found[kind] if duty not in known]:
            raise table.error(f'"{unknown[0]}" is no duty of {key}.', "duties")
    return found


def _ask(table: Table) -> Ask:
    ask = Ask(
        key=table.text("key"),
        label=table.text("label"),
        kind=table.choice("kind", AskKind) if table.has("kind") else AskKind.TEXT,
    )
    if not NAME.fullmatch(ask.key) or ask.key in FILLED_IN:
        raise table.error("key is a name of its own, of small letters and low lines.", "key")
    table.done()
    return ask


def _part(table: Table) -> Part:
    part = Part(
        key=table.text("key"),
        heading=table.text("heading"),
        asks=table.text("asks"),
        starts_as=table.optional_text("starts_as") or "",
        provision=table.optional_text("provision") or "",
    )
    if not NAME.fullmatch(part.key):
        raise table.error("key is a name of small letters and low lines.", "key")
    table.done()
    return part


def _check_event(table: Table, letter: LetterTemplate, book: Lawbook) -> None:
    if letter.event is None:
        if letter.event_detail:
            raise table.error("event_detail needs an event.", "event_detail")
        return
    kind = book.event_kinds.get(letter.event)
    if kind is None:
        raise table.error(f'"{letter.event}" is no event of the lawbook.', "event")
    details = {one.key: one for one in kind.details}
    answered = {*letter.event_detail, *(ask.key for ask in letter.asks)}
    if missing := [key for key, one in details.items() if one.needed and key not in answered]:
        raise table.error(f'The event asks for "{missing[0]}", which the letter does not ask.', "event")
    for ask in letter.asks:
        if ask.kind is AskKind.CHOICE and not (ask.key in details and details[ask.key].choices):
            raise table.error(f'"{ask.key}" is a choice that the event does not have.', "ask")


def _check_placeholders(table: Table, letter: LetterTemplate) -> None:
    cited = {duty for duties in letter.duties.values() for duty in duties}
    asked = {ask.key for ask in letter.asks}
    used = set()
    for is_day, name in letter.placeholders:
        if is_day and name not in cited:
            raise table.error(f'"{{by {name}}}" is the day of a duty that the letter does not cite.', "says")
        if not is_day and name not in FILLED_IN | asked:
            raise table.error(f'"{{{name}}}" is nothing that can be filled in.', "says")
        used.add(name)
    kind_of = {ask.key: ask.kind for ask in letter.asks}
    if unused := [key for key in asked - used if kind_of[key] is not AskKind.CHOICE]:
        raise table.error(f'"{unused[0]}" is asked and never used.', "ask")
