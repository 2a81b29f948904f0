"""How often each rule says "below" of a child who grows exactly along the goal line, and of one who does not.

Normal, independent noise about a straight line, a check a week from week 0. Real checks resemble the one before, so
these are the least errors that a rule makes, not the most.

PYTHONPATH=src:. python bench/decision_rules.py [--series 10000] [--baseline-error]
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from handrail.measures.caseload import KINDS, Caseload, verdicts
from handrail.measures.findings import Kind, Settings

AIM: Final = 1.5
SLOW: Final = 0.5
START: Final = 40.0
FIRST: Final = date(2026, 9, 7)
WEEKS: Final = (8, 12, 20)
ERRORS: Final = (5.0, 10.0)
Booleans = NDArray[np.bool_]
Floats = NDArray[np.float64]
Rule = Callable[[Floats, Floats], Booleans]
"""From values and goal line up to a check, whether the rule says below."""


def in_a_row(count: int, least: int) -> Rule:
    def rule(values: Floats, line: Floats) -> Booleans:
        if values.shape[1] < max(count, least):
            return np.zeros(len(values), dtype=bool)
        return np.asarray((values[:, -count:] < line[:, -count:]).all(axis=1))

    return rule


def interval(confidence: float, least: int, *, level_too: bool = False) -> Rule:
    """The product's own verdict over all series at once; with the level, the same formulas here."""

    def rule(values: Floats, line: Floats) -> Booleans:
        n = values.shape[1]
        if n < least:
            return np.zeros(len(values), dtype=bool)
        x = np.arange(n, dtype=float)
        dx = x - x.mean()
        slope = (values @ dx) / (dx @ dx)
        mean = values.mean(axis=1)
        left = values - mean[:, None] - slope[:, None] * dx
        see = np.sqrt((left**2).sum(axis=1) / (n - 2))
        t = stats.t.ppf((1 + confidence) / 2, n - 2)
        aim = line[:, 1] - line[:, 0]
        below = np.asarray(slope + t * see / math.sqrt(dx @ dx) < aim)
        if not level_too:
            return below

        def worse(at: float) -> Booleans:
            fitted = mean + slope * (at - x.mean())
            half = t * see * math.sqrt(1 / n + (at - x.mean()) ** 2 / (dx @ dx))
            return np.asarray(fitted + half < line[:, 0] + aim * at)

        return np.asarray(below | (worse(n - 1) & worse(20)))

    return rule


RULES: Final[dict[str, Rule]] = {
    "three in a row": in_a_row(3, 3),
    "four in a row, from 6": in_a_row(4, 6),
    "interval 80%, from 6": interval(0.80, 6),
    "interval 95%, from 6": interval(0.95, 6),
    "interval 80%, from 8": interval(0.80, 8),
    "pace and level 80%, from 6": interval(0.80, 6, level_too=True),
}


def rates(
    see: float, weeks: int, *, growth: float, series: int, baseline_error: bool
) -> dict[str, tuple[float, float]]:
    """For each rule, how often it says below at least once, and at the last check."""
    chance = np.random.default_rng(20261125)
    x = np.arange(weeks, dtype=float)
    values = START + growth * x + chance.normal(0, see, (series, weeks))
    start = np.full(series, START)
    if baseline_error:
        start = np.median(START + chance.normal(0, see, (series, 3)), axis=1)
    # The goal is fixed; a start that is off turns the line, as it does in a plan of 20 weeks.
    line = start[:, None] + (START + AIM * 20 - start)[:, None] / 20 * x
    found = {}
    for name, rule in RULES.items():
        told = np.array([rule(values[:, : n + 1], line[:, : n + 1]) for n in range(2, weeks)])
        found[name] = (float(told.any(axis=0).mean()), float(told[-1].mean()))
    return found


