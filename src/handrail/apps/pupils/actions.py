from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.organisations.models import Organisation
from handrail.apps.pupils import policy, queries
from handrail.apps.pupils.models import CircleMember, Enrolment, ProfileLine, Pupil, Voice
from handrail.apps.pupils.policy import Act
from handrail.core.names import search_key, sort_key
from handrail.reach import setting
from handrail.reach.setting import Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What is entered once about a pupil and feeds every form."""

    given_name: str
    family_name: str
    born: date
    known_as: str = ""
    year_group: str = ""
    class_name: str = ""
    gender: str = ""
    pronouns: str = ""
    address: str = ""
    phone: str = ""
    languages: str = ""
    preferred_language: str = ""
    communication: str = ""
    entered_school_on: date | None = None


@transaction.atomic
def add_pupil(*, school: Organisation, particulars: Particulars, on: date, by: Actor) -> Pupil:
    """Enter a pupil at a school, with the pupil in the middle of their own circle."""
    policy.check_may_add_pupil(by, school_id=school.pk)
    _check_born(particulars.born, on=on)
    pupil = Pupil(school=school)
    _write(pupil, particulars)
    pupil.save(force_insert=True)
    Enrolment.of(pupil, at=school, starts_on=particulars.entered_school_on or on).save(force_insert=True)
    CircleMember.of(pupil, kind=CircleMember.Kind.PUPIL, name=pupil.name, relation="pupil").save(
        force_insert=True
    )
    audit.record(
        "pupil.added", about=f"pupil:{pupil.pk}", by=by, on=on, pupil_id=pupil.pk, school_id=school.pk
    )
    return pupil


@transaction.atomic
def change_particulars(*, pupil: Pupil, particulars: Particulars, on: date, by: Actor) -> None:
    """Replace what is known about a pupil, and record which facts changed and what they were."""
    policy.check_may(by, Act.EDIT, pupil)
    _check_born(particulars.born, on=on)
    before = {one.name: str(getattr(pupil, one.name) or "") for one in fields(Particulars)}
    _write(pupil, particulars)
    after = {one.name: str(getattr(pupil, one.name) or "") for one in fields(Particulars)}
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changed:
        pupil.save(update_fields=[*changed, "sort_key", "search_key"])
        audit.record(
            "pupil.changed",
            about=f"pupil:{pupil.pk}",
            by=by,
            on=on,
            pupil_id=pupil.pk,
            school_id=pupil.school_id,
            audience=audit.TEAM,
            changed=changed,
        )


def _check_born(born: date, *, on: date) -> None:
    if born > on:
        raise NotPossible("The birth date is in the future. Enter the day the pupil was born.")
    if born.year < on.year - 30:
        raise NotPossible("The birth date is more than 30 years ago. Enter the day the pupil was born.")


def _write(pupil: Pupil, particulars: Particulars) -> None:
    for one in fields(Particulars):
        setattr(pupil, one.name, getattr(particulars, one.name))
    pupil.known_as = particulars.known_as or particulars.given_name
    pupil.sort_key = sort_key(family_name=pupil.family_name, given_name=pupil.given_name)
    pupil.search_key = search_key(known_as=pupil.known_as, family_name=pupil.family_name)


@transaction.atomic
def join_circle(*, pupil: Pupil, member: CircleMember, on: date, by: Actor) -> CircleMember:
    """Put somebody into the circle around a pupil. With an account, they reach the pupil from now on."""
    policy.check_may(by, Act.EDIT_CIRCLE, pupil)
    _check_access(member)
    _check_not_in_circle(pupil.pk, member.person_id)
    member.pupil, member.school_id = pupil, pupil.school_id
    member.save(force_insert=True)
    audit.record(
        "circle.joined",
        about=f"circle:{member.pk}",
        by=by,
        on=on,
        pupil_id=pupil.pk,
        school_id=pupil.school_id,
        name=member.name,
        kind=member.get_kind_display(),
        relation=member.relation,
        access_until=member.access_until,
    )
    return member


def _check_access(member: CircleMember) -> None:
    """Somebody from outside with an account sees a pupil for a purpose and until a day."""
    if member.kind == CircleMember.Kind.PROFESSIONAL and member.person_id is not None:
        if not member.purpose.strip():
            raise NotPossible("Say what somebody from outside is asked to do.")
        if member.access_until is None:
            raise NotPossible("Say until when somebody from outside may see their part.")
        if member.access_from and member.access_until < member.access_from:
            raise NotPossible("Access ends before it starts. Check the two days.")


def _check_not_in_circle(pupil_id: UUID, person_id: int | None) -> None:
    if person_id is not None and CircleMember.objects.filter(pupil_id=pupil_id, person_id=person_id).exists():
        raise NotPossible("This person is already in the circle. Change what is known about them there.")


@transaction.atomic
def end_access(*, pupil: Pupil, member: CircleMember, last_day: date, on: date, by: Actor) -> None:
    """Let somebody's access to a pupil end with a day; what they wrote stays."""
    policy.check_may(by, Act.EDIT_CIRCLE, pupil)
    member.access_until = last_day
    member.save(update_fields=["access_until"])
    audit.record(
        "circle.access_ended",
        about=f"circle:{member.pk}",
        by=by,
        on=on,
        pupil_id=pupil.pk,
        school_id=pupil.school_id,
        name=member.name,
        last_day=last_day,
    )


