from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.cases import actions, pages, policy, queries
from handrail.apps.cases.forms import EventForm, KindForm
from handrail.apps.cases.policy import Act
from handrail.law.lawbook import lawbook


@require_safe
def case(request: Request, case_id: UUID) -> HttpResponse:
    """What happened in a case, on both its days."""
    found = queries.case(case_id)
    policy.check_may(request.actor, Act.READ, found)
    page = pages.case_page(found, queries.events(case_id), reader=request.actor)
    return render(request, "cases/case.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request, case_id: UUID) -> HttpResponse:
    """First question of a report: what happened?"""
    found = queries.case(case_id)
    policy.check_may(request.actor, Act.RECORD_EVENT, found)
    form = KindForm(request.POST or None, kinds=pages.reportable(found))
    if form.is_valid():
        return redirect("cases:report", found.pk, form.cleaned_data["kind"])
    return _form(request, found, form, title="What happened?", button="Go on")


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, case_id: UUID, kind: str) -> HttpResponse:
    """Then the day, and what else the law needs to know. Dates are computed again at once."""
    found = queries.case(case_id)
    policy.check_may(request.actor, Act.RECORD_EVENT, found)
    chosen = next((one for one in pages.reportable(found) if one.key == kind), None)
    if chosen is None:
        raise Http404
    form = EventForm(
        request.POST or None,
        kind=chosen,
        earlier=queries.events(case_id),
        says={key: one.says for key, one in lawbook().event_kinds.items()},
        today=request.day,
    )
    refused = ""
    if form.is_valid():
        try:
            event = actions.record_event(
                case=found,
                kind=kind,
                happened_on=form.cleaned_data["happened_on"],
                detail=form.detail,
                refers_to=form.refers_to,
                on=request.day,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, "Recorded. What is due was worked out again.")
            if event.caution:
                messages.warning(
                    request,
                    "Something is to be settled: it stands beside the event.",
                )
            return redirect("cases:case", found.pk)
    return _form(request, found, form, title=chosen.says, button="Record this", refused=refused)


def _form(
    request: Request, found: object, form: object, *, title: str, button: str, refused: str = ""
) -> HttpResponse:
    wrong = bool(refused) or bool(getattr(form, "is_bound", False) and getattr(form, "errors", None))
    return render(
        request,
        "cases/form.html",
        {"case": found, "form": form, "title": title, "button": button, "refused": refused},
        status=422 if wrong else 200,
    )
