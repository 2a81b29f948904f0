"""The contract: what one event of writing is, in columns, and a check that names the row and the reason.

A session is one recording of one piece. Its events stand together, in order, numbered from 0. Whoever reads a file
makes these columns; whoever computes needs nothing else.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from handrail.signals.errors import BrokenContract

UNKNOWN_DWELL: Final = 65_535

SIMULATED: Final = b"handrail.simulated"


class Op(IntEnum):
    """What was done. All but the last six change the text: at `pos`, `n_del` characters went and `n_ins` came."""

    INSERT = 0
    DELETE_BACK = 1
    DELETE_FORWARD = 2
    REPLACE = 3
    PASTE = 4
    CUT = 5
    UNDO = 6
    REDO = 7
    MOVE = 8
    FOCUS = 9
    BLUR = 10
    KEY = 11


class Source(IntEnum):
    """Where inserted characters came from."""

    TYPED = 0
    COMPOSITION = 1
    PREDICTION = 2
    CORRECTION = 3
    DICTATION = 4
    UNKNOWN = 5
    PASTED = 6
    MOVED = 7
    PROGRAM = 8


CLASSES: Final = "LUDJSPENO"
"""Letter, upper-case letter, digit, joiner (apostrophe, hyphen), space, punctuation, end mark, new line, other."""

JOINERS: Final = frozenset("'’-\u2010\u2011")

END_MARKS: Final = frozenset(".!?…\u3002\uff01\uff1f\u061f\u0964")

SCHEMA: Final = pa.schema(
    [
        pa.field("session", pa.uint32(), nullable=False),
        pa.field("seq", pa.uint32(), nullable=False),
        # Milliseconds since the task was shown.
        pa.field("t", pa.int64(), nullable=False),
        # By how many milliseconds the press of Shift came before this key; 0 if it did not.
        pa.field("lead", pa.uint16(), nullable=False),
        # How long the key was held, in milliseconds; 65,535 if unknown.
        pa.field("dwell", pa.uint16(), nullable=False),
        pa.field("op", pa.uint8(), nullable=False),
        pa.field("source", pa.uint8(), nullable=False),
        # In characters (Unicode code points) of the text before the event.
        pa.field("pos", pa.uint32(), nullable=False),
        pa.field("n_del", pa.uint32(), nullable=False),
        pa.field("n_ins", pa.uint32(), nullable=False),
        # One letter of CLASSES for each inserted character: all that the kernel knows of the text.
        pa.field("shape", pa.string(), nullable=False),
        # The inserted characters themselves; null in the content-free form.
        pa.field("text", pa.string(), nullable=True),
    ]
)

UNITS: Final = {
    "session": "a number for one recording of one piece",
    "seq": "0, 1, 2 … within the session",
    "t": "milliseconds since the task was shown, never backwards",
    "lead": "milliseconds that Shift was pressed before the key, 0 if it was not",
    "dwell": "milliseconds that the key was held, 65,535 if unknown",
    "op": "what was done",
    "source": "where inserted characters came from",
    "pos": "characters before the change, in code points",
    "n_del": "characters that went, to the right of pos",
    "n_ins": "characters that came, at pos",
    "shape": "one class letter for each character that came",
    "text": "the characters that came; null in the content-free form",
}


@lru_cache(maxsize=4096)
def class_of(character: str) -> str:
    """The class letter of one character."""
    if character in ("\n", "\r", "\u2028", "\u2029"):
        return "N"
    if character in JOINERS:
        return "J"
    if character in END_MARKS:
        return "E"
    category = unicodedata.category(character)
    if category in ("Lu", "Lt"):
        return "U"
    if category[0] in "LM":
        return "L"
    if category == "Nd":
        return "D"
    if category[0] == "Z" or character == "\t":
        return "S"
    return "P" if category[0] == "P" else "O"


def shape_of(text: str) -> str:
    """A text as class letters, one for each character."""
    return "".join(map(class_of, text))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be so, and in which row."""

    row: int
    session: int
    reason: str

    def __str__(self) -> str:
        return f"row {self.row} (session {self.session}): {self.reason}"


REASONS: Final = {
    1: "the session does not begin with event 0; its beginning is missing or the session was split",
    2: "an event is missing, comes twice or is out of order",
    3: "the clock runs backwards",
    4: "this operation is not known",
    5: "the position is past the end of the text",
    6: "it deletes past the end of the text",
    7: "the number of inserted characters and their classes do not agree",
    8: "a class letter is not known",
    9: "this source is not known",
    10: "the operation and its lengths do not agree",
}
"""Why the kernel stops in a session; the numbers are the kernel's."""


def of_columns(**columns: object) -> pa.Table:
    """A table of events from lists or arrays, with the contract's types."""
    arrays = [pa.array(columns[field.name], type=field.type) for field in SCHEMA]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def conform(table: pa.Table) -> pa.Table:
    """The contract's columns in their order and types; what is missing or cannot be converted is named."""
    arrays = []
    for field in SCHEMA:
        if field.name not in table.column_names:
            if field.name == "text":
                arrays.append(pa.nulls(table.num_rows, pa.string()))
                continue
            raise BrokenContract(f"The column {field.name} is missing.")
        column = table.column(field.name)
        if column.type != field.type:
            try:
                column = column.cast(field.type)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
                raise BrokenContract(f"The column {field.name} should be {field.type}: {fault}") from fault
        if not field.nullable and column.null_count:
            row = int(pc.index(pc.is_null(column), pa.scalar(True)).as_py())
            raise BrokenContract(f"row {row}: {field.name} is empty.")
        arrays.append(column)
    return pa.Table.from_arrays(arrays, schema=SCHEMA.with_metadata(table.schema.metadata))


def is_simulated(table: pa.Table) -> bool:
    """Whether nobody wrote this: the events were made by the simulator."""
    return bool((table.schema.metadata or {}).get(SIMULATED) == b"yes")
