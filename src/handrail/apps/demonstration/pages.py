"""The door of the demonstration: whom a visitor may be."""

from __future__ import annotations

from dataclasses import dataclass

from handrail.apps.accounts.models import Person
from handrail.apps.demonstration.actions import PASSWORD
from handrail.apps.demonstration.queries import Group


@dataclass(frozen=True, slots=True)
class Door:
    """One person to sign in as."""

    name: str
    who: str
    sees: str
    email: str


@dataclass(frozen=True, slots=True)
class Doors:
    title: str
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class Place:
    title: str
    groups: tuple[Doors, ...]


@dataclass(frozen=True, slots=True)
class CastPage:
    places: tuple[Place, ...]
    password: str


def cast_page(groups: tuple[Group, ...], people: dict[str, Person]) -> CastPage:
    """The cast as the page shows it, by place. Before the load is over there is nobody yet."""
    places: dict[str, list[Doors]] = {}
    for group in groups:
        doors = tuple(
            Door(people[part.email].name, part.who, part.sees, part.email)
            for part in group.parts
            if part.email in people
        )
        if doors:
            places.setdefault(group.place, []).append(Doors(group.title, doors))
    shown = tuple(Place(title, tuple(found)) for title, found in places.items())
    return CastPage(places=shown, password=PASSWORD)
