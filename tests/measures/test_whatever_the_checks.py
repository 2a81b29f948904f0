"""Whatever the checks, everything that is said and drawn of them can be said and drawn."""

from __future__ import annotations

import json
import math
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.aimlines import Baseline, Goal, Pause
from handrail.measures.charts import Audience, Width, figure
from handrail.measures.dimensions import Dimension, Direction, Measure
from handrail.measures.findings import Rule, Settings
from handrail.measures.observations import Observation, Phase, Series
from handrail.measures.statements import for_family, for_report, statement
from handrail.measures.verdicts import verdict
from tests.measures.cases import EXAMPLES, MONDAY, week

VALUES = st.one_of(st.integers(0, 40).map(float), st.floats(0, 1e6), st.sampled_from([0.0, 1e-9, 0.1, 1e6]))


@st.composite
def goals(draw: st.DrawFn) -> tuple[Series, Goal, Settings]:
    direction = draw(st.sampled_from([Direction.INCREASE, Direction.DECREASE, Direction.MAINTAIN]))
    dimension = draw(st.sampled_from([Dimension.RATE, Dimension.DURATION, Dimension.LATENCY]))
    measure = Measure(name="Anything", dimension=dimension, unit="a minute", direction=direction)
    days = draw(st.lists(st.integers(0, 200), max_size=20).map(sorted))
    checks = []
    for day in days:
        on = MONDAY + timedelta(days=day)
        if dimension is Dimension.LATENCY and draw(st.integers(0, 4)) == 0:
            checks.append(Observation(on=on, no_response_by=60.0))
        elif draw(st.integers(0, 8)) == 0:
            checks.append(Observation(on=on, excused="ill"))
        else:
            checks.append(Observation(on=on, value=draw(VALUES)))
    changes = draw(st.lists(st.integers(0, 200), max_size=2, unique=True))
    phases = tuple(Phase(starts=MONDAY + timedelta(days=day), label=f"change {day}") for day in changes)
    starts = draw(st.lists(st.integers(-10, 200), max_size=2))
    pauses = tuple(Pause(MONDAY + timedelta(days=day), MONDAY + timedelta(days=day + 13)) for day in starts)
    low, high = sorted(draw(st.lists(st.integers(0, 100), min_size=2, max_size=2, unique=True)))
    start, target = (high, low) if direction is Direction.DECREASE else (low, high)
    goal = Goal(
        text="Anything", measure=measure, target=target, due=week(draw(st.integers(10, 60))),
        baseline=Baseline(start, MONDAY), pauses=pauses,
    )  # fmt: skip
    rule = draw(st.sampled_from([rule for rule in Rule if rule not in (Rule.MASTERY, Rule.BAND)]))
    return (
        Series(measure, tuple(checks), phases),
        goal,
        Settings(rule=rule, least_points=draw(st.integers(3, 6))),
    )


@EXAMPLES
@given(goals(), st.sampled_from(Audience), st.sampled_from(Width))
def test_it_can_be_said_and_drawn(
    made: tuple[Series, Goal, Settings], audience: Audience, width: Width
) -> None:
    series, goal, settings = made

    found = verdict(series, goal, as_of=MONDAY + timedelta(days=200), settings=settings)
    said = statement(series, goal, found)
    drawn = figure(series, said, audience=audience, width=width, titled=True)

    assert found.reason
    for text in (found.reason, for_family(said, pupil="Rowan"), for_report(said), drawn.alternative.text):
        assert not any(word in text.lower().split() for word in ("nan", "inf", "none"))
    # JSON has no word for what is not a number.
    json.dumps(drawn.spec, allow_nan=False)
    assert found.projected is None or math.isfinite(found.projected)
