"""Pages about a plan. A view reads, asks the form, lets an action decide, and shows or redirects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.apps.accounts.middleware import Request
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import (
    actions,
    coach,
    fieldwise,
    fit_pages,
    history,
    issued,
    pages,
    policy,
    queries,
    writing,
    writing_pages,
)
from handrail.apps.plans.actions import Kept, Saved, Stale
from handrail.apps.plans.coach import Advice
from handrail.apps.plans.forms import (
    BOOKKEEPING,
    AskForm,
    ChooseForm,
    ContributionForm,
    FactsForm,
    FitAnswerForm,
    GoalForm,
    NeedForm,
    PeopleForm,
    ProvisionForm,
    ReviewForm,
    SectionForm,
    SetAsideForm,
    StartForm,
)
from handrail.apps.plans.models import Goal, Need, Plan, Provision
from handrail.apps.plans.pages import FormPage, possessive
from handrail.apps.plans.policy import Act
from handrail.apps.plans.queries import Draft
from handrail.apps.pupils import queries as pupil_queries
from handrail.core.duties import Force
from handrail.law.lawbook import lawbook
from handrail.ui import languages
from handrail.ui.components import Link, Thread
from handrail.ui.phrases import clock_time, counted

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
def start(request: Request, pupil_id: UUID) -> HttpResponse:
    """Choose a plan type for a pupil and begin its draft."""
    pupil = pupil_queries.pupil(pupil_id)
    policy.check_may(request.actor, Act.START, pupil)
    taken = {plan.plan_type for plan in queries.plans_of(pupil_id) if plan.ended_on is None}
    assert pupil.school.authority is not None, "a constraint gives every school an authority"
    offered = [
        (kind, queries.local_name_of(kind, school_id=pupil.school_id))
        for kind in lawbook().plan_types(pupil.school.authority.jurisdiction)
        if kind.key not in taken and kind.status is not Force.PROPOSED
    ]
    form = StartForm(request.POST or None, offered=offered)
    if form.is_valid():
        plan = actions.start_plan(
            pupil=pupil, plan_type=form.cleaned_data["plan_type"], on=request.day, by=request.actor
        )
        return redirect("plans:plan", plan.pk)
    return render(
        request,
        "plans/start.html",
        {
            "pupil": pupil,
            "form": form,
            "offered": [(kind, name, pages.WEIGHT[kind.legal_weight]) for kind, name in offered],
        },
    )


@require_safe
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """The draft as a task list for those who write it; for everybody else the newest version."""
    row = queries.plan(plan_id)
    if row.draft_open and policy.may(request.actor, Act.READ_DRAFT, row):
        draft = queries.draft(row)
        page = pages.draft_page(draft, reader=request.actor)
        kind = fit_pages.kind_panel(draft, queries.fit_questions(draft, as_of=request.day))
        asked = fit_pages.considered(draft, queries.set_asides(row.pk))
        return render(request, "plans/draft.html", {"page": page, "kind": kind, "asked": asked})
    policy.check_may(request.actor, Act.READ_VERSION, row)
    if not row.latest_number:
        return render(request, "plans/not_issued.html", {"plan": row})
    return redirect("plans:version", row.pk, row.latest_number)


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
    if form is not None and form.is_bound and _wants_json(request):
        return JsonResponse({"state": "refused", "says": _first_error(form)}, status=422)
    draft = queries.draft(row)
    page = pages.section_page(
        draft, found, reader=request.actor, form=form, issued_on=queries.issued_last_on(row)
    )
    panel = writing_pages.panel(
        draft,
        found,
        history.others_here(plan_id=row.pk, key=key, tab="", now=request.now) if form else [],
        reader=request.actor,
        now=request.now,
    )
    return render(request, "plans/section.html", {"page": page, "panel": panel}, status=_status(form))


def _save_section(request: Request, row: Plan, key: str, sent: dict[str, Any]) -> HttpResponse:
    at_once = {"plan": row, "key": key, "tab": sent["tab"], "at": request.now, "by": request.actor}
    saved = actions.write_section(text=sent["text"], based_on=sent["revision"], on=request.day, **at_once)
    others = writing_pages.NOBODY
    if _wants_json(request) and sent["tab"]:
        there = writing.be_seen(caret=sent["caret"], typing=True, **at_once)
        others = writing_pages.others(there, text=sent["text"], reader=request.actor, now=request.now)
    return _after_saving(request, row, saved, others)


def _after_saving(
    request: Request, row: Plan, saved: Saved | Kept, others: tuple[str, ...] = ()
) -> HttpResponse:
    if isinstance(saved, Kept):
        url = reverse("plans:choose", args=[row.pk, saved.kept.pk])
        if _wants_json(request):
            return JsonResponse({"state": "conflict", "url": url, "others": others}, status=409)
        return redirect(url)
    at = clock_time(timezone.localtime(saved.at))
    if _wants_json(request):
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
    return _edit(
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
        status=409 if refused else _status(form),
    )


@read_or_write
def add_need(request: Request, plan_id: UUID) -> HttpResponse:
    row = draft_to_write(request, plan_id)
    form = NeedForm(request.POST or None, kind=queries.plan_type_of(row), initial={"once": uuid4()})
    return _edit(
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
    return _edit(
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
    return _remove(
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
    return _edit(
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
    return _edit(
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
    return _remove(
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
    return _edit(
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
    return _edit(
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
    return _remove(
        request,
        row,
        queries.still_in(row, Provision, provision_id),
        lambda provision: actions.remove_provision(provision=provision, on=request.day, by=request.actor),
    )


@read_or_write
def people(request: Request, plan_id: UUID) -> HttpResponse:
    """Name who co-ordinates the plan and whom the family asks."""
    row = draft_to_write(request, plan_id)
    form = PeopleForm(
        request.POST or None,
        draft=queries.draft(row),
        initial={"coordinator": str(row.coordinator_id or ""), "contact": str(row.contact_id or "")},
    )
    return _edit(
        request,
        row,
        form,
        title="Who co-ordinates, and whom the family asks",
        button="Name these people",
        save=lambda: actions.set_people(
            plan=row,
            coordinator=form.chosen("coordinator"),
            contact=form.chosen("contact"),
            on=request.day,
            by=request.actor,
        ),
    )


@read_or_write
def review(request: Request, plan_id: UUID) -> HttpResponse:
    """Agree the day on which people look at the plan again."""
    row = draft_to_write(request, plan_id)
    form = ReviewForm(request.POST or None, initial={"review_on": row.review_on})
    return _edit(
        request,
        row,
        form,
        title="The next review",
        button="Agree this day",
        save=lambda: actions.agree_review(
            plan=row, review_on=form.cleaned_data["review_on"], on=request.day, by=request.actor
        ),
    )


@read_or_write
def ask(request: Request, plan_id: UUID) -> HttpResponse:
    """Ask somebody in the circle for their view, by a day."""
    row = queries.plan(plan_id)
    policy.check_may(request.actor, Act.ASK, row)
    draft = queries.draft(row)
    form = AskForm(request.POST or None, draft=draft, initial={"member": request.GET.get("member", "")})
    return _edit(
        request,
        row,
        form,
        title="Ask for a view",
        lead="They find the question on their own page. Mail says only that something waits, never what.",
        button="Ask for this view",
        then="plans:views",
        save=lambda: actions.ask_for_view(
            plan=row,
            member=form.people[form.cleaned_data["member"]],
            question=form.cleaned_data["question"],
            due_on=form.cleaned_data["due_on"],
            on=request.day,
            by=request.actor,
        ),
    )


@require_safe
def views(request: Request, plan_id: UUID) -> HttpResponse:
    """Everybody's part, for the team; for others just their own."""
    row = queries.plan(plan_id)
    if not policy.may(request.actor, Act.READ_DRAFT, row):
        policy.check_may(request.actor, Act.CONTRIBUTE, row)
    contributions = list(row.contributions.select_related("member", "plan"))
    files = queries.attachments(row.pk)
    waiting = queries.uploads_of([one.pk for one in contributions])
    page = pages.views_page(row, contributions, files, waiting, reader=request.actor)
    return render(request, "plans/views.html", {"page": page})


