"""Signs that a plan may be of another kind than the pupil needs: each by value, on the rules of an invented place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.plan_types import LegalWeight
from handrail.core.signs import (
    KINDS,
    LOOKS,
    Code,
    GoalSeen,
    HelpSeen,
    PlanFacts,
    kinds_of_help,
    shown,
    signs,
)
from tests.core.builders import day
from tests.core.test_fit import criterion, kind

if TYPE_CHECKING:
    from handrail.core.signs import Sign

TODAY = day("2026-11-19")
LEGAL = replace(
    kind(
        criterion("disability", "yes"),
        criterion("kinds_of_help", "specially_designed_teaching", "modifications"),
        weight=LegalWeight.STATUTORY_PLAN,
        key="west/legal",
    ),
    name="Legal Plan",
)
ACCESS = kind(
    criterion("kinds_of_help", "accommodations", "specially_designed_teaching"),
    weight=LegalWeight.STATUTORY_DUTY_NO_PLAN,
    key="west/access",
)
COORDINATED = replace(
    kind(
        criterion("at_school", "yes"),
        criterion("effect_on_learning", "a_lot"),
        criterion("lasts_over_a_year", "yes"),
        criterion("agencies", "significant"),
        weight=LegalWeight.STATUTORY_PLAN,
        key="north/coordinated",
    ),
    name="Co-ordinated Plan",
)
SCHOOL_PLAN = kind(criterion("more_help_than_most", "yes"), key="north/school")
EXTRA_TIME = HelpSeen(what="Extra time in tests")
READING = GoalSeen(text="Reads 80 words a minute", measurable=True, due=TODAY + timedelta(days=30))


def access(**facts: object) -> PlanFacts:
    return replace(PlanFacts(plan_type=ACCESS, place=(ACCESS, LEGAL), as_of=TODAY), **facts)  # type: ignore[arg-type]


def legal(**facts: object) -> PlanFacts:
    return replace(access(), plan_type=LEGAL, **facts)  # type: ignore[arg-type]


def school(**facts: object) -> PlanFacts:
    plan = PlanFacts(plan_type=SCHOOL_PLAN, place=(SCHOOL_PLAN, COORDINATED), as_of=TODAY)
    return replace(plan, **facts)  # type: ignore[arg-type]


def codes(plan: PlanFacts) -> list[Code]:
    return [sign.code for sign in signs(plan)]


def only(plan: PlanFacts) -> Sign:
    (sign,) = signs(plan)
    return sign


def test_a_plan_without_anything_in_it_raises_no_question() -> None:
    assert [codes(plan) for plan in (access(), legal(), school())] == [[], [], []]


# --- accommodations only


def test_only_accommodations_in_a_plan_for_special_teaching() -> None:
    sign = only(legal(help=(EXTRA_TIME, HelpSeen(what="A seat near the board"))))

    assert sign.code is Code.ACCOMMODATIONS_ONLY
    assert sign.why == (
        "The help in it is: “Extra time”, “seat near”.",
        "This kind of plan asks: It is so with kinds_of_help.",
    )
    assert len(sign.sources) == 1
    assert sign.about is None


def test_only_accommodations_where_the_plan_itself_speaks_of_special_teaching() -> None:
    sign = only(access(help=(EXTRA_TIME,), texts=("She needs specially designed instruction in reading.",)))

    assert sign.code is Code.ACCOMMODATIONS_ONLY
    assert (
        sign.why[1] == "Elsewhere it speaks of “specially designed instruction”, and no help in it is that."
    )
    assert sign.about is LEGAL


@pytest.mark.parametrize(
    "more",
    [
        "Small-group teaching of spelling",
        "Modified work in maths",
        "Speech therapy",
        "Something else that nobody can place",
    ],
)
def test_any_other_help_or_one_that_cannot_be_placed_leaves_it_alone(more: str) -> None:
    assert Code.ACCOMMODATIONS_ONLY not in codes(legal(help=(EXTRA_TIME, HelpSeen(what=more))))


def test_accommodations_are_what_a_plan_for_accommodations_is_for() -> None:
    assert codes(access(help=(EXTRA_TIME,), goals=(READING,))) == []


# --- teaching, minutes and another curriculum in a plan for accommodations


def test_special_teaching_in_a_plan_for_accommodations() -> None:
    sign = only(access(help=(HelpSeen(what="Fluency practice", given_by="special education teacher"),)))

    assert sign.code is Code.TEACHING_BESIDE_ACCOMMODATIONS
    assert sign.asks == "Would it help to look at whether the pupil meets the tests of the Legal Plan?"
    assert sign.why == ("“Fluency practice” speaks of “special education teacher”.",)
    assert sign.about is LEGAL


def test_a_goal_with_a_number_and_a_service_in_minutes_in_a_plan_for_accommodations() -> None:
    service = HelpSeen(what="Fluency practice", minutes=30, for_a_goal=True)

    assert codes(access(goals=(READING,), help=(service,))) == [Code.TEACHING_BESIDE_ACCOMMODATIONS]
    assert codes(access(goals=(replace(READING, measurable=False),), help=(service,))) == []
    assert codes(access(goals=(READING,), help=(replace(service, minutes=None),))) == []
    assert codes(access(goals=(READING,), help=(replace(service, for_a_goal=False),))) == []
    assert codes(access(goals=(READING,), help=(replace(service, what="Movement breaks"),))) == []


def test_the_same_is_ordinary_in_every_other_plan() -> None:
    teaching = HelpSeen(what="Specialist teaching", minutes=30, for_a_goal=True)

    assert codes(legal(goals=(READING,), help=(teaching,))) == []
    assert codes(school(goals=(READING,), help=(teaching,))) == []


def test_another_curriculum_in_a_plan_for_accommodations() -> None:
    sign = only(access(texts=("She follows a modified curriculum in maths.",)))

    assert sign.code is Code.MODIFIED_CURRICULUM
    assert sign.why == ("It says “modified curriculum”.",)
    assert codes(legal(texts=("She follows a modified curriculum in maths.",))) == []


# --- a statutory plan whose tests look met


WEEKLY = HelpSeen(what="Speech therapy", outside="Firth Health Board", times=1, per="week")
FOR_YEARS = {"first_issued_on": day("2024-09-01"), "times_issued": 1, "needs": ("Talking",)}


def test_services_that_help_often_for_more_than_a_year() -> None:
    sign = only(school(help=(WEEKLY,), **FOR_YEARS))

    assert sign.key == "statutory_plan_may_fit--north--coordinated"
    assert sign.why == (
        "The pupil has had this plan for more than a year.",
        "Firth Health Board gives help every week or more often: “Speech therapy”.",
        "This cannot be told from the plan: It is so with effect_on_learning.",
    )


def test_two_services_are_much_help_however_seldom_they_come() -> None:
    seldom = replace(WEEKLY, per="term")

    assert codes(school(help=(seldom,), **FOR_YEARS)) == []
    assert codes(school(help=(seldom, replace(seldom, outside="Social work")), **FOR_YEARS)) == [
        Code.STATUTORY_PLAN_MAY_FIT
    ]


def test_one_telling_test_of_two_is_not_enough() -> None:
    assert codes(school(help=(WEEKLY,))) == []
    assert codes(school(**FOR_YEARS)) == []


def test_a_pupil_who_is_at_no_school_fails_the_test_of_the_roll() -> None:
    assert codes(school(help=(WEEKLY,), at_school=False, **FOR_YEARS)) == []


def test_help_that_was_tried_and_is_not_enough() -> None:
    needed = replace(
        COORDINATED,
        criteria=(
            criterion("age", age=(0, 25)),
            criterion("more_help_than_most", "yes"),
            criterion("help_tried", "no_progress", group="needed"),
            criterion("effect_on_learning", "a_lot", group="needed"),
        ),
    )
    past = replace(READING, due=TODAY - timedelta(days=1))
    plan = school(place=(SCHOOL_PLAN, needed), age=9, needs=("Reading",), goals=(past,), times_issued=2)

    assert only(plan).why == (
        "The plan was issued 2 times, and the day of a goal in it has passed: “Reads 80 words a minute”.",
    )
    assert codes(replace(plan, times_issued=1)) == []
    assert codes(replace(plan, goals=(replace(past, due=TODAY),))) == []
    assert codes(replace(plan, age=26)) == []


def test_a_legal_plan_and_one_for_accommodations_are_asked_otherwise() -> None:
    assert codes(replace(school(help=(WEEKLY,), **FOR_YEARS), plan_type=COORDINATED)) == []
    assert Code.STATUTORY_PLAN_MAY_FIT not in codes(access(help=(WEEKLY,), **FOR_YEARS))


def test_a_plan_shows_only_what_is_clear_in_it() -> None:
    seen = shown(school(age=9, needs=("Reading",), help=(EXTRA_TIME,)))

    assert seen.answers == {
        "at_school": "yes",
        "age": 9,
        "more_help_than_most": "yes",
        "kinds_of_help": frozenset({"accommodations", "unsure"}),
    }
    assert seen.because == {"kinds_of_help": "The help in it speaks of “Extra time”."}


# --- not looked at, carried on, copied, health alone


def test_a_plan_that_nobody_looked_at_within_its_cycle() -> None:
    late = school(look_again_by=TODAY - timedelta(days=1), looked_at_on=TODAY - timedelta(days=131))

    assert only(late).code is Code.NOT_LOOKED_AT
    assert only(late).why[0] == "People last looked at it 131 days ago."
    assert only(replace(late, looked_at_on=None)).why[0] == "Nobody has looked at it since it began."
    assert codes(replace(late, look_again_by=TODAY)) == []


def test_accommodations_carried_on_twice_while_a_goal_does_not_come_nearer() -> None:
    past = replace(READING, due=TODAY - timedelta(days=1))
    falling = replace(READING, falling=True)

    assert codes(access(times_issued=3, goals=(past,))) == [Code.CARRIED_ON]
    assert codes(access(times_issued=3, goals=(falling,))) == [Code.CARRIED_ON]
    assert codes(access(times_issued=2, goals=(past,))) == []
    assert codes(access(times_issued=3, goals=(READING,))) == []


def test_a_goal_that_other_pupils_have_word_for_word() -> None:
    sign = only(school(goals=(READING,), shared_goals={READING.text: 2, "Something else": 9}))

    assert sign.code is Code.SHARED_GOALS
    assert sign.why == (
        "2 other pupils of the school have the goal “Reads 80 words a minute”, word for word.",
    )
    assert codes(school(goals=(READING,), shared_goals={READING.text: 1})) == []


def test_health_care_alone_where_the_plan_speaks_of_school_work() -> None:
    nurse = HelpSeen(what="The nurse gives insulin at noon")

    assert only(access(help=(nurse,), needs=("Misses lessons and falls behind",))).code is Code.HEALTH_ONLY
    assert codes(access(help=(nurse,), needs=("Low sugar",))) == []
    assert codes(access(help=(nurse, EXTRA_TIME), needs=("Misses lessons",))) == []


# --- what is true of every sign


def every_sign() -> list[Sign]:
    nurse = HelpSeen(what="The nurse gives insulin at noon")
    past = replace(READING, due=TODAY - timedelta(days=1))
    return [
        *signs(legal(help=(EXTRA_TIME,))),
        *signs(access(help=(HelpSeen(what="Specialist teaching of a modified curriculum"),))),
        *signs(school(help=(WEEKLY,), look_again_by=TODAY - timedelta(days=1), **FOR_YEARS)),
        *signs(access(times_issued=3, goals=(past,), shared_goals={past.text: 5})),
        *signs(access(help=(nurse,), needs=("Spelling",))),
    ]


def test_each_kind_of_sign_is_looked_for_and_can_be_found() -> None:
    assert {sign.code for sign in every_sign()} == set(Code)
    assert len(LOOKS) == len(Code)


def test_every_sign_is_a_question_with_what_raised_it_and_never_a_finding() -> None:
    for sign in every_sign():
        assert sign.asks.endswith("?")
        assert sign.why
        assert all(sign.why)
        words = f" {sign.asks} ".lower()
        assert not any(f" {one} " in words for one in ("wrong", "must", "should", "eligible", "likely"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A scribe and extra time", {"accommodations": "scribe"}),
        ("Taught in the resource room", {"specially_designed_teaching": "resource room"}),
        ("ALTERNATE ASSESSMENT", {"modifications": "ALTERNATE ASSESSMENT"}),
        ("describes pictures", {}),
        ("The speech and language therapist", {"related_services": "speech and language therapist"}),
        ("A trusted adult meets her social worker", {"social_care": "social worker", "wellbeing": "trusted adult"}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_kind_of_help_is_told_by_the_very_words(words: str, found: dict[str, str]) -> None:
    assert kinds_of_help(words) == found


@given(st.text(max_size=200))
def test_what_is_quoted_as_a_kind_of_help_stands_in_the_text(words: str) -> None:
    found = kinds_of_help(words)

    assert found.keys() <= KINDS.keys()
    assert all(quoted in words for quoted in found.values())


@given(
    st.permutations(
        [EXTRA_TIME, WEEKLY, HelpSeen(what="Specialist teaching"), HelpSeen(what="Modified work")]
    )
)
def test_the_order_of_the_help_in_a_plan_raises_no_other_question(order: list[HelpSeen]) -> None:
    assert codes(access(help=tuple(order), **FOR_YEARS)) == codes(
        access(help=tuple(reversed(order)), **FOR_YEARS)
    )
