"""Every kind of chart as pictures to look at, each with its text alternative: `python -m tools.draw_charts FOLDER`.

The eight verdicts, a level to keep, a change of teaching, levels in order, help given, a benchmark and a chart of
multiples; for the team, the family and the child; wide and narrow. Each is an SVG beside a text file with its words
and its table. Sheets in colour and in grey show many at once.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import vl_convert
from tests.measures.states import BENCHMARK, HELP, levels, rates, states

from handrail.measures.celeration_charts import figure as multiples
from handrail.measures.charts import Audience, Figure, Width, figure
from handrail.measures.rendering import svg

FONTS: Final = Path(__file__).parents[1] / "src" / "handrail" / "apps" / "documents" / "fonts"
COLUMNS: Final = {Width.WIDE: 2, Width.NARROW: 5}
GAP: Final = 24


def drawings() -> Iterator[tuple[str, Width, Figure]]:
    """Every picture by its name."""
    everything = {**states(), **levels()}
    for width in Width:
        for audience in Audience:
            for name, (series, made) in everything.items():
                drawn = figure(series, made, audience=audience, width=width, titled=True)
                yield f"{name}-{audience}", width, drawn
        series, made = states()["below"]
        for audience in (Audience.TEAM, Audience.FAMILY):
            drawn = figure(
                series, made, audience=audience, width=width, titled=True, help_given=HELP, benchmark=BENCHMARK
            )  # fmt: skip
            yield f"help-and-benchmark-{audience}", width, drawn
        for name, (series, made) in rates().items():
            yield f"multiples-{name}", width, multiples(series, made, width=width, titled=True)


def grey(picture: str) -> str:
    """The same picture without its colours: each by its relative luminance."""

    def of(found: re.Match[str]) -> str:
        parts = [int(found[1][place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        light = sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
        back = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
        return "#" + 3 * f"{round(255 * back):02x}"

    return re.sub(r"#([0-9A-Fa-f]{6})\b", of, picture)


def words_of(drawn: Figure) -> str:
    """The text alternative and the table, as a page would say them."""
    text = drawn.alternative
    rows = [text.columns, *text.rows]
    table = "\n".join(" | ".join(row) for row in rows)
    return (
        f"{text.title}\n\n{text.takeaway}\n" + "".join(f"- {fact}\n" for fact in text.facts) + f"\n{table}\n"
    )


def sheet(pictures: Sequence[tuple[str, Figure]], columns: int) -> str:
    """Many pictures side by side."""
    across = max(drawn.width for _, drawn in pictures) + GAP
    placed, y = [], GAP
    for start in range(0, len(pictures), columns):
        row = pictures[start : start + columns]
        for place, (picture, drawn) in enumerate(row):
            x = GAP + place * across
            placed.append(picture.replace("<svg ", f'<svg x="{x}" y="{y}" ', 1))
            placed.append(
                f'<rect x="{x - 6}" y="{y - 6}" width="{drawn.width + 12}" height="{drawn.height + 12}" '
                'fill="none" stroke="#999999"/>'
            )
        y += max(drawn.height for _, drawn in row) + GAP
    width = GAP + columns * across
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" viewBox="0 0 {width} {y}">'
        f'<rect width="{width}" height="{y}" fill="white"/>{"".join(placed)}</svg>'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go; made if it is not there")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    sheets: dict[tuple[str, Width], list[tuple[str, Figure]]] = {}
    count = 0
    for name, width, drawn in drawings():
        picture = svg(drawn, fonts=FONTS, name=f"{name}-{width}".replace("_", "-"))
        (folder / f"{name}-{width}.svg").write_text(picture, encoding="utf-8")
        (folder / f"{name}-{width}.txt").write_text(words_of(drawn), encoding="utf-8")
        sheets.setdefault((name.rpartition("-")[2] if name.endswith(tuple(Audience)) else "more", width), []).append(
            (picture, drawn)
        )  # fmt: skip
        count += 1
    for (kind, width), pictures in sheets.items():
        whole = sheet(pictures, COLUMNS[width])
        for tone, drawn_as in (("colour", whole), ("grey", grey(whole))):
            png = vl_convert.svg_to_png(drawn_as, scale=1)
            (folder / f"sheet-{kind}-{width}-{tone}.png").write_bytes(png)
    print(f"{count} charts and {2 * len(sheets)} sheets are in {folder}.")


if __name__ == "__main__":
    main()
