"""Measurements as a table that reads well in a terminal and in a document."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADINGS: Final = ("what", "stage", "queries", "database", "first opened", "median", "95th percentile")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing timed many times at one stage of filling. Only `seconds` is always known."""

    what: str
    stage: str
    seconds: tuple[float, ...]
    queries: tuple[int, ...] = ()
    database: tuple[float, ...] = ()
    first: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def percentile_95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.seconds[0]


def of(measurements: Iterable[Measurement]) -> str:
    """A row for each measurement; what is the same thing at several stages stands together."""
    measured = list(measurements)
    order = list(dict.fromkeys(one.what for one in measured))
    rows = [HEADINGS, *(_row(one) for one in sorted(measured, key=lambda one: order.index(one.what)))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_line(row, widths) for row in (rows[0], rule, *rows[1:]))


def _row(one: Measurement) -> tuple[str, ...]:
    return (
        one.what,
        one.stage,
        _range(one.queries),
        _time(one.database),
        _time(one.first),
        _time(one.seconds),
        _shown(one.percentile_95),
    )


def _range(counts: Sequence[int]) -> str:
    if not counts:
        return ""
    low, high = min(counts), max(counts)
    return str(low) if low == high else f"{low} to {high}"


def _time(seconds: Sequence[float]) -> str:
    return _shown(statistics.median(seconds)) if seconds else ""


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms" if seconds >= 0.0005 else f"{seconds * 1_000_000:,.0f} µs"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    words = (
        word.ljust(width) if column < 1 else word.rjust(width)
        for column, (word, width) in enumerate(zip(row, widths, strict=True))
    )
    return "| " + " | ".join(words) + " |"
