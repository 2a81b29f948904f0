"""Dual criteria, interrupted regression, randomisation tests: against counting by hand and other formulas."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from handrail.measures.criteria import Trend, conservative_dual_criterion, dual_criterion
from handrail.measures.errors import MeasureError
from handrail.measures.lines import least_squares
from handrail.measures.overlap import nap
from handrail.measures.piecewise import LevelAt, Piecewise, piecewise
from handrail.measures.randomisation import Statistic, by_day, by_start
from tests.measures.cases import EXAMPLES, shared_rows

BEFORE = (20, 20, 26, 25, 22, 23)
AFTER = (28, 25, 24, 27, 30, 30, 29)


# --- dual criteria --------------------------------------------------------------------------------


def test_both_lines_must_be_passed() -> None:
    # By hand: the mean is 22.67; the trend line runs from 24.67 at check 7 to 28.10 at check 13; 25 and 24 are below.
    found = dual_criterion(BEFORE, AFTER)

    assert (found.beyond, found.of) == (5, 7)
    assert found.p == pytest.approx(29 / 128)
    assert (found.needed, found.met) == (7, False)
    assert found.variant == "dual criterion, trend by least squares"


def test_the_conservative_lines_are_a_quarter_deviation_higher() -> None:
    plain, careful = dual_criterion(BEFORE, AFTER), conservative_dual_criterion(BEFORE, AFTER)
    sd = float(np.std(BEFORE, ddof=1))
    line = least_squares(range(1, 7), BEFORE)
    by_hand = sum(
        value > np.mean(BEFORE) + sd / 4 and value > line.at(place) + sd / 4
        for place, value in enumerate(AFTER, start=7)
    )

    assert careful.beyond == by_hand <= plain.beyond
    assert "moved by 0.25 SD" in careful.variant


def test_less_is_better_is_the_mirror() -> None:
    mirrored = [[50 - value for value in phase] for phase in (BEFORE, AFTER)]

    assert conservative_dual_criterion(*mirrored, sign=-1) == conservative_dual_criterion(BEFORE, AFTER)


def test_a_trend_that_goes_on_is_not_beyond_itself() -> None:
    assert dual_criterion((1, 2, 3, 4), (5, 6, 7, 8)).beyond == 0
    assert dual_criterion((1, 2, 3, 4), (5, 6, 7, 8), trend=Trend.SPLIT_MIDDLE).beyond == 0
    assert dual_criterion((4, 4, 4), (5, 5, 5, 5, 5)).met


def test_too_few_checks_can_never_do() -> None:
    found = dual_criterion((1, 2, 1), (9, 9, 9, 9))

    assert found.needed is None
    assert not found.met


def test_how_often_chance_meets_the_conservative_criterion() -> None:
    # Normal, independent checks without any change: the binomial promises at most 5%, the lines are estimated.
    chance = np.random.default_rng(20261125)
    rates = {}
    for name, way in (("dual", dual_criterion), ("conservative", conservative_dual_criterion)):
        rates[name] = np.mean([way(one[:8], one[8:]).met for one in chance.normal(0, 1, (2000, 20))])

    assert rates["conservative"] < rates["dual"]
    assert rates["conservative"] < 0.07


def test_what_has_no_criterion_is_refused() -> None:
    with pytest.raises(MeasureError, match="first phase needs at least 3"):
        dual_criterion((1, 2), (3, 4, 5))
    with pytest.raises(MeasureError, match="moved towards better"):
        dual_criterion((1, 2, 3), (3, 4, 5), shift=-1)


# --- interrupted regression -----------------------------------------------------------------------


def joined(**about: LevelAt) -> Piecewise:
    return piecewise(range(1, 7), BEFORE, range(7, 14), AFTER, **about)


@pytest.mark.parametrize("level_at", LevelAt)
def test_the_model_is_the_two_phases_own_lines(level_at: LevelAt) -> None:
    one, other = least_squares(range(6), BEFORE), least_squares(range(6, 13), AFTER)
    at = {LevelAt.FIRST_AFTER: 6, LevelAt.LAST_BEFORE: 5, LevelAt.START: 0}[level_at]
    found = joined(level_at=level_at)

    assert found.intercept.value == pytest.approx(one.intercept)
    assert found.slope.value == pytest.approx(one.slope)
    assert found.slope_change.value == pytest.approx(other.slope - one.slope)
    assert found.level_change.value == pytest.approx(other.at(at) - one.at(at))


def test_its_slopes_are_those_of_another_program() -> None:
    rows = {row["series"]: row for row in shared_rows("trend_lines.csv")}
    for name in ("PVD", "Tarlow"):
        one, other = (rows[f"{name}_{phase}"] for phase in "AB")
        a, b = ([float(value) for value in row["values"].split()] for row in (one, other))
        found = piecewise(range(1, len(a) + 1), a, range(len(a) + 1, len(a) + len(b) + 1), b)

        assert found.slope.value == pytest.approx(float(one["ols_b1"]))
        assert found.slope.value + found.slope_change.value == pytest.approx(float(other["ols_b1"]))
        # Both lines' squares together, over what is left of the checks.
        pooled = sum(float(row["see"]) ** 2 * (len(values) - 2) for row, values in ((one, a), (other, b))) / (
            len(a) + len(b) - 4
        )
        assert found.see == pytest.approx(math.sqrt(pooled))
        # R gives each line's own error, of its own spread; here both share one.
        own = float(one["ols_se_b1"]) / float(one["see"])
        assert found.slope.error == pytest.approx(own * found.see)


@EXAMPLES
@given(
    st.lists(st.integers(0, 40), min_size=3, max_size=9), st.lists(st.integers(0, 40), min_size=3, max_size=9)
)
def test_errors_are_those_of_the_normal_equations(a: list[int], b: list[int]) -> None:
    found = piecewise(range(len(a)), a, range(len(a), len(a) + len(b)), b)
    m, n = len(a), len(a) + len(b)
    rows = [[1, t, t >= m, (t - m) * (t >= m)] for t in range(n)]
    design = np.array(rows, dtype=float)
    coefficients, *_ = np.linalg.lstsq(design, np.array([*a, *b], dtype=float), rcond=None)
    left = np.array([*a, *b]) - design @ coefficients
    errors = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * (left @ left) / (n - 4))
    parts = (found.intercept, found.slope, found.level_change, found.slope_change)

    assert [one.value for one in parts] == pytest.approx(list(coefficients), abs=1e-8)
    assert [one.error for one in parts] == pytest.approx(list(errors), abs=1e-6)
    assert parts[1].interval()[1] - parts[1].value == pytest.approx(
        stats.t.ppf(0.975, n - 4) * parts[1].error, abs=1e-9
    )


def test_a_jump_and_a_turn_are_found() -> None:
    found = piecewise([0, 1, 2, 3], [1, 2, 3, 4], [4, 5, 6], [15, 17, 19])

    assert (found.level_change.value, found.slope_change.value) == pytest.approx((10, 1))
    assert found.see == pytest.approx(0, abs=1e-9)


def test_what_has_no_two_lines_is_refused() -> None:
    with pytest.raises(MeasureError, match="first phase needs at least 3"):
        piecewise([0, 1], [1, 2], [2, 3, 4], [1, 2, 3])
    with pytest.raises(MeasureError, match="day is needed"):
        piecewise([0, 1, 2, 3], [1, 2, 3], [4, 5, 6], [1, 2, 3])
    with pytest.raises(MeasureError, match="in order"):
        piecewise([0, 1, 2], [1, 2, 3], [2, 3, 4], [1, 2, 3])


# --- randomisation tests --------------------------------------------------------------------------


def test_the_start_that_was_drawn_is_one_of_those_that_could_be() -> None:
    values = [2, 3, 2, 3, 2, 8, 9, 8, 9, 8]
    found = by_start(values, began=6, starts=range(4, 9))

    assert found.value == pytest.approx(6)
    assert (found.p, found.plans, found.least_p) == (1 / 5, 5, 1 / 5)
    assert by_start(values, began=4, starts=range(4, 9)).p > 1 / 5
    assert by_start([-value for value in values], began=6, starts=range(4, 9), sign=-1).p == 1 / 5
    assert by_start(
        [-value for value in values], began=6, starts=range(4, 9), sign=-1
    ).value == pytest.approx(-6)


@pytest.mark.parametrize("statistic", Statistic)
def test_days_drawn_by_lot_are_counted_one_by_one(statistic: Statistic) -> None:
    values, chosen = [3, 7, 2, 8, 4, 9, 5, 6], [False, True, False, True, False, True, False, True]
    a = [value for value, one in zip(values, chosen, strict=True) if not one]
    b = [value for value, one in zip(values, chosen, strict=True) if one]

    def of(without: list[int], with_help: list[int]) -> float:
        if statistic is Statistic.OVERLAP:
            found = nap(without, with_help).value
            assert found is not None
            return found
        middle = np.mean if statistic is Statistic.MEANS else np.median
        return float(middle(with_help) - middle(without))

    every = [
        of([values[one] for one in range(8) if one not in way], [values[one] for one in way])
        for way in combinations(range(8), 4)
    ]
    found = by_day(values, with_help=chosen, statistic=statistic)

    assert found.value == pytest.approx(of(a, b))
    assert found.plans == 70
    assert found.p == pytest.approx(np.mean([one >= of(a, b) - 1e-12 for one in every]))


def test_by_means_it_is_scipys_permutation_test() -> None:
    values, chosen = [3, 7, 2, 8, 4, 9, 5, 6, 1], [False, True, False, True, False, True, False, True, False]
    a, b = values[::2], values[1::2]
    theirs = stats.permutation_test(
        (np.array(b), np.array(a)),
        lambda x, y: x.mean() - y.mean(),
        n_resamples=np.inf,
        alternative="greater",
    )

    assert by_day(values, with_help=chosen).p == pytest.approx(theirs.pvalue)


@pytest.mark.parametrize(
    ("began", "starts", "says"),
    [
        (4, [4], "two starts or more"),
        (4, [4, 4], "given twice"),
        (6, [4, 5], "not among those"),
        (4, [3, 4], "fewer than 3 checks"),
        (4, [4, 9], "fewer than 3 checks"),
    ],
)
def test_a_start_that_was_not_drawn_is_refused(began: int, starts: list[int], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        by_start(range(10), began=began, starts=starts)


def test_days_that_were_not_drawn_are_refused() -> None:
    with pytest.raises(MeasureError, match="of each value"):
        by_day([1, 2, 3, 4], with_help=[True])
    with pytest.raises(MeasureError, match="Two days with"):
        by_day([1, 2, 3, 4], with_help=[True, False, False, False])
    with pytest.raises(MeasureError, match="more than the 200,000"):
        by_day(range(40), with_help=[place % 2 == 0 for place in range(40)])
    with pytest.raises(MeasureError, match="not a number"):
        by_day([1, math.nan, 3, 4], with_help=[True, True, False, False])


def test_a_draw_without_an_effect_errs_as_often_as_it_says() -> None:
    chance = np.random.default_rng(20261125)
    starts = list(range(4, 24))
    found = [
        by_start(values, began=int(chance.choice(starts)), starts=starts).p
        for values in chance.normal(0, 1, (2000, 26))
    ]

    assert np.mean(np.array(found) <= 0.05) == pytest.approx(0.05, abs=0.015)