@transaction.atomic
def set_profile(*, pupil: Pupil, lines: dict[str, list[str]], on: date, by: Actor) -> None:
    """Replace what others wrote on the one-page profile: sentences by kind, in order. The pupil's own lines stay."""
    policy.check_may(by, Act.EDIT, pupil)
    ProfileLine.objects.filter(pupil_id=pupil.pk, own=False).delete()
    ProfileLine.objects.bulk_create(
        ProfileLine.of(pupil, kind=kind, text=text.strip(), order=order)
        for kind in ProfileLine.Kind.values
        for order, text in enumerate(lines.get(kind, ()))
        if text.strip()
    )
    audit.record(
        "pupil.profile_written",
        about=f"pupil:{pupil.pk}",
        by=by,
        on=on,
        pupil_id=pupil.pk,
        school_id=pupil.school_id,
    )


@transaction.atomic
def add_own_line(*, pupil: Pupil, kind: str, text: str) -> ProfileLine:
    """Put a line of the pupil's own words last on the profile. The caller checks who may, and records it."""
    if kind not in ProfileLine.Kind.values:
        raise NotPossible("Choose a part of the one-page profile.")
    there = ProfileLine.objects.filter(pupil_id=pupil.pk, kind=kind).aggregate(last=Max("order"))["last"]
    line = ProfileLine.of(pupil, kind=kind, text=text, own=True, order=0 if there is None else there + 1)
    line.save(force_insert=True)
    return line


@transaction.atomic
def remove_own_line(*, line: ProfileLine) -> None:
    """Take a line of the pupil's own words out of the profile. The caller checks who may, and records it."""
    line.delete()


@transaction.atomic
def record_voice(
    *,
    pupil: Pupil,
    words: str,
    said_on: date,
    on: date,
    by: Actor,
    question: str = "",
    how: str = "",
    with_whom: str = "",
    shared_with: str = audit.EVERYONE,
) -> Voice:
    """Keep a pupil's own words exactly as said, typed by themselves or written down for them."""
    if not policy.may(by, Act.SPEAK, pupil):
        policy.check_may(by, Act.WRITE_DOWN, pupil)
        if not with_whom:
            raise NotPossible("Say who wrote these words down for the pupil.")
    if not words.strip():
        raise NotPossible("Write what the pupil said.")
    if said_on > on:
        raise NotPossible("These words cannot have been said on a day to come.")
    recorded_at = audit.record(
        "pupil.spoke",
        about=f"pupil:{pupil.pk}",
        by=by,
        on=said_on,
        pupil_id=pupil.pk,
        school_id=pupil.school_id,
        question=question,
    )
    return Voice.objects.create(
        pupil=pupil,
        school_id=pupil.school_id,
        words=words,
        question=question,
        how=how,
        with_whom=with_whom,
        said_on=said_on,
        recorded_at=recorded_at,
        shared_with=shared_with,
    )


@transaction.atomic
def change_school(*, pupil_id: UUID, to: Organisation, on: date, by: Actor) -> Pupil:
    """Move a pupil, with every row about them, to another school of an authority that covers both.

    The reach must hold both schools for the moment of the move: the database refuses to let a row leave or
    enter it otherwise.
    """
    pupil = Pupil.objects.select_for_update().get(pk=pupil_id)
    if pupil.school_id == to.pk:
        raise NotPossible(f"{pupil.known_as} is already at {to.name}.")
    if not _covers(by, pupil.school_id, to.pk):
        says = "Only an officer of the authority may move a pupil between its schools."
        raise NotAllowed(says, act="move this pupil to another school", row=pupil)
    before = pupil.school_id
    with setting.widened(Reach(schools=frozenset({before, to.pk}))):
        _end_enrolment(pupil, at=before, on=on)
        # One statement: ON UPDATE CASCADE carries every row about the pupil along.
        Pupil.objects.filter(pk=pupil.pk).update(school=to, entered_school_on=on)
        pupil.refresh_from_db()
        Enrolment.of(pupil, at=to, starts_on=on).save(force_insert=True)
        audit.record(
            "pupil.changed_school",
            about=f"pupil:{pupil.pk}",
            by=by,
            on=on,
            pupil_id=pupil.pk,
            school_id=to.pk,
            from_school=before,
            to_school=to.name,
        )
    return pupil


