"""What the editing pages share: save and go back, or show again what was typed with what to mend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import fieldwise, policy, queries
from handrail.apps.plans.actions import Stale
from handrail.apps.plans.coach import Advice
from handrail.apps.plans.forms import BOOKKEEPING
from handrail.apps.plans.models import Goal, Need, Plan, Provision
from handrail.apps.plans.pages import FormPage, possessive
from handrail.apps.plans.policy import Act
from handrail.ui.components import Link, Thread
from handrail.ui.phrases import counted

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def draft_to_write(request: Request, plan_id: UUID) -> Plan:
    row = queries.plan(plan_id)
    policy.check_may(request.actor, Act.WRITE, row)
    return row


def edit(
    request: Request,
    row: Plan,
    form: Any,
    *,
    title: str,
    button: str,
    save: Callable[[], object],
    eyebrow: str = "",
    lead: str = "",
    removes: str = "",
    remove_url: str = "",
    now: Callable[[], dict[str, Any]] | None = None,
    then: str = "plans:plan",
    template: str = "plans/form.html",
    more: dict[str, Any] | None = None,
    back: Link | None = None,
    ask: Callable[[], tuple[Advice, ...]] | None = None,
    coach_now: Callable[[], tuple[Advice, ...]] | None = None,
    threads: tuple[Thread, ...] = (),
    joins: bool = True,
) -> HttpResponse:
    """A form of its own page: save and go back, or show again what was typed with what to mend.

    Where somebody else saved it meanwhile, fields that only one of the two changed are joined, if the form `joins`.
    An answer that somebody gives in their own name does not.

    With `ask`, a second button asks the coach about what was typed, and saves nothing; `coach_now` tells what it
    asks about what is saved.
    """
    refused: str = ""
    theirs: tuple[tuple[str, str], ...] = ()
    saw = (
        request.POST.get("seen", "")
        if form.is_bound
        else fieldwise.seen(form.fields, form.initial)
        if now and joins
        else ""
    )
    joined = ""
    advice: tuple[Advice, ...] | None = None if ask is None else ()
    if ask is not None and "ask_coach" in request.POST:
        if form.is_valid():
            advice = ask()
    elif form.is_valid():
        try:
            try:
                save()
            except Stale:
                if now is None or not (joined := _join(form, saw, now())):
                    raise
                save()
        except Stale as stale:
            assert now is not None, "only a change of something that exists can be stale"
            refused, current = str(stale), now()
            theirs = _differences(form, current)
            form.data = form.data.copy()
            form.data["revision"] = str(current["revision"])
            saw = fieldwise.seen(form.fields, current) if saw else ""
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(request, f"Kept.{joined}{_coach_asks(ask() if ask else ())}")
            return redirect(then, row.pk)
    elif coach_now is not None and not form.is_bound:
        advice = coach_now()
    page = FormPage(
        plan_id=row.pk,
        draft_title=f"Draft of {possessive(row.pupil.known_as)} plan",
        eyebrow=eyebrow,
        title=title,
        lead=lead,
        form=form,
        button=button,
        removes=removes,
        remove_url=remove_url,
        theirs=theirs,
        refused=refused,
        back=back or Link("Back to the draft", reverse("plans:plan", args=[row.pk])),
        coach=advice,
        asked="ask_coach" in request.POST and form.is_valid(),
        threads=threads,
        seen=saw,
    )
    status = 409 if refused else status_of(form)
    return render(request, template, {**(more or {}), "page": page, "form": form}, status=status)


def _coach_asks(advice: tuple[Advice, ...]) -> str:
    if not advice:
        return ""
    return f" The coach has {counted(len(advice), 'question')} about it: {advice[0].says}"


def _join(form: Any, saw: str, current: dict[str, Any]) -> str:
    """Take into the form what somebody else changed in other fields; a sentence, or nothing if people must choose."""
    both = fieldwise.join(form, saw=saw, now=current)
    if both is None:
        return ""
    data = form.data.copy()
    for key, values in both.values.items():
        data.setlist(key, values)
    data["revision"] = str(current["revision"])
    form.data = data
    form.full_clean()
    if both.clashing or not form.is_valid():
        return ""
    labels = ", ".join(f"“{form.fields[name].label}”" for name in both.theirs)
    return f" Somebody else changed {labels} in the meantime; that is kept too." if labels else " "


def _differences(form: Any, current: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What is saved now, where it differs from what was typed here."""
    now, typed = fieldwise.as_sent(form.fields, current), fieldwise.as_sent(form.fields, form.cleaned_data)
    return tuple(
        (str(field.label), _said(field, current[name]))
        for name, field in form.fields.items()
        if name not in BOOKKEEPING
        and current.get(name) not in (None, "", [])
        and any(now.get(key) != typed.get(key) for key in now if key == name or key.startswith(f"{name}-"))
    )


def _said(field: Any, value: Any) -> str:
    """A value as people say it: a choice by its words."""
    words = dict(getattr(field, "choices", ()))
    return "; ".join(str(words.get(one, one)) for one in (value if isinstance(value, list) else [value]))


RowT = TypeVar("RowT", Need, Goal, Provision)


def remove(request: Request, row: Plan, found: RowT | None, act: Callable[[RowT], None]) -> HttpResponse:
    """Take something out. Asked twice, as by a double click, it is gone just the same."""
    if found is None:
        messages.info(request, "That is taken out already.")
        return redirect("plans:plan", row.pk)
    try:
        act(found)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Taken out: {str(found)[:80]}")
    return redirect("plans:plan", row.pk)


def first_error(form: Any) -> str:
    return next((error for errors in form.errors.values() for error in errors), "")


def status_of(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200
