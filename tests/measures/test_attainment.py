"""Goal attainment scaling, and change on a test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.attainment import Scale, attained, t_change, t_value, t_values
from handrail.measures.errors import MeasureError
from handrail.measures.reliable_change import reliable_change
from tests.measures.cases import EXAMPLES, shared_rows, week

LEVELS = st.lists(st.integers(-2, 2), min_size=1, max_size=8)
SCALE = Scale(
    goal="Asks for a break",
    levels=("never", "when asked", "once a day, unasked", "twice a day", "whenever needed"),
    agreed_on=week(0),
    starts=week(1),
)


@pytest.mark.parametrize(
    ("levels", "weights", "t"),
    [
        ((0, 0, 0), None, 50),
        ((1, 0, -1, 2), None, 57.2548),
        ((-2, -2, -2), None, 22.6139),
        ((-1, -1, -1, -1), None, 35.4905),
        ((1, 0, -1), (3, 2, 1), 54.4065),
        ((1, 0, -1), (6, 4, 2), 54.4065),
        ((1, 1, 0, -1, 0), (2, 3, 1, 1, 4), 55.2523),
        ((2,), None, 70),
    ],
)
def test_published_and_own_values(levels: tuple[int, ...], weights: tuple[int, ...] | None, t: float) -> None:
    assert t_value(levels, weights) == pytest.approx(t, abs=5e-5)


def test_the_table_for_equal_weights() -> None:
    for row in shared_rows("gas_T_table_equal_weights.csv"):
        n, total = int(row["n_goals"]), int(row["sum_of_scores"])
        levels = [total // n + (place < total % n) for place in range(n)]

        assert t_value(levels) == pytest.approx(float(row["T_equal_weights_rho0.3"]), abs=5.1e-5)


@EXAMPLES
@given(LEVELS, st.floats(0.1, 50))
def test_the_size_of_the_weights_does_not_matter(levels: list[int], factor: float) -> None:
    weights = np.arange(1, len(levels) + 1)

    assert t_value(levels, weights * factor) == pytest.approx(t_value(levels, weights))
    assert t_value([-level for level in levels]) == pytest.approx(100 - t_value(levels))


@EXAMPLES
@given(st.lists(LEVELS, min_size=1, max_size=6))
def test_many_pupils_at_once_are_each_alone(pupils: list[list[int]]) -> None:
    table = np.full((len(pupils), max(map(len, pupils))), np.nan)
    for place, levels in enumerate(pupils):
        table[place, : len(levels)] = levels

    assert t_values(table) == pytest.approx([t_value(levels) for levels in pupils])


def test_a_weight_of_nothing_leaves_a_goal_out() -> None:
    assert t_value((2, -2), (1, 0)) == t_value((2,))


def test_the_summary_is_for_three_goals_or_more() -> None:
    assert attained((1, 0)).t is None
    assert attained((1, 0, -1)).t == 50
    assert attained((1, 0, -1)).as_expected == 2
    assert t_change((-1, -1, -1), (0, 0, 0)) == pytest.approx(50 - t_value((-1, -1, -1)))


@pytest.mark.parametrize(
    ("levels", "weights", "told"),
    [
        ((), None, "at least one goal"),
        ((3,), None, "one of −2"),
        ((0.5,), None, "one of −2"),
        ((1, 1), (0, 0), "not all 0"),
        ((1, 1), (1, -1), "not all 0"),
    ],
)
def test_levels_that_are_none_are_refused(levels: tuple[float, ...], weights: object, told: str) -> None:
    with pytest.raises(MeasureError, match=told):
        t_value(levels, weights)  # type: ignore[arg-type]


def test_as_many_goals_after_as_before() -> None:
    with pytest.raises(MeasureError, match="as many goals"):
        t_change((0,), (0, 0))
    with pytest.raises(MeasureError, match="between 0 and 1"):
        t_value((0, 0), correlation=2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, None),
        ({"levels": ("never", "", "once", "twice", "whenever")}, "Say what -1 looks like"),
        ({"levels": ("never", "Never ", "once", "twice", "whenever")}, "Two levels say the same"),
        ({"agreed_on": week(2)}, "after the work began"),
        ({"baseline": 0}, "starts at −1"),
        ({"weight": -1.0}, "cannot be negative"),
    ],
)
def test_a_scale_is_agreed_before_the_work_and_in_words(change: dict[str, object], told: str | None) -> None:
    faults = replace(SCALE, **change).faults  # type: ignore[arg-type]

    assert (faults == ()) if told is None else (told in faults[0])


# --- change on a test -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "deviation", "reliability", "index", "least"),
    [
        (47.5, 32.5, 7.5, 0.80, -3.162278, 9.297096),
        (47.5, 32.5, 7.5, 0.88, -4.082483, 7.201500),
        (60, 68, 15, 0.90, 1.192570, 13.148080),
        (60, 75, 15, 0.95, 3.162278, 9.297096),
    ],
)
def test_reliable_change(
    before: float, after: float, deviation: float, reliability: float, index: float, least: float
) -> None:
    found = reliable_change(before, after, deviation=deviation, reliability=reliability)

    assert found.index == pytest.approx(index, abs=1e-6)
    # The values by hand were found with 1.96 for the quantile.
    assert found.least == pytest.approx(least, rel=5e-5)
    assert found.reliable is (abs(after - before) > least)


def test_the_errors_of_the_papers_own_example() -> None:
    found = reliable_change(47.5, 32.5, deviation=7.5, reliability=0.8)

    assert (found.measurement_error, found.difference_error) == pytest.approx((3.354, 4.743), abs=5e-4)


@pytest.mark.parametrize(
    ("deviation", "reliability", "before"), [(0, 0.8, 1), (-1, 0.8, 1), (5, 1, 1), (5, -0.1, 1), (5, 0.8, float("nan"))]
)  # fmt: skip
def test_a_deviation_and_a_reliability_are_never_made_up(
    deviation: float, reliability: float, before: float
) -> None:
    with pytest.raises(MeasureError):
        reliable_change(before, 5, deviation=deviation, reliability=reliability)
