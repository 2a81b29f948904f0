"""Dates in words: a sentence for a parent, and the steps for an officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handrail.core.calendars import SCHOOL_HOLIDAYS
from handrail.core.days import DAYS as DAYS
from handrail.core.days import MONTHS as MONTHS
from handrail.core.days import in_words as in_words
from handrail.core.duties import Nature
from handrail.core.fixed_days import FixedDay
from handrail.core.periods import Counting, Ending, Span, Unit

if TYPE_CHECKING:
    from datetime import date

    from handrail.core.calendars import Calendars
    from handrail.core.duties import Limit
    from handrail.core.fixed_days import Length
    from handrail.core.periods import Count

THE_DAY_ITSELF: Final = Span.parse("1 day beginning with")
"""What is to be done on a day, such as a review on the day that people agreed; there is nothing to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a date is that date."""

    sentence: str
    trace: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    day_one_counted: bool
    assumptions: tuple[str, ...]
    # No day, or no aim, because the school's own calendar does not reach it: more than a missing number.
    needs_calendar: bool = False


def span_in_words(span: Length, start: date, count: Count, calendars: Calendars) -> str:
    """How a length or a fixed day was laid on the calendar from a day."""
    if isinstance(span, FixedDay):
        seen = "" if span.stretch else f", seen from {in_words(start)}"
        too_late = " That day itself is too late." if span.before else ""
        length = span.length[0].upper() + span.length[1:]
        return f"{length}{seen}.{too_late} The last day is {in_words(count.last_day)}."
    return count_in_words(span, start, count, calendars)


def aim_in_words(aim: Length) -> str:
    """A soft target, as the end of a sentence: "within 4 weeks", "by the end of the next school term"."""
    if isinstance(aim, FixedDay):
        return f"by {aim.length}"
    return f"at least {aim.length} before" if aim.backwards else f"within {aim.length}"


def count_in_words(span: Span, start: date, count: Count, calendars: Calendars) -> str:
    """How a span was laid from a day, for somebody who reads it once, standing up."""
    if span == THE_DAY_ITSELF:
        return f"It is due on the day itself: {in_words(count.last_day)}."
    said = [_counted(span, start, count)]
    if count.shortened:
        said.append(
            f"{MONTHS[count.unmoved.month - 1]} {count.unmoved.year} has no day {start.day}, "
            "so the last day of the month is used."
        )
    if span.ending is Ending.STAYS:
        if count.last_day.weekday() >= 5 and not span.days:
            said.append(f"This rule keeps a date that falls on a {DAYS[count.last_day.weekday()]}.")
    elif span.ending is Ending.MOVES_ON and count.moved:
        because = calendars.working(span.ending_days or "").why_not(count.unmoved)
        said.append(
            f"{in_words(count.unmoved)} is {_no_day(span)} here ({because}), "
            f"so the last day moves to {in_words(count.last_day)}."
        )
    elif span.ending is Ending.FIRST_AFTER:
        said.append(
            f"The rule then gives until the first working day after that: {in_words(count.last_day)}."
        )
    if span.days:
        said.append(calendars.working(span.days).says)
    elif span.leaving is not None:
        said.append(span.leaving.says)
    elif span.unit is Unit.SCHOOL_DAYS:
        said.append("Only days on which this school is open to pupils are counted.")
    elif span.unit is Unit.SCHOOL_WEEKS:
        said.append("Only weeks with a school day are counted.")
    elif span.ending is Ending.STAYS and not span.backwards and span.unit is not Unit.YEARS:
        said.append("School holidays do not stop it.")
    return " ".join(said)


def _no_day(span: Span) -> str:
    return "no school day" if span.ending_days == SCHOOL_HOLIDAYS else "not a working day"


def _counted(span: Span, start: date, count: Count) -> str:
    last = in_words(count.unmoved)
    match span.counting:
        case Counting.BEGINNING_WITH if count.first_day == start:
            return f"{span.length}, and {in_words(start)} is day 1, so the last day is {last}."
        case Counting.AFTER if span.unit in (Unit.MONTHS, Unit.YEARS):
            return f"{_years_and_months(span)} after {in_words(start)}, so the last day is {last}."
        case Counting.BEGINNING_WITH | Counting.AFTER:
            assert count.first_day is not None
            return (
                f"{span.length}, counted from {in_words(start)}. "
                f"Day 1 is {in_words(count.first_day)}, so the last day is {last}."
            )
        case Counting.BEFORE:
            return f"At least {span.length} before {in_words(start)}, so the last day is {last}."
        case Counting.CLEAR_BEFORE if span.amount == 0:
            return f"Before {in_words(start)}. That day itself is too late, so the last day is {last}."
        case Counting.CLEAR_BEFORE:
            return (
                f"{span.length} must lie between the last day and {in_words(start)}, "
                f"with neither counted, so the last day is {last}."
            )


def _years_and_months(span: Span) -> str:
    """The length, with many months told in years: nobody knows a child's age in months."""
    if span.unit is not Unit.MONTHS or span.amount < 24 or span.amount % 12 == 0:
        return span.length
    years, months = divmod(span.amount, 12)
    return f"{years} years and {months} month{'' if months == 1 else 's'}"


def limit_in_words(
    limit: Limit,
    nature: Nature,
    start: date,
    count: Count | None,
    calendars: Calendars,
    *,
    span: Length | None = None,
) -> str:
    """What a limit means from a day on; `span` where it was lengthened."""
    span = span or limit.span
    if span is None or count is None:
        return (
            "No law or rule gives a number of days for this. "
            f"The standard is: {limit.standard}. Handrail never calls it late."
        )
    said = span_in_words(span, start, count, calendars)
    if nature is Nature.WAIT:
        return f"{said} Until the end of that day it must not be done."
    if nature is Nature.RIGHT:
        return f"{said} This is a right: nobody has to use it."
    return said
