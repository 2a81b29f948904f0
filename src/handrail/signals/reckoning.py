"""How a signal's value comes from what was counted: sums, shares, middles and thresholds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from handrail.signals import intervals
from handrail.signals.bins import MIDDLES, TICK_MS
from handrail.signals.kernel import ENDS, LOCATIONS, SLICES, STARTS, Counted

Values = Callable[[Counted], np.ndarray]

Ends = Callable[[Counted], tuple[np.ndarray, np.ndarray]]

SECONDS: Final = TICK_MS / 1000

MINUTES: Final = SECONDS / 60

OWN_FACTOR: Final = 3


def divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(below > 0, above / below, np.nan))


def count(name: str, factor: float = 1.0) -> Values:
    return lambda counted: counted.of(name) * factor


def ratio(above: str, below: str, factor: float = 1.0) -> Values:
    return lambda counted: divide(counted.of(above), counted.of(below)) * factor


def total(what: str) -> Values:
    return lambda counted: np.asarray(
        np.sum([counted.of(f"{location}_{what}") for location in LOCATIONS], axis=0)
    )


def total_ratio(above: str, below: str) -> Values:
    return lambda counted: divide(total(above)(counted), total(below)(counted))


def own_product(counted: Counted) -> np.ndarray:
    own = counted.of("final") - counted.of("final_program") - counted.of("final_pasted")
    return divide(own, counted.of("produced"))


def _slices(counted: Counted, groups: int) -> np.ndarray:
    values = np.stack([counted.of(name) for name in SLICES], axis=1)
    return np.asarray(values.reshape(len(values), groups, -1).sum(axis=2))


def variation(counted: Counted) -> np.ndarray:
    tenths = _slices(counted, 10)
    return divide(tenths.std(axis=1), tenths.mean(axis=1))


def half_minute_variation(counted: Counted) -> np.ndarray:
    mean = divide(counted.of("produced"), counted.of("half_minutes"))
    variance = divide(counted.of("half_minute_squares"), counted.of("half_minutes")) - mean * mean
    return np.asarray(np.sqrt(np.maximum(variance, 0)))


def third(number: int) -> Values:
    return lambda counted: divide(_slices(counted, 3)[:, number], counted.of("produced"))


def assisted_share(counted: Counted) -> np.ndarray:
    brought = counted.of("assisted") + counted.of("pasted")
    return divide(brought, counted.of("produced") + counted.of("pasted"))


def _kept(counted: Counted) -> np.ndarray:
    if len(counted.histograms) != len(counted.counts):
        raise ValueError("this needs the histograms: kernel.count(events, histograms=True)")
    return counted.histograms


def around_median(place: str) -> Ends:
    def ends(counted: Counted) -> tuple[np.ndarray, np.ndarray]:
        low, high = intervals.around_median(_kept(counted)[:, LOCATIONS.index(place)])
        return low * TICK_MS, high * TICK_MS

    return ends


def around_ratio(above: str, below: str) -> Ends:
    return lambda counted: intervals.around_share(counted.of(above), counted.of(below))


def own_threshold(counted: Counted) -> np.ndarray:
    """In ticks, from the intervals of all places."""
    together = _kept(counted)[:, : len(LOCATIONS)].sum(axis=1)
    found = np.full(len(together), np.nan)
    for number, histogram in enumerate(together):
        used = np.flatnonzero(histogram)
        if len(used):
            middle = _middle(MIDDLES[used], histogram[used])
            away = np.abs(MIDDLES[used] - middle)
            order = np.argsort(away, kind="stable")
            found[number] = middle + OWN_FACTOR * _middle(away[order], histogram[used][order])
    return found


def _middle(values: np.ndarray, counts: np.ndarray) -> float:
    """The middle of values that come so many times each, or the mean of the two middles."""
    passed = np.cumsum(counts)
    n = int(passed[-1])
    first, second = (int(np.searchsorted(passed, rank, side="right")) for rank in ((n - 1) // 2, n // 2))
    return float(values[first] + values[second]) / 2


def own_pauses(counted: Counted) -> np.ndarray:
    thresholds = own_threshold(counted)
    together = _kept(counted)[:, : len(LOCATIONS)].sum(axis=1)
    longer = (together * (thresholds[:, None] < MIDDLES)).sum(axis=1)
    return divide(longer, counted.of("span") * MINUTES)


def bursts(counted: Counted) -> np.ndarray:
    found = [counted.of(f"bursts_{start}_{end}") for start in STARTS for end in ENDS]
    return np.asarray(np.sum(found, axis=0))
