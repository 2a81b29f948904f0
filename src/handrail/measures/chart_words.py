"""What a chart says, in words and as a table, for whoever does not see it or does not trust pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.measures import words
from handrail.measures.statements import headline, sufficiency
from handrail.measures.verdicts import LAST, Kind

if TYPE_CHECKING:
    from handrail.measures.observations import Series
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


def alternative(series: Series, made: Statement) -> Alternative:
    """The text that stands for a chart."""
    return Alternative(
        title=made.goal.text,
        takeaway=f"{headline(made)} {from_what(made)}",
        facts=_facts(series, made),
        columns=("Day", made.goal.measure.unit[:1].upper() + made.goal.measure.unit[1:], "Goal line", "Note"),
        rows=_rows(series, made),
    )


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


def _rows(series: Series, made: Statement) -> tuple[tuple[str, ...], ...]:
    aim, rows = made.verdict.aim, []
    notes = {mark.on: mark.label for mark in series.marks} | {
        phase.starts: f"{phase.label} begins" for phase in series.phases
    }
    days: dict[object, list[str]] = {}
    for one in series.observations:
        said = [one.note] if one.note else []
        if one.excused:
            said.append(f"excused: {one.excused}")
        if one.no_response_by is not None:
            said.append(f"no answer within {words.number(one.no_response_by)}")
        days.setdefault(one.on, []).extend(said)
    checked = {point.on: point for point in series.points}
    for on in sorted({*checked, *notes, *(one.on for one in series.observations)}):
        point = checked.get(on)
        value = "" if point is None or point.cut_off else words.number(point.value)
        line = "" if aim is None or on < aim.start.on else words.number(aim.at(min(on, made.goal.due)))
        note = [notes[on]] if on in notes else []
        note.extend(days.get(on, []))
        if point is not None and point.checks > 1:
            note.append(f"middle of {point.checks} checks")
        rows.append((words.day(on, year=True), value, line, "; ".join(note)))
    return tuple(rows)
