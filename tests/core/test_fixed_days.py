"""Days that the calendar fixes, and days that a law leaves out, each by value."""

from __future__ import annotations

import pytest

from handrail.core.calendars import Calendars, SchoolCalendar, Season, Term, WorkingDays
from handrail.core.errors import CalendarEnds, NotASpan
from handrail.core.fixed_days import parse_length
from tests.core.builders import day

NONE = Calendars()
WINTER = {day(f"2025-12-{number}"): "winter break" for number in (22, 23, 24, 25, 26, 29, 30, 31)} | {
    day("2026-01-01"): "winter break",
    day("2026-01-02"): "winter break",
}
AUTUMN = {day(f"2025-11-{number}"): "Thanksgiving" for number in (26, 27, 28)}
US = Calendars(
    school=SchoolCalendar(
        name="Invented School",
        terms=(
            Term("2025-26", day("2025-08-18"), day("2026-06-12")),
            Term("2026-27", day("2026-08-24"), day("2027-06-11")),
        ),
        closed={**WINTER, **AUTUMN, day("2025-11-11"): "Veterans Day", day("2026-01-19"): "a holiday"},
        in_service=frozenset({day("2025-11-10")}),
    )
)
UK = Calendars(
    school=SchoolCalendar(
        name="Invented Primary",
        terms=(
            Term("Autumn", day("2025-09-01"), day("2025-12-19")),
            Term("Spring", day("2026-01-05"), day("2026-03-27")),
            Term("Summer", day("2026-04-13"), day("2026-07-17")),
            Term("Autumn", day("2026-09-02"), day("2026-12-18")),
        ),
    )
)


@pytest.mark.parametrize(
    ("words", "start", "last"),
    [
        ("end of this term", "2026-02-10", "2026-03-27"),
        ("end of this term", "2026-04-01", "2026-07-17"),
        ("end of next term", "2026-02-10", "2026-07-17"),
        ("start of next term", "2026-02-10", "2026-04-13"),
        ("end of this school year", "2025-09-01", "2026-07-17"),
        ("end of this school year", "2026-08-01", "2026-12-18"),
        ("end of next school year", "2026-02-10", "2026-12-18"),
        ("start of next school year", "2026-02-10", "2026-09-02"),
        ("end of this year to 06-30", "2026-06-30", "2026-06-30"),
        ("end of this year to 06-30", "2026-07-01", "2027-06-30"),
        ("end of next year to 06-30", "2025-09-10", "2027-06-30"),
        ("end of this year to 02-29", "2026-01-10", "2026-02-28"),
        ("before 02-15 of that year", "2026-09-02", "2026-02-14"),
        ("before 03-31 of that year", "2026-09-02", "2026-03-30"),
        ("on 06-30 of that year", "2026-04-20", "2026-06-30"),
    ],
)
def test_a_fixed_day(words: str, start: str, last: str) -> None:
    assert parse_length(words).last_day(day(start), UK) == day(last)


def test_twenty_one_months_can_lie_between_two_yearly_reviews() -> None:
    """A review of September 2025 and the next in June 2027 are one in each school year."""
    assert parse_length("end of next year to 06-30").last_day(day("2025-09-15"), NONE) == day("2027-06-30")


@pytest.mark.parametrize("words", ["end of next school year", "start of next term", "end of this term"])
def test_without_a_calendar_it_says_so(words: str) -> None:
    with pytest.raises(CalendarEnds, match="No calendar of this school is known"):
        parse_length(words).last_day(day("2026-02-10"), NONE)


def test_beyond_the_last_known_year_it_says_so() -> None:
    with pytest.raises(CalendarEnds, match="no school year that starts after Thursday 1 October 2026"):
        parse_length("end of next school year").last_day(day("2026-10-01"), UK)


def test_long_before_the_first_known_term_it_says_so() -> None:
    known = "is known from Monday 1 September 2025 to Friday 18 December 2026 only, not on Thursday 1 February 2024"
    with pytest.raises(CalendarEnds, match=known):
        parse_length("end of next term").last_day(day("2024-02-01"), UK)


@pytest.mark.parametrize("words", ["on 02-30 of that year", "end of this year to 13-01"])
def test_a_day_that_no_year_has_is_refused(words: str) -> None:
    with pytest.raises(NotASpan, match="names no day of any year"):
        parse_length(words)


def test_what_is_neither_is_told_with_examples() -> None:
    with pytest.raises(NotASpan, match='"end of next month" is not a span. Write it like'):
        parse_length("end of next month")


