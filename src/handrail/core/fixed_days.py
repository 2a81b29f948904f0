"""Days that the calendar fixes, however long that takes: the end of a term, 30 June, the day before 15 February.

Some law gives no length of time. "Once in each school year", "before 15 February in the year of the move" and
"by 30 June" name a day, which is found from another day and, for terms, from the school's own calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handrail.core.calendars import ONE_DAY
from handrail.core.errors import CalendarEnds, NotASpan
from handrail.core.periods import Count, Ending, Span

if TYPE_CHECKING:
    from handrail.core.calendars import Calendars, Term


class Edge(StrEnum):
    """Which side of a stretch of time is meant."""

    END = "end"
    START = "start"


class Stretch(StrEnum):
    """What has a start and an end in the school's own calendar."""

    TERM = "term"
    SCHOOL_YEAR = "school year"


OF_CALENDAR: Final = re.compile(r"(?P<edge>end|start) of (?P<which>this|next) (?P<stretch>term|school year)")
OF_YEAR: Final = re.compile(r"end of (?P<which>this|next) year to (?P<month>\d\d)-(?P<day>\d\d)")
OF_DAY: Final = re.compile(r"(?P<how>before|on) (?P<month>\d\d)-(?P<day>\d\d) of that year")
MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A day fixed by the calendar, found from the day that is counted from.

    Either an edge of a stretch of the school's calendar, or a month and day: the end of a year that ends on
    it, the day itself, or the day before it.
    """

    words: str
    edge: Edge = Edge.END
    following: bool = False
    stretch: Stretch | None = None
    month_day: tuple[int, int] | None = None
    year_to: bool = False
    before: bool = False

    @classmethod
    def parse(cls, words: str) -> FixedDay | None:
        """Read a fixed day; nothing if the words do not name one.

        Raises:
            NotASpan: the words name a day that no year has, such as 02-30.
        """
        if found := OF_CALENDAR.fullmatch(words):
            return cls(
                words=words,
                edge=Edge(found["edge"]),
                following=found["which"] == "next",
                stretch=Stretch(found["stretch"]),
            )
        if found := OF_YEAR.fullmatch(words):
            return cls(
                words=words,
                following=found["which"] == "next",
                month_day=_month_day(words, found),
                year_to=True,
            )
        if found := OF_DAY.fullmatch(words):
            return cls(words=words, month_day=_month_day(words, found), before=found["how"] == "before")
        return None

    def __str__(self) -> str:
        return self.words

    @property
    def length(self) -> str:
        """The day in words for anybody: "the end of next term", "before 15 February of that year"."""
        if self.month_day is None:
            return "the " + self.words.replace("next", "the next").replace("term", "school term")
        month, day = self.month_day
        named = f"{day} {MONTH_NAMES[month - 1]}"
        if self.year_to:
            return f"the end of {'the next' if self.following else 'the'} year that ends on {named}"
        return f"{'before' if self.before else 'on'} {named} of that year"

    @property
    def days(self) -> None:
        """No definition of working days: a fixed day is not counted."""
        return None

    @property
    def ending_days(self) -> None:
        return None

    @property
    def ending(self) -> Ending:
        """A fixed day stays where it falls."""
        return Ending.STAYS

    @property
    def backwards(self) -> bool:
        return False

    def last_day(self, start: date, calendars: Calendars) -> date:
        return self.count(start, calendars).last_day

    def count(self, start: date, calendars: Calendars) -> Count:
        """The day, found from a day.

        Raises:
            CalendarEnds: the school's calendar does not reach so far.
        """
        last = self._in_calendar(start, calendars) if self.stretch else self._in_year(start)
        steps = (
            f"Fixed day: {self.words}, seen from {start} = {last}",
            "Ending: the last day stays where it falls",
        )
        return Count(None, last, last, False, False, steps)

    def _in_calendar(self, start: date, calendars: Calendars) -> date:
        school = calendars.school_days()
        terms: tuple[Term, ...]
        if self.stretch is Stretch.TERM:
            terms = (school.term_after(start) if self.following else school.term_around(start),)
        else:
            terms = school.year_after(start) if self.following else school.year_around(start)
        return terms[-1].ends if self.edge is Edge.END else terms[0].starts

    def _in_year(self, start: date) -> date:
        assert self.month_day is not None
        month, day = self.month_day
        try:
            last = _on(start.year, month, day)
            if self.year_to:
                years = (last < start) + self.following
                last = _on(start.year + years, month, day)
        except ValueError as problem:
            raise CalendarEnds(
                f"{self.length}, seen from {start}, runs past the end of all calendars."
            ) from problem
        return last - ONE_DAY if self.before else last


Length = Span | FixedDay
"""What a limit gives: a length of time, or a day that the calendar fixes."""


def parse_length(words: str) -> Length:
    """Read a span or a fixed day.

    Raises:
        NotASpan: the words are neither.
    """
    return FixedDay.parse(words) or Span.parse(words)


def _on(year: int, month: int, day: int) -> date:
    """A day of a year; 29 February is 28 February in a year without one."""
    if (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
        return date(year, 2, 28)
    return date(year, month, day)


def _month_day(words: str, found: re.Match[str]) -> tuple[int, int]:
    month, day = int(found["month"]), int(found["day"])
    try:
        date(2024, month, day)  # A leap year, so that 29 February is taken.
    except ValueError:
        raise NotASpan(
            f'"{words}" names no day of any year. Write a month and a day, such as 06-30.'
        ) from None
    return month, day
