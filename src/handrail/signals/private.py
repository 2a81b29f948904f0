"""The content-free form: how a text grew, and no character of it.

It keeps places, lengths, the class of each character (letter, upper case, digit …), sources, and times rounded to
10 ms. Every signal can be computed from it, to the last digit; spelling cannot. After extraction histograms stand for
the single intervals, whose fine pattern could give away words or tell who typed.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from handrail.signals import events, kernel
from handrail.signals.bins import EDGES, TICK_MS
from handrail.signals.events import UNKNOWN_DWELL


def without_content(table: pa.Table) -> pa.Table:
    """The events without their characters and with their times rounded to 10 ms."""
    table = events.conform(table)
    for name in ("t", "lead", "dwell"):
        rounded = (table.column(name).to_numpy().astype(np.int64) + TICK_MS // 2) // TICK_MS * TICK_MS
        if name == "dwell":
            rounded = np.where(table.column(name).to_numpy() == UNKNOWN_DWELL, UNKNOWN_DWELL, rounded)
            rounded = np.where(
                (rounded > UNKNOWN_DWELL - TICK_MS) & (rounded != UNKNOWN_DWELL), 65_530, rounded
            )
        if name == "lead":
            rounded = np.minimum(rounded, 65_530)
        field = events.SCHEMA.field(name)
        table = table.set_column(table.schema.get_field_index(name), field, pa.array(rounded, field.type))
    at = table.schema.get_field_index("text")
    return table.set_column(at, events.SCHEMA.field("text"), pa.nulls(table.num_rows, pa.string()))


def histograms(table: pa.Table) -> pa.Table:
    """What is kept of the intervals after extraction: how many fell into which bin, and no order."""
    counted = kernel.count(table, histograms=True)
    sessions, rows, at = np.nonzero(counted.histograms)
    return pa.table(
        {
            "session": pa.array(counted.sessions[sessions], pa.uint32()),
            "of": pa.array([kernel.HISTOGRAMS[row] for row in rows]).dictionary_encode(),
            "from": pa.array(EDGES[at], pa.int64()),
            "n": pa.array(counted.histograms[sessions, rows, at], pa.int32()),
        }
    )
