"""Needs, goals and help: added, changed, taken out, and refused when the thread would break."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.plans import actions
from handrail.apps.plans.actions import GoalWords, NeedWords, ProvisionWords, Stale
from handrail.apps.plans.models import Goal, Need, Plan, Provision
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]


def counts(cast: Cast) -> tuple[int, int, int, int]:
    """Needs, goals and help of both drafts, and how often the younger pupil's was changed."""
    with acting(cast.coordinator):
        revision = Plan.objects.get(pk=cast.young.plan.pk).draft_revision
        return Need.objects.count(), Goal.objects.count(), Provision.objects.count(), revision


def test_a_thread_is_added_changed_and_taken_out_and_each_step_recorded(cast: Cast) -> None:
    plan = cast.young.plan
    with acting(cast.class_teacher) as by:
        need = actions.add_need(plan=plan, words=NeedWords(title="Begins late"), on=TODAY, by=by)
        goal = actions.add_goal(plan=plan, words=GoalWords(need=need, text="Begin alone"), on=TODAY, by=by)
        help_ = actions.add_provision(
            plan=plan, words=ProvisionWords(what="A list of steps", goals=(goal,)), on=TODAY, by=by
        )
        need = actions.change_need(
            need=need, words=NeedWords(title="Begins slowly"), revision=1, on=TODAY, by=by
        )
        goal = actions.change_goal(
            goal=goal, words=GoalWords(need=need, text="Begin within a minute"), revision=1, on=TODAY, by=by
        )
        help_ = actions.change_provision(
            provision=help_,
            words=ProvisionWords(what="Steps on a card", goals=()),
            revision=1,
            on=TODAY,
            by=by,
        )
        assert (need.revision, goal.revision, help_.revision) == (2, 2, 2)
        assert list(help_.goals.all()) == []
        with pytest.raises(NotPossible, match="still has a goal"):
            actions.remove_need(need=need, on=TODAY, by=by)
        actions.remove_provision(provision=help_, on=TODAY, by=by)
        actions.remove_goal(goal=goal, on=TODAY, by=by)
        actions.remove_need(need=need, on=TODAY, by=by)

        kinds = set(Fact.objects.filter(by_name=by.name).values_list("kind", flat=True))
        changed = Fact.objects.get(kind="plan.need_changed").detail["changed"]
    for noun in ("need", "goal", "provision"):
        assert {f"plan.{noun}_{what}" for what in ("added", "changed", "removed")} <= kinds
    assert changed == {"title": ["Begins late", "Begins slowly"]}


def test_what_breaks_the_thread_is_refused_and_changes_nothing(cast: Cast) -> None:
    plan, own, foreign = cast.young.plan, cast.young, cast.older
    goal = GoalWords(need=own.need, text="Read")
    help_ = ProvisionWords(what="Reading", goals=(own.goal,))
    with acting(cast.coordinator):
        stranger = foreign.pupil.circlemembers.get(kind="parent", parental_responsibility=True)
    refused: list[tuple[str, Callable[..., object], dict[str, object], str]] = [
        ("need without a title", actions.add_need, {"words": NeedWords(title="  ")}, "needs help with"),
        ("goal without words", actions.add_goal, {"words": replace(goal, text=" \n")}, "will be able to do"),
        (
            "goal for a foreign need",
            actions.add_goal,
            {"words": replace(goal, need=foreign.need)},
            "need of this plan",
        ),
        (
            "goal due before it starts",
            actions.add_goal,
            {"words": replace(goal, starts_on=TODAY, due_on=date(2026, 1, 1))},
            "due before it starts",
        ),
        (
            "help without words",
            actions.add_provision,
            {"words": replace(help_, what="")},
            "what help is given",
        ),
        (
            "help for a foreign goal",
            actions.add_provision,
            {"words": replace(help_, goals=(foreign.goal,))},
            "goals of this plan",
        ),
        ("help by a stranger", actions.add_provision, {"words": replace(help_, who=stranger)}, "circle"),
        (
            "help that ends before it starts",
            actions.add_provision,
            {"words": replace(help_, starts_on=TODAY, ends_on=date(2026, 11, 1))},
            "would end on Sunday 1 November 2026, before it starts",
        ),
        (
            "a text without end",
            actions.add_goal,
            {"words": replace(goal, text="x" * 100_001)},
            "100,001 characters",
        ),
    ]
    before = counts(cast)
    for name, act, given, says in refused:
        with acting(cast.coordinator) as by, pytest.raises(NotPossible, match=says):
            act(plan=plan, on=TODAY, by=by, **given)
        assert counts(cast) == before, name
    for who in (
        cast.parent,
        cast.young_pupil,
        cast.psychologist,
        cast.teaching_assistant,
        cast.other_coordinator,
    ):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.add_goal(plan=plan, words=goal, on=TODAY, by=by)
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.remove_provision(provision=own.provision, on=TODAY, by=by)
    assert counts(cast) == before


