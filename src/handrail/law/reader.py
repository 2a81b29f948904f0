"""Reads TOML strictly: every key is expected, every mistake has a file, a line and a sentence."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from handrail.law.source_lines import Path, Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

E = TypeVar("E", bound=StrEnum)


LANGUAGE_OF_A_PLACE: Final = re.compile("[a-z]{2,3}-[A-Z]{2}")


class LawError(Exception):
    """A law file says something that cannot be taken as law."""

    def __init__(self, file: str, line: int, sentence: str) -> None:
        super().__init__(f"{file}:{line}: {sentence}")
        self.file = file
        self.line = line
        self.sentence = sentence


TYPE_NAMES: Final[Mapping[type, str]] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    date: "a date such as 2026-11-05",
    list: "a list",
    dict: "a table",
}


class Table:
    """One table of a file. What is asked for is ticked off; `done` refuses what nobody asked for."""

    def __init__(self, values: Mapping[str, Any], file: str, path: Path, places: Places) -> None:
        self.file = file
        self.path = path
        self._values = values
        self._places = places
        self._asked: set[str] = set()

    def error(self, sentence: str, *keys: str | int) -> LawError:
        return LawError(self.file, self._places.line((*self.path, *keys)), sentence)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._values)

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str) -> str:
        value: str = self._needed(key, str)
        if not value.strip():
            raise self.error(f"{key} is empty.", key)
        return " ".join(value.split())

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def language(self, key: str) -> str:
        """A language with its place, by BCP 47 tag."""
        value = self.text(key)
        if not LANGUAGE_OF_A_PLACE.fullmatch(value):
            raise self.error(f"{key} is {value}; write the language and the place, like en-GB.", key)
        return value

    def day(self, key: str) -> date:
        value: date = self._needed(key, date)
        return value

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """True or false; false where it is not said."""
        return bool(self._needed(key, bool)) if self.has(key) else self._ask(key)

    def number(self, key: str) -> int:
        """A whole number, not below nought."""
        value: int = self._needed(key, int)
        if value < 0:
            raise self.error(f"{key} is {value}; it must not be below 0.", key)
        return value

    def optional_number(self, key: str) -> int | None:
        return self.number(key) if self.has(key) else None

    def choice(self, key: str, kind: type[E]) -> E:
        word = self.text(key)
        try:
            return kind(word)
        except ValueError:
            raise self.error(f'{key} is "{word}"; it must be one of {", ".join(kind)}.', key) from None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is not said."""
        if not self.has(key):
            self._ask(key)
            return ()
        values: list[Any] = self._needed(key, list)
        for place, value in enumerate(values):
            if not isinstance(value, str):
                raise self.error(
                    f"{key} must be a list of texts; number {place + 1} is not text.", key, place
                )
        return tuple(values)

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days; empty where it is not said."""
        if not self.has(key):
            self._ask(key)
            return ()
        values: list[Any] = self._needed(key, list)
        for place, value in enumerate(values):
            if not isinstance(value, date) or isinstance(value, datetime):
                raise self.error(
                    f"{key} must be a list of days; number {place + 1} is not a day.", key, place
                )
        return tuple(values)

    def texts_by_key(self, key: str) -> dict[str, str]:
        """A table of texts; empty where it is not said."""
        table = self.optional_table(key)
        return {} if table is None else {name: table.text(name) for name in table.keys}

    def table(self, key: str) -> Table:
        return Table(self._needed(key, dict), self.file, (*self.path, key), self._places)

    def optional_table(self, key: str) -> Table | None:
        if self.has(key):
            return self.table(key)
        self._ask(key)
        return None

    def tables(self, key: str, *, needed: bool = True) -> Iterator[Table]:
        """The rows of an array of tables."""
        if not needed and not self.has(key):
            self._ask(key)
            return
        rows: list[Any] = self._needed(key, list)
        if needed and not rows:
            raise self.error(f"{key} is empty.", key)
        for place, row in enumerate(rows):
            if not isinstance(row, dict):
                raise self.error(
                    f"{key} must be a list of tables; number {place + 1} is not a table.", key, place
                )
            yield Table(row, self.file, (*self.path, key, place), self._places)

    def named_tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables under a name each, such as [event.plan_issued]."""
        holder = self.table(key)
        for name in holder.keys:
            yield name, holder.table(name)

    def done(self) -> None:
        for key in self._values:
            if key not in self._asked:
                raise self.error(f"{key} is not a key that is known here.", key)

    def _ask(self, key: str) -> bool:
        self._asked.add(key)
        return False

    def _needed(self, key: str, kind: type) -> Any:
        self._ask(key)
        if key not in self._values:
            raise self.error(f"{key} is missing.")
        value = self._values[key]
        # A truth value is also a number, and a moment is also a day, in Python; not in law.
        if (
            not isinstance(value, kind)
            or isinstance(value, datetime)
            or (kind is not bool and isinstance(value, bool))
        ):
            raise self.error(f"{key} must be {TYPE_NAMES[kind]}.", key)
        return value


def read_toml(text: str, file: str) -> Table:
    """The top table of a file."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise LawError(file, _line_in(str(problem), text), _first_sentence(str(problem))) from problem
    return Table(values, file, (), Places(text))


def _line_in(message: str, text: str) -> int:
    """The line that the standard reader names in its message, or the last."""
    if "at line " in message:
        return int(message.rpartition("at line ")[2].partition(",")[0])
    return text.count("\n") + 1


def _first_sentence(message: str) -> str:
    return f"This is not valid TOML: {message.partition(' (at')[0]}."
