"""Ways into a circle, as pages: the list for those who keep it, the letter, and what a link shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handrail.apps.accounts.actor import Actor
from handrail.apps.consents.pages import says_of, status_of
from handrail.apps.consents.queries import Standing
from handrail.apps.invitations.actions import CLOSED, NO_MAIL, Invited, may_be_invited
from handrail.apps.invitations.models import MOST_TRIES, Invitation, State
from handrail.apps.plans.models import Attachment, Contribution, Upload
from handrail.apps.plans.pages import ViewRow, usual_question, view_row
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.ui.components import Link, Shape, Status
from handrail.ui.phrases import day_in_words, plain_day

STATUSES: Final = {
    State.OPEN: Status(Shape.WAITING, "Open"),
    State.ACCEPTED: Status(Shape.DONE, "Accepted"),
    State.ENDED: Status(Shape.NO_SET_DAY, "Taken back"),
    State.LOCKED: Status(Shape.LATE, "Closed"),
    State.EXPIRED: Status(Shape.NO_SET_DAY, "Over"),
}


@dataclass(frozen=True, slots=True)
class InvitationLine:
    name: str
    status: Status
    says: str
    end_url: str
    again: Link | None


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A professional with an account: until when they see their part."""

    name: str
    says: str
    end_url: str


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    title: str
    pupil: str
    to_invite: tuple[tuple[str, Link | None, str], ...]  # who, the way to invite them, why it cannot be
    lines: tuple[InvitationLine, ...]
    guests: tuple[GuestLine, ...]
    withdrawn: tuple[str, ...]  # consent to share that was given once and holds no more
    back: Link


def invitations_page(
    pupil: Pupil,
    members: list[CircleMember],
    found: list[Invitation],
    guests: list[CircleMember],
    shared: list[Standing],
    *,
    on: date,
    at: datetime,
) -> InvitationsPage:
    open_for = {one.member_id for one in found if one.state(at=at) is State.OPEN}
    without = [
        one
        for one in members
        if one.person_id is None
        and one.pk not in open_for
        and one.kind not in (CircleMember.Kind.STAFF, CircleMember.Kind.KEY_ADULT)
    ]
    return InvitationsPage(
        title="Invitations and access",
        pupil=pupil.name,
        to_invite=tuple(_to_invite(one, on=on) for one in without),
        lines=tuple(_line(one, on=on, at=at) for one in found),
        guests=tuple(_guest(one, on=on) for one in guests),
        withdrawn=tuple(f"{one.consent.with_whom}: {says_of(one)}" for one in shared if one.is_withdrawn),
        back=Link("Back to the circle", reverse("pupils:circle", args=[pupil.pk])),
    )


def _to_invite(one: CircleMember, *, on: date) -> tuple[str, Link | None, str]:
    why = may_be_invited(one, on=on)
    link = None if why else _invite_link(one, "Invite")
    return f"{one.name}, {one.relation or one.get_kind_display()}", link, why


def _invite_link(member: CircleMember, text: str) -> Link:
    return Link(text, reverse("invitations:invite", args=[member.pupil_id, member.pk]), more=member.name)


def _line(one: Invitation, *, on: date, at: datetime) -> InvitationLine:
    state = one.state(at=at)
    says = {
        State.OPEN: f"until {_day(one.expires_at)}",
        State.ACCEPTED: f"on {_day(one.accepted_at)}" if one.accepted_at else "",
        State.ENDED: f"on {_day(one.ended_at)} by {one.ended_by_name}" if one.ended_at else "",
        State.LOCKED: f"after {MOST_TRIES} wrong codes. Somebody else may have the link: ask, then invite again",
        State.EXPIRED: f"since {_day(one.expires_at)}",
    }[state]
    wrong = f". Wrong codes so far: {one.tries}" if state is State.OPEN and one.tries else ""
    may_again = state in (State.OPEN, State.LOCKED, State.EXPIRED) and not may_be_invited(one.member, on=on)
    began = f"Invited on {plain_day(one.invited_on)} by {one.invited_by_name}"
    return InvitationLine(
        name=one.member.name,
        status=STATUSES[state],
        says=f"{began}; {STATUSES[state].word.lower()} {says}{wrong}.",
        end_url=reverse("invitations:end", args=[one.pupil_id, one.pk]) if state is State.OPEN else "",
        again=_invite_link(one.member, "Make a new link") if may_again else None,
    )


def _guest(one: CircleMember, *, on: date) -> GuestLine:
    over = one.access_until is None or one.access_until < on
    day = plain_day(one.access_until) if one.access_until else ""
    return GuestLine(
        name=one.name,
        says=f"Access ended on {day}." if over else f"Sees their part until {day}.",
        end_url="" if over else reverse("invitations:end_access", args=[one.pupil_id, one.pk]),
    )


def _day(moment: datetime) -> str:
    return plain_day(timezone.localtime(moment).date())


@dataclass(frozen=True, slots=True)
class InvitePage:
    title: str
    name: str
    lead: str
    form: forms.Form
    earlier: str
    relies_on: tuple[tuple[Status, str], ...]
    is_outside: bool
    consents_url: str
    refused: str
    back: Link


def invite_page(
    member: CircleMember,
    form: forms.Form,
    *,
    open_one: Invitation | None,
    shared: list[Standing],
    refused: str = "",
) -> InvitePage:
    outside = member.kind == CircleMember.Kind.PROFESSIONAL
    return InvitePage(
        title=f"Invite {member.name}",
        name=member.name,
        lead="You get a link to hand over and a code to say. The link alone opens nothing.",
        form=form,
        earlier="There is a link that is still open. A new one ends it." if open_one else "",
        relies_on=tuple((status_of(one), f"{one.consent.what} {says_of(one)}") for one in shared),
        is_outside=outside,
        consents_url=reverse("consents:consents", args=[member.pupil_id]),
        refused=refused,
        back=Link("Back to invitations", reverse("invitations:invitations", args=[member.pupil_id])),
    )


