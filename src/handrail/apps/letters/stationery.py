"""Letters for the steps of a plan, in each place's words: data, read as strictly as the law it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from handrail.core.steps import Audience
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
    HELPERS = "helpers"
    ENDING = "ending"

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
            Step.HELPERS: "To those who help",
            Step.ENDING: "When a plan ends",
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
    """A letter to start from. `duties` and `steps` are those of the lawbook behind it, by plan type."""

    key: str
    step: Step
    name: str
    place: str
    duties: Mapping[str, tuple[str, ...]]
    event: str | None
    event_detail: Mapping[str, str]
    rights: bool
    to: tuple[Audience, ...]
    steps: Mapping[str, tuple[str, ...]]  # the steps of each plan type that it tells
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLetter:
    """A step that tells somebody something, and why no letter comes with it."""

    place: str
    plan_types: tuple[str, ...]
    step: str
    to: Audience
    because: str


@dataclass(frozen=True, slots=True)
class Stationery:
    """Every letter, and every step that has none with its reason."""

    letters: tuple[LetterTemplate, ...]
    without: tuple[NoLetter, ...]


@cache
def stationery() -> Stationery:
    """What comes with Handrail."""
    return read_stationery(files("handrail.apps.letters") / "data", lawbook())


def letter_templates() -> tuple[LetterTemplate, ...]:
    """Every letter that comes with Handrail."""
    return stationery().letters


def letters_for(plan_type: str) -> tuple[LetterTemplate, ...]:
    """The letters of a plan type: its own place's, and those of the wider place that its law lies over."""
    place, _, kind = plan_type.partition("/")
    wider = lawbook().jurisdictions[place].extends
    return tuple(one for one in letter_templates() if one.place in (place, wider) and kind in one.duties)


def read_stationery(root: Traversable, book: Lawbook) -> Stationery:
    """Everything below a folder. The first mistake stops it, with file, line and a sentence."""
    found: list[LetterTemplate] = []
    without: list[NoLetter] = []
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
        without += [_no_letter(table, place, book) for table in top.tables("without", needed=False)]
        top.done()
    return Stationery(tuple(found), tuple(without))


def _no_letter(table: Table, place: str, book: Lawbook) -> NoLetter:
    one = NoLetter(
        place=place,
        plan_types=table.texts("plan_types"),
        step=table.text("step"),
        to=table.choice("to", Audience),
        because=table.text("because"),
    )
    for kind in one.plan_types:
        if f"{place}/{kind}" not in book.all_plan_types:
            raise table.error(f'"{place}/{kind}" is no plan type of the lawbook.', "plan_types")
        _check_step(table, f"{place}/{kind}", one.step, book, "step")
    table.done()
    return one


def _check_step(table: Table, plan_type: str, step: str, book: Lawbook, key: str) -> None:
    if book.steps(plan_type).step(step) is None:
        raise table.error(f'"{step}" is no step of {plan_type}.', key)


def _letter(table: Table, place: str, book: Lawbook) -> LetterTemplate:
    steps = _steps(table, place, book)
    letter = LetterTemplate(
        key=table.text("key"),
        step=table.choice("step", Step),
        name=table.text("name"),
        place=place,
        duties=_duties(table, place, book, steps),
        event=table.optional_text("event"),
        event_detail=table.texts_by_key("event_detail"),
        rights=table.flag("rights"),
        to=_to(table),
        steps=steps,
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


def _to(table: Table) -> tuple[Audience, ...]:
    """To whom it goes; the family where nothing is said."""
    names = table.texts("to")
    for place, name in enumerate(names):
        if name not in {one.value for one in Audience}:
            raise table.error(f'"{name}" is nobody to whom a letter goes.', "to", place)
    return tuple(Audience(name) for name in names) or (Audience.FAMILY,)


def _steps(table: Table, place: str, book: Lawbook) -> dict[str, tuple[str, ...]]:
    """The steps that a letter tells, for those of its plan types where it tells some."""
    holder = table.optional_table("steps")
    if holder is None:
        return {}
    found = {kind: holder.texts(kind) for kind in holder.keys}
    for kind, keys in found.items():
        if f"{place}/{kind}" not in book.all_plan_types:
            raise table.error(f'"{place}/{kind}" is no plan type of the lawbook.', "steps", kind)
        for key in keys:
            _check_step(holder, f"{place}/{kind}", key, book, kind)
    return found


def _duties(
    table: Table, place: str, book: Lawbook, steps: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """A letter says which duties it comes from, for each of its plan types; so it has a source in the lawbook.

    A letter that tells a step may cite no duty: its source is the step's, or it is practice as the step is.
    """
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
        if not found[kind] and not steps.get(kind):
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
