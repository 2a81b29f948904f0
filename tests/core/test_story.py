"""Events that cannot have happened as they are told."""

from __future__ import annotations

from handrail.core.story import contradictions, impossible
from tests.core.builders import event

BORN = event("b", "born", "2015-06-01")


def test_nothing_happens_before_the_pupil_is_born() -> None:
    asked = event("a", "asked", "2015-05-01")

    assert impossible([asked, BORN]) == (
        "asked on 2015-05-01 lies before the pupil was born on 2015-06-01. Check both days."
    )


def test_an_answer_before_its_question_is_impossible() -> None:
    asked = event("a", "asked", "2026-05-02")
    answered = event("c", "answered", "2026-05-01", refers_to="a")

    assert impossible([BORN, answered, asked]) == (
        "answered on 2026-05-01 answers asked, which happened only on 2026-05-02. Check both days."
    )


def test_an_answer_may_come_before_the_question_that_corrects_an_earlier_one() -> None:
    first = event("a", "asked", "2026-04-01")
    answered = event("c", "answered", "2026-05-01", refers_to="d")
    corrected = event("d", "asked", "2026-05-02")

    assert impossible([BORN, first, answered, corrected]) is None


def test_an_answer_on_the_day_of_the_question_is_possible() -> None:
    assert (
        impossible([event("a", "asked", "2026-05-01"), event("c", "answered", "2026-05-01", refers_to="a")])
        is None
    )


def test_each_event_that_cannot_be_is_told_with_what_had_to_come_first() -> None:
    early, asked = event("a", "asked", "2015-05-01"), event("d", "asked_more", "2026-05-02")
    answered = event("c", "answered", "2026-05-01", refers_to="d")

    found = [(one.event.id, one.first.id) for one in contradictions([answered, asked, BORN, early])]

    assert found == [("a", "b"), ("c", "d")]
