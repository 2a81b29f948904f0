"""Our statistics beside published values and another program's: `python -m tools.compare_measures`.

Three tables: every published case that the values are known of, each as it comes out here; the rows of another
program's table by index; and how often each decision rule errs beside an earlier simulation. They are the page
docs/reference/measures-compared.md. The rows themselves are not ours to ship: where the folder with them is known
(HANDRAIL_PROGRESS_DATA, or shared/data/progress beside the checkout) they are compared again and must count as written
here; where it is not, that is said.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
from bench.decision_rules import beside_the_earlier

from handrail.measures import agreement
from handrail.measures.attainment import t_value
from handrail.measures.effects import Effect
from handrail.measures.forecasts import crossing
from handrail.measures.kendall import kendall, trend_s
from handrail.measures.lines import least_squares, split_middle, theil_sen, three_group
from handrail.measures.means import Deviation, Scale, lor, lrm, lrr, pogo, smd
from handrail.measures.overlap import NapError, ird, nap, newcombe, pand, pem, pnd, tau
from handrail.measures.reliable_change import ReliableChange, reliable_change
from handrail.measures.tau import Corrected, TauU, tau_bc, tau_u

Value = float | None


@dataclass(frozen=True, slots=True)
class Case:
    """One published number: where from, what it is of, the value there, and how it comes out here."""

    group: str
    what: str
    theirs: float
    ours: Callable[[], Value]
    why: str = ""
    """Where ours is another value on purpose: why."""

    @property
    def within(self) -> float:
        """Half of the last place that was printed."""
        text = repr(self.theirs)
        places = len(text.partition(".")[2]) if "." in text and "e" not in text else 0
        return 0.51 * 10.0**-places + 1e-12

    @property
    def agrees(self) -> bool:
        ours = self.ours()
        return ours is not None and abs(ours - self.theirs) <= self.within


ONE: Final = ((20, 20, 26, 25, 22, 23), (28, 25, 24, 27, 30, 30, 29))
TWO: Final = ((3, 3, 4, 5), (4, 5, 6, 7, 7))
THREE: Final = ((2, 3, 5, 3), (4, 5, 5, 7, 6))
LINE: Final = ((1, 2, 3, 4, 5), (6, 7, 8, 9, 10))
WORKED: Final = ((33, 25, 17, 25, 19, 21, 19, 14, 19, 17), (14, 15, 15, 9, 12, 7, 10, 6, 5, 2, 2, 3, 5, 4))
MEDIANS: Final = (
    (21, 14, 11, 27, 19, 32, 21, 23, 18, 26, 24, 23), (34, 19, 26, 31, 39, 42, 27, 14, 25, 29, 33, 36)
)  # fmt: skip
READING: Final = (42, 45, 41, 44, 47, 45, 49, 48, 52, 50, 54)
WEEKS: Final = tuple(range(len(READING)))
SEEN: Final = ((1, 1, 1, 2, *(0,) * 11), (0, 0, 0, 1, *(0,) * 10, 4))
YES: Final = ((1, 0, 0, 0, 1, 1, 0), (0, 0, 0, 0, 1, 1, 1))
ORDERS: Final = ((1, 2.5, 2.5, 4.5, 4.5, 6.5, 6.5, 8, 9.5, 9.5), (1, 2, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10))


def _crossed(place: int, confidence: float) -> float:
    found = crossing(least_squares(WEEKS, READING), 72, sign=1, confidence=confidence)[place]
    assert isinstance(found, float)
    return found


ROOT: Final = "the root is found there to four places, here to twelve"
ROUNDED_TIE: Final = (
    "two residuals that are equal on paper are not there, by rounding; exact fractions agree with us"
)
PARKER: Final = "Parker, Vannest and Davis (2011), example 1"
TAU_U: Final = "Parker, Vannest, Davis and Sauber (2011)"
TARLOW: Final = "Tarlow (2017)"
BONETT: Final = "Bonett and Price (2020)"
TREND: Final = "the second phase of Parker, Vannest and Davis, checked with R"
CASE: Final = "our own reading case, checked with R"
REED: Final = "Reed and Azulay (2011)"
COHEN: Final = "Cohen (1960), tables of two by two"
KIRESUK: Final = "Kiresuk and Sherman (1968), by its formula"
JACOBSON: Final = "Jacobson and Truax (1991)"
CASES: Final[tuple[Case, ...]] = (
    Case(PARKER, "PND", 0.714286, lambda: pnd(*ONE).value),
    Case(PARKER, "PAND", 0.846154, lambda: pand(*ONE).value),
    Case(PARKER, "PEM", 1, lambda: pem(*ONE).value),
    Case(PARKER, "IRD", 0.690476, lambda: ird(*ONE).value),
    Case(PARKER, "NAP", 0.916667, lambda: nap(*ONE).value),
    Case(PARKER, "NAP, unbiased error", 0.069007, lambda: nap(*ONE).error),
    Case(PARKER, "NAP, error of Hanley and McNeil", 0.077392, lambda: nap(*ONE, error=NapError.HANLEY_MCNEIL).error),
    Case(PARKER, "NAP, error under no effect", 0.166667, lambda: nap(*ONE, error=NapError.NULL).error),
    Case(PARKER, "NAP, 95% from", 0.597341, lambda: nap(*ONE).low, ROOT),
    Case(PARKER, "NAP, 95% to", 0.986018, lambda: nap(*ONE).high, ROOT),
    Case(PARKER, "Tau", 0.833333, lambda: tau(*ONE).value),
    Case(PARKER, "Tau, error", 0.138013, lambda: tau(*ONE).error),
    Case(PARKER, "Tau-U", 0.738095, lambda: tau_u(*ONE).value),
    Case(
        PARKER, "Tau-BC by non-overlap", 0.285714,
        lambda: tau_bc(*ONE, tested=False, compared=Corrected.NON_OVERLAP).value,
    ),
    Case(PARKER, "Tau-BC by Kendall", 0.209657, lambda: tau_bc(*ONE, tested=False).value, ROUNDED_TIE),
    Case(PARKER, "LRRi", 0.195396, lambda: lrr(*ONE).value),
    Case(PARKER, "LRRi, error", 0.055577, lambda: lrr(*ONE).error),
    Case(PARKER, "LRM", 0.218689, lambda: lrm(*ONE).value),
    Case(PARKER, "g by the baseline's deviation", 1.649932, lambda: smd(*ONE).value),
    Case(PARKER, "g by the baseline's deviation, error", 0.634094, lambda: smd(*ONE).error),
    Case(PARKER, "d, uncorrected", 1.959294, lambda: smd(*ONE, corrected=False).value),
    Case(PARKER, "g, pooled", 1.876247, lambda: smd(*ONE, deviation=Deviation.POOLED).value),
    Case(PARKER, "g, pooled, error", 0.637422, lambda: smd(*ONE, deviation=Deviation.POOLED).error),
    Case(PARKER, "PoGO towards 40", 28.2967, lambda: pogo(*ONE, goal=40).value),
    Case(PARKER, "PoGO, error by the delta method", 6.6776, lambda: pogo(*ONE, goal=40).error),
    Case(
        PARKER, "PoGO, error of the package", 8.0165, lambda: pogo(*ONE, goal=40).error,
        "the package leaves out that the level before is uncertain too; ours is the delta method in both means",
    ),
    Case(TAU_U, "Tau of its example", 0.8, lambda: tau(*TWO).value),
    Case(TAU_U, "Tau-U of its example", 0.55, lambda: tau_u(*TWO).value),
    Case(TAU_U, "NAP of its example", 0.9, lambda: nap(*TWO).value),
    Case(TAU_U, "PND of its example", 0.6, lambda: pnd(*TWO).value),
    Case(TAU_U, "IRD of its example", 0.55, lambda: ird(*TWO).value),
    Case(TAU_U, "Tau, as scan has it", 0.8, lambda: tau(*THREE).value),
    Case(TAU_U, "S of the first phase", 3, lambda: trend_s(np.array(THREE[0]))),
    Case(TAU_U, "S of the second phase", 7, lambda: trend_s(np.array(THREE[1]))),
    Case(TAU_U, "Tau-U, Parker's denominator", 0.65, lambda: tau_u(*THREE, variant=TauU.PARKER).value),
    Case(TAU_U, "Tau-U, Tarlow's denominator", 0.5, lambda: tau_u(*THREE, variant=TauU.TARLOW).value),
    Case(TAU_U, "Tau-U, by tau-b", 0.4507, lambda: tau_u(*THREE, variant=TauU.TAU_B).value),
    Case(TAU_U, "Tau-U, with the second phase's trend", 0.5556, lambda: tau_u(*THREE, variant=TauU.FULL).value),
    Case(TARLOW, "Tau of a line that goes on", 1, lambda: tau(*LINE).value),
    Case(TARLOW, "Tau-U of a line that goes on", 0.6, lambda: tau_u(*LINE).value),
    Case(TARLOW, "Tau-BC of a line that goes on", 0, lambda: tau_bc(*LINE, tested=False).value),
    Case(TARLOW, "slope before, by medians", -1.2, lambda: theil_sen(range(1, 11), WORKED[0]).slope),
    Case(TARLOW, "intercept before, joint", 27.8, lambda: theil_sen(range(1, 11), WORKED[0]).intercept),
    Case(TARLOW, "p of the trend before", 0.0352513, lambda: kendall(range(10), WORKED[0]).p()),
    Case(TARLOW, "Tau-BC, worked example", 0.143486, lambda: tau_bc(*WORKED).value),
    Case(TARLOW, "Tau-BC, error", 0.285688, lambda: tau_bc(*WORKED).error),
    Case(BONETT, "LRM", 0.310155, lambda: lrm(*MEDIANS).value),
    Case(BONETT, "LRM, error", 0.125167, lambda: lrm(*MEDIANS).error),
    Case(BONETT, "LRM, 95% from", 0.064832, lambda: lrm(*MEDIANS).low),
    Case(BONETT, "LRM, 95% to", 0.555478, lambda: lrm(*MEDIANS).high),
    Case(BONETT, "NAP", 0.805556, lambda: nap(*MEDIANS).value),
    Case("Kendall (1970), example 3.1", "S", 33, lambda: kendall(*ORDERS).s),
    Case("Kendall (1970), example 3.1", "tau-b", 0.859, lambda: kendall(*ORDERS).tau_b),
    Case(TREND, "slope", 0.678571, lambda: least_squares(range(1, 8), ONE[1]).slope),
    Case(TREND, "slope, error", 0.385648, lambda: least_squares(range(1, 8), ONE[1]).slope_error),
    Case(TREND, "spread about the line", 2.040658, lambda: least_squares(range(1, 8), ONE[1]).see),
    Case(TREND, "slope, 95% from", -0.312769, lambda: least_squares(range(1, 8), ONE[1]).slope_interval(0.95).low),
    Case(TREND, "slope, 95% to", 1.669912, lambda: least_squares(range(1, 8), ONE[1]).slope_interval(0.95).high),
    Case(TREND, "slope by medians", 0.666667, lambda: theil_sen(range(1, 8), ONE[1]).slope),
    Case(TREND, "intercept by medians, joint", 24.3333, lambda: theil_sen(range(1, 8), ONE[1]).intercept),
    Case(TREND, "intercept by medians, separate", 25.3333, lambda: theil_sen(range(1, 8), ONE[1]).intercept_separate),
    Case(TREND, "tau-b", 0.390360, lambda: kendall(range(7), ONE[1]).tau_b),
    Case(TREND, "p, with continuity", 0.287611, lambda: kendall(range(7), ONE[1]).p()),
    Case(
        TREND, "p, without continuity", 0.2243, lambda: kendall(range(7), ONE[1]).p(continuity=False),
    ),
    Case(CASE, "slope", 1.118182, lambda: least_squares(WEEKS, READING).slope),
    Case(CASE, "intercept", 41.409091, lambda: least_squares(WEEKS, READING).intercept),
    Case(CASE, "slope, error", 0.169562, lambda: least_squares(WEEKS, READING).slope_error),
    Case(CASE, "spread about the line", 1.778377, lambda: least_squares(WEEKS, READING).see),
    Case(CASE, "slope, 95% from", 0.734607, lambda: least_squares(WEEKS, READING).slope_interval(0.95).low),
    Case(CASE, "slope, 95% to", 1.501757, lambda: least_squares(WEEKS, READING).slope_interval(0.95).high),
    Case(CASE, "slope, 80% from", 0.883673, lambda: least_squares(WEEKS, READING).slope_interval(0.8).low),
    Case(CASE, "slope, 80% to", 1.352690, lambda: least_squares(WEEKS, READING).slope_interval(0.8).high),
    Case(CASE, "slope by medians", 1.166667, lambda: theil_sen(WEEKS, READING).slope),
    Case(CASE, "slope by split-middle", 1.0, lambda: split_middle(WEEKS, READING)),
    Case(CASE, "slope by three groups", 1.142857, lambda: three_group(WEEKS, READING)),
    Case(CASE, "value on the goal's day", 63.77, lambda: least_squares(WEEKS, READING).at(20)),
    Case(CASE, "its mean, 95% from", 57.89, lambda: least_squares(WEEKS, READING).mean_interval(20, 0.95).low),
    Case(CASE, "its mean, 95% to", 69.65, lambda: least_squares(WEEKS, READING).mean_interval(20, 0.95).high),
    Case(CASE, "one check, 95% from", 56.65, lambda: least_squares(WEEKS, READING).prediction_interval(20, 0.95).low),
    Case(CASE, "one check, 95% to", 70.90, lambda: least_squares(WEEKS, READING).prediction_interval(20, 0.95).high),
    Case(CASE, "weeks to the target", 27.36, lambda: _crossed(0, 0.8)),
    Case(CASE, "weeks to the target, 80% from", 23.44, lambda: _crossed(1, 0.8)),
    Case(CASE, "weeks to the target, 80% to", 33.34, lambda: _crossed(2, 0.8)),
    Case(CASE, "weeks to the target, 95% from", 21.57, lambda: _crossed(1, 0.95)),
    Case(CASE, "weeks to the target, 95% to", 39.11, lambda: _crossed(2, 0.95)),
    Case(REED, "total count, %", 100.0, lambda: 100 * agreement.total(*SEEN)),
    Case(REED, "mean count per interval, %", 70.0, lambda: 100 * agreement.mean_per_interval(*SEEN)),
    Case(REED, "exact count per interval, %", 66.7, lambda: 100 * agreement.exact(*SEEN)),
    Case(REED, "interval by interval, %", 71.4, lambda: 100 * agreement.interval(*YES)),
    Case(REED, "scored intervals, %", 50, lambda: 100 * (agreement.scored(*YES) or 0)),
    Case(REED, "unscored intervals, %", 60, lambda: 100 * (agreement.unscored(*YES) or 0)),
    Case(
        REED, "mean duration per occurrence, %", 66.0,
        lambda: 100 * agreement.mean_duration((99.7, 2.3, 69.2, 92.7), (100,) * 4),
    ),
    Case(COHEN, "kappa, 20 5 10 15", 0.40, lambda: agreement.kappa([[20, 5], [10, 15]]).value),
    Case(COHEN, "kappa, 45 15 25 15", 0.1304, lambda: agreement.kappa([[45, 15], [25, 15]]).value),
    Case(COHEN, "kappa, 25 35 5 35", 0.2593, lambda: agreement.kappa([[25, 35], [5, 35]]).value),
    Case(KIRESUK, "T, 0 0 0", 50, lambda: t_value([0, 0, 0])),
    Case(KIRESUK, "T, 1 0 −1 2", 57.2548, lambda: t_value([1, 0, -1, 2])),
    Case(KIRESUK, "T, −2 −2 −2", 22.6139, lambda: t_value([-2, -2, -2])),
    Case(KIRESUK, "T, −1 four times", 35.4905, lambda: t_value([-1] * 4)),
    Case(KIRESUK, "T, 1 0 −1 by 3 2 1", 54.4065, lambda: t_value([1, 0, -1], [3, 2, 1])),
    Case(KIRESUK, "T, 1 0 −1 by 6 4 2", 54.4065, lambda: t_value([1, 0, -1], [6, 4, 2])),
    Case(
        KIRESUK, "T, 1 1 0 −1 0 by 2 3 1 1 4", 55.2523,
        lambda: t_value([1, 1, 0, -1, 0], [2, 3, 1, 1, 4]),
    ),
    Case(JACOBSON, "standard error of measurement", 3.354, lambda: _change().measurement_error),
    Case(JACOBSON, "error of a difference", 4.743, lambda: _change().difference_error),
    Case(JACOBSON, "reliable change index", -3.162, lambda: _change().index),
    Case("Newcombe (2006), no overlap", "5 and 5, 95% from", 0.642703, lambda: newcombe(1.0, 5, 5).low),
    Case("Newcombe (2006), no overlap", "4 and 7, 95% from", 0.649113, lambda: newcombe(1.0, 4, 7).low),
)  # fmt: skip
MISSING: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "scan's exampleAB (three pupils) and exampleABC",
        "NAP, PND, level difference, g, piecewise regression",
        "The series belong to the package and stand in none of our files, so nothing can be put into our functions. "
        "NAP and PND are compared on 28 other pairs of phases, g by both deviations on the same, and the piecewise "
        "slopes with R's own lines of four phases.",
    ),
    (
        "scan's Parker2009", "least PAND of several cases, 86.95652",
        "The series are not in our files, and PAND of several cases together is not offered: a plan is about one "
        "pupil.",
    ),
    (
        "scan's Grosche2011", "Tau-U over several cases, 0.070757",
        "The series are not in our files, and effects are not pooled over pupils.",
    ),
    (
        "scan's Tarlow2017, cases a to c", "Tau-BC 0.4077, −0.8452, 0.6899",
        "The series are not in our files. The worked example of the paper itself is compared above, and Tau-BC on 28 "
        "pairs of phases below.",
    ),
    (
        "Laski, Saddler, Lambert and Anglesea", "standardised differences between cases",
        "Left out on purpose: they need three pupils or more and belong in research, not in one pupil's plan.",
    ),
    (
        "Reed and Azulay (2011)", "raw durations",
        "The paper prints each occurrence's agreement and not the seconds; the mean is compared above.",
    ),
)  # fmt: skip


def _change() -> ReliableChange:
    return reliable_change(47.5, 32.5, deviation=7.5, reliability=0.8)


# --- the rows of another program's table ----------------------------------------------------------

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
        _near(ours.value, exact_tau_bc(row, sign), 1e-9)
        return TIES
    _near(ours.value, theirs["Est"], 1e-6)
    if theirs["SE"] is not None and row["ES"] == "PoGO" and abs((ours.error or 0) - theirs["SE"]) > 1e-6:
        by_numbers = pogo_by_small_steps(a, b, float(row["goal"]))
        _near(ours.error, by_numbers, 0.02 * by_numbers)
        return MEAN_OF_BOTH
    if theirs["SE"] is not None:
        _near(ours.error, theirs["SE"], 1e-6)
    if theirs["CI_lower"] is None:
        return AGREED
    ends = (theirs["CI_lower"], theirs["CI_upper"] or 0.0)
    assert ours.low is not None
    assert ours.high is not None
    # Their roots are found to four places.
    if abs(ours.low - ends[0]) <= 1e-4 and abs(ours.high - ends[1]) <= 1e-4:
        return AGREED
    if ends[0] == ends[1]:
        assert abs(ours.value) in (0, 1)
        return NO_WIDTH
    assert row["ES"] in ("Tau-BC", "Tau_BC_Kendall")
    if row["ES"] == "Tau_BC_Kendall":
        _near(ours.low, max(-1, ends[0]), 1e-4)
        _near(ours.high, min(1, ends[1]), 1e-4)
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


def _near(ours: Value, theirs: float, within: float) -> None:
    if ours is None or abs(ours - theirs) > within:
        raise AssertionError(f"{ours} is not {theirs}.")


ROWS: Final[dict[str, Counter[str]]] = {
    "PND": Counter({AGREED: 28}),
    "PAND": Counter({AGREED: 28}),
    "PEM": Counter({AGREED: 28}),
    "IRD": Counter({AGREED: 28}),
    "NAP": Counter({AGREED: 19, NO_WIDTH: 9}),
    "NAP_SE_Hanley": Counter({AGREED: 19, NO_WIDTH: 9}),
    "NAP_SE_null": Counter({AGREED: 19, NO_WIDTH: 9}),
    "Tau": Counter({AGREED: 19, NO_WIDTH: 9}),
    "Tau-U": Counter({AGREED: 28}),
    "Tau-BC": Counter({AGREED: 15, NO_WIDTH: 12, TIES: 1}),
    "Tau_BC_Kendall": Counter({AGREED: 7, NO_END: 17, TIES: 4}),
    "LRRi": Counter({AGREED: 26, INFINITE: 2}),
    "LRRd": Counter({AGREED: 26, INFINITE: 2}),
    "LRM": Counter({AGREED: 20, INFINITE: 8}),
    "LOR": Counter({AGREED: 6}),
    "SMD": Counter({AGREED: 26, INFINITE: 2}),
    "SMD_uncorrected": Counter({AGREED: 26, INFINITE: 2}),
    "SMD_pool": Counter({AGREED: 28}),
    "PoGO": Counter({AGREED: 2, MEAN_OF_BOTH: 10}),
}
"""By index, how many rows agree and how many differ, and why; counted when the page was written."""


def rows_file() -> Path | None:
    """The rows, if they are on this machine."""
    told = os.environ.get("HANDRAIL_PROGRESS_DATA")
    checkout = Path(__file__).parents[1]
    beside = [parent / "shared" / "data" / "progress" for parent in (checkout.parent, checkout.parent.parent)]
    for folder in [Path(told)] if told else beside:
        if (folder / "single_case_effect_sizes.csv").is_file():
            return folder / "single_case_effect_sizes.csv"
    return None


def counted(path: Path) -> dict[str, Counter[str]]:
    """Every row compared, by index."""
    found: dict[str, Counter[str]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["ES"], Counter())[compared(row)] += 1
    return found


# --- the page -------------------------------------------------------------------------------------


@cache
def page() -> str:
    """All tables as a page of the reference."""
    agree = sum(case.agrees for case in CASES)
    rows = sum(counts.total() for counts in ROWS.values())
    agreed = sum(counts[AGREED] for counts in ROWS.values())
    lines = [
        "# Statistics beside published values",
        "",
        "Written by `make docs` with `tools/compare_measures.py`; the values of this program are worked out as it is",
        "written. Which numbers are compared, where they agree, and where they differ on purpose.",
        "",
        "## Published cases",
        "",
        f"{len(CASES)} values, of which {agree} agree to the last place that was printed.",
        "",
        *_table(("From", "What", "There", "Here", ""), list(_case_rows())),
        "",
        "## Published cases that are not compared",
        "",
        *_table(("From", "What", "Why not"), list(MISSING)),
        "",
        "## The rows of another program, by index",
        "",
        f"{rows} rows of SingleCaseES, an R package, on 28 pairs of phases of published studies, less is better among",
        f"them. Value, error and both ends of the interval of {agreed} agree; the others differ for one of five",
        "reasons. The series are not ours to ship; a test compares each row where they are at hand.",
        "",
        *_table(("Index", "Rows", "Agree", "Differ", "Why"), list(_row_rows())),
        "",
        "## How often each rule errs, beside an earlier simulation",
        "",
        "`bench/decision_rules.py` draws 10,000 invented series for each row: a check a week, normal noise about a",
        "straight line, the needed pace 1.5 a week. *On the line* is a pupil who grows exactly as the goal needs:",
        "every “below” is wrong. *Slow* is one who grows by 0.5 a week: every “below” is right. In brackets an earlier",
        "simulation of our own, by another program.",
        "",
        *beside_the_earlier(),
        "",
        "## Faults of other programs that are not copied",
        "",
        *(f"- **{what}** {instead}" for what, instead in NOT_COPIED),
    ]
    return "\n".join(lines) + "\n"


def _case_rows() -> Iterator[tuple[str, ...]]:
    for case in CASES:
        ours = case.ours()
        places = len(repr(case.theirs).partition(".")[2]) if "." in repr(case.theirs) else 0
        here = "none" if ours is None else f"{ours:.{places}f}"
        said = "agrees" if case.agrees else f"differs: {case.why}"
        yield case.group, case.what, f"{case.theirs:.{places}f}", here.replace("-0.000000", "0.000000"), said


def _row_rows() -> Iterator[tuple[str, ...]]:
    for index, counts in ROWS.items():
        differ = counts.total() - counts[AGREED]
        why = "; ".join(f"{count}: {reason}" for reason, count in sorted(counts.items()) if reason != AGREED)
        yield LABELS.get(index, index), str(counts.total()), str(counts[AGREED]), str(differ), why
    together = sum(ROWS.values(), Counter[str]())
    yield "all", str(together.total()), str(together[AGREED]), str(together.total() - together[AGREED]), ""


LABELS: Final = {
    "NAP_SE_Hanley": "NAP, error of Hanley and McNeil",
    "NAP_SE_null": "NAP, error under no effect",
    "Tau-BC": "Tau-BC by non-overlap",
    "Tau_BC_Kendall": "Tau-BC by Kendall",
    "SMD": "g by the baseline's deviation",
    "SMD_uncorrected": "d, uncorrected",
    "SMD_pool": "g, pooled",
}
NOT_COPIED: Final[tuple[tuple[str, str], ...]] = (
    (
        "SingleCaseES: an interval of no width at NAP 1 or 0.",
        "Newcombe's equation has two roots there; ours is the other one, so 5 and 5 values without overlap give 0.64 "
        "to 1.",
    ),
    (
        "SingleCaseES: the interval of Tau-BC past −1 or 1.",
        "Ours ends where the value can end.",
    ),
    (
        "SingleCaseES: PoGO's error without that of the level before.",
        "Ours is the delta method in both means.",
    ),
    (
        "SingleCaseES: infinite ratios and differences.",
        "A mean of 0 has no ratio and a deviation of 0 measures nothing: no value, and the reason.",
    ),
    (
        "SingleCaseES: ties of residuals that rounding undoes.",
        "Residuals that are equal on paper are equal here; exact fractions are the judge in a test.",
    ),
    (
        "SingleCaseES: no test of a trend before Tau-BC corrects it.",
        "Ours tests first, as the paper does, and says which it did; `tested=False` gives theirs.",
    ),
    (
        "SingleCaseES and scan: one name, Tau-U, for several formulas.",
        "Each variant here has its own name, and the name is printed with the value, which may leave −1 to 1.",
    ),
    (
        "scan: PAND by swapping ranks.",
        "With ties it is another number; ours takes out the fewest values.",
    ),
    (
        "scan: p of a baseline's trend without continuity correction.",
        "Tarlow's own uses it, and so does ours; `p(continuity=False)` gives the other.",
    ),
    (
        "scipy: `theilslopes` with separate intercepts by default.",
        "Ours is the joint one of residuals; both are given by name.",
    ),
    (
        "scipy: `kendalltau` without continuity correction.",
        "As above: the correction is on unless it is turned off.",
    ),
    (
        "R's mblm: a repeated-median intercept beside a repeated-median slope.",
        "Ours is the median of residuals, so that half of the values lie above the line.",
    ),
    (
        "singlecase for Python: NAP that drops ties, PND by the least value before.",
        "Ties count half, and the best value before is the one to pass.",
    ),
    (
        "scia for Python: the interval of rows of trend with the number of all pairs' values.",
        "An interval is found from the values that its row is about.",
    ),
    (
        "pymannkendall: equal spacing, whatever the days are.",
        "Lines and slopes run through real days; only what is about order alone counts places.",
    ),
    (
        "Jacobson and Follette (1984): a reliable change without √2.",
        "Corrected by Christensen and Mendoza (1986), as here.",
    ),
    (
        "Printed tables of weekly gains with slips.",
        "No table of gains is shipped; a school's own norms are loaded by the school.",
    ),
    (
        "Programs for schools: a start of 0 where none was entered, met by one last check, a trend through three.",
        "A start is never assumed, one check never meets a goal, and with fewer than six checks it is too early.",
    ),
)  # fmt: skip


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    print(page())
    path = rows_file()
    if path is None:
        print("The rows are not on this machine, so the counts above are those of when the page was written.")
    elif counted(path) == ROWS:
        print("The rows on this machine were compared again: the counts are as above.")
    else:
        print(f"The rows on this machine count otherwise: {counted(path)}")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
