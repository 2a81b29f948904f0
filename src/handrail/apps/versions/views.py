"""A plan on its way: steps, issuing, changing a few sections, ending. A view reads, asks, and lets an action decide."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import actions as plan_actions
from handrail.apps.plans import policy
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.actions import Incomplete, LawChanged, Stale
from handrail.apps.plans.models import Version
from handrail.apps.plans.policy import Act
from handrail.apps.versions import actions, end_pages, issue_pages, pages, queries, sharing_pages, step_pages
from handrail.apps.versions.actions import Held
from handrail.apps.versions.forms import (
    AmendForm,
    EndForm,
    IssueForm,
    ShareForm,
    StepForm,
)
from handrail.law.lawbook import lawbook
from handrail.ui import languages
from handrail.ui.phrases import day_and_month, plain_day

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def steps(request: Request, plan_id: UUID) -> HttpResponse:
    """Which step is done, which is next, who acts, and the day by law."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.SEE_STEPS, row)
    page = step_pages.steps_page(queries.way(row), reader=request.actor)
    return render(request, "versions/steps.html", {"page": page})


@read_or_write
def record_step(request: Request, plan_id: UUID, step: str) -> HttpResponse:
    """Record one step, with its day and what shows it."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.RECORD_STEP, row)
    way = queries.way(row)
    wanted = next((one for one in way.to_record if one.key == step), None)
    if wanted is None:
        messages.info(request, "That step cannot be recorded now.")
        return redirect("versions:steps", row.pk)
    if wanted.freezes_draft:
        return redirect("versions:share", row.pk)
    kinds = lawbook().event_kinds
    form = StepForm(
        request.POST or None,
        step=wanted,
        kind=kinds[wanted.event.event],
        earlier=list(way.events.values()),
        says={key: one.says for key, one in kinds.items()},
        today=request.day,
        initial={"once": uuid4(), "happened_on": request.day},
    )
    refused = ""
    if form.is_valid():
        try:
            actions.record_step(
                plan=row,
                step=step,
                happened_on=form.cleaned_data["happened_on"],
                detail=form.detail,
                refers_to=form.refers_to,
                note=form.cleaned_data["note"],
                on=request.day,
                by=request.actor,
                once=form.cleaned_data["once"],
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, "Recorded. What is due was worked out again.")
            return redirect("versions:steps", row.pk)
    page = step_pages.step_page(way, wanted, form, refused=refused)
    status = 422 if refused or (form.is_bound and form.errors) else 200
    return render(request, "versions/step.html", {"page": page}, status=status)


@read_or_write
def share(request: Request, plan_id: UUID) -> HttpResponse:
    """Give the family the draft as it is now, to read and to answer: the step of the plan, where it is one."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.SHARE, row)
    way = queries.way(row)
    form = ShareForm(
        request.POST or None,
        step=way.sharing,
        initial={"draft_revision": row.draft_revision, "shared_on": request.day, "as_step": ShareForm.STEP},
    )
    refused = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            shared = actions.share_draft(
                plan=row,
                draft_revision=data["draft_revision"],
                shared_on=data["shared_on"],
                answer_by=data["answer_by"],
                note=data["note"],
                evidence=data.get("evidence", ""),
                as_step=form.is_step,
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except (Stale, NotPossible) as problem:
            refused = str(problem)
            current = plan_queries.plan(plan_id).draft_revision
            form.data = {**form.data.dict(), "draft_revision": str(current)}  # type: ignore[attr-defined]
        else:
            until = day_and_month(shared.answer_by)
            messages.success(
                request, f"The family can read draft {shared.number} and answer it until {until}."
            )
            return redirect("versions:steps" if shared.event_id else "family:comments", row.pk)
    page = sharing_pages.share_page(way, form, refused=refused)
    status = 422 if refused or (form.is_bound and form.errors) else 200
    return render(request, "versions/share.html", {"page": page}, status=status)


@require_safe
def shared(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """A draft as the family was given it."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.READ_SHARED, row)
    found = queries.shared_draft(plan_id, number)
    languages.speak(json.loads(found.document)["language"])
    page = sharing_pages.shared_page(found)
    return render(request, "versions/shared.html", {"page": page})


@read_or_write
def issue(request: Request, plan_id: UUID) -> HttpResponse:
    """Look at what is left, choose who gets a copy, and freeze the draft as a version."""
    row = plan_queries.plan(plan_id)
    kind = plan_queries.plan_type_of(row)
    policy.check_may_issue(request.actor, row, kind)
    circle = queries.circle_of(row.pupil_id)
    form = IssueForm(
        request.POST or None, circle=circle, on=request.day, initial={"draft_revision": row.draft_revision}
    )
    refused = ""
    if form.is_valid():
        try:
            version = actions.issue(
                plan=row,
                draft_revision=form.cleaned_data["draft_revision"],
                copies=form.copies,
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except (Held, Incomplete, LawChanged, Stale, NotPossible) as problem:
            refused = str(problem)
            row = plan_queries.plan(plan_id)
            if isinstance(problem, Stale):
                form = IssueForm(
                    {**request.POST.dict(), "draft_revision": row.draft_revision},
                    circle=circle,
                    on=request.day,
                )
        else:
            _tell_of_issue(request, version)
            return redirect("plans:version", row.pk, version.number)
    elif not row.draft_open:
        if row.latest_number:
            return redirect("plans:version", row.pk, row.latest_number)
        raise Http404
    page = issue_pages.issue_page(
        plan_queries.draft(row),
        queries.way(row),
        form,
        changes=plan_queries.law_changes(row),
        digest=plan_queries.kept_edition(kind).digest,
        on=request.day,
        refused=refused,
    )
    status = 409 if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "versions/issue.html", {"page": page}, status=status)


def _tell_of_issue(request: Request, version: Version) -> None:
    if version.issued_by_id != request.actor.person_id:
        messages.info(
            request,
            f"{version.issued_by_name} issued this on {plain_day(version.issued_on)}, before you. It is one"
            " and the same version, with the copies that they chose. Add more under “Who got a copy”.",
        )
        return
    says = f"Version {version.number} is issued. The family can read it now."
    if queries.has_copies_to_print(version.pk):
        says += " What others get of it is ready to print under “Who got a copy”."
    messages.success(request, says)


@require_POST
def look_at_law(request: Request, plan_id: UUID) -> HttpResponse:
    """Say that one has looked at what the law asks now."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.WRITE, row)
    try:
        plan_actions.look_at_law_again(
            plan=row, digest=request.POST.get("digest", ""), on=request.day, by=request.actor
        )
    except (Stale, NotPossible) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Noted that you looked at the changes.")
    if policy.may_issue(request.actor, row, plan_queries.plan_type_of(row)):
        return redirect("versions:issue", row.pk)
    return redirect("plans:plan", row.pk)


@read_or_write
def amend(request: Request, plan_id: UUID) -> HttpResponse:
    """Open some sections of an issued plan for changes, and leave the others locked."""
    row = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.START, row)
    kind = plan_queries.plan_type_of(row)
    if row.draft_open and not row.open_sections:
        messages.info(request, "The whole plan is open for changes already.")
        return redirect("plans:plan", row.pk)
    form = AmendForm(request.POST or None, kind=kind, plan=row)
    refused = ""
    if form.is_valid():
        sections = tuple(form.cleaned_data["sections"])
        try:
            if row.draft_open:
                plan_actions.open_more(plan=row, sections=sections, on=request.day, by=request.actor)
            else:
                plan_actions.open_draft(plan=row, sections=sections, on=request.day, by=request.actor)
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, "These sections are open for changes.")
            return redirect("plans:plan", row.pk)
    page = pages.PlainFormPage(
        title="Open another section" if row.draft_open else "Change some sections",
        pupil=row.pupil.name,
        lead=row.local_name,
        form=form,
        button="Open these sections",
        refused=refused,
        back=pages.back_to_version(row, row.latest_number),
    )
    return _plain(request, page, refused=refused)


