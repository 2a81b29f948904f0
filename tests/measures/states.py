"""One goal in each of the eight verdicts, with what else a chart can show, for tests, benchmarks and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handrail.measures.aimlines import Baseline, Goal, Pause
from handrail.measures.benchmarks import Benchmark, Corner
from handrail.measures.dimensions import Dimension, Direction, Measure, PromptLadder
from handrail.measures.fidelity import HelpGiven
from handrail.measures.observations import Mark, Observation, Phase, Series
from handrail.measures.statements import Statement, statement
from handrail.measures.verdicts import verdict
from tests.measures.cases import week

PAUSES: Final = (
    Pause(date(2026, 10, 12), date(2026, 10, 25), "holiday"),
    Pause(date(2026, 12, 21), date(2027, 1, 3), "holiday"),
)
READING: Final = Measure(
    name="Words read correctly", dimension=Dimension.FLUENCY, unit="words a minute", level="P5 text"
)
LEAVING: Final = Measure(
    name="Leaving the classroom", dimension=Dimension.COUNT, unit="times a day", direction=Direction.DECREASE
)
SOUNDS: Final = Measure(name="Sounds known", dimension=Dimension.PERCENT_CORRECT, unit="%")
BREAKS: Final = replace(LEAVING, name="Asks for a break", direction=Direction.INCREASE)
ON_TASK: Final = Measure(
    name="On task", dimension=Dimension.MOMENTARY_SAMPLE, unit="% of samples", direction=Direction.MAINTAIN
)
READS: Final = "By {day} Rowan reads {target} words in a minute, correctly, from a P5 text"
LEAVES: Final = "By {day} Rowan leaves the classroom at most {target} times a day without saying so"


def state(
    values: Sequence[float],
    start: float | None,
    target: float,
    weeks: int,
    *,
    measure: Measure = READING,
    text: str = READS,
    phases: tuple[Phase, ...] = (),
    marks: tuple[Mark, ...] = (),
    pauses: tuple[Pause, ...] = PAUSES,
    as_of: date | None = None,
) -> tuple[Series, Statement]:
    """A check a week, none in the October holiday."""
    days = [week(number) for number in range(60) if week(number) not in (week(5), week(6))]
    checks = tuple(Observation(on=on, value=float(value)) for on, value in zip(days, values, strict=False))
    series, due = Series(measure, checks, phases, marks), week(weeks)
    goal = Goal(
        text=text.format(day=f"{due.day} {due:%B}", target=target), measure=measure, target=target, due=due,
        baseline=None if start is None else Baseline(start, week(0)), pauses=pauses,
    )  # fmt: skip
    found = verdict(series, goal, as_of=as_of or checks[-1].on + timedelta(days=2))
    return series, statement(
        series, goal, found, given=(15, 17), change="try five short sessions instead of three",
        look_again=date(2026, 12, 3),
    )  # fmt: skip


def states() -> dict[str, tuple[Series, Statement]]:
    """By verdict, then a level to keep and a change of teaching."""
    return {
        "below": state(
            (41, 44, 42, 44, 47, 45, 49, 48, 50, 49, 51), 42, 72, 22, marks=(Mark(week(9), "ill"),)
        ),
        "met": state((42, 45, 47, 50, 53, 56, 60, 64, 68, 71, 72, 73), 42, 70, 22),
        "above": state((20, 24, 26, 31, 33, 36, 41, 43, 46), 20, 72, 22),
        "on_track": state((12, 11, 12, 10, 11, 9, 10, 9, 8), 12, 4, 22, measure=LEAVING, text=LEAVES),
        "cannot_tell": state(
            (30, 36, 29, 38, 31, 40, 30, 37), 30, 60, 22, as_of=week(9) + timedelta(days=3),
            phases=(Phase(starts=week(2), label="paired reading"),),
        ),
        "too_early": state(
            (55, 60, 58, 66), 55, 90, 16, measure=SOUNDS, text="By {day} Rowan knows {target}% of the 44 sounds"
        ),
        "stale": state((42, 44, 43, 46, 45, 48), 42, 72, 22, as_of=week(14)),
        "no_variation": state(
            (0, 0, 0, 0, 0, 0, 0), 0, 10, 18, measure=BREAKS,
            text="By {day} Rowan asks for a break {target} times a day"
        ),
        "kept": state(
            (84, 88, 90, 83, 86, 92, 88), None, 80, 18, measure=ON_TASK,
            text="Rowan stays on task as much as the class does",
        ),
        "changed": state(
            (20, 22, 21, 23, 22, 24, 28, 31, 33, 37, 38, 42, 44), 20, 60, 24, pauses=(),
            phases=(Phase(starts=week(8), label="small group, daily"),),
        ),
    }  # fmt: skip


INVITES: Final = Measure(
    name="Asking to join a game", dimension=Dimension.RUBRIC, unit="level", lowest=0, highest=4,
    levels=("watches", "stands near", "joins when asked", "asks with a reminder", "asks alone"),
)  # fmt: skip
DRESSING: Final = Measure(
    name="Help needed to put on a coat", dimension=Dimension.PROMPT_LEVEL, unit="level", direction=Direction.DECREASE,
    prompts=PromptLadder(("alone", "a word", "a gesture", "hand on hand")),
)  # fmt: skip
HELP: Final = tuple(
    HelpGiven(week(number), given, planned)
    for number, (given, planned) in enumerate(
        ((3, 3), (3, 3), (2, 3), (3, 3), (0, 3), (0, 0), (0, 0), (3, 3), (1, 3), (3, 3), (2, 3))
    )
)
BENCHMARK: Final = Benchmark(
    label="usual in this year group", year=2025, sample="212 pupils of six schools",
    corners=(Corner(week(0), 58, 84), Corner(week(22), 76, 104)),
)  # fmt: skip


def in_levels(values: Sequence[float], measure: Measure, target: float, text: str, **about: object) -> Goal:
    """A goal on levels in order, from the first of them."""
    return Goal(
        text=text, measure=measure, target=target, due=week(22), baseline=Baseline(values[0], week(0)), pauses=PAUSES,
        **about,  # type: ignore[arg-type]
    )  # fmt: skip


def levels() -> dict[str, tuple[Series, Statement]]:
    """Goals in levels: moving towards the goal, unsure, and less is better."""
    found = {}
    for name, measure, values, target, text in (
        ("rubric", INVITES, (0, 0, 1, 0, 1, 1, 2, 1, 2, 2, 3), 4, "Rowan asks to join a game at break"),
        ("rubric_unsure", INVITES, (1, 2, 1, 1, 2, 1, 2, 1), 4, "Rowan asks to join a game at break"),
        ("prompts", DRESSING, (3, 3, 3, 2, 3, 2, 2, 1, 1, 2, 1, 1), 0, "Rowan puts on a coat alone"),
    ):
        days = [week(number) for number in range(60) if week(number) not in (week(5), week(6))]
        checks = tuple(
            Observation(on=on, value=float(value)) for on, value in zip(days, values, strict=False)
        )
        phases = (Phase(starts=week(4), label="a picture of how to ask"),) if name == "rubric" else ()
        series = Series(measure, checks, phases)
        goal = in_levels(values, measure, target, text)
        found[name] = (
            series, statement(series, goal, verdict(series, goal, as_of=checks[-1].on + timedelta(days=2)))
        )  # fmt: skip
    return found


def rates() -> dict[str, tuple[Series, Statement]]:
    """Rates and counts for a chart of multiples, with errors and with checks of nothing."""
    days = [week(number) for number in range(60) if week(number) not in (week(5), week(6))]
    right, wrong = (12, 15, 14, 18, 22, 21, 28, 30, 36, 41), (8, 9, 6, 7, 4, 5, 2, 3, 1, 0)
    checks = tuple(
        Observation(on=on, count=count, errors=errors, minutes=1.0)
        for on, count, errors in zip(days, right, wrong, strict=False)
    )
    measure = replace(READING, name="Sums answered", unit="right answers a minute")
    series = Series(measure, checks)
    goal = Goal(
        text="By 8 February Rowan answers 60 sums a minute", measure=measure, target=60, due=week(22),
        baseline=Baseline(12, week(0)), pauses=PAUSES,
    )  # fmt: skip
    found = {
        "sums": (series, statement(series, goal, verdict(series, goal, as_of=days[9] + timedelta(days=2))))
    }
    found["leaving"] = state(
        (24, 20, 22, 16, 15, 9, 12, 7, 6, 0, 5), 24, 2, 22, measure=LEAVING, text=LEAVES,
        phases=(Phase(starts=week(3), label="a card to ask for a break"),),
    )  # fmt: skip
    return found
