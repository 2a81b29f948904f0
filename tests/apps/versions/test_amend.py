"""Changing a few sections of a plan: only these open, and the version says which."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import actions as plans
from handrail.apps.plans import queries
from handrail.apps.plans.models import Plan
from handrail.apps.versions import actions
from handrail.core.plan_types import SectionKind
from tests.apps.versions.scenes import again
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


@pytest.fixture
def amending(cast: Cast) -> Plan:
    """The younger pupil's plan, issued, and open again in one section only."""
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        actions.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
        plans.open_draft(plan=plan, on=TODAY, by=by, sections=("changes",))
    return again(cast, plan)


def write(cast: Cast, plan: Plan, key: str, text: str) -> object:
    with acting(cast.coordinator) as by:
        return plans.write_section(
            plan=plan, key=key, text=text, based_on=1, on=TODAY, at=moment(TODAY), by=by
        )


def test_only_the_chosen_section_can_be_written(cast: Cast, amending: Plan) -> None:
    assert isinstance(write(cast, amending, "changes", "Changed."), plans.Saved)
    before = again(cast, amending).draft_revision
    young = cast.young
    with acting(cast.coordinator) as by:
        need = plans.NeedWords(title="Another need")
        goal = plans.GoalWords(need=young.need, text="Read more")
        refused: list[Callable[[], object]] = [
            lambda: plans.write_section(
                plan=amending, key="longer_aims", text="x", based_on=1, on=TODAY, at=moment(TODAY), by=by
            ),
            lambda: plans.add_need(plan=amending, words=need, on=TODAY, by=by),
            lambda: plans.change_need(need=young.need, words=need, revision=1, on=TODAY, by=by),
            lambda: plans.remove_need(need=young.need, on=TODAY, by=by),
            lambda: plans.add_goal(plan=amending, words=goal, on=TODAY, by=by),
            lambda: plans.change_goal(goal=young.goal, words=goal, revision=1, on=TODAY, by=by),
            lambda: plans.remove_goal(goal=young.goal, on=TODAY, by=by),
            lambda: plans.add_provision(
                plan=amending, words=plans.ProvisionWords(what="More"), on=TODAY, by=by
            ),
            lambda: plans.remove_provision(provision=young.provision, on=TODAY, by=by),
            lambda: plans.agree_review(plan=amending, review_on=None, on=TODAY, by=by),
        ]
        for act in refused:
            with pytest.raises(NotPossible, match="This section is closed"):
                act()
    assert again(cast, amending).draft_revision == before


def test_the_family_can_still_give_its_view(cast: Cast, amending: Plan) -> None:
    with acting(cast.parent) as by:
        given = plans.contribute(
            contribution=cast.young.contribution,
            words="The change helps.",
            said_on=TODAY,
            revision=0,
            on=TODAY,
            by=by,
        )
    assert given.words == "The change helps."


def test_the_version_says_what_was_amended_and_the_next_draft_opens_whole(
    cast: Cast, seen_by: Browser, amending: Plan
) -> None:
    write(cast, amending, "changes", "Changed in version 3.")
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=amending.pk)
        version = actions.issue(
            plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by
        )
        plans.open_draft(plan=plan, on=TODAY, by=by)
    content = json.loads(version.document)
    assert content["amends"]["number"] == 2
    assert len(content["amends"]["sections"]) == 1
    shown = seen_by(cast.parent).get(reverse("plans:version", args=[plan.pk, 3])).content.decode()
    assert "This version changes version 2 in:" in shown
    assert again(cast, amending).open_sections == []
    assert "amends" not in json.loads(cast.young.version.document)


def test_the_pages_of_a_change_of_a_few(cast: Cast, seen_by: Browser) -> None:
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        actions.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
    page, browser = reverse("versions:amend", args=[plan.pk]), seen_by(cast.coordinator)
    assert browser.post(page, {"nothing": "chosen"}).status_code == 422
    assert browser.post(page, {"sections": ["no-such"]}).status_code == 422
    assert not again(cast, plan).draft_open
    assert browser.post(page, {"sections": ["changes"]}).status_code == 302
    draft = browser.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "Only some sections are open for changes" in draft

    locked = reverse("plans:section", args=[plan.pk, "longer_aims"])
    kept = browser.post(locked, {"text": "Words that are not lost", "revision": "1"})
    assert kept.status_code == 422
    assert "This section is closed" in kept.content.decode()
    assert "Words that are not lost" in kept.content.decode()

    assert browser.post(page, {"sections": ["longer_aims"]}).status_code == 302
    assert again(cast, plan).open_sections == ["longer_aims", "changes"] or set(
        again(cast, plan).open_sections
    ) == {"changes", "longer_aims"}
    assert browser.post(locked, {"text": "Now open", "revision": "1"}).status_code == 302
    for who, status in ((cast.class_teacher, 403), (cast.parent, 403), (cast.other_coordinator, 404)):
        assert seen_by(who).get(page).status_code == status


def test_what_is_closed_says_so_with_a_lock_and_words(cast: Cast, seen_by: Browser, amending: Plan) -> None:
    def shown(who: Person, key: str) -> str:
        page = seen_by(who).get(reverse("plans:section", args=[amending.pk, key])).content.decode()
        return " ".join(page.split())

    draft = seen_by(cast.coordinator).get(reverse("plans:plan", args=[amending.pk])).content.decode()
    closed = draft.count("Closed. It stays as it was issued.")
    kinds = [section.kind for section in queries.plan_type_of(amending).sections]
    views, signed = kinds.count(SectionKind.VIEWS), kinds.count(SectionKind.SIGNATURE)
    assert 0 < closed <= len(kinds) - views - signed - 1

    text = shown(cast.coordinator, "longer_aims")
    assert "This section is closed.</b> It was last changed on" in text
    assert "#icon-lock" in text or "lock" in text
    assert (
        f'To change it, <a href="{reverse("versions:amend", args=[amending.pk])}">open it with an amendment'
        in text
    )
    assert "<textarea" not in text
    assert "Every lesson starts with the page read aloud once." in text
    needs = shown(cast.coordinator, "needs")
    assert "It is as it was issued on 19 November 2026." in needs
    assert reverse("plans:add_need", args=[amending.pk]) not in needs
    assert reverse("plans:need", args=[amending.pk, cast.young.need.pk]) not in needs
    help_rows = shown(cast.coordinator, "support")
    assert reverse("plans:provision", args=[amending.pk, cast.young.provision.pk]) not in help_rows

    assert "The coordinator can open it with an amendment." in shown(cast.class_teacher, "longer_aims")
    opened = shown(cast.coordinator, "changes")
    assert "This section is closed." not in opened
    assert "<textarea" in opened
    assert "This section is closed." not in shown(cast.coordinator, "family_views")


def test_a_draft_that_is_open_as_a_whole_has_no_locks(cast: Cast, seen_by: Browser) -> None:
    draft = seen_by(cast.coordinator).get(reverse("plans:plan", args=[cast.young.plan.pk])).content.decode()
    assert "Closed. It stays as it was issued." not in draft