def test_the_database_itself_refuses_help_that_ends_before_it_starts(cast: Cast) -> None:
    for model, row, days, name in (
        (
            Provision,
            cast.young.provision,
            {"starts_on": TODAY, "ends_on": date(2026, 1, 1)},
            "ends_after_it_starts",
        ),
        (Goal, cast.young.goal, {"starts_on": TODAY, "due_on": date(2026, 1, 1)}, "due_after_it_starts"),
        (Provision, cast.young.provision, {"times": 0}, "happens_at_least_once"),
        (Goal, cast.young.goal, {"need": None}, "need_id"),
    ):
        with acting(cast.coordinator), pytest.raises(IntegrityError, match=name), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**days)  # type: ignore[attr-defined]


def test_somebody_elses_newer_words_are_not_overwritten(cast: Cast) -> None:
    own = cast.young
    with acting(cast.class_teacher) as by:
        actions.change_need(need=own.need, words=NeedWords(title="Newer"), revision=1, on=TODAY, by=by)
        actions.change_goal(
            goal=own.goal, words=GoalWords(need=own.need, text="Newer"), revision=1, on=TODAY, by=by
        )
        actions.change_provision(
            provision=own.provision, words=ProvisionWords(what="Newer"), revision=1, on=TODAY, by=by
        )
    before = counts(cast)
    with acting(cast.coordinator) as by:
        for act, given in (
            (actions.change_need, {"need": own.need, "words": NeedWords(title="Older")}),
            (actions.change_goal, {"goal": own.goal, "words": GoalWords(need=own.need, text="Older")}),
            (actions.change_provision, {"provision": own.provision, "words": ProvisionWords(what="Older")}),
        ):
            with pytest.raises(Stale), transaction.atomic():
                act(**given, revision=1, on=TODAY, by=by)  # type: ignore[operator]
        assert Need.objects.get(pk=own.need.pk).title == "Newer"
        assert Goal.objects.get(pk=own.goal.pk).text == "Newer"
        assert Provision.objects.get(pk=own.provision.pk).what == "Newer"
    assert counts(cast) == before


def test_what_somebody_else_took_out_is_said_so(cast: Cast) -> None:
    own = cast.young
    with acting(cast.class_teacher) as by:
        actions.remove_provision(provision=Provision.objects.get(pk=own.provision.pk), on=TODAY, by=by)
    with acting(cast.coordinator) as by:
        for act, given in (
            (actions.change_provision, {"words": ProvisionWords(what="x"), "revision": 1}),
            (actions.remove_provision, {}),
        ):
            with pytest.raises(NotPossible, match="took this out"), transaction.atomic():
                act(provision=own.provision, on=TODAY, by=by, **given)


def test_a_form_sent_twice_adds_once(cast: Cast) -> None:
    once, plan = uuid4(), cast.young.plan
    with acting(cast.coordinator) as by:
        needs = [
            actions.add_need(plan=plan, words=NeedWords(title="A"), on=TODAY, by=by, once=once) for _ in "12"
        ]
        words = GoalWords(need=needs[0], text="B")
        goals = [actions.add_goal(plan=plan, words=words, on=TODAY, by=by, once=once) for _ in "12"]
        promise = ProvisionWords(what="C", goals=(goals[0],))
        help_ = [actions.add_provision(plan=plan, words=promise, on=TODAY, by=by, once=once) for _ in "12"]
        # The same mark in another plan is another thing.
        other = actions.add_need(plan=cast.older.plan, words=NeedWords(title="A"), on=TODAY, by=by, once=once)
    assert (
        len({row.pk for row in needs})
        == len({row.pk for row in goals})
        == len({row.pk for row in help_})
        == 1
    )
    assert other.pk != needs[0].pk


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_add_once(cast: Cast) -> None:
    once, ready = uuid4(), threading.Barrier(2)

    def click() -> None:
        try:
            ready.wait(10)
            with acting(cast.coordinator) as by:
                actions.add_need(plan=cast.young.plan, words=NeedWords(title="A"), on=TODAY, by=by, once=once)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    with acting(cast.coordinator):
        assert Need.objects.filter(plan=cast.young.plan, title="A").count() == 1


