"""A calendar as people keep it: terms, in-service days and closures, each from one day until another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handrail.apps.organisations.actions import CalendarWords
from handrail.core.calendars import LONGEST_SUMMER, ONE_DAY, WEEKEND, SchoolCalendar, Term
from handrail.core.days import in_words

A_SCHOOL_YEAR_ON: Final = timedelta(weeks=52)
"""So that every day stays on its weekday."""

LONGEST_STRETCH: Final = timedelta(days=366)


class Kind(StrEnum):
    """What an entry of a calendar is."""

    TERM = "term"
    IN_SERVICE = "in_service"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS: Final = {Kind.TERM: "Term", Kind.IN_SERVICE: "In-service day", Kind.CLOSED: "Closure"}
LONGEST_NAME: Final = {Kind.TERM: 60, Kind.IN_SERVICE: 200, Kind.CLOSED: 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term, an in-service day or a closure; both days are included."""

    kind: Kind
    name: str
    starts: date
    ends: date

    @property
    def when(self) -> str:
        """The days as people say them."""
        if self.starts == self.ends:
            return in_words(self.starts)
        return f"{in_words(self.starts)} to {in_words(self.ends)}"

    def weekdays(self) -> Iterator[date]:
        for at in range((self.ends - self.starts).days + 1):
            day = self.starts + timedelta(days=at)
            if day.weekday() not in WEEKEND:
                yield day


def entries_of(words: CalendarWords) -> tuple[Entry, ...]:
    """The calendar as entries in the order of their days; neighbouring days off of one name are one stretch."""
    terms = [Entry(kind=Kind.TERM, name=name, starts=starts, ends=ends) for name, starts, ends in words.terms]
    off = [
        *_stretches(Kind.CLOSED, words.closed),
        *_stretches(
            Kind.IN_SERVICE, {day: why for day, why in words.in_service.items() if day not in words.closed}
        ),
    ]
    return tuple(sorted([*terms, *off], key=lambda one: (one.starts, one.kind != Kind.TERM, one.ends)))


def _stretches(kind: Kind, days: Mapping[date, str]) -> list[Entry]:
    found: list[Entry] = []
    for day, why in sorted(days.items()):
        if found and found[-1].name == why and _weekday_after(found[-1].ends) == day:
            found[-1] = replace(found[-1], ends=day)
        else:
            found.append(Entry(kind=kind, name=why, starts=day, ends=day))
    return found


def _weekday_after(day: date) -> date:
    day += ONE_DAY
    while day.weekday() in WEEKEND:
        day += ONE_DAY
    return day


def words_of(entries: Iterable[Entry]) -> CalendarWords:
    """The entries as terms and single weekdays. Of two entries for one day the later one counts."""
    terms: list[tuple[str, date, date]] = []
    closed: dict[date, str] = {}
    in_service: dict[date, str] = {}
    for one in entries:
        match one.kind:
            case Kind.TERM:
                terms.append((one.name, one.starts, one.ends))
            case Kind.CLOSED:
                for day in one.weekdays():
                    in_service.pop(day, None)
                    closed[day] = one.name
            case Kind.IN_SERVICE:
                for day in one.weekdays():
                    closed.pop(day, None)
                    in_service[day] = one.name
    return CalendarWords(
        terms=tuple(sorted(terms, key=lambda term: term[1])),
        closed=dict(sorted(closed.items())),
        in_service=dict(sorted(in_service.items())),
    )


def revision_of(words: CalendarWords) -> str:
    """Stands for exactly these terms and days, so that a change by somebody else is noticed."""
    said = [f"{one.kind}|{one.name}|{one.starts}|{one.ends}" for one in entries_of(words)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def as_core(name: str, words: CalendarWords) -> SchoolCalendar:
    return SchoolCalendar(
        name=name,
        terms=tuple(Term(name=term, starts=starts, ends=ends) for term, starts, ends in words.terms),
        in_service=frozenset(words.in_service),
        closed=words.closed,
    )


@dataclass(frozen=True, slots=True)
class Year:
    """One school year with its terms, and the days off in it and in the summer before it."""

    terms: tuple[Entry, ...]
    days: tuple[Entry, ...]

    @property
    def starts(self) -> date:
        return self.terms[0].starts

    @property
    def ends(self) -> date:
        return self.terms[-1].ends

    @property
    def key(self) -> str:
        """Names the year in an address."""
        return self.starts.isoformat()

    @property
    def label(self) -> str:
        """2026 to 2027."""
        first, last = self.starts.year, self.ends.year
        return f"{first} to {last}" if last > first else f"{first}"

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (*self.terms, *self.days)

    def is_near(self, day: date) -> bool:
        """Whether a day lies in the year or shortly before: a first day that somebody has moved meanwhile."""
        return self.starts - LONGEST_SUMMER / 2 <= day <= self.ends


def years_of(words: CalendarWords) -> tuple[Year, ...]:
    """The school years that are entered, the earliest first."""
    entries = entries_of(words)
    years = as_core("", replace_terms(words)).years
    off = [one for one in entries if one.kind is not Kind.TERM]
    found = []
    for at, terms in enumerate(years):
        ends, last = terms[-1].ends, at == len(years) - 1
        its = [one for one in off if one.starts <= ends or last]
        off = [one for one in off if one not in its]
        found.append(
            Year(
                tuple(Entry(kind=Kind.TERM, name=t.name, starts=t.starts, ends=t.ends) for t in terms),
                tuple(its),
            )
        )
    return tuple(found)


def replace_terms(words: CalendarWords) -> CalendarWords:
    return replace(words, terms=tuple(sorted(words.terms, key=lambda term: term[1])))


def with_year(words: CalendarWords, *, instead_of: Year | None, entries: Iterable[Entry]) -> CalendarWords:
    """The calendar with these entries in the place of a school year, or beside those that are there."""
    gone = set(instead_of.entries) if instead_of else set()
    return words_of([*(one for one in entries_of(words) if one not in gone), *entries])


def next_year(year: Year) -> tuple[Entry, ...]:
    """The same school year 52 weeks later: a draft, since holidays move."""
    return tuple(
        replace(one, starts=one.starts + A_SCHOOL_YEAR_ON, ends=one.ends + A_SCHOOL_YEAR_ON)
        for one in year.entries
    )


def brought_in(words: CalendarWords, entries: Iterable[Entry]) -> CalendarWords:
    """The calendar after an import.

    From the first to the last day of the terms that come in, they take the place of what was there, days off
    included; everything before and after stays. Without terms, days off are added.
    """
    entries = tuple(entries)
    terms = [one for one in entries if one.kind is Kind.TERM]
    if not terms:
        return words_of([*entries_of(words), *entries])
    first, last = min(one.starts for one in terms), max(one.ends for one in terms)
    stays = [one for one in entries_of(words) if one.ends < first or one.starts > last]
    return words_of([*stays, *entries])


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new calendar adds to the one before, and what it takes out."""

    added: tuple[Entry, ...]
    gone: tuple[Entry, ...]

    @classmethod
    def between(cls, before: CalendarWords, after: CalendarWords) -> Changes:
        was, will = entries_of(before), entries_of(after)
        return cls(
            added=tuple(one for one in will if one not in was),
            gone=tuple(one for one in was if one not in will),
        )
