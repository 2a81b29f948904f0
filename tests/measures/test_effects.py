"""Effect sizes against published examples, another program's values, and what is true of all of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from tools.compare_measures import CASES, MISSING, ROWS, Case, counted

from handrail.measures.effects import Effect
from handrail.measures.errors import MeasureError
from handrail.measures.kendall import kendall, trend_s
from handrail.measures.means import Deviation, lor, lrm, lrr, percent_change, pogo, smd
from handrail.measures.overlap import NapError, ird, nap, newcombe, pand, pem, pnd, tau
from handrail.measures.tau import Corrected, TauU, tau_bc, tau_u
from tests.measures.cases import EXAMPLES, shared

ONE: Final = ((20, 20, 26, 25, 22, 23), (28, 25, 24, 27, 30, 30, 29))
TWO: Final = ((3, 3, 4, 5), (4, 5, 6, 7, 7))
THREE: Final = ((2, 3, 5, 3), (4, 5, 5, 7, 6))
LINE: Final = ((1, 2, 3, 4, 5), (6, 7, 8, 9, 10))
WORKED: Final = (
    (33, 25, 17, 25, 19, 21, 19, 14, 19, 17),
    (14, 15, 15, 9, 12, 7, 10, 6, 5, 2, 2, 3, 5, 4),
)
MEDIANS: Final = (
    (21, 14, 11, 27, 19, 32, 21, 23, 18, 26, 24, 23),
    (34, 19, 26, 31, 39, 42, 27, 14, 25, 29, 33, 36),
)


def value(effect: Effect) -> float:
    assert effect.value is not None
    return effect.value


def test_the_first_published_example() -> None:
    found = nap(*ONE)

    assert value(pnd(*ONE)) == pytest.approx(5 / 7)
    assert value(pand(*ONE)) == pytest.approx(11 / 13)
    assert value(pem(*ONE)) == 1
    assert value(ird(*ONE)) == pytest.approx(29 / 42)
    assert value(found) == pytest.approx(38.5 / 42)
    assert found.error == pytest.approx(0.069007, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.5973193600, 0.9859976894), abs=1e-9)
    assert nap(*ONE, error=NapError.HANLEY_MCNEIL).error == pytest.approx(0.077392, abs=1e-6)
    assert nap(*ONE, error=NapError.NULL).error == pytest.approx(1 / 6)
    assert value(tau(*ONE)) == pytest.approx(35 / 42)
    assert tau(*ONE).error == pytest.approx(0.138013, abs=1e-6)
    assert value(tau_u(*ONE)) == pytest.approx(31 / 42)
    assert value(tau_bc(*ONE, tested=False, compared=Corrected.NON_OVERLAP)) == pytest.approx(
        0.285714, abs=1e-6
    )


def test_the_first_published_example_by_means() -> None:
    ratio, medians, goal = lrr(*ONE), lrm(*ONE), pogo(*ONE, goal=40)
    own, plain, pooled = smd(*ONE), smd(*ONE, corrected=False), smd(*ONE, deviation=Deviation.POOLED)

    assert (value(ratio), ratio.error) == pytest.approx((0.195396, 0.055577), abs=1e-6)
    assert value(medians) == pytest.approx(0.218689, abs=1e-6)
    assert (value(own), own.error) == pytest.approx((1.649932, 0.634094), abs=1e-6)
    assert value(plain) == pytest.approx(1.959294, abs=1e-6)
    assert (value(pooled), pooled.error) == pytest.approx((1.876247, 0.637422), abs=1e-6)
    assert (value(goal), goal.error) == pytest.approx((28.2967, 6.6776), abs=1e-4)
    assert value(percent_change(ratio)) == pytest.approx(21.58, abs=0.01)


def test_the_tau_u_example() -> None:
    assert [value(one) for one in (tau(*TWO), tau_u(*TWO), nap(*TWO), pnd(*TWO), ird(*TWO))] == pytest.approx(
        [0.8, 0.55, 0.9, 0.6, 0.55]
    )


def test_the_variants_of_tau_u_differ_and_say_which_they_are() -> None:
    found = {variant: tau_u(*THREE, variant=variant) for variant in TauU}

    assert value(tau(*THREE)) == pytest.approx(0.8)
    assert {variant: value(one) for variant, one in found.items()} == pytest.approx(
        {TauU.PARKER: 0.65, TauU.TARLOW: 0.5, TauU.TAU_B: 0.4507, TauU.FULL: 20 / 36}, abs=5e-5
    )
    assert len({one.variant for one in found.values()}) == len(TauU)
    assert (trend_s(np.array(THREE[0])), trend_s(np.array(THREE[1]))) == (3, 7)


def test_a_line_that_goes_on_is_no_effect_once_its_trend_is_out() -> None:
    found = tau_bc(*LINE, tested=False)

    assert value(tau(*LINE)) == 1
    assert value(tau_u(*LINE)) == 0.6
    assert value(found) == 0
    assert "ties" in found.reason


def test_the_worked_example_of_baseline_correction() -> None:
    trend = kendall(range(10), WORKED[0])
    found = tau_bc(*WORKED)

    assert trend.p() == pytest.approx(0.0352513, abs=1e-7)
    assert found.variant == "baseline corrected, tau-b"
    assert (value(found), found.error) == pytest.approx((0.143486, 0.285688), abs=1e-6)


def test_without_a_trend_before_nothing_is_corrected() -> None:
    found = tau_bc(*ONE)

    assert "not corrected" in found.variant
    assert value(found) == pytest.approx(stats.kendalltau([0] * 6 + [1] * 7, [*ONE[0], *ONE[1]]).statistic)


def test_the_example_by_medians() -> None:
    found = lrm(*MEDIANS)

    assert (value(found), found.error, found.low, found.high) == pytest.approx(
        (0.310155, 0.125167, 0.064832, 0.555478), abs=1e-6
    )
    assert value(nap(*MEDIANS)) == pytest.approx(0.805556, abs=1e-6)


def test_kendalls_own_example() -> None:
    found = kendall((1, 2.5, 2.5, 4.5, 4.5, 6.5, 6.5, 8, 9.5, 9.5), (1, 2, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10))

    assert (found.s, found.pairs) == (33, pytest.approx(math.sqrt(41 * 36)))
    assert found.tau_b == pytest.approx(0.859, abs=5e-4)


def test_kendall_of_a_phase() -> None:
    found = kendall(range(7), ONE[1])

    assert found.tau_b == pytest.approx(0.390360, abs=1e-6)
    assert found.p() == pytest.approx(0.287611, abs=1e-6)
    assert found.p(continuity=False) < found.p()


@pytest.mark.parametrize(("m", "n", "low"), [(5, 5, 0.642702823931287), (4, 7, 0.6491129138907639)])
def test_without_any_overlap_the_interval_still_has_a_width(m: int, n: int, low: float) -> None:
    assert newcombe(1.0, m, n) == pytest.approx((low, 1.0), abs=1e-9)
    assert newcombe(0.0, m, n) == pytest.approx((0.0, 1 - low), abs=1e-9)


# --- every row of another program's table ----------------------------------------------------------


def test_every_row_agrees_or_differs_for_a_reason() -> None:
    found = counted(shared("single_case_effect_sizes.csv"))

    assert sum(counts.total() for counts in found.values()) == 494
    assert found == ROWS


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.group}, {case.what}")
def test_a_published_value_is_ours_or_differs_for_a_reason(case: Case) -> None:
    assert case.agrees is not bool(case.why)


def test_what_is_not_compared_says_why() -> None:
    assert all(why.endswith(".") for _, _, why in MISSING)


# --- what is true of every pair of phases ----------------------------------------------------------

PHASE = st.lists(st.integers(0, 30).map(float), min_size=2, max_size=12)


@EXAMPLES
@given(PHASE, PHASE)
def test_nap_is_mann_whitneys_u(a: list[float], b: list[float]) -> None:
    u = stats.mannwhitneyu(b, a, method="asymptotic").statistic

    assert value(nap(a, b)) == pytest.approx(u / (len(a) * len(b)))


@EXAMPLES
@given(PHASE, PHASE)
def test_the_other_direction_is_the_other_end(a: list[float], b: list[float]) -> None:
    assert value(nap(a, b)) + value(nap(a, b, sign=-1)) == pytest.approx(1)
    assert value(tau_u(a, b)) == pytest.approx(-value(tau_u(a, b, sign=-1)))
    assert value(tau(a, b)) == pytest.approx(2 * value(nap(a, b)) - 1)


@EXAMPLES
@given(PHASE, PHASE)
def test_only_order_counts_for_overlap(a: list[float], b: list[float]) -> None:
    stretched = ([one**3 + one for one in a], [one**3 + one for one in b])

    for way in (pnd, pand, ird, nap, tau, tau_u):
        assert value(way(a, b)) == pytest.approx(value(way(*stretched)))


@EXAMPLES
@given(PHASE, PHASE)
def test_an_interval_holds_its_value(a: list[float], b: list[float]) -> None:
    for found in (nap(a, b), tau(a, b), tau_bc(a, b), nap(a, b, confidence=0.8)):
        assert found.low is not None
        assert found.high is not None
        assert found.low - 1e-9 <= value(found) <= found.high + 1e-9
        assert -1 <= found.low <= found.high <= 1


@EXAMPLES
@given(PHASE, PHASE)
def test_pand_takes_out_the_fewest(a: list[float], b: list[float]) -> None:
    fewest = min(sum(one > edge for one in a) + sum(one <= edge for one in b) for edge in [-1.0, *a, *b])

    assert value(pand(a, b)) == pytest.approx(1 - fewest / (len(a) + len(b)))


@EXAMPLES
@given(PHASE, PHASE)
def test_kendall_is_scipys(a: list[float], b: list[float]) -> None:
    n = min(len(a), len(b))
    assume(n > 2)
    theirs = stats.kendalltau(a[:n], b[:n], method="asymptotic")
    ours = kendall(a[:n], b[:n])

    if ours.tau_b is None:
        assert math.isnan(theirs.statistic)
    else:
        assert ours.tau_b == pytest.approx(theirs.statistic)
        assert ours.p(continuity=False) == pytest.approx(theirs.pvalue, abs=1e-9)


# --- what is refused, and what has no value --------------------------------------------------------


@pytest.mark.parametrize("way", [pnd, pem, pand, ird, nap, tau, tau_u, tau_bc, lrr, lrm, lor, smd])
def test_an_empty_phase_or_a_missing_value_is_refused(way: Callable[..., Effect]) -> None:
    with pytest.raises(MeasureError, match="first phase needs"):
        way([], [1, 2])
    with pytest.raises(MeasureError, match="Value 2 of the second phase is not a number"):
        way([1, 2], [1, math.nan, 3])


def test_a_direction_is_one_or_the_other() -> None:
    with pytest.raises(MeasureError, match="less is better"):
        nap([1, 2], [3, 4], sign=0)


def test_odds_are_of_percentages() -> None:
    with pytest.raises(MeasureError, match="percentages from 0 to 100"):
        lor([10, 20], [101, 90])


@pytest.mark.parametrize(
    "found",
    [
        lrr([0, 0, 0], [1, 2, 3]),
        lrm([0, 0, 5], [1, 2, 3]),
        lor([0, 0], [50, 60]),
        smd([4, 4, 4], [5, 6, 7]),
        pogo([4, 4], [5, 6], goal=4),
        tau_u([3, 3], [3, 3], variant=TauU.TAU_B),
    ],
    ids=lambda one: one.name,
)
def test_what_does_not_exist_has_no_value_and_says_why(found: Effect) -> None:
    assert found.value is None
    assert found.reason


def test_one_value_a_phase_has_no_unbiased_error() -> None:
    found = nap([1], [2])

    assert (found.value, found.error) == (1, None)


def test_every_effect_says_that_it_proves_nothing() -> None:
    for found in (nap(*ONE), lrr(*ONE), smd(*ONE), pogo(*ONE, goal=40)):
        assert "cannot show that the teaching made the difference" in found.caution
