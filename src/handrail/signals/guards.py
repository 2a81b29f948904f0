"""A number, or the reason why there is none. Never a number that the recording cannot carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handrail.signals import kernel
from handrail.signals.catalogue import BY_NAME, SIGNALS
from handrail.signals.events import REASONS
from handrail.signals.recordings import Tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handrail.signals.definitions import Signal
    from handrail.signals.kernel import Counted
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

    session: int | None
    """None for what was found from several sessions together."""
    signal: str
    value: float | None
    n: int
    reason: str | None
    low: float | None = None
    high: float | None = None
    """Between these two nine times in ten, where that is known."""
    prior: str | None = None
    """What stood in for what few intervals cannot say."""


def readings(
    recording: Recording, circumstances: Circumstances | None = None, *, threads: int = 1
) -> list[Reading]:
    """Every signal of every session of a recording."""
    counted = kernel.count(recording.events, threads=threads, histograms=True)
    return list(_readings(counted, recording.tells, circumstances or Circumstances()))


def _readings(counted: Counted, tells: frozenset[Tells], told: Circumstances) -> Iterator[Reading]:
    assisted = BY_NAME["assisted_share"].of(counted)
    for signal in SIGNALS:
        values, ns = signal.of(counted), signal.n(counted)
        ends = signal.between(counted) if signal.between else None
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
            if reason:
                yield Reading(int(session), signal.name, None, n, reason)
                continue
            low, high = (float(end[number]) for end in ends) if ends else (None, None)
            yield Reading(int(session), signal.name, value, n, None, low, high)


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
