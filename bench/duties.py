"""How long the law's arithmetic takes: every deadline of a case from its events, and one of them."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Final

from handrail.core.calendars import SchoolCalendar, Term
from handrail.core.deadlines import deadlines
from handrail.core.duties import Event
from handrail.law.lawbook import lawbook

PLAN_TYPE: Final = "gb-sct/csp"
ASKED_ON: Final = date(2026, 1, 12)
TIMES: Final = 500
TERMS: Final = tuple(
    Term(f"Term {number}", date(year, *starts), date(year, *ends))
    for year in range(2024, 2031)
    for number, starts, ends in (
        (3, (1, 6), (3, 25)),
        (4, (4, 12), (6, 25)),
        (1, (8, 18), (10, 9)),
        (2, (10, 26), (12, 22)),
    )
)


def measure() -> tuple[int, list[float]]:
    """How many deadlines a case of nine events has, and the seconds for one of them, many times."""
    book = lawbook()
    calendars = book.calendars(
        SchoolCalendar(name="Measured", terms=TERMS, in_service=frozenset(), closed={})
    )
    duties, events, as_of = book.duties(PLAN_TYPE), _events(), ASKED_ON + timedelta(days=200)
    found = deadlines(duties, events, calendars, as_of=as_of)
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        deadlines(duties, events, calendars, as_of=as_of)
        seconds.append((time.perf_counter() - started) / len(found))
    return len(found), seconds


def _events() -> list[Event]:
    story: tuple[tuple[str, str, int, str | None, dict[str, str]], ...] = (
        ("asked", "csp_requested", 0, None, {}),
        ("proposal", "csp_proposal_sent", 14, "asked", {}),
        ("speech", "agency_help_requested", 21, None, {"agency": "Speech and language therapy"}),
        ("occupational", "agency_help_requested", 21, None, {"agency": "Occupational therapy"}),
        ("answer", "agency_answered", 60, "occupational", {}),
        ("prepared", "plan_prepared", 100, None, {}),
        ("issued", "plan_issued", 101, "prepared", {}),
    )
    return [
        Event(
            id=name,
            kind=kind,
            happened_on=ASKED_ON + timedelta(days=day),
            recorded_on=ASKED_ON + timedelta(days=day),
            refers_to=refers_to,
            detail=detail,
        )
        for name, kind, day, refers_to, detail in story
    ]
