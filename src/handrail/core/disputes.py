"""Ways to disagree: what each is, who may use it, how it begins and ends, and which clocks run in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handrail.core.citations import Citation


class DisputeKind(StrEnum):
    """What sort of way it is."""

    MEDIATION = "mediation"
    ADJUDICATION = "adjudication"
    RECONSIDERATION = "reconsideration"
    TRIBUNAL = "tribunal"
    DUE_PROCESS = "due_process"
    STATE_COMPLAINT = "state_complaint"
    COMPLAINT = "complaint"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One way to disagree in one place. `keeps` says what it leaves untouched."""

    key: str
    name: str
    kind: DisputeKind
    jurisdiction: str
    plan_types: tuple[str, ...]
    says: str
    who_may: tuple[str, ...]
    starts_with: str | None
    ends_with: tuple[str, ...]
    duties: tuple[str, ...]
    cost: str
    keeps: str
    citation: Citation
