"""Worked cases: events in, dates out. Each is a test, and a page of the reference."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from handrail.core.deadlines import Deadline, Standing
from handrail.core.duties import Duty, Event, EventKind
from handrail.law.calendar_files import read_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from handrail.core.calendars import SchoolCalendar
    from handrail.law.reader import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One deadline as somebody worked it out by hand."""

    duty: str
    trigger: str | None
    counted_from: date
    due: date | None
    aim: date | None
    cap: date | None
    met_on: date | None
    stands: Standing | None
    sentence: str | None
    also_on: tuple[date, ...] = ()  # the days of other readings, in order
    absent: bool = False  # no such deadline may be there

    def find(self, found: tuple[Deadline, ...]) -> Deadline | None:
        """The deadline that is meant; the trigger tells two of one duty and one day apart."""
        return next(
            (
                deadline
                for deadline in found
                if (deadline.duty, deadline.trigger_on) == (self.duty, self.counted_from)
                and self.trigger in (None, deadline.trigger.id)
            ),
            None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedCase:
    """A small story with the dates that follow from it."""

    key: str
    title: str
    says: str
    plan_type: str
    as_of: date
    school: SchoolCalendar | None
    events: tuple[Event, ...]
    expected: tuple[Expected, ...]


def read_case(
    top: Table,
    key: str,
    jurisdiction: str,
    duties: Mapping[str, tuple[Duty, ...]],
    kinds: Mapping[str, EventKind],
    calendars: Mapping[str, SchoolCalendar],
) -> WorkedCase:
    plan_type = f"{jurisdiction}/{top.text('plan_type')}"
    if plan_type not in duties:
        raise top.error(f'"{plan_type}" is not a plan type that is known here.', "plan_type")
    keys = {duty.key for duty in duties[plan_type]}
    events = tuple(_event(row, kinds) for row in top.tables("event"))
    for place, event in enumerate(events):
        if event.id in {one.id for one in events[:place]}:
            raise top.error(f'The event "{event.id}" is there twice.', "event", place, "id")
    case = WorkedCase(
        key=key,
        title=top.text("title"),
        says=top.text("says"),
        plan_type=plan_type,
        as_of=top.day("as_of"),
        school=_school(top, calendars),
        events=events,
        expected=tuple(_expected(row, keys) for row in top.tables("expect")),
    )
    top.done()
    return case


def _event(table: Table, kinds: Mapping[str, EventKind]) -> Event:
    kind = table.text("kind")
    if kind not in kinds:
        raise table.error(f'"{kind}" is not an event that is known here.', "kind")
    happened_on = table.day("on")
    event = Event(
        id=table.text("id"),
        kind=kind,
        happened_on=happened_on,
        recorded_on=table.optional_day("recorded_on") or happened_on,
        refers_to=table.optional_text("refers_to"),
        detail=table.texts_by_key("detail"),
    )
    for sentence in kinds[kind].objections(event.detail):
        raise table.error(sentence, "detail")
    table.done()
    return event


def _school(top: Table, calendars: Mapping[str, SchoolCalendar]) -> SchoolCalendar | None:
    """The school's calendar: written out in the case, or one of the place's by its name."""
    name, table = top.optional_text("calendar"), top.optional_table("school")
    if name is None:
        return None if table is None else read_calendar(table)
    if table is not None:
        raise top.error("A case names a calendar or writes one out, not both.", "calendar")
    if name not in calendars:
        raise top.error(f'"{name}" is not a calendar that is known here.', "calendar")
    return calendars[name]


def _expected(table: Table, duties: set[str]) -> Expected:
    duty = table.text("duty")
    if duty not in duties:
        raise table.error(f'"{duty}" is not a duty of this plan type.', "duty")
    expected = Expected(
        duty=duty,
        trigger=table.optional_text("trigger"),
        counted_from=table.day("from"),
        due=table.optional_day("due"),
        aim=table.optional_day("aim"),
        cap=table.optional_day("cap"),
        met_on=table.optional_day("met_on"),
        stands=table.choice("stands", Standing) if table.has("stands") else None,
        sentence=table.optional_text("sentence"),
        also_on=table.days("also_on"),
        absent=table.flag("absent"),
    )
    table.done()
    return expected


def disagreements(case: WorkedCase, found: tuple[Deadline, ...]) -> list[str]:
    """Where the engine and the hand-made dates differ; each is a sentence."""
    said = []
    for expected in case.expected:
        deadline = expected.find(found)
        about = f"{case.key}: {expected.duty} from {expected.counted_from}"
        if expected.absent:
            said += [f"{about} is there, and should not be."] if deadline is not None else []
            continue
        if deadline is None:
            said.append(f"{about} was expected, and is not there.")
            continue
        pairs = [
            ("falls on", expected.due, deadline.falls_on),
            ("has its aim on", expected.aim, deadline.aim_on),
            ("was met on", expected.met_on, deadline.met_on),
        ]
        if expected.cap is not None:
            pairs.append(("has its cap on", expected.cap, deadline.cap_on))
        if expected.also_on:
            read = tuple(reading.falls_on for reading in deadline.readings)
            pairs += [("can also be read to fall on", *pair) for pair in zip_longest(expected.also_on, read)]
        said += [f"{about} {what} {got}, not {want}." for what, want, got in pairs if want != got]
        if expected.stands is not None and deadline.standing(case.as_of) is not expected.stands:
            said.append(f"{about} stands at {deadline.standing(case.as_of)}, not {expected.stands}.")
        if expected.sentence is not None and deadline.explanation.sentence != expected.sentence:
            said.append(f'{about} says "{deadline.explanation.sentence}", not "{expected.sentence}".')
    return said
