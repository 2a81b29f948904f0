"""Merging, earlier states, and being seen while writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed
from handrail.apps.plans import actions, history, queries, writing
from handrail.apps.plans.actions import Kept, Saved, Stale
from handrail.apps.plans.models import KeptText, SectionRevision, WritingNow
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
KEY = "changes"
AUTOSAVE = {"X-Handrail-Autosave": "1"}
BASE = "Noise hurts him. He likes maths. He reads 3 pages a day."


@dataclass
class Desk:
    cast: Cast

    def write(
        self, who: Person, text: str, *, based_on: int, tab: str = "", at: datetime | None = None
    ) -> Saved | Kept:
        with acting(who) as by:
            return actions.write_section(
                plan=self.cast.young.plan,
                key=KEY,
                text=text,
                based_on=based_on,
                on=TODAY,
                at=at or moment(TODAY),
                by=by,
                tab=tab,
            )

    def saved(
        self, who: Person, text: str, *, based_on: int, tab: str = "", at: datetime | None = None
    ) -> Saved:
        found = self.write(who, text, based_on=based_on, tab=tab, at=at)
        assert isinstance(found, Saved)
        return found

    @property
    def text(self) -> str:
        with acting(self.cast.coordinator):
            found = queries.section_text(self.cast.young.plan.pk, KEY)
        return found.text if found else ""

    @property
    def revision(self) -> int:
        with acting(self.cast.coordinator):
            found = queries.section_text(self.cast.young.plan.pk, KEY)
        return found.revision if found else 0

    def begin(self) -> int:
        return self.saved(self.cast.coordinator, BASE, based_on=self.revision).revision


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


# --- merging --------------------------------------------------------------------------------------


def test_changes_in_different_sentences_are_both_in_the_section(cast: Cast, desk: Desk) -> None:
    seen = desk.begin()
    desk.saved(cast.class_teacher, BASE.replace("maths", "maths and music"), based_on=seen, tab="t")
    met = desk.saved(cast.head, BASE.replace("3 pages", "4 pages"), based_on=seen, tab="h")

    assert met.is_merged
    assert met.text == desk.text == "Noise hurts him. He likes maths and music. He reads 4 pages a day."
    with acting(cast.coordinator):
        sent = SectionRevision.objects.get(plan=cast.young.plan, key=KEY, number=met.sent)
    assert (sent.how, sent.text) == (history.How.SENT, BASE.replace("3 pages", "4 pages"))


def test_words_typed_before_the_answer_came_begin_from_what_was_sent(cast: Cast, desk: Desk) -> None:
    seen = desk.begin()
    desk.saved(cast.class_teacher, f"Mornings are best. {BASE}", based_on=seen, tab="t")
    first = desk.saved(cast.head, f"{BASE} Often al", based_on=seen, tab="h")
    second = desk.saved(cast.head, f"{BASE} Often aloud.", based_on=first.sent, tab="h")

    assert second.text == f"Mornings are best. {BASE} Often aloud."


def test_words_sent_after_an_answer_that_never_came_are_not_there_twice(cast: Cast, desk: Desk) -> None:
    seen = desk.begin()
    desk.saved(cast.class_teacher, f"Mornings are best. {BASE}", based_on=seen, tab="t")
    desk.saved(cast.head, f"{BASE} Often al", based_on=seen, tab="h")
    # The page heard nothing, so it still names the state before.
    desk.saved(cast.head, f"{BASE} Often aloud.", based_on=seen, tab="h")
    again = desk.saved(cast.head, f"{BASE} Often aloud.", based_on=seen, tab="h")

    assert again.text == desk.text == f"Mornings are best. {BASE} Often aloud."


def test_a_second_page_of_the_same_person_takes_nothing_out_of_the_first(cast: Cast, desk: Desk) -> None:
    seen = desk.begin()
    desk.saved(cast.head, f"{BASE} Often.", based_on=seen, tab="one")
    desk.saved(cast.head, f"Mornings are best. {BASE}", based_on=seen, tab="two")

    assert desk.text == f"Mornings are best. {BASE} Often."


def test_a_page_that_met_another_text_goes_on_being_kept_and_may_come_together_again(
    cast: Cast, desk: Desk
) -> None:
    seen = desk.begin()
    desk.saved(cast.class_teacher, BASE.replace("3 pages", "5 pages"), based_on=seen, tab="t")
    met = desk.write(cast.head, BASE.replace("3 pages", "4 pages"), based_on=seen, tab="h")
    assert isinstance(met, Kept)
    more = desk.write(cast.head, BASE.replace("3 pages", "4 long pages"), based_on=seen, tab="h")
    assert isinstance(more, Kept)
    assert more.kept.pk == met.kept.pk

    # They see the other text and take their own change back: there is nothing to choose any more.
    back = desk.saved(cast.head, f"{BASE} Often.", based_on=seen, tab="h")

    assert back.text == BASE.replace("3 pages", "5 pages") + " Often."
    with acting(cast.coordinator):
        assert queries.kept_texts(cast.young.plan.pk, KEY) == []


def test_words_that_were_taken_before_two_texts_met_are_not_there_twice(cast: Cast, desk: Desk) -> None:
    """A save is taken, unheard; the next one meets another text; then that text gives way."""
    me, other = cast.coordinator, cast.class_teacher
    first = desk.begin()
    desk.saved(other, f"{BASE} He likes music.", based_on=first)
    desk.saved(me, f"Ask him. {BASE}", based_on=first, tab="mine")  # the answer never came
    now = desk.revision
    desk.saved(other, desk.text.replace("3 pages", "4 pages"), based_on=now)
    mine = f"Ask him. {BASE.replace('3 pages', '5 pages')}"
    assert isinstance(desk.write(me, mine, based_on=first, tab="mine"), Kept)
    desk.saved(other, f"Today: {desk.text.replace('4 pages', '3 pages')}", based_on=desk.revision)

    desk.saved(me, f"{mine} Slowly.", based_on=first, tab="mine")

    assert desk.text.count("Ask him.") == 1
    assert "5 pages" in desk.text
    assert "Slowly." in desk.text
    assert "He likes music." in desk.text
    with acting(me):
        assert queries.kept_texts(cast.young.plan.pk) == []


def test_choosing_what_its_writer_has_gone_on_with_is_refused_and_shown_again(
    cast: Cast, desk: Desk, seen_by: Browser
) -> None:
    seen = desk.begin()
    desk.saved(cast.class_teacher, BASE.replace("3 pages", "5 pages"), based_on=seen, tab="t")
    met = desk.write(cast.head, BASE.replace("3 pages", "4 pages"), based_on=seen, tab="h")
    assert isinstance(met, Kept)
    shown = met.kept.revision
    desk.write(cast.head, BASE.replace("3 pages", "4 long pages"), based_on=seen, tab="h")

    with acting(cast.coordinator) as by, pytest.raises(Stale, match="wrote more"):
        actions.choose_text(
            plan=cast.young.plan, kept=met.kept, text="Chosen.", based_on=desk.revision, kept_revision=shown,
            on=TODAY, at=moment(TODAY), by=by,
        )  # fmt: skip
    page = reverse("plans:choose", args=[cast.young.plan.pk, met.kept.pk])
    answer = seen_by(cast.coordinator).post(
        page, {"text": "Chosen.", "revision": desk.revision, "kept_revision": shown}
    )
    assert answer.status_code == 409
    assert "long" in answer.content.decode()
    assert "Chosen." in answer.content.decode()
    assert desk.text == BASE.replace("3 pages", "5 pages")
    with acting(cast.coordinator):
        assert KeptText.objects.get(pk=met.kept.pk).settled_at is None


def test_words_that_began_from_a_state_that_never_was_are_kept_beside(cast: Cast, desk: Desk) -> None:
    desk.begin()
    assert isinstance(desk.write(cast.head, "Mine.", based_on=10_000), Kept)
    assert desk.text == BASE


def test_a_merged_text_that_is_too_long_is_kept_as_two(cast: Cast, desk: Desk) -> None:
    seen = desk.saved(cast.coordinator, "x. " * 30_000, based_on=desk.revision).revision
    desk.saved(cast.class_teacher, "x. " * 30_000 + "y" * 9_000, based_on=seen)
    assert isinstance(desk.write(cast.head, "z" * 9_000 + ". " + "x. " * 30_000, based_on=seen), Kept)


SENTENCES = st.lists(st.sampled_from(["One.", "Two.", "Three more.", "Four"]), max_size=4).map(" ".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SENTENCES, SENTENCES, st.sampled_from(["", "h"]))
def test_a_repeated_save_changes_nothing_whatever_came_between(
    cast: Cast, desk: Desk, theirs: str, mine: str, tab: str
) -> None:
    with transaction.atomic():
        seen = desk.saved(cast.coordinator, "Base.", based_on=desk.revision).revision
        desk.write(cast.class_teacher, f"Base. {theirs}", based_on=seen, tab="t")
        first = desk.write(cast.head, f"{mine} Base.", based_on=seen, tab=tab)
        after = desk.text
        states = desk.revision
        again = desk.write(cast.head, f"{mine} Base.", based_on=seen, tab=tab)
        assert type(again) is type(first)
        assert (desk.text, desk.revision) == (after, states)
        transaction.set_rollback(True)


# --- earlier states -------------------------------------------------------------------------------


def test_going_back_is_a_new_state_and_nothing_is_erased(cast: Cast, desk: Desk) -> None:
    first = desk.begin()
    desk.saved(cast.class_teacher, "All other words.", based_on=first)
    with acting(cast.coordinator) as by:
        writing.restore(
            plan=cast.young.plan,
            key=KEY,
            number=first,
            based_on=desk.revision,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        found = history.states(cast.young.plan.pk, KEY)
    assert desk.text == BASE
    assert [one.text for one in found[:3]] == [BASE, "All other words.", BASE]
    assert found[0].how == history.How.RESTORED


def test_undoing_a_save_leaves_what_others_wrote_after_it(cast: Cast, desk: Desk) -> None:
    seen = desk.begin()
    mine = desk.saved(cast.head, BASE.replace("3 pages", "4 pages"), based_on=seen)
    desk.saved(cast.class_teacher, f"{desk.text} Often.", based_on=mine.revision)
    for _ in range(2):  # a double click
        with acting(cast.head) as by:
            writing.undo(
                plan=cast.young.plan, key=KEY, number=mine.revision, on=TODAY, at=moment(TODAY), by=by
            )
        assert desk.text == f"{BASE} Often."


def test_a_state_of_another_section_or_plan_is_not_there(cast: Cast, desk: Desk) -> None:
    number = desk.begin()
    with acting(cast.coordinator) as by, pytest.raises(Http404):
        writing.restore(
            plan=cast.young.plan, key="support", number=number, based_on=0, on=TODAY, at=moment(TODAY), by=by
        )


@pytest.mark.parametrize("who", ["parent", "psychologist", "teaching_assistant"])
def test_others_neither_go_back_nor_are_seen(cast: Cast, desk: Desk, who: str) -> None:
    number, before = desk.begin(), desk.text
    with acting(getattr(cast, who)) as by:
        for act in (
            lambda: writing.undo(
                plan=cast.young.plan, key=KEY, number=number, on=TODAY, at=moment(TODAY), by=by
            ),
            lambda: writing.be_seen(
                plan=cast.young.plan, key=KEY, tab="x", caret=0, typing=True, at=moment(TODAY), by=by
            ),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert desk.text == before
    with acting(cast.coordinator):
        assert not WritingNow.objects.exists()


def test_a_state_cannot_be_changed_by_the_application(cast: Cast, desk: Desk) -> None:
    desk.begin()
    with (
        acting(cast.coordinator),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        SectionRevision.objects.filter(plan=cast.young.plan).update(text="Forged.")


def test_old_states_are_thinned_out_to_one_a_sitting(cast: Cast, desk: Desk) -> None:
    morning = moment(TODAY)
    revision = desk.begin()
    for minute in range(5):
        words = f"{BASE} Teacher {minute}."
        revision = desk.saved(
            cast.class_teacher, words, based_on=revision, at=morning + timedelta(minutes=minute)
        ).revision
    for minute in range(3):
        words = f"{desk.text} Head {minute}."
        revision = desk.saved(
            cast.head, words, based_on=revision, at=morning + timedelta(hours=1, minutes=minute)
        ).revision
    plan, school = cast.young.plan, cast.school.pk

    assert writing.thin_out(school_id=school, now=morning + timedelta(days=10)) == 0
    writing.thin_out(school_id=school, now=morning + timedelta(days=20))
    writing.thin_out(school_id=school, now=morning + timedelta(days=20))

    with acting(cast.coordinator):
        left = [one.text for one in history.states(plan.pk, KEY) if "Teacher" in one.text]
        nearest = history.base_of(
            plan_id=plan.pk, key=KEY, text="x", based_on=revision - 1, tab="", person_id=cast.head.pk
        )
    assert left == [desk.text, f"{BASE} Teacher 4."]
    assert nearest is not None
    assert nearest.text == f"{BASE} Teacher 4.", "the nearest state before stands in for one that went"


def test_the_page_of_earlier_states_says_who_when_and_what(cast: Cast, desk: Desk, seen_by: Browser) -> None:
    first = desk.begin()
    desk.saved(cast.class_teacher, BASE.replace("3 pages", "<b>4</b> pages"), based_on=first)
    page = reverse("plans:earlier", args=[cast.young.plan.pk, KEY])
    browser = seen_by(cast.coordinator)
    shown = browser.get(page).content.decode()
    assert cast.class_teacher.name in shown
    assert "&lt;b&gt;4&lt;/b&gt;" in shown
    assert "<del>" in shown

    assert browser.post(page, {"number": first, "revision": desk.revision}).status_code == 302
    assert desk.text == BASE
    assert browser.post(page, {"number": "x"}).status_code == 422
    assert browser.post(page, {"number": 9_999, "revision": 1}).status_code == 404
    assert browser.get(page, {"before": "²"}).status_code == 200
    assert browser.get(reverse("plans:earlier", args=[cast.young.plan.pk, "none"])).status_code == 404
    assert seen_by(cast.other_coordinator).get(page).status_code == 404
    assert seen_by(cast.parent).get(page).status_code == 403


# --- who else is there ----------------------------------------------------------------------------


def test_two_pages_see_each_other_and_a_killed_one_is_gone_after_half_a_minute(
    cast: Cast, desk: Desk, django_assert_num_queries: Callable[[int], object]
) -> None:
    plan, now = cast.young.plan, moment(TODAY)
    with acting(cast.class_teacher) as by:
        writing.be_seen(plan=plan, key=KEY, tab="t", caret=3, typing=True, at=now, by=by)
    with acting(cast.head) as by:
        with django_assert_num_queries(2):  # type: ignore[attr-defined]
            there = writing.be_seen(plan=plan, key=KEY, tab="h", caret=None, typing=False, at=now, by=by)
        assert [(one.name, one.caret) for one in there] == [(cast.class_teacher.name, 3)]
        later = now + timedelta(seconds=31)
        assert writing.be_seen(plan=plan, key=KEY, tab="h", caret=None, typing=False, at=later, by=by) == []
        writing.leave(plan=plan, key=KEY, tab="h", at=later, by=by)
        assert not WritingNow.objects.exists()


def test_the_page_is_told_who_is_there_and_what_the_section_says_now(
    cast: Cast, desk: Desk, seen_by: Browser
) -> None:
    seen = desk.begin()
    page = reverse("plans:here", args=[cast.young.plan.pk, KEY])
    teacher, head = seen_by(cast.class_teacher), seen_by(cast.head)
    assert teacher.post(page, {"tab": "t", "caret": 20, "revision": seen}).json() == {
        "state": "here", "others": [], "revision": seen,
    }  # fmt: skip
    told = head.post(page, {"tab": "h", "revision": 0}).json()
    assert told["text"] == BASE
    assert told["others"] == [f"{cast.class_teacher.name} has this section open, near: He likes maths."]
    address = reverse("plans:section", args=[cast.young.plan.pk, KEY])
    teacher.post(
        address, {"text": f"{BASE} Often.", "revision": seen, "tab": "t", "caret": 60}, headers=AUTOSAVE
    )
    assert "is writing here, near: Often." in head.get(address).content.decode()
    assert teacher.post(page, {"tab": "t", "leaving": "on"}).json() == {"state": "left"}
    assert head.post(page, {"tab": "h"}).json()["others"] == []
    assert head.post(page, {"tab": "<script>"}).status_code == 422
    assert seen_by(cast.parent).post(page, {"tab": "p"}).status_code == 403
    assert seen_by(cast.other_coordinator).post(page, {"tab": "o"}).status_code == 404


# --- what changed since issue ---------------------------------------------------------------------


def test_the_draft_says_what_changed_since_the_last_version(cast: Cast, desk: Desk, seen_by: Browser) -> None:
    page = reverse("plans:changes", args=[cast.young.plan.pk])
    browser = seen_by(cast.coordinator)
    desk.begin()
    with acting(cast.coordinator) as by:
        plan = queries.plan(cast.young.plan.pk)
        actions.add_need(plan=plan, words=actions.NeedWords(title="Finds noise hard"), on=TODAY, by=by)
        goal = queries.goal(plan.pk, cast.young.goal.pk)
        values = {name: getattr(goal, name) for name in actions.GoalWords.__slots__} | {
            "text": "Read two pages aloud"
        }
        actions.change_goal(
            goal=goal, words=actions.GoalWords(**values), revision=goal.revision, on=TODAY, by=by
        )
    shown = browser.get(page).content.decode()
    for words in ("Finds noise hard", "New", "Read two pages aloud", "Changed", "<ins>"):
        assert words in shown
    assert seen_by(cast.parent).get(page).status_code == 403
    assert seen_by(cast.other_coordinator).get(page).status_code == 404
