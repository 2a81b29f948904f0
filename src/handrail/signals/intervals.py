"""How far a middle or a share might lie elsewhere, from so many intervals: nine times in ten between two ends.

No shape of the intervals is assumed for a middle: its ends are two of the intervals themselves, counted from the middle
as far as a fair coin strays (the binomial of the sign test). A share has the ends of Wilson 1927, which stay within 0
and 1 and hold for few intervals too.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from handrail.signals.bins import MIDDLES

Z: Final = 1.6449
"""Nine tenths of a normal distribution lie within so many standard deviations."""


def around_median(histograms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two ends for the middle of each row of counts, in ticks; NaN for an empty row."""
    counts = np.asarray(histograms)
    n = counts.sum(axis=1)
    stray = Z * np.sqrt(n) / 2
    low = np.clip(np.floor(n / 2 - stray), 1, np.maximum(n, 1))
    high = np.clip(np.ceil(n / 2 + stray) + 1, 1, np.maximum(n, 1))
    passed = counts.cumsum(axis=1)
    ends = []
    for rank in (low, high):
        at = (passed < rank[:, None]).sum(axis=1)
        ends.append(np.where(n > 0, MIDDLES[np.minimum(at, len(MIDDLES) - 1)], np.nan))
    return ends[0], ends[1]


def around_share(part: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two ends for a share of `part` among `n`; NaN where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = part / n
        middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return np.asarray(np.maximum(middle - half, 0)), np.asarray(np.minimum(middle + half, 1))
