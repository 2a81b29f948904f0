"""Starts, goal lines and weeks of teaching."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.aimlines import (
    Aimline,
    Baseline,
    Goal,
    Pause,
    TeachingWeeks,
    aimline,
    baseline,
    own_rate_target,
)
from handrail.measures.dimensions import Dimension, Direction, Measure
from handrail.measures.errors import MeasureError
from tests.measures.cases import EXAMPLES, LEAVING, MONDAY, READING, goal, week, weekly

OCTOBER = Pause(date(2026, 10, 12), date(2026, 10, 25), "October holiday")
DAYS = st.dates(date(2026, 8, 1), date(2027, 8, 1))
PAUSES = st.lists(
    st.tuples(DAYS, st.integers(0, 40)).map(lambda one: Pause(one[0], one[0] + timedelta(days=one[1]))),
    max_size=4,
).map(tuple)


def test_a_start_is_the_middle_of_the_first_three_checks() -> None:
    start = baseline(weekly((40, 45, 42, 60)).points)

    assert (start.value, start.on, start.values) == (42, week(1), (40, 45, 42))


def test_case_one_has_a_goal_line_of_one_and_a_half_a_week() -> None:
    line = aimline(goal(42, 72, 20))

    assert line.rate == 1.5
    assert [line.at(week(number)) for number in range(11)] == [42 + 1.5 * number for number in range(11)]


def test_a_goal_line_is_flat_in_a_holiday_and_still_reaches_its_target() -> None:
    line = aimline(goal(42, 72, 20, pauses=(OCTOBER,)))

    assert line.rate == pytest.approx(30 / 18)
    assert line.at(date(2026, 10, 11)) == line.at(date(2026, 10, 18)) == line.at(date(2026, 10, 25))
    assert line.at(week(20)) == pytest.approx(72)


def test_a_goal_where_less_is_better_falls() -> None:
    assert aimline(goal(12, 2, 10, LEAVING)).rate == -1


def test_a_goal_without_a_start_takes_the_first_checks_after_its_first_day() -> None:
    points = weekly((10, 42, 45, 40, 50)).points

    assert aimline(goal(None, 72, 20, starts=week(1)), points).start.value == 42


@pytest.mark.parametrize("values", [(), (40,), (40, 41)])
def test_too_few_checks_are_no_start(values: tuple[float, ...]) -> None:
    with pytest.raises(MeasureError, match="middle of 3 checks"):
        baseline(weekly(values).points)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: goal(72, 42, 20), "not better than its start"),
        (lambda: goal(2, 12, 20, LEAVING), "not better than its start"),
        (lambda: goal(42, 42, 20), "not better than its start"),
        (lambda: goal(42, 72, 0), "is not later"),
        (lambda: goal(float("nan"), 72, 20), "never starts from nothing"),
        (lambda: goal(42, -5, 20), "goal's target: .* negative"),
        (lambda: aimline(goal(None, 40, 20), weekly((41, 44, 46)).points), "nothing is left to gain"),
        (lambda: Pause(week(2), week(1)), "before it begins"),
        (
            lambda: aimline(goal(42, 72, 2, pauses=(Pause(week(0), week(3)),))),
            "no week of teaching for a goal line",
        ),
    ],
)  # fmt: skip
def test_a_goal_that_cannot_be_is_refused_with_a_sentence(make: object, told: str) -> None:
    assert callable(make)
    with pytest.raises(MeasureError, match=told):
        make()


def test_a_range_needs_both_ends() -> None:
    between = Measure(name="Level", dimension=Dimension.RATE, unit="a minute", direction=Direction.RANGE)

    with pytest.raises(MeasureError, match="upper limit too"):
        Goal(text="", measure=between, target=2, due=week(4))
    with pytest.raises(MeasureError, match="is below"):
        Goal(text="", measure=between, target=2, high=1, due=week(4))
    with pytest.raises(MeasureError, match="a band, not a goal line"):
        aimline(Goal(text="", measure=between, target=2, high=3, due=week(4)))


def test_a_target_from_the_pupils_own_pace() -> None:
    assert own_rate_target(Baseline(30, MONDAY), own_slope=0.8, weeks=10) == pytest.approx(42)
    with pytest.raises(MeasureError, match="some weeks"):
        own_rate_target(Baseline(30, MONDAY), own_slope=0.8, weeks=0)


@EXAMPLES
@given(PAUSES, DAYS, DAYS)
def test_weeks_of_teaching_are_the_days_that_are_not_paused(
    pauses: tuple[Pause, ...], start: date, end: date
) -> None:
    weeks = TeachingWeeks(pauses)
    first, last = min(start, end), max(start, end)
    counted = sum(
        not any(pause.starts <= first + timedelta(days=number) <= pause.ends for pause in pauses)
        for number in range(1, (last - first).days + 1)
    )

    assert weeks.between(first, last) == pytest.approx(counted / 7)
    assert weeks.between(last, first) == -weeks.between(first, last)


@EXAMPLES
@given(PAUSES, DAYS, st.floats(0.01, 30))
def test_after_so_many_weeks_of_teaching_is_the_first_such_day(
    pauses: tuple[Pause, ...], start: date, length: float
) -> None:
    weeks = TeachingWeeks(pauses)

    day = weeks.after(start, length)

    assert weeks.between(start, day) >= length - 1e-6
    assert weeks.between(start, day - timedelta(days=1)) < length


@EXAMPLES
@given(PAUSES, st.floats(1, 90), st.integers(1, 40))
def test_a_goal_line_begins_and_ends_where_the_goal_says(
    pauses: tuple[Pause, ...], target: float, length: int
) -> None:
    weeks = TeachingWeeks(pauses)
    due = weeks.after(MONDAY, length)

    line = Aimline(Baseline(0, MONDAY), target, due, weeks)

    assert line.at(MONDAY) == 0
    assert line.at(due) == pytest.approx(target)
    assert READING.clipped(-1) == 0
