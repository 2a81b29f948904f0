"""Duties and excuses, as a jurisdiction's files list them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handrail.core.calendars import SCHOOL_HOLIDAYS
from handrail.core.dated import Dated, InForce
from handrail.core.duties import (
    ABSENT,
    HAPPENED_ON,
    Absences,
    Also,
    AnotherReading,
    Choose,
    ChosenBy,
    DetailKind,
    Duty,
    EventKind,
    Excuse,
    Force,
    From,
    Left,
    Limit,
    Nature,
    Override,
    Party,
    Pick,
    Start,
    When,
    Which,
)
from handrail.core.errors import NotASpan
from handrail.core.fixed_days import Length, parse_length
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
    place: str = ""
    wider: Mapping[str, Duty] = field(default_factory=dict)  # the duties of the place that this one lies over


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
        starts=tuple(_start(row, known) for row in table.tables("starts")),
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
        place=known.place,
        force=table.choice("force", Force) if table.has("force") else Force.IN_FORCE,
        replaces=tuple(_replaced(table, at, name, known) for at, name in enumerate(table.texts("replaces"))),
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


def _replaced(table: Table, place: int, name: str, known: Known) -> Duty:
    if name not in known.wider:
        raise table.error(f'"{name}" is not a duty of the place that this one lies over.', "replaces", place)
    return known.wider[name]


def _start(table: Table, known: Known) -> Start:
    when = read_when(table, known.event_kinds)
    counts_from = _counts_from(table, when, known.event_kinds)
    received = _span(table, "received", known)
    received_if = table.texts_by_key("received_if")
    for name, value in received_if.items():
        choices = {detail.key: detail.choices for detail in known.event_kinds[when.event].details}
        if value not in choices.get(name, {}):
            raise table.error(f'"{value}" is not a choice of "{name}" of "{when.event}".', "received_if")
    if received_if and received is None:
        raise table.error("received_if needs received: how the day is found.", "received_if")
    table.done()
    return Start(when=when, counts_from=counts_from, received=received, received_if=received_if)


def _counts_from(table: Table, when: When, kinds: Mapping[str, EventKind]) -> tuple[str, ...]:
    counts_from = table.texts("counts_from") or (HAPPENED_ON,)
    days = {detail.key for detail in kinds[when.event].details if detail.kind is DetailKind.DATE} | {
        HAPPENED_ON
    }
    for name in counts_from:
        if name not in days:
            raise table.error(f'The event "{when.event}" has no day called "{name}".', "counts_from")
    return counts_from


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
        aim=_span(table, "aim", known),
        citation=read_citation(table, known.sources, in_force_from=starts, checked=checked),
        also=tuple(_also(row, known) for row in table.tables("also", needed=False)),
        readings=tuple(_reading(row, known) for row in table.tables("reading", needed=False)),
        overrides=tuple(_override(row, known) for row in table.tables("override", needed=False)),
        absences=_absences(table.optional_table("absences"), known),
        in_effect=_in_effect(table.optional_table("in_effect"), known),
    )
    if span is None and (
        limit.also or limit.readings or limit.overrides or limit.absences or limit.in_effect
    ):
        raise table.error("Whatever is laid over a count needs a span to lie over.", "span")
    if (span is None) == (limit.standard is None):
        raise table.error("A limit has either a span, or a standard in the words of the law; not both.")
    if cap is not None and span is None:
        raise table.error("A cap needs a span that it caps.", "cap")
    if limit.aim is not None and span is not None:
        raise table.error("An aim is for a standard without a number.", "aim")
    return limit


def _also(table: Table, known: Known) -> Also:
    when = read_when(table, known.event_kinds)
    also = Also(
        when=when,
        which=table.choice("which", Which),
        counts_from=_counts_from(table, when, known.event_kinds),
        span=_needed_span(table, "span", known),
        pick=table.choice("pick", Pick),
        says=table.text("says"),
    )
    table.done()
    return also


def _reading(table: Table, known: Known) -> AnotherReading:
    reading = AnotherReading(span=_needed_span(table, "span", known), says=table.text("says"))
    table.done()
    return reading


def _override(table: Table, known: Known) -> Override:
    in_summer = table.has("last_day_in")
    if in_summer and table.text("last_day_in") != "summer":
        raise table.error('last_day_in can only be "summer".', "last_day_in")
    if in_summer == table.has("left"):
        raise table.error("A rule for the end of the year says either what is left, or last_day_in.")
    override = Override(
        left=None if in_summer else table.choice("left", Left),
        at_least=table.optional_number("at_least") or 0,
        fewer_than=table.optional_number("fewer_than"),
        in_summer=in_summer,
        gives=_needed_span(table, "gives", known),
        counted_from=table.choice("counted_from", From) if table.has("counted_from") else From.TRIGGER,
        says=table.text("says"),
        left_after=_left_after(table, known),
    )
    if override.left_after and in_summer:
        raise table.error("left_after goes with left only.", "left_after")
    table.done()
    return override


def _left_after(table: Table, known: Known) -> tuple[str, ...]:
    kinds = table.texts("left_after")
    for place, name in enumerate(kinds):
        if name not in known.event_kinds:
            raise table.error(f'"{name}" is not an event that is known here.', "left_after", place)
    return kinds


def _absences(table: Table | None, known: Known) -> Absences | None:
    if table is None:
        return None
    if ABSENT not in known.event_kinds:
        raise table.error(f'Absences need the event "{ABSENT}".')
    absences = Absences(at_least=table.number("from"), beyond=table.optional_number("beyond") or 0)
    table.done()
    return absences


def _in_effect(table: Table | None, known: Known) -> str | None:
    if table is None:
        return None
    name = _event(table, "event", known.event_kinds)
    if name is None:
        raise table.error("in_effect needs the event that starts each plan's year.")
    table.done()
    return name


def _needed_span(table: Table, key: str, known: Known) -> Length:
    span = _span(table, key, known)
    if span is None:
        raise table.error(f"{key} is missing.")
    return span


def _span(table: Table, key: str, known: Known) -> Length | None:
    words = table.optional_text(key)
    if words is None:
        return None
    try:
        span = parse_length(words)
    except NotASpan as problem:
        raise table.error(str(problem), key) from problem
    for name in (span.days, span.ending_days):
        if name is not None and name not in known.working_days | {SCHOOL_HOLIDAYS}:
            raise table.error(f'"{name}" is not a definition of working days here.', key)
    return span