EARLIER: Final[dict[tuple[float, int, str], tuple[float, float, float, float]]] = {
    (5.0, 8, "three in a row"): (0.412, 0.125, 0.879, 0.683),
    (5.0, 8, "four in a row, from 6"): (0.122, 0.061, 0.609, 0.536),
    (5.0, 8, "interval 80%, from 6"): (0.178, 0.099, 0.57, 0.472),
    (5.0, 8, "interval 95%, from 6"): (0.052, 0.025, 0.251, 0.189),
    (5.0, 8, "interval 80%, from 8"): (0.097, 0.097, 0.471, 0.471),
    (5.0, 12, "three in a row"): (0.586, 0.127, 0.997, 0.929),
    (5.0, 12, "four in a row, from 6"): (0.245, 0.065, 0.965, 0.878),
    (5.0, 12, "interval 80%, from 6"): (0.277, 0.1, 0.907, 0.844),
    (5.0, 12, "interval 95%, from 6"): (0.089, 0.026, 0.67, 0.573),
    (5.0, 12, "interval 80%, from 8"): (0.22, 0.1, 0.9, 0.847),
    (5.0, 20, "three in a row"): (0.784, 0.125, 1.0, 0.999),
    (5.0, 20, "four in a row, from 6"): (0.438, 0.06, 1.0, 0.999),
    (5.0, 20, "interval 80%, from 6"): (0.382, 0.097, 1.0, 1.0),
    (5.0, 20, "interval 95%, from 6"): (0.143, 0.028, 0.999, 0.998),
    (5.0, 20, "interval 80%, from 8"): (0.338, 0.097, 1.0, 1.0),
    (10.0, 8, "three in a row"): (0.421, 0.124, 0.68, 0.378),
    (10.0, 8, "four in a row, from 6"): (0.124, 0.061, 0.342, 0.245),
    (10.0, 8, "interval 80%, from 6"): (0.185, 0.103, 0.352, 0.252),
    (10.0, 8, "interval 95%, from 6"): (0.053, 0.025, 0.123, 0.078),
    (10.0, 8, "interval 80%, from 8"): (0.103, 0.103, 0.255, 0.255),
    (10.0, 12, "three in a row"): (0.585, 0.124, 0.935, 0.592),
    (10.0, 12, "four in a row, from 6"): (0.238, 0.06, 0.732, 0.466),
    (10.0, 12, "interval 80%, from 6"): (0.279, 0.098, 0.624, 0.448),
    (10.0, 12, "interval 95%, from 6"): (0.094, 0.025, 0.308, 0.19),
    (10.0, 12, "interval 80%, from 8"): (0.226, 0.102, 0.587, 0.452),
    (10.0, 20, "three in a row"): (0.791, 0.124, 1.0, 0.895),
    (10.0, 20, "four in a row, from 6"): (0.442, 0.063, 0.994, 0.844),
    (10.0, 20, "interval 80%, from 6"): (0.385, 0.097, 0.952, 0.889),
    (10.0, 20, "interval 95%, from 6"): (0.145, 0.025, 0.792, 0.681),
    (10.0, 20, "interval 80%, from 8"): (0.346, 0.099, 0.947, 0.888),
}
"""Of an earlier simulation by another program, by spread, weeks and rule: on the line ever and at the end; slow."""


def beside_the_earlier(series: int = 10_000) -> list[str]:
    """Every rate drawn anew, with that of the earlier simulation in brackets, as lines of a table."""
    lines = [
        "| Spread of checks | Weeks | Rule | On the line: ever below | On the line: below at the end "
        "| Slow: ever below | Slow: below at the end |",
        "|---|---|---|---|---|---|---|",
    ]
    for see in ERRORS:
        for weeks in WEEKS:
            fair = rates(see, weeks, growth=AIM, series=series, baseline_error=False)
            slow = rates(see, weeks, growth=SLOW, series=series, baseline_error=False)
            for name in RULES:
                before = EARLIER.get((see, weeks, name))
                cells = [f"{100 * one:.0f}%" for one in (*fair[name], *slow[name])]
                if before is not None:
                    cells = [f"{one} ({100 * other:.0f}%)" for one, other in zip(cells, before, strict=True)]
                lines.append(f"| {see:g} | {weeks} | {name} | {' | '.join(cells)} |")
    return lines


def agrees_with_the_product(see: float = 10.0, weeks: int = 12, series: int = 2000) -> bool:
    """The rule above and the product say below of the same series, but where the line still reaches the goal."""
    chance = np.random.default_rng(1)
    x = np.arange(weeks)
    values = START + SLOW * x + chance.normal(0, see, (series, weeks))
    days = np.broadcast_to(FIRST.toordinal() + 7 * x, values.shape).astype(np.int64)
    starts, first = np.full(series, START), days[:, 0].copy()
    whole = Caseload(
        days, values, starts, first, starts + AIM * 20, first + 140, np.ones(series, dtype=np.int8)
    )
    found = verdicts(whole, as_of=date.fromordinal(int(days[0, -1])), settings=Settings(least_points=6))
    line = START + AIM * np.broadcast_to(x, values.shape).astype(float)
    ours = interval(0.8, 6)(values, line)
    product = np.array([KINDS[code] is Kind.BELOW for code in found.codes])
    met = np.array([KINDS[code] is Kind.MET for code in found.codes])
    reaches = found.projected >= whole.targets
    return bool((product == (ours & ~reaches & ~met)).all())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=10_000)
    parser.add_argument(
        "--baseline-error", action="store_true", help="start from the middle of three noisy checks"
    )
    chosen = parser.parse_args()
    assert agrees_with_the_product()
    print(
        f"| spread | weeks | rule | on the line: ever | at the end | {SLOW} for {AIM} a week: ever | at the end |"
    )
    print("|---|---|---|---|---|---|---|")
    for see in ERRORS:
        for weeks in WEEKS:
            how = {"series": chosen.series, "baseline_error": chosen.baseline_error}
            fair = rates(see, weeks, growth=AIM, **how)
            slow = rates(see, weeks, growth=SLOW, **how)
            for name in RULES:
                cells = (*fair[name], *slow[name])
                print(
                    f"| {see:g} | {weeks} | {name} | {' | '.join(f'{100 * cell:.1f}%' for cell in cells)} |"
                )


if __name__ == "__main__":
    main()
