"""How goals stand, by value: the six series, each of the eight answers, each named rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.aimlines import Aimline, Baseline, Pause, aimline
from handrail.measures.decision_rules import (
    RULES,
    consecutive,
    four_of_six,
    four_points,
    median_of_three,
    slope_interval,
    three_below_six_above,
    three_points,
    trend,
)
from handrail.measures.dimensions import Dimension, Direction, Measure
from handrail.measures.errors import MeasureError
from handrail.measures.findings import Kind, Rule, Settings
from handrail.measures.lines import least_squares
from handrail.measures.mastery import Criterion
from handrail.measures.observations import Observation, Phase, Series
from handrail.measures.verdicts import verdict
from tests.measures.cases import EXAMPLES, LEAVING, READING, SIX_CASES, goal, week, weekly

SURE = Settings(confidence=0.95)
LEVEL_TOO = Settings(rule=Rule.LEVEL_AND_TREND)


def of(name: str, settings: Settings = Settings()):  # type: ignore[no-untyped-def]  # noqa: B008
    values, start, target, weeks = SIX_CASES[name]
    return verdict(weekly(values), goal(start, target, weeks), as_of=week(len(values) - 1), settings=settings)


@pytest.mark.parametrize(
    ("name", "settings", "kind"),
    [
        ("one", Settings(), Kind.BELOW),
        ("one", SURE, Kind.CANNOT_TELL),
        ("noisy", Settings(), Kind.CANNOT_TELL),
        ("below", Settings(), Kind.BELOW),
        ("above", Settings(), Kind.ABOVE),
        ("on the line", Settings(), Kind.TOO_EARLY),
        ("on the line", Settings(least_points=4, least_weeks=3), Kind.ON_TRACK),
        ("flat", Settings(), Kind.TOO_EARLY),
        ("flat", Settings(least_points=5), Kind.NO_VARIATION),
    ],
)
def test_the_six_series(name: str, settings: Settings, kind: Kind) -> None:
    assert of(name, settings).kind is kind


def test_a_verdict_says_what_it_was_found_from() -> None:
    found = of("one")

    assert (found.n, found.weeks, found.now) == (11, 10, 52)
    assert found.expected == 57
    assert found.projected == pytest.approx(63.772727, abs=1e-6)
    assert found.pace == pytest.approx((0.883673, 1.352690), abs=1e-6)
    assert "80% sure: between 0.88 and 1.35 a week; the goal line: 1.50" in found.reason
    assert {one.rule: one.kind for one in found.beside}[Rule.FOUR_POINTS] is Kind.BELOW


def test_where_slope_and_level_contradict_each_other_the_end_decides() -> None:
    ahead = weekly((60, 60.5, 61.2, 61.4, 62.1, 62.4, 63.1, 63.4))
    behind = weekly((20, 22, 24.1, 26, 28.1, 30, 32.2, 34))

    slower = verdict(ahead, goal(42, 66, 20), as_of=week(7))
    faster = verdict(behind, goal(42, 66, 20), as_of=week(7))

    assert slower.kind is Kind.ON_TRACK
    assert "from a place ahead of it" in slower.reason
    assert faster.kind is Kind.CANNOT_TELL
    assert "from a place behind it" in faster.reason


def test_parallel_to_the_goal_line_but_below_it_is_behind() -> None:
    values = [32 + 1.5 * number + (0.4 if number % 2 else -0.4) for number in range(11)]

    pace_alone = verdict(weekly(values), goal(42, 72, 20), as_of=week(10))
    level_too = verdict(weekly(values), goal(42, 72, 20), as_of=week(10), settings=LEVEL_TOO)

    assert pace_alone.kind is Kind.CANNOT_TELL
    assert level_too.kind is Kind.BELOW
    assert "does not make up for it" in level_too.reason


def test_met_by_the_middle_of_the_last_three_and_never_by_one() -> None:
    one = verdict(weekly((42, 44, 46, 48, 50, 52, 80)), goal(42, 72, 20), as_of=week(6))
    three = verdict(weekly((42, 44, 46, 70, 72, 73)), goal(42, 72, 20), as_of=week(5))

    assert one.kind is not Kind.MET
    assert three.kind is Kind.MET
    assert three.reason == "The middle of the last 3 checks is 72, and the goal is 72."


def test_met_by_sessions_where_the_goal_says_so() -> None:
    sounds = Measure(name="Sounds", dimension=Dimension.PERCENT_CORRECT, unit="%")
    asked = Criterion(level=80, sessions=4, out_of=5)
    shares = [(6, 10), (8, 10), (17, 20), (9, 10), (3, 4), (8, 10)]
    checks = tuple(
        Observation(on=week(number), count=count, out_of=whole)
        for number, (count, whole) in enumerate(shares)
    )

    found = verdict(Series(sounds, checks), goal(50, 90, 20, sounds, criterion=asked), as_of=week(5))

    assert (found.kind, found.rule) == (Kind.MET, Rule.MASTERY)
    assert "80 in 4 of 5 sessions: met at session 6" in found.reason


def test_nothing_recent_is_stale_and_a_holiday_makes_nothing_stale() -> None:
    series, summer = weekly((42, 43, 44, 45, 46, 47)), Pause(week(6), week(10), "summer")

    assert verdict(series, goal(42, 72, 20), as_of=week(10)).kind is Kind.STALE
    assert verdict(series, goal(42, 72, 20, pauses=(summer,)), as_of=week(10)).kind is not Kind.STALE


def test_no_check_yet_is_too_early() -> None:
    assert verdict(weekly(()), goal(42, 72, 20), as_of=week(1)).reason == "There is no check yet."


def test_a_change_of_teaching_starts_the_count_again() -> None:
    changed = Phase(starts=week(8), label="pairs")
    series = weekly(SIX_CASES["one"][0], phases=(changed,))

    found = verdict(series, goal(42, 72, 20), as_of=week(10))

    assert (found.kind, found.n) == (Kind.TOO_EARLY, 3)
    assert "when pairs began; what came before is not mixed in" in found.notes[0]


def test_never_fitted_across_a_change_of_teaching() -> None:
    low, high = [10.0, 11, 10, 12, 11, 12], [40.0, 41, 42, 42, 44, 45]
    series = weekly(low + high, phases=(Phase(starts=week(6), label="pairs"),))

    found = verdict(series, goal(10, 60, 20), as_of=week(11))

    assert found.line is not None
    assert found.line.slope == pytest.approx(least_squares(range(6), high).slope)


def test_less_is_better() -> None:
    falling = [12, 11, 11, 10, 9, 9, 8, 8]
    rising = [12, 12, 13, 13, 12, 14, 13, 14]

    assert verdict(weekly(falling, LEAVING), goal(12, 4, 20, LEAVING), as_of=week(7)).kind is Kind.ABOVE
    assert verdict(weekly(rising, LEAVING), goal(12, 4, 20, LEAVING), as_of=week(7)).kind is Kind.BELOW


@pytest.mark.parametrize(
    ("values", "day", "kind"),
    [
        ((90, 92, 94, 91, 93, 92), 5, Kind.ON_TRACK),
        ((90, 92, 94, 91, 93, 92), 20, Kind.MET),
        ((60, 62, 64, 61, 63, 62), 5, Kind.BELOW),
        ((70, 95, 72, 94, 78, 71), 5, Kind.CANNOT_TELL),
    ],
)
def test_a_level_to_keep(values: tuple[float, ...], day: int, kind: Kind) -> None:
    kept = Measure(name="Sounds", dimension=Dimension.RATE, unit="a minute", direction=Direction.MAINTAIN)

    found = verdict(
        weekly(values, kept),
        goal(None, 80, 20, kept),
        as_of=week(day),
        settings=Settings(stale_after_days=200),
    )

    assert (found.kind, found.rule) == (kind, Rule.BAND)


def test_levels_in_order_get_no_slope() -> None:
    rubric = Measure(name="Story", dimension=Dimension.RUBRIC, unit="level", lowest=1, highest=4)

    found = verdict(weekly((1, 1, 2, 2, 2, 3), rubric), goal(1, 4, 20, rubric), as_of=week(5))

    assert found.kind is Kind.CANNOT_TELL
    assert found.line is None
    assert "Levels have no pace" in found.reason


def test_answers_that_never_came_get_no_slope_and_are_told() -> None:
    starting = Measure(
        name="Starting", dimension=Dimension.LATENCY, unit="seconds", direction=Direction.DECREASE
    )
    checks = [Observation(on=week(number), value=60.0 - number) for number in range(6)]
    checks.append(Observation(on=week(6), no_response_by=120.0))

    found = verdict(Series(starting, tuple(checks)), goal(60, 10, 20, starting), as_of=week(6))

    assert found.kind is Kind.CANNOT_TELL
    assert "longer than the time given" in found.notes[0]


def test_an_unusual_check_is_told() -> None:
    values = [42, 43, 45, 46, 48, 49, 51, 52, 54, 30]

    assert any("unusual" in note for note in verdict(weekly(values), goal(42, 72, 20), as_of=week(9)).notes)


def test_a_day_with_several_checks_is_told() -> None:
    twice = Observation(on=week(2), value=44.0)
    series = weekly((42, 43, 45, 44, 46, 47, 48))

    found = verdict(
        replace(series, observations=(*series.observations, twice)), goal(42, 72, 20), as_of=week(6)
    )

    assert "1 day has more than one check" in found.notes[0]
    assert found.n == 7


def test_checks_of_another_measure_are_refused() -> None:
    with pytest.raises(MeasureError, match='The goal is measured by "Leaving the room"'):
        verdict(weekly((42,)), goal(12, 2, 10, LEAVING), as_of=week(1))


def test_a_check_dated_tomorrow_is_refused() -> None:
    with pytest.raises(MeasureError, match="Put the date right"):
        verdict(weekly((42, 43)), goal(42, 72, 20), as_of=week(1) - timedelta(days=1))


def test_two_hundred_points() -> None:
    values = [20 + 0.2 * number + number % 5 for number in range(200)]

    found = verdict(weekly(values), goal(20, 70, 250), as_of=week(199))

    assert (found.kind, found.n) == (Kind.ON_TRACK, 200)


# --- the named rules ------------------------------------------------------------------------------


def _points(sides: str):  # type: ignore[no-untyped-def]
    """+ above, - below, = on a goal line of 1 a week from 10."""
    steps = {"+": 1.0, "-": -1.0, "=": 0.0}
    return weekly([10 + number + steps[side] for number, side in enumerate(sides)]).points


LINE = Aimline(Baseline(10, week(0)), 30, week(20))


@pytest.mark.parametrize(
    ("rule", "sides", "kind"),
    [
        (three_points, "+---", Kind.BELOW),
        (three_points, "-=--", Kind.ON_TRACK),
        (three_points, "-+++", Kind.ABOVE),
        (three_points, "--", Kind.TOO_EARLY),
        (four_points, "+=----", Kind.BELOW),
        (four_points, "++----=", Kind.ON_TRACK),
        (four_points, "----", Kind.TOO_EARLY),
        (four_points, "--++++", Kind.ABOVE),
        (three_below_six_above, "---", Kind.BELOW),
        (three_below_six_above, "+++++", Kind.ON_TRACK),
        (three_below_six_above, "++++++", Kind.ABOVE),
        (four_of_six, "-+--+-", Kind.BELOW),
        (four_of_six, "-+-+-+", Kind.ON_TRACK),
        (four_of_six, "++=++-", Kind.ABOVE),
        (four_of_six, "-----", Kind.TOO_EARLY),
        (median_of_three, "---", Kind.BELOW),
        (median_of_three, "-=+", Kind.ON_TRACK),
        (median_of_three, "--", Kind.TOO_EARLY),
        (trend, "++=--", Kind.BELOW),
        (trend, "==", Kind.TOO_EARLY),
        (trend, "====", Kind.ON_TRACK),
    ],
)  # fmt: skip
def test_the_named_rules(rule: object, sides: str, kind: Kind) -> None:
    assert callable(rule)

    assert rule(_points(sides), LINE, sign=1).kind is kind


@EXAMPLES
@given(st.text("+-=", min_size=6, max_size=20))
def test_turned_upside_down_below_is_above(sides: str) -> None:
    turned = sides.translate(str.maketrans("+-", "-+"))
    swap = {Kind.BELOW: Kind.ABOVE, Kind.ABOVE: Kind.BELOW}

    for rule in (three_points, four_points, four_of_six):
        kind = rule(_points(sides), LINE, sign=1).kind
        assert rule(_points(turned), LINE, sign=1).kind is swap.get(kind, kind)


@EXAMPLES
@given(st.lists(st.integers(0, 60).map(float), min_size=6, max_size=25))
def test_less_is_better_is_more_is_better_upside_down(values: list[float]) -> None:
    line = least_squares(range(len(values)), values)
    down = least_squares(range(len(values)), [-value for value in values])
    aim = Aimline(Baseline(10, week(0)), 40, week(20))
    fall = Aimline(Baseline(-10, week(0)), -40, week(20))

    up = slope_interval(line, aim, sign=1, due=20)

    assert slope_interval(down, fall, sign=-1, due=20).kind is up.kind


@EXAMPLES
@given(st.lists(st.integers(20, 60).map(float), min_size=6, max_size=20), st.integers(-3000, 3000))
def test_a_verdict_does_not_depend_on_the_calendar(values: list[float], days: int) -> None:
    series, aim = weekly(values), goal(20, 90, 30)
    later = timedelta(days=days)
    moved = Series(READING, tuple(replace(one, on=one.on + later) for one in series.observations))
    start = aim.baseline
    assert start is not None
    shifted = replace(aim, due=aim.due + later, baseline=replace(start, on=start.on + later))

    here = verdict(series, aim, as_of=week(len(values) - 1))
    there = verdict(moved, shifted, as_of=week(len(values) - 1) + later)

    assert here.kind is there.kind
    assert here.projected == there.projected


def test_a_run_may_ask_for_any_number() -> None:
    assert consecutive(_points("-----"), LINE, sign=1, below=5, least_points=5).kind is Kind.BELOW


def test_every_rule_and_answer_has_words() -> None:
    assert all(one.label for one in [*Kind, *Rule])
    assert set(RULES) < set(Rule)
    assert aimline(goal(42, 72, 20)).weeks.between(date(2026, 9, 7), date(2026, 9, 14)) == 1
