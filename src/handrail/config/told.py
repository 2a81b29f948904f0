"""What is told on the command line: days, and events with their days."""

from __future__ import annotations

from argparse import ArgumentTypeError
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is typed: request_received=2026-01-08, with details after commas."""

    kind: str
    on: date
    said: dict[str, str]

    @classmethod
    def parse(cls, words: str) -> Told:
        first, *others = words.split(",")
        kind, equals, day = first.partition("=")
        try:
            on = date.fromisoformat(day)
        except ValueError:
            raise ArgumentTypeError(
                f'"{words}" is not an event with its day. Write it like request_received=2026-01-08.'
            ) from None
        said = dict(one.partition("=")[::2] for one in others)
        if not equals or "" in said.values():
            raise ArgumentTypeError(f'"{words}": every detail is written like name=value.')
        return cls(kind.strip(), on, said)


def day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ArgumentTypeError(f'"{words}" is not a day. Write it like 2026-11-05.') from None
