"""The English data: that every rule is there, and what must hold of them. Worked cases run with all others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handrail.core.deadlines import deadlines
from handrail.core.duties import Force, Nature
from handrail.core.fit import Fits, fit
from handrail.core.plan_types import Check
from handrail.law.lawbook import lawbook
from tests.core.builders import event

BOOK = lawbook()
EHC = "gb-eng/ehc"
SEN_SUPPORT = "gb-eng/sen-support"
ISP = "gb-eng/isp"
RELAXED_FROM, RELAXED_UNTIL = date(2020, 5, 1), date(2020, 9, 24)
NOT_RELAXED = {"EN-06", "EN-06.wait", "EN-11", "EN-12", "EN-16", "EN-16.wait", "EN-20", "EN-21", "EN-22"}


def _row(key: str) -> str:
    return key.partition(".")[0]


def test_all_rows_are_there() -> None:
    numbered = {_row(duty.key) for duty in BOOK.duties(EHC) if duty.key[3:5].isdigit()}
    support = {_row(duty.key) for duty in BOOK.duties(SEN_SUPPORT) if duty.key.startswith("EN-S")}

    assert numbered == {f"EN-{number:02}" for number in range(1, 44)}
    assert support == {f"EN-S{number}" for number in range(1, 6)}


def test_the_plan_has_its_sections_from_a_to_k_in_order() -> None:
    letters = [
        section.heading.removeprefix("Section ").partition(":")[0]
        for section in BOOK.plan_type(EHC).sections
        if section.heading.startswith("Section ")
    ]

    assert letters == ["A", "A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"]


def test_what_applies_from_year_9_on_does_not_hold_up_a_younger_childs_plan() -> None:
    adult = [item for _, item in BOOK.plan_type(EHC).requirements() if item.number in {"12(3)", "6(1)(g)"}]

    assert len(adult) == 4
    assert all(item.condition is not None for item in adult)


def test_a_school_is_named_in_section_i_or_its_type_alone() -> None:
    section = BOOK.plan_type(EHC).section("i")
    facts = {item.of: item.condition for item in section.requirements if item.check is Check.FACT}

    assert facts["nominated_school.type"] is None
    assert facts["nominated_school.name"] is not None


def test_no_reason_lifts_the_limits_after_a_review() -> None:
    without = {"EN-09", "EN-13", "EN-14", "EN-15", "EN-17", "EN-18", "EN-24", "EN-38.assess.plan"}

    assert all(not BOOK.duty(EHC, key).excuses for key in without)
    assert {excuse.key for excuse in BOOK.duty(EHC, "EN-07").excuses} == {
        "school_closed",
        "early_years_closed",
        "exceptional",
        "away_four_weeks",
    }
    assert "school_closed" not in {excuse.key for excuse in BOOK.duty(EHC, "EN-04").excuses}


@pytest.mark.parametrize("day", [RELAXED_FROM - timedelta(days=1), RELAXED_UNTIL + timedelta(days=1)])
def test_outside_the_summer_of_2020_every_limit_has_its_number(day: date) -> None:
    relaxed = [
        duty
        for duty in BOOK.duties(EHC)
        if any(entry.value and entry.value.citation.number == "SI 2020/471" for entry in duty.within.history)
    ]

    assert len(relaxed) == 45
    assert not {duty.key for duty in relaxed} & NOT_RELAXED
    for duty in relaxed:
        assert duty.within.on(day).span is not None
        assert duty.within.on(RELAXED_FROM).span is None
        assert duty.within.on(RELAXED_UNTIL).aim == duty.within.on(day).span


def test_an_appeal_and_the_end_of_a_plan_wait_for_the_same_day() -> None:
    told = event("told", "ehc_cease_decided", "2026-06-12")
    found = {one.duty: one for one in deadlines(BOOK.duties(EHC), [told], BOOK.calendars())}

    assert found["EN-36"].falls_on == found["EN-31.keep"].falls_on == date(2026, 9, 1)
    assert (found["EN-36"].nature, found["EN-31.keep"].nature) == (Nature.RIGHT, Nature.WAIT)


def test_what_is_proposed_is_shown_and_never_counted() -> None:
    assert BOOK.plan_type(ISP).status is Force.PROPOSED
    assert BOOK.duties_in_force(ISP) == ()
    found = fit(BOOK.plan_types("gb-eng"), {"age": 8, "at_school": "yes", "more_help_than_most": "yes"})

    assert {one.plan_type.key: one.fits for one in found} == {
        SEN_SUPPORT: Fits.MAY_APPLY,
        EHC: Fits.CONSIDER,
        ISP: Fits.NOT_LAW,
    }
