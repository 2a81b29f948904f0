"""Words and sources that every page about a plan puts alike."""

from __future__ import annotations

from datetime import date

from handrail.core.citations import Citation
from handrail.ui.components import Source
from handrail.ui.phrases import plain_day


def source_of(citation: Citation | None) -> Source | None:
    if citation is None:
        return None
    return Source(text=citation.short, url=citation.url, confidence=str(citation.confidence))


def facts(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in pairs if value)


def day(iso: str) -> str:
    return plain_day(date.fromisoformat(iso)) if iso else ""


def day_or_text(value: str) -> str:
    try:
        return day(value)
    except ValueError:
        return value


def possessive(name: str) -> str:
    """“Rowan’s”; “James’s” too, as it is said."""
    return f"{name}’s"