@read_or_write
def contribute(request: Request, plan_id: UUID, contribution_id: UUID) -> HttpResponse:
    """Give a view in one's own words, or write down what somebody said."""
    row = queries.plan(plan_id)
    found = queries.contribution(plan_id, contribution_id)
    found.plan = row
    own = actions.is_own(found, request.actor)
    policy.check_may(request.actor, Act.CONTRIBUTE if own else Act.WRITE_DOWN, found)
    form = ContributionForm(
        request.POST or None,
        scribe=not own,
        initial={**ContributionForm.values(found), "said_on": request.day},
    )
    refused, theirs = "", ""
    if form.is_valid():
        try:
            saved = actions.contribute(
                contribution=found,
                words=form.cleaned_data["words"],
                said_on=form.cleaned_data.get("said_on") or request.day,
                revision=form.cleaned_data["revision"],
                on=request.day,
                by=request.actor,
                scribe=not own,
            )
        except (Stale, NotPossible) as problem:
            refused = str(problem)
            current = queries.contribution(plan_id, contribution_id)
            theirs = current.words if current.words != form.cleaned_data["words"] else ""
            form.data = {**form.data.dict(), "revision": str(current.revision)}  # type: ignore[attr-defined]
        else:
            if _wants_json(request):
                at = clock_time(timezone.localtime(request.now))
                return JsonResponse({"state": "saved", "revision": saved.revision, "at": at})
            messages.success(request, "Your words are kept as you wrote them. Thank you.")
            return redirect("plans:views", row.pk)
    if _wants_json(request):
        return JsonResponse({"state": "refused", "says": refused or _first_error(form)}, status=422)
    page = pages.contribute_page(found, reader=request.actor, form=form, theirs=theirs, refused=refused)
    status = 409 if refused else _status(form)
    return render(request, "plans/contribute.html", {"page": page}, status=status)


