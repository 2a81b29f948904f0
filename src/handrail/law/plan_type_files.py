"""Plan types, as a jurisdiction's files describe them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from handrail.core.completeness import GoalFacts, ProvisionFacts
from handrail.core.duties import Party
from handrail.core.plan_types import (
    Check,
    LegalWeight,
    PlanType,
    Requirement,
    ReviewCycle,
    Section,
    SectionKind,
)
from handrail.law.sources import Source, optional_citation, read_citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handrail.law.reader import Table

LOOKS_AT: Final[Mapping[Check, frozenset[str]]] = {
    Check.GOAL_FIELD: frozenset(field.name for field in fields(GoalFacts)) - {"id"},
    Check.PROVISION_FIELD: frozenset(field.name for field in fields(ProvisionFacts)) - {"id"},
    Check.VIEWS: frozenset(Party),
}


def read_plan_type(table: Table, jurisdiction: str, name: str, sources: Mapping[str, Source]) -> PlanType:
    sections = tuple(_section(row, sources) for row in table.tables("section"))
    _check_once(table, "section", [section.key for section in sections])
    review = table.table("review")
    in_force_from = table.day("in_force_from")
    plan_type = PlanType(
        key=f"{jurisdiction}/{name}",
        name=table.text("name"),
        short_name=table.text("short_name"),
        about=table.text("about"),
        aliases=table.texts_by_key("aliases"),
        other_names=table.texts("other_names"),
        jurisdiction=jurisdiction,
        legal_weight=table.choice("legal_weight", LegalWeight),
        decides=table.text("decides"),
        asks=table.texts("asks"),
        sections=sections,
        vocabulary=table.texts_by_key("vocabulary"),
        review=ReviewCycle(
            says=review.text("says"),
            duty=review.text("duty"),
            completed_under=review.optional_text("completed_under"),
            citation=optional_citation(review, sources),
        ),
        documents=table.texts("documents"),
        citation=read_citation(table, sources, in_force_from=in_force_from),
        in_force_from=in_force_from,
    )
    review.done()
    table.done()
    return plan_type


def _section(table: Table, sources: Mapping[str, Source]) -> Section:
    requirements = tuple(_requirement(row, sources) for row in table.tables("requirement", needed=False))
    _check_once(table, "requirement", [requirement.key for requirement in requirements])
    section = Section(
        key=table.text("key"),
        heading=table.text("heading"),
        kind=table.choice("kind", SectionKind),
        help=table.text("help"),
        requirements=requirements,
    )
    table.done()
    return section


def _requirement(table: Table, sources: Mapping[str, Source]) -> Requirement:
    check = table.choice("check", Check)
    of = table.optional_text("of")
    if check in LOOKS_AT and of not in LOOKS_AT[check]:
        raise table.error(f"{check} needs of = one of {', '.join(sorted(LOOKS_AT[check]))}.", "of")
    if (check in LOOKS_AT or check is Check.FACT) != (of is not None):
        raise table.error(
            f'A check of kind "{check}" {"needs" if check is Check.FACT else "has no"} of.', "of"
        )
    requirement = Requirement(
        key=table.text("key"),
        says=table.text("says"),
        why=table.text("why"),
        missing=table.text("missing"),
        check=check,
        of=of,
        label=table.text("label"),
        number=table.optional_text("number"),
        citation=optional_citation(table, sources),
    )
    table.done()
    return requirement


def _check_once(table: Table, kind: str, keys: list[str]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise table.error(f'The {kind} "{key}" is there twice.', kind, place, "key")
