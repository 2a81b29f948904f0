"""People are asked for their view, and give it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import actions, pages, policy, queries
from handrail.apps.plans.actions import Stale
from handrail.apps.plans.forms import AskForm, ContributionForm
from handrail.apps.plans.policy import Act
from handrail.apps.plans.views.editing import edit, first_error, read_or_write, status_of
from handrail.apps.plans.views.section import wants_json
from handrail.ui.phrases import clock_time


@read_or_write
def ask(request: Request, plan_id: UUID) -> HttpResponse:
    """Ask somebody in the circle for their view, by a day."""
    row = queries.plan(plan_id)
    policy.check_may(request.actor, Act.ASK, row)
    draft = queries.draft(row)
    form = AskForm(request.POST or None, draft=draft, initial={"member": request.GET.get("member", "")})
    return edit(
        request,
        row,
        form,
        title="Ask for a view",
        lead="They find the question on their own page. Mail says only that something waits, never what.",
        button="Ask for this view",
        then="plans:views",
        save=lambda: actions.ask_for_view(
            plan=row,
            member=form.people[form.cleaned_data["member"]],
            question=form.cleaned_data["question"],
            due_on=form.cleaned_data["due_on"],
            on=request.day,
            by=request.actor,
        ),
    )


@require_safe
def views(request: Request, plan_id: UUID) -> HttpResponse:
    """Everybody's part, for the team; for others just their own."""
    row = queries.plan(plan_id)
    if not policy.may(request.actor, Act.READ_DRAFT, row):
        policy.check_may(request.actor, Act.CONTRIBUTE, row)
    contributions = list(row.contributions.select_related("member", "plan"))
    files = queries.attachments(row.pk)
    waiting = queries.uploads_of([one.pk for one in contributions])
    page = pages.views_page(row, contributions, files, waiting, reader=request.actor)
    return render(request, "plans/views.html", {"page": page})


@read_or_write
def contribute(request: Request, plan_id: UUID, contribution_id: UUID) -> HttpResponse:
    """Give a view in one's own words, or write down what somebody said."""
    row = queries.plan(plan_id)
    found = queries.contribution(plan_id, contribution_id)
    found.plan = row
    own = actions.is_own(found, request.actor)
    policy.check_may(request.actor, Act.CONTRIBUTE if own else Act.WRITE_DOWN, found)
    form = ContributionForm(
        request.POST or None,
        scribe=not own,
        initial={**ContributionForm.values(found), "said_on": request.day},
    )
    refused, theirs = "", ""
    if form.is_valid():
        try:
            saved = actions.contribute(
                contribution=found,
                words=form.cleaned_data["words"],
                said_on=form.cleaned_data.get("said_on") or request.day,
                revision=form.cleaned_data["revision"],
                on=request.day,
                by=request.actor,
                scribe=not own,
            )
        except (Stale, NotPossible) as problem:
            refused = str(problem)
            current = queries.contribution(plan_id, contribution_id)
            theirs = current.words if current.words != form.cleaned_data["words"] else ""
            form.data = {**form.data.dict(), "revision": str(current.revision)}  # type: ignore[attr-defined]
        else:
            if wants_json(request):
                at = clock_time(timezone.localtime(request.now))
                return JsonResponse({"state": "saved", "revision": saved.revision, "at": at})
            messages.success(request, "Your words are kept as you wrote them. Thank you.")
            return redirect("plans:views", row.pk)
    if wants_json(request):
        return JsonResponse({"state": "refused", "says": refused or first_error(form)}, status=422)
    page = pages.contribute_page(found, reader=request.actor, form=form, theirs=theirs, refused=refused)
    status = 409 if refused else status_of(form)
    return render(request, "plans/contribute.html", {"page": page}, status=status)
