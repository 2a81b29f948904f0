"""Spans by value: every counting mode, with dates worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from handrail.core.calendars import Calendars, SchoolCalendar, Season, Term, WorkingDays
from handrail.core.errors import CalendarEnds, NotASpan, UnknownCalendar
from handrail.core.periods import Counting, Ending, Span, Unit

WALES = WorkingDays(
    name="wales",
    says="August and weekends are not counted.",
    holidays={date(2026, 4, 3): "Good Friday"},
    known_from=date(2024, 1, 1),
    known_until=date(2030, 12, 31),
    seasons=(Season((8, 1), (8, 31), "a day in August"), Season((12, 25), (1, 1), "Christmas")),
)
SCHOOL = SchoolCalendar(
    name="the school",
    terms=(
        Term("Summer", date(2026, 6, 1), date(2026, 7, 17)),
        Term("Autumn", date(2026, 9, 2), date(2026, 10, 23)),
    ),
    in_service=frozenset({date(2026, 9, 7)}),
    closed={date(2026, 9, 8): "a local holiday"},
)
CALENDARS = Calendars(school=SCHOOL, working_days={"wales": WALES})


@pytest.mark.parametrize(
    ("words", "start", "last"),
    [
        # The day that starts it is day 1.
        ("8 weeks beginning with", "2026-01-07", "2026-03-03"),
        ("1 day beginning with", "2026-01-07", "2026-01-07"),
        ("15 days beginning with", "2026-01-07", "2026-01-21"),
        # The day that starts it is not counted.
        ("4 weeks after", "2026-10-05", "2026-11-02"),
        ("1 day after", "2026-01-07", "2026-01-08"),
        # Months beginning with a day end the day before, or on a short month's last day.
        ("12 months beginning with", "2025-08-06", "2026-08-05"),
        ("12 months beginning with", "2024-02-29", "2025-02-28"),
        ("12 months beginning with", "2024-03-01", "2025-02-28"),
        ("1 month beginning with", "2026-01-30", "2026-02-28"),
        ("1 month beginning with", "2026-01-28", "2026-02-27"),
        ("1 year beginning with", "2025-08-06", "2026-08-05"),
        # Months after a day end on the day of the same number, or on a short month's last day.
        ("2 months after", "2026-03-03", "2026-05-03"),
        ("1 month after", "2026-01-31", "2026-02-28"),
        ("5 years after", "2026-08-31", "2031-08-31"),
        ("1 year after", "2024-02-29", "2025-02-28"),
        # Backwards.
        ("12 months before", "2027-06-30", "2026-06-30"),
        ("6 months before", "2027-05-31", "2026-11-30"),
        ("at least 6 months before", "2027-05-31", "2026-11-30"),
        ("2 weeks before", "2026-11-20", "2026-11-06"),
        ("2 clear weeks before", "2026-11-20", "2026-11-05"),
        ("14 clear days before", "2026-11-20", "2026-11-05"),
        ("1 clear month before", "2026-03-31", "2026-02-27"),
        ("before", "2026-02-15", "2026-02-14"),
        # A last day that moves, and one that is always the first working day after.
        ("8 weeks after, moved to a working day of wales", "2026-02-14", "2026-04-13"),
        ("8 weeks after, moved to a working day of wales", "2026-02-06", "2026-04-06"),
        ("8 weeks beginning with, then the first working day of wales", "2026-03-03", "2026-04-28"),
        ("1 month after, moved to a working day of wales", "2026-07-10", "2026-09-01"),
        # Days of a named definition, and a school's own days.
        ("3 working days of wales after", "2026-04-01", "2026-04-07"),
        ("3 working days of wales beginning with", "2026-04-01", "2026-04-06"),
        ("2 working days of wales beginning with", "2026-04-03", "2026-04-07"),
        ("2 working days of wales before", "2026-04-07", "2026-04-02"),
        ("2 clear working days of wales before", "2026-04-07", "2026-04-01"),
        ("35 school days after", "2026-06-09", "2026-09-14"),
        ("1 school day after", "2026-09-04", "2026-09-09"),
        ("1 school day before", "2026-09-09", "2026-09-04"),
    ],
)
def test_a_span_ends_on_the_day_the_law_means(words: str, start: str, last: str) -> None:
    span = Span.parse(words)

    assert span.last_day(date.fromisoformat(start), CALENDARS) == date.fromisoformat(last)


def test_a_count_says_its_first_day_and_whether_the_month_was_too_short() -> None:
    count = Span.parse("1 month after").count(date(2026, 1, 31), CALENDARS)

    assert count.first_day == date(2026, 2, 1)
    assert count.shortened
    assert not count.day_one_counted
    assert not count.moved


def test_a_count_backwards_has_no_first_day() -> None:
    assert Span.parse("6 months before").count(date(2027, 5, 31), CALENDARS).first_day is None


def test_a_moved_day_remembers_where_it_fell() -> None:
    count = Span.parse("1 month after, moved to a working day of wales").count(date(2026, 7, 10), CALENDARS)

    assert count.unmoved == date(2026, 8, 10)
    assert count.moved


@pytest.mark.parametrize(
    "words",
    [
        "8 weeks",
        "0 weeks after",
        "eight weeks after",
        "after",
        "beginning with",
        "8 clear weeks after",
        "10 working days after",
        "8 weeks of wales after",
        "8 weeks after, moved to a working day",
        "8 weeks before, moved to a working day of wales",
        "8 weeks AFTER",
        " 8 weeks after",
        "",
    ],
)
def test_words_that_do_not_say_how_they_are_counted_are_refused(words: str) -> None:
    with pytest.raises(NotASpan):
        Span.parse(words)


@pytest.mark.parametrize(
    "parts",
    [
        {"amount": -1, "unit": Unit.DAYS, "counting": Counting.AFTER},
        {"amount": 0, "unit": Unit.DAYS, "counting": Counting.AFTER},
        {"amount": 0, "unit": Unit.WEEKS, "counting": Counting.CLEAR_BEFORE},
        {"amount": 1, "unit": Unit.DAYS, "counting": Counting.AFTER, "ending": Ending.MOVES_ON},
        {"amount": 1, "unit": Unit.DAYS, "counting": Counting.AFTER, "ending_days": "wales"},
    ],
)
def test_a_span_that_makes_no_sense_cannot_be_built(parts: dict[str, object]) -> None:
    with pytest.raises(NotASpan):
        Span(**parts)  # type: ignore[arg-type]


def test_school_days_beyond_the_calendar_are_not_guessed() -> None:
    with pytest.raises(CalendarEnds, match="known from Monday 1 June 2026 to Friday 23 October 2026 only"):
        Span.parse("60 school days after").last_day(date(2026, 9, 2), CALENDARS)


def test_school_days_without_a_calendar_are_not_guessed() -> None:
    with pytest.raises(CalendarEnds, match="No calendar of this school"):
        Span.parse("5 school days after").last_day(date(2026, 9, 2), Calendars())


def test_working_days_beyond_the_calendar_are_not_guessed() -> None:
    with pytest.raises(CalendarEnds, match="wales"):
        Span.parse("5 working days of wales after").last_day(date(2030, 12, 30), CALENDARS)


def test_an_unknown_definition_of_working_days_is_refused() -> None:
    with pytest.raises(UnknownCalendar, match="mars"):
        Span.parse("5 working days of mars after").last_day(date(2026, 9, 2), CALENDARS)


@pytest.mark.parametrize(
    "words", ["9000 weeks after", "9000 years after", "9000 years before", "5000 weeks before"]
)
def test_a_span_past_the_end_of_time_is_refused(words: str) -> None:
    start = date(9990, 1, 1) if words.endswith("after") else date(20, 1, 1)

    with pytest.raises(CalendarEnds, match="past the end"):
        Span.parse(words).last_day(start, CALENDARS)
