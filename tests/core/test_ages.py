"""Ages on the day before, on and after a birthday, and the day on which somebody is over school age."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.ages import SchoolAge, age, birthday

ENGLAND, SCOTLAND, NORTH = SchoolAge.ENGLAND_AND_WALES, SchoolAge.SCOTLAND, SchoolAge.NORTHERN_IRELAND


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2010, 5, 14), date(2026, 5, 13), 15),
        (date(2010, 5, 14), date(2026, 5, 14), 16),
        (date(2010, 5, 14), date(2026, 5, 15), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
    ],
)
def test_an_age_is_reached_on_the_birthday(born: date, on: date, years: int) -> None:
    assert age(born, on=on) == years


@given(born=st.dates(date(1990, 1, 1), date(2030, 1, 1)), years=st.integers(0, 30))
def test_a_birthday_is_the_first_day_of_an_age(born: date, years: int) -> None:
    day = birthday(born, years)
    assert age(born, on=day) == years
    assert age(born, on=day - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("place", "born", "over_from"),
    [
        # England and Wales: the last Friday in June of 2026 is the 26th; of 2027 the 25th.
        (ENGLAND, date(2009, 9, 1), date(2026, 6, 27)),
        (ENGLAND, date(2010, 1, 31), date(2026, 6, 27)),
        (ENGLAND, date(2010, 6, 26), date(2026, 6, 27)),  # 16 on the leaving date itself
        (ENGLAND, date(2010, 8, 31), date(2026, 6, 27)),  # over school age two months before 16
        (ENGLAND, date(2010, 9, 1), date(2027, 6, 26)),
        (ENGLAND, date(2008, 2, 29), date(2024, 6, 29)),
        # Scotland: 31 May for birthdays from March to September, else December.
        (SCOTLAND, date(2010, 2, 28), date(2025, 12, 21)),
        (SCOTLAND, date(2010, 3, 1), date(2026, 5, 31)),
        (SCOTLAND, date(2010, 9, 30), date(2026, 5, 31)),
        (SCOTLAND, date(2010, 10, 1), date(2026, 12, 21)),
        (SCOTLAND, date(2008, 2, 29), date(2023, 12, 21)),
        # Northern Ireland: 30 June.
        (NORTH, date(2009, 9, 1), date(2026, 6, 30)),
        (NORTH, date(2010, 7, 1), date(2026, 6, 30)),
        (NORTH, date(2010, 7, 2), date(2027, 6, 30)),
    ],
)
def test_school_age_seldom_ends_on_the_sixteenth_birthday(
    place: SchoolAge, born: date, over_from: date
) -> None:
    assert place.over_from(born) == over_from


@given(born=st.dates(date(1990, 1, 1), date(2030, 1, 1)), place=st.sampled_from(SchoolAge))
def test_school_age_ends_within_a_year_of_sixteen(born: date, place: SchoolAge) -> None:
    over, sixteen = place.over_from(born), birthday(born, 16)
    assert timedelta(days=-125) <= over - sixteen <= timedelta(days=365)
