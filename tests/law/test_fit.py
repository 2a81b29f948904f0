"""Which plan may fit, and which questions a plan raises, held against the law of each place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handrail.core.duties import Force
from handrail.core.fit import QUESTIONS, UNSURE, Fits, fit, questions_for
from handrail.core.signs import Code, GoalSeen, HelpSeen, PlanFacts, signs
from handrail.law.lawbook import lawbook

if TYPE_CHECKING:
    from handrail.core.fit import Given

TODAY = date(2026, 11, 21)
PLACES = sorted({one.jurisdiction for one in lawbook().plan_types()})


def compared(place: str, **answers: Given) -> dict[str, Fits]:
    return {one.plan_type.key: one.fits for one in fit(lawbook().plan_types(place), answers)}


def test_a_young_person_with_much_help_from_outside_for_years_may_have_a_legal_plan_in_scotland() -> None:
    situation: dict[str, Given] = {
        "at_school": "yes",
        "more_help_than_most": "yes",
        "effect_on_learning": "a_lot",
        "lasts_over_a_year": "yes",
        "agencies": "significant",
    }

    found = compared("gb-sct", **situation)

    assert next(iter(found)) == "gb-sct/csp"
    assert found["gb-sct/csp"] is Fits.MAY_APPLY
    assert found["gb-sct/iep"] is Fits.MAY_APPLY
    assert compared("gb-sct", **{**situation, "agencies": "some"})["gb-sct/csp"] is Fits.SEEMS_NOT
    assert compared("gb-sct", **{**situation, "lasts_over_a_year": UNSURE})["gb-sct/csp"] is Fits.CONSIDER


def test_a_child_whose_help_at_school_was_not_enough_may_be_assessed_in_england() -> None:
    pupil: dict[str, Given] = {"age": 6, "at_school": "yes", "more_help_than_most": "yes"}
    works: dict[str, Given] = {"help_tried": "progress", "agencies": "none", "effect_on_learning": "little"}

    found = compared("gb-eng", **pupil, help_tried="no_progress")

    assert list(found)[:2] == ["gb-eng/ehc", "gb-eng/sen-support"]
    assert found["gb-eng/ehc"] is Fits.MAY_APPLY
    assert compared("gb-eng", **pupil, **works)["gb-eng/ehc"] is Fits.SEEMS_NOT


def test_a_child_who_needs_accommodations_alone_may_have_section_504_and_no_iep() -> None:
    situation: dict[str, Given] = {
        "age": 12,
        "disability": "yes",
        "limits_daily_life": "yes",
        "effect_on_learning": "some",
        "kinds_of_help": frozenset({"accommodations", "health_care"}),
    }

    found = compared("us", **situation)

    assert found == {"us/504": Fits.MAY_APPLY, "us/iep": Fits.SEEMS_NOT}
    teaching = {**situation, "kinds_of_help": frozenset({"accommodations", "specially_designed_teaching"})}
    assert compared("us", **teaching) == {"us/iep": Fits.MAY_APPLY, "us/504": Fits.MAY_APPLY}


@pytest.mark.parametrize("place", PLACES)
def test_each_place_asks_what_its_criteria_need_and_no_more(place: str) -> None:
    kinds = lawbook().plan_types(place)
    in_force = [one for one in kinds if one.status is Force.IN_FORCE]

    asked = [question.key for question in questions_for(kinds)]

    assert asked, "a place whose law is known asks something"
    tests = [test for one in in_force for test in one.criteria]
    assert set(asked) == {test.question for test in tests}
    assert asked == [key for key in QUESTIONS if key in asked]
    assert all(one.criteria for one in in_force), "each plan type in force says when it applies"
    assert all(test.citation is not None for test in tests)


@pytest.mark.parametrize("place", PLACES)
def test_with_nothing_told_nothing_is_ruled_out(place: str) -> None:
    assert set(compared(place).values()) <= {Fits.CONSIDER, Fits.NOT_LAW}


def plan(key: str, **facts: object) -> PlanFacts:
    kind = lawbook().plan_type(key)
    return PlanFacts(plan_type=kind, place=lawbook().plan_types(kind.jurisdiction), as_of=TODAY, **facts)  # type: ignore[arg-type]


def test_noor_s_accommodations_were_extended_while_a_measure_falls() -> None:
    by = date(2026, 12, 18)
    retake = "Quiz or test missed while treating is given again within two school days, no grade until then"
    noor = plan(
        "us/504",
        age=12,
        needs=("Checks and treats in lessons", "Misses quizzes while treating"),
        goals=(
            GoalSeen(text="Noor will miss no more than 20 minutes of class a week", measurable=True, due=by),
            GoalSeen(text="Watch only: weekly math quiz.", measurable=True, due=by, falling=True),
        ),
        help=(
            HelpSeen(what="Sensor phone out, snack and water, quiet exit", minutes=5, for_a_goal=True),
            HelpSeen(what=retake, minutes=20, for_a_goal=True),
            HelpSeen(what="Trained staff on field trips and at track, reasonable breaks"),
        ),
        times_issued=4,
        first_issued_on=date(2024, 9, 20),
    )

    (sign,) = signs(noor)

    assert sign.code is Code.CARRIED_ON
    assert sign.about is lawbook().plan_type("us/iep")
    assert sign.why == (
        "The plan was issued 4 times.",
        "A goal moves away from its target: “Watch only: weekly math quiz.”.",
    )
    assert sign.sources[0].provision.startswith("34 CFR 300.8")


def test_a_school_plan_in_scotland_with_two_services_for_years_raises_the_legal_plan() -> None:
    help_given = tuple(
        HelpSeen(what=what, outside=who, times=1, per="month")
        for what, who in (("Physiotherapy", "Firth Health Board"), ("A worker visits", "Social work"))
    )

    (sign,) = signs(
        plan("gb-sct/iep", age=9, needs=("Moving",), help=help_given, first_issued_on=date(2024, 8, 20))
    )

    assert sign.key == "statutory_plan_may_fit--gb-sct--csp"
    assert [one.provision for one in sign.sources] == ["s. 2(1)(c)", "s. 2(1)(d)"]


def test_sen_support_with_a_goal_past_its_day_raises_an_assessment_in_england() -> None:
    stuck = GoalSeen(text="Follows three steps", measurable=True, due=date(2026, 10, 20))

    (sign,) = signs(
        plan("gb-eng/sen-support", age=9, needs=("Long instructions",), goals=(stuck,), times_issued=3)
    )

    assert sign.key == "statutory_plan_may_fit--gb-eng--ehc"
    assert signs(plan("gb-eng/sen-support", age=9, needs=("Long instructions",), times_issued=3)) == ()
