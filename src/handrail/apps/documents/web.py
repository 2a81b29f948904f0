"""The plan as one HTML file that needs nothing beside itself: to keep, to send, to read aloud, to print."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from django.template import loader
from markupsafe import Markup

from handrail.apps.documents import characters
from handrail.apps.documents.layout import STANDARD, Layout
from handrail.apps.documents.paper import paper_of, without_places_to_break

STYLES: Final = Path(__file__).parent / "html" / "plan.css"


def plan_html(
    document: Mapping[str, object],
    *,
    sha256: str | None = None,
    layout: Layout = STANDARD,
    draft: bool = False,
) -> str:
    """The plan with the words and the order of the PDF. No script, and nothing is fetched."""
    texts = characters.in_every_text(document, characters.plain_lines)
    paper = without_places_to_break(paper_of(texts, sha256=sha256, draft=draft))
    file = loader.get_template("documents/files/plan.html", using="jinja2")
    return file.render({"paper": paper, "layout": layout, "css": _styles()}).lstrip()


@cache
def _styles() -> Markup:
    # Our own file, with nothing in it that a person wrote.
    return Markup(STYLES.read_text(encoding="utf-8"))  # noqa: S704
