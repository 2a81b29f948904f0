"""Days in words, as people say them and in whatever order they write them."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Final

from handrail.core.errors import DayNotUnderstood

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


HERE: Final = "en-GB"
"""The language in which days are put unless somebody says another."""

MONTH_FIRST: Final = frozenset({"en-US", "en-CA"})
"""The English of places that write November 5, 2026. In that of all others the day comes first."""


def in_words(day: date, language: str = HERE) -> str:
    """Thursday 5 November 2026; Thursday, November 5, 2026."""
    comma = "," if language in MONTH_FIRST else ""
    return f"{DAYS[day.weekday()]}{comma} {without_weekday(day, language)}"


def without_weekday(day: date, language: str = HERE) -> str:
    """5 November 2026; November 5, 2026."""
    return _put(day, MONTHS[day.month - 1], language)


def in_short(day: date, language: str = HERE) -> str:
    """5 Nov 2026; Nov 5, 2026."""
    return _put(day, MONTHS[day.month - 1][:3], language)


def _put(day: date, month: str, language: str) -> str:
    return f"{month} {day.day}, {day.year}" if language in MONTH_FIRST else f"{day.day} {month} {day.year}"


def put_as_in(sentence: str, language: str) -> str:
    """A sentence of Handrail's own, which has the day first, with its days as a place puts them."""
    if language not in MONTH_FIRST:
        return sentence
    return _DAY_FIRST.sub(
        lambda found: (
            f"{found[1]}, {found[3]} {found[2]}, {found[4]}"
            if found[1]
            else f"{found[3]} {found[2]}, {found[4]}"
        ),
        sentence,
    )


_DAY_FIRST: Final = re.compile(rf"\b(?:({'|'.join(DAYS)}) )?(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")


def value_in_words(value: str, language: str = HERE) -> str:
    """A value that is a day, written like 2026-11-05, in words; anything else as it stands.

    Only written so: eight figures may be a telephone number.
    """
    if not _WRITTEN.fullmatch(value):
        return value
    try:
        return in_words(date.fromisoformat(value), language)
    except ValueError:
        return value


class Order(Enum):
    """What people of a place write first when they write a day in figures: 05/11/2026."""

    DAY_FIRST = "the day comes first"
    MONTH_FIRST = "the month comes first"
    EITHER = "some write the day first and some the month"


_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_FIGURES: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{2}|\d{4})")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{2}|\d{4})")
_MONTH_DAY: Final = re.compile(r"([a-z]{3,9})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{2}|\d{4})")
_WEEKDAY: Final = re.compile(r"^(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+")


def day_from(written: str, *, order: Order) -> date:
    """The day that somebody wrote, in figures or in words.

    Raises:
        DayNotUnderstood: it is no day, or could be two. The message says how to write it.
    """
    text = " ".join(written.split())
    low = _WEEKDAY.sub("", text.casefold())
    if found := _ISO.fullmatch(low):
        return _day(text, *(int(part) for part in found.groups()))
    if found := _DAY_MONTH.fullmatch(low):
        return _day(text, _year(text, found[3]), _month(text, found[2]), int(found[1]))
    if found := _MONTH_DAY.fullmatch(low):
        return _day(text, _year(text, found[3]), _month(text, found[1]), int(found[2]))
    if found := _FIGURES.fullmatch(low):
        return _in_figures(text, int(found[1]), int(found[2]), _year(text, found[3]), order)
    raise DayNotUnderstood(
        f"“{text[:40]}” is not a day that Handrail can read. Write it like 5 November 2026."
    )


def speaks_against(written: str, order: Order) -> bool:
    """Whether a day in figures can only be read with the other part first: 11/25/2026 where the day comes first."""
    found = _FIGURES.fullmatch(" ".join(written.split()))
    if found is None:
        return False
    first, second = int(found[1]), int(found[2])
    return (order is Order.DAY_FIRST and first <= 12 < second) or (
        order is Order.MONTH_FIRST and second <= 12 < first
    )


def _in_figures(text: str, first: int, second: int, year: int, order: Order) -> date:
    could_be_either = first <= 12 and second <= 12 and first != second
    if order is Order.EITHER and could_be_either:
        raise DayNotUnderstood(
            f"“{text}” can be {first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]}. "
            "Write the month in words."
        )
    if order is Order.EITHER:
        return _day(text, year, *((second, first) if second <= 12 else (first, second)))
    month, day = (second, first) if order is Order.DAY_FIRST else (first, second)
    if month > 12 and day <= 12:
        raise DayNotUnderstood(
            f"“{text}” is not a day here, where {order.value}. Write the month in words, like 5 November 2026."
        )
    return _day(text, year, month, day)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as unreal:
        raise DayNotUnderstood(f"“{text}” is not a day that exists. Check it.") from unreal


def _year(text: str, written: str) -> int:
    if len(written) == 2:
        raise DayNotUnderstood(f"“{text}” has a year of two figures. Write the year with four, like 2026.")
    return int(written)


def _month(text: str, written: str) -> int:
    for number, name in enumerate(MONTHS, start=1):
        if name.casefold().startswith(written) or (written == "sept" and number == 9):
            return number
    raise DayNotUnderstood(f"“{text}” names no month that Handrail knows. Write it like 5 November 2026.")
