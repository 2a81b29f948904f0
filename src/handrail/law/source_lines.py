"""Which line of a TOML file a key stands on.

The standard reader gives values without places. A person who mends a law file needs the place, so this
walks the text once and notes where each table and each key begins; it trusts that the text is valid.
"""

from __future__ import annotations

import re
from typing import Final

Path = tuple[str | int, ...]

KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
DOTTED: Final = rf"{KEY}(?:\s*\.\s*{KEY})*"
HEADER: Final = re.compile(rf"\s*(?P<open>\[\[?)\s*(?P<name>{DOTTED})\s*\]\]?\s*(?:#.*)?$")
ASSIGNMENT: Final = re.compile(rf"\s*(?P<name>{DOTTED})\s*=(?P<value>.*)$")
QUOTES: Final = ('"""', "'''", '"', "'")


def lines_of(text: str) -> dict[Path, int]:
    """The first line of every table and key, counted from 1."""
    found: dict[Path, int] = {(): 1}
    rows: dict[Path, int] = {}
    table: Path = ()
    waiting = _Value()
    for number, line in enumerate(text.splitlines(), start=1):
        if waiting.open:
            waiting.read(line)
            continue
        header = HEADER.fullmatch(line)
        if header:
            table = _resolved(_keys(header["name"]), rows)
            if header["open"] == "[[":
                rows[table] = rows.get(table, -1) + 1
                found.setdefault(table, number)
                table = (*table, rows[table])
            found.setdefault(table, number)
            continue
        assignment = ASSIGNMENT.fullmatch(line)
        if assignment:
            found.setdefault((*table, *_keys(assignment["name"])), number)
            waiting.read(assignment["value"])
    return found


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """The line of a key, or of the nearest thing around it that has a line."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


class Places:
    """The lines of one text, looked up only once somebody has a mistake to place."""

    def __init__(self, text: str) -> None:
        self._text = text

    def line(self, path: Path) -> int:
        return line_of(path, lines_of(self._text))


class _Value:
    """A value that may go on over several lines: an array, or text in three quotes."""

    def __init__(self) -> None:
        self.depth = 0
        self.quote = ""

    @property
    def open(self) -> bool:
        return bool(self.depth or self.quote)

    def read(self, line: str) -> None:
        at = 0
        while at < len(line):
            if self.quote:
                if self.quote[0] == '"' and line[at] == "\\":
                    at += 2
                elif line.startswith(self.quote, at):
                    at += len(self.quote)
                    self.quote = ""
                else:
                    at += 1
                continue
            if line[at] == "#":
                break
            self.quote = next((quote for quote in QUOTES if line.startswith(quote, at)), "")
            at += len(self.quote) or 1
            if not self.quote:
                self.depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(line[at - 1], 0)


def _keys(name: str) -> Path:
    return tuple(key.strip("\"'") for key in re.findall(KEY, name))


def _resolved(keys: Path, rows: dict[Path, int]) -> Path:
    """A header's path, with the row of each array of tables that it goes through; not of the last."""
    path: Path = ()
    for place, key in enumerate(keys):
        path = (*path, key)
        if path in rows and place < len(keys) - 1:
            path = (*path, rows[path])
    return path
