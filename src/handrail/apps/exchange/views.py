from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.exchange import actions, carrying, contents, pages, plan_files, queries
from handrail.apps.exchange.carrying import Carried
from handrail.apps.exchange.forms import PlanFileForm, TakeInForm
from handrail.apps.exchange.models import ReceivedPlan
from handrail.apps.exchange.plan_files import LARGEST, NotAPlan
from handrail.apps.plans import policy
from handrail.apps.plans import queries as plans
from handrail.apps.plans.policy import Act
from handrail.apps.pupils import queries as pupils
from handrail.core.plan_types import PlanType

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def schema(request: Request) -> HttpResponse:  # noqa: ARG001
    """The published schema of a plan, for anybody who writes software."""
    return JsonResponse(
        plan_files.schema(),
        content_type="application/schema+json",
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )


@require_safe
def export(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """An issued version with its fingerprint, as one file to send to another school."""
    version = plans.version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, version)
    name = f"{slugify(version.plan.local_name)}-version-{version.number}.handrail.json"
    return HttpResponse(
        plan_files.envelope(version.document, sha256=version.sha256),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@read_or_write
def bring_in(request: Request, pupil_id: UUID) -> HttpResponse:
    """Upload a plan from another school. It is looked at before anything of it is a plan here."""
    pupil = pupils.pupil(pupil_id)
    policy.check_may(request.actor, Act.START, pupil)
    form = PlanFileForm(request.POST, request.FILES) if request.method == "POST" else PlanFileForm()
    wrong: tuple[str, ...] = ()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.receive(
                pupil=pupil,
                name=file.name,
                content=file.read(LARGEST + 1),
                fingerprint=form.cleaned_data["fingerprint"],
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except NotAPlan as problem:
            wrong = problem.sentences
        else:
            return redirect("exchange:received", pupil.pk, row.pk)
    return render(
        request,
        "exchange/bring_in.html",
        {"form": form, "pupil": pupil, "wrong": wrong, "earlier": queries.received_of(pupil.pk)},
        status=422 if form.is_bound else 200,
    )


@read_or_write
def received(request: Request, pupil_id: UUID, received_id: UUID) -> HttpResponse:
    """What came, beside what is known here; then it becomes a draft."""
    row = queries.received(pupil_id, received_id)
    policy.check_may(request.actor, Act.START, row)
    plan = queries.plan_in(row)
    offered = queries.offered(row.pupil)
    form = None if row.plan or not offered else _form(request, row, plan, offered)
    refused = ""
    if form is not None and form.is_valid():
        try:
            draft = actions.take_in(
                received=row,
                plan_type=form.cleaned_data["plan_type"],
                people=form.people,
                speakers=form.speakers,
                on=request.day,
                at=request.now,
                by=request.actor,
            )
        except NotPossible as problem:
            refused = str(problem)
        else:
            messages.success(
                request, "It is a draft now. Read it with the family before anybody relies on it."
            )
            return redirect("plans:plan", draft.pk)
    if request.method == "POST" and row.plan:
        return redirect("plans:plan", row.plan.pk)
    page = pages.received_page(
        row,
        plan,
        offered=offered,
        form=form,
        carried=_carried(row, plan, offered, form),
        same=queries.same_plan(row),
        refused=refused,
    )
    wrong = bool(refused) or bool(form is not None and form.is_bound and form.errors)
    return render(request, "exchange/received.html", {"page": page}, status=422 if wrong else 200)


def _carried(
    row: ReceivedPlan,
    plan: Mapping[str, Any],
    offered: Sequence[tuple[PlanType, str]],
    form: TakeInForm | None,
) -> tuple[PlanType, Carried] | None:
    """What the plan type that is chosen, or that it became, holds of it; nothing before one is chosen."""
    if row.plan:
        chosen: PlanType | None = plans.plan_type_of(row.plan)
    else:
        asked = form["plan_type"].value() if form else ""
        chosen = next((kind for kind, _ in offered if kind.key == asked), None)
    if chosen is None:
        return None
    return chosen, carrying.carried(plan, chosen, written=queries.facts_about(row.pupil_id))


def _form(
    request: Request, row: ReceivedPlan, plan: Mapping[str, Any], offered: Sequence[tuple[PlanType, str]]
) -> TakeInForm:
    keys = [kind.key for kind, _ in offered]
    suggested = (request.GET.get("as"), str(plan["plan_type"]["key"]), keys[0] if len(keys) == 1 else None)
    may_write_down = policy.may(request.actor, Act.WRITE_DOWN, row)
    return TakeInForm(
        request.POST if request.method == "POST" else None,
        known_as=row.pupil.known_as,
        offered=offered,
        suggested=next((key for key in suggested if key in keys), "") or "",
        givers=contents.givers(plan),
        circle=queries.givers_here(row.pupil_id),
        speakers=carrying.speakers(plan, on=request.day) if may_write_down else (),
        family=queries.speakers_here(row.pupil_id),
    )


@require_safe
def file(request: Request, pupil_id: UUID, received_id: UUID) -> HttpResponse:
    """The file as it came, byte for byte."""
    row = queries.received(pupil_id, received_id)
    policy.check_may(request.actor, Act.START, row)
    return HttpResponse(
        bytes(row.content),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="received-plan.json"'},
    )
