"""The circle as a page: who stands around the pupil, in which order they are called, who holds which right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse

from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.ages import age
from handrail.core.duties import Force
from handrail.core.rights import Assessed, Holder, PlaceRights
from handrail.law.lawbook import lawbook
from handrail.ui.components import Link, Source
from handrail.ui.phrases import plain_day
from handrail.ui.sources import short_source

Kind = CircleMember.Kind


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Somebody of the circle, with what may be changed about their place."""

    id: str
    name: str
    relation: str
    lines: tuple[str, ...]
    change: Link
    invite: Link | None
    move_url: str
    may_move_up: bool
    may_move_down: bool


@dataclass(frozen=True, slots=True)
class CircleGroup:
    key: str
    title: str
    says: str
    nobody: str
    people: tuple[MemberCard, ...]


@dataclass(frozen=True, slots=True)
class HeldRights:
    """The rights that the same people hold now."""

    who: tuple[str, ...]
    rights: tuple[tuple[str, Source], ...]


@dataclass(frozen=True, slots=True)
class CirclePage:
    pupil_id: UUID
    title: str
    pupil: str
    groups: tuple[CircleGroup, ...]
    rights: tuple[HeldRights, ...]
    rights_say: str
    rights_url: str
    consents_url: str
    invitations_url: str
    back: Link


GROUPS: Final = (
    (
        "family",
        "Family",
        "In the order in which the school calls them.",
        "Nobody of the family is here yet. Start with the parents or carers.",
        frozenset(CircleMember.FAMILY),
    ),
    ("pupil", "The pupil", "", "", frozenset({Kind.PUPIL})),
    (
        "key",
        "Key adults",
        "Whom the pupil goes to first at school.",
        "No key adult is named yet.",
        frozenset({Kind.KEY_ADULT}),
    ),
    (
        "staff",
        "Teachers and staff",
        "They sign in with the account that the school gives them.",
        "No teachers are named yet.",
        frozenset({Kind.STAFF}),
    ),
    (
        "outside",
        "Professionals from outside",
        "Each sees only what they are asked, and only until their last day.",
        "Nobody from outside is asked.",
        frozenset({Kind.PROFESSIONAL}),
    ),
)


def circle_page(pupil: Pupil, members: list[CircleMember], *, day: date) -> CirclePage:
    """The circle for those who keep it."""
    place = lawbook().rights_in(pupil.school.jurisdiction)
    at = [pupil.pk]
    return CirclePage(
        pupil_id=pupil.pk,
        title=f"The circle around {pupil.known_as}",
        pupil=pupil.name,
        groups=tuple(
            CircleGroup(key, title, says, nobody, _cards(pupil, members, kinds, day=day))
            for key, title, says, nobody, kinds in GROUPS
        ),
        rights=_rights(place, pupil, members, day=day) if place else (),
        rights_say=_rights_say(pupil, place, day=day),
        rights_url=reverse("consents:assessments", args=at),
        consents_url=reverse("consents:consents", args=at),
        invitations_url=reverse("invitations:invitations", args=at),
        back=Link(f"Back to {pupil.known_as}", reverse("home:pupil", args=at)),
    )


def _cards(
    pupil: Pupil, members: list[CircleMember], kinds: frozenset[str], *, day: date
) -> tuple[MemberCard, ...]:
    found = [one for one in members if one.kind in kinds]
    if Kind.STAFF in kinds:
        found.sort(key=lambda one: (one.teaches == "", one.teaches, one.name))
    ordered = Kind.PARENT in kinds
    return tuple(
        _card(pupil, one, day=day, place=place if ordered else None, of=len(found))
        for place, one in enumerate(found)
    )


def _card(pupil: Pupil, one: CircleMember, *, day: date, place: int | None, of: int) -> MemberCard:
    at = [pupil.pk, one.pk]
    is_pupil = one.kind == Kind.PUPIL
    change = reverse("pupils:particulars", args=[pupil.pk]) if is_pupil else reverse("pupils:member", args=at)
    may_invite = (
        one.person_id is None and one.kind not in (Kind.STAFF, Kind.KEY_ADULT) and _would_see(one, day)
    )
    return MemberCard(
        id=str(one.pk),
        name=pupil.name if is_pupil else one.name,
        relation="" if is_pupil else one.relation or one.get_kind_display(),
        lines=tuple(_lines(pupil, one, day=day)),
        change=Link("Change", change, more=f"what is known about {one.name}"),
        invite=Link("Invite", reverse("invitations:invite", args=at), more=one.name) if may_invite else None,
        move_url=reverse("pupils:move", args=at) if place is not None and of > 1 else "",
        may_move_up=place is not None and place > 0,
        may_move_down=place is not None and place < of - 1,
    )


