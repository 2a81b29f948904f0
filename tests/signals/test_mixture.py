"""The mixture finds again what the simulator put in, as far as so many intervals can tell."""

from __future__ import annotations

import numpy as np
import pytest

from handrail.signals import kernel, mixture, published, simulate
from handrail.signals.bins import BINS, EDGES
from handrail.signals.mixture import Prior
from handrail.signals.published import Pace

RUNS = 120


def drawn(pace: Pace, n: int, *, seed: int = 5) -> np.ndarray:
    """Histograms of intervals as the published table has them."""
    random = np.random.default_rng(seed)
    slow = random.random((RUNS, n)) < pace.share
    middle = np.where(slow, pace.fluent_ms + pace.slowdown_ms, pace.fluent_ms)
    intervals = np.exp(random.normal(np.log(middle), np.where(slow, 0.9, 0.35)))
    at = np.searchsorted(EDGES, np.round(intervals / 10).astype(int), side="right") - 1
    return np.stack([np.bincount(row, minlength=BINS) for row in at])[:, mixture.USED]


GROUPS = ["age-12", "age-17-dyslexic", "age-17-not-dyslexic", "age-23"]


@pytest.mark.parametrize("group", GROUPS)
def test_the_share_is_found_again_from_300_intervals(group: str) -> None:
    pace = published.SAMPLES[group].before_word

    found = mixture.fit(drawn(pace, 300), mixture.USUAL["before_word"])

    assert found[:, 2].mean() == pytest.approx(pace.share, abs=0.08)
    assert found[:, 2].std() < 0.06
    assert found[:, 0].mean() == pytest.approx(pace.fluent_ms, rel=0.05)


def test_few_intervals_cannot_tell_what_many_can() -> None:
    pace = published.SAMPLES["age-12"].before_word

    few, many = (mixture.fit(drawn(pace, n), None)[:, 2].std() for n in (40, 600))

    assert few > 0.1
    assert many < 0.07


def test_the_pupils_own_earlier_pieces_take_bias_and_spread_away() -> None:
    pace = published.SAMPLES["age-21-second-language"].before_word
    own = Prior(pace.fluent_ms, pace.slowdown_ms, pace.share)
    few = drawn(pace, 80)

    plain, usual, known = (
        mixture.fit(few, prior)[:, 2] for prior in (None, mixture.USUAL["before_word"], own)
    )

    assert abs(known.mean() - pace.share) < abs(plain.mean() - pace.share)
    # What is usual for others misleads about somebody who is far from it.
    assert usual.mean() < pace.share - 0.2
    assert known.std() < plain.std()


def test_an_estimate_shows_how_sure_it_is() -> None:
    pace = published.SAMPLES["age-12"].before_word
    histogram = np.zeros(BINS, int)
    histogram[mixture.USED] = drawn(pace, 400)[0]

    found = mixture.estimate(histogram, mixture.USUAL["before_word"])

    assert found.n == int(histogram[mixture.USED].sum())
    assert found.share_between[0] < found.share < found.share_between[1]
    assert found.fluent_between[0] < found.fluent_ms < found.fluent_between[1]


def test_a_simulated_session_has_the_intervals_of_its_sample() -> None:
    writer = simulate.Writer(sample="age-12", words=600, varies=0, slips=0, going_back=0)
    counted = kernel.count(simulate.sessions(writer, 4, seed=2), histograms=True)

    pooled = counted.histograms[:, kernel.BEFORE_WORD].sum(axis=0)
    found = mixture.estimate(pooled, None)

    assert found.n > 1500
    assert found.fluent_ms == pytest.approx(448, rel=0.06)
    assert found.share == pytest.approx(0.32, abs=0.08)


def test_a_second_language_moves_the_published_writers_as_published() -> None:
    first = published.SAMPLES["age-21-first-language"]

    moved = simulate.pace_of(first, kernel.BEFORE_WORD, second_language=True)

    assert moved.share == pytest.approx(0.89)
    assert moved.slowdown_ms == pytest.approx(560)


def test_touch_knows_no_hold_and_the_same_seed_writes_the_same() -> None:
    writer = simulate.Writer(device=simulate.Device.TOUCH, words=30)

    once, again = (simulate.sessions(writer, 2, seed=9) for _ in range(2))

    assert once.equals(again)
    assert set(once.column("dwell").to_pylist()) == {65_535}
    assert not kernel.count(once).faults.any()
