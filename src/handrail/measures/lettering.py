"""The words on a goal's chart: each beside what it names, where it covers nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handrail.measures import vega, words
from handrail.measures.palette import BLUE_TEXT, INK, ORANGE_TEXT, SOFT
from handrail.measures.paths import between
from handrail.measures.placing import Plot, Spot, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handrail.measures.aimlines import Goal
    from handrail.measures.paths import Path, Paths
    from handrail.measures.placing import Align
    from handrail.measures.scales import Scales
    from handrail.measures.sheets import Sheet


BOTH: Final[tuple[Align, Align]] = ("left", "center")


@dataclass(slots=True)
class Lettering:
    """Words being placed on one chart, the most important ones first."""

    scales: Scales
    paths: Paths
    team: bool
    plot: Plot
    rows: list[vega.Row] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        return self.scales.sheet

    @property
    def goal(self) -> Goal:
        return self.paths.made.goal

    def put(self, said: Words, spots: list[Spot], color: str, *, nearer: float = 0.0) -> None:
        """Words at the best of these spots, or nowhere."""
        spot = self.plot.place(said, spots, nearer=nearer)
        if spot is not None:
            self.rows += vega.said(said, spot, color)

    def every(self, band: str = "", usual: Path | None = None) -> list[vega.Row]:
        """All words of the drawing, in the order in which they matter."""
        self.goal_words()
        self.pace_words()
        self.phase_words()
        if usual:
            self.band_words(band, usual)
        self.aim_words()
        self.dot_words()
        self.mark_words()
        self.pause_words()
        return self.rows

    def goal_words(self) -> None:
        if self.goal.keeps:
            high = "" if self.goal.high is None else f" to {words.number(self.goal.high)}"
            said = Words((f"to be kept: {words.number(self.goal.target)}{high}",), self.sheet.size, 700)
            edge, right = self.scales.y(self.goal.target), self.sheet.across - 6
            spots = [Spot(right, edge - 14, "right"), Spot(right, edge + 14, "right"), Spot(6, edge - 14)]
            self.put(said, spots, INK)
            return
        day = words.short_day(self.goal.due) if self.sheet.narrow else words.day(self.goal.due)
        target = words.number(self.goal.target)
        text = f"goal {target}, {day}" if self.sheet.narrow else f"goal: {target} by {day}"
        said = Words((text,), self.sheet.size, 700)
        x, y = self.scales.at(self.goal.due, self.goal.target)
        left = min(x + 8, self.sheet.across)
        spots = [Spot(x - 14, y - 6, "right")]
        # On the side of the star that the way ahead leaves free.
        side, projected = 1, self.paths.made.verdict.projected
        if self.team and projected is not None and projected > self.goal.target:
            side, spots = -1, []
        for away in (20, 30, 44, 58, 72, -20, -30, -44, -58):
            away *= side
            spots += [Spot(left, y - away, "right"), Spot(x - 14, y - away, "right")]
        self.put(said, spots, INK, nearer=0.8)

    def aim_words(self) -> None:
        aim = self.paths.aim()
        if len(aim) >= 2:
            said = Words(("goal line",), self.sheet.size)
            self.put(said, self._beside(aim, (0.45, 0.55, 0.35, 0.65, 0.25, 0.75)), INK)

    def _beside(self, path: Path, shares: Sequence[float]) -> list[Spot]:
        """Above and below a line, at shares of its length."""
        start, end = path[0][0], path[-1][0]
        spots = []
        for away in (16, 26, 38):
            for share in shares:
                day = start + timedelta(days=round((end - start).days * share))
                x, y = self.scales.at(day, between(path, day))
                spots += [
                    Spot(x, y - away, "right"), Spot(x, y + away, "left"),
                    Spot(x, y - away, "center"), Spot(x, y + away, "center"),
                ]  # fmt: skip
        return spots

    def pace_words(self) -> None:
        if not self.team or self.paths.line is None:
            return
        ahead = self.paths.ahead()
        if not ahead:
            path, sure = self.paths.so_far(), self.paths.sure
            if len(path) >= 2:
                said = Words(("pace so far",) if sure else ("too early for a pace",), self.sheet.size, 700)
                self.put(said, self._beside(path, (0.7, 0.5, 0.3, 0.9)), ORANGE_TEXT if sure else SOFT)
            return
        lines = ("pace so far, and where", "it leads if it goes on")
        said = Words(("pace so far,", "if it goes on") if self.sheet.narrow else lines, self.sheet.size, 700)
        end = self.scales.y(between(ahead, self.goal.due))
        spots = []
        for more in (12, 24, 40):
            spots += [
                spot._replace(y=spot.y + (more if spot.y > end else -more))
                for spot in self._beside(ahead, (0.55, 0.7, 0.4, 0.85, 0.25))
            ]
        self.put(said, [*spots, *self._beside(ahead, (0.5, 0.9, 0.1))], ORANGE_TEXT)

    def dot_words(self) -> None:
        text = "each dot: a check" if self.sheet.narrow else "each dot is one check"
        spots = []
        for point in self.paths.points:
            x, y = self.scales.at(point.on, point.value)
            for away in (24, 36, 50):
                spots += [
                    Spot(x, y + away), Spot(x, y - away), Spot(x, y + away, "center"), Spot(x, y - away, "right"),
                ]  # fmt: skip
        self.put(Words((text,), self.sheet.size, 700), spots, BLUE_TEXT)

    def phase_words(self) -> None:
        for phase in self.paths.changes(self.scales.last):
            x = self.scales.x(phase.starts)
            most = 18 if self.sheet.narrow else 34
            short = phase.label if len(phase.label) <= most else f"{phase.label[:16]}…"
            spots = [
                spot
                for y in (12, self.sheet.down - 14, 32)
                for spot in (Spot(x + 6, y, "left"), Spot(x - 6, y, "right"))
            ]
            self.put(Words((short,), self.sheet.size), spots, INK)

    def band_words(self, label: str, middle: Path) -> None:
        """Of what is usual, inside its band."""
        lines = tuple(_halves(label)) if self.sheet.narrow else (label,)
        start, end = middle[0][0], middle[-1][0]
        spots = []
        for share in (0.04, 0.15, 0.3, 0.5, 0.65, 0.8):
            day = start + timedelta(days=round((end - start).days * share))
            x, y = self.scales.at(day, between(middle, day))
            spots += [Spot(x, y + away, align) for away in (0, -10, 10) for align in BOTH]
        self.put(Words(lines, self.sheet.size), spots, SOFT)

    def pause_words(self) -> None:
        for pause in self.goal.pauses:
            begins, ends = max(pause.starts, self.scales.first), min(pause.ends, self.scales.last)
            if begins >= ends:
                continue
            across = self.scales.x(ends) - self.scales.x(begins)
            said = Words((pause.label,), self.sheet.size)
            if said.width <= 2.2 * across + 60:
                middle = self.scales.x(begins) + across / 2
                self.put(
                    said, [Spot(middle, self.sheet.down - 14, "center"), Spot(middle, 14, "center")], SOFT
                )

    def mark_words(self) -> None:
        for mark in self.paths.series.marks:
            if self.scales.first <= mark.on <= self.scales.last:
                x, y = self.scales.x(mark.on), self.sheet.down - 26
                spots = [Spot(x, y, "center"), Spot(x, y, "left"), Spot(x, y, "right"), Spot(x + 10, y + 18)]
                self.put(Words((mark.label,), self.sheet.size), spots, SOFT)


def _halves(text: str) -> list[str]:
    """Words in two lines of about one length."""
    parts = text.split()
    cuts = range(1, len(parts)) if len(parts) > 1 else range(0)
    best = min(cuts, key=lambda cut: max(len(" ".join(parts[:cut])), len(" ".join(parts[cut:]))), default=0)
    return [" ".join(one) for one in (parts[:best], parts[best:]) if one]
