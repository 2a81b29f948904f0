"""A recording: the events of one file, and what its format can and cannot tell."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from handrail.signals import events, kernel
from handrail.signals.errors import BrokenContract
from handrail.signals.events import UNKNOWN_DWELL, Op, Source, shape_of

if TYPE_CHECKING:
    from pathlib import Path


class Tells(StrEnum):
    """What a recording can tell; a signal names what it needs."""

    TEXT = "where in the text each change was"
    TIMES = "the time of each change, to about two seconds"
    FINE_TIMES = "the time of each key, to about 10 ms"
    HOLD = "how long keys were held"
    SOURCES = "what was typed and what was brought in"
    FOCUS = "when the writer went to another window"
    START = "when the task was shown"


EVERYTHING: Final = frozenset(Tells)


@dataclass(frozen=True, slots=True)
class Recording:
    """Events under the contract, what they can tell, and what the reader noticed on the way."""

    events: pa.Table
    format: str
    tells: frozenset[Tells]
    notes: tuple[str, ...] = ()
    names: dict[int, str] = field(default_factory=dict)

    @property
    def simulated(self) -> bool:
        return events.is_simulated(self.events)

    def session(self, number: int) -> pa.Table:
        """The events of one session."""
        starts = kernel.starts_of(self.events.column("session").to_numpy())
        for begin, end in itertools.pairwise(starts):
            if self.events.column("session")[int(begin)].as_py() == number:
                return self.events.slice(int(begin), int(end - begin))
        raise BrokenContract(f"There is no session {number}.")

    def write(self, path: Path) -> None:
        """As Parquet: whole sessions, in few bytes, with what it tells."""
        kept = {
            b"handrail.format": self.format.encode(),
            b"handrail.tells": ",".join(sorted(t.name for t in self.tells)).encode(),
        }
        metadata = (self.events.schema.metadata or {}) | kept
        write_parquet(self.events.replace_schema_metadata(metadata), path)


def write_parquet(table: pa.Table, path: Path) -> None:
    """Numbers as differences, letters by dictionary: a few bytes for an event."""
    import pyarrow.parquet as pq

    pq.write_table(
        table,
        path,
        compression="zstd",
        use_dictionary=["session", "op", "source", "n_del", "n_ins", "shape", "lead", "text"],
        column_encoding={"t": "DELTA_BINARY_PACKED", "seq": "DELTA_BINARY_PACKED", "pos": "DELTA_BINARY_PACKED",
                         "dwell": "DELTA_BINARY_PACKED"},
    )  # fmt: skip


class Writing:
    """Gathers the events of one session while a reader goes through its file."""

    def __init__(self, session: int = 0) -> None:
        self.session = session
        self.columns: dict[str, list[Any]] = {name: [] for name in events.SCHEMA.names}
        self.length = 0

    def __len__(self) -> int:
        return len(self.columns["seq"])

    def add(
        self,
        op: Op,
        *,
        at: int,
        pos: int,
        text: str = "",
        n_del: int = 0,
        source: Source = Source.TYPED,
        dwell: int = UNKNOWN_DWELL,
        lead: int = 0,
    ) -> None:
        """One more event."""
        row = (self.session, len(self), at, min(lead, 65_535), dwell, op, source, pos, n_del, len(text),
               shape_of(text), text)  # fmt: skip
        for column, value in zip(self.columns.values(), row, strict=True):
            column.append(value)
        self.length += len(text) - n_del

    def table(self) -> pa.Table:
        return events.of_columns(**self.columns)


def whole_characters(text: str) -> str:
    """Half of a surrogate pair cannot be stored and stands for nothing; pairs become one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
