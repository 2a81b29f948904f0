from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from handrail.apps.accounts.actor import Role
from handrail.apps.accounts.middleware import Request
from handrail.apps.cases import policy as case_policy
from handrail.apps.cases import queries as cases
from handrail.apps.home import (
    caseload_pages,
    due_pages,
    policy,
    pupil_pages,
    queries,
    record_pages,
    today_pages,
)
from handrail.apps.plans import policy as plan_policy
from handrail.apps.plans import queries as plans
from handrail.apps.pupils import policy as pupil_policy
from handrail.apps.pupils import queries as pupils
from handrail.apps.pupils.policy import Act
from handrail.apps.voice import queries as voice

LONGEST_START: Final = 6
"""Figures in the number of the last row anybody turns to."""


@require_safe
def today(request: Request) -> HttpResponse:
    """What needs me today; for a visitor, what Handrail is."""
    if not request.actor.is_signed_in:
        return render(request, "home/landing.html")
    return render(
        request, "home/today.html", {"page": today_pages.today_page(request.actor, now=request.now)}
    )


@require_safe
def caseload(request: Request) -> HttpResponse:
    """The pupils I may see, those with a plan first of all."""
    if policy.is_guest(request.actor):
        return redirect("home:today")
    named = request.GET.get("named", "").replace("\0", "")[:200]
    with_plan = "everyone" not in request.GET
    start = _start(request)
    rows = queries.caseload(
        reach=request.actor.reach,
        school_id=None,
        named=named,
        with_plan=with_plan,
        start=start,
        count=caseload_pages.PAGE,
    )
    page = caseload_pages.caseload_page(request.actor, rows, named=named, with_plan=with_plan, start=start)
    return render(request, "home/caseload.html", {"page": page})


@require_safe
def pupil(request: Request, pupil_id: UUID) -> HttpResponse:
    """A pupil at a glance: words, profile, circle, plans, what is due, what happened."""
    found, actor = pupils.pupil(pupil_id), request.actor
    if actor.roles_towards(found.pk, school_id=found.school_id) == {Role.PROFESSIONAL}:
        return redirect("invitations:part", found.pk)
    pupil_policy.check_may(actor, Act.READ, found)
    audiences = record_pages.audiences(actor.roles_towards(found.pk, school_id=found.school_id))
    their_plans = plans.plans_of(pupil_id)
    written_here = [
        one
        for one in their_plans
        if one.draft_open and plan_policy.may(actor, plan_policy.Act.READ_DRAFT, one)
    ]
    reads_record = pupil_policy.may(actor, Act.READ_RECORD, found)
    page = pupil_pages.pupil_page(
        found,
        reader=actor,
        circle=pupils.circle(pupil_id),
        profile=pupils.profile(pupil_id),
        voices=pupils.voices(pupil_id, shared_with=audiences),
        answers=voice.words_shared(found, actor, count=3),
        plans=their_plans,
        drafts=[plans.draft(one) for one in written_here],
        issued=[
            document
            for one in their_plans
            if one not in written_here and (document := plans.newest_document(one))
        ],
        deadlines=cases.open_deadlines(pupil_id),
        facts=queries.record(pupil_id, audiences=audiences, count=8) if reads_record else [],
    )
    return render(request, "home/pupil.html", {"page": page})


@require_safe
def record(request: Request, pupil_id: UUID) -> HttpResponse:
    """Everything that is recorded about a pupil, with both days."""
    found = pupils.pupil(pupil_id)
    pupil_policy.check_may(request.actor, Act.READ_RECORD, found)
    start = _start(request)
    facts = queries.record(
        pupil_id,
        audiences=record_pages.record_audiences(
            request.actor.roles_towards(found.pk, school_id=found.school_id)
        ),
        start=start,
        count=record_pages.RECORD_PAGE + 1,
    )
    return render(request, "home/record.html", {"page": record_pages.record_page(found, facts, start=start)})


@require_safe
def due(request: Request, deadline_id: UUID) -> HttpResponse:
    """One date with its reasons, its source and each step of the count."""
    found = cases.deadline(deadline_id)
    case_policy.check_may(request.actor, case_policy.Act.READ, found)
    return render(request, "home/due.html", {"page": due_pages.due_page(found, reader=request.actor)})


def _start(request: Request) -> int:
    """From which row on to show a list; from the first when the address says anything else than a number."""
    asked = request.GET.get("start", "")
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST_START else 0
