"""The family's form before a draft: kept while half done, sent when they like, nobody else's to change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.family import actions, queries
from handrail.apps.family.actions import AnswerWords
from handrail.apps.family.models import Answers
from handrail.apps.plans import actions as plans
from handrail.apps.plans.actions import Stale
from handrail.apps.plans.models import Contribution
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


def part(cast: Cast) -> Contribution:
    return queries.contribution(cast.young.plan.pk, cast.young.contribution.pk)


def address(cast: Cast) -> str:
    return reverse("family:answers", args=[cast.young.plan.pk, cast.young.contribution.pk])


def save(cast: Cast, *, by: Person, scribe: bool = False, revision: int = 0, **words: str) -> Answers:
    with acting(by) as actor:
        return actions.save_answers(
            contribution=part(cast),
            words=AnswerWords(**words),
            revision=revision,
            at=moment(TODAY),
            by=actor,
            scribe=scribe,
        )


def send(cast: Cast, *, by: Person, scribe: bool = False, revision: int = 0, **words: str) -> Answers:
    with acting(by) as actor:
        return actions.send_answers(
            contribution=part(cast),
            words=AnswerWords(**words),
            revision=revision,
            said_on=TODAY,
            on=TODAY,
            at=moment(TODAY),
            by=actor,
            scribe=scribe,
        )


def test_half_a_form_is_kept_and_nobody_else_is_told(cast: Cast, seen_by: Browser) -> None:
    saved = save(cast, by=cast.parent, strengths="Lego, and his sister.")

    with acting(cast.coordinator):
        given = Contribution.objects.get(pk=cast.young.contribution.pk)
        assert (given.words, given.answers, saved.sent_on) == ("", [], None)
        assert not Fact.objects.filter(kind__startswith="plan.view_given").exists()
    # The school's own page for writing down shows nothing of it either.
    assert "Lego" not in seen_by(cast.coordinator).get(address(cast)).content.decode()
    assert "Lego" in seen_by(cast.parent).get(address(cast)).content.decode()


def test_what_is_sent_stands_in_the_plan_under_what_was_asked(cast: Cast) -> None:
    send(
        cast,
        by=cast.parent,
        strengths="Lego, and his sister.",
        hopes="That he likes books.\nNot only at school.",
    )

    with acting(cast.coordinator):
        given = Contribution.objects.get(pk=cast.young.contribution.pk)
    assert given.answers == [
        ["What Robin is good at and enjoys", "Lego, and his sister."],
        ["What we hope for", "That he likes books.\nNot only at school."],
    ]
    assert given.words.startswith("What Robin is good at and enjoys\nLego, and his sister.\n\n")
    assert given.scribe_name == ""


def test_the_issued_plan_shows_the_answers_under_their_headings(cast: Cast, seen_by: Browser) -> None:
    send(cast, by=cast.parent, works_at_home="A timer in the kitchen.")
    plan = cast.young.plan
    with acting(cast.coordinator) as by:
        plan.refresh_from_db()
        on = TODAY
        version = plans.issue(plan=plan, draft_revision=plan.draft_revision, on=on, at=moment(on), by=by)

    page = seen_by(cast.parent).get(reverse("plans:version", args=[plan.pk, version.number])).content.decode()

    assert '<p class="hr-voice__asked">What works at home</p>' in page
    assert "A timer in the kitchen." in page


def test_each_parent_has_their_own_and_nobody_changes_anothers(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Only"):
        save(cast, by=cast.coordinator, strengths="He is polite.")
    with pytest.raises(NotAllowed):
        save(cast, by=cast.young_pupil, strengths="Me.")
    with acting(cast.coordinator):
        assert not Answers.objects.exists()


def test_somebody_at_school_may_write_down_and_is_named(cast: Cast) -> None:
    send(cast, by=cast.coordinator, scribe=True, hard="Mornings.")

    with acting(cast.coordinator):
        given = Contribution.objects.get(pk=cast.young.contribution.pk)
        assert given.scribe_name == "Nora Coordinator"
    # The parent makes the words their own; from then on the school may not touch them.
    row = send(cast, by=cast.parent, revision=1, hard="Mornings, on school days.")
    assert (row.scribe_name, row.revision) == ("", 2)
    with pytest.raises(NotAllowed, match="Only they may change their own words"):
        save(cast, by=cast.coordinator, scribe=True, revision=2, hard="Late for school.")
    with acting(cast.parent):
        assert Answers.objects.get().hard == "Mornings, on school days."


def test_a_scribe_does_not_touch_what_a_parent_has_begun(cast: Cast) -> None:
    save(cast, by=cast.parent, hard="Mornings.")

    with pytest.raises(NotAllowed, match="has begun to write here"):
        send(cast, by=cast.coordinator, scribe=True, hard="Late for school.")
    with acting(cast.parent):
        assert Answers.objects.get().hard == "Mornings."


def test_two_tabs_both_are_shown_and_nothing_is_overwritten(cast: Cast, seen_by: Browser) -> None:
    save(cast, by=cast.parent, hard="First tab.")

    with pytest.raises(Stale):
        save(cast, by=cast.parent, hard="Second tab.")
    answer = seen_by(cast.parent).post(address(cast), {"hard": "Second tab.", "revision": "0"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "First tab." in page
    assert "Second tab." in page
    with acting(cast.parent):
        assert Answers.objects.get().hard == "First tab."


def test_an_empty_form_is_kept_but_not_sent(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="at least one question"):
        send(cast, by=cast.parent)
    with acting(cast.parent):
        assert not Answers.objects.exists()
        assert Contribution.objects.get(pk=cast.young.contribution.pk).words == ""


def test_once_the_plan_is_issued_words_are_kept_and_not_sent(cast: Cast) -> None:
    plan = cast.young.plan
    with acting(cast.coordinator) as by:
        plan.refresh_from_db()
        plans.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)

    with pytest.raises(NotPossible, match="They are kept here"):
        send(cast, by=cast.parent, hard="Mornings.")
    assert save(cast, by=cast.parent, hard="Mornings.").hard == "Mornings."


def test_the_form_saves_itself_and_says_so(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.parent)
    sent = {"hopes": "  Words with spaces\n", "revision": "0"}

    first = browser.post(address(cast), sent, headers={"X-Handrail-Autosave": "1"})
    again = browser.post(address(cast), sent, headers={"X-Handrail-Autosave": "1"})

    assert first.json() == {"state": "saved", "revision": 1, "at": "9:41 am", "says": "Saved at 9:41 am"}
    assert again.json()["revision"] == 1
    with acting(cast.parent):
        assert Answers.objects.get().hopes == "  Words with spaces\n"


def test_words_given_earlier_in_one_box_are_not_lost(cast: Cast, seen_by: Browser) -> None:
    with acting(cast.parent) as by:
        plans.contribute(
            contribution=part(cast), words="All in one box.", said_on=TODAY, revision=0, on=TODAY, by=by
        )

    assert "All in one box." in seen_by(cast.parent).get(address(cast)).content.decode()


def test_too_long_is_refused_with_the_words_still_there(cast: Cast, seen_by: Browser) -> None:
    words = "mornings " * 12_000

    answer = seen_by(cast.parent).post(address(cast), {"hard": words, "revision": "0", "send": "1"})

    assert answer.status_code == 422
    assert words.strip()[:200] in answer.content.decode()
    with acting(cast.parent):
        assert not Answers.objects.exists()


def test_a_stranger_and_another_plans_part_are_not_there(cast: Cast, seen_by: Browser) -> None:
    assert seen_by(cast.other_coordinator).get(address(cast)).status_code == 404
    other = reverse("family:answers", args=[cast.older.plan.pk, cast.young.contribution.pk])
    assert seen_by(cast.parent).get(other).status_code == 404


def test_a_day_to_come_is_refused_for_what_was_told(cast: Cast) -> None:
    with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="day to come"):
        actions.send_answers(
            contribution=part(cast),
            words=AnswerWords(hard="Mornings."),
            revision=0,
            said_on=TODAY + timedelta(days=1),
            on=TODAY,
            at=moment(TODAY),
            by=by,
            scribe=True,
        )
