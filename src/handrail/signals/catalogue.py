"""Every signal: what it is, in which unit, from how many observations on, what can mislead it, and what it needs.

A signal describes how one piece came about. None of them says anything about the writer's abilities, and none has a
side that is better.
"""

from __future__ import annotations

from typing import Final

from handrail.signals.pause_signals import PAUSES, TIME
from handrail.signals.production_signals import BURSTS_OF_WRITING, PRODUCTION
from handrail.signals.revision_signals import BROUGHT_IN, LINEARITY, REVISION

SIGNALS: Final = (
    *TIME,
    *PAUSES,
    *BURSTS_OF_WRITING,
    *PRODUCTION,
    *REVISION,
    *LINEARITY,
    *BROUGHT_IN,
)

BY_NAME: Final = {signal.name: signal for signal in SIGNALS}
