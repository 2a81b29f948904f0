"""What people do with an issued version: copies, reading, correcting, comparing."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import issued, policy
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.models import Version
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
from handrail.apps.versions.forms import (
    CorrectForm,
    LaterCopiesForm,
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
    """What changed between this version and another, the one before it unless somebody chose."""
    version = _version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, version)
    numbers = [one.number for one in queries.versions_of(plan_id)]
    asked = request.GET.get("with", "")
    # As many figures as the database can count to; whatever else an address says means the version before.
    other = int(asked) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else 0
    if other not in numbers or other == number:
        other = number - 1 if number > 1 else number + 1
    if other not in numbers:
        messages.info(request, "There is only one version so far. There is nothing to compare it with.")
        return redirect("plans:version", plan_id, number)
    earlier, later = sorted((version, plan_queries.version(plan_id, other)), key=lambda one: one.number)
    page = compare_pages.compare_page(
        earlier,
        later,
        numbers,
        corrected=bool(issued.corrections_of(earlier.pk) or issued.corrections_of(later.pk)),
    )
    return render(request, "versions/compare.html", {"page": page})


LONGEST_NUMBER: Final = 9
"""Figures in the number of a version that anybody asks for."""


def _version(plan_id: UUID, number: int) -> Version:
    """The version that a page is about; the page then speaks as the version does."""
    version = plan_queries.version(plan_id, number)
    languages.speak(issued.language_of(version))
    return version
