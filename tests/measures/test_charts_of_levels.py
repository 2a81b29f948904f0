"""Goals in levels: what may be said of them, and the chart that stacks them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import altair as alt
import pytest

from handrail.measures.aimlines import Baseline, Goal
from handrail.measures.charts import Audience, Width, figure
from handrail.measures.dimensions import Dimension, Direction, Measure, PromptLadder
from handrail.measures.errors import MeasureError
from handrail.measures.findings import Kind, Rule, Verdict
from handrail.measures.observations import Observation, Phase, Series
from handrail.measures.ordinal import levels as seen
from handrail.measures.ordinal import movement
from handrail.measures.statements import for_family, for_report, statement
from handrail.measures.verdicts import verdict
from tests.measures.cases import week
from tests.measures.states import DRESSING, INVITES, levels

LEVELS = levels()


def goal_of(measure: Measure = INVITES, target: float = 4, start: float = 0, **about: object) -> Goal:
    return Goal(
        text="A goal",
        measure=measure,
        target=target,
        due=week(20),
        baseline=Baseline(start, week(0)),
        **about,
    )  # type: ignore[arg-type]


def found(
    values: list[float], *, at: float | None = None, goal: Goal | None = None, **about: object
) -> Verdict:
    goal = goal or goal_of()
    checks = tuple(Observation(on=week(number), value=value) for number, value in enumerate(values))
    as_of = week(len(values) - 1 if at is None else at)
    return verdict(Series(goal.measure, checks, **about), goal, as_of=as_of)  # type: ignore[arg-type]


def test_levels_that_move_towards_the_goal_are_told_so_without_a_pace() -> None:
    told = found([0, 0, 1, 0, 1, 1, 2, 2])

    assert (told.kind, told.rule) == (Kind.CANNOT_TELL, Rule.LEVELS)
    assert told.movement is not None
    assert told.movement.towards == 1
    assert "move towards the goal" in told.reason
    assert "nobody can say by when" in told.reason
    assert (told.line, told.pace, told.projected, told.aim) == (None, None, None, None)


def test_levels_that_move_away_are_below() -> None:
    told = found([3, 3, 2, 2, 1, 1, 0, 0])

    assert told.kind is Kind.BELOW
    assert "away from the goal" in told.reason


def test_levels_that_go_up_and_down_cannot_be_told() -> None:
    told = found([1, 2, 1, 2, 1, 2, 1, 2])

    assert told.kind is Kind.CANNOT_TELL
    assert "do not surely move" in told.reason


def test_levels_not_there_on_the_goals_day_are_below() -> None:
    told = found([0, 0, 1, 1, 2, 2, 3, 3], at=20 + 1 / 7)

    assert told.kind is Kind.STALE
    values = [1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 3.0]
    checks = tuple(Observation(on=week(14 + place), value=value) for place, value in enumerate(values))
    late = verdict(Series(INVITES, checks), goal_of(), as_of=week(20) + timedelta(days=2))
    assert late.kind is Kind.BELOW
    assert "day has passed" in late.reason


def test_levels_are_met_by_the_middle_of_three_and_never_by_one() -> None:
    assert found([1, 2, 3, 3, 4, 3, 4, 4]).kind is Kind.MET
    assert found([1, 1, 1, 1, 2, 2, 4, 1]).kind is not Kind.MET


def test_less_help_is_better_and_of_two_middles_the_less_good_one_stands() -> None:
    told = found([3, 3, 2, 3, 2, 1, 1, 1], goal=goal_of(DRESSING, 0, 3))

    assert told.movement is not None
    assert told.movement.towards == 1
    assert told.levels is not None
    assert told.levels.middle == 2
    assert seen([1, 2], lowest=0, highest=3).middle == 1
    assert seen([1, 2], lowest=0, highest=3, sign=-1).middle == 2


def test_two_levels_a_day_give_the_less_good_and_nothing_in_between() -> None:
    for measure, kept in ((INVITES, 1), (DRESSING, 2)):
        series = Series(measure, tuple(Observation(on=week(0), value=value) for value in (1.0, 2.0)))
        assert [point.value for point in series.points] == [kept]


def test_a_phase_is_held_against_the_one_before_by_order() -> None:
    told = found([0, 0, 1, 0, 1, 2, 2, 3, 2, 3], phases=(Phase(starts=week(4), label="pictures"),))

    assert told.since_before is not None
    assert told.since_before.name == "NAP"
    assert told.since_before.value == pytest.approx(23.5 / 24)
    assert told.levels is not None
    assert told.levels.counts == {0: 0, 1: 1, 2: 3, 3: 2, 4: 0}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([3, 3, 2, 3, 3, 4, 3], Kind.ON_TRACK),
        ([3, 3, 3, 3, 1, 0, 1], Kind.BELOW),
        ([3, 3, 3, 3, 1, 3, 1], Kind.CANNOT_TELL),
    ],
)
def test_a_level_to_keep_is_held_by_the_last_three(values: list[float], kind: Kind) -> None:
    measure = replace(INVITES, direction=Direction.MAINTAIN)
    goal = Goal(text="Keep it", measure=measure, target=3, due=week(20))

    assert found(values, goal=goal).kind is kind


def test_movement_is_by_order_alone() -> None:
    values, days = [1, 1, 2, 2, 3], [0, 1, 2, 3, 4]

    assert movement(values, days).tau == movement([one**3 for one in values], days).tau
    assert movement(values, days, sign=-1).towards == -movement(values, days).towards == -1
    assert movement([2, 2, 2], [0, 1, 2]).tau is None


def test_sentences_about_levels_use_their_words_and_no_pace() -> None:
    series, made = LEVELS["rubric"]
    family, report = for_family(made, pupil="Rowan"), for_report(made)

    assert "moving towards the goal" in family
    assert "Now it is level 2 (joins when asked)." in family
    assert "each week" not in family
    assert (
        "Seen: level 1 (stands near) 3 times, level 2 (joins when asked) 3 times and level 3 (asks with a reminder) "
        "once." in report
    )
    assert "a week" not in report
    assert "in 95 of 100 pairs" in report
    assert series.measure.in_words(4) == "level 4 (asks alone)"
    assert (made.needed, made.share_of_way, made.forecast) == (None, None, None)
    assert "a gesture" in for_report(LEVELS["prompts"][1])


def test_going_down_in_levels_is_told_with_the_help_in_view() -> None:
    goal = goal_of()
    checks = tuple(
        Observation(on=week(one), value=float(value)) for one, value in enumerate((3, 3, 2, 2, 1, 1, 0))
    )
    series = Series(INVITES, checks)

    said = for_family(statement(series, goal, verdict(series, goal, as_of=week(6))), pupil="Rowan")

    assert said.startswith("It is moving away from the goal. Let us look at the help together.")


# --- the chart ------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", Width)
@pytest.mark.parametrize("name", LEVELS)
def test_each_check_is_a_box_in_its_month_and_no_line_is_drawn(name: str, width: Width) -> None:
    series, made = LEVELS[name]
    drawn = figure(series, made, width=width)
    kinds = [layer["mark"]["type"] for layer in drawn.spec["layer"]]
    boxes = [
        row
        for layer in drawn.spec["layer"]
        if layer["mark"]["type"] == "rect"
        for row in layer["data"]["values"]
    ]

    assert "line" not in kinds
    assert "area" not in kinds
    assert made.verdict.levels is not None
    # And one for each level in the key.
    assert sum("edge" in row for row in boxes) == len(series.points) + len(made.verdict.levels.counts)
    alt.LayerChart.from_dict(drawn.spec)


def test_better_levels_are_darker_and_stand_above() -> None:
    series, made = LEVELS["prompts"]
    rows = [
        row
        for layer in figure(series, made).spec["layer"]
        for row in layer["data"]["values"]
        if "edge" in row
    ]
    stack = rows[:4]

    assert [row["fill"] for row in stack] == ["#E6F0F9", "#E6F0F9", "#E6F0F9", "#7FB2D9"]
    assert [row["top"] for row in stack] == sorted((row["top"] for row in stack), reverse=True)


def test_a_month_in_which_teaching_changed_has_two_stacks() -> None:
    checks = tuple(Observation(on=week(one), value=float(one % 3)) for one in range(3))
    phase = Phase(starts=week(1), label="pictures")
    series = Series(INVITES, checks, (phase,))
    drawn = figure(series, statement(series, goal_of(), verdict(series, goal_of(), as_of=week(3))))
    rows = [row for layer in drawn.spec["layer"] for row in layer["data"]["values"] if "edge" in row]

    assert rows[0]["right"] < rows[1]["left"]


def test_its_words_say_where_the_levels_are() -> None:
    text = figure(*LEVELS["rubric"]).alternative

    assert text.columns == ("Day", "Level", "Note")
    assert len(text.rows) == len(LEVELS["rubric"][0].observations)
    assert "Seen since teaching last changed: level 1 (stands near): 3;" in text.text
    assert "Now: level 2 (joins when asked), the middle of the last 3 checks." in text.facts


def test_a_family_sees_the_same_stacks() -> None:
    series, made = LEVELS["rubric"]

    assert figure(series, made, audience=Audience.FAMILY).spec == figure(series, made).spec


def test_words_for_levels_fit_them() -> None:
    with pytest.raises(MeasureError, match="2 levels have words"):
        Measure(name="A", dimension=Dimension.RUBRIC, unit="level", lowest=0, highest=4, levels=("a", "b"))
    with pytest.raises(MeasureError, match="only what is recorded in levels"):
        Measure(name="A", dimension=Dimension.COUNT, unit="times", levels=("a",))
    ladder = PromptLadder(("alone", "a word"))
    prompts = Measure(name="A", dimension=Dimension.PROMPT_LEVEL, unit="level", prompts=ladder)
    assert prompts.in_words(1) == "a word"


def test_what_is_no_level_is_refused_with_its_place() -> None:
    with pytest.raises(MeasureError, match="no level yet"):
        seen([], lowest=0, highest=4)
    with pytest.raises(MeasureError, match=r"Level 2, 1\.5, is none of 0 to 4"):
        seen([1, 1.5], lowest=0, highest=4)
    with pytest.raises(MeasureError, match="of one length"):
        movement([1, 2], [0])
    with pytest.raises(MeasureError, match="not a number"):
        movement([1, float("nan")], [0, 1])
