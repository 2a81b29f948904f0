"""Whether a table of events keeps the contract, and where it first does not."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from handrail.signals import kernel
from handrail.signals.errors import BrokenContract
from handrail.signals.events import REASONS, Fault, conform


def faults(table: pa.Table) -> list[Fault]:
    """The first thing in each session that cannot be so; an empty list for a table that keeps the contract."""
    table = conform(table)
    counted = kernel.count(table)
    found = [
        Fault(int(row), int(session), REASONS[int(code)])
        for session, code, row in zip(counted.sessions, counted.faults, counted.fault_rows, strict=True)
        if code
    ]
    return sorted(found + _text_faults(table), key=lambda fault: fault.row)


def check(table: pa.Table) -> pa.Table:
    """The table as the contract wants it, or a sentence with the row."""
    table = conform(table)
    if found := faults(table):
        more = f" ({len(found) - 1} more sessions are faulty)" if len(found) > 1 else ""
        raise BrokenContract(f"{found[0]}{more}")
    return table


def _text_faults(table: pa.Table) -> list[Fault]:
    text, shape = table.column("text"), table.column("shape")
    if text.null_count == table.num_rows:
        return []
    known = pc.and_(
        pc.is_valid(text), pc.not_equal(pc.utf8_length(pc.fill_null(text, "")), pc.utf8_length(shape))
    )
    wrong = np.flatnonzero(known.to_numpy(zero_copy_only=False))
    sessions = table.column("session")
    return [
        Fault(int(row), int(sessions[int(row)].as_py()), "the text and its classes are of different length")
        for row in wrong[:1]
    ]
