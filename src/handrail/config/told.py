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


def goal(words: str) -> tuple[float, date]:
    """72 by 2027-01-25."""
    target, by, due = words.partition(" by ")
    try:
        return float(target), date.fromisoformat(due.strip() if by else "")
    except ValueError:
        raise ArgumentTypeError(f'"{words}" is not a goal. Write it like "72 by 2027-01-25".') from None


def start(words: str) -> tuple[float, date]:
    """42=2026-09-07."""
    value, _, on = words.partition("=")
    try:
        return float(value), date.fromisoformat(on)
    except ValueError:
        raise ArgumentTypeError(
            f'"{words}" is not a start with its day. Write it like 42=2026-09-07.'
        ) from None


def pause(words: str) -> tuple[date, date]:
    """2026-10-12/2026-10-25."""
    first, _, last = words.partition("/")
    return day(first), day(last)


def change(words: str) -> tuple[date, str]:
    """2026-11-02=small group."""
    on, equals, label = words.partition("=")
    if not equals or not label.strip():
        raise ArgumentTypeError(f'"{words}" does not say what began. Write it like 2026-11-02=small group.')
    return day(on), label.strip()


def share(words: str) -> float:
    """0.8."""
    try:
        value = float(words)
    except ValueError:
        value = 0.0
    if not 0 < value < 1:
        raise ArgumentTypeError(f'"{words}" does not lie between 0 and 1. Write it like 0.8.')
    return value
