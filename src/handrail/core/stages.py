"""Staged intervention: how an authority numbers and names its steps of help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handrail.core.citations import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of help, and which kinds of plan may be used there. Numbers may have parts, such as 1a."""

    number: str
    label: str
    says: str
    plan_types: tuple[str, ...]
    decides: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """Which step of another model a step answers to."""

    to: str
    from_number: str
    to_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageModel:
    """An authority's steps of help, lowest first. A pupil may move up and down."""

    key: str
    name: str
    authority: str
    jurisdiction: str
    universal: str  # how help for everybody is numbered: "stage 0", "stage 1" or "before stage 1"
    reviewed: str | None
    about: str
    stages: tuple[Stage, ...]
    maps: tuple[Mapped, ...]
    citation: Citation

    def stage(self, number: str) -> Stage:
        return next(stage for stage in self.stages if stage.number == number)

    def mapped(self, number: str, *, to: str) -> str | None:
        """The number of the same step in another model; none where nobody says."""
        return next((one.to_number for one in self.maps if (one.to, one.from_number) == (to, number)), None)
