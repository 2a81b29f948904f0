"""The text as it was at any moment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.signals import kernel
from handrail.signals.errors import SignalsError

if TYPE_CHECKING:
    import pyarrow as pa

MOMENT: Final = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:\.(\d{1,3}))?")


def moment(text: str) -> int:
    """A moment such as 00:03:10 or 3:10.250, in milliseconds."""
    found = MOMENT.fullmatch(text)
    if not found or int(found[3]) > 59 or (found[1] and int(found[2]) > 59):
        raise SignalsError(f"“{text}” is not a moment; write hours:minutes:seconds, such as 00:03:10.")
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "0").ljust(3, "0"))


def text_at(session: pa.Table, at_ms: int | None = None) -> str:
    """One session's text at a moment, or at its end; class letters where the characters were not kept."""
    times = session.column("t").to_numpy()
    events = session.num_rows if at_ms is None else int(np.searchsorted(times, at_ms, side="right"))
    column = "text" if session.column("text").null_count == 0 else "shape"
    letters = "".join(session.column(column).slice(0, events).to_pylist())
    return "".join(letters[at] for at in kernel.origins(session, events))
