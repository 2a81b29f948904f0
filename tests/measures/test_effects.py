"""Effect sizes against published examples, another program's values, and what is true of all of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import Final

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from handrail.measures.effects import Effect
from handrail.measures.errors import MeasureError
from handrail.measures.kendall import kendall, trend_s
from handrail.measures.means import Deviation, Scale, lor, lrm, lrr, percent_change, pogo, smd
from handrail.measures.overlap import NapError, ird, nap, newcombe, pand, pem, pnd, tau
from handrail.measures.tau import Corrected, TauU, tau_bc, tau_u
from tests.measures.cases import EXAMPLES, shared_rows

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

Way = Callable[[list[float], list[float], int, dict[str, str]], Effect]
SCALES: Final = {"count": Scale.COUNT, "percentage": Scale.PERCENT, "other": Scale.OTHER}
WAYS: Final[dict[str, Way]] = {
    "PND": lambda a, b, s, _: pnd(a, b, sign=s),
    "PAND": lambda a, b, s, _: pand(a, b, sign=s),
    "PEM": lambda a, b, s, _: pem(a, b, sign=s),
    "IRD": lambda a, b, s, _: ird(a, b, sign=s),
    "NAP": lambda a, b, s, _: nap(a, b, sign=s),
    "NAP_SE_Hanley": lambda a, b, s, _: nap(a, b, sign=s, error=NapError.HANLEY_MCNEIL),
    "NAP_SE_null": lambda a, b, s, _: nap(a, b, sign=s, error=NapError.NULL),
    "Tau": lambda a, b, s, _: tau(a, b, sign=s),
    "Tau-U": lambda a, b, s, _: tau_u(a, b, sign=s),
    "Tau-BC": lambda a, b, s, _: tau_bc(a, b, sign=s, tested=False, compared=Corrected.NON_OVERLAP),
    "Tau_BC_Kendall": lambda a, b, s, _: tau_bc(a, b, sign=s, tested=False),
    "LRRi": lambda a, b, s, row: lrr(a, b, improvement=s, scale=SCALES[row["scale"]]),
    "LRRd": lambda a, b, s, row: lrr(a, b, improvement=s, scale=SCALES[row["scale"]], towards_less=True),
    "LRM": lambda a, b, s, _: lrm(a, b, improvement=s),
    "LOR": lambda a, b, s, _: lor(a, b, improvement=s),
    "SMD": lambda a, b, s, _: smd(a, b, improvement=s),
    "SMD_uncorrected": lambda a, b, s, _: smd(a, b, improvement=s, corrected=False),
    "SMD_pool": lambda a, b, s, _: smd(a, b, improvement=s, deviation=Deviation.POOLED),
    "PoGO": lambda a, b, _, row: pogo(a, b, goal=float(row["goal"])),
}
AGREED: Final = "agreed"
INFINITE: Final = "infinite there; here no value, with the reason: no ratio to 0, no deviation of 0"
MEAN_OF_BOTH: Final = (
    "PoGO's error there leaves out that the level before is uncertain; here both means (Oehlert 1992)"
)
TIES: Final = "a tie on paper is no tie there, by rounding; exact fractions agree with us"
NO_WIDTH: Final = "an interval of no width there; here Newcombe's (2006) other root"
NO_END: Final = "an interval past −1 or 1 there; here it ends where Tau does"


def compared(row: dict[str, str]) -> str:
    """How a row agrees with us: in every number that it has, or why not."""
    a, b = ([float(one) for one in row[name].split()] for name in "AB")
    sign = 1 if row["improvement"] == "increase" else -1
    ours = WAYS[row["ES"]](a, b, sign, row)
    theirs = {
        name: None if row[name] == "NA" else float(row[name])
        for name in ("Est", "SE", "CI_lower", "CI_upper")
    }
    if any(one is not None and math.isinf(one) for one in theirs.values()) or theirs["Est"] is None:
        assert ours.value is None or ours.error is None
        assert ours.reason
        return INFINITE
    assert ours.value is not None
    if row["ES"] in ("Tau-BC", "Tau_BC_Kendall") and abs(ours.value - theirs["Est"]) > 1e-6:
        assert ours.value == pytest.approx(exact_tau_bc(row, sign), abs=1e-9)
        return TIES
    assert ours.value == pytest.approx(theirs["Est"], abs=1e-6)
    if theirs["SE"] is not None and row["ES"] == "PoGO" and abs(ours.error - theirs["SE"]) > 1e-6:  # type: ignore[operator]
        assert ours.error == pytest.approx(pogo_by_small_steps(a, b, float(row["goal"])), rel=0.02)
        return MEAN_OF_BOTH
    if theirs["SE"] is not None:
        assert ours.error == pytest.approx(theirs["SE"], abs=1e-6)
    if theirs["CI_lower"] is None:
        return AGREED
    ends = (theirs["CI_lower"], theirs["CI_upper"])
    # Their roots are found to four places.
    if (ours.low, ours.high) == pytest.approx(ends, abs=1e-4):
        return AGREED
    if ends[0] == ends[1]:
        assert abs(ours.value) in (0, 1)
        return NO_WIDTH
    assert row["ES"] in ("Tau-BC", "Tau_BC_Kendall")
    if row["ES"] == "Tau_BC_Kendall":
        assert (ours.low, ours.high) == pytest.approx((max(-1, ends[0]), min(1, ends[1])), abs=1e-4)
        return NO_END
    raise AssertionError(f"{row}: {ours}")


def exact_tau_bc(row: dict[str, str], sign: int) -> float:
    """Tau-BC in whole fractions, written again without a float until the end."""
    a, b = ([sign * Fraction(one) for one in row[name].split()] for name in "AB")
    m = len(a)
    slope = median((a[j] - a[i]) / Fraction(j - i) for i, j in combinations(range(m), 2))
    start = median(one - slope * place for place, one in enumerate(a, start=1))
    left = [one - start - slope * place for place, one in enumerate(a + b, start=1)]
    s = sum((y > x) - (y < x) for x in left[:m] for y in left[m:])
    pairs = m * len(b)
    if row["ES"] == "Tau-BC":
        return s / pairs
    untied = math.comb(len(left), 2) - sum(math.comb(count, 2) for count in Counter(left).values())
    return s / math.sqrt(pairs * untied)


def pogo_by_small_steps(a: list[float], b: list[float], goal: float) -> float:
    """The delta method by numbers: the gradient of PoGO in both means, found by small steps."""

    def share(one: float, other: float) -> float:
        return 100 * (other - one) / (goal - one)

    one, other, step = float(np.mean(a)), float(np.mean(b)), 1e-6
    by_a = (share(one + step, other) - share(one - step, other)) / (2 * step)
    by_b = (share(one, other + step) - share(one, other - step)) / (2 * step)
    return math.sqrt(by_a**2 * np.var(a, ddof=1) / len(a) + by_b**2 * np.var(b, ddof=1) / len(b))


def test_every_row_agrees_or_differs_for_a_reason() -> None:
    rows = shared_rows("single_case_effect_sizes.csv")

    found = Counter(compared(row) for row in rows)

    assert len(rows) == 494
    assert set(WAYS) == {row["ES"] for row in rows}
    assert found == EXPECTED


EXPECTED: Final = Counter({AGREED: 398, NO_WIDTH: 48, NO_END: 17, INFINITE: 16, MEAN_OF_BOTH: 10, TIES: 5})


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
