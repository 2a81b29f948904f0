"""Which plan may fit: by value, and what stays true whatever the answers are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.duties import Force
from handrail.core.errors import AnswerNotUnderstood
from handrail.core.fit import OLDEST, QUESTIONS, UNSURE, Answer, Fits, fit, questions_for
from handrail.core.fit import Test as OneTest
from handrail.core.plan_types import Criterion, LegalWeight
from tests.core.builders import citation, plan_type

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from handrail.core.fit import Given
    from handrail.core.plan_types import PlanType


def criterion(
    question: str,
    *any_of: str,
    group: str | None = None,
    age: tuple[int | None, int | None] = (None, None),
) -> Criterion:
    return Criterion(
        key=f"{question} {any_of}",
        says=f"It is so with {question}.",
        question=question,
        any_of=any_of,
        age_from=age[0],
        age_until=age[1],
        group=group,
        citation=citation(),
    )


def kind(
    *criteria: Criterion,
    weight: LegalWeight = LegalWeight.POLICY_PLAN,
    status: Force = Force.IN_FORCE,
    key: str = "nowhere/plan",
) -> PlanType:
    return replace(
        plan_type(), key=key, criteria=criteria, legal_weight=weight, status=status, ask_for="Ask for it."
    )


def fits(*criteria: Criterion, **answers: Given) -> Fits:
    (found,) = fit([kind(*criteria)], answers)
    return found.fits


LASTS = criterion("lasts_over_a_year", "yes")
AGENCIES = criterion("agencies", "some", "significant")
TEACHING = criterion("kinds_of_help", "specially_designed_teaching", "modifications")


def test_every_test_met_may_apply() -> None:
    assert fits(LASTS, AGENCIES, lasts_over_a_year="yes", agencies="some") is Fits.MAY_APPLY


@pytest.mark.parametrize(
    "answers", [{}, {"lasts_over_a_year": "yes"}, {"lasts_over_a_year": UNSURE, "agencies": "some"}]
)
def test_what_cannot_be_told_is_to_be_considered(answers: dict[str, Given]) -> None:
    assert fits(LASTS, AGENCIES, **answers) is Fits.CONSIDER


def test_one_unmet_test_seems_not_to_apply_whatever_is_open() -> None:
    assert fits(LASTS, AGENCIES, agencies="none") is Fits.SEEMS_NOT


def test_a_plan_type_without_tests_is_to_be_considered() -> None:
    assert fits() is Fits.CONSIDER


def test_one_of_a_group_is_enough_and_all_unmet_is_not() -> None:
    either = (
        criterion("disability", "yes", group="why"),
        criterion("more_help_than_most", "yes", group="why"),
        LASTS,
    )

    assert (
        fits(*either, disability="no", more_help_than_most="yes", lasts_over_a_year="yes") is Fits.MAY_APPLY
    )
    assert fits(*either, disability="no", lasts_over_a_year="yes") is Fits.CONSIDER
    assert fits(*either, disability="no", more_help_than_most="no", lasts_over_a_year="yes") is Fits.SEEMS_NOT


@pytest.mark.parametrize(("age", "expected"), [(2, False), (3, True), (21, True), (22, False)])
def test_an_age_lies_between_both_ends(age: int, expected: bool) -> None:
    (found,) = fit([kind(criterion("age", age=(3, 21)))], {"age": age})

    assert found.tests[0].met is expected


def test_an_open_end_of_an_age_bounds_nothing() -> None:
    assert fits(criterion("age", age=(None, 17)), age=0) is Fits.MAY_APPLY
    assert fits(criterion("age", age=(16, None)), age=OLDEST) is Fits.MAY_APPLY


def test_of_many_kinds_one_that_counts_is_enough() -> None:
    assert fits(TEACHING, kinds_of_help=frozenset({"accommodations", "modifications"})) is Fits.MAY_APPLY
    assert fits(TEACHING, kinds_of_help=frozenset({"accommodations"})) is Fits.SEEMS_NOT
    assert fits(TEACHING, kinds_of_help=frozenset({"none_of_these"})) is Fits.SEEMS_NOT


def test_who_is_not_sure_what_else_leaves_the_kinds_open() -> None:
    assert fits(TEACHING, kinds_of_help=frozenset({"accommodations", UNSURE})) is Fits.CONSIDER
    assert fits(TEACHING, kinds_of_help=frozenset({UNSURE})) is Fits.CONSIDER
    assert fits(TEACHING, kinds_of_help=frozenset()) is Fits.CONSIDER
    assert fits(TEACHING, kinds_of_help=frozenset({"modifications", UNSURE})) is Fits.MAY_APPLY


def test_what_is_not_in_force_is_said_to_be_so_and_comes_last() -> None:
    found = fit([kind(LASTS, status=Force.PROPOSED), kind(LASTS)], {"lasts_over_a_year": "no"})

    assert [one.fits for one in found] == [Fits.SEEMS_NOT, Fits.NOT_LAW]
    assert found[1].ask_for is None
    assert found[1].find_out == ()


def test_the_likeliest_comes_first_and_of_those_the_weightiest() -> None:
    kinds = [
        kind(LASTS, key="school"),
        kind(AGENCIES, key="unlikely", weight=LegalWeight.STATUTORY_PLAN),
        kind(LASTS, key="legal", weight=LegalWeight.STATUTORY_PLAN),
        kind(TEACHING, key="open", weight=LegalWeight.STATUTORY_PLAN),
        kind(LASTS, key="duty", weight=LegalWeight.STATUTORY_DUTY_NO_PLAN),
    ]

    found = fit(kinds, {"lasts_over_a_year": "yes", "agencies": "none"})

    assert [one.plan_type.key for one in found] == ["legal", "duty", "school", "open", "unlikely"]


@pytest.mark.parametrize(("lasts", "told"), [("yes", "Ask for it."), (UNSURE, "Ask for it."), ("no", None)])
def test_somebody_is_told_what_to_ask_for_where_it_may_help(lasts: str, told: str | None) -> None:
    assert fit([kind(LASTS)], {"lasts_over_a_year": lasts})[0].ask_for == told


def test_what_to_find_out_next_is_what_could_still_settle_it() -> None:
    either = (
        criterion("disability", "yes", group="why"),
        criterion("more_help_than_most", "yes", group="why"),
    )

    def asked(**answers: Given) -> list[str]:
        return [question.key for question in fit([kind(*either, LASTS)], answers)[0].find_out]

    assert asked() == ["more_help_than_most", "lasts_over_a_year", "disability"]
    assert asked(disability="yes") == ["lasts_over_a_year"]
    assert asked(disability="no") == ["more_help_than_most", "lasts_over_a_year"]
    assert asked(lasts_over_a_year="no") == []
    assert asked(disability="yes", lasts_over_a_year="yes") == []


def test_only_questions_that_a_test_in_force_asks_matter() -> None:
    kinds = [
        kind(AGENCIES, LASTS),
        kind(LASTS, criterion("age", age=(3, 21))),
        kind(criterion("looked_after", "yes"), status=Force.NOT_COMMENCED),
    ]

    assert [question.key for question in questions_for(kinds)] == ["age", "lasts_over_a_year", "agencies"]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"shoe_size": "yes"}, '"shoe_size" is not a question that is asked.'),
        ({"agencies": "lots"}, '"lots" is not an answer to "How much help'),
        ({"agencies": frozenset({"some"})}, "is not an answer to"),
        ({"kinds_of_help": "accommodations"}, "is not an answer to"),
        ({"kinds_of_help": frozenset({"magic"})}, "is not an answer to"),
        ({"age": "nine"}, '"nine" is not an answer to "How old'),
        ({"age": True}, "is not an answer to"),
        ({"age": -1}, "is not an answer to"),
        ({"age": OLDEST + 1}, "is not an answer to"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_and_never_taken_for_a_no(answers: dict[str, Given], says: str) -> None:
    with pytest.raises(AnswerNotUnderstood) as refused:
        fit([], answers)

    assert says in str(refused.value)


def test_every_result_has_words_and_none_decides() -> None:
    words = [one.label for one in Fits] + [OneTest(LASTS, met).label for met in (True, False, None)]

    assert all(words)
    assert len(set(words)) == len(words)
    assert not any(
        f" {word} " in f" {label.lower()} "
        for label in words
        for word in ("must", "eligible", "entitled", "qualifies")
    )


def test_every_question_has_words_answers_and_a_way_to_find_out() -> None:
    for question in QUESTIONS.values():
        assert question.says.endswith("?")
        assert question.find_out.endswith(".")
        assert bool(question.answers) == (question.kind is not Answer.NUMBER)
        if question.kind is Answer.MANY:
            assert UNSURE in question.answers


# --- what stays true whatever the answers ------------------------------------------------------------

ASKED = [key for key, question in QUESTIONS.items() if question.kind is Answer.ONE]


def answers_to(key: str) -> st.SearchStrategy[Given]:
    question = QUESTIONS[key]
    if question.kind is Answer.NUMBER:
        return st.integers(0, OLDEST)
    if question.kind is Answer.MANY:
        return st.frozensets(st.sampled_from(sorted(question.answers)))
    return st.sampled_from(sorted({*question.answers, UNSURE}))


SITUATIONS = st.fixed_dictionaries({}, optional={key: answers_to(key) for key in QUESTIONS})


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    key = draw(st.sampled_from(sorted(QUESTIONS)))
    group = draw(st.sampled_from([None, "a", "b"]))
    if key == "age":
        ends = sorted(draw(st.tuples(st.integers(0, OLDEST), st.integers(0, OLDEST))))
        return criterion(key, age=(ends[0], ends[1]), group=group)
    settling = sorted(set(QUESTIONS[key].answers) - {UNSURE})
    return criterion(key, *draw(st.lists(st.sampled_from(settling), min_size=1, unique=True)), group=group)


KINDS = st.lists(criteria(), max_size=6).map(lambda found: kind(*found))


@st.composite
def situation_and_more(draw: st.DrawFn) -> tuple[dict[str, Given], dict[str, Given]]:
    """A situation, and one in which everything that was answered stays and what was open may be answered."""
    before = draw(SITUATIONS)
    more = dict(before)
    for key in QUESTIONS:
        said = before.get(key, UNSURE)
        if said == UNSURE:
            if draw(st.booleans()):
                more[key] = draw(answers_to(key))
        elif isinstance(said, frozenset) and (UNSURE in said or not said):
            more[key] = said | draw(answers_to(key)) if draw(st.booleans()) else said  # type: ignore[operator]
    return before, more


def results(plan: PlanType, answers: Mapping[str, Given]) -> dict[Criterion, bool | None]:
    (found,) = fit([plan], answers)
    return {test.criterion: test.met for one in found.tests for test in one.tests}


@given(KINDS, situation_and_more())
def test_a_test_only_ever_moves_from_cannot_tell(
    plan: PlanType, told: tuple[dict[str, Given], dict[str, Given]]
) -> None:
    before, after = (results(plan, answers) for answers in told)

    assert all(after[one] is met for one, met in before.items() if met is not None)


@given(KINDS, situation_and_more())
def test_more_answers_settle_and_never_unsettle(
    plan: PlanType, told: tuple[dict[str, Given], dict[str, Given]]
) -> None:
    before, after = (fit([plan], answers)[0].fits for answers in told)

    assert before is Fits.CONSIDER or after is before


@given(KINDS, SITUATIONS, st.randoms(use_true_random=False))
def test_the_order_of_questions_and_tests_changes_nothing(
    plan: PlanType, answers: dict[str, Given], chance: Random
) -> None:
    keys, tests = list(answers), list(plan.criteria)
    chance.shuffle(keys)
    chance.shuffle(tests)

    (as_asked,) = fit([plan], answers)
    (shuffled,) = fit([replace(plan, criteria=tuple(tests))], {key: answers[key] for key in keys})

    assert shuffled.fits is as_asked.fits
    assert shuffled.find_out == as_asked.find_out


@given(KINDS, SITUATIONS)
def test_another_alternative_never_makes_a_group_harder_to_meet(
    plan: PlanType, answers: dict[str, Given]
) -> None:
    one_more = replace(plan, criteria=(*plan.criteria, criterion("disability", "yes", group="a")))
    has_group = any(one.group == "a" for one in plan.criteria)

    before, after = fit([plan], answers)[0].fits, fit([one_more], answers)[0].fits

    if has_group and before is Fits.MAY_APPLY:
        assert after is Fits.MAY_APPLY


@given(st.lists(KINDS, max_size=4), SITUATIONS)
def test_what_matters_is_enough_and_nothing_is_lost(kinds: list[PlanType], answers: dict[str, Given]) -> None:
    asked = {question.key for question in questions_for(kinds)}

    found = fit(kinds, answers)

    assert [one.fits for one in found] == [
        one.fits for one in fit(kinds, {key: said for key, said in answers.items() if key in asked})
    ]
    assert sorted(id(one.plan_type) for one in found) == sorted(map(id, kinds))