def _would_see(one: CircleMember, day: date) -> bool:
    """Whether an account would show them anything."""
    if one.kind == Kind.PROFESSIONAL:
        return one.access_until is not None and one.access_until >= day and bool(one.purpose)
    return one.kind == Kind.PUPIL or one.parental_responsibility or one.receives_copies


def _lines(pupil: Pupil, one: CircleMember, *, day: date) -> Iterable[str]:
    if one.kind == Kind.PUPIL:
        if pupil.preferred_language or pupil.languages:
            yield f"Speaks {pupil.preferred_language or pupil.languages}"
        if pupil.communication:
            yield pupil.communication
    if one.kind in CircleMember.FAMILY:
        responsible = one.parental_responsibility
        yield f"{'Has' if responsible else 'Does not have'} parental rights and responsibilities"
        if one.receives_copies:
            yield "Gets a copy of the plan"
        yield from _reached(one)
    if one.kind in (Kind.STAFF, Kind.KEY_ADULT) and one.teaches:
        yield one.teaches
    if one.kind == Kind.PROFESSIONAL:
        if one.organisation:
            yield one.organisation.name
        if one.purpose:
            yield f"Asked for: {one.purpose}"
        yield _access(one, day)
    if one.kind not in (Kind.STAFF, Kind.KEY_ADULT):
        yield "Can sign in" if one.person_id else "Has no account yet"


def _reached(one: CircleMember) -> Iterable[str]:
    if one.preferred_language:
        yield f"Prefers {one.preferred_language}"
    if one.preferred_contact:
        yield f"Reached best: {one.preferred_contact}"
    if one.phone:
        yield one.phone
    yield one.email or "No e-mail: letters, or a call"


def _access(one: CircleMember, day: date) -> str:
    if one.access_until is None:
        return "No last day is set, so no account can be given"
    if one.access_until < day:
        return f"Access ended on {plain_day(one.access_until)}"
    return f"Last day of access: {plain_day(one.access_until)}"


def _rights(
    place: PlaceRights, pupil: Pupil, members: list[CircleMember], *, day: date
) -> tuple[HeldRights, ...]:
    """Who holds each right on a day. Whether each may use it today, and why, is on the page of rights."""
    parents = tuple(one.name for one in members if one.parental_responsibility)
    held: dict[tuple[str, ...], list[tuple[str, Source]]] = {}
    for one in place.rights:
        if one.force is not Force.IN_FORCE:
            continue
        names: list[str] = []
        for holder in place.holders_on(one, born=pupil.born, on=day):
            if holder is Holder.PARENT:
                names += parents or ("A parent or carer, when one is named",)
            else:
                own = place.own_use(one, born=pupil.born, on=day)
                first = own is not None and own.assessed is Assessed.FIRST
                names.append(f"{pupil.known_as}, once it has been assessed" if first else pupil.known_as)
        held.setdefault(tuple(names), []).append((one.says, short_source(one.citation)))
    return tuple(HeldRights(names, tuple(rights)) for names, rights in held.items())


def _rights_say(pupil: Pupil, place: PlaceRights | None, *, day: date) -> str:
    name, years = pupil.known_as, age(pupil.born, on=day)
    if place is None:
        return (
            "Whoever has parental responsibility speaks for the pupil in law. Handrail does not yet list the"
            " single rights of this place; “The law” on the first page names who may disagree, and how."
        )
    held = {holder for one in place.rights for holder in place.holders_on(one, born=pupil.born, on=day)}
    without = "Somebody without parental rights holds none of them."
    if Holder.YOUNG_PERSON in held:
        return (
            f"{name} is {years}: rights that have passed to {name} are no longer the parents’, unless it is found"
            f" that {name} cannot decide about them."
        )
    if Holder.CHILD in held:
        return (
            f"{name} is {years}, so some of these rights are {name}’s own as well. A right is used by one of"
            f" them at a time. {without}"
        )
    return (
        f"{name} is {years}. The parents and carers with parental rights hold these rights; what {name} says"
        f" is asked for and counts. {without}"
    )
