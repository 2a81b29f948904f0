"""Values that the law has changed over time."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from handrail.core.errors import NoLawInForce

if TYPE_CHECKING:
    from datetime import date

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InForce(Generic[T]):
    """A value from a day on; no value means that the rule was repealed that day."""

    starts: date
    value: T | None


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value the law has changed over time, newest first."""

    name: str
    history: tuple[InForce[T], ...]

    def __post_init__(self) -> None:
        starts = [entry.starts for entry in self.history]
        if not starts:
            raise ValueError(f"{self.name} has no entry at all.")
        if any(later <= earlier for later, earlier in itertools.pairwise(starts)):
            raise ValueError(f"{self.name} must list its entries newest first, each on its own day.")

    def entry_on(self, day: date) -> tuple[date, T]:
        """The value in force on a day, with the day it came into force. It never invents one."""
        for entry in self.history:
            if entry.starts <= day:
                if entry.value is None:
                    raise NoLawInForce(
                        f"{self.name} was repealed on {entry.starts}.", repealed_on=entry.starts
                    )
                return entry.starts, entry.value
        raise NoLawInForce(
            f"{self.name} is known from {self.history[-1].starts} only; the law of {day} is not recorded."
        )

    def on(self, day: date) -> T:
        return self.entry_on(day)[1]
