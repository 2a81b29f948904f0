"""Steps: which is done, which is next, and what holds a plan back, by value."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.duties import Event, Party, When
from handrail.core.steps import (
    Clock,
    Phase,
    Round,
    Step,
    Told,
    Wait,
    Weight,
    holds,
    out_of_order,
    seen,
)

SERVED_ON = date(2026, 11, 2)
LAST_DAY = date(2026, 11, 16)


def step(key: str, weight: Weight = Weight.NEEDED, *, wait: Wait | None = None, **more: object) -> Step:
    given = {
        "title": key.capitalize(),
        "says": "",
        "party": Party.AUTHORITY,
        "phase": Phase.BEFORE,
        "round": Round.ALWAYS,
        "tells": (),
        "event": When(event=key),
        "after": (),
        "duty": None,
        "freezes_draft": False,
        "left_blank": (),
        "missing": f"No {key}.",
        "citation": None,
    } | more
    return Step(key=key, weight=weight, wait=wait, **given)  # type: ignore[arg-type]


def event(kind: str, on: date, name: str = "") -> Event:
    return Event(id=name or kind, kind=kind, happened_on=on, recorded_on=on)


SERVED = step("served", wait=Wait(duty="WAIT", unless="answered"))
ANSWERED = step("answered", Weight.IF_ASKED, after=("served",))
CONSULTED = step("consulted", Weight.EXPECTED)
ALL = (SERVED, ANSWERED, CONSULTED)
WAITS = (Clock("WAIT", "served", LAST_DAY, True),)


def test_the_first_step_that_nobody_recorded_is_next_and_one_that_need_not_happen_never_is() -> None:
    assert [one.is_next for one in seen(ALL, Told())] == [True, False, False]
    found = seen(ALL, Told((event("served", SERVED_ON),), WAITS))
    assert [one.is_next for one in found] == [False, False, True]
    assert found[0].waits_until == LAST_DAY


def test_a_needed_step_that_is_missing_holds_and_an_expected_one_only_warns() -> None:
    found = holds(ALL, Told(), on=SERVED_ON)
    assert [(one.says, one.holds) for one in found] == [("No served.", True), ("No consulted.", False)]


@pytest.mark.parametrize(("on", "held"), [(LAST_DAY, True), (LAST_DAY + timedelta(days=1), False)])
def test_a_wait_holds_until_its_last_day_is_over(on: date, held: bool) -> None:
    found = holds((SERVED,), Told((event("served", SERVED_ON),), WAITS), on=on)
    assert bool(found) is held
    if held:
        assert "2 November 2026" in found[0].says
        assert "17 November 2026" in found[0].says


def test_an_answer_ends_the_wait_and_an_answer_to_an_earlier_draft_does_not() -> None:
    answered = (event("served", SERVED_ON), event("answered", SERVED_ON + timedelta(days=3)))
    assert holds((SERVED,), Told(answered, WAITS), on=SERVED_ON + timedelta(days=3)) == ()
    before = (event("served", SERVED_ON), event("answered", SERVED_ON - timedelta(days=3)))
    assert holds((SERVED,), Told(before, WAITS), on=SERVED_ON + timedelta(days=3))


def test_a_draft_served_twice_waits_for_the_second_time() -> None:
    again = SERVED_ON + timedelta(days=10)
    clocks = (*WAITS, Clock("WAIT", "second", again + timedelta(days=14), True))
    told = Told((event("served", SERVED_ON), event("served", again, "second")), clocks)
    assert holds((SERVED,), told, on=LAST_DAY + timedelta(days=1))
    assert holds((SERVED,), told, on=again + timedelta(days=15)) == ()


def test_what_was_recorded_as_one_step_does_not_count_as_another_of_the_same_kind() -> None:
    notice, end_notice = step("notice"), step("end_notice", event=When(event="notice"))
    told = Told((event("notice", SERVED_ON),), (), {"notice": "notice"})
    assert [one.done is not None for one in seen((notice, end_notice), told)] == [True, False]


def test_a_step_cannot_happen_before_the_one_it_follows() -> None:
    told = Told((event("served", SERVED_ON),))
    assert out_of_order(ANSWERED, SERVED_ON, ALL, told) is None
    assert "2 November 2026" in (out_of_order(ANSWERED, SERVED_ON - timedelta(days=1), ALL, told) or "")
    assert out_of_order(ANSWERED, SERVED_ON, ALL, Told()) == "Record this first: Served."


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=8), on=st.integers(0, 500))
def test_recording_more_never_adds_what_is_missing(days: list[int], on: int) -> None:
    """Whatever is recorded, in any order, a step that is done stays done and nothing else comes to be missing."""
    start = date(2026, 1, 1)
    kinds = [one.key for one in ALL]
    told = [event(kinds[n % 3], start + timedelta(days=day), f"{n}") for n, day in enumerate(days)]
    on_day = start + timedelta(days=on)
    for upto in range(len(told)):
        fewer = {one.says for one in holds(ALL, Told(tuple(told[:upto])), on=on_day)}
        more = {one.says for one in holds(ALL, Told(tuple(told[: upto + 1])), on=on_day)}
        assert more <= fewer