@pytest.mark.parametrize(
    ("leaving", "start", "last"),
    [
        ("summer", "2026-05-01", "2026-09-10"),  # 42 days to 12 June, 18 from 24 August
        ("summer", "2025-11-03", "2026-01-02"),
        # 14 weekdays closed: 11 and 26 to 28 November, and ten of the winter break.
        ("school holidays", "2025-11-03", "2026-01-16"),
        # With the weekends of the winter break, 20 December to 4 January, and 19 January as well.
        ("school breaks", "2025-11-03", "2026-01-23"),
        # Only the winter break has more than five school days: 20 December to 4 January, with the weekends
        # at its two ends, are 16 days.
        ("long breaks", "2025-11-03", "2026-01-18"),
        ("holidays but not summer", "2026-05-14", "2026-07-13"),
    ],
)
def test_sixty_days_without_those_that_the_law_leaves_out(leaving: str, start: str, last: str) -> None:
    span = parse_length(f"60 days except {leaving} after")

    assert span.last_day(day(start), US) == day(last)


def test_a_closure_of_five_school_days_is_no_long_break() -> None:
    assert parse_length("15 days except long breaks after").last_day(day("2025-11-24"), US) == day(
        "2025-12-09"
    )


def test_a_long_break_lasts_until_pupils_are_back() -> None:
    """A staff day after the break is left out with it, but does not make a break of five days a long one."""
    school = SchoolCalendar(
        name="Invented School",
        terms=(
            Term("Autumn", day("2025-08-18"), day("2025-12-19")),
            Term("Spring", day("2026-01-06"), day("2026-06-12")),
        ),
        closed={day(f"2025-11-{number}"): "Thanksgiving" for number in range(24, 29)},
        in_service=frozenset({day("2025-12-01"), day("2026-01-05")}),
    )
    span = parse_length("15 days except long breaks after")

    # Seven days to 19 December; 20 December to 5 January are left out; eight more.
    assert span.last_day(day("2025-12-12"), Calendars(school=school)) == day("2026-01-13")
    assert span.last_day(day("2025-11-20"), Calendars(school=school)) == day("2025-12-05")


def test_calendar_days_can_be_counted_by_a_definition() -> None:
    """Forty-nine days without those of August: weekends count."""
    outside_august = WorkingDays(
        name="outside august",
        says="Days in August are not counted.",
        holidays={},
        known_from=day("2026-01-01"),
        known_until=day("2026-12-31"),
        seasons=(Season((8, 1), (8, 31), "a day in August"),),
        weekend=frozenset(),
    )
    calendars = Calendars(working_days={"law.outside_august": outside_august})

    span = parse_length("49 days of law.outside_august after")

    assert span.last_day(day("2026-07-20"), calendars) == day("2026-10-08")
    assert str(span) == "49 days of law.outside_august after"


def test_ten_school_weeks_before_a_day() -> None:
    """Weeks without school do not count: 27 March is the last day before two weeks of holiday."""
    span = parse_length("10 school weeks before")

    assert span.last_day(day("2026-05-15"), UK) == day("2026-02-23")


def test_ten_school_weeks_after_a_day() -> None:
    assert parse_length("10 school weeks after").last_day(day("2026-02-22"), UK) == day("2026-05-17")


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2025-12-01", "2026-01-05"),  # 31 December lies in the winter break
        ("2026-06-20", "2026-07-20"),  # the summer is no school holiday here
        ("2026-05-14", "2026-06-15"),  # a Saturday moves to Monday
    ],
)
def test_a_last_day_moves_past_the_schools_holidays_but_not_past_the_summer(start: str, last: str) -> None:
    rolled = parse_length("30 days after, moved to a working day of school.holidays")

    assert rolled.last_day(day(start), US) == day(last)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("60 days except rain after", "must be one of summer"),
        ("8 weeks except summer after", "Only days that are counted forwards"),
        ("60 days except summer before", "Only days that are counted forwards"),
        ("3 weeks of law.days after", "Only days and working days are counted by a definition"),
        ("3 days of law.days except summer after", "counted by a definition, or leave something out"),
        ("3 working days after", "Working days need the name of their definition"),
        ("3 school weeks beginning with", "School weeks are counted before or after a day"),
    ],
)
def test_what_cannot_be_counted_is_refused(words: str, wrong: str) -> None:
    with pytest.raises(NotASpan, match=wrong):
        parse_length(words)
