"""How a document is set for its reader: size, space, typeface and paper. Never which words it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _


class TextSize(StrEnum):
    """Large print is 16 point and more, giant print 24 (UK Association for Accessible Formats)."""

    STANDARD = "standard"
    LARGE = "large"
    LARGEST = "largest"

    @property
    def label(self) -> str:
        return {
            TextSize.STANDARD: _("Standard, 11.5 point"),
            TextSize.LARGE: _("Large print, 18 point"),
            TextSize.LARGEST: _("Largest print, 24 point"),
        }[self]


class Spacing(StrEnum):
    STANDARD = "standard"
    WIDE = "wide"

    @property
    def label(self) -> str:
        return {
            Spacing.STANDARD: _("Standard"),
            Spacing.WIDE: _("Wide: more space between letters, words and lines"),
        }[self]


class Typeface(StrEnum):
    HYPERLEGIBLE = "hyperlegible"
    PLAIN = "plain"

    @property
    def label(self) -> str:
        return {
            Typeface.HYPERLEGIBLE: _("Atkinson Hyperlegible: letters made hard to mistake for one another"),
            Typeface.PLAIN: _("Noto Sans: plain letters"),
        }[self]

    @property
    def family(self) -> str:
        return {
            Typeface.HYPERLEGIBLE: "Atkinson Hyperlegible Next",
            Typeface.PLAIN: "Noto Sans",
        }[self]


class PaperColour(StrEnum):
    WHITE = "white"
    CREAM = "cream"

    @property
    def label(self) -> str:
        return {PaperColour.WHITE: _("White"), PaperColour.CREAM: _("Cream")}[self]

    @property
    def colour(self) -> str:
        return {PaperColour.WHITE: "#FFFFFF", PaperColour.CREAM: "#FFF8E7"}[self]


@dataclass(frozen=True, slots=True)
class Layout:
    """Black on white, as it is kept, unless a reader asks for more."""

    text: TextSize = TextSize.STANDARD
    spacing: Spacing = Spacing.STANDARD
    typeface: Typeface = Typeface.HYPERLEGIBLE
    paper: PaperColour = PaperColour.WHITE

    @property
    def body(self) -> float:
        """Points of running text."""
        return {TextSize.STANDARD: 11.5, TextSize.LARGE: 18.0, TextSize.LARGEST: 24.0}[self.text]

    @property
    def small(self) -> float:
        """Points of the smallest text: in large print that is large too."""
        return {TextSize.STANDARD: 9.5, TextSize.LARGE: 16.0, TextSize.LARGEST: 20.0}[self.text]

    @property
    def headings(self) -> float:
        """How much larger headings are than in the standard; less than the text, so that they fit a line."""
        return {TextSize.STANDARD: 1.0, TextSize.LARGE: 1.3, TextSize.LARGEST: 1.6}[self.text]

    @property
    def stacked(self) -> bool:
        """Whether columns stand below one another, since large words leave no room beside."""
        return self.text is not TextSize.STANDARD

    @property
    def is_standard(self) -> bool:
        return self == STANDARD

    def as_inputs(self) -> Mapping[str, object]:
        """What the typesetter is given."""
        wide = self.spacing is Spacing.WIDE
        return {
            "body": self.body,
            "small": self.small,
            "headings": self.headings,
            "stacked": self.stacked,
            # The British Dyslexia Association asks for letters about a third of their width further apart,
            # words further than letters, and lines at one and a half.
            "tracking": 0.06 if wide else 0.0,
            "words": 150 if wide else 100,
            "leading": 1.0 if wide else 0.66,
            "paragraphs": 1.5 if wide else 1.0,
            "paper": self.paper.colour,
        }


STANDARD: Final = Layout()
