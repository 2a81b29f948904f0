"""Needs, goals and help: each has a form of its own."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail.apps.accounts.middleware import Request
from handrail.apps.plans import actions, coach, pages, queries
from handrail.apps.plans.forms import GoalForm, NeedForm, ProvisionForm
from handrail.apps.plans.models import Goal, Need, Provision
from handrail.apps.plans.queries import Draft
from handrail.apps.plans.views.editing import draft_to_write, edit, read_or_write, remove


@read_or_write
def add_need(request: Request, plan_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    form = NeedForm(request.POST or None, kind=queries.plan_type_of(row), initial={"once": uuid4()})
    return edit(
        request,
        row,
        form,
        title=f"What is hard for {row.pupil.known_as}?",
        template="plans/need.html",
        button="Keep this need",
        save=lambda: actions.add_need(
            plan=row,
            words=form.as_words,
            on=request.day,
            by=request.actor,
            once=form.cleaned_data["once"],
        ),
    )


@read_or_write
def need(request: Request, plan_id: UUID, need_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    found = queries.need(row.pk, need_id)
    form = NeedForm(request.POST or None, kind=queries.plan_type_of(row), initial=NeedForm.values(found))
    return edit(
        request,
        row,
        form,
        title=f"What is hard for {row.pupil.known_as}?",
        template="plans/need.html",
        button="Keep this need",
        removes="need",
        threads=pages.threads_of(queries.draft(row), [found.pk]),
        remove_url=reverse("plans:remove_need", args=[row.pk, found.pk]),
        now=lambda: NeedForm.values(queries.need(row.pk, need_id)),
        save=lambda: actions.change_need(
            need=found,
            words=form.as_words,
            revision=form.cleaned_data["revision"] or 0,
            on=request.day,
            by=request.actor,
        ),
    )


@require_POST
def remove_need(request: Request, plan_id: UUID, need_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    return remove(
        request,
        row,
        queries.still_in(row, Need, need_id),
        lambda need: actions.remove_need(need=need, on=request.day, by=request.actor),
    )


@read_or_write
def add_goal(request: Request, plan_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    draft = queries.draft(row)
    if not draft.needs:
        messages.info(request, "Say what is hard first: a goal belongs to a need.")
        return redirect("plans:add_need", row.pk)
    asked = request.GET.get("need", "")
    only = str(draft.needs[0].pk) if len(draft.needs) == 1 else ""
    form = GoalForm(request.POST or None, draft=draft, initial={"need": asked or only, "once": uuid4()})
    return edit(
        request,
        row,
        form,
        eyebrow=_need_words(draft, asked or only),
        title=f"Goal {len(draft.goals) + 1}",
        button="Keep this goal",
        template="plans/goal.html",
        ask=lambda: coach.about_goal(form.as_words, draft, goal=None, as_of=request.day),
        threads=pages.threads_of(draft, [one.pk for one in draft.needs if str(one.pk) == (asked or only)]),
        save=lambda: actions.add_goal(
            plan=row,
            words=form.as_words,
            on=request.day,
            by=request.actor,
            once=form.cleaned_data["once"],
        ),
    )


@read_or_write
def goal(request: Request, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    draft = queries.draft(row)
    found = queries.goal(row.pk, goal_id)
    form = GoalForm(request.POST or None, draft=draft, goal=found, initial=GoalForm.values(found))
    number = [one.pk for one in draft.goals].index(found.pk) + 1
    return edit(
        request,
        row,
        form,
        eyebrow=_need_words(draft, str(found.need_id)),
        title=f"Goal {number}",
        button="Keep this goal",
        template="plans/goal.html",
        ask=lambda: coach.about_goal(form.as_words, draft, goal=found, as_of=request.day),
        coach_now=lambda: coach.about_goal(
            coach.goal_as_written(found, draft), draft, goal=found, as_of=request.day
        ),
        threads=pages.threads_of(draft, [found.need_id]),
        removes="goal",
        remove_url=reverse("plans:remove_goal", args=[row.pk, found.pk]),
        now=lambda: GoalForm.values(queries.goal(row.pk, goal_id)),
        save=lambda: actions.change_goal(
            goal=found,
            words=form.as_words,
            revision=form.cleaned_data["revision"] or 0,
            on=request.day,
            by=request.actor,
        ),
    )


@require_POST
def remove_goal(request: Request, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    return remove(
        request,
        row,
        queries.still_in(row, Goal, goal_id),
        lambda goal: actions.remove_goal(goal=goal, on=request.day, by=request.actor),
    )


@read_or_write
def add_provision(request: Request, plan_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    draft = queries.draft(row)
    asked = request.GET.get("goal", "")
    only = str(draft.goals[0].pk) if len(draft.goals) == 1 else ""
    form = ProvisionForm(
        request.POST or None,
        draft=draft,
        initial={
            "goals": [asked or only],
            "section": request.GET.get("section", ""),
            "once": uuid4(),
        },
    )
    return edit(
        request,
        row,
        form,
        title=f"Help for {row.pupil.known_as}",
        button="Keep this help",
        template="plans/provision.html",
        ask=lambda: coach.about_help(form.as_words),
        threads=pages.threads_of(
            draft, [one.need_id for one in draft.goals if str(one.pk) == (asked or only)]
        ),
        save=lambda: actions.add_provision(
            plan=row,
            words=form.as_words,
            on=request.day,
            by=request.actor,
            once=form.cleaned_data["once"],
        ),
    )


@read_or_write
def provision(request: Request, plan_id: UUID, provision_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    draft = queries.draft(row)
    found = queries.provision(row.pk, provision_id)
    form = ProvisionForm(request.POST or None, draft=draft, initial=ProvisionForm.values(found))
    return edit(
        request,
        row,
        form,
        title=f"Help for {row.pupil.known_as}",
        button="Keep this help",
        template="plans/provision.html",
        ask=lambda: coach.about_help(form.as_words),
        coach_now=lambda: coach.about_help(coach.help_as_written(found)),
        threads=pages.threads_of(
            draft, [one.need_id for one in draft.goals if one.pk in draft.goals_of[found.pk]]
        ),
        removes="help",
        remove_url=reverse("plans:remove_provision", args=[row.pk, found.pk]),
        now=lambda: ProvisionForm.values(queries.provision(row.pk, provision_id)),
        save=lambda: actions.change_provision(
            provision=found,
            words=form.as_words,
            revision=form.cleaned_data["revision"] or 0,
            on=request.day,
            by=request.actor,
        ),
    )


@require_POST
def remove_provision(request: Request, plan_id: UUID, provision_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    return remove(
        request,
        row,
        queries.still_in(row, Provision, provision_id),
        lambda provision: actions.remove_provision(provision=provision, on=request.day, by=request.actor),
    )


def _need_words(draft: Draft, need_id: str) -> str:
    title = next((need.title for need in draft.needs if str(need.pk) == need_id), "")
    return f"Need: {title}" if title else ""
