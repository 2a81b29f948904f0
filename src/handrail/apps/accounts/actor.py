"""Who is asking: memberships, places in circles, and the roles these give towards one pupil."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, Self
from uuid import UUID

from django.utils.translation import gettext_noop

from handrail.core.ages import birthday
from handrail.law.lawbook import lawbook
from handrail.reach.setting import Reach


class Role(StrEnum):
    """What somebody is towards a pupil."""

    COORDINATOR = "coordinator"
    HEAD = "head"
    CLASS_TEACHER = "class_teacher"
    TEACHING_ASSISTANT = "teaching_assistant"
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    PARENT = "parent"
    RECIPIENT = "recipient"
    PUPIL = "pupil"
    ELIGIBLE_PUPIL = "eligible_pupil"
    PROFESSIONAL = "professional"

    @property
    def words(self) -> str:
        """The role as people say it."""
        return _WORDS[self]


_WORDS: Final = {
    Role.COORDINATOR: "coordinator",
    Role.HEAD: "head teacher",
    Role.CLASS_TEACHER: "class teacher",
    Role.TEACHING_ASSISTANT: "teaching assistant",
    Role.ADMINISTRATOR: "administrator",
    Role.OFFICER: "authority officer",
    Role.PARENT: gettext_noop("parent or carer"),
    Role.RECIPIENT: gettext_noop("person who gets a copy"),
    Role.PUPIL: gettext_noop("pupil"),
    Role.ELIGIBLE_PUPIL: "pupil",
    Role.PROFESSIONAL: gettext_noop("outside professional"),
}

STAFF_ROLES: Final = (
    Role.COORDINATOR,
    Role.HEAD,
    Role.CLASS_TEACHER,
    Role.TEACHING_ASSISTANT,
    Role.ADMINISTRATOR,
    Role.OFFICER,
)
"""Roles that come from a membership of an organisation; the others come from a place in a circle."""

SEES_EVERY_PUPIL: Final = frozenset({Role.COORDINATOR, Role.HEAD, Role.OFFICER})
"""Memberships that reach every pupil of the schools they cover. Other staff reach whom they work with."""

ELIGIBLE_FROM: Final = 12
"""Age from which a pupil in Scotland may use rights of their own (2004 asp 4, s.3; 2016 asp 8, s.19).

Where the law of a place names no age, as in Wales, a pupil has the pages of such rights from the same age on, and
where nobody wrote down who holds which right, too.
"""


@lru_cache(maxsize=4096)
def eligible_from(jurisdiction: str, born: date) -> date:
    """The first day on which a pupil may use rights of their own, by the law of the place."""
    known = lawbook().rights_in(jurisdiction)
    if known is None:
        return birthday(born, ELIGIBLE_FROM)
    return known.own_from(born, not_before=ELIGIBLE_FROM) or date.max


@dataclass(frozen=True, slots=True)
class Membership:
    """A role at an organisation, and the schools it covers."""

    organisation_id: int
    organisation: str
    role: Role
    title: str
    schools: frozenset[int]
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a pupil's circle that gives reach today."""

    pupil_id: UUID
    school_id: int
    member_id: UUID
    kind: str
    born: date
    parental_responsibility: bool
    known_as: str
    name: str
    jurisdiction: str = ""  # of its school


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking, on a day."""

    person_id: int | None = None
    name: str = ""
    email: str = ""
    day: date = date.min
    memberships: tuple[Membership, ...] = ()
    places: tuple[Place, ...] = ()
    also_at: tuple[tuple[UUID, int], ...] = ()
    acting_for: str = field(default="", kw_only=True)

    @classmethod
    def visitor(cls, *, day: date) -> Self:
        """Somebody who has not signed in."""
        return cls(day=day)

    @classmethod
    def system(cls, part: str, *, day: date) -> Self:
        """A part of Handrail that acts on its own, as a nightly job does."""
        return cls(name="Handrail", day=day, acting_for=part)

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def reach(self) -> Reach:
        """The pupils this actor may see: by role their schools, by circle one at a time."""
        schools = frozenset[int]().union(
            *(one.schools for one in self.memberships if one.role in SEES_EVERY_PUPIL)
        )
        shared = frozenset(
            pupil_id
            for pupil_id, school_id in self.also_at
            if any(school_id in one.schools and one.role in SEES_EVERY_PUPIL for one in self.memberships)
        )
        # A place that gives no role gives no sight either: whoever may do nothing is a stranger.
        placed = frozenset(
            place.pupil_id
            for place in self.places
            if self._roles_of_place(
                place, {place.school_id} | {at for who, at in self.also_at if who == place.pupil_id}
            )
        )
        return Reach(schools=schools, pupils=placed | shared)

    def roles_towards(self, pupil_id: UUID, *, school_id: int) -> frozenset[Role]:
        """The roles this actor has towards one pupil; empty for a stranger."""
        at = {school_id} | {school for pupil, school in self.also_at if pupil == pupil_id}
        roles = {one.role for one in self.memberships if one.role in SEES_EVERY_PUPIL and one.schools & at}
        for place in self.places:
            if place.pupil_id == pupil_id:
                roles |= self._roles_of_place(place, at)
        return frozenset(roles)

    def _roles_of_place(self, place: Place, at: set[int]) -> set[Role]:
        if place.kind == "pupil":
            eligible = self.day >= eligible_from(place.jurisdiction, place.born)
            return {Role.ELIGIBLE_PUPIL if eligible else Role.PUPIL}
        if place.kind in ("parent", "carer", "family", "supporter"):
            return {Role.PARENT if place.parental_responsibility else Role.RECIPIENT}
        if place.kind in ("staff", "key_adult"):
            # Staff keep the role of their membership; the circle only says with whom they work.
            return {
                one.role
                for one in self.memberships
                if one.schools & at and one.role in (Role.CLASS_TEACHER, Role.TEACHING_ASSISTANT)
            }
        return {Role.PROFESSIONAL} if place.kind == "professional" else set()

    @property
    def main_role(self) -> Role | None:
        """The role that decides which home page somebody gets first."""
        if self.memberships:
            return min((one.role for one in self.memberships), key=list(Role).index)
        for place in self.places:
            if roles := self._roles_of_place(place, {place.school_id}):
                return min(roles, key=list(Role).index)
        return None

    @property
    def role_words(self) -> str:
        """How a record names what this actor is."""
        if self.acting_for:
            return self.acting_for
        for one in self.memberships:
            return one.title or one.role.words
        role = self.main_role
        return role.words if role else ""


def actor_from(standing: dict[str, Any], *, person_id: int, name: str, email: str, day: date) -> Actor:
    """The actor that the database's answer about a person describes."""
    return Actor(
        person_id=person_id,
        name=name,
        email=email,
        day=day,
        memberships=tuple(
            Membership(
                organisation_id=one["organisation_id"],
                organisation=one["organisation"],
                role=Role(one["role"]),
                title=one["title"],
                schools=frozenset(one["schools"]),
                jurisdiction=one["jurisdiction"],
            )
            for one in standing["memberships"]
        ),
        places=tuple(
            Place(
                pupil_id=UUID(one["pupil_id"]),
                school_id=one["school_id"],
                member_id=UUID(one["member_id"]),
                kind=one["kind"],
                born=date.fromisoformat(one["born"]),
                parental_responsibility=one["parental_responsibility"],
                known_as=one["known_as"],
                name=one["name"],
                jurisdiction=one["jurisdiction"],
            )
            for one in standing["places"]
        ),
        also_at=tuple((UUID(pupil), school) for pupil, school in standing["also_at"]),
    )
