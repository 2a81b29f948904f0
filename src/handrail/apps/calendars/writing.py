"""A calendar written out again, so that what is kept here can be used elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

import icalendar

from handrail.apps.calendars.csv_files import guarded_name
from handrail.apps.calendars.entries import Entry
from handrail.core.calendars import ONE_DAY


def as_csv(entries: Iterable[Entry]) -> str:
    """Days in the one order that every place reads alike."""
    lines = io.StringIO(newline="")
    table = csv.writer(lines)
    table.writerow(["kind", "name", "from", "until"])
    for one in entries:
        table.writerow([one.kind.words, guarded_name(one.name), one.starts.isoformat(), one.ends.isoformat()])
    return lines.getvalue()


def as_ics(entries: Iterable[Entry], *, name: str, slug: str, at: datetime) -> str:
    """All-day events, which name the day after the last one as their end."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Handrail//School calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in entries:
        event = icalendar.Event()
        event.add("uid", f"{slug}-{one.kind}-{one.starts.isoformat()}@handrail")
        event.add("dtstamp", at)
        event.add("dtstart", one.starts)
        event.add("dtend", one.ends + ONE_DAY)
        event.add("summary", one.name)
        event.add("categories", [one.kind.words])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
