"""Duties and excuses, as a jurisdiction's files list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handrail.core.dated import Dated, InForce
from handrail.core.duties import (
    HAPPENED_ON,
    Aim,
    Choose,
    ChosenBy,
    DetailKind,
    Duty,
    EventKind,
    Excuse,
    Limit,
    Nature,
    Party,
    Start,
    When,
)
from handrail.core.errors import NotASpan
from handrail.core.periods import Span
from handrail.law.event_files import read_when
from handrail.law.sources import Source, read_checked, read_citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handrail.law.reader import Table
    from handrail.law.sources import Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the other files of a jurisdiction have already said."""

    sources: Mapping[str, Source]
    event_kinds: Mapping[str, EventKind]
    excuses: Mapping[str, Excuse]
    working_days: frozenset[str]


def read_excuses(top: Table, sources: Mapping[str, Source]) -> dict[str, Excuse]:
    found = {}
    for key, table in top.named_tables("excuse"):
        found[key] = Excuse(
            key=key,
            says=table.text("says"),
            citation=read_citation(table, sources),
            automatic=table.flag("automatic"),
        )
        table.done()
    top.done()
    return found


def read_duty(table: Table, known: Known) -> Duty:
    checked = read_checked(table)
    key = table.text("id")
    excuses = tuple(_excuse(table, place, name, known) for place, name in enumerate(table.texts("excuses")))
    within = _within(key, table, known, checked)
    duty = Duty(
        key=key,
        title=table.text("title"),
        says=table.text("says"),
        party=table.choice("party", Party),
        nature=table.choice("nature", Nature),
        starts=tuple(_start(row, known.event_kinds) for row in table.tables("starts")),
        choose=table.choice("choose", Choose),
        chosen_by=table.choice("chosen_by", ChosenBy),
        within=within,
        met_by=_whens(table, "met_by", known.event_kinds),
        stopped_by=_whens(table, "stopped_by", known.event_kinds),
        answered_apart=table.flag("answered_apart"),
        excused_by=_event(table, "excused_by", known.event_kinds),
        excuses=excuses,
        on_expiry=_deemed_event(table, "on_expiry", known.event_kinds),
        on_missed=_deemed_event(table, "on_missed", known.event_kinds),
        if_missed=table.text("if_missed"),
        assumptions=table.texts("assumptions"),
    )
    noticed = [excuse for excuse in duty.excuses if not excuse.automatic]
    if bool(noticed) != (duty.excused_by is not None):
        raise table.error("A duty with excuses that need notice, and only such a duty, says excused_by.")
    table.done()
    return duty


def _excuse(table: Table, place: int, name: str, known: Known) -> Excuse:
    if name not in known.excuses:
        raise table.error(f'"{name}" is not an excuse in excuses.toml.', "excuses", place)
    return known.excuses[name]


def _start(table: Table, kinds: Mapping[str, EventKind]) -> Start:
    when = read_when(table, kinds)
    counts_from = table.texts("counts_from") or (HAPPENED_ON,)
    days = {detail.key for detail in kinds[when.event].details if detail.kind is DetailKind.DATE} | {
        HAPPENED_ON
    }
    for name in counts_from:
        if name not in days:
            raise table.error(f'The event "{when.event}" has no day called "{name}".', "counts_from")
    table.done()
    return Start(when=when, counts_from=counts_from)


def _whens(table: Table, key: str, kinds: Mapping[str, EventKind]) -> tuple[When, ...]:
    found = []
    for row in table.tables(key, needed=False):
        found.append(read_when(row, kinds))
        row.done()
    return tuple(found)


def _event(table: Table, key: str, kinds: Mapping[str, EventKind]) -> str | None:
    name = table.optional_text(key)
    if name is not None and name not in kinds:
        raise table.error(f'"{name}" is not an event that is known here.', key)
    return name


def _deemed_event(table: Table, key: str, kinds: Mapping[str, EventKind]) -> str | None:
    name = _event(table, key, kinds)
    if name is not None and not kinds[name].deemed:
        raise table.error(
            f'"{name}" is reported by somebody, so a duty cannot set it off (deemed = true).', key
        )
    return name


def _within(key: str, table: Table, known: Known, checked: Checked) -> Dated[Limit]:
    """The limits of a duty over time. Two that are in force on one day are a mistake in the data."""
    rows: list[tuple[date, date | None, Limit, Table]] = []
    for row in table.tables("within"):
        starts, ends = row.day("from"), row.optional_day("until")
        if ends is not None and ends < starts:
            raise row.error(f"This ends on {ends}, before it comes into force on {starts}.", "until")
        rows.append((starts, ends, _limit(row, starts, known, checked), row))
        row.done()
    rows.sort(key=lambda row: row[0])
    history: list[InForce[Limit]] = []
    for place, (starts, ends, limit, _) in enumerate(rows):
        history.append(InForce(starts, limit))
        following = rows[place + 1] if place + 1 < len(rows) else None
        if following is not None and following[0] <= (ends or starts):
            raise following[3].error(
                f"{key} has two rules in force on {following[0]}: this one, and the one from {starts}.",
                "from",
            )
        if ends is not None and (following is None or following[0] > ends + timedelta(days=1)):
            history.append(InForce(ends + timedelta(days=1), None))
    return Dated(key, tuple(reversed(history)))


def _limit(table: Table, starts: date, known: Known, checked: Checked) -> Limit:
    span, cap = _span(table, "span", known), _span(table, "cap", known)
    limit = Limit(
        span=span,
        cap=cap,
        standard=table.optional_text("standard"),
        aim=table.choice("aim", Aim) if table.has("aim") else None,
        citation=read_citation(table, known.sources, in_force_from=starts, checked=checked),
    )
    if (span is None) == (limit.standard is None):
        raise table.error("A limit has either a span, or a standard in the words of the law; not both.")
    if cap is not None and span is None:
        raise table.error("A cap needs a span that it caps.", "cap")
    if limit.aim is not None and span is not None:
        raise table.error("An aim is for a standard without a number.", "aim")
    return limit


def _span(table: Table, key: str, known: Known) -> Span | None:
    words = table.optional_text(key)
    if words is None:
        return None
    try:
        span = Span.parse(words)
    except NotASpan as problem:
        raise table.error(str(problem), key) from problem
    for name in (span.days, span.ending_days):
        if name is not None and name not in known.working_days:
            raise table.error(f'"{name}" is not a definition of working days here.', key)
    return span
