"""School years of the two invented councils, in the shape that Scottish ones have, for any year.

They are reckoned from the weekdays and from Good Friday, so that a demonstration in another year has terms
that begin and end on days on which terms do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import holidays

from handrail.apps.organisations.models import DayOff, Organisation, Term

YEARS_BACK: Final = 2
SCHOOL_DAYS_A_YEAR: Final = 190
YEARS_AHEAD: Final = 2
MONDAY, FRIDAY, SATURDAY = 0, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What one council does its own way."""

    in_service_before_start: int
    october_weeks: int
    christmas_ends_by: int
    autumn_holiday: tuple[int, int, str]
    summer_holiday: tuple[int, int, str] | None

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Habits:
        def local(name: str) -> tuple[int, int, str] | None:
            one = told.get(name)
            return (one["month"], one["monday"], one["why"]) if one else None

        autumn = local("autumn_holiday")
        assert autumn is not None, "every council of the demonstration has a holiday in September"
        return cls(
            in_service_before_start=told["in_service_before_start"],
            october_weeks=told["october_weeks"],
            christmas_ends_by=told["christmas_ends_by"],
            autumn_holiday=autumn,
            summer_holiday=local("summer_holiday"),
        )


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The terms of one school year, and the weekdays in and just before them without pupils."""

    terms: tuple[tuple[date, date], ...]
    in_service: tuple[date, ...]
    closed: tuple[tuple[date, str], ...]

    @property
    def first_day(self) -> date:
        return self.terms[0][0]


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of a day began: it turns on 1 August."""
    return day.year if day.month >= 8 else day.year - 1


def school_year(year: int, habits: Habits) -> SchoolYear:
    """The school year that begins in August of `year`."""
    opening = nth_monday(year, 8, 3)
    first = opening + timedelta(days=habits.in_service_before_start)
    october = _on_or_after(date(year, 10, 8), FRIDAY)
    after_october = october + timedelta(days=3 + 7 * habits.october_weeks)
    christmas = date(year, 12, habits.christmas_ends_by)
    if christmas.weekday() in (MONDAY, 5, 6):
        # Nobody comes for a Monday.
        christmas = _on_or_before(christmas, FRIDAY)
    january = _weekday(date(year + 1, 1, 6))
    good_friday = _good_friday(year + 1)
    february = nth_monday(year + 1, 2, 3)
    may_day = nth_monday(year + 1, 5, 1)
    month, monday, why = habits.autumn_holiday
    closed = [
        (nth_monday(year, month, monday), why),
        (february, "mid-term holiday"),
        (february + timedelta(days=1), "mid-term holiday"),
        (may_day, "May Day"),
    ]
    if habits.summer_holiday is not None:
        month, monday, why = habits.summer_holiday
        closed.append((nth_monday(year + 1, month, monday), why))
    return SchoolYear(
        terms=(
            (first, october),
            (after_october, christmas),
            (january, good_friday - timedelta(days=1)),
            (good_friday + timedelta(days=17), _on_or_before(date(year + 1, 6, 28), FRIDAY)),
        ),
        in_service=(
            *(opening + timedelta(days=count) for count in range(habits.in_service_before_start)),
            nth_monday(year, 11, 3),
            february + timedelta(days=2),
            may_day + timedelta(days=3),
        ),
        closed=tuple(closed),
    )


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """Finds days on which a school is open, near days on which it may not be."""

    years: tuple[SchoolYear, ...]

    @classmethod
    def around(cls, day: date, habits: Habits) -> SchoolDays:
        this = school_year_of(day)
        return cls(
            tuple(school_year(year, habits) for year in range(this - YEARS_BACK, this + YEARS_AHEAD + 1))
        )

    def is_open(self, day: date) -> bool:
        return day.weekday() < SATURDAY and any(
            any(starts <= day <= ends for starts, ends in year.terms)
            and day not in year.in_service
            and day not in dict(year.closed)
            for year in self.years
        )

    def away(self, day: date, days: int) -> date:
        """A school day about so many days from a day, back or ahead, as if holidays were spread evenly.

        What a school does, it does on school days; counted in plain days, a long summer would put half of a
        year's work on the last Friday of June.
        """
        found = self.by(day)
        step = timedelta(days=1 if days > 0 else -1)
        for _ in range(round(abs(days) * SCHOOL_DAYS_A_YEAR / 365)):
            found += step
            found = self.after(found) if days > 0 else self.by(found)
        return found

    def by(self, day: date) -> date:
        """The last school day up to a day."""
        while not self.is_open(day):
            day -= timedelta(days=1)
        return day

    def after(self, day: date) -> date:
        """The first school day from a day on."""
        while not self.is_open(day):
            day += timedelta(days=1)
        return day


def write_school_years(organisation: Organisation, habits: Habits, *, around: date) -> None:
    """Give an authority its calendar for the years around a day."""
    years = SchoolDays.around(around, habits).years
    Term.objects.bulk_create(
        Term(organisation=organisation, name=f"Term {number}", starts_on=starts, ends_on=ends)
        for year in years
        for number, (starts, ends) in enumerate(year.terms, start=1)
    )
    DayOff.objects.bulk_create(_days_off(organisation, years))


def _days_off(organisation: Organisation, years: tuple[SchoolYear, ...]) -> Iterator[DayOff]:
    for year in years:
        for day in year.in_service:
            yield DayOff(organisation=organisation, on=day, kind=DayOff.Kind.IN_SERVICE, why="In-service day")
        for day, why in year.closed:
            yield DayOff(organisation=organisation, on=day, kind=DayOff.Kind.CLOSED, why=why)


def nth_monday(year: int, month: int, count: int) -> date:
    return _on_or_after(date(year, month, 1), MONDAY) + timedelta(weeks=count - 1)


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _on_or_before(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _weekday(day: date) -> date:
    return day if day.weekday() < SATURDAY else _on_or_after(day, MONDAY)


def _good_friday(year: int) -> date:
    found = holidays.country_holidays("GB", subdiv="SCT", years=year, language="en_GB")
    return min(day for day, name in found.items() if name == "Good Friday")
