"""Lengths of time, counted the way each law counts them.

One regulation says "8 weeks starting on the day", the next "4 weeks of the day": the last days differ
by one. So a span always says how it is counted, and it can be written and read back as words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from handrail.core.calendars import ONE_DAY, DaysLeaving, Leaving, SchoolWeeks
from handrail.core.errors import CalendarEnds, NotASpan

if TYPE_CHECKING:
    from collections.abc import Callable

    from handrail.core.calendars import Calendars


class Unit(StrEnum):
    DAYS = "day"
    WEEKS = "week"
    MONTHS = "month"
    YEARS = "year"
    SCHOOL_DAYS = "school day"
    SCHOOL_WEEKS = "school week"
    WORKING_DAYS = "working day"


class Counting(StrEnum):
    """What the day that starts the count is worth."""

    BEGINNING_WITH = "beginning with"
    AFTER = "after"
    BEFORE = "before"
    # Neither the day of acting nor the day itself is counted between them.
    CLEAR_BEFORE = "clear before"


class Ending(StrEnum):
    """What happens to a last day on which nobody works."""

    STAYS = "stays"
    MOVES_ON = "moved to a working day of"
    FIRST_AFTER = "then the first working day of"


class CountedDays(Protocol):
    def counts(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Count:
    """One span laid on the calendar: its first and last day, and how they were found."""

    first_day: date | None
    last_day: date
    unmoved: date
    day_one_counted: bool
    shortened: bool
    steps: tuple[str, ...]

    @property
    def moved(self) -> bool:
        return self.last_day != self.unmoved


SPAN = re.compile(
    r"""(?:(?:at\ least\ )?(?P<amount>[1-9]\d*)\ (?P<clear>clear\ )?
        (?P<unit>day|week|month|year|school\ day|school\ week|working\ day)s?
        (?:\ of\ (?P<days>[a-z0-9_.-]+))?(?:\ except\ (?P<leaving>[a-z ]+?))?\ )?
        (?P<counting>beginning\ with|after|before)
        (?:,\ (?P<ending>moved\ to\ a\ working\ day\ of|then\ the\ first\ working\ day\ of)
        \ (?P<ending_days>[a-z0-9_.-]+))?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time and how it is counted. No amount at all means "before the day itself"."""

    amount: int
    unit: Unit
    counting: Counting
    days: str | None = None
    ending: Ending = Ending.STAYS
    ending_days: str | None = None
    leaving: Leaving | None = None

    def __post_init__(self) -> None:
        if self.amount < 0 or (self.amount == 0 and self.counting is not Counting.CLEAR_BEFORE):
            raise NotASpan("A span needs at least one day, week, month or year.")
        if self.unit is Unit.WORKING_DAYS and self.days is None:
            raise NotASpan("Working days need the name of their definition.")
        if self.days is not None and self.unit not in (Unit.WORKING_DAYS, Unit.DAYS):
            raise NotASpan("Only days and working days are counted by a definition.")
        if self.days is not None and self.leaving is not None:
            raise NotASpan("Days are counted by a definition, or leave something out; not both.")
        if (self.ending is Ending.STAYS) != (self.ending_days is None):
            raise NotASpan("A last day that moves, and only that, needs the name of its working days.")
        if self.backwards and self.ending is not Ending.STAYS:
            raise NotASpan("A last day that is counted backwards does not move on.")
        if self.amount == 0 and self.unit is not Unit.DAYS:
            raise NotASpan('"before" alone is counted in days.')
        if self.leaving is not None and (self.unit is not Unit.DAYS or self.backwards):
            raise NotASpan("Only days that are counted forwards can leave days out.")
        if self.unit is Unit.SCHOOL_WEEKS and self.counting not in (Counting.BEFORE, Counting.AFTER):
            raise NotASpan("School weeks are counted before or after a day.")

    @classmethod
    def parse(cls, words: str) -> Span:
        """Read a span, such as "8 weeks beginning with" or "6 months before"."""
        found = SPAN.fullmatch(words)
        if found is None:
            raise NotASpan(
                f'"{words}" is not a span. Write it like "8 weeks beginning with", "2 months after", '
                '"6 months before", "14 clear days before", "before", "10 working days of NAME after", '
                '"60 days except summer after", "end of next term" or "before 02-15 of that year".'
            )
        part = found.groupdict()
        counting = Counting(part["counting"])
        if part["amount"] is None:
            if counting is not Counting.BEFORE:
                raise NotASpan(f'"{words}" needs an amount.')
            counting = Counting.CLEAR_BEFORE
        elif part["clear"]:
            if counting is not Counting.BEFORE:
                raise NotASpan(f'Only days before something can be clear days: "{words}".')
            counting = Counting.CLEAR_BEFORE
        if part["leaving"] not in (None, *Leaving):
            raise NotASpan(
                f'"{words}" leaves out "{part["leaving"]}"; it must be one of {", ".join(Leaving)}.'
            )
        return cls(
            amount=int(part["amount"] or 0),
            unit=Unit(part["unit"] or "day"),
            counting=counting,
            days=part["days"],
            ending=Ending(part["ending"]) if part["ending"] else Ending.STAYS,
            ending_days=part["ending_days"],
            leaving=Leaving(part["leaving"]) if part["leaving"] else None,
        )

    def __str__(self) -> str:
        if self.amount == 0:
            return "before"
        clear = "clear " if self.counting is Counting.CLEAR_BEFORE else ""
        of = f" of {self.days}" if self.days else ""
        of += f" except {self.leaving}" if self.leaving else ""
        how = "before" if self.counting is Counting.CLEAR_BEFORE else self.counting.value
        ending = "" if self.ending is Ending.STAYS else f", {self.ending} {self.ending_days}"
        plural = "" if self.amount == 1 else "s"
        return f"{self.amount} {clear}{self.unit}{plural}{of} {how}{ending}"

    @property
    def backwards(self) -> bool:
        return self.counting in (Counting.BEFORE, Counting.CLEAR_BEFORE)

    @property
    def length(self) -> str:
        """The length alone, in words for anybody: "8 weeks", "1 month", "10 working days"."""
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    def longer(self, by: int) -> Span:
        """The same span with so many units more."""
        return replace(self, amount=self.amount + by)

    def last_day(self, start: date, calendars: Calendars) -> date:
        return self.count(start, calendars).last_day

    def count(self, start: date, calendars: Calendars) -> Count:
        """Lay the span on the calendar from a day."""
        try:
            return (
                self._backwards_from(start, calendars)
                if self.backwards
                else self._forwards_from(start, calendars)
            )
        except (OverflowError, ValueError) as problem:
            raise CalendarEnds(f"{self.length} from {start} runs past the end of all calendars.") from problem

    def _forwards_from(self, start: date, calendars: Calendars) -> Count:
        counted = self.counting is Counting.BEGINNING_WITH
        shortened = False
        days = self._counted_days(calendars)
        if self.unit is Unit.SCHOOL_WEEKS:
            weeks = SchoolWeeks(calendars.school_days())
            first = start + ONE_DAY
            monday = first - timedelta(days=first.weekday())
            last = _nth(weeks, monday, self.amount, timedelta(weeks=1)) + timedelta(days=6)
            steps = [
                f"Week 1 is the first with a school day from {first} on",
                f"Week {self.amount} ends {last}",
            ]
        elif days is not None:
            first = _nth(days, start if counted else start + ONE_DAY, 1, ONE_DAY)
            last = _nth(days, first, self.amount, ONE_DAY)
            steps = [f"Day 1 = {first}", f"{self.unit} {self.amount} = {last}"]
            if self.leaving is not None:
                left_out = (last - first).days + 1 - self.amount
                steps.append(f"Left out, {self.leaving}: {left_out} days")
        elif self.unit in (Unit.DAYS, Unit.WEEKS):
            first = start if counted else start + ONE_DAY
            last = first + timedelta(days=self._plain_days() - 1)
            steps = [f"Day 1 = {first}", f"Last day = {first} + {self._plain_days()} days - 1 = {last}"]
        else:
            first = start if counted else start + ONE_DAY
            same, shortened = _months_on(start, self._months())
            # A period that begins with a day ends the day before the day of the same number. When the
            # month is too short to have that day, its own last day ends the period.
            last = same - ONE_DAY if counted and not shortened else same
            steps = [f"Day 1 = {first}", f"{self._months()} months from {start} = {same}, last day = {last}"]
        unmoved = last
        if self.ending is not Ending.STAYS:
            working = calendars.working(self.ending_days or "")
            last = working.on_or_after(last if self.ending is Ending.MOVES_ON else last + ONE_DAY)
            steps.append(f"Ending: {self.ending} {self.ending_days}: {unmoved} -> {last}")
        else:
            steps.append("Ending: the last day stays where it falls")
        return Count(first, last, unmoved, counted, shortened, tuple(steps))

    def _backwards_from(self, start: date, calendars: Calendars) -> Count:
        clear = self.counting is Counting.CLEAR_BEFORE
        shortened = False
        days = self._counted_days(calendars)
        if self.unit is Unit.SCHOOL_WEEKS:
            before = start - ONE_DAY
            monday = before - timedelta(days=before.weekday())
            last = _nth(SchoolWeeks(calendars.school_days()), monday, self.amount, -timedelta(weeks=1))
        elif days is not None:
            last = _nth(days, start - ONE_DAY, self.amount + (1 if clear else 0), -ONE_DAY)
        elif self.unit in (Unit.DAYS, Unit.WEEKS):
            last = start - timedelta(days=self._plain_days() + (1 if clear else 0))
        else:
            last, shortened = _months_on(start, -self._months())
            last -= ONE_DAY if clear else timedelta()
        steps = (
            f"Counted back from {start}",
            f"Last day = {last}",
            "Ending: the last day stays where it falls",
        )
        return Count(None, last, last, False, shortened, steps)

    def _counted_days(self, calendars: Calendars) -> CountedDays | None:
        if self.unit is Unit.SCHOOL_DAYS:
            return calendars.school_days()
        if self.days is not None:
            return calendars.working(self.days)
        if self.leaving is not None:
            return DaysLeaving(calendars.school_days(), self.leaving)
        return None

    def _plain_days(self) -> int:
        return self.amount * (7 if self.unit is Unit.WEEKS else 1)

    def _months(self) -> int:
        return self.amount * (12 if self.unit is Unit.YEARS else 1)


ONE_YEAR = Span(1, Unit.YEARS, Counting.AFTER)


def _nth(days: CountedDays, start: date, amount: int, step: timedelta) -> date:
    """The amount-th counting day from a day on, that day included."""
    counts: Callable[[date], bool] = days.counts
    day = start
    while True:
        if counts(day):
            amount -= 1
            if amount == 0:
                return day
        day += step


def _months_on(start: date, months: int) -> tuple[date, bool]:
    """The day of the same number so many months on, and whether the month was too short to have it."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)), start.day > last
