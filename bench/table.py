"""Measurements as a table that reads well in a terminal and in a document."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADINGS: Final = ("what", "stage", "queries", "median", "95th percentile")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing timed many times at one stage of filling."""

    what: str
    stage: str
    queries: int | None
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def percentile_95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.seconds[0]


def of(measurements: Iterable[Measurement]) -> str:
    """A row for each measurement, in the order given."""
    rows = [HEADINGS, *(_row(one) for one in measurements)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_line(row, widths) for row in (rows[0], rule, *rows[1:]))


def _row(one: Measurement) -> tuple[str, ...]:
    queries = "" if one.queries is None else str(one.queries)
    return (one.what, one.stage, queries, f"{one.median * 1000:.1f} ms", f"{one.percentile_95 * 1000:.1f} ms")


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    words = (
        word.ljust(width) if column < 2 else word.rjust(width)
        for column, (word, width) in enumerate(zip(row, widths, strict=True))
    )
    return "| " + " | ".join(words) + " |"
