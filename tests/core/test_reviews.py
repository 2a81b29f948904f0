from __future__ import annotations

from handrail.core.calendars import Calendars, SchoolCalendar, Term
from handrail.core.deadlines import deadlines
from handrail.core.duties import Start, When
from handrail.core.fixed_days import FixedDay
from handrail.core.plan_types import ReviewCycle
from handrail.core.reviews import next_review
from tests.core.builders import citation, day, duty, event, limit

YEAR = duty(
    "YEAR",
    starts=(Start(When("prepared")), Start(When("reviewed"))),
    met_by=(When("reviewed"),),
    stopped_by=(When("ended"),),
    within=limit("12 months beginning with"),
    on_expiry="year_over",
)
REVIEW = duty(
    "REVIEW",
    starts=(Start(When("year_over")),),
    met_by=(When("reviewed"),),
    within=limit("12 weeks beginning with"),
)
CYCLE = ReviewCycle(says="Each year.", duty="YEAR", completed_under="REVIEW", citation=citation())
PREPARED = event("p", "prepared", "2025-08-06")


def test_the_next_review_follows_the_last_completed_one() -> None:
    review = next_review(
        CYCLE, deadlines([YEAR, REVIEW], [PREPARED, event("r", "reviewed", "2026-10-20")], Calendars())
    )

    assert review is not None
    assert (review.on, review.complete_by, review.legal) == (day("2027-10-19"), day("2028-01-10"), True)
    assert review.sentence.startswith("12 months, and Tuesday 20 October 2026 is day 1")


def test_a_plan_that_ended_has_no_next_review() -> None:
    found = deadlines([YEAR, REVIEW], [PREPARED, event("e", "ended", "2026-01-05")], Calendars())

    assert next_review(CYCLE, found) is None


def test_before_any_plan_there_is_no_next_review() -> None:
    assert next_review(CYCLE, ()) is None


def test_a_review_without_a_legal_day_has_an_aim() -> None:
    each_term = duty(
        "TERM",
        starts=(Start(When("prepared")),),
        met_by=(),
        within=limit(None, aim=FixedDay.parse("end of next term")),
    )
    school = SchoolCalendar(name="s", terms=(Term("Term 1", day("2025-08-20"), day("2025-10-10")),))
    cycle = ReviewCycle(says="Each term.", duty="TERM", completed_under=None, citation=None)

    review = next_review(cycle, deadlines([each_term], [PREPARED], Calendars(school=school)))

    assert review is not None
    assert (review.on, review.complete_by, review.legal) == (day("2025-10-10"), None, False)
