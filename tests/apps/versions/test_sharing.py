"""A draft given to the family: frozen, read and commented on, and the step of the plan that giving it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.family import queries as family_queries
from handrail.apps.family.models import SharedDraft
from handrail.apps.plans import actions as plans
from handrail.apps.plans import canonical
from handrail.apps.versions import queries
from handrail.apps.versions.actions import Held, issue
from handrail.apps.versions.models import StepDone
from handrail.core.steps import Phase
from tests.apps.versions.scenes import EHC, again, events, share, written
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]

LAST = TODAY + timedelta(days=14)
"""Fifteen days beginning with the day of serving (SI 2014/1530, reg. 13(1)(a))."""
MAINSTREAM = {"nominated_school.type": "A mainstream primary school"}


def shared_drafts(cast: Cast) -> list[SharedDraft]:
    with acting(cast.officer):
        return list(SharedDraft.objects.order_by("number"))


def form(plan: plans.Plan, **more: str) -> dict[str, str]:
    day = {
        "shared_on-day": str(TODAY.day),
        "shared_on-month": str(TODAY.month),
        "shared_on-year": str(TODAY.year),
    }
    return day | {"draft_revision": str(plan.draft_revision)} | more


# --- one act ------------------------------------------------------------------------------------------------


def test_sharing_the_draft_is_the_step_of_giving_it_and_a_double_click_shares_once(cast: Cast) -> None:
    plan = again(cast, cast.young.plan)
    with acting(cast.coordinator):
        assert [one.done is not None for one in queries.way(plan).seen(Phase.BEFORE)] == [False, False]
    first, second = (share(cast, plan, who=cast.coordinator) for _ in range(2))
    assert first.pk == second.pk
    with acting(cast.coordinator):
        assert [one.done is not None for one in queries.way(plan).seen(Phase.BEFORE)] == [True, False]
    assert events(cast, plan).count("draft_shared") == 1
    assert first.answer_by == TODAY + timedelta(days=14)


def test_serving_an_english_draft_opens_it_for_the_family_until_the_law_s_last_day(
    cast: Cast, seen_by: Browser
) -> None:
    plan = written(cast, EHC)
    shared = share(cast, plan)

    assert shared.answer_by == LAST
    page = seen_by(cast.parent).get(reverse("family:draft", args=[plan.pk])).content.decode()
    assert "Serve the draft on the family" in page
    assert "at least fifteen days" in page
    said = {"kind": "disagree", "words": "He needs more."}
    assert seen_by(cast.parent).post(reverse("family:comment", args=[plan.pk, "f"]), said).status_code == 302


def test_less_time_than_the_law_gives_is_refused_and_nothing_is_recorded(cast: Cast) -> None:
    plan = written(cast, EHC)
    before = events(cast, plan)

    with pytest.raises(NotPossible, match="until Thursday 3 December 2026"):
        share(cast, plan, answer_by=LAST - timedelta(days=1))

    assert events(cast, plan) == before
    assert shared_drafts(cast) == []
    assert share(cast, plan, answer_by=LAST + timedelta(days=7)).answer_by == LAST + timedelta(days=7)


def test_a_draft_to_talk_about_before_it_is_served_begins_no_time(cast: Cast) -> None:
    plan = written(cast, EHC, facts=MAINSTREAM)
    talk = share(cast, plan, as_step=False)
    served = share(cast, plan)

    assert (talk.event_id, talk.number, served.number) == (None, 1, 2)
    assert events(cast, plan).count("ehc_draft_sent") == 1
    # What the law wants blank is blank in both: nobody is told a school before the family was asked.
    for one in (talk, served):
        sections = {section["key"]: section for section in json.loads(one.document)["sections"]}
        assert sections["i"]["rows"]
        assert all(value == "" for _, value in sections["i"]["rows"])
    with acting(cast.parent):
        now = family_queries.shared_now(again(cast, plan))
    assert now is not None
    assert now.pk == served.pk


@pytest.mark.parametrize(("days", "says"), [(1, "a day to come"), (-5000, "was born on")])
def test_a_day_that_cannot_be_is_refused_and_nothing_is_shared(cast: Cast, days: int, says: str) -> None:
    plan = written(cast, EHC)
    before = events(cast, plan)
    with pytest.raises(NotPossible, match=says):
        share(cast, plan, shared_on=TODAY + timedelta(days=days))
    assert events(cast, plan) == before
    assert shared_drafts(cast) == []


@pytest.mark.parametrize("who", ["class_teacher", "teaching_assistant", "parent", "psychologist"])
def test_who_may_not_share_a_draft_does_not(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        share(cast, cast.young.plan, who=getattr(cast, who))
    assert shared_drafts(cast) == []
    with acting(cast.coordinator):
        assert not StepDone.objects.exists()


# --- it stays known ------------------------------------------------------------------------------------------


def test_what_the_family_was_given_stays_known_with_section_i_blank(cast: Cast, seen_by: Browser) -> None:
    plan = written(cast, EHC)
    with acting(cast.officer) as by:
        plans.write_section(
            plan=plan, key="h2", text="As served.", based_on=1, on=TODAY, at=moment(TODAY), by=by
        )
    share(cast, plan, on=TODAY, evidence="Letter of today")
    with acting(cast.officer) as by:
        plans.write_section(
            plan=plan, key="h2", text="Changed since.", based_on=2, on=TODAY, at=moment(TODAY), by=by
        )
        served = SharedDraft.objects.get(plan=plan)
        fact = Fact.objects.get(kind="plan.draft_shared", pupil_id=plan.pupil_id)

    content = json.loads(served.document)
    sections = {one["key"]: one for one in content["sections"]}
    assert served.document == canonical.canonical(content)
    assert served.sha256 == canonical.sha256(served.document) == fact.detail["sha256"]
    assert sections["h2"]["text"] == "As served."
    assert sections["i"]["text"] == ""
    assert sections["i"]["rows"]
    assert all(value == "" for _, value in sections["i"]["rows"])
    assert "Ferrybank" not in json.dumps(sections["i"], ensure_ascii=False)

    page = reverse("versions:shared", args=[plan.pk, 1])
    shown = seen_by(cast.parent).get(page).content.decode()
    assert "As served." in shown
    assert "Changed since." not in shown
    assert "Left blank, as the law asks" in shown
    assert seen_by(cast.young_pupil).get(page).status_code == 403
    assert seen_by(cast.other_coordinator).get(page).status_code == 404
    assert seen_by(cast.parent).get(reverse("versions:shared", args=[plan.pk, 2])).status_code == 404


def test_a_second_draft_has_its_own_number_and_its_own_fifteen_days(cast: Cast) -> None:
    plan = written(cast, EHC)
    share(cast, plan, on=TODAY)
    later = TODAY + timedelta(days=10)
    share(cast, plan, on=later)

    with acting(cast.officer):
        assert list(SharedDraft.objects.filter(plan=plan).values_list("number", flat=True)) == [2, 1]
    on = LAST + timedelta(days=1)
    with acting(cast.officer, on=on) as by, pytest.raises(Held):
        row = again(cast, plan)
        issue(plan=row, draft_revision=row.draft_revision, on=on, at=moment(on), by=by)


def test_the_application_cannot_change_a_served_draft(cast: Cast) -> None:
    plan = written(cast, EHC)
    share(cast, plan, on=TODAY)
    for statement in ("update family_shareddraft set document = '{}'", "delete from family_shareddraft"):
        with (
            acting(cast.officer),
            pytest.raises(DatabaseError, match="denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


# --- the pages -----------------------------------------------------------------------------------------------


def test_the_page_of_the_step_leads_to_sharing_and_sharing_back_to_the_steps(
    cast: Cast, seen_by: Browser
) -> None:
    plan, browser = written(cast, EHC), seen_by(cast.officer)
    step = reverse("versions:record_step", args=[plan.pk, "draft_served"])
    page = reverse("versions:share", args=[plan.pk])
    assert browser.get(step).url == page  # type: ignore[attr-defined]
    asked = browser.get(page).content.decode()
    assert "Serve the draft on the family. The time that the law gives begins." in asked
    assert "This stays empty in what they get: Section I" in asked

    answer = browser.post(page, form(plan, as_step="step", note="Please read this.", evidence="By hand"))

    assert answer.url == reverse("versions:steps", args=[plan.pk])  # type: ignore[attr-defined]
    steps = browser.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "By hand" in steps
    assert "as the family got it on 19 November 2026 (serve the draft on the family)" in steps


def test_a_draft_that_changed_meanwhile_is_read_again_with_the_words_kept(
    cast: Cast, seen_by: Browser
) -> None:
    plan, browser = written(cast, EHC), seen_by(cast.officer)
    page = reverse("versions:share", args=[plan.pk])
    with acting(cast.officer) as by:
        plans.agree_review(plan=plan, review_on=TODAY + timedelta(days=90), on=TODAY, by=by)

    answer = browser.post(page, form(plan, as_step="step", note="Please read this."))

    assert answer.status_code == 422
    assert "was changed since you opened this page" in answer.content.decode()
    assert "Please read this." in answer.content.decode()
    assert shared_drafts(cast) == []
    assert browser.post(page, form(again(cast, plan), as_step="step")).status_code == 302


def test_where_no_law_makes_it_a_step_nobody_is_asked_what_it_is(cast: Cast, seen_by: Browser) -> None:
    page = reverse("versions:share", args=[cast.young.plan.pk])
    asked = seen_by(cast.coordinator).get(page).content.decode()
    assert "What is it?" not in asked
    assert "Leave it empty for two weeks" in asked
    assert seen_by(cast.class_teacher).get(page).status_code == 403
    assert seen_by(cast.other_coordinator).get(page).status_code == 404
