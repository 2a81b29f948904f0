"""How quick the law's arithmetic is: every deadline of a case from its events, alone and beside a naive count.

The naive way walks from day to day and asks of each whether it counts. It finds the last day only: no cap, no
ending of the clock, no sentence, no trace and no citation, which the engine gives for each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import holidays

from handrail.core.calendars import Calendars, SchoolCalendar, Term
from handrail.core.deadlines import Deadline, deadlines
from handrail.core.duties import Duty, Event
from handrail.core.fixed_days import FixedDay
from handrail.core.periods import Counting, Span, Unit
from handrail.law.lawbook import lawbook

ASKED_ON: Final = date(2026, 1, 12)
TIMES: Final = 300
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
Told = Sequence[tuple[str, str, int, str | None, dict[str, str]]]
SCOTLAND: Final[Told] = (
    ("asked", "csp_requested", 0, None, {}),
    ("proposal", "csp_proposal_sent", 14, "asked", {}),
    ("speech", "agency_help_requested", 21, None, {"agency": "Speech and language therapy"}),
    ("occupational", "agency_help_requested", 21, None, {"agency": "Occupational therapy"}),
    ("answer", "agency_answered", 60, "occupational", {}),
    ("prepared", "plan_prepared", 100, None, {}),
    ("issued", "plan_issued", 101, "prepared", {}),
)
TEXAS: Final[Told] = (
    ("request", "request_received", 0, None, {}),
    ("consent", "consent_received", 10, "request", {}),
    ("absent", "pupil_absent", 40, "consent", {"school_days": "4"}),
    ("met", "review_meeting_held", 90, None, {}),
    ("records", "records_requested", 95, None, {}),
)
CASES: Final = {"gb-sct/csp": SCOTLAND, "us-tx/iep": TEXAS}


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The seconds for one deadline, many times: by the engine with its explanation, and by the naive walk."""

    plan_type: str
    count: int
    engine: tuple[float, ...]
    naive: tuple[float, ...]


def measure() -> list[Arithmetic]:
    return [_arithmetic(plan_type, told) for plan_type, told in CASES.items()]


def _arithmetic(plan_type: str, told: Told) -> Arithmetic:
    book = lawbook()
    calendars = book.calendars(SchoolCalendar(name="Measured", terms=TERMS), plan_type=plan_type)
    duties, events, as_of = book.duties_in_force(plan_type), _events(told), ASKED_ON + timedelta(days=200)
    case = deadlines(duties, events, calendars, as_of=as_of)
    by_key = {duty.key: duty for duty in duties}
    counted = [(by_key[one.duty], one) for one in case if _plain(by_key[one.duty], one)]

    def naive() -> list[date]:
        return [_naive_day(duty, one, calendars) for duty, one in counted]

    assert naive() == [one.falls_on for _, one in counted]
    return Arithmetic(
        plan_type=plan_type,
        count=len(case),
        engine=_timed(lambda: deadlines(duties, events, calendars, as_of=as_of), len(case)),
        naive=_timed(naive, len(counted)),
    )


def _timed(work: Callable[[], object], each: int) -> tuple[float, ...]:
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        seconds.append((time.perf_counter() - started) / each)
    return tuple(seconds)


def _plain(duty: Duty, one: Deadline) -> bool:
    """Whether one count gives the day, so that the naive walk can find it too."""
    limit = duty.within.on(one.rule_from)
    laid_over = limit.also or limit.overrides or limit.absences or limit.in_effect
    return (
        one.falls_on is not None
        and isinstance(limit.span, Span)
        and not limit.span.backwards
        and limit.span.leaving is None
        and limit.span.ending_days is None
        and limit.span.unit in (Unit.DAYS, Unit.WEEKS, Unit.SCHOOL_DAYS, Unit.WORKING_DAYS)
        and not laid_over
    )


def _naive_day(duty: Duty, one: Deadline, calendars: Calendars) -> date:
    span = duty.within.on(one.rule_from).span
    assert isinstance(span, Span)
    assert not isinstance(span, FixedDay)
    off = holidays.country_holidays("GB", subdiv="SCT", years=range(2026, 2028))
    left = span.amount * (7 if span.unit is Unit.WEEKS else 1)
    day = one.trigger_on - timedelta(days=1 if span.counting is Counting.BEGINNING_WITH else 0)
    while left:
        day += timedelta(days=1)
        if span.unit is Unit.SCHOOL_DAYS:
            left -= calendars.school_days().counts(day)
        elif span.unit is Unit.WORKING_DAYS:
            left -= day.weekday() < 5 and day not in off and day.month != 7
        else:
            left -= 1
    return day


def _events(told: Told) -> list[Event]:
    return [
        Event(
            id=name,
            kind=kind,
            happened_on=ASKED_ON + timedelta(days=day),
            recorded_on=ASKED_ON + timedelta(days=day),
            refers_to=refers_to,
            detail=detail,
        )
        for name, kind, day, refers_to, detail in told
    ]
