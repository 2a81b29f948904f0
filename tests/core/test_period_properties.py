"""What is true of every span, whatever its numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handrail.core.calendars import (
    SCHOOL_HOLIDAYS,
    Calendars,
    DaysLeaving,
    Leaving,
    SchoolCalendar,
    Season,
    Term,
    WorkingDays,
)
from handrail.core.fixed_days import parse_length
from handrail.core.periods import Counting, Ending, Span, Unit

NAMES = ("wales", "gb-sct.working_days")
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
CALENDARS = Calendars(
    school=SchoolCalendar(
        name="the school",
        terms=tuple(
            Term(f"{name} {year}", date(year, *starts), date(year, *ends))
            for year in range(2023, 2036)
            for name, starts, ends in (
                ("Spring", (1, 6), (3, 27)),
                ("Summer", (4, 13), (6, 26)),
                ("Autumn", (8, 18), (12, 22)),
            )
        ),
    ),
    working_days={
        name: WorkingDays(
            name=name,
            says="",
            holidays={date(year, 5, 4): "a holiday" for year in range(2000, 2100)},
            known_from=date(2000, 1, 1),
            known_until=date(2099, 12, 31),
            seasons=(Season((7, 1), (7, 31), "July"), Season((12, 27), (12, 31), "the end of December")),
        )
        for name in NAMES
    },
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    unit = draw(st.sampled_from(Unit))
    counting = draw(st.sampled_from(Counting))
    backwards = counting in (Counting.BEFORE, Counting.CLEAR_BEFORE)
    ending = Ending.STAYS if backwards else draw(st.sampled_from(Ending))
    assume(unit is not Unit.SCHOOL_WEEKS or counting in (Counting.BEFORE, Counting.AFTER))
    bare = counting is Counting.CLEAR_BEFORE and unit is Unit.DAYS
    largest = {Unit.YEARS: 5, Unit.MONTHS: 40, Unit.SCHOOL_WEEKS: 30}.get(unit, 90)
    leaving = st.none() if backwards or unit is not Unit.DAYS else st.sampled_from([None, *Leaving])
    return Span(
        amount=draw(st.integers(0 if bare else 1, largest)),
        unit=unit,
        counting=counting,
        days=draw(st.sampled_from(NAMES)) if unit is Unit.WORKING_DAYS else None,
        ending=ending,
        ending_days=None if ending is Ending.STAYS else draw(st.sampled_from((*NAMES, SCHOOL_HOLIDAYS))),
        leaving=draw(leaving),
    )


@settings(max_examples=60)
@given(spans())
def test_a_span_reads_back_as_it_was_written(span: Span) -> None:
    assert Span.parse(str(span)) == span


@settings(max_examples=60, deadline=None)
@given(spans(), DAYS, st.integers(0, 40))
def test_a_later_start_never_gives_an_earlier_last_day(span: Span, start: date, later: int) -> None:
    first = span.last_day(start, CALENDARS)

    assert first <= span.last_day(start + timedelta(days=later), CALENDARS)


@settings(max_examples=60, deadline=None)
@given(spans(), DAYS)
def test_no_deadline_falls_on_a_day_that_does_not_count(span: Span, start: date) -> None:
    last = span.last_day(start, CALENDARS)

    if span.ending_days is not None:
        assert CALENDARS.working(span.ending_days).counts(last)
    elif span.days is not None:
        assert CALENDARS.working(span.days).counts(last)
    elif span.unit is Unit.SCHOOL_DAYS:
        assert CALENDARS.school_days().counts(last)
    elif span.leaving is not None:
        assert DaysLeaving(CALENDARS.school_days(), span.leaving).counts(last)


@settings(max_examples=60, deadline=None)
@given(spans(), DAYS)
def test_a_span_goes_the_way_it_says(span: Span, start: date) -> None:
    last = span.last_day(start, CALENDARS)

    assert last < start if span.backwards else last >= start


@settings(max_examples=60, deadline=None)
@given(spans(), DAYS)
def test_moving_a_last_day_never_makes_it_earlier(span: Span, start: date) -> None:
    assume(not span.backwards)
    unmoved = Span(span.amount, span.unit, span.counting, span.days, leaving=span.leaving)

    count = span.count(start, CALENDARS)

    assert count.last_day >= count.unmoved == unmoved.last_day(start, CALENDARS)


@given(DAYS, st.integers(1, 40))
def test_beginning_with_a_day_ends_one_day_before_counting_from_the_day_after(
    start: date, weeks: int
) -> None:
    counted = Span(weeks, Unit.WEEKS, Counting.BEGINNING_WITH).last_day(start, CALENDARS)
    not_counted = Span(weeks, Unit.WEEKS, Counting.AFTER).last_day(start, CALENDARS)

    assert not_counted - counted == timedelta(days=1)


@given(DAYS, st.integers(1, 60))
def test_months_clamp_to_a_short_month_and_never_spill_into_the_next(start: date, months: int) -> None:
    last = Span(months, Unit.MONTHS, Counting.AFTER).last_day(start, CALENDARS)

    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == months
    assert last.day == start.day or (last + timedelta(days=1)).day == 1


@given(DAYS, st.integers(1, 60))
def test_clear_days_are_one_more_than_plain_ones(start: date, days: int) -> None:
    plain = Span(days, Unit.DAYS, Counting.BEFORE).last_day(start, CALENDARS)
    clear = Span(days, Unit.DAYS, Counting.CLEAR_BEFORE).last_day(start, CALENDARS)

    assert plain - clear == timedelta(days=1)


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(1, 90), st.sampled_from(Leaving))
def test_leaving_days_out_never_makes_a_date_earlier(start: date, days: int, leaving: Leaving) -> None:
    plain = Span(days, Unit.DAYS, Counting.AFTER)

    assert plain.last_day(start, CALENDARS) <= replace(plain, leaving=leaving).last_day(start, CALENDARS)


FIXED = st.sampled_from(
    [
        "end of this term",
        "end of next term",
        "start of next term",
        "end of this school year",
        "end of next school year",
        "start of next school year",
        "end of this year to 07-31",
        "end of next year to 02-29",
    ]
)


@given(FIXED)
def test_a_fixed_day_reads_back_as_it_was_written(words: str) -> None:
    assert str(parse_length(words)) == words


@settings(deadline=None)
@given(FIXED, DAYS, st.integers(0, 40))
def test_a_later_start_never_gives_an_earlier_fixed_day(words: str, start: date, later: int) -> None:
    fixed = parse_length(words)

    first = fixed.last_day(start, CALENDARS)

    assert start <= first <= fixed.last_day(start + timedelta(days=later), CALENDARS)
