"""Many goals at once say of each what is said of it alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.aimlines import Goal, Pause
from handrail.measures.caseload import KINDS, Caseload, verdicts
from handrail.measures.errors import MeasureError
from handrail.measures.findings import Kind, Rule, Settings
from handrail.measures.observations import Observation, Series
from handrail.measures.verdicts import verdict
from tests.measures.cases import EXAMPLES, LEAVING, MONDAY, READING, SIX_CASES, goal, week, weekly

PAUSES = (Pause(week(5) + timedelta(days=1), week(7), "October"), Pause(week(15), week(17), "December"))


@st.composite
def one(draw: st.DrawFn) -> tuple[Series, Goal]:
    """A goal with checks on any days of the first twenty weeks."""
    less = draw(st.booleans())
    measure = LEAVING if less else READING
    days = draw(st.lists(st.integers(0, 140), unique=True, max_size=25).map(sorted))
    checks = tuple(
        Observation(on=MONDAY + timedelta(days=day), value=float(draw(st.integers(0, 60)))) for day in days
    )
    start, target = sorted(draw(st.lists(st.integers(0, 70), min_size=2, max_size=2, unique=True)))
    if less:
        start, target = target, start
    length = draw(st.integers(4, 40))
    return Series(measure, checks), goal(start, target, length, measure, pauses=PAUSES)


@EXAMPLES
@given(st.lists(one(), min_size=1, max_size=8), st.sampled_from([0.8, 0.95]))
def test_many_at_once_are_each_alone(goals: list[tuple[Series, Goal]], confidence: float) -> None:
    asked = Settings(confidence=confidence)

    many = verdicts(Caseload.of(goals, as_of=week(20)), as_of=week(20), pauses=PAUSES, settings=asked)

    for place, (series, aim) in enumerate(goals):
        alone = verdict(series, aim, as_of=week(20), settings=asked)
        assert KINDS[many.codes[place]] is alone.kind
        assert (many.n[place], many.weeks[place]) == (alone.n, pytest.approx(alone.weeks))
        if alone.line is not None and alone.pace is not None:
            assert many.slope[place] == pytest.approx(alone.line.slope, abs=1e-9)
            assert (many.low[place], many.high[place]) == pytest.approx(alone.pace, abs=1e-7)
            assert many.expected[place] == pytest.approx(alone.expected)


def test_the_six_series_at_once() -> None:
    goals = [
        (weekly(values), goal(start, target, weeks)) for values, start, target, weeks in SIX_CASES.values()
    ]

    found = verdicts(
        Caseload.of(goals, as_of=week(10)), as_of=week(10), settings=Settings(stale_after_days=99)
    )

    assert [kind.value for kind in found.kinds()] == [
        "below", "cannot_tell", "below", "above", "too_early", "too_early",
    ]  # fmt: skip
    assert found.counts()[Kind.BELOW] == 2
    assert sum(found.counts().values()) == 6


def test_a_gap_in_a_row_is_a_check_that_was_not_made() -> None:
    whole = Caseload.of([(weekly(SIX_CASES["one"][0]), goal(42, 72, 20))], as_of=week(10))
    days = np.insert(whole.days, 4, 0, axis=1)
    values = np.insert(whole.values, 4, np.nan, axis=1)

    gap = replace(whole, days=days, values=values)

    assert verdicts(gap, as_of=week(10)).slope == pytest.approx(verdicts(whole, as_of=week(10)).slope)


def test_goals_without_any_check() -> None:
    found = verdicts(Caseload.of([(weekly(()), goal(42, 72, 20))], as_of=week(1)), as_of=week(1))

    assert found.kinds() == [Kind.TOO_EARLY]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"signs": np.array([1, 0], dtype=np.int8)}, "Goal 2: its direction"),
        ({"targets": np.array([72.0, 10.0])}, "Goal 2: its target is not better"),
        ({"starts": np.array([np.nan, 1.0])}, "Goal 1: it has no start"),
        ({"targets": np.array([72.0])}, "as many targets"),
        ({"days": np.zeros((2, 3), dtype=np.int64)}, "Goal 1: its checks are not in the order of days"),
        ({"values": np.array([[1, 2, np.inf], [1, 2, 3]])}, "Goal 1: an answer that never came"),
        ({"values": np.zeros((2, 2))}, "a day for each value"),
    ],
)
def test_what_cannot_be_is_refused_with_the_number_of_the_goal(change: dict[str, object], told: str) -> None:
    series, aim = weekly((42, 43, 44)), goal(42, 72, 20)
    whole = Caseload.of([(series, aim), (series, aim)], as_of=week(3))

    with pytest.raises(MeasureError, match=told):
        replace(whole, **change)  # type: ignore[arg-type]


def test_a_later_check_or_another_rule_is_refused() -> None:
    whole = Caseload.of([(weekly((42, 43, 44)), goal(42, 72, 20))], as_of=week(3))

    with pytest.raises(MeasureError, match="Goal 1: a check is dated after"):
        verdicts(whole, as_of=week(1))
    with pytest.raises(MeasureError, match="interval of the slope only"):
        verdicts(whole, as_of=week(3), settings=Settings(rule=Rule.TREND))
    with pytest.raises(MeasureError, match="no week of teaching"):
        verdicts(whole, as_of=week(3), pauses=(Pause(MONDAY, week(20)),))
