from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from handrail.apps.accounts.models import Person
from handrail.apps.demonstration.places import DATA
from handrail.apps.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to sign in as: who they are, and what is different as them."""

    email: str
    who: str
    sees: str


@dataclass(frozen=True, slots=True)
class Group:
    place: str
    title: str
    parts: tuple[Part, ...]


@cache
def cast() -> tuple[Group, ...]:
    """Everybody whom a visitor may sign in as with one click, in the order of the page."""
    told = tomllib.loads((DATA / "cast.toml").read_text())
    return tuple(
        Group(group["place"], group["title"], tuple(Part(**one) for one in group["people"]))
        for group in told["group"]
    )


def is_loaded() -> bool:
    """Whether the invented schools are in this database. The load is one transaction, so one row tells."""
    return Organisation.objects.filter(slug="kelpiewater", kind=Organisation.Kind.AUTHORITY).exists()


def people_of_cast() -> dict[str, Person]:
    """The accounts of the cast by address. Nobody outside it can be signed in as with a click."""
    addresses = [part.email for group in cast() for part in group.parts]
    return {person.email: person for person in Person.objects.filter(email__in=addresses, is_active=True)}
