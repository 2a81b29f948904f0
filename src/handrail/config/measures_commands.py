"""`handrail measures`: how a goal stands from a table of checks, without a database or a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from handrail.core.errors import KernelError
from handrail.core.explanations import in_words
from handrail.measures.aimlines import Baseline, Goal, Pause
from handrail.measures.charts import Audience, Width, figure
from handrail.measures.dimensions import Dimension, Direction, Measure
from handrail.measures.files import read_checks
from handrail.measures.findings import Rule, Settings
from handrail.measures.observations import Phase, Series
from handrail.measures.rendering import svg
from handrail.measures.statements import for_family, for_report, statement
from handrail.measures.verdicts import verdict

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from handrail.measures.statements import Statement

REFUSED: Final = 2
FONTS: Final = Path(__file__).parents[1] / "apps" / "documents" / "fonts"


def show_verdict(chosen: Namespace, *, today: date) -> int:
    """Print how the goal stands; a table or a goal that cannot be taken is told as a sentence."""
    try:
        series, made = _statement(chosen, as_of=chosen.as_of or today)
        if chosen.chart:
            drawn = figure(
                series, made, audience=Audience(chosen.audience), width=Width(chosen.width), titled=True
            )
            fonts = FONTS if FONTS.is_dir() else None
            Path(chosen.chart).write_text(svg(drawn, fonts=fonts), encoding="utf-8")
    except (KernelError, OSError, UnicodeDecodeError) as problem:
        print(_told(problem, chosen.file), file=sys.stderr)
        return REFUSED
    if chosen.format == "json":
        print(json.dumps(_as_data(made), indent=2, ensure_ascii=False))
    else:
        _print(made, pupil=chosen.pupil)
    return 0


def _told(problem: Exception, file: str) -> str:
    if isinstance(problem, UnicodeDecodeError):
        return f"{file} is not a text in UTF-8. Save it again as CSV UTF-8."
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.filename}: {problem.strerror}."
    return str(problem)


def _statement(chosen: Namespace, *, as_of: date) -> tuple[Series, Statement]:
    measure = Measure(
        name=chosen.measure, dimension=Dimension(chosen.kind), unit=chosen.unit, direction=Direction(chosen.better),
    )  # fmt: skip
    checks = read_checks(Path(chosen.file).read_text(encoding="utf-8"), name=Path(chosen.file).name)
    phases = tuple(Phase(starts=on, label=label) for on, label in chosen.phase)
    series = Series(measure, checks, phases)
    target, due = chosen.goal
    baseline = Baseline(*chosen.start) if chosen.start else None
    goal = Goal(
        text=f"{chosen.measure}: {target:g} {chosen.unit} by {in_words(due)}",
        measure=measure, target=target, due=due, baseline=baseline, pauses=tuple(Pause(*days) for days in chosen.pause),
    )  # fmt: skip
    asked = Settings(confidence=chosen.confidence, rule=Rule(chosen.rule))
    return series, statement(series, goal, verdict(series, goal, as_of=as_of, settings=asked))


def _print(made: Statement, *, pupil: str) -> None:
    print(f"{made.kind.label}. {made.verdict.reason}\n")
    print(f"For the family:\n  {for_family(made, pupil=pupil)}\n")
    print(f"For a report:\n  {for_report(made)}\n")
    if made.verdict.beside:
        print("Other rules, beside this:")
        for one in made.verdict.beside:
            print(f"  {one.rule.label}: {one.kind.label.lower()}. {one.reason}")


def _as_data(made: Statement) -> dict[str, Any]:
    found = made.verdict

    def ends(one: tuple[float, float] | None) -> list[float] | None:
        return None if one is None else list(one)

    def iso(day: date | None) -> str | None:
        return None if day is None else day.isoformat()

    return {
        "verdict": str(found.kind),
        "reason": found.reason,
        "rule": str(found.rule),
        "confidence": found.confidence,
        "as_of": iso(found.as_of),
        "checks": found.n,
        "weeks": found.weeks,
        "start": None if made.start is None else {"value": made.start.value, "on": iso(made.start.on)},
        "now": made.now,
        "expected": made.expected,
        "target": made.goal.target,
        "due": iso(made.goal.due),
        "rate": made.rate,
        "rate_interval": ends(found.pace),
        "goal_line_rate": None if found.aim is None else found.aim.rate,
        "needed_rate": made.needed,
        "projected": found.projected,
        "enough": made.enough,
        "forecast": None
        if made.forecast is None
        else {
            "on": iso(made.forecast.on),
            "earliest": iso(made.forecast.earliest),
            "latest": iso(made.forecast.latest),
            "horizon": iso(made.forecast.horizon),
            "reason": made.forecast.reason,
        },
        "beside": [
            {"rule": str(one.rule), "verdict": str(one.kind), "reason": one.reason} for one in found.beside
        ],
        "unknown": list(made.unknown),
    }
