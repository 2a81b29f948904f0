"""Sources of law, and citations that point into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.core.citations import Citation, Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from handrail.law.reader import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An Act, an instrument or guidance, with its official address and who last read it."""

    key: str
    title: str
    number: str
    url: str
    in_force_from: date | None
    checked_by: str
    checked_on: date
    next_review: date
    confidence: Confidence
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Who read a rule, when, and when it is to be read again."""

    by: str
    on: date
    next_review: date
    confidence: Confidence


def read_checked(table: Table) -> Checked:
    checked = Checked(
        by=table.text("checked_by"),
        on=table.day("checked_on"),
        next_review=table.day("next_review"),
        confidence=table.choice("confidence", Confidence),
    )
    if checked.next_review <= checked.on:
        raise table.error("next_review must come after checked_on.", "next_review")
    return checked


def read_sources(top: Table) -> dict[str, Source]:
    found = {}
    for key, table in top.named_tables("source"):
        checked = read_checked(table)
        found[key] = Source(
            key=key,
            title=table.text("title"),
            number=table.text("number"),
            url=_address(table),
            in_force_from=table.optional_day("in_force_from"),
            checked_by=checked.by,
            checked_on=checked.on,
            next_review=checked.next_review,
            confidence=checked.confidence,
            note=table.optional_text("note"),
        )
        table.done()
    top.done()
    return found


def _address(table: Table) -> str:
    url = table.text("url")
    if not url.startswith("https://"):
        raise table.error(f'url is "{url}"; an official address starts with https://.', "url")
    return url


def read_citation(
    table: Table,
    sources: Mapping[str, Source],
    *,
    in_force_from: date | None = None,
    checked: Checked | None = None,
) -> Citation:
    """The citation that a table must carry under the key "cite"."""
    if not table.has("cite"):
        raise table.error("The citation (cite) is missing.")
    cite = table.table("cite")
    key = cite.text("source")
    if key not in sources:
        raise cite.error(f'"{key}" is not a source in sources.toml.', "source")
    source = sources[key]
    at = cite.optional_text("at")
    confidence = cite.choice("confidence", Confidence) if cite.has("confidence") else source.confidence
    citation = Citation(
        source=source.title,
        number=source.number,
        provision=cite.text("provision"),
        url=f"{source.url}/{at}" if at else source.url,
        in_force_from=in_force_from or source.in_force_from,
        checked_by=checked.by if checked else source.checked_by,
        checked_on=checked.on if checked else source.checked_on,
        next_review=checked.next_review if checked else source.next_review,
        confidence=checked.confidence if checked else confidence,
    )
    cite.done()
    return citation


def optional_citation(table: Table, sources: Mapping[str, Source]) -> Citation | None:
    """A citation, or none where the rule is Handrail's own practice and says so."""
    if table.has("practice"):
        if not table.flag("practice"):
            raise table.error("practice is either true, or not said.", "practice")
        if table.has("cite"):
            raise table.error("A rule is either practice or cited law, not both.", "practice")
        return None
    table.flag("practice")
    return read_citation(table, sources)
