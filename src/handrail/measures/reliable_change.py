"""Whether a change on a test is larger than the test's own error."""

from __future__ import annotations

import math
from dataclasses import dataclass

from handrail.measures.errors import MeasureError
from handrail.measures.quantiles import normal


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """A change in standard errors of a difference, and the smallest change that would be reliable."""

    index: float
    measurement_error: float
    difference_error: float
    least: float
    reliable: bool


def reliable_change(
    before: float, after: float, *, deviation: float, reliability: float, confidence: float = 0.95
) -> ReliableChange:
    """The reliable change index, from a deviation and a reliability that the test's publisher gives.

    Formula: (after − before) / S_diff, S_diff = √2 · SEM, SEM = SD √(1 − r). Reliable beyond z(confidence).
    Units: the test's; the index has none.
    Shapes: numbers.
    Errors: MeasureError for a deviation that is not above 0 or a reliability that is not from 0 to below 1.
    Source: Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59(1), 12-19, with the √2 of
        Christensen and Mendoza (1986), Behavior Therapy 17(3), 305-308.
    """
    if not deviation > 0 or not math.isfinite(deviation):
        raise MeasureError(f"A standard deviation is above 0; {deviation:g} is not.")
    if not 0 <= reliability < 1:
        raise MeasureError(f"A reliability lies from 0 to below 1; {reliability:g} does not.")
    if not (math.isfinite(before) and math.isfinite(after)):
        raise MeasureError("Both results must be numbers.")
    sem = deviation * math.sqrt(1 - reliability)
    error = math.sqrt(2) * sem
    index, z = (after - before) / error, normal(confidence)
    return ReliableChange(index, sem, error, z * error, abs(index) > z)
