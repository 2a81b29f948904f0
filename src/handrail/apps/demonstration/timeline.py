"""Many lives told at once, in the order in which they were written down.

The record is a chain in which every fact follows the one before. History loaded pupil by pupil would jump
back and forth in time there; so each life is told as a generator that says when it goes on, and whoever is
next goes on.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from handrail.apps.audit import actions as audit

Life: TypeAlias = Iterator[datetime]
"""Yields the moment of its next step, and takes that step when it is resumed."""


def tell(lives: Iterable[Life], *, now: datetime, progress: Callable[[int], None] = lambda _: None) -> int:
    """Take every step of every life by the order of its moment, and say how many there were.

    What would be recorded after `now` is recorded now: nothing is written down on a day to come.
    """
    waiting = [(moment, number, life) for number, life in enumerate(lives) if (moment := next(life, None))]
    heapq.heapify(waiting)
    steps = 0
    while waiting:
        moment, number, life = heapq.heappop(waiting)
        with audit.recorded_as_of(min(moment, now)):
            following = next(life, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, life))
        steps += 1
        progress(steps)
    return steps
