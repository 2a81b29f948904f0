"""Checks as a table of text: what a spreadsheet saves as CSV."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from handrail.measures.errors import MeasureError
from handrail.measures.observations import Observation

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBERS: Final = ("value", "minutes", "no_response_by")
COUNTS: Final = ("count", "out_of", "errors")
TEXTS: Final = ("unit", "level", "prompt", "setting", "recorder", "excused", "note")
COLUMNS: Final = ("day", *NUMBERS, *COUNTS, *TEXTS)
MOST_ROWS: Final = 100_000


def read_checks(text: str, *, name: str) -> tuple[Observation, ...]:
    """The checks of a CSV table with a column for the day and others by the names in `COLUMNS`.

    Each fault is a sentence with the file's name and the line.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not any(line.strip() for line in lines):
        raise MeasureError(
            f"{name} is empty. It needs a line of headings: day,value and a line for each check."
        )
    separator = ";" if lines[0].count(";") > lines[0].count(",") else ","
    try:
        rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as fault:
        raise MeasureError(f"{name} is not a CSV table: {fault}.") from None
    if len(rows) > MOST_ROWS:
        raise MeasureError(f"{name} has more than {MOST_ROWS:,} lines, which is more than one goal can have.")
    heads = [head.strip().lower().replace(" ", "_") for head in rows[0]]
    if unknown := [head for head in heads if head not in COLUMNS]:
        raise MeasureError(
            f'{name}, line 1: "{unknown[0]}" is no column that is known. Columns: {", ".join(COLUMNS)}.'
        )
    if "day" not in heads:
        raise MeasureError(f'{name}, line 1: there is no column "day".')
    if repeated := next((head for head in heads if heads.count(head) > 1), None):
        raise MeasureError(f'{name}, line 1: the column "{repeated}" is there twice.')
    return tuple(_checks(rows[1:], heads, name))


def _checks(rows: Iterable[list[str]], heads: list[str], name: str) -> Iterable[Observation]:
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        place = f"{name}, line {line}"
        if len(row) > len(heads):
            raise MeasureError(f"{place}: there are {len(row)} cells under {len(heads)} headings.")
        cells = {head: cell.strip() for head, cell in zip(heads, row, strict=False) if cell.strip()}
        try:
            yield Observation(on=_day(cells.pop("day", ""), place), **_values(cells, place))
        except MeasureError as fault:
            said = str(fault)
            raise MeasureError(said if said.startswith(place) else f"{place}: {said}") from None


def _day(cell: str, place: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise MeasureError(f'{place}: "{cell}" is not a day. Write it like 2026-11-05.') from None


def _values(cells: dict[str, str], place: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for head, cell in cells.items():
        if head in TEXTS:
            found[head] = cell
            continue
        try:
            found[head] = int(cell) if head in COUNTS else float(cell)
        except ValueError:
            kind = "a whole number" if head in COUNTS else "a number, written like 42 or 42.5"
            raise MeasureError(f'{place}: {head.replace("_", " ")} "{cell}" is not {kind}.') from None
    return found
