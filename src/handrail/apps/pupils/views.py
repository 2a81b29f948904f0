from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.organisations import queries as organisations
from handrail.apps.pupils import actions, pages, policy, queries
from handrail.apps.pupils.forms import MemberForm, ParticularsForm, ProfileForm, VoiceForm
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.apps.pupils.policy import Act

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
def add(request: Request) -> HttpResponse:
    """Enter a pupil at the school whose coordinator or head one is."""
    schools = sorted(
        school
        for one in request.actor.memberships
        for school in one.schools
        if policy.may_add_pupil(request.actor, school_id=school)
    )
    if not schools:
        raise Http404
    school = organisations.school(schools[0])
    form = ParticularsForm(request.POST or None, today=request.day)
    refused = ""
    if form.is_valid():
        try:
            pupil = actions.add_pupil(
                school=school, particulars=form.particulars, on=request.day, by=request.actor
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, f"{pupil.name} is entered.")
            return _to_pupil(pupil.pk)
    return _form(
        request, form, title="Enter a pupil", eyebrow=school.name, button="Enter this pupil", refused=refused
    )


@read_or_write
def particulars(request: Request, pupil_id: UUID) -> HttpResponse:
    """Facts that are entered once and feed every form."""
    pupil = queries.pupil(pupil_id)
    policy.check_may(request.actor, Act.EDIT, pupil)
    form = ParticularsForm(request.POST or None, today=request.day, initial=ParticularsForm.values(pupil))
    refused = ""
    if form.is_valid():
        try:
            actions.change_particulars(
                pupil=pupil, particulars=form.particulars, on=request.day, by=request.actor
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, "Kept. Every plan uses these facts from now on.")
            return _to_pupil(pupil.pk)
    return _form(
        request, form, title="Facts about the pupil", pupil=pupil, button="Keep these facts", refused=refused
    )


@require_safe
def circle(request: Request, pupil_id: UUID) -> HttpResponse:
    """Everybody around the pupil, for those who keep the circle."""
    pupil = queries.pupil(pupil_id)
    policy.check_may(request.actor, Act.EDIT_CIRCLE, pupil)
    page = pages.circle_page(pupil, queries.circle(pupil_id), day=request.day)
    return render(request, "pupils/circle.html", {"page": page})


@require_POST
def move(request: Request, pupil_id: UUID, member_id: UUID) -> HttpResponse:
    """Contact somebody of the family sooner or later than the others."""
    pupil = queries.pupil(pupil_id)
    policy.check_may(request.actor, Act.EDIT_CIRCLE, pupil)
    found = queries.circle_member(pupil_id, member_id)
    earlier = request.POST.get("way") != "later"
    actions.move_member(member=found, earlier=earlier, on=request.day, by=request.actor)
    return redirect(f"{reverse('pupils:circle', args=[pupil.pk])}#{found.pk}")


@read_or_write
def join(request: Request, pupil_id: UUID) -> HttpResponse:
    """Put somebody into the circle."""
    pupil = queries.pupil(pupil_id)
    policy.check_may(request.actor, Act.EDIT_CIRCLE, pupil)
    form = MemberForm(request.POST or None)
    refused = ""
    if form.is_valid():
        try:
            actions.join_circle(
                pupil=pupil,
                member=CircleMember(**form.cleaned_data, access_from=request.day),
                on=request.day,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            return redirect("pupils:circle", pupil.pk)
    return _form(
        request,
        form,
        title="Somebody joins the circle",
        pupil=pupil,
        button="Keep this person",
        refused=refused,
    )


@read_or_write
def member(request: Request, pupil_id: UUID, member_id: UUID) -> HttpResponse:
    """What is known about somebody in the circle."""
    pupil = queries.pupil(pupil_id)
    policy.check_may(request.actor, Act.EDIT_CIRCLE, pupil)
    found = queries.circle_member(pupil_id, member_id)
    if found.kind == CircleMember.Kind.PUPIL:
        raise Http404  # the pupil's own facts have a page of their own
    form = MemberForm(request.POST or None, initial=MemberForm.values(found))
    if form.is_valid():
        actions.change_member(member=found, values=form.cleaned_data, on=request.day, by=request.actor)
        return redirect("pupils:circle", pupil.pk)
    return _form(request, form, title=found.name, pupil=pupil, button="Keep these facts")


@read_or_write
def profile(request: Request, pupil_id: UUID) -> HttpResponse:
    """The one-page profile, one sentence a line."""
    pupil = queries.pupil(pupil_id)
    policy.check_may(request.actor, Act.EDIT, pupil)
    form = ProfileForm(request.POST or None, initial=ProfileForm.values(queries.profile(pupil_id)))
    if form.is_valid():
        actions.set_profile(pupil=pupil, lines=form.lines, on=request.day, by=request.actor)
        return _to_pupil(pupil.pk)
    return _form(request, form, title="One-page profile", pupil=pupil, button="Keep this profile")


@read_or_write
def speak(request: Request, pupil_id: UUID) -> HttpResponse:
    """A pupil's own words, typed by the pupil or written down for them."""
    pupil = queries.pupil(pupil_id)
    own = policy.may(request.actor, Act.SPEAK, pupil)
    if not own:
        policy.check_may(request.actor, Act.WRITE_DOWN, pupil)
    form = VoiceForm(request.POST or None, own=own, today=request.day, initial={"said_on": request.day})
    refused = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.record_voice(
                pupil=pupil,
                words=data["words"],
                question=data.get("question", ""),
                how=data.get("how", ""),
                said_on=data.get("said_on") or request.day,
                with_whom="" if own else request.actor.name,
                shared_with=audit.TEAM if data["team_only"] else audit.EVERYONE,
                on=request.day,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, _("The words are kept as they were said."))
            return _to_pupil(pupil.pk)
    title = _("Say something") if own else _("Write down what %(name)s said") % {"name": pupil.known_as}
    return _form(
        request, form, title=title, pupil=pupil, button=_("Keep these words"), refused=refused, voice=True
    )


def _form(
    request: Request,
    form: Any,
    *,
    title: str,
    button: str,
    pupil: Pupil | None = None,
    eyebrow: str = "",
    refused: str = "",
    voice: bool = False,
) -> HttpResponse:
    back = reverse("home:pupil", args=[pupil.pk]) if pupil else reverse("home:caseload")
    context = {
        "form": form,
        "title": title,
        "button": button,
        "eyebrow": eyebrow or (pupil.name if pupil else ""),
        "back": back,
        "back_text": _("Back to %(name)s") % {"name": pupil.known_as} if pupil else "Back to the pupils",
        "refused": refused,
        "voice": voice,
    }
    wrong = bool(refused) or (form.is_bound and bool(form.errors))
    return render(request, "pupils/form.html", context, status=422 if wrong else 200)


def _to_pupil(pupil_id: UUID) -> HttpResponse:
    return redirect("home:pupil", pupil_id)
