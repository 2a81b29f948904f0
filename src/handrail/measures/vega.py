"""The few pieces of Vega-Lite that charts are made of, as plain data. A test holds every chart against its schema.

Scales and axes are said once, by the first layer of a chart; each other layer names its fields only.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from handrail.measures.palette import AXIS, FONTS, INK, RULE
from handrail.measures.placing import LINE_HEIGHT, Spot, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from handrail.measures.placing import Align, Weight
    from handrail.measures.sheets import Sheet

Layer = dict[str, Any]
Row = dict[str, Any]
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"


def layer(kind: str, rows: Sequence[Row], encoding: dict[str, Any], **mark: Any) -> Layer:
    """One mark for its rows."""
    return {"data": {"values": list(rows)}, "mark": {"type": kind, **mark}, "encoding": encoding}


def day(name: str) -> Layer:
    return {"field": name, "type": "temporal"}


def amount(name: str) -> Layer:
    return {"field": name, "type": "quantitative"}


XY: Final = {"x": day("day"), "y": amount("value")}


def milliseconds(on: date) -> int:
    """Since 1970 in universal time, which no browser moves to another day."""
    return int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp() * 1000)


def line(
    points: Sequence[tuple[date, float]],
    *,
    color: str,
    width: float,
    dash: Sequence[int] = (1, 0),
    opacity: float = 1.0,
    cap: str = "butt",
) -> Layer:
    """A line from corner to corner."""
    rows = [{"day": milliseconds(on), "value": value} for on, value in points]
    return layer(
        "line", rows, XY, color=color, strokeWidth=width, strokeDash=list(dash), opacity=opacity, strokeCap=cap,
        clip=True,
    )  # fmt: skip


def symbols(
    points: Iterable[tuple[date, float]], *, shape: str, size: float, color: str, **mark: Any
) -> Layer:
    """A filled shape on each day."""
    rows = [{"day": milliseconds(on), "value": value} for on, value in points]
    return layer("point", rows, XY, shape=shape, size=size, filled=True, color=color, opacity=1, **mark)


def days_axis(days: Sequence[date], pattern: str, domain: tuple[date, date], sheet: Sheet) -> Layer:
    """The days along the foot, at places that are given."""
    first, last = domain
    return {
        **day("day"),
        "scale": {"type": "utc", "domain": [milliseconds(first), milliseconds(last)], "nice": False, "clamp": False},
        "axis": {
            "values": [milliseconds(on) for on in days], "format": pattern, "title": None, "grid": False,
            "labelAngle": 0, "labelFontSize": sheet.size, "labelColor": INK, "domainColor": AXIS, "tickColor": AXIS,
            "tickSize": 6, "labelPadding": 6, "labelOverlap": True, "labelFont": FONTS, "labelFlush": False,
        },
    }  # fmt: skip


def amounts_axis(values: Sequence[float], places: int, domain: tuple[float, float], sheet: Sheet) -> Layer:
    """The values up the left side, with a fine rule across at each."""
    return {
        **amount("value"),
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": {**_upright(sheet), "values": list(values), "format": f".{places}f"},
    }


def _upright(sheet: Sheet) -> Layer:
    return {
        "title": None, "labelFontSize": sheet.size, "labelColor": INK, "grid": True, "gridColor": RULE, "domain": False,
        "ticks": False, "labelPadding": 8, "labelFont": FONTS,
    }  # fmt: skip


def multiples_axis(values: Sequence[float], domain: tuple[float, float], sheet: Sheet) -> Layer:
    """The values up the left side, equal multiples at equal distances."""
    return {
        **amount("value"),
        "scale": {"type": "log", "domain": list(domain), "nice": False},
        "axis": {**_upright(sheet), "values": list(values), "format": "~r"},
    }


def base(x: Layer, y: Layer, at: tuple[date, float]) -> Layer:
    """What says the scales and draws the axes, and nothing else."""
    rows = [{"day": milliseconds(at[0]), "value": at[1]}]
    return layer("point", rows, {"x": x, "y": y}, opacity=0)


def said(words: Words, spot: Spot, color: str) -> list[Row]:
    """Words at a spot, a row for each of their lines."""
    # Several lines begin at one edge; a single one keeps its anchor, so that a wide letter moves it inwards.
    if len(words.lines) > 1:
        spot = Spot(words.box(spot).left, spot.y)
    step = words.size * LINE_HEIGHT
    top = spot.y - words.height / 2 + step / 2
    return [
        told(text, x=spot.x, y=top + place * step, size=words.size, weight=words.weight, color=color, align=spot.align)
        for place, text in enumerate(words.lines)
    ]  # fmt: skip


def told(
    text: str, *, x: float, y: float, size: float, weight: Weight, color: str, align: Align = "left"
) -> Row:
    """One line of words, at a place on the sheet."""
    return {"text": text, "x": x, "y": y, "size": size, "weight": weight, "color": color, "align": align}


def texts(rows: Sequence[Row]) -> Layer:
    """All words of a chart in one layer, each as its row says."""
    mark = {
        name: {"expr": f"datum.{field}"}
        for name, field in (
            ("x", "x"), ("y", "y"), ("align", "align"), ("color", "color"), ("fontSize", "size"),
            ("fontWeight", "weight"),
        )
    }  # fmt: skip
    encoding = {"text": {"field": "text", "type": "nominal"}}
    return layer("text", rows, encoding, baseline="middle", font=FONTS, clip=False, **mark)


def headings(rows: Sequence[tuple[str, Weight, str]], sheet: Sheet) -> list[Row]:
    """Lines of words over the drawing, from its left edge."""
    step = sheet.size * LINE_HEIGHT
    top = -(len(rows) - 0.5) * step - 12
    return [
        told(text, x=2 - sheet.left, y=top + place * step, size=sheet.size, weight=weight, color=color)
        for place, (text, weight, color) in enumerate(rows)
    ]


def chart(
    layers: Sequence[Layer], sheet: Sheet, *, above: int, below: int, description: str
) -> dict[str, Any]:
    """The whole specification; `above` and `below` are pixels beside what the sheet has."""
    return {
        "$schema": SCHEMA,
        "width": sheet.across,
        "height": sheet.down,
        "padding": {
            "left": sheet.left, "right": sheet.right, "top": sheet.top + above, "bottom": sheet.bottom + below,
        },
        "autosize": {"type": "none"},
        "description": description,
        "layer": list(layers),
        "config": {"background": "white", "font": FONTS, "aria": False, "view": {"stroke": None}},
    }  # fmt: skip
