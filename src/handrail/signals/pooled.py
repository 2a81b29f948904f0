"""What one piece cannot tell and several of one writer can: how many intervals of a place are slower, and how much.

The pieces must be of one writer, on one device, of one kind of text; whoever brings them together says so. From three
pieces and 300 intervals on there are numbers, each with how far it might lie elsewhere; before, a reason. A prior
stands in for what few intervals cannot say: the writer's own earlier pieces where they are given and enough
themselves, else what is usual. Which one it was stands beside each number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.signals import kernel
from handrail.signals.bins import BINS
from handrail.signals.catalogue import BY_NAME
from handrail.signals.definitions import HANDS, PLACES
from handrail.signals.guards import Circumstances, Reading, reason_against
from handrail.signals.kernel import LOCATIONS
from handrail.signals.mixture import LEAST, USED, USUAL, Prior, estimate
from handrail.signals.recordings import Tells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handrail.signals.mixture import Mixture
    from handrail.signals.recordings import Recording

LEAST_PIECES: Final = 3
SOURCE: Final = "Roeser, De Maeyer, Leijten and Van Waes 2024, doi 10.1007/s11145-021-10203-z"
OWN_PRIOR: Final = "the writer’s own earlier pieces"
USUAL_PRIOR: Final = "what is usual"


@dataclass(frozen=True, slots=True)
class Pooled:
    """One number of a mixture at one place."""

    name: str
    title: str
    unit: str
    definition: str
    place: str
    field: str
    misleads: str = HANDS


POOLED: Final = tuple(
    Pooled(f"{place}_{name}", f"{words} {PLACES[place][0]}", unit, f"{says} {PLACES[place][1]}.", place, field)
    for place in USUAL
    for name, words, unit, field, says in (
        ("fluent", "Fluent interval", "ms", "fluent_ms", "The middle of the fluent intervals"),
        ("slowdown", "Slowdown", "ms", "slowdown_ms",
         "What the middle one of the slower intervals takes beyond a fluent one,"),
        ("slower_share", "Share of slower intervals", "share", "share", "The share of slower intervals"),
    )
)  # fmt: skip
POOLED_BY_NAME: Final = {signal.name: signal for signal in POOLED}


def readings(
    pieces: Sequence[Recording], told: Circumstances, *, earlier: Sequence[Recording] = ()
) -> list[Reading]:
    """Each number of each place over all these pieces of one writer, or why it is not given."""
    found = []
    histograms, before = _Pool.of(pieces, told), _Pool.of(earlier, told)
    for place in USUAL:
        prior, basis = _prior(before, place)
        mixture = histograms.mixture(place, prior)
        for signal in (signal for signal in POOLED if signal.place == place):
            if isinstance(mixture, str):
                found.append(Reading(None, signal.name, None, histograms.n(place), mixture))
                continue
            low, high = getattr(mixture, f"{signal.field.removesuffix('_ms')}_between")
            value = getattr(mixture, signal.field)
            found.append(Reading(None, signal.name, value, mixture.n, None, low, high, basis))
    return found


def mixture_of(
    pieces: Sequence[Recording], place: str, *, told: Circumstances, prior: Prior | None = None
) -> Mixture | str:
    """The fluent and the slower intervals of one place over several pieces of one writer, or why they are not given."""
    return _Pool.of(pieces, told).mixture(place, prior or USUAL.get(place))


def _prior(before: _Pool, place: str) -> tuple[Prior, str]:
    own = before.mixture(place, USUAL[place])
    if isinstance(own, str):
        return USUAL[place], USUAL_PRIOR
    return Prior(own.fluent_ms, own.slowdown_ms, own.share), OWN_PRIOR


@dataclass(frozen=True, slots=True)
class _Pool:
    """The intervals of several pieces together, and what speaks against them."""

    pieces: int
    histograms: np.ndarray
    reasons: dict[str, str]

    @classmethod
    def of(cls, recordings: Sequence[Recording], told: Circumstances) -> _Pool:
        pooled = np.zeros((len(LOCATIONS), BINS), np.int64)
        pieces, reasons = 0, dict[str, str]()
        for recording in recordings:
            counted = kernel.count(recording.events, histograms=True)
            shares = np.nan_to_num(BY_NAME["assisted_share"].of(counted))
            for number in np.flatnonzero(counted.faults == 0):
                share = float(shares[number]) if Tells.SOURCES in recording.tells else 0.0
                for place in USUAL:
                    shown = BY_NAME[f"{place}_median"]
                    if reason := reason_against(shown, shown.minimum, share, recording.tells, told):
                        reasons.setdefault(place, reason)
                pieces += 1
                pooled += counted.histograms[number, : len(LOCATIONS)]
        return cls(pieces, pooled, reasons)

    def n(self, place: str) -> int:
        return int(self.histograms[LOCATIONS.index(place)][USED].sum())

    def mixture(self, place: str, prior: Prior | None) -> Mixture | str:
        if place in self.reasons:
            return self.reasons[place]
        if self.pieces < LEAST_PIECES:
            pieces = f"{self.pieces} piece{'s' * (self.pieces != 1)}"
            return f"Not enough yet: {pieces}, and it takes {LEAST_PIECES}."
        if (n := self.n(place)) < LEAST:
            return f"Not enough yet: {n} intervals, and it takes {LEAST}, from several pieces."
        return estimate(self.histograms[LOCATIONS.index(place)], prior)
