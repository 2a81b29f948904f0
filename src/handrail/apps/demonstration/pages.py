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
class CastPage:
    groups: tuple[Doors, ...]
    password: str


def cast_page(groups: tuple[Group, ...], people: dict[str, Person]) -> CastPage:
    """The cast as the page shows it. Before the load is over there is nobody yet."""
    shown = (
        Doors(
            group.title,
            tuple(
                Door(people[part.email].name, part.who, part.sees, part.email)
                for part in group.parts
                if part.email in people
            ),
        )
        for group in groups
    )
    return CastPage(groups=tuple(one for one in shown if one.doors), password=PASSWORD)
