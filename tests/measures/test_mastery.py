"""Mastery on exact counts, levels of help, and how sure few opportunities are."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.dimensions import Dimension, Measure, PromptLadder
from handrail.measures.errors import MeasureError
from handrail.measures.mastery import (
    Answer,
    Chain,
    Criterion,
    Session,
    Standing,
    chance_of,
    counts_as_correct,
    independent_share,
    mastery,
    middle_prompt,
    probes_due,
    prompts_used,
    sessions_of,
    wilson,
)
from handrail.measures.observations import Observation, Series
from tests.measures.cases import EXAMPLES, MONDAY, week

FOUR_OF_FIVE = Criterion(level=80, sessions=4, out_of=5)
LADDER = PromptLadder(("alone", "word", "show", "hand"))
SOUNDS = Measure(name="Sounds", dimension=Dimension.PERCENT_CORRECT, unit="%")


def sessions(values: list[float]) -> list[Session]:
    return [Session(week(place), Fraction(str(value))) for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "met_at"),
    [
        ([60, 80, 85, 90, 75, 80], 6),
        ([80, 80, 80, 80], None),
        ([79.99, 80, 80, 80, 80], 5),
        ([80, 70, 80, 70, 80, 70, 80], None),
    ],
)
def test_four_of_five_at_eighty(values: list[float], met_at: int | None) -> None:
    assert mastery(sessions(values), FOUR_OF_FIVE).met_at == met_at


def test_a_window_may_be_early_where_the_plan_says_so() -> None:
    early = Criterion(level=80, sessions=4, out_of=5, early=True)

    assert mastery(sessions([80, 80, 80, 80]), early).met_at == 4
    assert "4 sessions, and 5 are looked at" in mastery(sessions([80, 80, 80, 80]), FOUR_OF_FIVE).reason


def test_a_rounded_percentage_never_meets_what_the_counts_do_not() -> None:
    checks = tuple(Observation(on=week(place), count=199, out_of=250, value=80.0) for place in range(5))

    exact = sessions_of(Series(SOUNDS, checks))

    assert exact[0].value == Fraction(398, 5)
    assert mastery(exact, FOUR_OF_FIVE).standing is Standing.NOT_YET


@pytest.mark.parametrize(
    ("later", "standing"),
    [
        ([], Standing.MASTERED),
        ([85, 90], Standing.MAINTAINED),
        ([85, 60], Standing.LOST),
        ([60, 85], Standing.MASTERED),
    ],
)
def test_what_comes_after(later: list[float], standing: Standing) -> None:
    found = mastery(sessions([80, 80, 80, 80, 80, *later]), FOUR_OF_FIVE)

    assert found.standing is standing
    assert len(found.probes) == len(later)


def test_few_opportunities_do_not_count_and_are_told() -> None:
    asked = Criterion(level=80, sessions=2, out_of=2, least_opportunities=5)
    few = [Session(week(place), Fraction(100), opportunities=3) for place in range(3)]

    found = mastery(few, asked)

    assert (found.standing, found.too_few) == (Standing.NOT_YET, 3)


def test_in_two_places_with_two_people() -> None:
    asked = Criterion(level=80, sessions=2, out_of=3, settings=2, people=2)
    one = Session(week(0), Fraction(90), setting="class", person="A")
    same = Session(week(1), Fraction(90), setting="class", person="A")
    other = Session(week(2), Fraction(90), setting="hall", person="B")

    assert "enough settings" in mastery([one, same, same], asked).reason
    assert mastery([one, same, other], asked).met_at == 3


def test_less_is_better() -> None:
    asked = Criterion(level=2, sessions=2, out_of=2)

    assert mastery(sessions([5, 2, 1]), asked, sign=-1).met_at == 3


@EXAMPLES
@given(st.lists(st.integers(0, 100), max_size=20), st.integers(1, 5), st.integers(0, 4))
def test_mastery_is_the_first_full_window_with_enough(values: list[int], k: int, more: int) -> None:
    asked = Criterion(level=80, sessions=k, out_of=k + more)

    found = mastery(sessions(values), asked).met_at

    ends = range(asked.out_of, len(values) + 1)
    good = [end for end in ends if sum(one >= 80 for one in values[end - asked.out_of : end]) >= k]
    assert found is None or found >= asked.out_of
    # It is met on a good session; a window that ends in a poor one was met before, or will be.
    assert (found in good) if found else not any(values[end - 1] >= 80 for end in good)


def test_asked_for_more_than_there_are() -> None:
    with pytest.raises(MeasureError, match="5 of 4 sessions cannot"):
        Criterion(level=80, sessions=5, out_of=4)
    with pytest.raises(MeasureError, match="in a row"):
        Criterion(level=80, sessions=3, out_of=4, consecutive=True)
    with pytest.raises(MeasureError, match="order of their days"):
        mastery(sessions([1, 2])[::-1], FOUR_OF_FIVE)


def test_when_to_look_again() -> None:
    assert probes_due(MONDAY) == tuple(MONDAY + timedelta(weeks=number) for number in (1, 2, 4, 8))


def test_four_of_five_may_be_much_less_than_eighty() -> None:
    assert wilson(4, 5) == pytest.approx((0.38, 0.96), abs=0.005)
    assert wilson(0, 5).low == 0
    with pytest.raises(MeasureError, match="6 of 5 is no share"):
        wilson(6, 5)


@EXAMPLES
@given(st.integers(1, 60), st.data())
def test_wilsons_interval_holds_its_share(n: int, data: st.DataObject) -> None:
    correct = data.draw(st.integers(0, n))
    low, high = wilson(correct, n)

    assert 0 <= low <= correct / n <= high <= 1
    assert wilson(n - correct, n) == pytest.approx((1 - high, 1 - low))


def test_guessing() -> None:
    assert chance_of(8, 10, options=4) == pytest.approx(0.0004, abs=5e-5)
    assert chance_of(0, 10, options=4) == 1
    with pytest.raises(MeasureError, match="cannot be"):
        chance_of(3, 10, options=1)


# --- levels of help -------------------------------------------------------------------------------

ANSWERS = [Answer(True, "alone"), Answer(True, "word"), Answer(False, "alone"), Answer(True, "hand")]


def test_a_correct_answer_with_more_help_than_the_goal_allows_does_not_count() -> None:
    assert not counts_as_correct(ANSWERS[3], ladder=LADDER, goal_prompt="show")
    assert independent_share(ANSWERS, ladder=LADDER) == Fraction(1, 4)
    assert independent_share(ANSWERS, ladder=LADDER, goal_prompt="word") == Fraction(1, 2)


def test_levels_of_help_have_a_distribution_and_a_middle_and_no_mean() -> None:
    assert prompts_used(ANSWERS, ladder=LADDER) == {"alone": 2, "word": 1, "show": 0, "hand": 1}
    assert middle_prompt(ANSWERS, ladder=LADDER) == "word"


def test_no_answers_have_no_share_and_no_middle() -> None:
    for way in (independent_share, middle_prompt):
        with pytest.raises(MeasureError):
            way([], ladder=LADDER)  # type: ignore[operator]


def test_a_task_in_steps() -> None:
    coat = Chain(("take", "arm", "other arm", "button"), LADDER)

    assert coat.share(("alone", "alone", "word", "")) == Fraction(1, 2)
    assert coat.share(("alone", "alone", "word", ""), goal_prompt="word") == Fraction(3, 4)
    assert coat.most_help([("alone", "alone", "word", ""), ("alone", "word", "word", "hand")])[-1] == (
        "button",
        "hand",
    )
    with pytest.raises(MeasureError, match="4 steps, and 2 were recorded"):
        coat.share(("alone", "word"))
