"""Plan types, as a jurisdiction's files describe them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final, TypeVar

from handrail.core.completeness import GoalFacts, ProvisionFacts
from handrail.core.duties import Force, Party
from handrail.core.fit import QUESTIONS, UNSURE, Answer
from handrail.core.plan_types import (
    Check,
    Criterion,
    FactBox,
    Involved,
    LegalWeight,
    PlanType,
    Requirement,
    ReviewCycle,
    Section,
    SectionKind,
)
from handrail.law.sources import Source, optional_citation, read_citation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handrail.law.reader import Table

T = TypeVar("T")

LOOKS_AT: Final[Mapping[Check, frozenset[str]]] = {
    Check.GOAL_FIELD: frozenset(field.name for field in fields(GoalFacts)) - {"id"},
    Check.PROVISION_FIELD: frozenset(field.name for field in fields(ProvisionFacts)) - {"id"},
    Check.VIEWS: frozenset(Party),
}


def read_plan_type(
    table: Table, jurisdiction: str, name: str, sources: Mapping[str, Source], base: PlanType | None = None
) -> PlanType:
    """A plan type; over a base the file says only what is another than in the base."""
    since = _or(table, "in_force_from", table.day, base.in_force_from if base else None)
    plan_type = PlanType(
        key=f"{jurisdiction}/{name}",
        name=_or(table, "name", table.text, base.name if base else None),
        short_name=_or(table, "short_name", table.text, base.short_name if base else None),
        about=_or(table, "about", table.text, base.about if base else None),
        aliases=table.texts_by_key("aliases"),
        other_names=_or(table, "other_names", table.texts, base.other_names if base else None),
        jurisdiction=jurisdiction,
        legal_weight=_or(table, "legal_weight", _legal_weight(table), base.legal_weight if base else None),
        decides=_or(table, "decides", table.text, base.decides if base else None),
        asks=_or(table, "asks", table.texts, base.asks if base else None),
        sections=_sections(table, sources, base.sections if base else ()),
        vocabulary={**(base.vocabulary if base else {}), **table.texts_by_key("vocabulary")},
        review=_or(
            table, "review", lambda key: _review(table.table(key), sources), base.review if base else None
        ),
        documents=_or(table, "documents", table.texts, base.documents if base else None),
        citation=_or(
            table,
            "cite",
            lambda _: read_citation(table, sources, in_force_from=since),
            base.citation if base else None,
        ),
        in_force_from=since,
        status=_or(table, "status", _force(table), base.status if base else Force.IN_FORCE),
        ask_for=table.optional_text("ask_for") or (base.ask_for if base else None),
        involved=(
            *(base.involved if base else ()),
            *(_involved(row, sources) for row in table.tables("involved", needed=False)),
        ),
        criteria=_criteria(table, sources, base.criteria if base else ()),
    )
    table.done()
    return plan_type


def _or(table: Table, key: str, read: Callable[[str], T], inherited: T | None) -> T:
    """What the file says under a key; where it says nothing, what it inherits."""
    return inherited if inherited is not None and not table.has(key) else read(key)


def _legal_weight(table: Table) -> Callable[[str], LegalWeight]:
    return lambda key: table.choice(key, LegalWeight)


def _force(table: Table) -> Callable[[str], Force]:
    return lambda key: table.choice(key, Force)


def _review(table: Table, sources: Mapping[str, Source]) -> ReviewCycle:
    review = ReviewCycle(
        says=table.text("says"),
        duty=table.text("duty"),
        completed_under=table.optional_text("completed_under"),
        citation=optional_citation(table, sources),
    )
    table.done()
    return review


def _involved(table: Table, sources: Mapping[str, Source]) -> Involved:
    involved = Involved(
        who=table.text("who"),
        part=table.text("part"),
        must=table.flag("must"),
        citation=optional_citation(table, sources),
    )
    table.done()
    return involved


def _criteria(
    table: Table, sources: Mapping[str, Source], inherited: tuple[Criterion, ...]
) -> tuple[Criterion, ...]:
    """The criteria of the file; one with a key of the base takes its place."""
    own = tuple(_criterion(row, sources) for row in table.tables("criterion", needed=False))
    _check_once(table, "criterion", [one.key for one in own])
    changed = {one.key for one in own}
    return (*(one for one in inherited if one.key not in changed), *own)


def _criterion(table: Table, sources: Mapping[str, Source]) -> Criterion:
    question = table.text("question")
    if question not in QUESTIONS:
        raise table.error(
            f'"{question}" is not a question that is asked. Known: {", ".join(QUESTIONS)}.', "question"
        )
    any_of = table.texts("any_of")
    age_from, age_until = table.optional_number("age_from"), table.optional_number("age_until")
    by_age = QUESTIONS[question].kind is Answer.NUMBER
    if by_age != (age_from is not None or age_until is not None) or by_age == bool(any_of):
        raise table.error(
            "A criterion of age says age_from or age_until; every other one says any_of.", "question"
        )
    for place, answer in enumerate(any_of):
        if answer == UNSURE:
            raise table.error(
                '"unsure" never settles a test: who is not sure is told to find out.', "any_of", place
            )
        if answer not in QUESTIONS[question].answers:
            raise table.error(f'"{answer}" is not an answer to "{question}".', "any_of", place)
    criterion = Criterion(
        key=table.text("key"),
        says=table.text("says"),
        question=question,
        any_of=any_of,
        age_from=age_from,
        age_until=age_until,
        group=table.optional_text("group"),
        citation=optional_citation(table, sources),
    )
    table.done()
    return criterion


def _sections(
    table: Table, sources: Mapping[str, Source], inherited: tuple[Section, ...]
) -> tuple[Section, ...]:
    """The sections in order. A section with a key of the base adds its requirements to it."""
    rows = list(table.tables("section", needed=not inherited))
    _check_once(table, "section", [row.text("key") for row in rows])
    sections = list(inherited)
    for row in rows:
        keys = [section.key for section in sections]
        key, after = row.text("key"), row.optional_text("after")
        if after is not None and after not in keys:
            raise row.error(f'"{after}" is not a section that comes before this one.', "after")
        if key in keys:
            place = keys.index(key)
            sections[place] = _added(row, sources, sections[place])
        else:
            sections.insert(keys.index(after) + 1 if after else len(sections), _section(row, sources))
    return tuple(sections)


def _added(table: Table, sources: Mapping[str, Source], base: Section) -> Section:
    own = tuple(_requirement(row, sources) for row in table.tables("requirement", needed=False))
    changed = {one.key for one in own}
    section = replace(
        base,
        heading=_or(table, "heading", table.text, base.heading),
        help=_or(table, "help", table.text, base.help),
        requirements=(*(one for one in base.requirements if one.key not in changed), *own),
    )
    table.done()
    return section


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
    if check is not Check.FACT and (table.has("box") or table.has("filled_from")):
        raise table.error("Only a fact has a box, or is filled from another fact.", "check")
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
        condition=table.optional_text("condition"),
        box=table.choice("box", FactBox) if table.has("box") else FactBox.LINE,
        filled_from=table.optional_text("filled_from"),
    )
    table.done()
    return requirement


def _check_once(table: Table, kind: str, keys: list[str]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise table.error(f'The {kind} "{key}" is there twice.', kind, place, "key")
