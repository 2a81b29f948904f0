"""Which days count: a school's own days, and working days as a law defines them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handrail.core.errors import CalendarEnds, UnknownCalendar

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_DAY = timedelta(days=1)
WEEKEND = frozenset({5, 6})


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

    def __post_init__(self) -> None:
        for earlier, later in zip(self.terms, self.terms[1:], strict=False):
            if later.starts <= earlier.ends:
                raise ValueError(f"{later.name} starts on {later.starts}, before {earlier.name} has ended.")

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

    def term_after(self, day: date) -> Term:
        """The term that follows the one a day falls in, or the next to start if it falls in a holiday."""
        for term in self.terms:
            if term.starts > day:
                return term
        raise CalendarEnds(f"The calendar of {self.name} has no term that starts after {day}.")

    def _check_known(self, day: date) -> None:
        if not self.terms:
            raise CalendarEnds(f"The calendar of {self.name} has no terms yet.")
        first, last = self.terms[0].starts, self.terms[-1].ends
        if not first <= day <= last:
            raise CalendarEnds(
                f"The calendar of {self.name} is known from {first} to {last} only, not on {day}."
            )


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
        while not self.counts(day):
            day += ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars that a case is counted with."""

    school: SchoolCalendar | None = None
    working_days: Mapping[str, WorkingDays] = field(default_factory=dict)

    def working(self, name: str) -> WorkingDays:
        if name not in self.working_days:
            raise UnknownCalendar(f"No working days are defined under the name {name}.")
        return self.working_days[name]

    def school_days(self) -> SchoolCalendar:
        if self.school is None:
            raise CalendarEnds("No calendar of this school is known.")
        return self.school
