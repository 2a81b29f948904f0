"""For whom and how large a chart is drawn, and what there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handrail.measures.placing import Words

if TYPE_CHECKING:
    from handrail.measures.placing import Weight


class Audience(StrEnum):
    """For whom a chart is drawn. A family's has no fitted line and no number for it; a child's, only the own steps."""

    TEAM = "team"
    FAMILY = "family"
    CHILD = "child"


class Width(StrEnum):
    """Drawn for a wide page or for a phone; never scaled from one to the other."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Sizes in pixels, and what there is room for."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    size: float
    narrow: bool

    @property
    def across(self) -> int:
        return self.width - self.left - self.right

    @property
    def down(self) -> int:
        return self.height - self.top - self.bottom

    def wrapped(self, text: str, weight: Weight) -> list[str]:
        """Words in lines that fit the sheet."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and Words((longer,), self.size + 1, weight).width <= self.width - 24:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines


SHEETS: Final = {
    Width.WIDE: Sheet(1040, 400, 46, 18, 42, 34, 15.0, narrow=False),
    Width.NARROW: Sheet(358, 300, 36, 10, 42, 32, 14.5, narrow=True),
}
