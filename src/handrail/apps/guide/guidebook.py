"""The guide's own words: a glossary, and for each place the way to four things, in steps.

Read once from data/, as strictly as the law: a mistake has a file, a line and a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from handrail.law.reader import Table, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable


class Kind(StrEnum):
    """What a route leads to."""

    PLAN = "ask-for-a-plan"
    ASSESSMENT = "ask-for-an-assessment"
    REVIEW = "prepare-for-a-review"
    DISAGREE = "if-you-disagree"

    @property
    def label(self) -> str:
        return {
            Kind.PLAN: "Ask for a plan",
            Kind.ASSESSMENT: "Ask for an assessment",
            Kind.REVIEW: "Prepare for a review",
            Kind.DISAGREE: "If you disagree",
        }[self]


class Sureness(StrEnum):
    """How sure a step is: how well its law was checked, or that it is good practice and not law."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An entry of the glossary. `marks` are the ways it is written where a page explains it in passing."""

    key: str
    term: str
    of: str  # where the word is used, as people say it; empty for everywhere
    places: tuple[str, ...]
    meaning: str
    marks: tuple[str, ...]
    see_also: tuple[str, ...]

    def used_in(self, place: str) -> bool:
        """Whether the word belongs to a place: its own, the one around it, or everywhere."""
        return not self.places or any(place == one or place.startswith(f"{one}-") for one in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Where somebody finds help that is not the school's or the council's own; an address only where it is known."""

    who: str
    says: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    key: str
    name: str
    within: str  # "in the United States"
    about: str
    help: tuple[Help, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do or to wait for. `duties` are keys of the lawbook; without them the step's own limit stands."""

    says: str
    limit: str | None
    counted_from: str | None
    law: str | None
    duties: tuple[str, ...]
    sureness: Sureness


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to start from, with blanks in square brackets."""

    to: str
    about: str
    says: tuple[str, ...]

    @property
    def text(self) -> str:
        paragraphs = "\n\n".join(self.says)
        return (
            "[your name]\n[your address]\n[today’s date]\n\n"
            f"To {self.to}\n\n"
            f"{self.about}\n"
            "My child: [name], born on [date of birth], [class] at [school]\n\n"
            f"Dear [name],\n\n{paragraphs}\n\n"
            "Please answer me in writing.\n\nYours sincerely,\n[your name]\n"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How one thing is done in one place, step by step."""

    place: str
    kind: Kind
    title: str
    who_can: str
    steps: tuple[Step, ...]
    letter: Letter


@dataclass(frozen=True, kw_only=True)
class Guidebook:
    words: tuple[Word, ...]
    places: Mapping[str, Place]
    routes: Mapping[tuple[str, Kind], Route]

    def word(self, key: str) -> Word:
        return next(word for word in self.words if word.key == key)

    def routes_of(self, place: str) -> tuple[Route, ...]:
        return tuple(self.routes[place, kind] for kind in Kind)


@cache
def guidebook() -> Guidebook:
    """The guide that comes with Handrail."""
    return read_guidebook(files("handrail.apps.guide") / "data")


def read_guidebook(root: Traversable) -> Guidebook:
    """Everything below a folder. The first mistake stops it, with file and line."""
    places = dict(_places(_top(root / "places.toml", "places.toml")))
    routes = {}
    for key in places:
        name = f"routes/{key}.toml"
        for route in _routes(_top(root / "routes" / f"{key}.toml", name), key):
            routes[key, route.kind] = route
    return Guidebook(words=_words(_top(root / "words.toml", "words.toml")), places=places, routes=routes)


def _top(file: Traversable, name: str) -> Table:
    return read_toml(file.read_text(encoding="utf-8"), name)


KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _words(top: Table) -> tuple[Word, ...]:
    found: dict[str, Word] = {}
    tables = list(top.tables("word"))
    for table in tables:
        word = Word(
            key=table.text("key"),
            term=table.text("term"),
            of=table.optional_text("of") or "",
            places=table.texts("places"),
            meaning=table.text("meaning"),
            marks=table.texts("marks"),
            see_also=table.texts("see_also"),
        )
        if not KEY.fullmatch(word.key):
            raise table.error("key is part of an address: small letters, figures and hyphens.", "key")
        if word.key in found:
            raise table.error(f'The word "{word.key}" is there twice.', "key")
        if word.places and not word.of:
            raise table.error("A word of some places says which, in of.", "places")
        found[word.key] = word
        table.done()
    for table, word in zip(tables, found.values(), strict=True):
        for other in word.see_also:
            if other not in found:
                raise table.error(f'"{other}" is not a word of the glossary.', "see_also")
    top.done()
    return tuple(sorted(found.values(), key=lambda word: word.term.casefold()))


def _places(top: Table) -> Iterator[tuple[str, Place]]:
    for key, table in top.named_tables("place"):
        yield (
            key,
            Place(
                key=key,
                name=table.text("name"),
                within=table.text("within"),
                about=table.text("about"),
                help=tuple(_help(row) for row in table.tables("help")),
            ),
        )
        table.done()
    top.done()


def _help(table: Table) -> Help:
    url = table.optional_text("url")
    if url is not None and not url.startswith("https://"):
        raise table.error(f'url is "{url}"; it must start with https://.', "url")
    found = Help(who=table.text("who"), says=table.text("says"), url=url)
    table.done()
    return found


def _routes(top: Table, place: str) -> tuple[Route, ...]:
    found: dict[Kind, Route] = {}
    for table in top.tables("route"):
        kind = table.choice("kind", Kind)
        if kind in found:
            raise table.error(f'The route "{kind}" is there twice.', "kind")
        found[kind] = Route(
            place=place,
            kind=kind,
            title=table.text("title"),
            who_can=table.text("who_can"),
            steps=tuple(_step(row) for row in table.tables("step")),
            letter=_letter(table.table("letter")),
        )
        table.done()
    missing = [kind for kind in Kind if kind not in found]
    if missing:
        raise top.error(f"The route {missing[0]} is missing.", "route")
    top.done()
    return tuple(found.values())


def _step(table: Table) -> Step:
    step = Step(
        says=table.text("says"),
        limit=table.optional_text("limit"),
        counted_from=table.optional_text("counted_from"),
        law=table.optional_text("law"),
        duties=table.texts("duties"),
        sureness=table.choice("confidence", Sureness),
    )
    if step.sureness is not Sureness.PRACTICE and step.law is None:
        raise table.error("A step says which law it comes from, or that it is practice.", "confidence")
    if step.counted_from is not None and step.limit is None:
        raise table.error("counted_from needs a limit.", "counted_from")
    table.done()
    return step


def _letter(table: Table) -> Letter:
    letter = Letter(to=table.text("to"), about=table.text("about"), says=table.texts("says"))
    if not letter.says:
        raise table.error("says is empty.", "says")
    table.done()
    return letter
