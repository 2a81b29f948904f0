"""School years of the invented authorities, for any year, from what `organisations.toml` says of each.

A day is told as a rule, such as the first Friday from 8 October on or three days before Easter, so that a
demonstration in another year has terms that begin and end on days on which terms do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Self

import holidays

from handrail.apps.organisations.models import DayOff, Organisation, Term

YEARS_BACK: Final = 2
SCHOOL_DAYS_A_YEAR: Final = 190
YEARS_AHEAD: Final = 2
SATURDAY: Final = 5
AUGUST: Final = 8
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """A day of every school year: the first that fits from a day of a month on, the last by it, or by Easter."""

    month: int = 0
    start: int | None = None
    end: int | None = None
    on: frozenset[int] = frozenset(range(SATURDAY))
    easter: int | None = None
    plus: int = 0

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """From `{ month = 10, from = 8, on = ["Fri"], plus = 3 }`, the same with `by`, or `{ easter = -3 }`."""
        return cls(
            month=told.get("month", 0),
            start=told.get("from"),
            end=told.get("by"),
            on=frozenset(WEEKDAYS.index(day) for day in told.get("on", WEEKDAYS)),
            easter=told.get("easter"),
            plus=told.get("plus", 0),
        )

    def of(self, year: int) -> date:
        """The day in the school year that begins in August of `year`."""
        if self.easter is not None:
            return _easter(year + 1) + timedelta(days=self.easter)
        step = timedelta(days=1 if self.start is not None else -1)
        day = date(year if self.month >= AUGUST else year + 1, self.month, self.start or self.end or 1)
        while day.weekday() not in self.on:
            day += step
        return day + timedelta(days=self.plus)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day of every school year to another, with what it is called."""

    name: str
    starts: DayRule
    ends: DayRule

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """From a table with `name` and a `day`, or `from` one day `until` another."""
        starts = DayRule.read(told["day"] if "day" in told else told["from"])
        return cls(told["name"], starts, DayRule.read(told["until"]) if "until" in told else starts)

    def of(self, year: int) -> tuple[date, date]:
        return self.starts.of(year), self.ends.of(year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How one authority lays out its school years."""

    terms: tuple[Stretch, ...]
    closed: tuple[Stretch, ...]
    in_service: tuple[DayRule, ...]
    in_service_is: str

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        return cls(
            terms=tuple(Stretch.read(one) for one in told["terms"]),
            closed=tuple(Stretch.read(one) for one in told["closed"]),
            in_service=tuple(DayRule.read(one) for one in told["in_service"]),
            in_service_is=told["in_service_is"],
        )


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The terms of one school year, and the weekdays in and just before them without pupils."""

    terms: tuple[tuple[date, date], ...]
    in_service: frozenset[date]
    closed: Mapping[date, str]

    @property
    def first_day(self) -> date:
        return self.terms[0][0]


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of a day began: it turns on 1 August."""
    return day.year if day.month >= AUGUST else day.year - 1


@cache
def school_year(year: int, habits: Habits) -> SchoolYear:
    """The school year that begins in August of `year`. A day that is closed is not an in-service day too."""
    closed = {
        day: one.name for one in habits.closed for day in _between(*one.of(year)) if day.weekday() < SATURDAY
    }
    return SchoolYear(
        terms=tuple(term.of(year) for term in habits.terms),
        in_service=frozenset(rule.of(year) for rule in habits.in_service) - closed.keys(),
        closed=closed,
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
            and day not in year.closed
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
        Term(organisation=organisation, name=told.name, starts_on=starts, ends_on=ends)
        for year in years
        for told, (starts, ends) in zip(habits.terms, year.terms, strict=True)
    )
    DayOff.objects.bulk_create(_days_off(organisation, habits, years))


def _days_off(organisation: Organisation, habits: Habits, years: tuple[SchoolYear, ...]) -> Iterator[DayOff]:
    for year in years:
        for day in sorted(year.in_service):
            yield DayOff(
                organisation=organisation, on=day, kind=DayOff.Kind.IN_SERVICE, why=habits.in_service_is
            )
        for day, why in year.closed.items():
            yield DayOff(organisation=organisation, on=day, kind=DayOff.Kind.CLOSED, why=why)


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


@cache
def _easter(year: int) -> date:
    """Easter Sunday, two days after the Good Friday that the library knows."""
    found = holidays.country_holidays("GB", subdiv="SCT", years=year, language="en_GB")
    return min(day for day, name in found.items() if name == "Good Friday") + timedelta(days=2)
