"""How intervals are gathered: in steps of 10 ms up to 2 s, then ever wider, so that no raw interval need be kept."""

from __future__ import annotations

from typing import Final

import numpy as np

TICK_MS: Final = 10
"""Nothing is measured finer: keyboards and systems are not more exact."""

EXACT: Final = 200
"""Below this many ticks (2 s) each tick has its own bin."""

_WIDENING: Final = 91
_AWAY: Final = 3_000
_DOUBLINGS: Final = 14


def _edges() -> np.ndarray:
    fine = np.arange(EXACT)
    wider = np.round(EXACT * (_AWAY / EXACT) ** (np.arange(_WIDENING) / _WIDENING))
    doubling = _AWAY * 2 ** np.arange(_DOUBLINGS)
    return np.concatenate([fine, wider, doubling]).astype(np.int64)


EDGES: Final = _edges()
"""The first tick of each bin; the last bin has no end."""

BINS: Final = len(EDGES)


def _middles() -> np.ndarray:
    middles = EDGES.astype(np.float64)
    middles[EXACT:-1] = np.round(np.sqrt(EDGES[EXACT:-1] * (EDGES[EXACT + 1 :] - 1.0)), 3)
    return middles


MIDDLES: Final = _middles()
"""What stands for a bin's intervals, in ticks: exact below 2 s."""

LOGS: Final = np.log(np.maximum(MIDDLES, 0.5))