@dataclass(frozen=True, slots=True)
class InvitedPage:
    """Shown once. Neither the link nor the code can be shown again."""

    title: str
    name: str
    link: str
    code: str
    until: str
    mail_to: str
    mail_url: str
    letter: tuple[str, ...]
    address: tuple[str, ...]
    school: str
    sender: str
    back: Link


def invited_page(made: Invited, *, link: str, by: Actor) -> InvitedPage:
    member, school = made.invitation.member, made.invitation.school
    until = day_in_words(timezone.localtime(made.invitation.expires_at).date())
    lines = (
        f"{school.name} invites you to Handrail, where people plan together what helps at school.",
        f"Open this address in a browser by {until}:",
        link,
        "It asks for a code of six figures. We give you the code by telephone or in person. It is not in this"
        " message on purpose.",
        "The link works once. If it is not meant for you, delete or throw away this message: without the code it"
        " opens nothing.",
    )
    subject = quote(f"An invitation from {school.name}")
    body = quote("\n\n".join((f"Dear {member.name}", *lines, by.name)))
    return InvitedPage(
        title=f"The invitation for {member.name}",
        name=member.name,
        link=link,
        code=f"{made.code[:3]} {made.code[3:]}",
        until=until,
        mail_to=member.email,
        mail_url=f"mailto:{quote(member.email)}?subject={subject}&body={body}" if member.email else "",
        letter=lines,
        address=tuple(line for line in member.address.splitlines() if line.strip()),
        school=school.name,
        sender=by.name,
        back=Link("Back to invitations", reverse("invitations:invitations", args=[member.pupil_id])),
    )


@dataclass(frozen=True, slots=True)
class AcceptPage:
    """What a link shows before the code: who invites, and nothing about any pupil."""

    title: str
    says: str
    form: forms.Form
    button: str
    signed_in_as: str
    refused: str
    sign_in_url: str
    known_email: str


def accept_page(
    invitation: Invitation, form: forms.Form, *, reader: Actor, address: str, refused: str = "", exists: bool = False
) -> AcceptPage:  # fmt: skip
    return AcceptPage(
        title=_("You are invited"),
        says=_(
            "%(name)s at %(school)s invites you to Handrail, where people plan together what helps at school."
        )
        % {"name": invitation.invited_by_name, "school": invitation.school.name},
        form=form,
        button=_("Accept as %(name)s") % {"name": reader.name}
        if reader.is_signed_in
        else _("Accept this invitation"),
        signed_in_as=reader.name if reader.is_signed_in else "",
        refused=refused,
        sign_in_url=f"{reverse('account_login')}?next={quote(address)}" if exists else "",
        # Shown in part: whoever it belongs to knows it, a stranger does not learn it.
        known_email=_veiled(invitation.email) if invitation.email and not reader.is_signed_in else "",
    )


def _veiled(email: str) -> str:
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host[:1]}…{host[host.rfind('.') :]}"


def wrong_code(left: int) -> str:
    return ngettext(
        "This is not the code. Check it with the school. There is one more try",
        "This is not the code. Check it with the school. There are %(count)d more tries",
        left,
    ) % {"count": left}


@dataclass(frozen=True, slots=True)
class ClosedPage:
    title: str
    says: str
    sign_in_url: str


def closed_page(state: State) -> ClosedPage:
    titles = {
        State.ACCEPTED: _("This invitation has been used"),
        State.ENDED: _("This invitation was taken back"),
        State.LOCKED: _("This invitation is closed"),
        State.EXPIRED: _("This invitation is over"),
    }
    return ClosedPage(
        title=titles[state],
        says=_(CLOSED[state]),
        sign_in_url=reverse("account_login") if state is State.ACCEPTED else "",
    )


@dataclass(frozen=True, slots=True)
class WelcomePage:
    title: str
    sign_in_name: str
    next: Link


def has_no_mail(email: str) -> bool:
    return email.endswith(f"@{NO_MAIL}")


def welcome_page(actor: Actor) -> WelcomePage:
    return WelcomePage(
        title=_("Welcome, %(name)s") % {"name": actor.name},
        sign_in_name=actor.email if has_no_mail(actor.email) else "",
        next=Link(_("Go on"), reverse("home:today")),
    )


# --- what a professional from outside sees ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartRow:
    question: str
    due: str
    row: ViewRow


@dataclass(frozen=True, slots=True)
class PartPage:
    title: str
    lead: str
    purpose: str
    rows: tuple[PartRow, ...]
    nothing: str


def part_page(
    pupil: Pupil,
    member: CircleMember,
    asked: list[Contribution],
    files: Mapping[UUID, list[Attachment]],
    uploads: Mapping[UUID, list[Upload]],
    *,
    reader: Actor,
) -> PartPage:
    until = f"You can open this until {plain_day(member.access_until)}." if member.access_until else ""
    return PartPage(
        title=f"Your part for {pupil.known_as}",
        lead=f"What the school asks you, and what you answered. {until}".strip(),
        purpose=member.purpose,
        rows=tuple(
            PartRow(
                question=one.question or usual_question(one.party, name=pupil.known_as),
                due=f"By {plain_day(one.due_on)}" if one.due_on else "",
                row=view_row(one, files.get(one.pk), uploads.get(one.pk), reader=reader),
            )
            for one in asked
        ),
        nothing="Nothing is asked of you yet. You will find it here.",
    )
