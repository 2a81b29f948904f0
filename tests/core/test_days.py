"""Days as people write them: by the order of the place, and refused where they could be two."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.days import (
    Order,
    day_from,
    in_short,
    in_words,
    put_as_in,
    speaks_against,
    value_in_words,
    without_weekday,
)
from handrail.core.errors import DayNotUnderstood

FIFTH = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("language", "whole", "plain", "short"),
    [
        ("en-GB", "Thursday 5 November 2026", "5 November 2026", "5 Nov 2026"),
        ("en-US", "Thursday, November 5, 2026", "November 5, 2026", "Nov 5, 2026"),
        ("en-CA", "Thursday, November 5, 2026", "November 5, 2026", "Nov 5, 2026"),
        ("en-NZ", "Thursday 5 November 2026", "5 November 2026", "5 Nov 2026"),
    ],
)
def test_a_day_is_put_as_a_place_writes_it(language: str, whole: str, plain: str, short: str) -> None:
    assert in_words(FIFTH, language) == whole
    assert without_weekday(FIFTH, language) == plain
    assert in_short(FIFTH, language) == short


DAYS = st.dates(min_value=date(1000, 1, 1))


@given(DAYS, DAYS, st.sampled_from(["en-US", "en-CA", "en-IE"]))
def test_a_sentence_of_handrail_s_own_has_its_days_turned_and_nothing_else(
    first: date, second: date, language: str
) -> None:
    sentence = "6 weeks, counted from {}. 12 of 14 days, by {} at the latest."
    told = sentence.format(in_words(first), without_weekday(second))
    wanted = sentence.format(in_words(first, language), without_weekday(second, language))

    assert put_as_in(told, language) == wanted


UK, US, EITHER = Order.DAY_FIRST, Order.MONTH_FIRST, Order.EITHER


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    "written",
    [
        "2026-11-05",
        "2026/11/5",
        "5 November 2026",
        "5th Nov 2026",
        "05-nov-2026",
        "Thu 5 Nov 2026",
        "Thursday, 5 November 2026",
        "November 5, 2026",
        "Nov. 5th 2026",
        "  5   nov.  2026 ",
    ],
)
def test_a_day_in_words_or_in_the_order_of_the_standard_is_read_everywhere(
    written: str, order: Order
) -> None:
    assert day_from(written, order=order) == FIFTH


@pytest.mark.parametrize(
    ("written", "order"), [("05/11/2026", UK), ("5.11.2026", UK), ("5-11-2026", UK), ("11/5/2026", US)]
)
def test_figures_are_read_in_the_order_of_the_place(written: str, order: Order) -> None:
    assert day_from(written, order=order) == FIFTH


@pytest.mark.parametrize(("written", "day"), [("25/11/2026", 25), ("11/25/2026", 25), ("11/11/2026", 11)])
def test_where_either_comes_first_a_day_that_can_only_be_one_is_read(written: str, day: int) -> None:
    assert day_from(written, order=EITHER) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("written", "order", "told"),
    [
        ("05/11/2026", EITHER, "can be 5 November or 11 May"),
        ("05/11/26", UK, "a year of two figures"),
        ("5 Nov 26", UK, "a year of two figures"),
        ("11/25/2026", UK, "the day comes first"),
        ("25/11/2026", US, "the month comes first"),
        ("31/02/2026", UK, "not a day that exists"),
        ("2026-13-01", UK, "not a day that exists"),
        ("99/99/2026", UK, "not a day that exists"),
        ("5 Brumaire 2026", UK, "names no month"),
        ("tomorrow", UK, "not a day that Handrail can read"),
        ("", UK, "not a day that Handrail can read"),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(written: str, order: Order, told: str) -> None:
    with pytest.raises(DayNotUnderstood, match=told):
        day_from(written, order=order)


def test_a_day_that_speaks_against_the_order_is_noticed() -> None:
    assert speaks_against("11/25/2026", UK)
    assert speaks_against("25/11/2026", US)
    assert not speaks_against("05/11/2026", UK)
    assert not speaks_against("25 November 2026", UK)
    assert not speaks_against("11/25/2026", EITHER)


@given(st.dates(date(1000, 1, 1)))
def test_a_day_in_words_is_read_back(day: date) -> None:
    assert day_from(in_words(day), order=EITHER) == day
    assert day_from(day.isoformat(), order=EITHER) == day
    assert day_from(f"{day.day}/{day.month}/{day.year}", order=UK) == day
    assert day_from(f"{day.month}/{day.day}/{day.year}", order=US) == day


@given(st.text(max_size=30), st.sampled_from(Order))
def test_whatever_is_written_is_a_day_or_a_sentence(written: str, order: Order) -> None:
    try:
        assert isinstance(day_from(written, order=order), date)
    except DayNotUnderstood as told:
        assert str(told).endswith(".")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2026-11-05", "Thursday 5 November 2026"),
        ("2026-02-30", "2026-02-30"),
        ("20261105", "20261105"),  # a telephone number, for all anybody knows
        ("2026-W45-4", "2026-W45-4"),
        ("on 2026-11-05", "on 2026-11-05"),
        ("", ""),
    ],
)
def test_only_a_day_as_it_is_kept_is_put_in_words(value: str, says: str) -> None:
    assert value_in_words(value) == says
