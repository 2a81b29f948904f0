"""The guide: places, and how one thing is done there, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from handrail.apps.guide import queries
from handrail.apps.guide.addresses import law_url, place_url, route_url, when_url
from handrail.apps.guide.forms import party_word
from handrail.apps.guide.guidebook import Place, Route, Step, Sureness, Word, guidebook
from handrail.apps.guide.law_words import limit_in_words, lower, starts_in_words
from handrail.law.lawbook import lawbook
from handrail.ui.components import Link, Source
from handrail.ui.phrases import sentence_case
from handrail.ui.sources import source_of


@dataclass(frozen=True, slots=True)
class PlaceLine:
    name: str
    url: str
    about: str
    routes: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    places: tuple[PlaceLine, ...]
    words: int


def guide_page() -> GuidePage:
    book = guidebook()
    return GuidePage(tuple(_place_line(place) for place in book.places.values()), len(book.words))


def _place_line(place: Place) -> PlaceLine:
    return PlaceLine(
        place.name,
        place_url(place.key),
        place.about,
        tuple(
            Link(route.kind.label, route_url(route.place, route.kind), more=place.within)
            for route in guidebook().routes_of(place.key)
        ),
    )


@dataclass(frozen=True, slots=True)
class PlacePage:
    place: Place
    routes: tuple[tuple[Link, str], ...]
    plan_types: tuple[Link, ...]
    words: tuple[Word, ...]


def place_page(place: Place) -> PlacePage:
    book = lawbook()
    return PlacePage(
        place=place,
        routes=tuple(
            (Link(route.title, route_url(place.key, route.kind)), f"{len(route.steps)} steps and a letter")
            for route in guidebook().routes_of(place.key)
        ),
        plan_types=tuple(Link(one.name, law_url(one)) for one in book.plan_types(place.key)),
        words=tuple(word for word in guidebook().words if word.places and word.used_in(place.key)),
    )


@dataclass(frozen=True, slots=True)
class StepDate:
    """A date of a step, from the lawbook: how long, who, from when, and the way to count it."""

    title: str
    how_long: str
    who: str
    starts: str
    source: Source
    count_url: str
    law_url: str


@dataclass(frozen=True, slots=True)
class StepItem:
    number: int
    says: str
    practice: bool
    to_be_verified: bool
    dates: tuple[StepDate, ...]
    limit: str
    counted_from: str
    law: str


@dataclass(frozen=True, slots=True)
class RoutePage:
    route: Route
    place: Place
    steps: tuple[StepItem, ...]
    letter: str
    letter_url: str
    others: tuple[Link, ...]
    plan_types: tuple[Link, ...]


def route_page(route: Route, *, on: date) -> RoutePage:
    place = guidebook().places[route.place]
    return RoutePage(
        route=route,
        place=place,
        steps=tuple(
            _step_item(number, step, route.place, on=on) for number, step in enumerate(route.steps, start=1)
        ),
        letter=route.letter.text,
        letter_url=reverse("guide:letter", args=[route.place, str(route.kind)]),
        others=tuple(
            Link(one.title, route_url(one.place, one.kind))
            for one in guidebook().routes_of(route.place)
            if one.kind is not route.kind
        ),
        plan_types=place_page(place).plan_types,
    )


def _step_item(number: int, step: Step, place: str, *, on: date) -> StepItem:
    dates = tuple(found for key in step.duties if (found := _step_date(place, key, on=on)) is not None)
    # The lawbook's own dates stand for the step's only where it has all of them.
    complete = bool(dates) and len(dates) == len(step.duties)
    unsure = step.sureness in (Sureness.MEDIUM, Sureness.LOW)
    return StepItem(
        number=number,
        says=step.says,
        practice=step.sureness is Sureness.PRACTICE,
        to_be_verified=unsure,
        dates=dates if complete else (),
        limit="" if complete else step.limit or "",
        counted_from="" if complete else step.counted_from or "",
        law=step.law or "",
    )


def _step_date(place: str, key: str, *, on: date) -> StepDate | None:
    found = queries.duty_in(place, key)
    if found is None:
        return None
    plan_type, duty = found
    limit = queries.limit_today(duty, on=on)
    if limit is None:
        return None
    return StepDate(
        title=duty.title,
        how_long=sentence_case(limit_in_words(limit)) + ".",
        who=party_word(plan_type, duty.party),
        starts=lower(starts_in_words(duty)),
        source=source_of(limit.citation),
        count_url=when_url(plan_type, duty),
        law_url=f"{law_url(plan_type)}#{duty.key}",
    )
