"""Words of a section: saved again and again, never lost, and both shown when two people write at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.plans import actions, queries
from handrail.apps.plans.actions import Kept, Saved
from handrail.apps.plans.models import KeptText, SectionText
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
KEY = "changes"
AUTOSAVE = {"X-Handrail-Autosave": "1"}


@dataclass
class Desk:
    """Writes in one section of one draft as one person after another."""

    cast: Cast

    def write(self, who: Person, text: str, *, based_on: int, later: int = 0) -> Saved | Kept:
        at = moment(TODAY) + timedelta(minutes=later)
        with acting(who) as by:
            return actions.write_section(
                plan=self.cast.young.plan, key=KEY, text=text, based_on=based_on, on=TODAY, at=at, by=by
            )

    def choose(self, who: Person, kept: KeptText, text: str, *, based_on: int) -> Saved | Kept:
        with acting(who) as by:
            return actions.choose_text(
                plan=self.cast.young.plan,
                kept=kept,
                text=text,
                based_on=based_on,
                on=TODAY,
                at=moment(TODAY),
                by=by,
            )

    @property
    def now(self) -> SectionText:
        with acting(self.cast.coordinator):
            text = queries.section_text(self.cast.young.plan.pk, KEY)
        assert text is not None
        return text

    @property
    def waiting(self) -> list[str]:
        """Words that nobody has chosen about yet."""
        with acting(self.cast.coordinator):
            return [kept.text for kept in queries.kept_texts(self.cast.young.plan.pk, KEY)]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def test_words_are_saved_and_a_repeated_autosave_is_harmless(cast: Cast, desk: Desk) -> None:
    first = desk.write(cast.class_teacher, "He reads aloud with a partner.", based_on=desk.now.revision)
    assert isinstance(first, Saved)

    again = desk.write(
        cast.class_teacher, "He reads aloud with a partner.", based_on=first.revision - 1, later=5
    )

    assert again == first
    assert desk.now.text == "He reads aloud with a partner."
    assert desk.now.written_by_name == cast.class_teacher.name
    assert desk.waiting == []


def test_one_sitting_is_one_fact_in_the_record(cast: Cast, desk: Desk) -> None:
    for number in range(5):
        desk.write(cast.class_teacher, "x" * (number + 1), based_on=desk.now.revision)

    with acting(cast.coordinator):
        facts = Fact.objects.filter(kind="plan.section_written", by_name=cast.class_teacher.name)
        assert facts.count() == 1


def test_two_writers_keep_both_texts_until_somebody_chooses(cast: Cast, desk: Desk) -> None:
    seen = desk.now.revision
    desk.write(cast.class_teacher, "The teacher’s words.", based_on=seen)

    met = desk.write(cast.head, "The head’s words.", based_on=seen)

    assert isinstance(met, Kept)
    assert (met.current.text, met.kept.text) == ("The teacher’s words.", "The head’s words.")
    assert desk.now.text == "The teacher’s words."
    assert desk.waiting == ["The head’s words."]

    chosen = desk.choose(cast.coordinator, met.kept, "Both’s words.", based_on=desk.now.revision)
    assert isinstance(chosen, Saved)
    assert desk.now.text == "Both’s words."
    assert desk.waiting == []


def test_a_third_writer_while_somebody_chooses_loses_nothing(cast: Cast, desk: Desk) -> None:
    seen = desk.now.revision
    desk.write(cast.class_teacher, "The teacher’s words.", based_on=seen)
    met = desk.write(cast.head, "The head’s words.", based_on=seen)
    assert isinstance(met, Kept)
    while_choosing = desk.now.revision
    desk.write(cast.officer, "The officer’s words.", based_on=while_choosing)

    chosen = desk.choose(cast.coordinator, met.kept, "Both’s words.", based_on=while_choosing)

    assert isinstance(chosen, Kept)
    assert desk.now.text == "The officer’s words."
    assert sorted(desk.waiting) == ["Both’s words.", "The head’s words."]


def test_a_later_save_of_the_same_sitting_replaces_what_was_kept_but_another_sitting_does_not(
    cast: Cast, desk: Desk
) -> None:
    seen = desk.now.revision
    desk.write(cast.class_teacher, "The teacher’s words.", based_on=seen)
    desk.write(cast.head, "The head beg", based_on=seen)
    desk.write(cast.head, "The head begins.", based_on=seen)
    assert desk.waiting == ["The head begins."]
    in_the_afternoon = desk.now.revision
    desk.write(cast.class_teacher, "The teacher’s later words.", based_on=in_the_afternoon)

    desk.write(cast.head, "The head’s afternoon.", based_on=in_the_afternoon)

    assert desk.waiting == ["The head begins.", "The head’s afternoon."]


@pytest.mark.parametrize("who", ["parent", "psychologist", "teaching_assistant", "other_coordinator"])
def test_others_write_nothing(cast: Cast, desk: Desk, who: str) -> None:
    before = desk.now.text
    with pytest.raises(NotAllowed):
        desk.write(getattr(cast, who), "Mine", based_on=desk.now.revision)
    assert desk.now.text == before
    assert desk.waiting == []


def test_too_long_a_text_and_an_unknown_section_are_refused(cast: Cast, desk: Desk) -> None:
    before = desk.now.text
    with pytest.raises(NotPossible, match="100,001 characters"):
        desk.write(cast.coordinator, "x" * 100_001, based_on=desk.now.revision)
    with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="no such section"):
        actions.write_section(
            plan=cast.young.plan, key="nothing", text="x", based_on=0, on=TODAY, at=moment(TODAY), by=by
        )
    assert desk.now.text == before


def test_the_page_saves_answers_a_script_and_shows_both_texts(
    cast: Cast, desk: Desk, seen_by: Browser
) -> None:
    page = reverse("plans:section", args=[cast.young.plan.pk, KEY])
    revision = desk.now.revision
    teacher, head = seen_by(cast.class_teacher), seen_by(cast.head)
    assert desk.now.text in teacher.get(page).content.decode()

    saved = teacher.post(page, {"text": "Teacher", "revision": revision}, headers=AUTOSAVE)
    assert saved.json() == {
        "state": "saved", "revision": revision + 1, "at": "9:41 am", "others": [],
    }  # fmt: skip

    conflict = head.post(page, {"text": "Head", "revision": revision}, headers=AUTOSAVE)
    assert (conflict.status_code, conflict.json()["state"]) == (409, "conflict")
    both = conflict.json()["url"]
    # Without a script the button leads to the same page, and the same sitting is kept once.
    assert head.post(page, {"text": "Head", "revision": revision})["Location"] == both
    shown = seen_by(cast.coordinator).get(both).content.decode()
    assert "Teacher" in shown
    assert "Head" in shown
    assert "Two texts" in teacher.get(reverse("plans:plan", args=[cast.young.plan.pk])).content.decode()
    assert seen_by(cast.other_coordinator).get(both).status_code == 404
    assert seen_by(cast.parent).get(both).status_code == 403

    chosen = head.post(both, {"text": "Teacher and head", "revision": revision + 1})
    assert chosen.status_code == 302
    assert desk.now.text == "Teacher and head"
    # Somebody else who had the page open is told, and not shown a fault.
    assert teacher.post(both, {"text": "Teacher only", "revision": revision + 1}).status_code == 302
    assert desk.now.text == "Teacher and head"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"text": "x"}, 422),
        ({"text": "x", "revision": "abc"}, 422),
        ({"text": "x", "revision": "-1"}, 422),
        ({"text": "x", "revision": "9" * 30}, 422),
        ({"text": "a\0b", "revision": "1"}, 422),
        ({"text": "x" * 100_001, "revision": "1"}, 422),
    ],
    ids=["no revision", "no number", "negative", "huge", "NUL", "too long"],
)
def test_a_wrong_form_changes_nothing_and_a_script_is_told_so(
    cast: Cast, desk: Desk, seen_by: Browser, wrong: dict[str, str], status: int
) -> None:
    before = desk.now.revision
    page = reverse("plans:section", args=[cast.young.plan.pk, KEY])
    browser = seen_by(cast.coordinator)

    assert browser.post(page, wrong).status_code == status
    answer = browser.post(page, wrong, headers=AUTOSAVE)
    assert (answer.status_code, answer.json()["state"]) == (status, "refused")
    assert answer.json()["says"]
    assert desk.now.revision == before
    assert desk.waiting == []
