from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Case
from handrail.apps.letters import actions, pages, policy, queries
from handrail.apps.letters.actions import Stale
from handrail.apps.letters.forms import LetterForm, SendForm, WriteForm
from handrail.apps.letters.models import Letter
from handrail.apps.letters.paper import letter_pdf
from handrail.apps.letters.policy import Act
from handrail.apps.letters.stationery import letters_for
from handrail.core.duties import EventKind
from handrail.law.lawbook import lawbook

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, case_id: UUID) -> HttpResponse:
    """The letters of a case, and those that can be begun."""
    case = cases.case(case_id)
    policy.check_may(request.actor, Act.READ, case)
    page = pages.index_page(
        case, queries.letters(case.pk), letters_for(case.plan_type), name=_plan_name(case)
    )
    return render(request, "letters/index.html", {"page": page})


@read_or_write
def write(request: Request, case_id: UUID, key: str) -> HttpResponse:
    """Begin a letter: to whom, and what only the writer knows."""
    case = cases.case(case_id)
    policy.check_may(request.actor, Act.WRITE, case)
    template = queries.template(case, key)
    form = WriteForm(
        request.POST if request.method == "POST" else None,
        template=template,
        circle=queries.recipients(case, template.to),
        event=_event(template.event),
        known_as=case.pupil.known_as,
    )
    refused = ""
    if form.is_valid():
        try:
            letter = actions.write(
                case=case,
                template=template,
                member=form.member,
                to_name=form.name,
                to_address=form.member.address if form.member else "",
                answers=form.answers,
                parts=form.parts,
                on=request.day,
                at=request.now,
                by=request.actor,
                once=form.cleaned_data["once"],
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            return redirect("letters:letter", case.pk, letter.pk)
    page = pages.write_page(
        case, template, form, citations=queries.citations(case, template, on=request.day), refused=refused
    )
    return render(request, "letters/write.html", {"page": page}, status=422 if form.is_bound else 200)


@read_or_write
def letter(request: Request, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """One letter: its words until it is sent, and what was sent after that."""
    found = queries.letter(case_id, letter_id)
    policy.check_may(request.actor, Act.READ, found)
    given = request.POST if request.method == "POST" else None
    form = LetterForm(given, initial=pages.words_of(found))
    refused, theirs = "", False
    if form.is_valid():
        try:
            actions.change(
                letter=found,
                subject=form.cleaned_data["subject"],
                text=form.cleaned_data["text"],
                to_name=form.cleaned_data["to_name"],
                to_address=form.cleaned_data["to_address"],
                revision=form.cleaned_data["revision"],
                on=request.day,
                by=request.actor,
            )
        except Stale as problem:
            refused, theirs = str(problem), True
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, "Saved. It is not sent yet.")
            return redirect("letters:letter", case_id, letter_id)
    return _show(request, found, form, refused=refused, theirs=theirs)


@require_POST
def send(request: Request, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """Record that it was sent, and, if somebody says so, what that is in law."""
    found = queries.letter(case_id, letter_id)
    policy.check_may(request.actor, Act.WRITE, found)
    form = _send_form(request, found)
    refused = ""
    if form.is_valid():
        try:
            actions.send(
                letter=found,
                sent_on=form.cleaned_data["sent_on"],
                how=form.cleaned_data["how"],
                with_event=bool(form.cleaned_data.get("with_event")),
                revision=form.cleaned_data["revision"],
                on=request.day,
                by=request.actor,
            )
        except (NotPossible, Stale) as problem:
            refused = str(problem)
        else:
            messages.success(request, "Recorded as sent. From now on nobody can change it.")
            return redirect("letters:letter", case_id, letter_id)
    return _show(request, found, LetterForm(initial=pages.words_of(found)), sending=form, refused=refused)


@require_safe
def pdf(request: Request, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """The letter to print."""
    found = queries.letter(case_id, letter_id)
    policy.check_may(request.actor, Act.READ, found)
    return HttpResponse(
        letter_pdf(found, invented=settings.DEMONSTRATION),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="letter-{found.template}.pdf"'},
    )


def _show(
    request: Request,
    found: Letter,
    form: LetterForm,
    *,
    sending: SendForm | None = None,
    refused: str = "",
    theirs: bool = False,
) -> HttpResponse:
    sending = sending or _send_form(request, found, fresh=True)
    page = pages.letter_page(found, form, sending, refused=refused, theirs=theirs)
    wrong = refused or (form.is_bound and form.errors) or (sending.is_bound and sending.errors)
    status = 409 if theirs else 422 if wrong else 200
    return render(request, "letters/letter.html", {"page": page}, status=status)


def _send_form(request: Request, found: Letter, *, fresh: bool = False) -> SendForm:
    template = next((one for one in letters_for(found.case.plan_type) if one.key == found.template), None)
    return SendForm(
        None if fresh else request.POST,
        event=_event(template.event) if template else None,
        today=request.day,
        revision=found.revision,
    )


def _event(kind: str | None) -> EventKind | None:
    return lawbook().event_kinds[kind] if kind else None


def _plan_name(case: Case) -> str:
    return lawbook().plan_type(case.plan_type).name_for(case.authority.slug)
