from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.consents import queries as consents
from handrail.apps.consents.models import Purpose
from handrail.apps.invitations import actions, pages, policy, queries
from handrail.apps.invitations.actions import AccountExists, Asked, NewAccount, NotOpen, WrongCode
from handrail.apps.invitations.forms import AcceptForm, InviteForm
from handrail.apps.invitations.models import State
from handrail.apps.invitations.policy import Act
from handrail.apps.plans import queries as plans
from handrail.apps.pupils import queries as pupils
from handrail.apps.pupils.models import CircleMember

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def invitations(request: Request, pupil_id: UUID) -> HttpResponse:
    """Who can still be invited, which links are open, and until when guests see their part."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.INVITE, pupil)
    page = pages.invitations_page(
        pupil,
        pupils.circle(pupil_id),
        queries.invitations_of(pupil_id),
        queries.guests(pupil_id),
        consents.standing(pupil_id, Purpose.SHARE),
        on=request.day,
        at=request.now,
    )
    return render(request, "invitations/invitations.html", {"page": page})


@never_cache
@read_or_write
def invite(request: Request, pupil_id: UUID, member_id: UUID) -> HttpResponse:
    """Make a link. The answer to the button shows it, this once."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.INVITE, pupil)
    member = pupils.circle_member(pupil_id, member_id)
    outside = member.kind == CircleMember.Kind.PROFESSIONAL
    drafts = [one for one in plans.plans_of(pupil_id) if one.draft_open] if outside else []
    form = InviteForm(request.POST or None, professional=outside, plans=drafts, initial={"once": uuid4()})
    refused = actions.may_be_invited(member, on=request.day)
    if form.is_valid():
        data = form.cleaned_data
        asked = (
            Asked(form.plans[data["plan"]], data["question"], data["due_on"]) if data.get("plan") else None
        )
        try:
            made = actions.invite(
                pupil=pupil,
                member=member,
                once=data["once"],
                asked=asked,
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            made.invitation.member, made.invitation.school = member, pupil.school
            link = request.build_absolute_uri(reverse("invitations:accept", args=[made.token]))
            page = pages.invited_page(made, link=link, by=request.actor)
            return render(request, "invitations/invited.html", {"page": page})
    open_one = next(
        (
            one
            for one in queries.invitations_of(pupil_id)
            if one.member_id == member.pk and one.state(at=request.now) is State.OPEN
        ),
        None,
    )
    shared = consents.standing(pupil_id, Purpose.SHARE) if outside else []
    page_ = pages.invite_page(member, form, open_one=open_one, shared=shared, refused=refused)
    wrong = form.is_bound and (bool(form.errors) or bool(refused))
    status = (409 if refused else 422) if wrong else 200
    return render(request, "invitations/invite.html", {"page": page_}, status=status)


@require_POST
def end(request: Request, pupil_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an open link back."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.INVITE, pupil)
    found = queries.invitation(pupil_id, invitation_id)
    try:
        actions.end(invitation=found, on=request.day, at=request.now, by=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"The link for {found.member.name} opens nothing any more.")
    return redirect("invitations:invitations", pupil_id)


@require_POST
def end_access(request: Request, pupil_id: UUID, member_id: UUID) -> HttpResponse:
    """Let a professional's access end now; what they wrote stays."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.INVITE, pupil)
    member = pupils.circle_member(pupil_id, member_id)
    try:
        actions.end_access(pupil=pupil, member=member, on=request.day, at=request.now, by=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{member.name} can open nothing any more. What they wrote stays.")
    return redirect("invitations:invitations", pupil_id)


@never_cache
@sensitive_post_parameters("password", "code")
@read_or_write
def accept(request: Request, token: str) -> HttpResponse:
    """What a link opens. Opening uses nothing up, as mail programs open links too; the button does."""
    with queries.opened(token) as invitation:
        if (state := invitation.state(at=request.now)) is not State.OPEN:
            return _closed(request, state)
        actor = request.actor
        form = AcceptForm(
            request.POST or None,
            name=invitation.member.name,
            email=invitation.email,
            signed_in=actor.is_signed_in,
        )
        refused, exists = "", False
        if form.is_valid():
            data = form.cleaned_data
            account = None if actor.is_signed_in else NewAccount(data.get("email", ""), data["password"])
            try:
                done = actions.accept(
                    invitation=invitation,
                    code=data["code"],
                    account=account,
                    person=request.user if isinstance(request.user, Person) else None,
                    on=request.day,
                    at=request.now,
                )
            except NotOpen as closed:
                return _closed(request, closed.state)
            except NotPossible as problem:
                refused, exists = str(problem), isinstance(problem, AccountExists)
            else:
                if not isinstance(done, WrongCode):
                    if not actor.is_signed_in:
                        login(
                            request,
                            done.person,
                            backend="allauth.account.auth_backends.AuthenticationBackend",
                        )
                    return redirect("invitations:welcome")
                if done.left == 0:
                    return _closed(request, State.LOCKED)
                form.add_error("code", pages.wrong_code(done.left))
        page = pages.accept_page(
            invitation, form, reader=actor, address=request.path, refused=refused, exists=exists
        )
    wrong = form.is_bound and bool(form.errors)
    status = 409 if refused else 422 if wrong else 200
    return render(request, "invitations/accept.html", {"page": page}, status=status)


def _closed(request: Request, state: State) -> HttpResponse:
    return render(request, "invitations/closed.html", {"page": pages.closed_page(state)}, status=410)


@require_safe
def welcome(request: Request) -> HttpResponse:
    """After accepting: how somebody signs in from now on."""
    return render(request, "invitations/welcome.html", {"page": pages.welcome_page(request.actor)})


@require_safe
def part(request: Request, pupil_id: UUID) -> HttpResponse:
    """All that a professional from outside sees of a pupil: the question, the date, and their own part."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.ANSWER, pupil)
    asked = plans.contributions_about(request.actor, pupil_id=pupil_id)
    place = next((one for one in request.actor.places if one.pupil_id == pupil_id), None)
    if place is None:
        raise Http404
    page = pages.part_page(
        pupil,
        pupils.circle_member(pupil_id, place.member_id),
        asked,
        plans.attachments_of([one.pk for one in asked]),
        plans.uploads_of([one.pk for one in asked]),
        reader=request.actor,
    )
    return render(request, "invitations/part.html", {"page": page})