@require_POST
def change(request: Request, plan_id: UUID) -> HttpResponse:
    """Open an issued plan for changes."""
    row = queries.plan(plan_id)
    try:
        actions.open_draft(plan=row, on=request.day, by=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("plans:version", row.pk, row.latest_number)
    return redirect("plans:plan", row.pk)


@require_safe
def kind(request: Request, plan_id: UUID) -> HttpResponse:
    """Is this the right kind of plan? What the plan raises, for the staff who write it, and what they said."""
    row = queries.plan(plan_id)
    policy.check_may(request.actor, Act.QUESTION, row)
    draft = queries.draft(row)
    page = fit_pages.kind_page(draft, queries.fit_questions(draft, as_of=request.day))
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

    return _edit(
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
        more={"sign": fit_pages.sign_card(draft.plan, found, None)},
        back=Link("Back to the questions", reverse("plans:kind", args=[row.pk])),
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
    return _edit(
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
        more={"asked": fit_pages.consider_item(asked, draft, key)},
    )


@require_POST
def ask_again(request: Request, plan_id: UUID, key: str, requirement: str) -> HttpResponse:
    """Take back that something does not apply."""
    row = draft_to_write(request, plan_id)
    actions.ask_again(plan=row, section=key, requirement=requirement, on=request.day, by=request.actor)
    messages.success(request, "It is asked again.")
    return redirect("plans:plan", row.pk)


@require_safe
def version(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """An issued version, as it was frozen."""
    found = queries.version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, found)
    issued.record_opening(found, at=request.now, by=request.actor)
    languages.speak(issued.language_of(found))
    page = pages.version_page(found, issued.corrections_of(found.pk), reader=request.actor)
    return render(request, "plans/version.html", {"page": page})


@require_safe
def as_json(request: Request, plan_id: UUID, number: int) -> HttpResponse:
    """The canonical text itself: its SHA-256 is the version's."""
    found = queries.version(plan_id, number)
    policy.check_may(request.actor, Act.READ_VERSION, found)
    response = HttpResponse(found.document, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="plan-version-{found.number}.json"'
    return response


# --- what the editing pages share -----------------------------------------------------------------


def draft_to_write(request: Request, plan_id: UUID) -> Plan:
    row = queries.plan(plan_id)
    policy.check_may(request.actor, Act.WRITE, row)
    return row


def _edit(
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
    status = 409 if refused else _status(form)
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


def _remove(request: Request, row: Plan, found: RowT | None, act: Callable[[RowT], None]) -> HttpResponse:
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


def _need_words(draft: Draft, need_id: str) -> str:
    title = next((need.title for need in draft.needs if str(need.pk) == need_id), "")
    return f"Need: {title}" if title else ""


def _wants_json(request: Request) -> bool:
    return request.headers.get("X-Handrail-Autosave") == "1"


def _first_error(form: Any) -> str:
    return next((error for errors in form.errors.values() for error in errors), "")


def _status(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200
