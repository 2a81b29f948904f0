"""A number, or the reason why there is none. Never a number that the recording cannot carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from handrail.signals import events, kernel
from handrail.signals.bins import BINS
from handrail.signals.catalogue import BY_NAME, SIGNALS
from handrail.signals.events import REASONS
from handrail.signals.kernel import LOCATIONS
from handrail.signals.mixture import LEAST, USED, USUAL, estimate
from handrail.signals.recordings import Tells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handrail.signals.catalogue import Signal
    from handrail.signals.kernel import Counted
    from handrail.signals.mixture import Mixture, Prior
    from handrail.signals.recordings import Recording

ASSISTED: Final = 0.10
"""From this share of characters on that were not typed key by key, intervals and bursts are those of a tool."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What people told about a piece. What was not told is not known, and is not guessed."""

    device: str | None = None
    usual_device: str | None = None
    support_declared: bool = False
    first_language: bool | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One signal of one session: a value, or None and the reason."""

    session: int
    signal: str
    value: float | None
    n: int
    reason: str | None


def readings(
    recording: Recording, circumstances: Circumstances | None = None, *, threads: int = 1
) -> list[Reading]:
    """Every signal of every session of a recording."""
    counted = kernel.count(recording.events, threads=threads)
    return list(_readings(counted, recording.tells, circumstances or Circumstances()))


def mixture_of(
    pieces: Sequence[Recording],
    location: str,
    *,
    told: Circumstances,
    prior: Prior | None = None,
) -> Mixture | str:
    """The fluent and the slower intervals of one place over several pieces of one writer, or why they are not given."""
    shown = BY_NAME[f"{location}_median"]
    pooled = np.zeros(BINS, np.int64)
    for piece in pieces:
        counted = kernel.count(piece.events, histograms=True)
        for number in np.flatnonzero(counted.faults == 0):
            assisted = float(np.nan_to_num(BY_NAME["assisted_share"].of(counted)[number]))
            if reason := reason_against(shown, shown.minimum, assisted, piece.tells, told):
                return reason
            pooled += counted.histograms[number, LOCATIONS.index(location)]
    n = int(pooled[USED].sum())
    if n < LEAST:
        return f"Not enough yet: {n} intervals, and it takes {LEAST}, from several pieces."
    return estimate(pooled, prior or USUAL.get(location))


def table(found: list[Reading], *, simulated: bool) -> pa.Table:
    """Readings as a table, each row with its unit and whether anybody wrote it."""
    return pa.table(
        {
            "session": pa.array([r.session for r in found], pa.uint32()),
            "signal": pa.array([r.signal for r in found]),
            "value": pa.array([r.value for r in found], pa.float64()),
            "unit": pa.array([BY_NAME[r.signal].unit for r in found]),
            "n": pa.array([r.n for r in found], pa.int64()),
            "reason": pa.array([r.reason for r in found], pa.string()),
            "simulated": pa.array([simulated] * len(found), pa.bool_()),
        },
        metadata={events.SIMULATED: b"yes" if simulated else b"no"},
    )


def _readings(counted: Counted, tells: frozenset[Tells], told: Circumstances) -> Iterator[Reading]:
    assisted = BY_NAME["assisted_share"].of(counted)
    for signal in SIGNALS:
        values, ns = signal.of(counted), signal.n(counted)
        for number, session in enumerate(counted.sessions):
            code = int(counted.faults[number])
            if code:
                place = f"event {int(counted.fault_rows[number])} of the file"
                yield Reading(int(session), signal.name, None, 0, f"Not given: at {place}, {REASONS[code]}.")
                continue
            n = int(ns[number])
            sources = Tells.SOURCES in tells
            share = float(assisted[number]) if sources else 0.0
            reason = reason_against(signal, n, share, tells, told)
            value = float(values[number])
            if reason is None and value != value:
                reason = "Not given: there was nothing to count."
            yield Reading(int(session), signal.name, None if reason else value, n, reason)


def reason_against(
    signal: Signal, n: int, assisted: float, tells: frozenset[Tells], told: Circumstances
) -> str | None:
    """Why this number must not be shown, or None."""
    if missing := signal.needs - tells:
        if missing == {Tells.FINE_TIMES} and Tells.TIMES in tells:
            return "Not given: the times of this format are coarse."
        return f"Not given: this format does not tell {' or '.join(sorted(missing))}."
    if not signal.assisted_too and (told.support_declared or assisted > ASSISTED):
        return "Not applicable: support was on, and wrote some of the text."
    if n < signal.minimum:
        return f"Not enough yet: {n} {signal.counted}, and it takes {signal.minimum}."
    if signal.device_matters and told.usual_device is not None and told.device != told.usual_device:
        device = told.device or "a device that is not known"
        return f"Not comparable: written on {device}, usually on {told.usual_device}."
    if signal.language_matters and told.first_language is None:
        return "Not given: whether this is the writer’s first language is not known, and matters much here."
    return None
