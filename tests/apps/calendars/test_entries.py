"""School years as entries: read from a calendar, changed, copied, merged, and written out again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.apps.calendars.csv_files import read_csv
from handrail.apps.calendars.entries import (
    Changes,
    Entry,
    Kind,
    brought_in,
    entries_of,
    next_year,
    revision_of,
    with_year,
    words_of,
    years_of,
)
from handrail.apps.calendars.guesses import FileRead
from handrail.apps.calendars.icalendar_files import read_file
from handrail.apps.calendars.pages import easter
from handrail.apps.calendars.writing import as_csv, as_ics
from handrail.apps.organisations.actions import CalendarWords
from handrail.core.days import Order

AT = datetime(2026, 11, 19, 9, 41, tzinfo=UTC)
TWO_YEARS = CalendarWords(
    terms=(
        ("Term 1", date(2026, 8, 18), date(2026, 10, 9)),
        ("Term 2", date(2026, 10, 26), date(2026, 12, 22)),
        ("Term 3", date(2027, 1, 6), date(2027, 6, 25)),
        ("Term 1", date(2027, 8, 17), date(2027, 12, 22)),
    ),
    closed={date(2027, 2, 15): "Mid-term", date(2027, 2, 16): "Mid-term"},
    in_service={date(2026, 8, 17): "In-service day", date(2027, 8, 16): "In-service day"},
)


def test_neighbouring_days_of_one_name_are_one_stretch_over_a_weekend_too() -> None:
    words = CalendarWords(
        terms=(), closed={date(2027, 2, 12): "Break", date(2027, 2, 15): "Break", date(2027, 2, 16): "Other"}
    )

    assert [(one.name, one.starts.day, one.ends.day) for one in entries_of(words)] == [
        ("Break", 12, 15),
        ("Other", 16, 16),
    ]
    assert words_of(entries_of(words)) == words


def test_a_year_holds_its_terms_and_the_staff_days_of_the_summer_before_it() -> None:
    first, second = years_of(TWO_YEARS)

    assert (first.label, second.label) == ("2026 to 2027", "2027")
    assert [one.name for one in first.terms] == ["Term 1", "Term 2", "Term 3"]
    assert [(one.name, one.starts) for one in second.days] == [("In-service day", date(2027, 8, 16))]
    assert [one.name for one in first.days] == ["In-service day", "Mid-term"]


def test_a_copy_keeps_every_weekday() -> None:
    year = years_of(TWO_YEARS)[0]
    copied = next_year(year)

    assert [one.starts.weekday() for one in copied] == [one.starts.weekday() for one in year.entries]
    assert {(new.starts - old.starts).days for new, old in zip(copied, year.entries, strict=True)} == {364}


def test_a_year_is_changed_and_the_others_stay() -> None:
    first, second = years_of(TWO_YEARS)
    changed = with_year(TWO_YEARS, instead_of=first, entries=first.terms)

    assert years_of(changed)[0].days == ()
    assert years_of(changed)[1] == second
    assert with_year(changed, instead_of=years_of(changed)[0], entries=first.entries) == TWO_YEARS


def test_what_comes_in_takes_the_place_of_its_own_time_only() -> None:
    spring = Entry(kind=Kind.TERM, name="Spring", starts=date(2027, 1, 11), ends=date(2027, 6, 25))
    after = brought_in(TWO_YEARS, [spring])
    changes = Changes.between(TWO_YEARS, after)

    # Term 3 begins before Spring and meets it, so it goes; the mid-term lies within and goes too.
    assert {one.name for one in changes.gone} == {"Term 3", "Mid-term"}
    assert changes.added == (spring,)


def test_without_terms_days_are_added_and_the_same_day_becomes_what_came_in() -> None:
    monday = Entry(kind=Kind.IN_SERVICE, name="Training", starts=date(2027, 2, 15), ends=date(2027, 2, 15))
    after = brought_in(TWO_YEARS, [monday])

    assert after.terms == TWO_YEARS.terms
    assert after.in_service[date(2027, 2, 15)] == "Training"
    assert after.closed == {date(2027, 2, 16): "Mid-term"}


def test_the_revision_changes_with_every_word() -> None:
    first = years_of(TWO_YEARS)[0]
    seen = {revision_of(TWO_YEARS), revision_of(with_year(TWO_YEARS, instead_of=first, entries=first.terms))}

    assert len(seen) == 2
    assert revision_of(words_of(reversed(entries_of(TWO_YEARS)))) == revision_of(TWO_YEARS)


@pytest.mark.parametrize(
    ("year", "on"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2028, (4, 16))]
)
def test_easter_is_when_the_church_says(year: int, on: tuple[int, int]) -> None:
    assert easter(year) == date(year, *on)


# --- out and in again ---------------------------------------------------------------------------------

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30).filter(
    lambda name: name == " ".join(name.split())
)


@st.composite
def calendars(draw: st.DrawFn) -> CalendarWords:
    """Terms that follow one another, and days off in and beside them, with whatever people call them."""
    terms, at = [], date(2026, 8, 3)
    for _ in range(draw(st.integers(1, 6))):
        starts = at + timedelta(days=draw(st.integers(1, 40)))
        at = starts + timedelta(days=draw(st.integers(0, 100)))
        terms.append((draw(NAMES), starts, at))
    weekdays = st.dates(date(2026, 8, 3), at).filter(lambda day: day.weekday() < 5)
    closed = draw(st.dictionaries(weekdays, NAMES, max_size=8))
    in_service = draw(st.dictionaries(weekdays, NAMES, max_size=8))
    return CalendarWords(
        terms=tuple(terms),
        closed=dict(sorted(closed.items())),
        in_service={day: why for day, why in sorted(in_service.items()) if day not in closed},
    )


def taken(read: FileRead) -> CalendarWords:
    assert all(one.entry for one in read.found), read.found
    assert read.notes == ()
    return words_of(one.entry for one in read.found if one.entry)


@given(calendars())
def test_a_calendar_goes_out_as_a_table_and_comes_back_the_same(words: CalendarWords) -> None:
    table = "\ufeff" + as_csv(entries_of(words))

    assert taken(read_file(table.encode(), order=Order.MONTH_FIRST)) == words
    assert taken(read_csv(table.removeprefix("\ufeff"), order=Order.DAY_FIRST)) == words


@given(calendars())
def test_a_calendar_goes_out_as_icalendar_and_comes_back_the_same(words: CalendarWords) -> None:
    file = as_ics(entries_of(words), name="Ferrybank", slug="ferrybank", at=AT)

    assert taken(read_file(file.encode(), order=Order.EITHER)) == words


def test_a_name_that_a_spreadsheet_would_run_is_guarded_on_the_way_out() -> None:
    words = CalendarWords(terms=(("=1+1", date(2026, 8, 18), date(2026, 10, 9)),))

    assert ",'=1+1," in as_csv(entries_of(words))
