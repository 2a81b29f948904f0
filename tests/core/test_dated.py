from __future__ import annotations

from datetime import date

import pytest

from handrail.core.dated import Dated, InForce
from handrail.core.errors import NoLawInForce

LIMIT = Dated(
    "the limit",
    (
        InForce(date(2025, 1, 1), None),
        InForce(date(2020, 1, 1), "6 weeks"),
        InForce(date(2010, 1, 1), "8 weeks"),
    ),
)


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2010, 1, 1), "8 weeks"), (date(2019, 12, 31), "8 weeks"), (date(2020, 1, 1), "6 weeks")],
)
def test_the_value_in_force_on_the_day_is_given(day: date, value: str) -> None:
    assert LIMIT.on(day) == value


def test_the_day_it_came_into_force_is_given_too() -> None:
    assert LIMIT.entry_on(date(2024, 6, 1)) == (date(2020, 1, 1), "6 weeks")


def test_before_the_first_known_law_there_is_no_answer() -> None:
    with pytest.raises(NoLawInForce, match="known from 2010-01-01 only") as raised:
        LIMIT.on(date(2009, 12, 31))

    assert raised.value.repealed_on is None


def test_after_a_repeal_there_is_no_answer() -> None:
    with pytest.raises(NoLawInForce, match="repealed on 2025-01-01") as raised:
        LIMIT.on(date(2026, 1, 1))

    assert raised.value.repealed_on == date(2025, 1, 1)


def test_a_value_without_any_entry_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="no entry"):
        Dated("nothing", ())


@pytest.mark.parametrize("second", [date(2020, 1, 1), date(2021, 1, 1)])
def test_entries_are_newest_first_and_each_on_its_own_day(second: date) -> None:
    with pytest.raises(ValueError, match="newest first"):
        Dated("muddled", (InForce(date(2020, 1, 1), 1), InForce(second, 2)))
