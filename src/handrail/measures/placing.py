"""Where the words of a chart go: beside what they name, and on nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, NamedTuple

Align = Literal["left", "center", "right"]
Weight = Literal[400, 700]

# Of Atkinson Hyperlegible Next, measured over English words; a little wide rather than a little narrow.
WIDE: Final[dict[Weight, float]] = {400: 0.47, 700: 0.51}
LINE_HEIGHT: Final = 1.25


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float, *, near: float) -> bool:
        return self.left - near <= x <= self.right + near and self.top - near <= y <= self.bottom + near

    def meets(self, other: Box, *, near: float = 2.0) -> bool:
        return (
            self.left - near < other.right
            and other.left - near < self.right
            and self.top - near < other.bottom
            and other.top - near < self.bottom
        )


class Spot(NamedTuple):
    """A place to try: where the words are anchored, and which end of them is there."""

    x: float
    y: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Words:
    lines: tuple[str, ...]
    size: float
    weight: Weight = 400

    @property
    def width(self) -> float:
        return max(map(len, self.lines)) * self.size * WIDE[self.weight]

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE_HEIGHT

    def box(self, spot: Spot) -> Box:
        """With the spot at the middle of its height."""
        left = {"left": 0.0, "center": self.width / 2, "right": self.width}[spot.align]
        return Box(
            spot.x - left, spot.y - self.height / 2, spot.x - left + self.width, spot.y + self.height / 2
        )


@dataclass(slots=True)
class Plot:
    """The drawing area in pixels, with everything that words should not cover."""

    width: float
    height: float
    rules: list[float] = field(default_factory=list)
    """Heights of the lines of the grid, over which words may stand if there is no better place."""
    dots: list[tuple[float, float]] = field(default_factory=list)
    strokes: list[tuple[float, float]] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)

    def stroke(self, points: list[tuple[float, float]]) -> None:
        """A line, as points close enough together that no word fits between."""
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / 5))
            self.strokes.extend(
                (x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps) for step in range(steps + 1)
            )

    def place(self, words: Words, spots: list[Spot], *, nearer: float = 0.0) -> Spot | None:
        """The first spot that covers nothing, else the one that covers least; None if every one covers words.

        `nearer` is what each later spot costs beside what it covers, where the first ones are much to be preferred.
        """
        best: tuple[float, int] | None = None
        for order, spot in enumerate(spots):
            covers = self._cost(words.box(spot))
            if covers is not None and (best is None or covers + nearer * order < best[0]):
                best = (covers + nearer * order, order)
        if best is None:
            return None
        chosen = spots[best[1]]
        self.taken.append(words.box(chosen))
        return chosen

    def _cost(self, box: Box) -> float | None:
        if box.left < 0 or box.right > self.width or box.top < 0 or box.bottom > self.height:
            return None
        if any(box.meets(other) for other in self.taken):
            return None
        dots = sum(box.holds(x, y, near=6) for x, y in self.dots)
        strokes = 2.0 * sum(box.holds(x, y, near=4) for x, y in self.strokes)
        rules = sum(box.top + 3 < rule < box.bottom - 3 for rule in self.rules)
        return 20.0 * dots + strokes + 0.5 * rules
