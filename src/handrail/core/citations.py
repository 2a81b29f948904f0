"""Where a rule is written, and how sure we are that we read it right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Confidence(StrEnum):
    """How well a fact about the law has been checked."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def label(self) -> str:
        return {
            Confidence.HIGH: "Read in the official text",
            Confidence.MEDIUM: "To be verified: taken from a second source",
            Confidence.LOW: "To be verified: uncertain",
        }[self]

    @property
    def rank(self) -> int:
        """The lower, the less sure."""
        return {Confidence.LOW: 0, Confidence.MEDIUM: 1, Confidence.HIGH: 2}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One provision of one source, with who checked it and when it is to be checked again."""

    source: str
    number: str
    provision: str
    url: str
    in_force_from: date | None
    checked_by: str
    checked_on: date
    next_review: date
    confidence: Confidence

    @property
    def short(self) -> str:
        """As lawyers write it, such as "SSI 2005/518, reg. 4A", or "34 CFR 300.320(b)" where codes are cited so."""
        if not self.provision:
            return self.number
        if self.provision.split()[0] == self.number.split()[0]:
            return self.provision  # It names its code itself.
        return f"{self.number}, {self.provision}"

    @property
    def full(self) -> str:
        title = self.source if self.number in self.source else f"{self.source} ({self.number})"
        return f"{title}, {self.provision}" if self.provision else title

    @property
    def to_be_verified(self) -> bool:
        return self.confidence is not Confidence.HIGH
