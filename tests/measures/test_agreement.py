"""Two observers, against published examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures import agreement
from handrail.measures.errors import MeasureError
from tests.measures.cases import EXAMPLES

FIRST = (1, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
SECOND = (0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4)
YES = (1, 0, 0, 0, 1, 1, 0)
NO = (0, 0, 0, 0, 1, 1, 1)
PAIRS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=30)


def test_counts_by_the_minute() -> None:
    assert agreement.total(FIRST, SECOND) == 1
    assert agreement.mean_per_interval(FIRST, SECOND) == pytest.approx(0.700)
    assert agreement.exact(FIRST, SECOND) == pytest.approx(2 / 3)


def test_intervals() -> None:
    assert agreement.interval(YES, NO) == pytest.approx(5 / 7)
    assert agreement.scored(YES, NO) == pytest.approx(2 / 4)
    assert agreement.unscored(YES, NO) == pytest.approx(3 / 5)


def test_durations() -> None:
    # The published example prints each occurrence's agreement; with one observer at 100 seconds they come back.
    seconds = (99.7, 2.3, 69.2, 92.7)

    assert agreement.mean_duration(seconds, (100,) * 4) == pytest.approx(0.660, abs=5e-4)
    assert agreement.total_duration((30, 30), (60, 60)) == 0.5


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ([[20, 5], [10, 15]], 0.40),
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
        ([[1, 1], [1, 4]], 0.3),
    ],
)
def test_kappa(table: list[list[int]], value: float) -> None:
    assert agreement.kappa(table).value == pytest.approx(value, abs=5e-5)


def test_kappa_of_the_intervals() -> None:
    table = agreement.table_of(YES, NO)

    assert agreement.kappa(table).value == pytest.approx(0.4166667, abs=1e-6)
    assert agreement.kappa(table).observed == pytest.approx(agreement.interval(YES, NO))


def test_levels_one_apart_agree_more_than_levels_far_apart() -> None:
    near, far = [[5, 3, 0], [0, 5, 0], [0, 0, 5]], [[5, 0, 3], [0, 5, 0], [0, 0, 5]]

    assert agreement.kappa(near, weighted=True).value > agreement.kappa(far, weighted=True).value  # type: ignore[operator]


def test_nothing_is_beyond_chance_where_one_level_is_used() -> None:
    found = agreement.kappa([[9, 0], [0, 0]])

    assert found.value is None
    assert found.observed == 1
    assert "one level only" in found.reason


def test_nothing_seen_by_both_is_agreement_on_counts_and_none_on_occurrence() -> None:
    assert agreement.total((0, 0), (0, 0)) == 1
    assert agreement.scored((0, 0), (0, 0)) is None
    assert agreement.unscored((1, 1), (1, 1)) is None


@EXAMPLES
@given(PAIRS)
def test_who_is_first_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    a, b = zip(*pairs, strict=True)

    for way in (agreement.total, agreement.mean_per_interval, agreement.exact, agreement.interval):
        assert way(a, b) == pytest.approx(way(b, a))
        assert 0 <= way(a, b) <= 1
        assert way(a, a) == 1


@pytest.mark.parametrize(
    ("way", "a", "b", "told"),
    [
        (agreement.total, (1, 2), (1,), "the same intervals"),
        (agreement.total, (), (), "nothing that two observers"),
        (agreement.exact, (1, -2), (1, 2), "Value 2 of the first observer, -2, cannot be"),
        (agreement.interval, (0, 2), (0, 1), r"yes \(1\) or no \(0\)"),
        (agreement.table_of, (0, 2), (0, 1), "whole numbers from 0 to 1"),
    ],
)
def test_what_cannot_be_is_refused(way: Callable[..., object], a: object, b: object, told: str) -> None:
    with pytest.raises(MeasureError, match=told):
        way(a, b)


@pytest.mark.parametrize("table", [[[1, 2, 3], [4, 5, 6]], [[1]], [[0, 0], [0, 0]], [[1, -1], [0, 2]]])
def test_a_table_that_is_none_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(MeasureError, match="table of agreement"):
        agreement.kappa(table)
