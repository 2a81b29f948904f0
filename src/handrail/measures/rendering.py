"""A chart's specification turned into SVG, with what a screen reader needs, and no word a page would refuse."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

import vl_convert

from handrail.measures.errors import MeasureError

if TYPE_CHECKING:
    from pathlib import Path

    from handrail.measures.figures import Figure

ROOT: Final = re.compile(r"<svg\b[^>]*>")
PARTS: Final = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
"""What the drawing says of each of its parts. The picture as a whole says it once, in words."""
NAME: Final = re.compile(r"[a-z][a-z0-9-]*")


@cache
def use_fonts(folder: Path) -> None:
    """Let charts be laid out with the typefaces of this folder, which is asked once."""
    if not folder.is_dir():
        raise MeasureError(f"The typefaces of charts are not in {folder}. Build the assets, then try again.")
    vl_convert.register_font_directory(str(folder))


def svg(figure: Figure, *, fonts: Path | None = None, name: str = "chart", table: str = "") -> str:
    """The chart as SVG with its title and description; `table` is the id of the table that tells the same.

    `name` begins the ids inside, so that a page can hold several charts.
    """
    if not NAME.fullmatch(name):
        raise MeasureError(f'"{name}" cannot begin an id: small letters, digits and hyphens, a letter first.')
    if fonts is not None:
        use_fonts(fonts)
    drawn = vl_convert.vegalite_to_svg(figure.spec, allowed_base_urls=[])
    described = f"{name}-description {table}".strip()
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {figure.width} {figure.height}" '
        f'width="{figure.width}" height="{figure.height}" role="img" aria-labelledby="{name}-title" '
        f'aria-describedby="{described}"><title id="{name}-title">{escape(figure.alternative.title)}</title>'
        f'<desc id="{name}-description">{escape(figure.alternative.text)}</desc>'
    )
    drawn = PARTS.sub("", drawn)
    return _with_own_ids(ROOT.sub(lambda _: opening, drawn, count=1), name)


def _with_own_ids(text: str, name: str) -> str:
    """Clip paths are numbered from 0 in every chart; on one page they must not meet."""
    return re.sub(r'(id="|url\(#)((?:clip|gradient)[\w-]*)', rf"\1{name}-\2", text)
