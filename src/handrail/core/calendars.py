"""Which days count: a school's own days, and working days as a law defines them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from handrail.core.days import in_words
from handrail.core.errors import CalendarEnds, SchoolCalendarEnds, UnknownCalendar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ONE_DAY = timedelta(days=1)
WEEKEND = frozenset({5, 6})

SUMMER: Final = timedelta(weeks=4)
"""A gap between two terms that is longer than this lies between two school years."""

LONGEST_SUMMER: Final = timedelta(weeks=14)

SCHOOL_HOLIDAYS: Final = "school.holidays"
"""The name under which a school's own days that are not holidays stand beside the laws' working days."""


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of school weeks with a name; both days are school weeks' days."""

    name: str
    starts: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError(f"{self.name} ends on {self.ends}, before it starts on {self.starts}.")


@dataclass(frozen=True, slots=True)
class Season:
    """Days of every year that do not count, such as July or 27 to 31 December."""

    starts: tuple[int, int]
    ends: tuple[int, int]
    why: str

    def holds(self, day: date) -> bool:
        month_and_day = (day.month, day.day)
        if self.starts <= self.ends:
            return self.starts <= month_and_day <= self.ends
        return month_and_day >= self.starts or month_and_day <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendar:
    """One school's days. Outside its terms but between them is holiday; beyond them nothing is known."""

    name: str
    terms: tuple[Term, ...]
    in_service: frozenset[date] = frozenset()
    closed: Mapping[date, str] = field(default_factory=dict)
    # Ontario counts its professional activity days as school days; nobody else here does.
    in_service_counts: bool = False
    _years: tuple[tuple[Term, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for earlier, later in pairwise(self.terms):
            if later.starts <= earlier.ends:
                raise ValueError(f"{later.name} starts on {later.starts}, before {earlier.name} has ended.")
        object.__setattr__(self, "_years", _school_years(self.terms))

    def counts(self, day: date) -> bool:
        return self.why_not(day) is None

    def why_not(self, day: date) -> str | None:
        """Why this is not a school day; nothing if it is one."""
        self._check_known(day)
        if day.weekday() in WEEKEND:
            return "a weekend"
        if day in self.closed:
            return self.closed[day]
        if day in self.in_service and not self.in_service_counts:
            return "a staff day"
        if self.term_on(day) is None and day not in self.in_service:
            return "a school holiday"
        return None

    def term_on(self, day: date) -> Term | None:
        return next((term for term in self.terms if term.starts <= day <= term.ends), None)

    def term_around(self, day: date) -> Term:
        """The term a day falls in, or the next to start if it falls in a holiday."""
        return self.term_on(day) or self.term_after(day)

    @property
    def years(self) -> tuple[tuple[Term, ...], ...]:
        """The terms of each school year; a summer lies between two years."""
        return self._years

    def year_on(self, day: date) -> tuple[Term, ...] | None:
        """The school year a day falls in, its holidays included; none in a summer or beyond the calendar."""
        return next((year for year in self._years if year[0].starts <= day <= year[-1].ends), None)

    def year_around(self, day: date) -> tuple[Term, ...]:
        """The school year a day falls in, or the next to start if it falls in a summer."""
        return self.year_on(day) or self.year_after(day)

    def year_after(self, day: date) -> tuple[Term, ...]:
        """The school year that follows the one a day falls in, or the next to start in a summer."""
        self._check_not_long_before(day)
        for year in self._years:
            if year[0].starts > day:
                return year
        raise SchoolCalendarEnds(
            f"The calendar of {self.name} has no school year that starts after {in_words(day)}."
        )

    def in_summer(self, day: date) -> bool:
        """Whether a day lies between two school years."""
        self._check_known(day)
        return self.year_on(day) is None

    def is_holiday(self, day: date) -> bool:
        """Whether a weekday within a school year is a holiday or closed. A staff day is none."""
        if day.weekday() in WEEKEND or self.in_summer(day):
            return False
        return day in self.closed or (self.term_on(day) is None and day not in self.in_service)

    def break_around(self, day: date) -> tuple[date, date] | None:
        """The first and last weekday of the holiday that a day lies in, weekends inside it included."""
        first = self._holiday_towards(day, -ONE_DAY)
        last = self._holiday_towards(day, ONE_DAY)
        if first is None or last is None or self.in_summer(day):
            return None
        return self._furthest(first, -ONE_DAY), self._furthest(last, ONE_DAY)

    def holidays_without_pupils(self, day: date) -> int:
        """How many weekdays of holiday lie between the last school day before a day and the first one after.

        None on a school day. Weekends and staff days lie between them too, and are not holidays.
        """
        return sum(1 for at in self._without_pupils(day) if self.is_holiday(at))

    def _without_pupils(self, day: date) -> Iterator[date]:
        if self.in_summer(day) or self.counts(day):
            return
        yield day
        for step in (-ONE_DAY, ONE_DAY):
            at = day + step
            while not self.in_summer(at) and not self.counts(at):
                yield at
                at += step

    def _holiday_towards(self, day: date, step: timedelta) -> date | None:
        """The day itself or, over a weekend, the next weekday; nothing if that is no holiday."""
        while day.weekday() in WEEKEND:
            day += step
        return day if self.is_holiday(day) else None

    def _furthest(self, day: date, step: timedelta) -> date:
        while True:
            following = self._holiday_towards(day + step, step)
            if following is None:
                return day
            day = following

    def school_days_between(self, first: date, last: date) -> int:
        """How many school days lie from one day to another, both included."""
        return sum(1 for at in range((last - first).days + 1) if self.counts(first + timedelta(days=at)))

    def term_after(self, day: date) -> Term:
        """The term that follows the one a day falls in, or the next to start if it falls in a holiday."""
        self._check_not_long_before(day)
        for term in self.terms:
            if term.starts > day:
                return term
        raise SchoolCalendarEnds(
            f"The calendar of {self.name} has no term that starts after {in_words(day)}."
        )

    def _check_not_long_before(self, day: date) -> None:
        """Long before the first known term there were others, so which one follows is not known."""
        if self.terms and day < self.terms[0].starts - LONGEST_SUMMER:
            self._check_known(day)

    def _check_known(self, day: date) -> None:
        if not self.terms:
            raise SchoolCalendarEnds(f"The calendar of {self.name} has no terms yet.")
        first, last = self.terms[0].starts, self.terms[-1].ends
        if not first <= day <= last:
            raise SchoolCalendarEnds(
                f"The calendar of {self.name} is known from {in_words(first)} to {in_words(last)} "
                f"only, not on {in_words(day)}."
            )


def _school_years(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], ...]:
    found: list[list[Term]] = []
    for term in terms:
        if found and term.starts - found[-1][-1].ends <= SUMMER:
            found[-1].append(term)
        else:
            found.append([term])
    return tuple(tuple(year) for year in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """Working days as one law defines them; the definitions differ from law to law."""

    name: str
    says: str
    holidays: Mapping[date, str]
    known_from: date
    known_until: date
    seasons: tuple[Season, ...] = ()
    weekend: frozenset[int] = WEEKEND
    # A season that only holds for a last day that falls into it: one that moves on from before it may rest there.
    seasons_end_only: bool = False

    def counts(self, day: date) -> bool:
        return self.why_not(day) is None

    def why_not(self, day: date) -> str | None:
        """Why this is not a working day; nothing if it is one."""
        if not self.known_from <= day <= self.known_until:
            raise CalendarEnds(
                f"The working days of {self.name} are known from {self.known_from} to {self.known_until}, "
                f"not on {day}."
            )
        if day.weekday() in self.weekend:
            return "a weekend"
        if day in self.holidays:
            return self.holidays[day]
        return next((season.why for season in self.seasons if season.holds(day)), None)

    def on_or_after(self, day: date) -> date:
        if self.seasons_end_only:
            while any(season.holds(day) for season in self.seasons):
                day += ONE_DAY
            while day.weekday() in self.weekend or day in self.holidays:
                day += ONE_DAY
            return day
        while not self.counts(day):
            day += ONE_DAY
        return day


class Leaving(StrEnum):
    """Calendar days that some laws leave out of a count of days, found in the school's own calendar."""

    SUMMER = "summer"
    LONG_BREAKS = "long breaks"
    SCHOOL_HOLIDAYS = "school holidays"
    SCHOOL_BREAKS = "school breaks"
    HOLIDAYS_NOT_SUMMER = "holidays but not summer"

    @property
    def says(self) -> str:
        return {
            Leaving.SUMMER: "The summer between two school years is not counted.",
            Leaving.LONG_BREAKS: (
                "The summer, and holidays of more than five school days, are not counted: "
                "from the last school day before to the first one after."
            ),
            Leaving.SCHOOL_HOLIDAYS: "The summer, and weekdays in school holidays, are not counted.",
            Leaving.SCHOOL_BREAKS: (
                "The summer and school holidays are not counted; nor are the weekends inside a holiday "
                "of a week or more and beside it."
            ),
            Leaving.HOLIDAYS_NOT_SUMMER: "School holidays are not counted, but the summer is.",
        }[self]


@dataclass(frozen=True, slots=True)
class DaysLeaving:
    """Calendar days without those that a law leaves out."""

    school: SchoolCalendar
    leaving: Leaving

    def counts(self, day: date) -> bool:
        if self.school.in_summer(day):
            return self.leaving is Leaving.HOLIDAYS_NOT_SUMMER
        match self.leaving:
            case Leaving.SUMMER:
                return True
            case Leaving.SCHOOL_HOLIDAYS | Leaving.HOLIDAYS_NOT_SUMMER:
                return not self.school.is_holiday(day)
            case Leaving.LONG_BREAKS:
                return self.school.holidays_without_pupils(day) <= 5
            case Leaving.SCHOOL_BREAKS:
                return not self.school.is_holiday(day) and not self._beside_a_week_off(day)

    def _weekdays_off(self, stretch: tuple[date, date] | None) -> int:
        if stretch is None:
            return 0
        first, last = stretch
        days = (first + timedelta(days=at) for at in range((last - first).days + 1))
        return sum(1 for day in days if day.weekday() not in WEEKEND)

    def _beside_a_week_off(self, day: date) -> bool:
        """Whether a weekend day touches a holiday of a week or more, on either side."""
        if day.weekday() not in WEEKEND:
            return False
        friday = day - timedelta(days=day.weekday() - 4)
        return any(
            self._weekdays_off(self.school.break_around(weekday)) >= 5
            for weekday in (friday, friday + timedelta(days=3))
            if self.school.is_holiday(weekday)
        )


@dataclass(frozen=True, slots=True)
class SchoolWeeks:
    """Weeks, from Monday on, with at least one school day; a week counts once, on its Monday."""

    school: SchoolCalendar

    def counts(self, day: date) -> bool:
        return day.weekday() == 0 and self.in_school(day)

    def in_school(self, monday: date) -> bool:
        return any(self.school.counts(monday + timedelta(days=at)) for at in range(5))


@dataclass(frozen=True, slots=True)
class NotSchoolHolidays:
    """Weekdays that are not holidays of this school; the summer is no holiday here."""

    school: SchoolCalendar

    @property
    def says(self) -> str:
        return "Weekends and the holidays of this school are not counted; the summer is."

    def why_not(self, day: date) -> str | None:
        if day.weekday() in WEEKEND:
            return "a weekend"
        if self.school.is_holiday(day):
            return self.school.closed.get(day, "a school holiday")
        return None

    def counts(self, day: date) -> bool:
        return self.why_not(day) is None

    def on_or_after(self, day: date) -> date:
        while not self.counts(day):
            day += ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars that a case is counted with."""

    school: SchoolCalendar | None = None
    working_days: Mapping[str, WorkingDays] = field(default_factory=dict)

    def working(self, name: str) -> WorkingDays | NotSchoolHolidays:
        if name == SCHOOL_HOLIDAYS:
            return NotSchoolHolidays(self.school_days())
        if name not in self.working_days:
            raise UnknownCalendar(f"No working days are defined under the name {name}.")
        return self.working_days[name]

    def school_days(self) -> SchoolCalendar:
        if self.school is None:
            raise SchoolCalendarEnds("No calendar of this school is known.")
        return self.school
