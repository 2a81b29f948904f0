"""Slips of the pen: put right beside the issued words, with who and why, and no clock starts again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.cases.models import CaseEvent, Deadline
from handrail.apps.plans import issued
from handrail.apps.plans.models import Correction, Goal, SectionText, Version
from tests.apps.versions.scenes import again
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]

BEFORE = "Every lesson starts with the page read aloud once."
AFTER = "Every lesson starts with teh page read aloud once."  # any slip will do, either way round


def correct(cast: Cast, who: Person, *, before: str = BEFORE, after: str = AFTER, **more: str) -> Correction:
    with acting(who) as by:
        return issued.correct(
            version=Version.objects.select_related("plan", "pupil").get(pk=cast.young.version.pk),
            place=more.get("place", "changes/text"),
            before=before,
            after=after,
            reason=more.get("reason", "A word was misspelt."),
            on=TODAY,
            by=by,
        )


def clocks(cast: Cast) -> tuple[list[tuple[object, ...]], int]:
    with acting(cast.coordinator):
        case = cast.young.plan.case_id
        rows = Deadline.objects.filter(case=case).order_by("duty", "trigger")
        return (
            list(rows.values_list("duty", "trigger", "falls_on", "is_open")),
            CaseEvent.objects.filter(case=case).count(),
        )


def test_the_issued_words_stay_and_the_correction_stands_beside_them(cast: Cast, seen_by: Browser) -> None:
    before, document = clocks(cast), cast.young.version.document

    row = correct(cast, cast.coordinator)

    with acting(cast.coordinator):
        version = Version.objects.get(pk=cast.young.version.pk)
        fact = Fact.objects.get(kind="plan.corrected", pupil_id=cast.young.pupil.pk)
    assert version.document == document
    assert (row.number, row.before, row.after) == (1, BEFORE, AFTER)
    assert (fact.detail["before"], fact.detail["after"], fact.detail["number"]) == (BEFORE, AFTER, "1.1")
    assert clocks(cast) == before
    shown = seen_by(cast.parent).get(reverse("plans:version", args=[version.plan_id, 1])).content.decode()
    assert BEFORE in shown
    assert AFTER in shown
    assert "Correction 1.1" in shown
    assert "Nora Coordinator" in shown
    assert "A word was misspelt." in shown


def test_the_slip_does_not_come_back_with_the_next_version(cast: Cast) -> None:
    revision = again(cast, cast.young.plan).draft_revision
    correct(cast, cast.coordinator)
    with acting(cast.coordinator):
        assert SectionText.objects.get(plan=cast.young.plan, key="changes").text == AFTER
    assert again(cast, cast.young.plan).draft_revision == revision + 1


def test_words_of_the_draft_that_were_changed_already_stay(cast: Cast) -> None:
    with acting(cast.coordinator):
        SectionText.objects.filter(plan=cast.young.plan, key="changes").update(text="Written anew.")
    correct(cast, cast.coordinator)
    with acting(cast.coordinator):
        assert SectionText.objects.get(plan=cast.young.plan, key="changes").text == "Written anew."


def test_a_goal_s_words_can_be_put_right_and_its_numbers_cannot(cast: Cast) -> None:
    goal = cast.young.goal
    place = f"goals/goals/{goal.pk}/text"
    right = goal.text.replace("correctly", "corectly")
    correct(cast, cast.coordinator, before=goal.text, after=right, place=place)
    with acting(cast.coordinator):
        assert Goal.objects.get(pk=goal.pk).text == right
    with pytest.raises(NotPossible, match="changes a number"):
        correct(cast, cast.coordinator, before=right, after=right.replace("70", "50"), place=place)


def test_amounts_views_and_what_is_not_there_are_no_place_for_a_correction(cast: Cast) -> None:
    with acting(cast.coordinator):
        keys = {one.key for one in issued.as_corrected(cast.young.version, [])}
    assert not any(part in key for key in keys for part in ("views", "pupil_words", "baseline", "target"))
    for place in (
        f"goals/goals/{cast.young.goal.pk}/target",
        f"goals/goals/{cast.young.goal.pk}/pupil_words",
        "pupil_views/views/x/words",
        "nothing/text",
        "",
    ):
        with pytest.raises(NotPossible, match="cannot be corrected|not a text"):
            correct(cast, cast.coordinator, place=place)
    with acting(cast.coordinator):
        assert not Correction.objects.exists()


def test_twice_the_same_is_one_and_two_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    first = correct(cast, cast.coordinator)
    assert correct(cast, cast.coordinator, before=AFTER).pk == first.pk
    with pytest.raises(NotPossible, match="in the meantime"):
        correct(cast, cast.head, after=BEFORE.replace("lesson", "leson"))
    second = correct(cast, cast.head, before=AFTER, after=BEFORE)
    assert second.number == 2


@pytest.mark.parametrize("who", ["class_teacher", "officer", "parent", "psychologist"])
def test_only_whoever_may_issue_may_correct(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        correct(cast, getattr(cast, who))


def test_a_correction_cannot_be_changed_even_by_sql(cast: Cast) -> None:
    correct(cast, cast.coordinator)
    for statement in ("update plans_correction set after = 'x'", "delete from plans_correction"):
        with (
            acting(cast.coordinator),
            pytest.raises(DatabaseError, match="denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_page_of_a_correction(cast: Cast, seen_by: Browser) -> None:
    page = reverse("versions:correct", args=[cast.young.plan.pk, 1])
    browser = seen_by(cast.coordinator)
    assert "?place=changes/text" in browser.get(page).content.decode()
    place = f"{page}?place=changes/text"
    wrong = browser.post(place, {"before": BEFORE, "after": BEFORE.replace("once", "twice"), "reason": "x"})
    assert wrong.status_code == 409
    assert "change the plan and issue it again" in wrong.content.decode()
    assert "read aloud twice" in wrong.content.decode()
    assert browser.post(place, {"before": BEFORE, "after": AFTER, "reason": ""}).status_code == 422
    right = browser.post(place, {"before": BEFORE, "after": AFTER, "reason": "A slip."})
    assert (right.status_code, right["Location"]) == (
        302,
        reverse("plans:version", args=[cast.young.plan.pk, 1]),
    )
    assert seen_by(cast.parent).get(page).status_code == 403
    assert seen_by(cast.other_coordinator).get(page).status_code == 404
