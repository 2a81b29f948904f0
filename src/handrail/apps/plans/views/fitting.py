"""Whether it is the right kind of plan: the questions, and what staff say to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.plans import actions, policy, queries
from handrail.apps.plans.forms import FitAnswerForm
from handrail.apps.plans.pages import fitting
from handrail.apps.plans.policy import Act
from handrail.apps.plans.views.editing import edit, read_or_write
from handrail.ui.components import Link


@require_safe
def kind(request: Request, plan_id: UUID) -> HttpResponse:
    """Is this the right kind of plan? What the plan raises, for the staff who write it, and what they said."""
    row = queries.plan(plan_id)
    policy.check_may(request.actor, Act.QUESTION, row)
    draft = queries.draft(row)
    page = fitting.kind_page(draft, queries.fit_questions(draft, as_of=request.day))
    return render(request, "plans/kind.html", {"page": page})


@read_or_write
def answer_kind(request: Request, plan_id: UUID, sign: str) -> HttpResponse:
    """Answer one question about the kind of plan in words."""
    row = queries.plan(plan_id)
    policy.check_may(request.actor, Act.QUESTION, row)
    draft = queries.draft(row)
    asked = queries.fit_questions(draft, as_of=request.day)
    found, said = asked.sign(sign), asked.answer(sign)
    if found is None:
        messages.info(request, "That question does not come up any more.")
        return redirect("plans:kind", row.pk)
    initial = {"words": said.words if said else "", "revision": said.revision if said else 0}
    form = FitAnswerForm(request.POST or None, initial=initial)

    def now() -> dict[str, Any]:
        current = queries.fit_questions(draft, as_of=request.day).answer(sign)
        return {
            "words": current.words if current else "",
            "revision": current.revision if current else 0,
        }

    return edit(
        request,
        row,
        form,
        title=found.asks,
        button="Keep this answer",
        save=lambda: actions.answer_fit_question(
            plan=row,
            sign=sign,
            words=form.cleaned_data["words"],
            revision=form.cleaned_data["revision"],
            on=request.day,
            by=request.actor,
        ),
        now=now,
        then="plans:kind",
        template="plans/answer_kind.html",
        joins=False,
        more={"sign": fitting.sign_card(draft.plan, found, None)},
        back=Link("Back to the questions", reverse("plans:kind", args=[row.pk])),
    )
