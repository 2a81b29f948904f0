"""What a check of a goal, or of help, is, and what one says that it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """An error keeps a goal from being ready; a warning asks."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at: its name, why it matters, and an example of better."""

    key: str
    severity: Severity
    name: str
    why: str
    better: str


class Span(NamedTuple):
    """Where in the text, from and up to."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, in which field or where in the text."""

    check: Check
    says: str
    about: str
    span: Span | None = None

    @property
    def severity(self) -> Severity:
        return self.check.severity


class Hit(NamedTuple):
    says: str
    about: str = "text"
    span: Span | None = None
