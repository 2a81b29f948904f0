from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.consents import actions, pages, policy, queries
from handrail.apps.consents.forms import AskForm, AssessmentForm, NoteForm, OwnAnswerForm
from handrail.apps.consents.models import Consent
from handrail.apps.consents.policy import Act
from handrail.apps.pupils import queries as pupils
from handrail.core.file_kinds import FileKind
from handrail.law.lawbook import lawbook

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def consents(request: Request, pupil_id: UUID) -> HttpResponse:
    """Every consent for those who keep them; for others what they were asked themselves."""
    pupil = pupils.pupil(pupil_id)
    if policy.may(request.actor, Act.READ, pupil):
        found = queries.consents_of(pupil_id)
    else:
        policy.check_may(request.actor, Act.ANSWER, pupil)
        found = queries.asked_of(request.actor, pupil_id=pupil_id)
    page = pages.consents_page(pupil, found, reader=request.actor)
    return render(request, "consents/consents.html", {"page": page})


@read_or_write
def ask(request: Request, pupil_id: UUID) -> HttpResponse:
    """Ask somebody for consent to one thing."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.ASK, pupil)
    form = AskForm(
        request.POST or None,
        circle=pupils.circle(pupil_id),
        initial={"once": uuid4(), "member": request.GET.get("member", "")},
    )
    refused = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask(
                pupil=pupil,
                member=form.people[data["member"]],
                purpose=data["purpose"],
                what=data["what"],
                with_whom=data["with_whom"],
                once=data["once"],
                on=request.day,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(
                request, "Asked. They find it on their own page; you can also note their answer here."
            )
            return redirect("consents:consents", pupil.pk)
    page = pages.ask_page(pupil, form, refused=refused)
    return render(request, "consents/ask.html", {"page": page}, status=_status(form, refused))


@read_or_write
def consent(request: Request, pupil_id: UUID, consent_id: UUID) -> HttpResponse:
    """One question with its whole history; its owner answers it here, and the school notes an answer."""
    found = _consent(request, pupil_id, consent_id)
    own = queries.is_own(found, request.actor)
    if request.method == "POST" and not own:
        policy.check_may(request.actor, Act.ANSWER, found)
    form = OwnAnswerForm(request.POST or None) if own else None
    refused = ""
    if form is not None and form.is_valid():
        try:
            actions.answer(
                consent=found,
                answer=form.cleaned_data["answer"],
                words=form.cleaned_data["words"],
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, _("Your answer is kept. You can change it here on any day."))
            return redirect("consents:consent", pupil_id, consent_id)
    return _show(request, found, form=form, refused=refused)


@read_or_write
def note(request: Request, pupil_id: UUID, consent_id: UUID) -> HttpResponse:
    """Note an answer that came in writing, by telephone or in person."""
    found = _consent(request, pupil_id, consent_id)
    policy.check_may(request.actor, Act.RECORD, found)
    form = _note_form(request, found, sent=request.method == "POST")
    refused = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.note_answer(
                consent=found,
                answer=data["answer"],
                how=data["how"],
                happened_on=data["happened_on"],
                words=data["words"],
                evidence=form.evidence,
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, "The answer is kept, with you as the one who noted it.")
            return redirect("consents:consent", pupil_id, consent_id)
    return _show(request, found, note_form=form, refused=refused)


@require_safe
def evidence(request: Request, pupil_id: UUID, consent_id: UUID, number: int) -> HttpResponse:
    """The file of one answer, as it came. Never shown, only saved."""
    _consent(request, pupil_id, consent_id)
    entry = queries.entry_with_evidence(pupil_id, consent_id, number)
    return HttpResponse(
        bytes(entry.evidence or b""),
        content_type=FileKind[entry.evidence_kind].media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, entry.evidence_name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_safe
def assessments(request: Request, pupil_id: UUID) -> HttpResponse:
    """Who may use each right today and why, and what was found about the pupil's own use of them."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.READ_ASSESSMENT, pupil)
    place = lawbook().rights_in(pupil.school.jurisdiction)
    page = pages.rights_page(
        pupil,
        place,
        queries.assessments(pupil_id),
        # Whoever keeps the circle sees who the parents are; nobody else learns it here.
        parents=[one.name for one in pupils.circle(pupil_id) if one.parental_responsibility]
        if policy.may(request.actor, Act.READ, pupil)
        else [],
        reader=request.actor,
    )
    return render(request, "consents/rights.html", {"page": page})


@read_or_write
def assess(request: Request, pupil_id: UUID) -> HttpResponse:
    """Record an assessment, or a new one beside an earlier."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.ASSESS, pupil)
    place = lawbook().rights_in(pupil.school.jurisdiction)
    rights = place.assessable(born=pupil.born, on=request.day) if place else ()
    own = place.own_use(rights[0], born=pupil.born, on=request.day) if place and rights else None
    if own is None:
        page = pages.nothing_to_assess_page(pupil, place, day=request.day)
        return render(request, "consents/assess.html", {"page": page}, status=409)
    form = AssessmentForm(
        request.POST or None, rights=rights, own=own, initial={"once": uuid4(), "assessed_on": request.day}
    )
    refused = ""
    if form.is_valid():
        try:
            actions.assess_right(
                pupil=pupil,
                right=form.cleaned_data["right"],
                finding=form.finding,
                once=form.cleaned_data["once"],
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, "The assessment is kept with its reasons.")
            return redirect("consents:assessments", pupil.pk)
    page = pages.assess_page(pupil, own, form, day=request.day, refused=refused)
    return render(request, "consents/assess.html", {"page": page}, status=_status(form, refused))


def _consent(request: Request, pupil_id: UUID, consent_id: UUID) -> Consent:
    """The question, for those who keep consents and for whom it was asked of; nobody else learns of it."""
    found = queries.consent(pupil_id, consent_id)
    if not queries.is_own(found, request.actor):
        policy.check_may(request.actor, Act.READ, found)
    return found


def _note_form(request: Request, found: Consent, *, sent: bool) -> NoteForm:
    given = (request.POST, request.FILES) if sent else ()
    return NoteForm(
        *given,
        answers=pages.possible_answers(found),
        today=request.day,
        initial={"happened_on": request.day},
    )


def _show(
    request: Request,
    found: Consent,
    *,
    form: OwnAnswerForm | None = None,
    note_form: NoteForm | None = None,
    refused: str = "",
) -> HttpResponse:
    if form is None and queries.is_own(found, request.actor):
        form = OwnAnswerForm()
    if note_form is None and policy.may(request.actor, Act.RECORD, found):
        note_form = _note_form(request, found, sent=False)
    page = pages.consent_page(found, reader=request.actor, form=form, note_form=note_form, refused=refused)
    wrong = note_form if note_form is not None and note_form.is_bound else form
    return render(request, "consents/consent.html", {"page": page}, status=_status(wrong, refused))


def _status(form: object, refused: str = "") -> int:
    if refused:
        return 409
    return 422 if getattr(form, "is_bound", False) and getattr(form, "errors", None) else 200