def test_the_pages_of_a_thread(cast: Cast, seen_by: Browser) -> None:
    """Added with a good form, refused with a sentence, hidden from a stranger."""
    plan, own = cast.young.plan.pk, cast.young
    browser, stranger = seen_by(cast.coordinator), seen_by(cast.other_coordinator)
    goal = {"need": own.need.pk, "text": "Read aloud"}
    day = {"starts_on-day": 20, "starts_on-month": 11, "starts_on-year": 2026}
    too_early = {"ends_on-day": 19, "ends_on-month": "Nov", "ends_on-year": 2026}
    for name, good, wrong, says in (
        ("plans:add_need", {"title": "Begins late"}, {"title": ""}, "needs help with"),
        ("plans:add_goal", goal, goal | {"need": ""}, "A goal without a need cannot be kept"),
        ("plans:add_goal", goal, goal | {"need": cast.older.need.pk}, "Select a valid choice"),
        ("plans:add_goal", goal, goal | {"baseline": "lots"}, "Write the number it is now, like 42"),
        ("plans:add_goal", goal, goal | {"target": "9" * 400}, "no more than"),
        (
            "plans:add_provision",
            {"what": "Steps"},
            {"what": "Steps"} | day | too_early,
            "end before it starts",
        ),
        (
            "plans:add_provision",
            {"what": "Steps"},
            {"what": "Steps", "times": "as needed"},
            "cannot be checked",
        ),
        ("plans:add_provision", {"what": "Steps"}, {"what": "Steps", "times": "-3"}, "a number from 1 up"),
        (
            "plans:add_provision",
            {"what": "Steps"},
            {"what": "Steps", "minutes": "9" * 40},
            "less than or equal",
        ),
        (
            "plans:add_provision",
            {"what": "Steps"},
            {"what": "Steps", "goals": [cast.older.goal.pk]},
            "valid choice",
        ),
        (
            "plans:add_provision",
            {"what": "Steps"},
            {"what": "Steps", "who": cast.older.parent.pk},
            "valid choice",
        ),
        ("plans:add_provision", {"what": "Steps"}, {"what": "Steps", "per": "blue moon"}, "valid choice"),
    ):
        page, before = reverse(name, args=[plan]), counts(cast)
        refused = browser.post(page, wrong)
        assert refused.status_code == 422, (name, wrong)
        assert says in refused.content.decode(), (name, wrong)
        assert stranger.post(page, good).status_code == 404
        assert counts(cast) == before, (name, wrong)
    for name, good in (
        ("plans:add_need", {"title": "Begins late"}),
        ("plans:add_goal", goal),
        ("plans:add_provision", {"what": "Steps"}),
    ):
        page = reverse(name, args=[plan])
        shown = browser.get(page)
        once = (
            shown.context["form"]["once"].value()
            if shown.context
            else _hidden(shown.content.decode(), "once")
        )
        before = counts(cast)
        for _ in range(2):
            assert browser.post(page, good | {"once": once}).status_code == 302
        assert sum(counts(cast)[:3]) == sum(before[:3]) + 1, name


def _hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_a_stale_form_shows_both_and_keeps_what_was_typed(cast: Cast, seen_by: Browser) -> None:
    plan, own = cast.young.plan.pk, cast.young
    with acting(cast.class_teacher) as by:
        actions.change_goal(
            goal=own.goal,
            words=GoalWords(need=own.need, text="The teacher’s goal"),
            revision=1,
            on=TODAY,
            by=by,
        )
    page = reverse("plans:goal", args=[plan, own.goal.pk])
    typed = {"need": str(own.need.pk), "text": "The coordinator’s goal", "revision": "1"}

    met = seen_by(cast.coordinator).post(page, typed)

    shown = met.content.decode()
    assert met.status_code == 409
    assert "The teacher’s goal" in shown
    assert "The coordinator’s goal" in shown
    assert 'name="revision" value="2"' in shown
    assert seen_by(cast.coordinator).post(page, typed | {"revision": "2"}).status_code == 302
    with acting(cast.coordinator):
        assert Goal.objects.get(pk=own.goal.pk).text == "The coordinator’s goal"


def test_taking_out_twice_and_taking_out_what_is_not_of_this_plan(cast: Cast, seen_by: Browser) -> None:
    plan, own, browser = cast.young.plan.pk, cast.young, seen_by(cast.coordinator)
    before = counts(cast)
    foreign = browser.post(reverse("plans:remove_goal", args=[plan, cast.older.goal.pk]))
    assert foreign.status_code == 302
    assert counts(cast) == before
    kept = browser.post(reverse("plans:remove_need", args=[plan, own.need.pk]), follow=True)
    assert "still has a goal" in kept.content.decode()
    assert counts(cast) == before

    for name, row in (("provision", own.provision), ("goal", own.goal), ("need", own.need)):
        for says in ("Taken out", "taken out already"):
            answer = browser.post(reverse(f"plans:remove_{name}", args=[plan, row.pk]), follow=True)
            assert answer.status_code == 200
            assert says in answer.content.decode(), name
        assert browser.get(reverse(f"plans:{name}", args=[plan, row.pk])).status_code == 404
