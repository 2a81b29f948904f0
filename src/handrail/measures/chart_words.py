"""What a chart says, in words and as a table, for whoever does not see it or does not trust pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.measures import words
from handrail.measures.fidelity import in_order, sessions
from handrail.measures.findings import LAST, Kind
from handrail.measures.palette import INK, SOFT
from handrail.measures.statements import headline, sufficiency

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handrail.measures.benchmarks import Benchmark
    from handrail.measures.dimensions import Measure
    from handrail.measures.fidelity import HelpGiven
    from handrail.measures.observations import Series
    from handrail.measures.placing import Weight
    from handrail.measures.sheets import Sheet
    from handrail.measures.statements import Statement


@dataclass(frozen=True, slots=True)
class Alternative:
    """One sentence to take away, five facts, and the table that the chart is drawn from."""

    title: str
    takeaway: str
    facts: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """All but the table, as the description of a picture."""
        return " ".join((self.takeaway, *self.facts))


def alternative(
    series: Series,
    made: Statement,
    *,
    help_given: Sequence[HelpGiven] = (),
    benchmark: Benchmark | None = None,
) -> Alternative:
    """The text that stands for a chart."""
    columns = ["Day", capital(made.goal.measure.unit), "Goal line", "Note"]
    facts, days = _facts(series, made), _rows(series, made, help_given)
    rows: list[tuple[str, ...]] = list(days.values())
    if benchmark is not None:
        columns.insert(3, "Benchmark")
        facts += (_usual(benchmark, made),)
        rows = [(*row[:3], _band(benchmark, on), row[3]) for on, row in days.items()]
    if help_given:
        facts += (_help(help_given, made.verdict.as_of),)
    return Alternative(
        title=made.goal.text,
        takeaway=f"{headline(made)} {from_what(made)}",
        facts=facts,
        columns=tuple(columns),
        rows=tuple(rows),
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def axis_words(measure: Measure, sheet: Sheet, *, better: bool = True) -> list[str]:
    """What the upright axis counts, and which way is better."""
    unit = measure.unit if measure.unit.startswith("%") else f"in {measure.unit}"
    what = measure.name if measure.dimension.facts.ordinal else f"{measure.name}, {unit}"
    if not better:
        return sheet.wrapped(what, 400)
    whole = sheet.wrapped(f"{what} ({measure.direction.label})", 400)
    return whole if len(whole) == 1 else [*sheet.wrapped(what, 400), f"({measure.direction.label})"]


def heads(
    made: Statement, subtitle: str, sheet: Sheet, *, titled: bool, axis: Sequence[str] | None = None
) -> list[tuple[str, Weight, str]]:
    """The lines over a drawing: goal and verdict, if they are asked for, and what the upright axis counts."""
    title = sheet.wrapped(made.goal.text, 700) if titled else []
    below = sheet.wrapped(subtitle, 400) if titled else []
    last = axis_words(made.goal.measure, sheet) if axis is None else axis
    return [
        *((line, 700, INK) for line in title),
        *((line, 400, INK) for line in below),
        *((line, 400, SOFT) for line in last),
    ]


def from_what(made: Statement) -> str:
    """From so many checks over so many weeks."""
    verdict = made.verdict
    if not verdict.n:
        return "There is no check in this phase yet."
    return f"From {words.counted(verdict.n, 'check')} over {words.weeks(verdict.weeks)}."


def _facts(series: Series, made: Statement) -> tuple[str, ...]:
    unit = made.goal.measure.unit
    start = "Start: not known yet."
    if made.start is not None:
        start = f"Start: {words.amount(made.start.value, unit)} on {words.day(made.start.on, year=True)}."
    high = "" if made.goal.high is None else f" to {words.number(made.goal.high)}"
    goal = f"Goal: {words.number(made.goal.target)}{high} by {words.day(made.goal.due, year=True)}."
    now = "Now: fewer than three checks."
    if made.now is not None:
        now = f"Now: {words.number(made.now)}, the middle of the last {LAST} checks."
    changes = [f"{phase.label} from {words.day(phase.starts)}" for phase in series.phases]
    return (
        start,
        goal,
        now,
        _pace(made),
        f"Changes: {words.listed(changes)}." if changes else "Changes: none.",
    )


def _pace(made: Statement) -> str:
    verdict = made.verdict
    if made.rate is None or verdict.pace is None or verdict.aim is None or made.kind is Kind.MET:
        return sufficiency(made)
    low, high = verdict.pace
    needed = "" if made.needed is None else f" Needed from here: {words.number(made.needed)} a week."
    return (
        f"Pace: {words.number(made.rate)} a week, probably between {words.number(low)} and {words.number(high)} "
        f"({words.how_sure(verdict.confidence)}); the goal line: {words.number(verdict.aim.rate)}.{needed}"
    )


def _usual(benchmark: Benchmark, made: Statement) -> str:
    today = _band(benchmark, made.verdict.as_of)
    now = f", on {words.day(made.verdict.as_of)} {today}" if today else ""
    return f"Benchmark: {benchmark.source}{now}."


def _band(benchmark: Benchmark, on: date) -> str:
    band = benchmark.at(on)
    return "" if band is None else f"{words.number(band[0])} to {words.number(band[1])}"


def _help(help_given: Sequence[HelpGiven], until: date) -> str:
    given, planned = sessions(help_given, until=until)
    share = f" ({100 * given / planned:.0f}%)" if planned else ""
    return f"Help given: {given} of {words.counted(planned, 'planned session')}{share}."


def _rows(
    series: Series, made: Statement, help_given: Sequence[HelpGiven]
) -> dict[date, tuple[str, str, str, str]]:
    aim = made.verdict.aim
    notes: dict[date, list[str]] = {}
    for phase in series.phases:
        notes.setdefault(phase.starts, []).append(f"{phase.label} begins")
    for mark in series.marks:
        notes.setdefault(mark.on, []).append(mark.label)
    for one in series.observations:
        said = notes.setdefault(one.on, [])
        said += [one.note] if one.note else []
        said += [f"excused: {one.excused}"] if one.excused else []
        if one.no_response_by is not None:
            said.append(f"no answer within {words.number(one.no_response_by)}")
    for given in in_order(help_given):
        notes.setdefault(given.starts, []).append(f"help given until {words.day(given.ends)}: {_of(given)}")
    checked = {point.on: point for point in series.points}
    rows = {}
    for on in sorted({*checked, *notes}):
        point = checked.get(on)
        value = "" if point is None or point.cut_off else words.number(point.value)
        line = "" if aim is None or on < aim.start.on else words.number(aim.at(min(on, made.goal.due)))
        note = notes.get(on, [])
        if point is not None and point.checks > 1:
            note.append(f"middle of {point.checks} checks")
        rows[on] = (words.day(on, year=True), value, line, "; ".join(note))
    return rows


def _of(given: HelpGiven) -> str:
    said = f"{given.given} of {words.counted(given.planned, 'session')}"
    return said if given.steps is None else f"{said}, {given.steps_done} of {given.steps} steps done"
