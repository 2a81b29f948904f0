"""What a pupil is asked, for each age: read once from data/, as strictly as the law."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext

from handrail.apps.voice.symbols import NAMES
from handrail.law.reader import Table, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

GOALS: Final = "goals"
"""The form that asks about the goals of a plan, one a page."""

PROFILE_PARTS: Final = frozenset({"appreciate", "important_to_me", "how_to_support_me", "skills"})
"""The parts of the one-page profile, as `pupils.models.ProfileLine.Kind` has them; a test compares the two."""

KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One picture with its word, and what it says on the one-page profile; empty where it is not for that."""

    key: str
    symbol: str
    label: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    key: str
    asks: str
    hint: str
    pick_one: bool
    profile: str  # the part of the one-page profile that an answer may go to; empty for none
    choices: tuple[Choice, ...]

    def choice(self, key: str) -> Choice | None:
        return next((one for one in self.choices if one.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The questions for one age, or about the goals of a plan. `from_age` is in whole years; none for no age."""

    key: str
    title: str
    ages: str
    from_age: int | None
    words_box: str
    words_first: bool
    lead: str
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)


@cache
def forms() -> tuple[Form, ...]:
    """The forms for ages, the youngest first."""
    return tuple(form for form in _every_form() if form.from_age is not None)


@cache
def goals_form() -> Form:
    return next(form for form in _every_form() if form.key == GOALS)


def form(key: str) -> Form | None:
    return next((one for one in _every_form() if one.key == key), None)


def form_for(age: int) -> Form:
    """The form that is offered first at an age. The pupil, or who sits with them, may choose another."""
    return [one for one in forms() if one.from_age is not None and one.from_age <= age][-1]


@cache
def _every_form() -> tuple[Form, ...]:
    return read_forms(files("handrail.apps.voice") / "data")


def spoken(text: str) -> str:
    """A text of the data in the language of the page. What is kept of it stays as the data has it, so that each
    reader of an answer meets the question in their own language."""
    return gettext(text) if text else ""


@cache
def lines() -> frozenset[str]:
    """What pictures say on the one-page profile."""
    return frozenset(
        one.line
        for form in _every_form()
        for question in form.questions
        for one in question.choices
        if one.line
    )


def read_forms(root: Traversable) -> tuple[Form, ...]:
    """Every form below a folder, by age. The first mistake stops it, with file and line."""
    found = [
        _form(file.name.removesuffix(".toml"), read_toml(file.read_text(encoding="utf-8"), file.name))
        for file in sorted(root.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda one: -1 if one.from_age is None else one.from_age))


def _form(key: str, top: Table) -> Form:
    form = Form(
        key=key,
        title=top.text("title"),
        ages=top.optional_text("ages") or "",
        from_age=top.optional_number("from_age"),
        words_box=top.text("words_box"),
        words_first=top.has("words_first") and top.flag("words_first"),
        lead=top.text("lead"),
        questions=tuple(_questions(top)),
    )
    if form.from_age is not None and not form.ages:
        raise top.error("A form for an age says for which, in ages.", "from_age")
    top.done()
    return form


def _questions(top: Table) -> Iterator[Question]:
    seen: set[str] = set()
    for table in top.tables("question"):
        pick = table.text("pick")
        if pick not in ("one", "many"):
            raise table.error('pick must be "one" or "many".', "pick")
        profile = table.optional_text("profile") or ""
        if profile and profile not in PROFILE_PARTS:
            raise table.error(f"{profile} is not a part of the profile.", "profile")
        question = Question(
            key=_key(table, seen),
            asks=table.text("asks"),
            hint=table.text("hint"),
            pick_one=pick == "one",
            profile=profile,
            choices=tuple(_choices(table)),
        )
        table.done()
        yield question


def _choices(question: Table) -> Iterator[Choice]:
    seen: set[str] = set()
    for table in question.tables("choice"):
        choice = Choice(
            key=_key(table, seen),
            symbol=table.text("symbol"),
            label=table.text("label"),
            line=table.optional_text("line") or "",
        )
        if choice.symbol not in NAMES:
            raise table.error(f"There is no symbol called {choice.symbol}.", "symbol")
        table.done()
        yield choice


def _key(table: Table, seen: set[str]) -> str:
    key = table.text("key")
    if not KEY.fullmatch(key):
        raise table.error("key is part of an address: small letters, figures and hyphens.", "key")
    if key in seen:
        raise table.error(f'"{key}" is there twice.', "key")
    seen.add(key)
    return key
