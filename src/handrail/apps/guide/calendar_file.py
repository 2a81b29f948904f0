"""Dates for somebody's own calendar, as every calendar reads them: RFC 5545, one event a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from icalendar import Calendar, Event

from handrail.apps.guide.when_pages import DateItem

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"


def calendar_file(items: tuple[DateItem, ...], *, about: str, url: str, made_at: datetime) -> bytes:
    """The dates as whole days. The same question gives the same events, so adding them twice does not double them."""
    calendar = Calendar()
    calendar.add("prodid", "-//Handrail//When is it due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", about)
    for item in items:
        if item.day is not None:
            calendar.add_component(_event(item, about=about, url=url, made_at=made_at))
    written: bytes = calendar.to_ical()
    return written


def _event(item: DateItem, *, about: str, url: str, made_at: datetime) -> Event:
    assert item.day is not None
    query = url.partition("?")[2]
    event = Event()
    event.add("uid", f"{sha256((query + item.key).encode()).hexdigest()[:32]}@handrail")
    event.add("dtstamp", made_at)
    event.add("dtstart", item.day)
    event.add("dtend", item.day + timedelta(days=1))
    event.add("summary", item.title)
    event.add("description", "\n\n".join(_told(item, about)))
    event.add("url", url)
    # Nobody is busy because something is due.
    event.add("transp", "TRANSPARENT")
    return event


def _told(item: DateItem, about: str) -> list[str]:
    said = [item.says, item.nature, item.explanation]
    said += [f"This takes for granted: {one}" for one in item.assumptions]
    said += [f"Read in another way: {one.when}. {one.says}" for one in item.readings]
    if item.if_missed:
        said.append(f"If it is missed: {item.if_missed}")
    doubt = " (to be verified)" if item.source.to_be_verified else ""
    said.append(f"Source: {item.source.text}{doubt}, {item.source.url}")
    return [*said, f"{about}. This explains the law; it is not legal advice."]