def _end_enrolment(pupil: Pupil, *, at: int, on: date) -> None:
    """The day of the move belongs to the new school: an enrolment that still ran would leave the old one sight."""
    running = Enrolment.objects.filter(pupil=pupil, at_id=at, ends_on=None)
    running.filter(starts_on__gte=on).delete()
    running.update(ends_on=on - timedelta(days=1))


def _covers(actor: Actor, *schools: int) -> bool:
    return any(one.role is Role.OFFICER and one.schools.issuperset(schools) for one in actor.memberships)


def _tie(member: CircleMember, person: Person, *, on: date, by: Actor) -> None:
    member.person = person
    _check_access(member)
    member.save(update_fields=["person"])
    audit.record(
        "circle.account_given",
        about=f"circle:{member.pk}",
        by=by,
        on=on,
        pupil_id=member.pupil_id,
        school_id=member.school_id,
        name=member.name,
    )


@transaction.atomic
def give_account(*, member: CircleMember, person: Person, on: date, by: Actor) -> None:
    """Tie somebody in a circle to the account they sign in with."""
    policy.check_may(by, Act.EDIT_CIRCLE, member)
    if member.person_id != person.pk:
        _check_not_in_circle(member.pupil_id, person.pk)
    _tie(member, person, on=on, by=by)


@transaction.atomic
def take_place(*, member: CircleMember, person: Person, on: date, by: Actor) -> CircleMember:
    """Tie somebody who accepted an invitation to their place in the circle; `by` is who accepted.

    Whoever invited was asked for their right to when they did; the invitation is what carries it here. The
    row is read anew and locked, since an invitation may have waited for weeks.
    """
    member = CircleMember.objects.select_for_update().get(pk=member.pk)
    if member.person_id is not None:
        raise NotPossible("This place in the circle has an account already. Sign in with it.")
    if member.access_until is not None and member.access_until < on:
        raise NotPossible("The time for which you were asked is over. Ask the school if they still need you.")
    _check_not_in_circle(member.pupil_id, person.pk)
    _tie(member, person, on=on, by=by)
    return member


@transaction.atomic
def move_member(*, member: CircleMember, earlier: bool, on: date, by: Actor) -> None:
    """Move somebody of the family one place up or down in the order in which they are contacted."""
    policy.check_may(by, Act.EDIT_CIRCLE, member)
    family = queries.family_for_ordering(member.pupil_id)
    here = next((place for place, one in enumerate(family) if one.pk == member.pk), None)
    if here is None:
        raise NotPossible("Only the family is contacted in an order.")
    there = here - 1 if earlier else here + 1
    if not 0 <= there < len(family):
        return  # first or last already, as after a double click
    family[here], family[there] = family[there], family[here]
    for order, one in enumerate(family, start=1):
        one.order = order
    CircleMember.objects.bulk_update(family, ["order"])
    audit.record(
        "circle.reordered",
        about=f"circle:{member.pk}",
        by=by,
        on=on,
        pupil_id=member.pupil_id,
        school_id=member.school_id,
        audience=audit.TEAM,
        names=", ".join(one.name for one in family),
    )


@transaction.atomic
def change_member(*, member: CircleMember, values: dict[str, object], on: date, by: Actor) -> None:
    """Change what is known about somebody in the circle, and record what changed."""
    policy.check_may(by, Act.EDIT_CIRCLE, member)
    before = {name: getattr(member, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return
    if member.kind == CircleMember.Kind.PUPIL:
        raise NotPossible("The pupil is the middle of the circle. Change the facts about the pupil instead.")
    for name, value in changed.items():
        setattr(member, name, value)
    _check_access(member)
    member.save(update_fields=list(changed))
    audit.record(
        "circle.changed",
        about=f"circle:{member.pk}",
        by=by,
        on=on,
        pupil_id=member.pupil_id,
        school_id=member.school_id,
        audience=audit.TEAM,
        name=member.name,
        changed={name: [str(before[name] or ""), str(value or "")] for name, value in changed.items()},
    )
