"""Readings as a table, each with its unit, and whether anybody wrote the text."""

from __future__ import annotations

import pyarrow as pa

from handrail.signals import events
from handrail.signals.catalogue import SIGNALS
from handrail.signals.guards import Reading
from handrail.signals.pooled import POOLED


def table(found: list[Reading], *, simulated: bool) -> pa.Table:
    """Readings as a table, each row with its unit and whether anybody wrote it."""
    units = {one.name: one.unit for one in SIGNALS} | {pooled.name: pooled.unit for pooled in POOLED}
    return pa.table(
        {
            "session": pa.array([r.session for r in found], pa.uint32()),
            "signal": pa.array([r.signal for r in found]),
            "value": pa.array([r.value for r in found], pa.float64()),
            "low": pa.array([r.low for r in found], pa.float64()),
            "high": pa.array([r.high for r in found], pa.float64()),
            "unit": pa.array([units[r.signal] for r in found]),
            "n": pa.array([r.n for r in found], pa.int64()),
            "reason": pa.array([r.reason for r in found], pa.string()),
            "prior": pa.array([r.prior for r in found], pa.string()),
            "simulated": pa.array([simulated] * len(found), pa.bool_()),
        },
        metadata={events.SIMULATED: b"yes" if simulated else b"no"},
    )
