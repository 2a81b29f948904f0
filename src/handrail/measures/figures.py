"""A chart with everything that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handrail.measures.chart_words import Alternative


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with everything that stands for it: the specification, its words and its table."""

    spec: dict[str, Any]
    alternative: Alternative
    subtitle: str
    width: int
    height: int
