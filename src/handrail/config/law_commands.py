"""`handrail law` and `handrail deadlines`: the law's data and its dates, without a database or a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from handrail.core.deadlines import deadlines
from handrail.core.duties import Event
from handrail.core.errors import KernelError
from handrail.core.explanations import in_words
from handrail.core.standings import Standing
from handrail.core.story import impossible
from handrail.law import checking, reference
from handrail.law.calendar_files import read_calendars
from handrail.law.lawbook import lawbook
from handrail.law.reader import LawError, read_toml

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import date

    from handrail.config.told import Told
    from handrail.core.calendars import SchoolCalendar
    from handrail.core.plan_types import PlanType
    from handrail.core.standings import Deadline
    from handrail.law.lawbook import Lawbook

REFUSED: Final = 2


def list_plan_types() -> int:
    rows = [("plan type", "name", "state", "duties", "of a wider place", "cases", "sure", "last checked")]
    for one in checking.summaries(lawbook()):
        sure = f"{one.sure} of {one.rules}" if one.rules else "-"
        rows.append(
            (
                one.plan_type.key,
                one.plan_type.name,
                one.plan_type.status.label.lower(),
                str(one.duties),
                str(one.inherited or "-"),
                str(one.cases or "-"),
                sure,
                str(one.last_checked or "-"),
            )
        )
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def show(name: str) -> int:
    book = lawbook()
    plan_type = _plan_type(book, name)
    if plan_type is None:
        return REFUSED
    print(reference.page(plan_type, book), end="")
    return 0


def check(*, as_of: date) -> int:
    """Tell every fault of the data; reading it has already refused what has no form."""
    try:
        book = lawbook()
    except LawError as fault:
        print(fault, file=sys.stderr)
        return 1
    found = checking.faults(book, as_of=as_of)
    for sentence in found:
        print(sentence, file=sys.stderr)
    duties = {duty.key for duties in book.duties_by_plan_type.values() for duty in duties}
    print(
        f"{len(book.jurisdictions)} places, {len(book.plan_types())} plan types, {len(duties)} duties, "
        f"{len(book.event_kinds)} kinds of event, {len(book.sources)} sources, {len(book.cases)} worked cases: "
        f"{len(found) or 'no'} fault{'' if len(found) == 1 else 's'}."
    )
    return 1 if found else 0


def show_deadlines(chosen: Namespace, *, today: date) -> int:
    """Print each deadline that the events give."""
    book = lawbook()
    plan_type = _plan_type(book, chosen.plan_type)
    if plan_type is None:
        return REFUSED
    as_of = chosen.as_of or today
    try:
        events = _events(book, plan_type, chosen.event)
        school = _school(chosen.calendar) if chosen.calendar else None
        found = deadlines(
            book.duties_in_force(plan_type.key),
            events,
            book.calendars(school, plan_type=plan_type.key),
            as_of=as_of,
        )
    except (KernelError, LawError, _NotUnderstood, OSError) as problem:
        print(problem, file=sys.stderr)
        return REFUSED
    if chosen.format == "json":
        print(json.dumps([_as_data(one, plan_type, as_of) for one in found], indent=2, ensure_ascii=False))
        return 0
    for one in found:
        _print(one, plan_type, as_of)
    if not found:
        print("These events start no clock of this plan type.")
    return 0


class _NotUnderstood(Exception):
    """What was typed cannot be taken; the message is a sentence for whoever typed it."""


def _plan_type(book: Lawbook, name: str) -> PlanType | None:
    if name in book.all_plan_types:
        return book.plan_type(name)
    place, _, _ = name.partition("/")
    if place in book.jurisdictions:
        known = ", ".join(kind.key for kind in book.plan_types(place))
        sentence = f'"{name}" is not a plan type of {book.jurisdictions[place].name}. Known: {known}.'
    elif place.startswith("us-"):
        sentence = (
            f'Handrail holds no State layer "{place}". A State may set its own time limits, so the federal dates '
            "may not be right there; us/iep and us/504 show the federal rules alone."
        )
    else:
        sentence = f'"{name}" is no plan type. Known places: {", ".join(book.jurisdictions)}.'
    print(sentence, file=sys.stderr)
    return None


def _events(book: Lawbook, plan_type: PlanType, told: Sequence[Told]) -> list[Event]:
    kinds = {kind.key: kind for kind in book.event_kinds_heard(plan_type.key)}
    events: list[Event] = []
    for one in told:
        if one.kind not in kinds:
            raise _NotUnderstood(
                f'"{one.kind}" starts or ends nothing in {plan_type.key}. Known: {", ".join(kinds)}.'
            )
        said = dict(one.said)
        named = said.pop("refers_to", None)
        refers_to = next((event.id for event in reversed(events) if named in (event.kind, event.id)), None)
        if named is not None and refers_to is None:
            raise _NotUnderstood(f'refers_to={named}: no event "{named}" was given before {one.kind}.')
        if wrong := kinds[one.kind].objections(said):
            raise _NotUnderstood(f"{one.kind}: {' '.join(wrong)}")
        number = sum(event.kind == one.kind for event in events)
        name = one.kind if number == 0 else f"{one.kind}-{number + 1}"
        events.append(Event(name, one.kind, one.on, one.on, refers_to, said))
    if sentence := impossible(events):
        raise _NotUnderstood(sentence)
    return events


def _school(file: str) -> SchoolCalendar:
    top = read_toml(Path(file).read_text(encoding="utf-8"), file)
    if not top.has("calendar"):
        raise _NotUnderstood(
            f"{file} holds no calendar. Write [calendar.ours] with name, terms such as "
            '{ name = "Autumn", from = 2026-09-01, until = 2026-12-18 }, and closed days where there are any.'
        )
    calendars = read_calendars(top, in_service_counts=False)
    if len(calendars) != 1:
        raise _NotUnderstood(f"{file} must hold one calendar; it holds {len(calendars)}.")
    return next(iter(calendars.values()))


def _print(one: Deadline, plan_type: PlanType, as_of: date) -> None:
    due = in_words(one.falls_on) if one.falls_on else "no set day"
    latest = ""
    if one.cap_on is not None:
        latest = f", at the latest with a reason {in_words(one.cap_on)}"
    print(f"{one.duty}: {one.title}")
    print(f"  {due}{latest} ({one.stands(as_of).lower()}); {plan_type.party(one.party)}")
    print(f"  {one.explanation.sentence}")
    for reading in one.explanation.assumptions:
        print(f"  Note: {reading}")
    print(f"  {one.citation.short}: {one.citation.confidence.label.lower()}. {one.citation.url}")
    print()


def _as_data(one: Deadline, plan_type: PlanType, as_of: date) -> dict[str, Any]:
    def iso(value: date | None) -> str | None:
        return value.isoformat() if value else None

    standing: Standing = one.standing(as_of)
    return {
        "duty": one.duty,
        "title": one.title,
        "party": str(one.party),
        "party_name": plan_type.party(one.party),
        "nature": str(one.nature),
        "place": one.place,
        "replaces": list(one.replaces),
        "started_by": one.trigger.kind,
        "counted_from": iso(one.trigger_on),
        "due": iso(one.falls_on),
        "latest": iso(one.cap_on),
        "aim": iso(one.aim_on),
        "excused_until": iso(one.excused_until),
        "met_on": iso(one.met_on),
        "status": str(standing),
        "explanation": one.explanation.sentence,
        "trace": list(one.explanation.trace),
        "assumptions": list(one.explanation.assumptions),
        "other_readings": [{"due": iso(other.falls_on), "says": other.says} for other in one.readings],
        "if_missed": one.if_missed,
        "citation": {
            "short": one.citation.short,
            "full": one.citation.full,
            "url": one.citation.url,
            "in_force_from": iso(one.rule_from),
            "checked_on": iso(one.citation.checked_on),
            "next_review": iso(one.citation.next_review),
            "confidence": str(one.citation.confidence),
        },
    }
