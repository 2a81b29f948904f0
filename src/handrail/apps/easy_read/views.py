from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.easy_read import actions, pages, policy, queries
from handrail.apps.easy_read.actions import Stale
from handrail.apps.easy_read.forms import EasyReadForm
from handrail.apps.easy_read.paper import easy_read_pdf
from handrail.apps.easy_read.policy import Act
from handrail.apps.plans import queries as plans
from handrail.law.lawbook import lawbook
from handrail.ui import languages


@require_safe
def easy_read(request: Request, plan_id: UUID) -> HttpResponse:
    """A plan in easy words, for the pupil first."""
    plan = plans.plan(plan_id)
    policy.check_may(request.actor, Act.READ, plan)
    may_write = policy.may(request.actor, Act.WRITE, plan)
    languages.speak(lawbook().language_of(plan.plan_type))
    page = pages.easy_read_page(plan, queries.easy_read(plan.pk), may_write=may_write)
    return render(request, "easy_read/easy_read.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, plan_id: UUID) -> HttpResponse:
    """Write it: sentences with pictures, and questions about what is hard."""
    plan = plans.plan(plan_id)
    policy.check_may(request.actor, Act.WRITE, plan)
    row = queries.easy_read(plan.pk)
    kept = queries.sentences(row)
    if request.method != "POST":
        form = EasyReadForm(sentences=kept, revision=row.revision if row else 0)
        page = pages.write_page(plan, row, form, written=kept)
        return render(request, "easy_read/write.html", {"page": page})
    form = EasyReadForm(request.POST)
    refused, theirs = "", False
    written = kept
    if form.is_valid():
        written = tuple(one for one in form.sentences if one.says)
        try:
            actions.write(
                plan=plan,
                sentences=form.sentences,
                revision=form.cleaned_data["revision"],
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except Stale as problem:
            refused, theirs = str(problem), True
        except NotPossible as problem:
            refused = str(problem)
        else:
            if "more" in request.POST:
                return redirect("easy_read:write", plan.pk)
            messages.success(request, "Saved. Read it together with the pupil.")
            return redirect("easy_read:easy_read", plan.pk)
    page = pages.write_page(plan, row, form, written=written, theirs=theirs, refused=refused)
    return render(request, "easy_read/write.html", {"page": page}, status=409 if theirs else 422)


@require_safe
def pdf(request: Request, plan_id: UUID) -> HttpResponse:
    """The easy words to print."""
    plan = plans.plan(plan_id)
    policy.check_may(request.actor, Act.READ, plan)
    row = queries.easy_read(plan.pk)
    if row is None:
        raise Http404
    return HttpResponse(
        easy_read_pdf(row, invented=settings.DEMONSTRATION),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="easy-words.pdf"'},
    )
