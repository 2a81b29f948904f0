"""The authorities, schools and services of the demonstration, and everybody who works there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from importlib import resources
from typing import Any, Final

from handrail.apps.accounts import queries as accounts
from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.models import Person
from handrail.apps.demonstration.school_years import Habits, write_school_years
from handrail.apps.organisations.models import Membership, Organisation
from handrail.apps.pupils.models import CircleMember
from handrail.core.names import fold

DATA: Final = resources.files("handrail.apps.demonstration") / "data"
LONG_AGO: Final = timedelta(days=12 * 365)
"""How long everybody has been in post: longer than any story is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who works for a school, an authority or a service."""

    id: str
    name: str
    title: str
    role: str
    year: str
    email: str
    phone: str
    organisation: Organisation

    def in_circle(self, *, kind: str = "", **more: Any) -> CircleMember:
        """A place in a pupil's circle, filled in from what is known."""
        known: dict[str, Any] = {
            "kind": kind or (CircleMember.Kind.STAFF if self.role else CircleMember.Kind.PROFESSIONAL),
            "name": self.name,
            "relation": _inside_a_sentence(self.title),
            "organisation": self.organisation,
            "email": self.email,
            "phone": self.phone,
        }
        return CircleMember(**known | more)


@dataclass(slots=True)
class Places:
    """What the stories refer to by id."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    habits: dict[str, Habits] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    _known: dict[str, Actor] = field(default_factory=dict)

    def actor(self, who: str, *, on: date) -> Actor:
        """Somebody as they act on a day.

        Whoever sees every pupil of a school does so by a membership that never changes here, so it is asked
        for once; everybody else's reach grows with the stories.
        """
        if who in self._known:
            return replace(self._known[who], day=on)
        actor = accounts.actor_for(self.people[who], on=on)
        if actor.reach.schools:
            self._known[who] = replace(actor, places=())
        return actor

    def habits_of(self, school: str) -> Habits:
        """How the authority of a school lays out its school years."""
        authority = self.organisations[school].authority
        assert authority is not None, "a constraint gives every school an authority"
        return self.habits[authority.slug]

    def staff_of(self, school: str) -> list[Worker]:
        return [one for one in self.workers.values() if one.organisation == self.organisations[school]]

    def teacher_of(self, school: str, year: str) -> Worker:
        """The class or guidance teacher of a year; the last one where years share a teacher."""
        found = [one for one in self.staff_of(school) if one.year]
        return next((one for one in found if one.year == year), found[-1])


def write_places(*, today: date, password: str) -> Places:
    """Everything that exists before the first pupil. `password` is already hashed: it is the same for all."""
    told = tomllib.loads((DATA / "organisations.toml").read_text())
    places = Places()
    for kind in (Organisation.Kind.AUTHORITY, Organisation.Kind.SCHOOL, Organisation.Kind.AGENCY):
        for one in told[kind.value]:
            authority = places.organisations[one["authority"]] if kind == "school" else None
            organisation = Organisation.objects.create(
                kind=kind,
                slug=one["id"],
                name=one["name"],
                jurisdiction=one["jurisdiction"] if authority is None else authority.jurisdiction,
                authority=authority,
                address=one.get("address", ""),
                phone=one.get("phone", ""),
                email=one.get("email", ""),
            )
            places.organisations[one["id"]] = organisation
            if kind == Organisation.Kind.AUTHORITY:
                places.habits[one["id"]] = Habits.read(one["year"])
                write_school_years(organisation, places.habits[one["id"]], around=today)
            _write_workers(places, one, organisation, today=today, password=password)
    return places


def _write_workers(
    places: Places, told: Mapping[str, Any], organisation: Organisation, *, today: date, password: str
) -> None:
    domain = told.get("domain") or told["email"].partition("@")[2]
    for one in told["staff"]:
        worker = Worker(
            id=one["id"],
            name=one["name"],
            title=one["title"],
            role=one.get("role", ""),
            year=one.get("year", ""),
            email=f"{mailbox(one['name'])}@{domain}",
            phone=one.get("phone") or organisation.phone,
            organisation=organisation,
        )
        places.workers[worker.id] = worker
        places.people[worker.id] = add_person(name=worker.name, email=worker.email, password=password)
        if worker.role:
            Membership.objects.create(
                person=places.people[worker.id],
                organisation=organisation,
                role=worker.role,
                title=worker.title,
                starts_on=today - LONG_AGO,
            )


def add_person(*, name: str, email: str, password: str) -> Person:
    """An account whose password is hashed already; hashing it for everybody would take a minute."""
    return Person.objects.create(name=name, email=email.lower(), password=password)


def _inside_a_sentence(title: str) -> str:
    """“Class teacher” with a small letter; “SENCO” and “EHC plan coordinator” as they are."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def mailbox(name: str) -> str:
    """The part of an address before the @: “Dr Hamish Oyelaran” is hamish.oyelaran."""
    first, *rest = fold(name.removeprefix("Dr ").removeprefix("Dr. ")).split()
    return ".".join((first, *rest[-1:])).replace("'", "")
