"""How quick verdicts and charts are: a nation's caseload at once, one goal alone, and a plain loop with scipy.

The plain loop finds a line and its interval for each goal, as somebody would write it first: no aim, no reason, no
words. It is timed on a part of the goals and told for one goal, so that the run stays short.

PYTHONPATH=src:. python -m bench --only measures
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from scipy import stats
from tests.measures.states import states

from handrail.measures.aimlines import Baseline, Goal, Pause
from handrail.measures.caseload import KINDS, Caseload, verdicts
from handrail.measures.charts import Audience, Width, figure
from handrail.measures.dimensions import Dimension, Measure
from handrail.measures.observations import Observation, Series
from handrail.measures.rendering import svg
from handrail.measures.statements import for_family, statement
from handrail.measures.verdicts import verdict

GOALS: Final = 100_000
CHECKS: Final = 30
LOOPED: Final = 2_000
TIMES: Final = 5
FIRST: Final = date(2026, 9, 7)
HOLIDAYS: Final = (Pause(date(2026, 10, 12), date(2026, 10, 25)), Pause(date(2026, 12, 21), date(2027, 1, 3)))
READING: Final = Measure(name="Reading aloud", dimension=Dimension.FLUENCY, unit="words a minute")


@dataclass(frozen=True, slots=True)
class Row:
    """The seconds for one of something, several times, and how many there were in each."""

    what: str
    seconds: tuple[float, ...]
    count: int = 1


def measure() -> Iterator[Row]:
    """Verdicts at once, in a plain loop and alone; then charts."""
    whole, as_of = caseload(GOALS)
    many = _timed(lambda: verdicts(whole, as_of=as_of, pauses=HOLIDAYS), TIMES)
    yield Row(f"verdicts of {GOALS:,} goals with {CHECKS} checks, all at once", many)
    looped = _timed(lambda: plain_loop(whole, LOOPED), TIMES)
    yield Row(
        "a goal by a plain loop with scipy: the line and its interval alone",
        tuple(one / LOOPED for one in looped),
    )
    yield Row("a goal within the caseload", tuple(one / GOALS for one in many))
    _agree(whole, as_of)
    series, goal = alone(whole, 0)
    yield Row(
        "a goal alone: verdict with reason, every rule and notes",
        _timed(lambda: verdict(series, goal, as_of=as_of), 50),
    )
    found = verdict(series, goal, as_of=as_of)
    yield Row(
        "a goal's sentences for a family",
        _timed(lambda: for_family(statement(series, goal, found), pupil="Rowan"), 50),
    )
    drawn = list(states().values())
    svg(figure(*drawn[0]))
    for width in Width:
        specs, pictures = [], []
        for one in drawn:
            for audience in Audience:
                started = time.perf_counter()
                made = figure(*one, audience=audience, width=width)
                specs.append(time.perf_counter() - started)
                svg(made)
                pictures.append(time.perf_counter() - started)
        yield Row(f"a {width.value} chart as a specification with its words and table", tuple(specs))
        yield Row(
            f"a {width.value} chart as SVG ({len(pictures) / sum(pictures):.0f} a second)", tuple(pictures)
        )


def caseload(goals: int) -> tuple[Caseload, date]:
    """Invented goals of every kind of pace, a check a week."""
    chance = np.random.default_rng(20261125)
    days = np.broadcast_to(FIRST.toordinal() + 7 * np.arange(CHECKS), (goals, CHECKS)).astype(np.int64)
    level = chance.uniform(10, 80, (goals, 1))
    values = (
        level + chance.normal(0.8, 0.8, (goals, 1)) * np.arange(CHECKS) + chance.normal(0, 8, (goals, CHECKS))
    )
    values = np.maximum(np.round(values), 0)
    # One check in ten was not made.
    values[chance.random((goals, CHECKS)) < 0.1] = np.nan
    starts = np.round(level[:, 0])
    whole = Caseload(
        days, values, starts, days[:, 0].copy(), starts + chance.integers(20, 60, goals), days[:, 0] + 7 * 40,
        np.ones(goals, dtype=np.int8),
    )  # fmt: skip
    return whole, date.fromordinal(int(days[0, -1]))


def plain_loop(whole: Caseload, goals: int) -> list[tuple[float, float]]:
    """A line and its interval for each goal, one after another."""
    found = []
    for days, values in zip(whole.days[:goals], whole.values[:goals], strict=True):
        there = ~np.isnan(values)
        x, y = (days[there] - days[there][0]) / 7, values[there]
        line = stats.linregress(x, y)
        half = stats.t.ppf(0.9, len(x) - 2) * line.stderr
        found.append((line.slope - half, line.slope + half))
    return found


def alone(whole: Caseload, place: int) -> tuple[Series, Goal]:
    """One goal of the caseload as a series and a goal."""
    there = ~np.isnan(whole.values[place])
    checks = tuple(
        Observation(on=date.fromordinal(int(day)), value=float(value))
        for day, value in zip(whole.days[place][there], whole.values[place][there], strict=True)
    )
    goal = Goal(
        text="A goal", measure=READING, target=float(whole.targets[place]), due=date.fromordinal(int(whole.due[place])),
        baseline=Baseline(float(whole.starts[place]), FIRST), pauses=HOLIDAYS,
    )  # fmt: skip
    return Series(READING, checks), goal


def _agree(whole: Caseload, as_of: date) -> None:
    """What is quick must be right: a hundred goals alone, and a hundred lines by scipy."""
    many = verdicts(whole, as_of=as_of, pauses=HOLIDAYS)
    for place in range(100):
        assert KINDS[many.codes[place]] is verdict(*alone(whole, place), as_of=as_of).kind
    flat = verdicts(whole, as_of=as_of)
    assert np.allclose(np.column_stack((flat.low, flat.high))[:100], plain_loop(whole, 100))


def _timed(work: Callable[[], object], times: int) -> tuple[float, ...]:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return tuple(seconds)
