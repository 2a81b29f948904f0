from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from handrail.apps.easy_read.models import EasyRead


@dataclass(frozen=True, slots=True)
class Sentence:
    """One idea, and the picture beside it."""

    says: str
    symbol: str = ""


def easy_read(plan_id: UUID) -> EasyRead | None:
    """A plan in easy words, if somebody has written it."""
    return EasyRead.objects.select_related("plan", "pupil").filter(plan_id=plan_id).first()


def sentences(row: EasyRead | None) -> tuple[Sentence, ...]:
    return tuple(Sentence(one["says"], one["symbol"]) for one in row.sentences) if row else ()


def is_stale(row: EasyRead) -> bool:
    """Whether the plan was issued again since these words were written for it."""
    return row.about_version != row.plan.latest_number
