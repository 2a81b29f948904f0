"""Pages around the words of a section. A view reads, asks the form, lets an action decide, and shows or redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import canonical, history, policy, queries, writing
from handrail.apps.plans.actions import Kept
from handrail.apps.plans.forms import HereForm, StateForm
from handrail.apps.plans.pages import writing as writing_pages
from handrail.apps.plans.policy import Act
from handrail.apps.plans.views.editing import draft_to_write
from handrail.core.changes import compared

if TYPE_CHECKING:
    from uuid import UUID

    from handrail.apps.accounts.middleware import Request
    from handrail.apps.plans.models import Plan
    from handrail.core.plan_types import Section


@require_POST
def here(request: Request, plan_id: UUID, key: str) -> HttpResponse:
    """An open page says that it is there, and is told who else is and what the section says now."""
    row = draft_to_write(request, plan_id)
    _section(row, key)
    form = HereForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"state": "refused"}, status=422)
    page = {"plan": row, "key": key, "tab": form.cleaned_data["tab"], "at": request.now, "by": request.actor}
    if form.cleaned_data["leaving"]:
        writing.leave(**page)
        return JsonResponse({"state": "left"})
    there = writing.be_seen(caret=form.cleaned_data["caret"], typing=False, **page)
    text = queries.section_text(row.pk, key)
    words, revision = (text.text, text.revision) if text else ("", 0)
    answer = {
        "state": "here" if row.draft_open else "closed",
        "others": writing_pages.others(there, text=words, reader=request.actor, now=request.now),
        "revision": revision,
    }
    if form.cleaned_data["revision"] != revision:
        answer["text"] = words
    return JsonResponse(answer)


@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: Request, plan_id: UUID, key: str) -> HttpResponse:
    """Earlier states of a section: who, when, what; and a button to go back to one."""
    row = draft_to_write(request, plan_id)
    found = _section(row, key)
    form = StateForm(request.POST or None)
    if form.is_valid():
        saved = writing.restore(
            plan=row,
            key=key,
            number=form.cleaned_data["number"],
            based_on=form.cleaned_data["revision"] or 0,
            on=request.day,
            at=request.now,
            by=request.actor,
        )
        if isinstance(saved, Kept):
            return redirect("plans:choose", row.pk, saved.kept.pk)
        messages.success(
            request, "The section has these words again. What was there before stays in this list."
        )
        return redirect("plans:section", row.pk, key)
    before = request.GET.get("before", "")
    states = history.states(
        row.pk, key, before=int(before[:9]) if before.isdecimal() and before.isascii() else None
    )
    page = writing_pages.earlier_page(queries.draft(row), found, states)
    return render(request, "plans/earlier.html", {"page": page}, status=422 if form.is_bound else 200)


@require_POST
def undo(request: Request, plan_id: UUID, key: str) -> HttpResponse:
    """Take back what one save changed; what others wrote since stays."""
    row = draft_to_write(request, plan_id)
    _section(row, key)
    form = StateForm(request.POST)
    if not form.is_valid():
        return redirect("plans:earlier", row.pk, key)
    try:
        saved = writing.undo(
            plan=row,
            key=key,
            number=form.cleaned_data["number"],
            on=request.day,
            at=request.now,
            by=request.actor,
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("plans:earlier", row.pk, key)
    if isinstance(saved, Kept):
        return redirect("plans:choose", row.pk, saved.kept.pk)
    messages.success(request, "The last save is undone. Earlier states are all kept.")
    return redirect("plans:section", row.pk, key)


@require_safe
def changes(request: Request, plan_id: UUID) -> HttpResponse:
    """What changed in the draft since the plan was last issued, for the team."""
    row = queries.plan(plan_id)
    policy.check_may(request.actor, Act.READ_DRAFT, row)
    before = queries.newest_document(row)
    if before is None or not row.draft_open:
        return redirect("plans:plan", row.pk)
    draft = queries.draft(row, with_files=True)
    found = compared(before, {"sections": canonical.sections(draft)})
    issued_on = queries.version(row.pk, row.latest_number).issued_on
    page = writing_pages.changes_page(row, found, issued_on=issued_on)
    return render(request, "plans/changes.html", {"page": page})


def _section(row: Plan, key: str) -> Section:
    found = next((one for one in queries.plan_type_of(row).sections if one.key == key), None)
    if found is None or not found.takes_words:
        raise Http404
    return found
