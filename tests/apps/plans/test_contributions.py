"""Who is asked, who answers in their own words, and whose words nobody else may touch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.plans import actions, queries
from handrail.apps.plans.actions import Stale
from handrail.apps.plans.models import Contribution, Plan
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]
SOON = TODAY + timedelta(days=14)


def give(cast: Cast, who: Person, words: str, *, revision: int = 0, said_on: date = TODAY, scribe: bool = False) -> Contribution:  # fmt: skip  # noqa: E501
    with acting(who) as by:
        return actions.contribute(
            contribution=cast.young.contribution,
            words=words,
            said_on=said_on,
            revision=revision,
            on=TODAY,
            by=by,
            scribe=scribe,
        )


def words_now(cast: Cast) -> tuple[str, str, int]:
    with acting(cast.coordinator):
        one = Contribution.objects.get(pk=cast.young.contribution.pk)
    return one.words, one.scribe_name, one.revision


def test_somebody_in_the_circle_is_asked_by_a_day_and_asked_again(cast: Cast) -> None:
    plan = cast.young.plan
    with acting(cast.coordinator) as by:
        member = cast.young.pupil.circlemembers.get(person=cast.psychologist)
        first = actions.ask_for_view(
            plan=plan, member=member, due_on=SOON, on=TODAY, by=by, question="What helps?"
        )
        again = actions.ask_for_view(plan=plan, member=member, due_on=SOON + timedelta(7), on=TODAY, by=by)

        assert first.pk == again.pk
        assert (again.party, again.due_on, again.asked_by_name) == (
            "professional",
            SOON + timedelta(7),
            by.name,
        )
    with acting(cast.psychologist) as by:
        assert [one.pk for one in queries.views_asked_of(by)] == [first.pk]


def test_nobody_is_asked_too_late_or_who_has_no_part(cast: Cast) -> None:
    plan = cast.young.plan
    with acting(cast.coordinator):
        circle = {one.name: one for one in cast.young.pupil.circlemembers.all()}
        stranger = cast.older.parent
        before = Contribution.objects.count(), Plan.objects.get(pk=plan.pk).draft_revision
    for member, due_on, says in (
        (circle["Paula Parent"], TODAY - timedelta(1), "a day to come"),
        (circle["Pat Parent"], SOON, "not somebody whose view"),
        (circle["Tess Teacher"], SOON, "not somebody whose view"),
        (stranger, SOON, "not somebody whose view"),
    ):
        with acting(cast.coordinator) as by, pytest.raises(NotPossible, match=says):
            actions.ask_for_view(plan=plan, member=member, due_on=due_on, on=TODAY, by=by)
    for who in (cast.class_teacher, cast.parent, cast.other_coordinator):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.ask_for_view(plan=plan, member=circle["Paula Parent"], due_on=SOON, on=TODAY, by=by)
    with acting(cast.coordinator):
        assert (Contribution.objects.count(), Plan.objects.get(pk=plan.pk).draft_revision) == before


def test_a_view_is_kept_word_for_word_and_saved_twice_once(cast: Cast) -> None:
    words = "  He reads at home too.\n\nأحب القراءة 📚  "
    first = give(cast, cast.parent, words)
    again = give(cast, cast.parent, words, revision=0)

    assert first.words == words
    assert (again.revision, again.recorded_at) == (first.revision, first.recorded_at)
    with acting(cast.coordinator):
        assert Fact.objects.filter(kind="plan.view_given").count() == 1


def test_a_view_changed_on_another_page_is_not_overwritten(cast: Cast) -> None:
    give(cast, cast.parent, "From the phone.")
    with pytest.raises(Stale):
        give(cast, cast.parent, "From the computer.", revision=0)
    assert words_now(cast)[0] == "From the phone."
    give(cast, cast.parent, "From both.", revision=1)
    assert words_now(cast)[0] == "From both."


def test_nobody_else_gives_or_changes_a_view(cast: Cast) -> None:
    give(cast, cast.parent, "Mine.")
    for who in (
        cast.young_pupil,
        cast.psychologist,
        cast.officer,
        cast.teaching_assistant,
        cast.other_coordinator,
    ):
        for scribe in (False, True):
            with pytest.raises(NotAllowed):
                give(cast, who, "Not mine.", revision=1, scribe=scribe)
    for who in (cast.coordinator, cast.class_teacher):
        with pytest.raises(NotAllowed):
            give(cast, who, "Not mine.", revision=1)
        with pytest.raises(NotAllowed, match="Paula Parent wrote this"):
            give(cast, who, "Better words.", revision=1, scribe=True)
    assert words_now(cast) == ("Mine.", "", 1)


def test_school_writes_down_what_a_parent_without_e_mail_said_and_the_parent_may_change_it(
    cast: Cast,
) -> None:
    with acting(cast.coordinator):
        assert cast.young.contribution.member.email == ""
    give(cast, cast.class_teacher, "On the phone: he likes maps.", said_on=TODAY - timedelta(3), scribe=True)
    assert words_now(cast) == ("On the phone: he likes maps.", "Tess Teacher", 1)
    give(cast, cast.coordinator, "On the phone: he loves maps.", revision=1, scribe=True)
    assert words_now(cast)[1:] == ("Nora Coordinator", 2)
    give(cast, cast.parent, "I meant atlases.", revision=2)
    assert words_now(cast) == ("I meant atlases.", "", 3)
    with acting(cast.coordinator):
        fact = Fact.objects.get(kind="plan.view_given")
    assert (fact.happened_on, fact.detail["scribe"]) == (TODAY - timedelta(3), "Tess Teacher")


@pytest.mark.parametrize(
    ("words", "said_on", "says"),
    [
        (" \n ", TODAY, "a few words"),
        ("x", TODAY + timedelta(1), "a day to come"),
        ("x" * 100_001, TODAY, "100,001 characters"),
    ],
    ids=["no words", "said tomorrow", "too long"],
)
def test_what_cannot_be_a_view_is_refused(cast: Cast, words: str, said_on: date, says: str) -> None:
    with pytest.raises(NotPossible, match=says):
        give(cast, cast.parent, words, said_on=said_on)
    assert words_now(cast) == ("", "", 0)


def test_the_database_keeps_words_and_their_day_together(cast: Cast) -> None:
    row = Contribution.objects.filter(pk=cast.young.contribution.pk)
    with (
        acting(cast.coordinator),
        pytest.raises(IntegrityError, match="day_they_were_said"),
        transaction.atomic(),
    ):
        row.update(words="x")


def test_people_are_named_and_a_review_day_agreed(cast: Cast) -> None:
    plan = cast.young.plan
    with acting(cast.coordinator) as by:
        member = cast.young.pupil.circlemembers.get(person=cast.class_teacher)
        actions.set_people(plan=plan, coordinator=member, contact=member, on=TODAY, by=by)
        actions.agree_review(plan=plan, review_on=SOON, on=TODAY, by=by)
        now = Plan.objects.get(pk=plan.pk)
        assert (now.coordinator_id, now.contact_id, now.review_on) == (member.pk, member.pk, SOON)
        actions.agree_review(plan=plan, review_on=None, on=TODAY, by=by)
        before = Plan.objects.get(pk=plan.pk).draft_revision
    for day in (TODAY, TODAY - timedelta(1)):
        with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="a day to come"):
            actions.agree_review(plan=plan, review_on=day, on=TODAY, by=by)
    with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="circle"):
        actions.set_people(plan=plan, coordinator=cast.older.parent, contact=None, on=TODAY, by=by)
    with acting(cast.parent) as by, pytest.raises(NotAllowed):
        actions.agree_review(plan=plan, review_on=SOON, on=TODAY, by=by)
    with acting(cast.coordinator):
        now = Plan.objects.get(pk=plan.pk)
        assert (now.coordinator_id, now.review_on, now.draft_revision) == (member.pk, None, before)


def test_the_pages_of_views(cast: Cast, seen_by: Browser) -> None:
    plan, part = cast.young.plan.pk, cast.young.contribution.pk
    page, views = reverse("plans:contribute", args=[plan, part]), reverse("plans:views", args=[plan])
    parent = seen_by(cast.parent)
    assert page in parent.get(views).content.decode()
    assert "Robin Young" not in parent.get(views).content.decode().split("<main")[1].split("Views on")[-1]

    for wrong, says in (
        ({"words": "", "revision": "0"}, "Write at least a few words"),
        ({"words": "a\0b", "revision": "0"}, "Null characters"),
        ({"words": "x", "revision": "-4"}, ""),
    ):
        refused = parent.post(page, wrong)
        assert refused.status_code == 422
        assert says in refused.content.decode()
    for who, status in ((cast.young_pupil, 403), (cast.psychologist, 403), (cast.other_coordinator, 404)):
        assert seen_by(who).post(page, {"words": "x", "revision": "0"}).status_code == status
    assert words_now(cast) == ("", "", 0)

    saved = parent.post(page, {"words": "He reads.", "revision": "0"}, headers={"X-Handrail-Autosave": "1"})
    assert saved.json()["state"] == "saved"
    stale = parent.post(page, {"words": "Other words.", "revision": "0"})
    assert stale.status_code == 409
    assert "He reads." in stale.content.decode()
    assert "Other words." in stale.content.decode()
    scribe = seen_by(cast.coordinator).post(
        page, {"words": "y", "revision": "1", "said_on-day": 1, "said_on-month": 11, "said_on-year": 2026}
    )
    assert scribe.status_code == 403
    assert words_now(cast)[0] == "He reads."


def test_the_pages_of_asking_people_and_the_review(cast: Cast, seen_by: Browser) -> None:
    plan, browser = cast.young.plan.pk, seen_by(cast.coordinator)

    def day(field: str, on: date) -> dict[str, object]:
        return {f"{field}-day": on.day, f"{field}-month": on.month, f"{field}-year": on.year}

    asked = {"member": str(cast.young.parent.pk), **day("due_on", SOON)}
    for name, good, wrong, status in (
        ("plans:ask", asked, asked | {"member": str(cast.older.parent.pk)}, 422),
        ("plans:ask", asked, asked | day("due_on", TODAY - timedelta(1)), 409),
        ("plans:ask", asked, {"member": ""}, 422),
        ("plans:people", {"coordinator": ""}, {"coordinator": str(cast.older.parent.pk)}, 422),
        ("plans:review", day("review_on", SOON), day("review_on", TODAY), 409),
        (
            "plans:review",
            day("review_on", SOON),
            {"review_on-day": "31", "review_on-month": "2", "review_on-year": "2027"},
            422,
        ),
        (
            "plans:review",
            day("review_on", SOON),
            {"review_on-day": "1", "review_on-month": "2", "review_on-year": "9" * 9},
            422,
        ),
    ):
        page = reverse(name, args=[plan])
        with acting(cast.coordinator):
            before = Plan.objects.get(pk=plan).draft_revision
        assert browser.post(page, wrong).status_code == status, (name, wrong)
        assert seen_by(cast.other_coordinator).post(page, good).status_code == 404
        assert seen_by(cast.parent).post(page, good).status_code == 403
        with acting(cast.coordinator):
            assert Plan.objects.get(pk=plan).draft_revision == before, (name, wrong)
        assert browser.post(page, good).status_code == 302
