"""What an observation and a series take, and what they refuse with the place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from handrail.measures.dimensions import Dimension, Direction, Measure, PromptLadder
from handrail.measures.errors import MeasureError
from handrail.measures.observations import Observation, Phase, Series
from tests.measures.cases import LEAVING, MONDAY, READING, week, weekly

SOUNDS = Measure(name="Sounds", dimension=Dimension.PERCENT_CORRECT, unit="%")
LATENCY = Measure(name="Starting", dimension=Dimension.LATENCY, unit="seconds", direction=Direction.DECREASE)


@pytest.mark.parametrize(
    ("measure", "told", "what"),
    [
        (READING, {"value": -1.0}, "Check 1, Monday 7 September 2026: -1 words a minute is negative"),
        (READING, {"value": float("nan")}, "not a number"),
        (READING, {}, "it has no value"),
        (READING, {"value": 4.0, "unit": "letters a minute"}, "Another unit begins another series"),
        (READING, {"value": 4.0, "dimension": Dimension.COUNT}, "never mixed"),
        (LEAVING, {"value": 2.5}, "not a whole number"),
        (SOUNDS, {"value": 101.0}, "more than 100"),
        (SOUNDS, {"value": 80.0, "count": 7, "out_of": 10}, "80 % was written, but its counts give 70"),
        (READING, {"no_response_by": 30.0}, "only a latency can be cut off"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_its_place(
    measure: Measure, told: dict[str, object], what: str
) -> None:
    with pytest.raises(MeasureError, match=what):
        Series(measure, (Observation(on=MONDAY, **told),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"count": 11, "out_of": 10}, "Monday 7 September 2026: 11 of 10 is more than there were"),
        ({"count": 0, "out_of": 0}, "with no opportunities there is nothing to see"),
        ({"minutes": -2.0, "value": 1.0}, "minutes cannot be -2"),
        ({"minutes": 0.0, "count": 3}, "a rate over 0 minutes"),
        ({"errors": -1}, "errors cannot be -1"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_their_day(told: dict[str, object], what: str) -> None:
    with pytest.raises(MeasureError, match=what):
        Observation(on=MONDAY, **told)  # type: ignore[arg-type]


def test_material_that_changes_half_way_is_refused() -> None:
    checks = (
        Observation(on=week(0), value=40.0, level="set 4"),
        Observation(on=week(1), value=41.0, level="set 5"),
    )

    with pytest.raises(
        MeasureError, match=r'Check 2, .* its material is "set 5" and that of this series "set 4"'
    ):
        Series(READING, checks)


def test_a_check_dated_tomorrow_is_refused_by_the_day_it_is_looked_at() -> None:
    series = weekly((42, 45))

    with pytest.raises(MeasureError, match="Check 2 is dated Monday 14 September 2026, which is after"):
        series.known_on(date(2026, 9, 13))
    assert len(series.until(date(2026, 9, 13)).observations) == 1


def test_two_checks_a_day_give_their_middle_and_are_counted() -> None:
    checks = tuple(Observation(on=MONDAY, value=value) for value in (40.0, 45.0, 42.0))

    (point,) = Series(READING, checks).points

    assert (point.value, point.checks) == (42.0, 3)


def test_shares_are_exact_and_rates_are_divided() -> None:
    sounds = Series(SOUNDS, (Observation(on=MONDAY, count=2, out_of=3),))
    read = Series(READING, (Observation(on=MONDAY, count=126, minutes=3.0),))

    assert sounds.observations[0].fraction == Fraction(2, 3)
    assert sounds.points[0].value == pytest.approx(200 / 3)
    assert read.points[0].value == 42.0


def test_excused_checks_are_kept_and_left_out() -> None:
    series = Series(READING, (Observation(on=MONDAY, excused="ill"), Observation(on=week(1), value=4.0)))

    assert len(series.observations) == 2
    assert [point.value for point in series.points] == [4.0]


def test_an_answer_that_never_came_is_longer_than_the_time_given() -> None:
    series = Series(LATENCY, (Observation(on=MONDAY, no_response_by=60.0),))

    assert series.points[0].cut_off
    assert series.points[0].value > 60


def test_days_fall_into_the_phase_that_holds() -> None:
    series = weekly((1, 2, 3, 4), phases=(Phase(starts=week(2), label="small group"),))

    assert [point.phase for point in series.points] == [0, 0, 1, 1]
    assert [point.value for point in series.current(week(3))] == [3.0, 4.0]


def test_two_phases_cannot_begin_on_one_day() -> None:
    with pytest.raises(MeasureError, match="Two phases begin on Monday 14 September 2026"):
        weekly((1, 2), phases=(Phase(starts=week(1), label="a"), Phase(starts=week(1), label="b")))


@pytest.mark.parametrize(
    "dimension", [Dimension.PARTIAL_INTERVAL, Dimension.WHOLE_INTERVAL, Dimension.MOMENTARY_SAMPLE]
)
def test_interval_recordings_are_never_called_time(dimension: Dimension) -> None:
    with pytest.raises(MeasureError, match='never in "% of time"'):
        Measure(name="On task", dimension=dimension, unit="% of time")


@pytest.mark.parametrize("dimension", list(Dimension))
def test_every_dimension_says_what_it_is(dimension: Dimension) -> None:
    facts = dimension.facts

    assert facts.says
    assert facts.lowest <= facts.highest
    assert not (facts.ordinal and facts.ratio)


def test_a_measure_says_in_which_unit_it_is_counted() -> None:
    with pytest.raises(MeasureError, match="in which unit"):
        Measure(name="Reading", dimension=Dimension.RATE, unit=" ")
    with pytest.raises(MeasureError, match="needs a name"):
        Measure(name="", dimension=Dimension.RATE, unit="a minute")
    with pytest.raises(MeasureError, match="needs its ladder"):
        Measure(name="Coat", dimension=Dimension.PROMPT_LEVEL, unit="level")
    with pytest.raises(MeasureError, match="above its highest"):
        Measure(name="x", dimension=Dimension.RUBRIC, unit="level", lowest=4, highest=1)


def test_prompts_are_a_place_on_the_plans_own_ladder() -> None:
    ladder = PromptLadder(("alone", "word", "hand"))
    coat = Measure(
        name="Coat",
        dimension=Dimension.PROMPT_LEVEL,
        unit="level",
        direction=Direction.DECREASE,
        prompts=ladder,
    )

    series = Series(coat, (Observation(on=MONDAY, prompt="word"),))

    assert series.points[0].value == 1.0
    assert coat.ceiling == 2.0
    with pytest.raises(MeasureError, match='"shout" is no step'):
        ladder.place("shout")
    with pytest.raises(MeasureError, match="twice"):
        PromptLadder(("a", "a"))


def test_a_level_to_keep_has_no_better_direction() -> None:
    with pytest.raises(MeasureError, match="no rate"):
        assert Direction.RANGE.sign
