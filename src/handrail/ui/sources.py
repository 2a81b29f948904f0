"""Where a rule comes from, as pages show it: made from a citation of the law, in one of two lengths."""

from __future__ import annotations

from handrail.core.citations import Citation
from handrail.ui.components import Source


def source_of(citation: Citation, text: str = "") -> Source:
    """The whole of it: what it is called, since when it holds, and who looked last and when."""
    return Source(
        text=text or citation.short,
        url=citation.url,
        in_force_from=citation.in_force_from,
        checked_on=citation.checked_on,
        confidence=str(citation.confidence),
    )


def short_source(citation: Citation) -> Source:
    """What it is called, and whether it is still to be verified: for the reason of a row."""
    return Source(text=citation.short, url=citation.url, confidence=str(citation.confidence))
