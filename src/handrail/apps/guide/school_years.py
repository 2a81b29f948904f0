"""School years to count with: a usual one of the place, or the terms that somebody typed."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from handrail.core.calendars import SchoolCalendar, Term
from handrail.law.reader import Table, read_toml
from handrail.ui.phrases import plain_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MonthAndDay = tuple[int, int]
TERM_OF_YEAR: Final = re.compile(r"(\d\d)-(\d\d) to (\d\d)-(\d\d)")
AUGUST: Final = 8


@dataclass(frozen=True, slots=True)
class UsualYear:
    """When the terms of a place usually are. An assumption, and said as one."""

    terms: tuple[tuple[MonthAndDay, MonthAndDay], ...]
    calendar_year: bool

    def terms_from(self, first: int, last: int) -> Iterator[Term]:
        """The terms of the school years that start in these years."""
        for year in range(first, last + 1):
            for number, ((m1, d1), (m2, d2)) in enumerate(self.terms, start=1):
                later = 0 if self.calendar_year or m1 >= AUGUST else 1
                name = (
                    f"term {number} of {year}"
                    if self.calendar_year
                    else f"term {number} of {year}–{year + 1}"
                )
                yield Term(name, date(year + later, m1, d1), date(year + later, m2, d2))


@cache
def usual_years() -> Mapping[str, UsualYear]:
    text = (files("handrail.apps.guide") / "data" / "school_years.toml").read_text(encoding="utf-8")
    top = read_toml(text, "school_years.toml")
    found = {key: _usual_year(table) for key, table in top.named_tables("year")}
    top.done()
    return found


def usual_year_of(place: str) -> UsualYear | None:
    """The usual year of a place, or of the one around it: au for au-vic."""
    return usual_years().get(place) or usual_years().get(place.partition("-")[0])


YEARS_KNOWN: Final = 6


def usual_calendar(place: str, within: str, *, first: date, last: date) -> SchoolCalendar | None:
    """A usual school year, from before the first day told to some years after the last."""
    usual = usual_year_of(place)
    if usual is None:
        return None
    return SchoolCalendar(
        name=f"a usual school {within}",
        terms=tuple(usual.terms_from(first.year - 2, min(last.year + YEARS_KNOWN, 9000))),
    )


def _usual_year(table: Table) -> UsualYear:
    spans = []
    for place, row in enumerate(table.texts("terms")):
        found = TERM_OF_YEAR.fullmatch(row)
        if found is None:
            raise table.error('A term is written like "08-18 to 10-09".', "terms", place)
        m1, d1, m2, d2 = (int(part) for part in found.groups())
        spans.append(((m1, d1), (m2, d2)))
    year = UsualYear(tuple(spans), table.flag("calendar_year"))
    table.done()
    return year


# --- terms as somebody types them -------------------------------------------------------------------


class NotRead(ValueError):
    """A line that is not a day or a term. The message is a sentence for whoever typed it."""


TYPED_DAY: Final = re.compile(r"(\d{1,2})\s*[./ -]\s*(\d{1,2}|[A-Za-z]{3,})\.?\s*[./ -]\s*(\d{4})")
ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
BETWEEN: Final = re.compile(r"\s+(?:to|until|till|–|—|-)\s+|\s*[–—]\s*", re.IGNORECASE)
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LIKE_A_TERM: Final = "Write a term like 18 8 2026 to 9 10 2026"
LIKE_A_DAY: Final = "Write a day like 16 11 2026, or several like 26 11 2026 to 27 11 2026"


def read_terms(typed: str) -> tuple[Term, ...]:
    """One term a line, in any order. The first line that cannot be read stops it."""
    found = []
    for number, line in _lines(typed):
        days = BETWEEN.split(line)
        if len(days) != 2:
            raise NotRead(f"Line {number}, “{line}”, is not a term. {LIKE_A_TERM}")
        first, last = (_day(day, line, number, LIKE_A_TERM) for day in days)
        if last < first:
            raise NotRead(f"Line {number}, “{line}”, ends before it starts. Look at both days again")
        found.append((first, last, number))
    found.sort()
    for (_, last, one), (first, _, other) in itertools.pairwise(found):
        if first <= last:
            raise NotRead(f"The terms of line {one} and line {other} overlap. Look at both again")
    return tuple(Term(f"the term to {plain_day(last)}", first, last) for first, last, _ in found)


def read_days_off(typed: str) -> dict[date, str]:
    """Days without school inside the terms: one day or one stretch a line."""
    found: dict[date, str] = {}
    for number, line in _lines(typed):
        days = [_day(day, line, number, LIKE_A_DAY) for day in BETWEEN.split(line)]
        first, last = days[0], days[-1]
        if len(days) > 2 or last < first or (last - first).days > 366:
            raise NotRead(f"Line {number}, “{line}”, is not a day off. {LIKE_A_DAY}")
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            found[date.fromordinal(ordinal)] = "a day off"
    return found


def _lines(typed: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(typed.splitlines(), start=1) if line.strip()]


def _day(typed: str, line: str, number: int, like: str) -> date:
    try:
        if iso := ISO_DAY.fullmatch(typed.strip()):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if match := TYPED_DAY.fullmatch(typed.strip()):
            month = int(match[2]) if match[2].isdigit() else MONTHS.index(match[2][:3].lower()) + 1
            return date(int(match[3]), month, int(match[1]))
    except ValueError:
        raise NotRead(f"Line {number}, “{line}”, has a day that does not exist. {like}") from None
    raise NotRead(f"Line {number}, “{line}”, is not a day we can read. {like}")
