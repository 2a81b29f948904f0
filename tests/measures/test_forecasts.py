"""When a goal would be reached, and when that is not said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.errors import MeasureError
from handrail.measures.findings import Settings
from handrail.measures.forecasts import crossing, forecast, needed_rate
from handrail.measures.lines import least_squares
from handrail.measures.quantiles import normal, student
from handrail.measures.verdicts import verdict
from tests.measures.cases import EXAMPLES, SIX_CASES, goal, week, weekly


def test_case_one_reaches_its_target_in_march() -> None:
    line = least_squares(range(11), SIX_CASES["one"][0])

    assert crossing(line, 72, sign=1, confidence=0.80) == pytest.approx((27.357724, 23.435007, 33.337681, ""))
    assert crossing(line, 72, sign=1, confidence=0.95) == pytest.approx((27.357724, 21.570789, 39.108193, ""))


def test_case_one_as_days_and_past_the_horizon() -> None:
    values, start, target, weeks = SIX_CASES["one"]
    aim = goal(start, target, weeks)

    found = forecast(verdict(weekly(values), aim, as_of=week(10)), aim)

    assert found is not None
    assert found.on == date(2027, 3, 18)
    assert found.horizon == week(20)
    assert not found.can_be_shown
    assert found.reason == "later than can be foreseen from so short a time"


def test_within_the_horizon_it_can_be_shown() -> None:
    values, start, target, weeks = SIX_CASES["above"]
    aim = goal(start, target, weeks)

    found = forecast(verdict(weekly(values), aim, as_of=week(9)), aim)

    assert found is not None
    assert found.can_be_shown
    assert found.earliest <= found.on <= found.latest  # type: ignore[operator]
    assert found.on < aim.due


def test_too_early_has_no_forecast() -> None:
    aim = goal(10, 20, 10)

    assert forecast(verdict(weekly((10, 11)), aim, as_of=week(1)), aim) is None


def test_a_line_away_from_the_goal_is_not_predictable() -> None:
    line = least_squares(range(6), (50, 48, 47, 45, 44, 42))

    found = crossing(line, 72, sign=1)

    assert not found.predictable
    assert "does not lead towards the goal" in found.reason


def test_a_pace_that_may_be_nothing_is_not_predictable() -> None:
    line = least_squares(range(6), SIX_CASES["noisy"][0])

    found = crossing(line, 60, sign=1)

    assert found.weeks is not None
    assert not found.predictable
    assert "may as well be nothing" in found.reason


@EXAMPLES
@given(
    st.lists(st.integers(0, 100).map(float), min_size=5, max_size=20),
    st.integers(100, 200),
    st.sampled_from([0.8, 0.95]),
)
def test_at_the_ends_of_the_interval_the_line_probably_just_reaches_the_target(
    values: list[float], target: int, confidence: float
) -> None:
    line = least_squares(range(len(values)), values)
    found = crossing(line, target, sign=1, confidence=confidence)
    if not found.predictable or not line.see:
        return

    assert found.low is not None
    assert found.high is not None
    for end in (found.low, found.high):
        low, high = line.mean_interval(end, confidence)
        assert min(abs(low - target), abs(high - target)) < 1e-5 * max(abs(end), target)


def test_what_is_needed_from_here() -> None:
    assert needed_rate(52, 72, weeks_left=10) == 2
    assert needed_rate(52, 72, weeks_left=0) is None


def test_a_confidence_lies_between_0_and_1() -> None:
    for quantile in (lambda: normal(1.0), lambda: student(80, 5)):
        with pytest.raises(MeasureError, match=r"such as 0\.8"):
            quantile()
    aim = goal(42, 72, 20)
    with pytest.raises(MeasureError, match=r"such as 0\.8"):
        verdict(weekly(SIX_CASES["one"][0]), aim, as_of=week(10), settings=Settings(confidence=95))
