"""Intervals as two kinds: fluent ones, and ones that were slower, at each location of a text.

One threshold for a pause cannot be right for every writer. So the intervals of a location are taken as a mixture of two
log-normals: a fluent one, and a slower and wider one, with the share of slower intervals `share`. The slowdown is the
time that a slower interval takes beyond a fluent one. Estimated by EM from histograms, so no raw interval is needed.

Few intervals say little, and plain EM then finds too few slow ones. A prior holds the estimate near what is usual for
the location, or near the pupil's own earlier pieces, with the weight of a stated number of intervals.

Roeser, De Maeyer, Leijten and Van Waes, Reading and Writing 37 (2024) 359-384, doi 10.1007/s11145-021-10203-z.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from handrail.signals.bins import EDGES, LOGS, TICK_MS

# Rolls and chatter of keys below, and away from the keyboard above, are no pauses of writing.
FASTEST: Final = 6
SLOWEST: Final = 3_000
LEAST: Final = 300
"""Intervals below which no share is shown: one piece of 130 words cannot tell it."""
LEAST_FOR_FLUENT: Final = 80
STEPS: Final = 400
DRAWS: Final = 200
USED: Final = slice(FASTEST, int(np.searchsorted(EDGES, SLOWEST)))
X: Final = LOGS[USED]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is usual, and how many intervals that knowledge is worth."""

    fluent_ms: float
    slowdown_ms: float
    share: float
    weight: float = 20.0
    spread: float = 0.35
    slow_spread: float = 0.9
    spread_weight: float = 40.0


USUAL: Final = {
    # The middle of the published samples from 11 to 23 years, one language, own keyboard.
    "within_word": Prior(fluent_ms=180, slowdown_ms=180, share=0.12),
    "before_word": Prior(fluent_ms=250, slowdown_ms=520, share=0.40),
    "before_sentence": Prior(fluent_ms=270, slowdown_ms=1700, share=0.50),
}


@dataclass(frozen=True, slots=True)
class Mixture:
    """What was estimated at one location, each with the middle nine tenths of what resampling gives."""

    n: int
    fluent_ms: float
    slowdown_ms: float
    share: float
    fluent_between: tuple[float, float]
    slowdown_between: tuple[float, float]
    share_between: tuple[float, float]


def estimate(histogram: np.ndarray, prior: Prior | None, *, seed: int = 0) -> Mixture:
    """The mixture of one histogram, with intervals from resampling it."""
    used = np.asarray(histogram, np.float64)[USED]
    n = int(used.sum())
    if n == 0:
        raise ValueError("there is no interval to estimate from")
    draws = np.random.default_rng(seed).multinomial(n, used / n, size=DRAWS)
    found = fit(np.vstack([used, draws]), prior)
    low, high = np.percentile(found[1:], [5, 95], axis=0)
    fluent, slowdown, share = ((float(a), float(b)) for a, b in zip(low, high, strict=True))
    values = map(float, found[0])
    return Mixture(n, next(values), next(values), next(values), fluent, slowdown, share)


def fit(histograms: np.ndarray, prior: Prior | None) -> np.ndarray:
    """Fluent ms, slowdown ms and share for each row of counts; all rows at once."""
    weights = np.asarray(histograms, np.float64)
    n = weights.sum(axis=1)
    about = prior or Prior(fluent_ms=0, slowdown_ms=0, share=0.5, weight=0, spread_weight=0)
    # Begin at the prior, or at what the row itself looks like.
    total = np.maximum(n, 1)
    mean = (weights @ X) / total
    fluent = np.full(len(weights), np.log(about.fluent_ms / TICK_MS)) if prior else mean - 0.3
    slow = (
        np.full(len(weights), np.log((about.fluent_ms + about.slowdown_ms) / TICK_MS))
        if prior
        else mean + 0.8
    )
    share = np.full(len(weights), about.share if prior else 0.3)
    spread, slow_spread = np.full(len(weights), 0.35), np.full(len(weights), 0.9)
    for _ in range(STEPS):
        before = share
        quick = (1 - share)[:, None] * _density(fluent, spread)
        late = share[:, None] * _density(slow, slow_spread)
        chance = late / np.maximum(quick + late, 1e-300)
        of_slow = weights * chance
        of_fluent = weights - of_slow
        slow_n, fluent_n = of_slow.sum(axis=1), of_fluent.sum(axis=1)
        held = about.weight
        share = (slow_n + held * about.share) / np.maximum(n + held, 1e-9)
        # The places are held by a tenth of the weight: a hand's own speed is seen in few intervals.
        place = held / 10
        fluent_prior = np.log(about.fluent_ms / TICK_MS) if prior else 0.0
        fluent = (of_fluent @ X + place * fluent_prior) / np.maximum(fluent_n + place, 1e-9)
        step_prior = np.log1p(about.slowdown_ms / about.fluent_ms) if prior else 0.0
        slow = (of_slow @ X + place * (fluent + step_prior)) / np.maximum(slow_n + place, 1e-9)
        slow = np.maximum(slow, fluent + 0.01)
        spread = _spread(of_fluent, fluent, fluent_n, about.spread, about.spread_weight)
        slow_spread = _spread(of_slow, slow, slow_n, about.slow_spread, about.spread_weight / 2)
        # The slower kind is also the wider one; that tells the two apart.
        slow_spread = np.maximum(slow_spread, spread * 1.05)
        if np.abs(share - before).max() < 1e-5:
            break
    return np.stack(
        [np.exp(fluent) * TICK_MS, (np.exp(slow) - np.exp(fluent)) * TICK_MS, share],
        axis=1,
    )


def _density(middle: np.ndarray, spread: np.ndarray) -> np.ndarray:
    away = (X[None, :] - middle[:, None]) / spread[:, None]
    density: np.ndarray = np.exp(-0.5 * away * away) / spread[:, None]
    return density


def _spread(weights: np.ndarray, middle: np.ndarray, n: np.ndarray, usual: float, held: float) -> np.ndarray:
    squares = weights @ (X * X) - 2 * middle * (weights @ X) + middle * middle * weights.sum(axis=1)
    variance = (np.maximum(squares, 0) + held * usual * usual) / np.maximum(n + held, 1e-9)
    return np.asarray(np.clip(np.sqrt(variance), 0.1, 2.0))
