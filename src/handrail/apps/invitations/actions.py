"""Makes, ends and accepts invitations. One link, one use: whoever comes second finds it used."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.invitations import policy, queries
from handrail.apps.invitations.models import LASTS, MOST_TRIES, Invitation, State
from handrail.apps.invitations.policy import Act
from handrail.apps.invitations.queries import LENGTH, LETTERS, as_hash
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Plan
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.models import CircleMember, Pupil

Kind = CircleMember.Kind

NO_MAIL: Final = "no-email.invalid"
"""The end of a sign-in name for somebody without e-mail. No mail can ever go there (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation just made, with what is shown once and then only known to those it was given to."""

    invitation: Invitation
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a professional is asked together with the invitation."""

    plan: Plan
    question: str
    due_on: date


class NotOpen(NotPossible):
    """The invitation cannot be accepted any more; `state` says why."""

    def __init__(self, state: State) -> None:
        super().__init__(CLOSED[state])
        self.state = state


CLOSED: Final = {
    State.ACCEPTED: gettext_noop(
        "This invitation has been used. If that was you, sign in. If not, tell the school at once."
    ),
    State.ENDED: gettext_noop(
        "This invitation was taken back or replaced by a newer one. Look for a later message, or ask"
        " the school for a new one."
    ),
    State.LOCKED: gettext_noop(
        "A wrong code was entered too often, so this invitation is closed. Ask the school for a new one."
    ),
    State.EXPIRED: gettext_noop(
        "This invitation was open for two weeks, and they are over. Ask the school for a new one."
    ),
}


class AccountExists(NotPossible):
    """Somebody has an account under this address already; they sign in and open the link again."""


def may_be_invited(member: CircleMember, *, on: date) -> str:
    """Why somebody cannot be invited, as a sentence; empty when they can."""
    if member.person_id is not None:
        return f"{member.name} has an account already and can sign in."
    if member.kind in (Kind.STAFF, Kind.KEY_ADULT):
        return "Staff sign in with the account that their school gives them. They need no invitation."
    if member.kind == Kind.PROFESSIONAL:
        if not member.purpose.strip() or member.access_until is None:
            return f"Say first what {member.name} is asked to do, and set the last day of access."
        if member.access_until < on:
            return f"The last day of access for {member.name} is over. Set a later one first."
        return ""
    if member.kind != Kind.PUPIL and not (member.parental_responsibility or member.receives_copies):
        return (
            f"{member.name} has no parental rights and gets no copy of the plan, so an account would show"
            " nothing. Change that first if it is wrong."
        )
    return ""


@transaction.atomic
def invite(
    *, pupil: Pupil, member: CircleMember, once: UUID, asked: Asked | None = None, on: date, at: datetime, by: Actor
) -> Invited:  # fmt: skip
    """Make a link for somebody in the circle, and end an earlier one that is still open.

    Link and code are made from `once`, which the form carries: pressed twice, it is the same invitation, and the
    page that the browser shows last has the link that works.
    """
    policy.check_may(by, Act.INVITE, pupil)
    member = CircleMember.objects.select_for_update().get(pk=member.pk, pupil_id=pupil.pk)
    token, code = _token(member, once), _code(member, once)
    if same := Invitation.objects.filter(token_hash=as_hash(token)).first():
        return Invited(same, token, code)
    if why := may_be_invited(member, on=on):
        raise NotPossible(why)
    if asked is not None:
        plans.ask_for_view(
            plan=asked.plan, member=member, question=asked.question, due_on=asked.due_on, on=on, by=by
        )
    Invitation.objects.filter(member=member, accepted_at=None, ended_at=None).update(
        ended_at=at, ended_by_name=by.name
    )
    made = Invitation.of(
        pupil,
        member=member,
        token_hash=as_hash(token),
        code_hash=_code_hash(member, code),
        email=member.email.strip().lower(),
        invited_on=on,
        invited_at=at,
        invited_by_id=by.person_id,
        invited_by_name=by.name,
        expires_at=at + LASTS,
    )
    made.save(force_insert=True)
    _record("invitation.made", made, member, on=on, by=by)
    return Invited(made, token, code)


@transaction.atomic
def end(*, invitation: Invitation, on: date, at: datetime, by: Actor) -> None:
    """Take an invitation back. Taken back twice, it is taken back."""
    policy.check_may(by, Act.INVITE, invitation)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at is not None:
        raise NotPossible("This invitation was accepted already. End their access instead.")
    if invitation.ended_at is not None:
        return
    invitation.ended_at, invitation.ended_by_name = at, by.name
    invitation.save(update_fields=["ended_at", "ended_by_name"])
    member = CircleMember.objects.get(pk=invitation.member_id)
    _record("invitation.ended", invitation, member, on=on, by=by)


@transaction.atomic
def end_access(*, pupil: Pupil, member: CircleMember, on: date, at: datetime, by: Actor) -> None:
    """Let somebody from outside see nothing more from this moment on, and end a link that is still open."""
    policy.check_may(by, Act.INVITE, pupil)
    if member.kind != Kind.PROFESSIONAL:
        raise NotPossible(
            "Only professionals from outside have access that ends. Change the others in the circle."
        )
    Invitation.objects.filter(member=member, accepted_at=None, ended_at=None).update(
        ended_at=at, ended_by_name=by.name
    )
    if member.access_until is None or member.access_until >= on:
        pupils.end_access(pupil=pupil, member=member, last_day=on - timedelta(days=1), on=on, by=by)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """How somebody will sign in: an address of their own, or empty for a sign-in name; and their password."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Accepted:
    person: Person
    member: CircleMember


@dataclass(frozen=True, slots=True)
class WrongCode:
    """The code was not the one; `left` more tries before the invitation closes."""

    left: int


@transaction.atomic
def accept(
    *,
    invitation: Invitation,
    code: str,
    account: NewAccount | None,
    person: Person | None = None,
    on: date,
    at: datetime,
) -> Accepted | WrongCode:
    """Take the place that an invitation is for, with a new account or with the one that is signed in.

    Of two who press at once, the row's lock lets one through; the other finds it used. A wrong code is an answer
    and no error, so that its count is kept.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if (state := invitation.state(at=at)) is not State.OPEN:
        raise NotOpen(state)
    member = CircleMember.objects.get(pk=invitation.member_id)
    if not constant_time_compare(_code_hash(member, _figures(code)), invitation.code_hash):
        return _wrong(invitation, member, on=on)
    if person is None:
        assert account is not None, "a visitor makes an account"
        person = _new_person(member, account, fixed=invitation.email)
    elif invitation.email and person.email != invitation.email:
        raise NotPossible(
            _(
                "This invitation is for somebody with another e-mail address than yours. Sign out first if you have"
                " two accounts, or ask the school to correct the address."
            )
        )
    by = Actor(
        person_id=person.pk,
        name=person.name,
        email=person.email,
        day=on,
        acting_for=member.relation or member.get_kind_display(),
    )
    member = pupils.take_place(member=member, person=person, on=on, by=by)
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _record("invitation.accepted", invitation, member, on=on, by=by)
    return Accepted(person, member)


def _wrong(invitation: Invitation, member: CircleMember, *, on: date) -> WrongCode:
    invitation.tries += 1
    invitation.save(update_fields=["tries"])
    left = MOST_TRIES - invitation.tries
    if left <= 0:
        _record("invitation.locked", invitation, member, on=on, by=Actor.system("Invitations", day=on))
    return WrongCode(max(left, 0))


def _new_person(member: CircleMember, account: NewAccount, *, fixed: str) -> Person:
    email = (fixed or account.email).strip().lower() or sign_in_name(member.name)
    if queries.account_of(email):
        raise AccountExists(
            _(
                "There is an account with this e-mail address already. Sign in with it, then open the link again."
            )
        )
    try:
        with transaction.atomic():
            return Person.objects.create_user(email=email, password=account.password, name=member.name)
    except IntegrityError as taken:
        raise AccountExists(
            _("Somebody made an account with this e-mail address at the same moment. Sign in with it.")
        ) from taken


def sign_in_name(name: str) -> str:
    """What somebody without e-mail signs in with: their name and four figures, in the form of an address."""
    plain = "".join(
        letter if letter.isascii() and letter.isalnum() else "." for letter in name.lower()
    ).strip(".")
    parts = ".".join(part for part in plain.split(".") if part) or "person"
    return f"{parts[:40]}.{secrets.randbelow(9000) + 1000}@{NO_MAIL}"


def _token(member: CircleMember, once: UUID) -> str:
    number = int.from_bytes(_made("link", member, once), "big")
    letters = []
    for _letter in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "-".join("".join(letters[start : start + 4]) for start in range(0, LENGTH, 4))


def _code(member: CircleMember, once: UUID) -> str:
    return f"{int.from_bytes(_made('code', member, once), 'big') % 1_000_000:06}"


def _made(what: str, member: CircleMember, once: UUID) -> bytes:
    """From the installation's secret key and a form's own number, which the server drew at random."""
    return salted_hmac(f"handrail.invitations.{what}", f"{member.pk}:{once.hex}", algorithm="sha256").digest()


def _code_hash(member: CircleMember, code: str) -> str:
    """Keyed with the installation's secret: six figures alone could be tried out from a stolen database."""
    return salted_hmac("handrail.invitations.kept", f"{member.pk}:{code}", algorithm="sha256").hexdigest()


def _figures(code: str) -> str:
    return "".join(figure for figure in code if figure.isdecimal() and figure.isascii())


def _record(kind: str, row: Invitation, member: CircleMember, *, on: date, by: Actor) -> None:
    audit.record(
        kind,
        about=f"invitation:{row.pk}",
        by=by,
        on=on,
        pupil_id=row.pupil_id,
        school_id=row.school_id,
        audience=audit.TEAM,
        name=member.name,
    )
