"""What a draft still lacks before it can be issued."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from handrail.core.plan_types import Check, PlanType, Requirement, Section, SectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from handrail.core.citations import Citation


ADVISER: Final = "professional"
"""The party whose contributions are the advice that a plan rests on."""


@dataclass(frozen=True, slots=True)
class NeedFacts:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class GoalFacts:
    id: str
    need: str | None
    text: str
    baseline: str
    target: str
    measure: str
    due: date | None


@dataclass(frozen=True, slots=True)
class ProvisionFacts:
    id: str
    goals: tuple[str, ...]
    what: str
    who: str
    times: int | None
    per: str
    minutes: int | None
    where: str
    starts: date | None
    ends: date | None
    section: str = ""
    """The section it stands in; where a plan has one for help, it need not be said."""


@dataclass(frozen=True, slots=True)
class ContributionFacts:
    party: str
    asked_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft as far as completeness can see it."""

    texts: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[NeedFacts, ...] = ()
    goals: tuple[GoalFacts, ...] = ()
    provision: tuple[ProvisionFacts, ...] = ()
    contributions: tuple[ContributionFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, where it is missing, and who says it is needed."""

    section: str
    about: str
    about_id: str | None
    field: str | None
    says: str
    why: str
    citation: Citation | None
    requirement: str
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class _Missing:
    about: str
    about_id: str | None = None
    field: str | None = None


def gaps(plan_type: PlanType, draft: DraftFacts) -> tuple[Gap, ...]:
    """Everything the draft lacks, in the order of the plan. What applies only on a condition is not asked here."""
    return _lacking(plan_type, draft, conditional=False)


def to_consider(plan_type: PlanType, draft: DraftFacts) -> tuple[Gap, ...]:
    """What the draft lacks if a condition holds that only people can judge; it never keeps a plan from issue."""
    return _lacking(plan_type, draft, conditional=True)


def _lacking(plan_type: PlanType, draft: DraftFacts, *, conditional: bool) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            section=section.key,
            about=missing.about,
            about_id=missing.about_id,
            field=missing.field,
            says=requirement.missing,
            why=requirement.why,
            citation=requirement.citation,
            requirement=requirement.key,
            condition=requirement.condition,
        )
        for section, requirement in plan_type.requirements()
        if (requirement.condition is not None) == conditional
        for missing in CHECKS[requirement.check](section, requirement, draft)
    )


def _text(section: Section, _: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    if _blank(draft.texts.get(section.key)):
        yield _Missing("section", section.key, "text")


def _fact(_: Section, requirement: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    for key in _fact_keys(requirement.of or "", draft.facts):
        if _blank(draft.facts.get(key)):
            yield _Missing("fact", key, key.rpartition(".")[2])


def _fact_keys(key: str, facts: Mapping[str, str]) -> list[str]:
    """A starred key asks the same of everybody of that kind who is in the draft, and of at least one."""
    kind, star, wanted = key.partition(".*.")
    if not star:
        return [key]
    everybody = dict.fromkeys(known.rpartition(".")[0] for known in facts if known.startswith(f"{kind}."))
    return [f"{somebody}.{wanted}" for somebody in everybody] or [f"{kind}.{wanted}"]


def _some_need(section: Section, _: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    if not draft.needs:
        yield _Missing("section", section.key)


def _goal_for_need(_: Section, __: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    served = {goal.need for goal in draft.goals}
    for need in draft.needs:
        if need.id not in served:
            yield _Missing("need", need.id, "goals")


def _some_goal(section: Section, _: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    if not draft.goals:
        yield _Missing("section", section.key)


def _goal_field(_: Section, requirement: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    for goal in draft.goals:
        if _blank(getattr(goal, requirement.of or "")):
            yield _Missing("goal", goal.id, requirement.of)


def _help_in(section: Section, draft: DraftFacts) -> tuple[ProvisionFacts, ...]:
    """The help of one section. Help that names none stands in each, so a plan with one need not say it."""
    return tuple(one for one in draft.provision if one.section in ("", section.key))


def _some_provision(section: Section, _: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    if not _help_in(section, draft):
        yield _Missing("section", section.key)


def _words_or_rows(section: Section, _: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    if section.kind is SectionKind.PROVISION:
        rows = any(one.section == section.key for one in draft.provision)
    else:
        rows = any(one.party == ADVISER and not _blank(one.words) for one in draft.contributions)
    if not rows and _blank(draft.texts.get(section.key)):
        yield _Missing("section", section.key, "text")


def _provision_for_goal(_: Section, __: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    served = {goal for provision in draft.provision for goal in provision.goals}
    for goal in draft.goals:
        if goal.id not in served:
            yield _Missing("goal", goal.id, "provision")


def _provision_field(section: Section, requirement: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    for provision in _help_in(section, draft):
        if _blank(getattr(provision, requirement.of or "")):
            yield _Missing("provision", provision.id, requirement.of)


def _views(_: Section, requirement: Requirement, draft: DraftFacts) -> Iterator[_Missing]:
    """Nobody has to give a view; but everybody must have been asked, on a day."""
    if not any(
        one.party == requirement.of and (one.asked_on is not None or not _blank(one.words))
        for one in draft.contributions
    ):
        yield _Missing("contribution", requirement.of, "words")


def _at_issue(_: Section, __: Requirement, ___: DraftFacts) -> Iterator[_Missing]:
    yield from ()


def _blank(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


CHECKS: Final[Mapping[Check, Callable[[Section, Requirement, DraftFacts], Iterator[_Missing]]]] = {
    Check.TEXT: _text,
    Check.WORDS_OR_ROWS: _words_or_rows,
    Check.FACT: _fact,
    Check.SOME_NEED: _some_need,
    Check.GOAL_FOR_NEED: _goal_for_need,
    Check.SOME_GOAL: _some_goal,
    Check.GOAL_FIELD: _goal_field,
    Check.SOME_PROVISION: _some_provision,
    Check.PROVISION_FOR_GOAL: _provision_for_goal,
    Check.PROVISION_FIELD: _provision_field,
    Check.VIEWS: _views,
    Check.AT_ISSUE: _at_issue,
}
