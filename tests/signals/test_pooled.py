"""What takes several pieces of one writer, and how far a number might lie elsewhere."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.signals import guards, intervals, kernel, pooled, reading_tables, simulate
from handrail.signals.bins import BINS, EDGES
from handrail.signals.catalogue import BY_NAME
from handrail.signals.guards import Circumstances
from handrail.signals.mixture import Mixture
from handrail.signals.pooled import OWN_PRIOR, POOLED, USUAL_PRIOR
from handrail.signals.recordings import EVERYTHING, Recording, Tells
from tests.signals.writing import sessions, table_of, typed

KNOWN = Circumstances(device="laptop", usual_device="laptop", first_language=True)


@cache
def piece(seed: int, sample: str = "age-12", words: int = 130) -> Recording:
    writer = simulate.Writer(sample=sample, words=words)
    return Recording(simulate.sessions(writer, 1, seed=seed), "simulated", EVERYTHING)


def pieces(count: int, **of: Any) -> list[Recording]:
    return [piece(seed, **of) for seed in range(count)]


def told(name: str, of: list[Recording], circumstances: Circumstances = KNOWN, **more: Any) -> guards.Reading:
    return next(r for r in pooled.readings(of, circumstances, **more) if r.signal == name)


def test_the_share_of_slower_intervals_is_given_from_three_pieces_on_with_how_sure_it_is() -> None:
    found = told("before_word_slower_share", pieces(4))

    assert found.session is None
    assert found.reason is None
    assert found.value == pytest.approx(0.32, abs=0.15)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert found.n >= 300
    assert found.prior == USUAL_PRIOR


@pytest.mark.parametrize(
    ("of", "circumstances", "says"),
    [
        (pieces(2), KNOWN, "Not enough yet: 2 pieces, and it takes 3."),
        (pieces(1, words=900), KNOWN, "Not enough yet: 1 piece, and it takes 3."),
        (pieces(3, words=15), KNOWN, "intervals, and it takes"),
        (pieces(4), replace(KNOWN, device="tablet"), "Not comparable: written on tablet, usually on laptop."),
        (pieces(4), replace(KNOWN, first_language=None), "first language is not known"),
        (pieces(4), replace(KNOWN, support_declared=True), "support was on"),
        ([*pieces(3), replace(piece(3), tells=EVERYTHING - {Tells.FINE_TIMES})], KNOWN, "times of this format"),
        ([Recording(table_of(typed("ab")[1:]), "own", EVERYTHING)], KNOWN, "Not enough yet: 0 pieces"),
        ([], KNOWN, "Not enough yet: 0 pieces"),
    ],
    ids=["two", "one long", "short", "device", "language", "support", "coarse", "faulty", "none"],
)  # fmt: skip
def test_what_the_pieces_cannot_tell_is_a_reason(
    of: list[Recording], circumstances: Circumstances, says: str
) -> None:
    for found in pooled.readings(of, circumstances):
        assert found.value is found.low is found.high is found.prior is None
        assert found.reason is not None
        assert says in found.reason


def test_earlier_pieces_take_the_place_of_what_is_usual_where_they_are_enough() -> None:
    sample = "age-21-second-language"
    now, before = (
        [piece(seed, sample, 130) for seed in range(3)],
        [piece(seed, sample, 130) for seed in range(10, 18)],
    )

    usual, own = (told("before_word_slower_share", now, earlier=earlier) for earlier in ((), before))
    few = told("before_word_slower_share", now, earlier=before[:2])

    assert (usual.prior, own.prior, few.prior) == (USUAL_PRIOR, OWN_PRIOR, USUAL_PRIOR)
    assert usual.value is not None
    assert own.value is not None
    # Nine intervals in ten are slow for this sample, and what is usual for others pulls that down.
    assert usual.value < own.value <= 1


def test_a_table_holds_what_was_found_from_several_pieces_beside_the_rest() -> None:
    rows = reading_tables.table(pooled.readings(pieces(4), KNOWN), simulated=True).to_pylist()

    assert {row["signal"] for row in rows} == {signal.name for signal in POOLED}
    assert {row["unit"] for row in rows} == {"ms", "share"}
    assert all(row["simulated"] and row["session"] is None for row in rows)
    assert isinstance(pooled.mixture_of(pieces(4), "within_word", told=KNOWN), Mixture)


# --- ends of a middle and of a share --------------------------------------------------------------------------


def test_the_ends_of_a_middle_hold_it_nine_times_in_ten() -> None:
    random = np.random.default_rng(4)
    drawn = np.exp(random.normal(np.log(250), 0.6, (2000, 120)))
    at = np.searchsorted(EDGES, np.round(drawn / 10).astype(int), side="right") - 1
    histograms = np.stack([np.bincount(row, minlength=BINS) for row in at])

    low, high = intervals.around_median(histograms)

    held = ((low <= 25) & (high >= 25)).mean()
    # A little more often, since ten milliseconds count as one.
    assert 0.9 <= held <= 0.97


def test_the_ends_of_a_share_are_those_of_wilson() -> None:
    low, high = intervals.around_share(np.array([10.0, 0.0, 0.0]), np.array([100.0, 20.0, 0.0]))

    # Wilson 1927 with z = 1.6449, by hand.
    assert (low[0], high[0]) == (pytest.approx(0.0607, abs=1e-4), pytest.approx(0.1603, abs=1e-4))
    assert (low[1], high[1]) == (0, pytest.approx(0.1191, abs=1e-4))
    assert np.isnan(low[2])


def test_a_middle_and_a_share_come_with_their_ends_and_a_reason_without() -> None:
    found = {r.signal: r for r in guards.readings(piece(1, words=400), KNOWN)}

    for name in ("within_word_median", "before_word_share_2s", "within_word_share_200ms"):
        reading = found[name]
        assert reading.low is not None, name
        assert reading.low <= reading.value <= reading.high, name
    assert found["before_paragraph_median"].low is None
    assert found["minutes"].low is None


# --- a writer's own threshold ---------------------------------------------------------------------------------


@given(sessions(least=3))
@settings(max_examples=60, deadline=None)
def test_ones_own_threshold_is_the_middle_and_three_times_the_middle_distance(
    rows: list[dict[str, Any]],
) -> None:
    counted = kernel.count(table_of(rows), histograms=True)
    ticks = np.repeat(np.arange(BINS), counted.histograms[0, : len(kernel.LOCATIONS)].sum(axis=0))
    raw = kernel.MIDDLES[ticks]

    (threshold,) = BY_NAME["own_pause_threshold"].of(counted)
    (pauses,) = BY_NAME["own_pauses_per_minute"].of(counted)

    if not len(raw):
        assert np.isnan(threshold)
        return
    expected = np.median(raw) + 3 * np.median(np.abs(raw - np.median(raw)))
    assert threshold == pytest.approx(expected * 10)
    span = counted.of("span")[0] / 6000
    assert (span == 0 and np.isnan(pauses)) or pauses == pytest.approx((raw > expected).sum() / span)


def test_without_histograms_there_is_no_threshold_and_no_wrong_number() -> None:
    with pytest.raises(ValueError, match="histograms=True"):
        BY_NAME["own_pause_threshold"].of(kernel.count(table_of(typed("abc"))))


@given(st.integers(0, 2), st.integers(1, 60))
@settings(max_examples=30, deadline=None)
def test_the_ends_of_a_middle_are_intervals_of_the_row(empty: int, n: int) -> None:
    histogram = np.zeros((empty + 1, BINS), int)
    histogram[-1, 7] = n

    low, high = intervals.around_median(histogram)

    assert low[-1] == high[-1] == 7
    assert np.isnan(low[:empty]).all()
