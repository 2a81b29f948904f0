"""School calendars in the law's data: invented ones for worked cases, with closures written as stretches."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from handrail.core.calendars import SchoolCalendar, Term

if TYPE_CHECKING:
    from handrail.law.reader import Table


def read_calendars(top: Table, *, in_service_counts: bool) -> dict[str, SchoolCalendar]:
    found = {}
    for key, table in top.named_tables("calendar"):
        found[key] = read_calendar(table, in_service_counts=in_service_counts)
    top.done()
    return found


def read_calendar(table: Table, *, in_service_counts: bool = False) -> SchoolCalendar:
    """One school's terms, closures and staff days."""
    terms = [_term(row) for row in table.tables("terms")]
    closed: dict[date, str] = {}
    for row in table.tables("closed", needed=False):
        day, until, why = row.day("from"), row.optional_day("until") or row.day("from"), row.text("why")
        if until < day:
            raise row.error(f"This closure ends on {until}, before it starts on {day}.", "until")
        while day <= until:
            closed[day] = why
            day += timedelta(days=1)
        row.done()
    try:
        calendar = SchoolCalendar(
            name=table.text("name"),
            terms=tuple(terms),
            in_service=frozenset(table.days("in_service")),
            closed=closed,
            in_service_counts=in_service_counts,
        )
    except ValueError as problem:
        raise table.error(str(problem), "terms") from problem
    table.done()
    return calendar


def _term(table: Table) -> Term:
    try:
        term = Term(table.text("name"), table.day("from"), table.day("until"))
    except ValueError as problem:
        raise table.error(str(problem), "until") from problem
    table.done()
    return term
