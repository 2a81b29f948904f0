"""What holds for every plan type that Handrail knows, whatever happens in a case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.core.calendars import SchoolCalendar, Term
from handrail.core.deadlines import Deadline, Event, deadlines
from handrail.core.duties import Detail, DetailKind, EventKind, Force, Nature
from handrail.core.errors import CalendarEnds, NoLawInForce
from handrail.core.plan_types import PlanType
from handrail.core.story import impossible
from handrail.law.checking import faults, summaries
from handrail.law.lawbook import lawbook

BOOK = lawbook()
IN_FORCE = [kind for kind in BOOK.plan_types() if kind.status is Force.IN_FORCE]
SCHOOL = SchoolCalendar(
    name="Invented School",
    terms=tuple(
        Term(f"{name} {year}", date(year, *starts), date(year, *ends))
        for year in range(2020, 2046)
        for name, starts, ends in (
            ("Spring", (1, 6), (3, 27)),
            ("Summer", (4, 13), (6, 26)),
            ("Autumn", (8, 24), (12, 18)),
        )
    ),
)
DAYS = st.dates(date(2024, 9, 1), date(2027, 8, 31))


def value_of(detail: Detail) -> st.SearchStrategy[str]:
    match detail.kind:
        case DetailKind.DATE:
            return DAYS.map(date.isoformat)
        case DetailKind.CHOICE:
            return st.sampled_from(sorted(detail.choices))
        case DetailKind.NUMBER:
            return st.integers(0, 30).map(str)
        case DetailKind.TEXT:
            return st.just("something")


@st.composite
def stories(draw: st.DrawFn, kinds: tuple[EventKind, ...]) -> list[Event]:
    """Some events of a plan type in any order, some of them answers; a birth, if there is one, comes first."""
    told: list[Event] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=7))):
        on = date(2010, 3, 1) if kind.from_record else draw(DAYS)
        asked = [event.id for event in told if event.kind in kind.answers and event.happened_on <= on]
        said = {
            detail.key: draw(value_of(detail))
            for detail in kind.details
            if detail.needed or draw(st.booleans())
        }
        refers_to = draw(st.sampled_from([None, *asked])) if asked else None
        told.append(Event(f"e{number}", kind.key, on, on, refers_to, said))
    return told


@pytest.mark.parametrize("kind", IN_FORCE, ids=lambda kind: kind.key)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_whatever_happens_each_date_is_explained_and_in_order(kind: PlanType, data: st.DataObject) -> None:
    events = data.draw(stories(BOOK.event_kinds_heard(kind.key)))
    as_of = data.draw(DAYS)
    calendars = BOOK.calendars(data.draw(st.sampled_from([SCHOOL, None])), plan_type=kind.key)
    if impossible(events):
        return
    try:
        found = deadlines(BOOK.duties_in_force(kind.key), events, calendars, as_of=as_of)
    except (NoLawInForce, CalendarEnds) as refused:
        assert str(refused)
        return

    for one in found:
        holds(one, as_of)
    again = deadlines(BOOK.duties_in_force(kind.key), reversed(events), calendars, as_of=as_of)
    if len({(event.happened_on, event.recorded_on) for event in events}) == len(events):
        assert again == found, "the order in which events are told does not matter"


def holds(one: Deadline, as_of: date) -> None:
    assert one.explanation.sentence.endswith((".", "?", "!")), one.explanation.sentence
    assert "None" not in one.explanation.sentence, one.explanation.sentence
    assert one.citation.short
    assert one.standing(as_of).label
    if one.falls_on is not None:
        assert one.excused_until is None or one.excused_until >= one.falls_on
    else:
        assert one.excused_until is None
        assert one.standing(as_of).value not in ("late", "lapsed")
    if one.nature is Nature.RIGHT:
        assert one.standing(as_of).value != "late", "nobody is late who does not use a right"


def test_the_data_has_no_fault() -> None:
    """As of the day it was last read; whether a reading is due again is told by `handrail law check`."""
    last = max(one.last_checked for one in summaries(BOOK) if one.last_checked)

    assert faults(BOOK, as_of=last) == []


@pytest.mark.parametrize("kind", IN_FORCE, ids=lambda kind: kind.key)
def test_every_plan_type_says_who_when_and_what(kind: PlanType) -> None:
    assert kind.criteria
    assert kind.involved
    assert kind.sections
    assert kind.ask_for
    assert kind.vocabulary.get("goal")
    keys = [item.key for _, item in kind.requirements()]
    assert len(set(keys)) == len(keys)


def test_moving_every_event_by_whole_weeks_of_plain_days_moves_the_dates_alike() -> None:
    """Where only calendar days and weeks are counted, a case a year later is the same case."""
    events = [Event("a", "request_received", date(2026, 1, 8), date(2026, 1, 8))]
    later = [Event("a", "request_received", date(2026, 1, 8) + timedelta(weeks=52), date(2027, 1, 7))]
    duties = BOOK.duties_in_force("gb-eng/ehc")

    first, second = (
        {one.duty: one.falls_on for one in deadlines(duties, told, BOOK.calendars())}
        for told in (events, later)
    )

    for duty in ("EN-02", "EN-05", "EN-07"):
        before, after = first[duty], second[duty]
        assert before is not None
        assert after is not None
        assert after - before == timedelta(weeks=52)