@read_or_write
def end(request: Request, plan_id: UUID) -> HttpResponse:
    """End a plan: why, who decided, what comes first, and how long it is kept."""
    row = plan_queries.plan(plan_id)
    policy.check_may_issue(request.actor, row, plan_queries.plan_type_of(row))
    way = queries.way(row)
    ending = way.steps.ending
    reasons = next(
        one for one in lawbook().event_kinds["plan_discontinued"].details if one.key == "because"
    ).choices
    form = None
    refused = ""
    if row.ended_on is None and row.latest_number:
        form = EndForm(
            request.POST or None,
            ending=ending,
            reasons=dict(reasons),
            today=request.day,
            initial={"ended_on": request.day},
        )
        if form.is_valid():
            data = form.cleaned_data
            try:
                actions.end(
                    plan=row,
                    because=data.get("because", ""),
                    words=data["words"],
                    decided_by=data["decided_by"],
                    ended_on=data["ended_on"],
                    on=request.day,
                    by=request.actor,
                )
            except (Held, NotPossible) as problem:
                refused = str(problem)
            else:
                messages.success(request, "The plan has ended. It can be read, and not changed.")
                return redirect("versions:end", row.pk)
    kept = queries.kept_until(row, ending.keeps)
    page = end_pages.end_page(way, kept, form, reader=request.actor, refused=refused)
    status = 409 if refused else 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "versions/end.html", {"page": page}, status=status)


def _plain(request: Request, page: pages.PlainFormPage, *, refused: str) -> HttpResponse:
    wrong = page.form.is_bound and page.form.errors
    status = 409 if refused else 422 if wrong else 200
    return render(request, "versions/form.html", {"page": page}, status=status)
