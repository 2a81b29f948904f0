"""One section: its words and facts, the choice between two texts, and what does not apply."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import actions, history, pages, queries, writing
from handrail.apps.plans.actions import Kept, Saved, Stale
from handrail.apps.plans.forms import ChooseForm, FactsForm, SectionForm, SetAsideForm
from handrail.apps.plans.models import Plan
from handrail.apps.plans.pages import fitting
from handrail.apps.plans.pages import writing as writing_pages
from handrail.apps.plans.views.editing import draft_to_write, edit, first_error, read_or_write, status_of
from handrail.ui.phrases import clock_time


@read_or_write
def section(request: Request, plan_id: UUID, key: str) -> HttpResponse:
    """One section of a draft. Saves itself while somebody types; the button does the same."""
    row = draft_to_write(request, plan_id)
    found = next((one for one in queries.plan_type_of(row).sections if one.key == key), None)
    if found is None:
        return render(request, "404.html", status=404)
    form = None
    if found.takes_words:
        text = None if request.method == "POST" else queries.section_text(row.pk, key)
        initial = {"text": text.text if text else "", "revision": text.revision if text else 0}
        form = SectionForm(request.POST or None, initial=initial, heading=found.heading)
    if form is not None and form.is_valid():
        # The rest of the draft is not read: this is asked for at every pause in typing.
        try:
            return _save_section(request, row, key, form.cleaned_data)
        except NotPossible as problem:
            # Such as a section that was locked meanwhile: what was typed stays in the box.
            form.add_error("text", str(problem))
    if form is not None and form.is_bound and wants_json(request):
        return JsonResponse({"state": "refused", "says": first_error(form)}, status=422)
    draft = queries.draft(row)
    page = pages.section_page(draft, found, reader=request.actor, form=form)
    panel = writing_pages.panel(
        draft,
        found,
        history.others_here(plan_id=row.pk, key=key, tab="", now=request.now) if form else [],
        reader=request.actor,
        now=request.now,
    )
    return render(request, "plans/section.html", {"page": page, "panel": panel}, status=status_of(form))


def _save_section(request: Request, row: Plan, key: str, sent: dict[str, Any]) -> HttpResponse:
    at_once = {"plan": row, "key": key, "tab": sent["tab"], "at": request.now, "by": request.actor}
    saved = actions.write_section(text=sent["text"], based_on=sent["revision"], on=request.day, **at_once)
    others = writing_pages.NOBODY
    if wants_json(request) and sent["tab"]:
        there = writing.be_seen(caret=sent["caret"], typing=True, **at_once)
        others = writing_pages.others(there, text=sent["text"], reader=request.actor, now=request.now)
    return _after_saving(request, row, saved, others)


def _after_saving(
    request: Request, row: Plan, saved: Saved | Kept, others: tuple[str, ...] = ()
) -> HttpResponse:
    if isinstance(saved, Kept):
        url = reverse("plans:choose", args=[row.pk, saved.kept.pk])
        if wants_json(request):
            return JsonResponse({"state": "conflict", "url": url, "others": others}, status=409)
        return redirect(url)
    at = clock_time(timezone.localtime(saved.at))
    if wants_json(request):
        return JsonResponse(writing_pages.saved_answer(saved, at=at, others=others))
    messages.success(
        request,
        f"Saved at {at}, together with what somebody else wrote." if saved.is_merged else f"Saved at {at}.",
    )
    return redirect("plans:plan", row.pk)


@read_or_write
def facts(request: Request, plan_id: UUID, key: str) -> HttpResponse:
    """Write the facts that a section asks for and that nothing else answers."""
    row = draft_to_write(request, plan_id)
    draft = queries.draft(row)
    found = next((one for one in draft.plan_type.sections if one.key == key), None)
    asked = queries.own_facts(found) if found else ()
    if found is None or not asked:
        return render(request, "404.html", status=404)
    form = FactsForm(request.POST or None, asked=asked, initial=FactsForm.values(draft, asked))
    return edit(
        request,
        row,
        form,
        title=found.heading,
        lead=found.help,
        button="Keep this",
        now=lambda: FactsForm.values(queries.draft(queries.plan(plan_id)), asked),
        save=lambda: actions.write_facts(
            plan=row,
            section=key,
            values=form.facts,
            revision=form.cleaned_data["revision"],
            on=request.day,
            at=request.now,
            by=request.actor,
        ),
    )


@read_or_write
def choose(request: Request, plan_id: UUID, kept_id: UUID) -> HttpResponse:
    """Two people wrote in one section: both texts, and one box to choose or join the words."""
    row = draft_to_write(request, plan_id)
    draft = queries.draft(row)
    kept = next((one for one in draft.kept if one.pk == kept_id), None)
    if kept is None:
        if queries.is_settled(row.pk, kept_id):
            messages.info(request, "Somebody has chosen the words already.")
        return redirect("plans:plan", row.pk)
    current = draft.texts[kept.key]
    initial = {"text": kept.text, "revision": current.revision, "kept_revision": kept.revision}
    form = ChooseForm(request.POST or None, initial=initial)
    refused = ""
    if form.is_valid():
        try:
            saved = actions.choose_text(
                plan=row,
                kept=kept,
                text=form.cleaned_data["text"],
                based_on=form.cleaned_data["revision"],
                kept_revision=form.cleaned_data["kept_revision"],
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except Stale as stale:
            refused = str(stale)
            form.data = {**form.data.dict(), "kept_revision": str(kept.revision)}  # type: ignore[attr-defined]
        else:
            return _after_saving(request, row, saved)
    return render(
        request,
        "plans/choose.html",
        {"page": pages.choose_page(draft, kept, form), "refused": refused},
        status=409 if refused else status_of(form),
    )


@read_or_write
def set_aside(request: Request, plan_id: UUID, key: str, requirement: str) -> HttpResponse:
    """Say that something the law asks only on a condition does not apply, and why."""
    row = draft_to_write(request, plan_id)
    draft = queries.draft(row)
    asked = queries.conditional(draft.plan_type, section=key, requirement=requirement)
    if asked is None:
        return render(request, "404.html", status=404)

    def now() -> dict[str, Any]:
        current = queries.set_asides(row.pk).get((key, requirement))
        return {
            "reason": current.reason if current else "",
            "revision": current.revision if current else 0,
        }

    form = SetAsideForm(request.POST or None, initial=now())
    return edit(
        request,
        row,
        form,
        title="Does this apply?",
        button="It does not apply, for this reason",
        save=lambda: actions.set_aside(
            plan=row,
            section=key,
            requirement=requirement,
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            on=request.day,
            by=request.actor,
        ),
        now=now,
        template="plans/set_aside.html",
        joins=False,
        more={"asked": fitting.consider_item(asked, draft, key)},
    )


@require_POST
def ask_again(request: Request, plan_id: UUID, key: str, requirement: str) -> HttpResponse:
    """Take back that something does not apply."""
    row = draft_to_write(request, plan_id)
    actions.ask_again(plan=row, section=key, requirement=requirement, on=request.day, by=request.actor)
    messages.success(request, "It is asked again.")
    return redirect("plans:plan", row.pk)


def wants_json(request: Request) -> bool:
    return request.headers.get("X-Handrail-Autosave") == "1"
