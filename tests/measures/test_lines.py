"""Lines through a series, against values found with other programs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from handrail.measures.errors import MeasureError
from handrail.measures.kendall import kendall
from handrail.measures.lines import (
    least_squares,
    points_needed,
    siegel,
    slope_error_planned,
    split_middle,
    theil_sen,
    three_group,
)
from tests.measures.cases import EXAMPLES, SIX_CASES, shared_rows

ONE = SIX_CASES["one"][0]
WEEKS = list(range(len(ONE)))
VALUES = st.lists(st.integers(0, 200).map(float), min_size=3, max_size=40)


def test_case_one_by_least_squares() -> None:
    line = least_squares(WEEKS, ONE)

    assert (line.slope, line.intercept) == pytest.approx((1.118182, 41.409091), abs=5e-7)
    assert (line.slope_error, line.see) == pytest.approx((0.169562, 1.778377), abs=5e-7)
    assert line.slope_interval(0.95) == pytest.approx((0.734607, 1.501757), abs=1e-6)
    assert line.slope_interval(0.80) == pytest.approx((0.883673, 1.352690), abs=1e-6)
    assert line.slope_interval(0.75) == pytest.approx((0.909679, 1.326685), abs=1e-6)


def test_case_one_on_the_day_of_the_goal() -> None:
    line = least_squares(WEEKS, ONE)

    assert line.at(20) == pytest.approx(63.772727, abs=1e-6)
    assert line.mean_interval(20, 0.95) == pytest.approx((57.892633, 69.652822), abs=1e-6)
    assert line.mean_interval(20, 0.80) == pytest.approx((60.177778, 67.367676), abs=1e-6)
    assert line.prediction_interval(20, 0.95) == pytest.approx((56.648137, 70.897318), abs=1e-6)


def test_case_one_by_medians_and_by_hand() -> None:
    robust = theil_sen(WEEKS, ONE)

    assert (robust.slope, robust.intercept, robust.intercept_separate) == pytest.approx(
        (7 / 6, 42, 41 + 1 / 6)
    )
    assert (robust.low, robust.high) == pytest.approx((2 / 3, 1.6))
    assert siegel(WEEKS, ONE) == pytest.approx((1.2083333, 41.75))
    assert split_middle(WEEKS, ONE) == 1.0
    assert three_group(WEEKS, ONE) == pytest.approx(8 / 7)
    assert three_group(WEEKS, ONE, by_count=True) == pytest.approx(8 / 10)


def test_a_series_with_ties() -> None:
    b_phase = (28, 25, 24, 27, 30, 30, 29)
    line, robust = least_squares(range(1, 8), b_phase), theil_sen(range(1, 8), b_phase)

    assert (line.slope, line.slope_error, line.see) == pytest.approx((0.678571, 0.385648, 2.040658), abs=1e-6)
    assert line.slope_interval(0.95) == pytest.approx((-0.312769, 1.669912), abs=1e-6)
    assert (robust.slope, robust.intercept, robust.intercept_separate) == pytest.approx(
        (2 / 3, 24 + 1 / 3, 25 + 1 / 3)
    )


def test_the_two_intercepts_by_medians_differ() -> None:
    robust = theil_sen(range(1, 7), (20, 20, 26, 25, 22, 23))

    assert (robust.intercept, robust.intercept_separate) == pytest.approx((19.4, 20.4))


def test_published_series_agree_with_another_program() -> None:
    for row in shared_rows("trend_lines.csv"):
        y = [float(value) for value in row["values"].split()]
        x = range(1, len(y) + 1)
        line, robust = least_squares(x, y), theil_sen(x, y)

        assert line.intercept == pytest.approx(float(row["ols_b0"]), abs=1e-9)
        assert line.slope == pytest.approx(float(row["ols_b1"]), abs=1e-9)
        assert line.slope_error == pytest.approx(float(row["ols_se_b1"]), abs=1e-9)
        assert line.see == pytest.approx(float(row["see"]), abs=1e-9)
        assert line.slope_interval(0.95) == pytest.approx(
            (float(row["ci95_lo"]), float(row["ci95_hi"])), abs=1e-9
        )
        assert robust.slope == pytest.approx(float(row["theilsen_b1"]), abs=1e-9)
        assert robust.intercept == pytest.approx(float(row["mblm_theilsen_b0"]), abs=1e-9)
        order = kendall(x, y)
        assert order.s == float(row["kendall_S"])
        assert order.tau_b == pytest.approx(float(row["kendall_tau_b"]), abs=1e-7)
        assert order.p() == pytest.approx(float(row["kendall_p"]), abs=1e-6)
        # The other program takes the intercept by repeated medians too; ours is that of the residuals.
        assert siegel(x, y)[0] == pytest.approx(float(row["siegel_b1"]), abs=1e-9)


def test_the_planned_error_of_a_slope_agrees_with_the_table() -> None:
    for row in shared_rows("se_slope_table.csv"):
        found = slope_error_planned(
            float(row["SEE"]), weeks=int(row["weeks"]), per_week=int(row["obs_per_week"])
        )

        assert found == pytest.approx(float(row["SE_b"]), abs=5.1e-5), row


def test_the_planned_error_is_that_of_evenly_spaced_checks() -> None:
    x = np.arange(12, dtype=float)

    assert slope_error_planned(10, weeks=12) == pytest.approx(10 / math.sqrt(((x - x.mean()) ** 2).sum()))
    assert slope_error_planned(10, weeks=12) == pytest.approx(0.84, abs=0.005)


def test_so_many_checks_are_needed_and_one_fewer_is_too_few() -> None:
    n = points_needed(10, difference=1.5)

    def half(count: int) -> float:
        return float(stats.t.ppf(0.9, count - 2)) * slope_error_planned(10, weeks=count)

    assert half(n) <= 1.5 < half(n - 1)


@EXAMPLES
@given(VALUES)
def test_least_squares_and_medians_as_scipy_has_them(values: list[float]) -> None:
    x = np.arange(len(values), dtype=float)
    line, robust, theirs = least_squares(x, values), theil_sen(x, values), stats.linregress(x, values)

    assert line.slope == pytest.approx(theirs.slope, abs=1e-9)
    assert line.slope_error == pytest.approx(theirs.stderr if len(set(values)) > 1 else 0, abs=1e-6)
    assert robust.slope == pytest.approx(stats.theilslopes(values, x, method="joint").slope, abs=1e-12)
    assert robust.low <= robust.slope <= robust.high


@EXAMPLES
@given(VALUES, st.floats(-50, 50), st.floats(0.1, 10))
def test_a_line_moves_with_its_values(values: list[float], shift: float, stretch: float) -> None:
    x = np.arange(len(values), dtype=float)
    moved = [shift + stretch * value for value in values]

    assert least_squares(x, moved).slope == pytest.approx(stretch * least_squares(x, values).slope, abs=1e-6)
    assert theil_sen(x, moved).slope == pytest.approx(stretch * theil_sen(x, values).slope, abs=1e-6)
    assert split_middle(x, moved) == pytest.approx(stretch * split_middle(x, values), abs=1e-6)


@EXAMPLES
@given(VALUES)
def test_more_confidence_is_a_wider_interval(values: list[float]) -> None:
    line = least_squares(range(len(values)), values)
    assume(line.see)

    narrow, wide = line.slope_interval(0.8), line.slope_interval(0.95)

    assert wide.low < narrow.low < line.slope < narrow.high < wide.high


@pytest.mark.parametrize(
    ("x", "y", "told"),
    [
        ([1], [5], "at least two points; there is one"),
        ([], [], "at least two points; there is none"),
        ([1, 2], [5], "one time for each value"),
        ([1, 1, 1], [5, 6, 7], "at the same time"),
        ([0, 1, 2], [5, math.nan, 7], "value of point 2 is not a number"),
        ([0, 1, math.inf], [5, 6, 7], "time of point 3 is not a number"),
    ],
)
def test_what_is_no_line_is_refused_with_a_sentence(x: list[float], y: list[float], told: str) -> None:
    for fit in (least_squares, theil_sen, siegel, split_middle, three_group):
        with pytest.raises(MeasureError, match=told):
            fit(x, y)


def test_two_points_lie_on_a_line_and_say_nothing_about_it() -> None:
    line = least_squares([0, 1], [3, 5])

    assert line.slope == 2
    with pytest.raises(MeasureError, match="two more|one more|Two points"):
        line.slope_interval(0.8)


def test_two_hundred_points_are_no_trouble() -> None:
    y = [50 + 0.1 * number + (number % 7) for number in range(200)]

    assert theil_sen(range(200), y).slope == pytest.approx(0.1, abs=0.02)


def test_planning_asks_for_what_it_needs() -> None:
    with pytest.raises(MeasureError, match="at least two checks"):
        slope_error_planned(5, weeks=1)
    with pytest.raises(MeasureError, match="which difference"):
        points_needed(5, difference=0)
    with pytest.raises(MeasureError, match="1000 checks"):
        points_needed(1e6, difference=1e-6)
