"""Calendars as tables: kind, name, from, until."""

from __future__ import annotations

import csv
import io
from typing import Final

from handrail.apps.calendars.entries import LONGEST_STRETCH
from handrail.apps.calendars.guesses import FileRead, Found, guessed, terms_from_their_ends
from handrail.core.days import Order, day_from, speaks_against
from handrail.core.errors import DayNotUnderstood, FileRefused

MOST_ENTRIES: Final = 400
"""A council's calendar has some dozens a year. More is another kind of calendar."""

COLUMNS: Final = {
    "kind": ("kind", "type", "category", "what"),
    "name": ("name", "title", "summary", "description", "event", "subject", "term"),
    "from": (
        "from",
        "start",
        "starts",
        "start date",
        "starts on",
        "first day",
        "begin",
        "begins",
        "date",
        "day",
    ),
    "until": ("until", "to", "end", "ends", "end date", "ends on", "last day"),
}
FORMULAS: Final = ("=", "+", "-", "@")
"""A spreadsheet runs a cell that begins so; such a name is written with a quotation mark before it."""


def read_csv(text: str, *, order: Order) -> FileRead:
    """The lines of a table, each as what it is taken for.

    Raises:
        FileRefused: it is no such table. The message says what to do.
    """
    rows = _rows(text)
    places = _places(rows[0][1])
    lines = [(number, _cells(row, places)) for number, row in rows[1:] if any(cell.strip() for cell in row)]
    if not lines:
        raise FileRefused("This file names its columns and holds no line below them.")
    if len(lines) > MOST_ENTRIES:
        raise FileRefused(too_many(len(lines)))
    written = [cells[name] for _, cells in lines for name in ("from", "until")]
    mixed = next((one for one in written if speaks_against(one, order)), "")
    notes: tuple[str, ...] = ()
    if mixed:
        notes = (
            f"“{mixed}” can only be read one way round and others the other way, so no day that could be two "
            "is taken from this file. Write the months in words and choose it again.",
        )
        order = Order.EITHER
    found = [_found(number, cells, order=order) for number, cells in lines]
    return FileRead(terms_from_their_ends(found), notes)


def too_many(count: int) -> str:
    return (
        f"This file holds {count:,} entries. A school calendar has some dozens a year, so this is another kind of "
        f"calendar. Choose a file with at most {MOST_ENTRIES}."
    )


def _rows(text: str) -> list[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise FileRefused("This file is empty. Choose another, or save it again first.")
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [(reader.line_num, row) for row in reader if row]
    except csv.Error as broken:
        raise FileRefused(
            "This file cannot be read as a table: a quotation mark has no partner. Save it as CSV again."
        ) from broken


def _places(heading: list[str]) -> dict[str, int]:
    named = [" ".join(cell.split()).casefold() for cell in heading]
    places = {
        column: next(at for at, name in enumerate(named) if name in names)
        for column, names in COLUMNS.items()
        if any(name in names for name in named)
    }
    if "from" not in places or not ({"name", "kind"} & places.keys()):
        raise FileRefused(
            "The first line of this file does not name the columns. It must say: kind, name, from, until."
        )
    return places


def _cells(row: list[str], places: dict[str, int]) -> dict[str, str]:
    return {
        column: row[places[column]].strip() if column in places and places[column] < len(row) else ""
        for column in COLUMNS
    }


def _found(number: int, cells: dict[str, str], *, order: Order) -> Found:
    name, where = plain_name(cells["name"]), f"Line {number}"
    try:
        if not cells["from"]:
            raise DayNotUnderstood("It has no day in the column “from”.")
        starts = day_from(cells["from"], order=order)
        ends = day_from(cells["until"], order=order) if cells["until"] else starts
    except DayNotUnderstood as unread:
        return Found(name=name or cells["kind"], why=str(unread), where=where)
    if ends < starts:
        return Found(name=name, why="It ends before it starts. Check its two days.", where=where)
    if ends - starts > LONGEST_STRETCH:
        return Found(name=name, why="It is longer than a year. Check its two days.", where=where)
    kind, why = guessed(name, starts, ends, said=cells["kind"])
    if kind is None and cells["kind"]:
        why = f"Handrail knows no kind “{cells['kind'][:40]}”. It knows term, closure and in-service day."
    return Found(name=name or cells["kind"], starts=starts, ends=ends, kind=kind, why=why, where=where)


def plain_name(cell: str) -> str:
    """The name without the quotation mark that keeps a spreadsheet from running it."""
    if cell.startswith("'") and cell.lstrip("'").startswith(FORMULAS):
        return cell[1:]
    return cell


def guarded_name(name: str) -> str:
    return f"'{name}" if name.lstrip("'").startswith(FORMULAS) else name
