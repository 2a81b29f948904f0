"""What an effect size between two phases is, and what its two phases must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Values = Sequence[float] | NDArray[np.float64]

CAUTION: Final = (
    "Two phases cannot show that the teaching made the difference. The checks are taken as independent; where each "
    "resembles the one before, the truth is less certain than the interval says."
)
USUAL_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect size under its full name. `value` is None where it does not exist, and `reason` says why."""

    name: str
    variant: str
    value: float | None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    reason: str = ""
    caution: str = CAUTION


def phases(
    before: Values, after: Values, *, least: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The values before and after a change as arrays; refused where an effect size would say nothing.

    Formula: none.
    Units: those of the values.
    Shapes: two sequences, each of `least` values or more.
    Errors: MeasureError for fewer values or a value that is no number, with its phase and place.
    Source: none.
    """
    found = []
    for name, values in (("first", before), ("second", after)):
        array = np.asarray(values, dtype=np.float64)
        if array.ndim != 1 or len(array) < least:
            count = "a value" if least == 1 else f"{least} values"
            raise MeasureError(f"The {name} phase needs at least {count}.")
        if not np.isfinite(array).all():
            place = int(np.flatnonzero(~np.isfinite(array))[0]) + 1
            raise MeasureError(f"Value {place} of the {name} phase is not a number.")
        found.append(array)
    return found[0], found[1]


def towards_better(values: NDArray[np.float64], sign: int) -> NDArray[np.float64]:
    """The values turned so that more is better.

    Formula: sign · value.
    Units: those of the values.
    Shapes: an array.
    Errors: MeasureError unless the sign is +1 or −1.
    Source: none.
    """
    if sign not in (1, -1):
        raise MeasureError("A direction is +1, more is better, or −1, less is better.")
    return values * sign
