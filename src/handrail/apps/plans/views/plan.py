"""A plan's own pages: begun, drafted, its people and its review, opened for changes, and read once issued."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import actions, issued, pages, policy, queries
from handrail.apps.plans.forms import PeopleForm, ReviewForm, StartForm
from handrail.apps.plans.pages import fitting
from handrail.apps.plans.policy import Act
from handrail.apps.plans.views.editing import draft_to_write, edit, read_or_write
from handrail.apps.pupils import queries as pupil_queries
from handrail.core.duties import Force
from handrail.law.lawbook import lawbook


@read_or_write
def start(request: Request, pupil_id: UUID) -> HttpResponse:
    """Choose a plan type for a pupil and begin its draft."""
    pupil = pupil_queries.pupil(pupil_id)
    policy.check_may(request.actor, Act.START, pupil)
    taken = {plan.plan_type for plan in queries.plans_of(pupil_id) if plan.ended_on is None}
    assert pupil.school.authority is not None, "a constraint gives every school an authority"
    offered = [
        (kind, queries.local_name_of(kind, school_id=pupil.school_id))
        for kind in lawbook().plan_types(pupil.school.authority.jurisdiction)
        if kind.key not in taken and kind.status is not Force.PROPOSED
    ]
    form = StartForm(request.POST or None, offered=offered)
    if form.is_valid():
        plan = actions.start_plan(
            pupil=pupil, plan_type=form.cleaned_data["plan_type"], on=request.day, by=request.actor
        )
        return redirect("plans:plan", plan.pk)
    return render(
        request,
        "plans/start.html",
        {
            "pupil": pupil,
            "form": form,
            "offered": [(kind, name, pages.WEIGHT[kind.legal_weight]) for kind, name in offered],
        },
    )


@require_safe
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """The draft as a task list for those who write it; for everybody else the newest version."""
    row = queries.plan(plan_id)
    if row.draft_open and policy.may(request.actor, Act.READ_DRAFT, row):
        draft = queries.draft(row)
        page = pages.draft_page(draft, reader=request.actor)
        kind = fitting.kind_panel(draft, queries.fit_questions(draft, as_of=request.day))
        asked = fitting.considered(draft, queries.set_asides(row.pk))
        return render(request, "plans/draft.html", {"page": page, "kind": kind, "asked": asked})
    policy.check_may(request.actor, Act.READ_VERSION, row)
    if not row.latest_number:
        return render(request, "plans/not_issued.html", {"plan": row})
    return redirect("plans:version", row.pk, row.latest_number)


@read_or_write
def people(request: Request, plan_id: UUID) -> HttpResponse:
    """Name who co-ordinates the plan and whom the family asks."""
    row = draft_to_write(request, plan_id)
    form = PeopleForm(
        request.POST or None,
        draft=queries.draft(row),
        initial={"coordinator": str(row.coordinator_id or ""), "contact": str(row.contact_id or "")},
    )
    return edit(
        request,
        row,
        form,
        title="Who co-ordinates, and whom the family asks",
        button="Name these people",
        save=lambda: actions.set_people(
            plan=row,
            coordinator=form.chosen("coordinator"),
            contact=form.chosen("contact"),
            on=request.day,
            by=request.actor,
        ),
    )


@read_or_write
def review(request: Request, plan_id: UUID) -> HttpResponse:
    """Agree the day on which people look at the plan again."""
    row = draft_to_write(request, plan_id)
    form = ReviewForm(request.POST or None, initial={"review_on": row.review_on})
    return edit(
        request,
        row,
        form,
        title="The next review",
        button="Agree this day",
        save=lambda: actions.agree_review(
            plan=row, review_on=form.cleaned_data["review_on"], on=request.day, by=request.actor
        ),
    )


@require_POST
def change(request: Request, plan_id: UUID) -> HttpResponse:
    """Open an issued plan for changes."""
    row = queries.plan(plan_id)
    try:
        actions.open_draft(plan=row, on=request.day, by=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("plans:version", row.pk, row.latest_number)
    return redirect("plans:plan", row.pk)


@require_safe
def version(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """An issued version, as it was frozen."""
    found = queries.version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, found)
    issued.record_opening(found, at=request.now, by=request.actor)
    page = pages.version_page(found, issued.corrections_of(found.pk), reader=request.actor)
    return render(request, "plans/version.html", {"page": page})


@require_safe
def as_json(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """The canonical text itself: its SHA-256 is the version's."""
    found = queries.version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, found)
    response = HttpResponse(found.document, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="plan-version-{found.number}.json"'
    return response
