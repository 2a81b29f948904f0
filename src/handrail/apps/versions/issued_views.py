"""What people do with an issued version: copies, reading, correcting, comparing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.family.models import SharedDraft
from handrail.apps.plans import issued, policy
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.models import Plan, Version
from handrail.apps.plans.policy import Act
from handrail.apps.versions import (
    actions,
    compare_pages,
    copy_pages,
    copying,
    correct_pages,
    queries,
    reader_pages,
)
from handrail.apps.versions.compare_pages import Side
from handrail.apps.versions.forms import (
    CorrectForm,
    LaterCopiesForm,
    TakeBackForm,
)
from handrail.ui import languages

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
def copies(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """Who got this version, and what of it; those who keep it write down later copies."""
    version = _version(plan_id, number)
    policy.check_may(request.actor, Act.SEE_COPIES, version)
    circle = queries.circle_of(version.pupil_id)
    form = None
    refused = ""
    if policy.may(request.actor, Act.GIVE_COPIES, version) or request.method == "POST":
        policy.check_may(request.actor, Act.GIVE_COPIES, version)
        form = LaterCopiesForm(
            request.POST or None, circle=circle, on=request.day, initial={"given_on": request.day}
        )
        if form.is_valid():
            try:
                copying.give_copies(
                    version=version,
                    copies=form.copies,
                    given_on=form.cleaned_data["given_on"],
                    on=request.day,
                    by=request.actor,
                )
            except NotPossible as problem:
                refused = str(problem)
            else:
                messages.success(request, "Written down.")
                return redirect("versions:copies", plan_id, number)
    page = copy_pages.copies_page(version, queries.copies_of(version.pk), circle, form, refused=refused)
    status = 409 if refused else 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "versions/copies.html", {"page": page}, status=status)


@require_safe
def copy_pdf(request: Request, plan_id: UUID, number: int, copy_id: UUID) -> HttpResponse:
    """What somebody got of this version, where it is less than the whole plan."""
    version = plan_queries.version(plan_id, number)
    policy.check_may(request.actor, Act.SEE_COPIES, version)
    found = queries.copy_of(version, copy_id)
    if not found.document:
        raise Http404
    name = f"{slugify(version.plan.local_name)}-version-{number}-{slugify(found.name) or 'copy'}"
    return HttpResponse(
        bytes(copying.pdf_of(found, at=request.now).content),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


@read_or_write
def take_back(request: Request, plan_id: UUID, number: int, copy_id: UUID) -> HttpResponse:
    """Say that a copy was entered in error."""
    version = _version(plan_id, number)
    policy.check_may(request.actor, Act.GIVE_COPIES, version)
    found = queries.copy_of(version, copy_id)
    if found.taken_back_on is not None:
        messages.info(request, "This copy is taken back already.")
        return redirect("versions:copies", plan_id, number)
    form = TakeBackForm(request.POST or None)
    refused = ""
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            copying.take_back(copy=found, because=because, on=request.day, at=request.now, by=request.actor)
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, "Taken back. It stays in the list, with your reason.")
            return redirect("versions:copies", plan_id, number)
    page = copy_pages.take_back_page(found, form, refused=refused)
    status = 422 if form.is_bound else 200
    return render(request, "versions/form.html", {"page": page}, status=status)


@require_safe
def readers(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """Who of those who work by this version has read it, and who has not."""
    version = _version(plan_id, number)
    policy.check_may(request.actor, Act.SEE_READERS, version)
    page = reader_pages.readers_page(version, *queries.readers(version, on=request.day))
    return render(request, "versions/readers.html", {"page": page})


@read_or_write
def mine(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """What somebody who works by this version needs to do, and the button that says it is read."""
    version = _version(plan_id, number)
    policy.check_may(request.actor, Act.WORK_BY, version)
    if request.method == "POST":
        try:
            actions.confirm_read(version=version, on=request.day, by=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "Thank you. It is noted that you have read what you need to do.")
        return redirect("versions:mine", plan_id, version.plan.latest_number)
    issued.record_opening(version, at=request.now, by=request.actor)
    names = {
        one.name for one in queries.circle_of(version.pupil_id) if one.person_id == request.actor.person_id
    }
    page = reader_pages.mine_page(
        version, names, queries.confirmation(version.pk, request.actor), issued.corrections_of(version.pk)
    )
    return render(request, "versions/mine.html", {"page": page})


@read_or_write
def correct(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """Choose a text of an issued version, and put a slip of the pen right beside it."""
    version = _version(plan_id, number)
    policy.check_may_issue(request.actor, version, plan_queries.plan_type_of(version.plan))
    places = issued.as_corrected(version, issued.corrections_of(version.pk))
    key = request.GET.get("place", "")
    chosen = next((one for one in places if one.key == key), None)
    form, refused = None, ""
    if chosen is not None:
        form = CorrectForm(request.POST or None, initial={"before": chosen.words, "after": chosen.words})
        if form.is_valid():
            try:
                row = issued.correct(
                    version=version,
                    place=chosen.key,
                    before=form.cleaned_data["before"],
                    after=form.cleaned_data["after"],
                    reason=form.cleaned_data["reason"],
                    on=request.day,
                    by=request.actor,
                )
            except NotPossible as problem:
                refused = str(problem)
                # The words as they are now, so that sending the form once more is based on them.
                form.data = {**request.POST.dict(), "before": chosen.words}
            else:
                messages.success(request, f"Correction {version.number}.{row.number} stands beside the text.")
                return redirect("plans:version", plan_id, number)
    elif request.method == "POST":
        messages.error(request, "Choose the text to correct first.")
    page = correct_pages.correct_page(version, places, chosen, form, refused=refused)
    status = 409 if refused else 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "versions/correct.html", {"page": page}, status=status)


@require_safe
def compare(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """What changed between this version and another state, the version before it unless somebody chose."""
    version = _version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, version)
    states = _states(request, version.plan)
    before, after = (str(one) for one in (number - 1, number + 1))
    return _compare(request, states, str(number), usual=before if before in states else after)


@require_safe
def compare_shared(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """What changed between a draft that the family was given and another state, the next one unless somebody chose."""
    plan = plan_queries.plan(plan_id)
    policy.check_may(request.actor, Act.READ_SHARED, plan)
    shared = queries.shared_draft(plan_id, number)
    languages.speak(json.loads(shared.document)["language"])
    states = _states(request, plan)
    key = f"{compare_pages.DRAFT}{number}"
    keys = list(states)
    at = keys.index(key)
    return _compare(request, states, key, usual=(*keys[at + 1 :], *reversed(keys[:at]), "")[0])


def _states(request: Request, plan: Plan) -> dict[str, Version | SharedDraft]:
    """What of a plan the reader may compare, the oldest first: versions, and drafts as the family was given them."""
    versions = queries.versions_of(plan.pk) if policy.may(request.actor, Act.READ_VERSION, plan) else []
    drafts = queries.shared_drafts(plan.pk) if policy.may(request.actor, Act.READ_SHARED, plan) else []
    found: list[tuple[datetime, int, str, Version | SharedDraft]] = [
        *((one.issued_at, one.number, str(one.number), one) for one in versions),
        *((one.shared_at, one.number, f"{compare_pages.DRAFT}{one.number}", one) for one in drafts),
    ]
    return {key: one for _, _, key, one in sorted(found, key=lambda state: state[:3])}


def _compare(
    request: Request, states: Mapping[str, Version | SharedDraft], key: str, *, usual: str
) -> HttpResponse:
    # Whatever else an address says means the usual one.
    asked = request.GET.get("with", "")
    other = asked if asked in states and asked != key else usual
    if other not in states:
        messages.info(request, _("There is only one version so far. There is nothing to compare it with."))
        return redirect(_side(states[key]).url)
    earlier, later = (_side(states[one]) for one in states if one in (key, other))
    others = []
    for more in states:
        if more not in (key, other):
            older, newer = (states[one] for one in states if one in (key, more))
            others.append(compare_pages.compare_link(older, newer, f"?with={more}"))
    page = compare_pages.compare_page(earlier, later, others, back=earlier if earlier.key == key else later)
    return render(request, "versions/compare.html", {"page": page})


def _side(state: Version | SharedDraft) -> Side:
    if isinstance(state, Version):
        return compare_pages.version_side(state, corrected=bool(issued.corrections_of(state.pk)))
    return compare_pages.draft_side(state)


def _version(plan_id: UUID, number: int) -> Version:
    """The version that a page is about; the page then speaks as the version does."""
    version = plan_queries.version(plan_id, number)
    languages.speak(issued.language_of(version))
    return version
