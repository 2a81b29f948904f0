"""How much of the planned help was given: a pace says little about help that was not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from handrail.core.explanations import in_words
from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class HelpGiven:
    """Sessions of help that were planned for some days, and those that were given. `steps` are of the plan of one."""

    starts: date
    given: int
    planned: int
    days: int = 7
    steps_done: int | None = None
    steps: int | None = None

    def __post_init__(self) -> None:
        where = f"From {in_words(self.starts)}"
        if self.given < 0 or self.planned < 0:
            raise MeasureError(f"{where}: sessions cannot be fewer than none.")
        if self.days < 1:
            raise MeasureError(f"{where}: help is counted over one day or more.")
        if (self.steps_done is None) is not (self.steps is None):
            raise MeasureError(f"{where}: give both the steps done and the steps there were, or neither.")
        if self.steps is not None and not 0 <= (self.steps_done or 0) <= self.steps:
            raise MeasureError(f"{where}: {self.steps_done} of {self.steps} steps cannot have been done.")

    @property
    def ends(self) -> date:
        """The last day that is counted."""
        return self.starts + timedelta(days=self.days - 1)

    @property
    def share(self) -> float | None:
        """Of the planned sessions, at most all; None where none were planned."""
        return min(1.0, self.given / self.planned) if self.planned else None


def in_order(help_given: Sequence[HelpGiven]) -> tuple[HelpGiven, ...]:
    """Times of help in the order of days; refused where two count the same day.

    Formula: none.
    Units: days.
    Shapes: any number of times.
    Errors: MeasureError where one begins before the one before has ended.
    Source: Handrail's own.
    """
    ordered = tuple(sorted(help_given, key=lambda one: one.starts))
    for one, other in pairwise(ordered):
        if other.starts <= one.ends:
            raise MeasureError(
                f"The help from {in_words(one.starts)} is counted until {in_words(one.ends)}, and more begins on "
                f"{in_words(other.starts)}. Count each day once."
            )
    return ordered


def sessions(help_given: Sequence[HelpGiven], *, until: date | None = None) -> tuple[int, int]:
    """Sessions given and planned, up to a day.

    Formula: sums over all times that began by that day; a session more than planned counts as no other one's.
    Units: sessions.
    Shapes: any number of times; two counts.
    Errors: MeasureError where two times count the same day.
    Source: Sanetti and Kratochwill (2009), School Psychology Quarterly 24(1), 24-35, for the share of planned
        sessions as one side of treatment integrity.
    """
    counted = [one for one in in_order(help_given) if until is None or one.starts <= until]
    return sum(min(one.given, one.planned) for one in counted), sum(one.planned for one in counted)


def steps_done(help_given: Sequence[HelpGiven]) -> float | None:
    """The share of the steps of a session's plan that were done, over all sessions that were watched.

    Formula: Σ steps done / Σ steps.
    Units: a share from 0 to 1; None where nobody watched.
    Shapes: any number of times.
    Errors: MeasureError where two times count the same day.
    Source: Sanetti and Kratochwill (2009), School Psychology Quarterly 24(1), 24-35.
    """
    watched = [one for one in in_order(help_given) if one.steps]
    there = sum(one.steps or 0 for one in watched)
    return sum(one.steps_done or 0 for one in watched) / there if there else None
