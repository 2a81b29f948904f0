"""Calendars as iCalendar files, in which councils publish their school years."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import icalendar

from handrail.apps.calendars.csv_files import MOST_ENTRIES, read_csv, too_many
from handrail.apps.calendars.entries import LONGEST_STRETCH
from handrail.apps.calendars.guesses import FileRead, Found, guessed, kind_said, terms_from_their_ends
from handrail.core.calendars import ONE_DAY
from handrail.core.days import Order
from handrail.core.errors import FileRefused

LARGEST: Final = 1024 * 1024
_EVENT: Final = re.compile(r"^BEGIN:VEVENT\s*$", re.MULTILINE | re.IGNORECASE)
_OTHERS: Final = (
    (b"PK\x03\x04", "a ZIP archive or an office document. Save the calendar as .ics or .csv"),
    (b"\xd0\xcf\x11\xe0", "an older office document. Save the calendar as .ics or .csv"),
    (b"%PDF-", "a PDF document. Ask whoever published it for an .ics or .csv file"),
    (b"MZ", "a program, whatever its name says"),
    (b"\x7fELF", "a program, whatever its name says"),
    (b"#!", "a program, whatever its name says"),
    (b"\x89PNG", "a picture. Ask whoever published it for an .ics or .csv file"),
    (b"\xff\xd8\xff", "a picture. Ask whoever published it for an .ics or .csv file"),
    (b"<", "a web page. Look on it for a link to the calendar as .ics"),
)


def read_file(content: bytes, *, order: Order) -> FileRead:
    """What a file holds, by its content and never by its name.

    Raises:
        FileRefused: it is no calendar. The message says what it is and what to do.
    """
    if not content.strip():
        raise FileRefused("This file is empty. Choose another, or save it again first.")
    if len(content) > LARGEST:
        raise FileRefused("This file is larger than 1 MB. A school calendar is some kilobytes.")
    for signature, words in _OTHERS:
        if content.lstrip().startswith(signature):
            raise FileRefused(f"This file is not a calendar: it is {words}.")
    text, notes = _text(content)
    read = read_ics(text) if "BEGIN:VCALENDAR" in text[:2000].upper() else read_csv(text, order=order)
    return FileRead(read.found, (*notes, *read.notes))


def _text(content: bytes) -> tuple[str, tuple[str, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ()
        except UnicodeDecodeError as broken:
            raise FileRefused("This file is damaged: its letters cannot be read. Save it again.") from broken
    if b"\0" in content:
        raise FileRefused("This file is not a calendar: it holds no text. Choose an .ics or .csv file.")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), (
            "The file was not saved as Unicode (UTF-8), so its letters were guessed. Check names with accents.",
        )


def read_ics(text: str) -> FileRead:
    """The events of a calendar, each as what it is taken for."""
    count = len(_EVENT.findall(text))
    if count > MOST_ENTRIES:
        raise FileRefused(too_many(count))
    if not count:
        raise FileRefused("This calendar holds no events. Choose the one with the school year in it.")
    broken_off = FileRefused(
        "This file begins like a calendar and cannot be read to its end. Download it again."
    )
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as broken:
        raise broken_off from broken
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if len(events) < count:
        raise broken_off
    found = [_found(event) for event in events]
    found.sort(key=lambda one: (one.starts or date.max, one.name))
    return FileRead(terms_from_their_ends(found))


def _found(event: Any) -> Found:
    name = " ".join(str(event.get("SUMMARY", "")).split())
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return Found(name=name, why="It was cancelled.")
    starts, ends, why = _days(event)
    if starts is None or ends is None:
        return Found(name=name, why=why)
    if any(event.get(rule) for rule in ("RRULE", "RDATE", "RECURRENCE-ID")):
        return Found(
            name=name, why="It repeats. Handrail takes single days and stretches: enter each by hand."
        )
    if ends < starts:
        return Found(name=name, why="It ends before it starts.")
    if ends - starts > LONGEST_STRETCH:
        return Found(name=name, why="It is longer than a year.")
    said = next((word for word in _categories(event) if kind_said(word)), "")
    kind, reason = guessed(name, starts, ends, said=said)
    return Found(name=name, starts=starts, ends=ends, kind=kind, why=reason)


def _days(event: Any) -> tuple[date | None, date | None, str]:
    """The first and the last day. An all-day event names the day after its last one as its end."""
    begins = _value(event, "DTSTART")
    if not isinstance(begins, date):
        return None, None, "It has no day that can be read."
    finishes, lasts = _value(event, "DTEND"), _value(event, "DURATION")
    if finishes is None and isinstance(lasts, timedelta):
        finishes = begins + lasts
    if isinstance(begins, datetime):
        if not isinstance(finishes, datetime) or not _are_whole_days(begins, finishes):
            return None, None, "It has a time of day: an appointment, not a day off."
        begins, finishes = begins.date(), finishes.date()
    if not isinstance(finishes, date):
        return begins, begins, ""
    if isinstance(finishes, datetime):
        finishes = finishes.date()
    # Some programs write the last day itself where the day after belongs; a day cannot end before it begins.
    return begins, max(begins, finishes - ONE_DAY) if finishes >= begins else finishes, ""


def _value(event: Any, name: str) -> Any:
    """What a line of an event says, or nothing where it cannot be read."""
    try:
        return getattr(event.get(name), "dt", None)
    except ValueError:
        return None


def _are_whole_days(begins: datetime, finishes: datetime) -> bool:
    """Some programs write an all-day event from midnight to midnight."""
    return begins.time() == finishes.time() == time(0) and finishes.date() > begins.date()


def _categories(event: Any) -> list[str]:
    given = event.get("CATEGORIES")
    if given is None:
        return []
    many = given if isinstance(given, list) else [given]
    return [str(one) for each in many for one in getattr(each, "cats", [each])]
