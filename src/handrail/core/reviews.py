"""When to look at a plan again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handrail.core.citations import Citation
    from handrail.core.deadlines import Deadline
    from handrail.core.plan_types import ReviewCycle


AGREED_REVIEW: Final = "AGREED-REVIEW"
"""The duty that a day agreed for the next review is, in every plan type's law data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextReview:
    """The next review: a legal day, or an aim that can never be overdue."""

    on: date | None
    complete_by: date | None
    legal: bool
    sentence: str
    citation: Citation


def next_review(cycle: ReviewCycle, found: Iterable[Deadline]) -> NextReview | None:
    """The next review as the last completed one sets it; an early review moves every later date."""
    found = tuple(found)
    running = [deadline for deadline in found if deadline.duty == cycle.duty and deadline.stopped_by is None]
    if not running:
        return None
    latest = max(running, key=lambda deadline: deadline.trigger_on)
    finishing = [
        deadline
        for deadline in found
        if deadline.duty == cycle.completed_under and deadline.trigger.refers_to == latest.trigger.id
    ]
    complete_by = finishing[0].falls_on if finishing else None
    return NextReview(
        on=latest.falls_on or latest.aim_on,
        complete_by=complete_by,
        legal=latest.falls_on is not None,
        sentence=latest.explanation.sentence,
        citation=latest.citation,
    )
