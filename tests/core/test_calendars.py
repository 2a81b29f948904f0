from __future__ import annotations

from datetime import date

import pytest

from handrail.core.calendars import SchoolCalendar, Season, Term, WorkingDays
from handrail.core.errors import CalendarEnds

TERM_2 = Term("Term 2", date(2026, 10, 26), date(2026, 12, 22))
TERM_3 = Term("Term 3", date(2027, 1, 6), date(2027, 3, 25))
SCHOOL = SchoolCalendar(
    name="Heronstane",
    terms=(TERM_2, TERM_3),
    in_service=frozenset({date(2026, 11, 16)}),
    closed={date(2027, 2, 15): "mid-term holiday"},
)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 13), None),
        (date(2026, 11, 14), "a weekend"),
        (date(2026, 11, 16), "a staff day"),
        (date(2026, 12, 23), "a school holiday"),
        (date(2027, 2, 15), "mid-term holiday"),
    ],
)
def test_a_day_is_a_school_day_or_says_why_not(day: date, why: str | None) -> None:
    assert SCHOOL.why_not(day) == why
    assert SCHOOL.counts(day) is (why is None)


def test_where_staff_days_count_they_are_school_days() -> None:
    ontario = SchoolCalendar(
        name="o", terms=(TERM_2,), in_service=frozenset({date(2026, 11, 16)}), in_service_counts=True
    )

    assert ontario.counts(date(2026, 11, 16))


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 26)])
def test_beyond_its_terms_a_school_calendar_knows_nothing(day: date) -> None:
    with pytest.raises(CalendarEnds):
        SCHOOL.counts(day)


def test_a_calendar_without_terms_knows_nothing() -> None:
    with pytest.raises(CalendarEnds, match="no terms yet"):
        SchoolCalendar(name="new", terms=()).counts(date(2026, 11, 13))


def test_the_next_term_is_the_one_that_starts_next() -> None:
    assert SCHOOL.term_after(date(2026, 11, 5)) == TERM_3
    assert SCHOOL.term_after(date(2026, 12, 30)) == TERM_3
    with pytest.raises(CalendarEnds):
        SCHOOL.term_after(date(2027, 1, 6))


def test_a_term_that_ends_before_it_starts_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Term("odd", date(2026, 2, 1), date(2026, 1, 1))


def test_terms_that_overlap_cannot_be_one_calendar() -> None:
    with pytest.raises(ValueError, match="before Term 3 has ended"):
        SchoolCalendar(name="odd", terms=(TERM_3, TERM_2))


def test_a_season_may_run_over_the_new_year() -> None:
    christmas = Season((12, 25), (1, 1), "Christmas")

    assert christmas.holds(date(2026, 12, 25))
    assert christmas.holds(date(2027, 1, 1))
    assert not christmas.holds(date(2027, 1, 2))
    assert not christmas.holds(date(2026, 12, 24))


def test_working_days_say_why_a_day_is_none() -> None:
    days = WorkingDays(
        name="law",
        says="",
        holidays={date(2026, 11, 30): "Saint Andrew's Day"},
        known_from=date(2026, 1, 1),
        known_until=date(2026, 12, 31),
        seasons=(Season((7, 1), (7, 31), "a day in July"),),
    )

    assert days.why_not(date(2026, 11, 30)) == "Saint Andrew's Day"
    assert days.why_not(date(2026, 7, 15)) == "a day in July"
    assert days.why_not(date(2026, 11, 28)) == "a weekend"
    assert days.counts(date(2026, 12, 1))
    assert days.on_or_after(date(2026, 11, 28)) == date(2026, 12, 1)
    with pytest.raises(CalendarEnds):
        days.counts(date(2027, 1, 1))


def test_a_season_may_hold_only_for_a_last_day_that_falls_into_it() -> None:
    tribunal = WorkingDays(
        name="tribunal",
        says="",
        holidays={date(2027, 8, 30): "a bank holiday"},
        known_from=date(2027, 1, 1),
        known_until=date(2027, 12, 31),
        seasons=(Season((8, 1), (8, 31), "a day in August"),),
        seasons_end_only=True,
    )

    assert tribunal.on_or_after(date(2027, 7, 31)) == date(2027, 8, 2), (
        "a Saturday before August moves to Monday"
    )
    assert tribunal.on_or_after(date(2027, 8, 10)) == date(2027, 9, 1)
    assert tribunal.on_or_after(date(2027, 7, 30)) == date(2027, 7, 30)
