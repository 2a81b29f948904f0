"""What a kind of plan is made of, and what each part must hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from handrail.core.duties import Force

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handrail.core.citations import Citation
    from handrail.core.duties import Party


class LegalWeight(StrEnum):
    """What stands behind a plan."""

    STATUTORY_PLAN = "statutory_plan"
    STATUTORY_DUTY_NO_PLAN = "statutory_duty_no_plan"
    POLICY_PLAN = "policy_plan"

    @property
    def label(self) -> str:
        return {
            LegalWeight.STATUTORY_PLAN: "A legal plan: the law says what it holds and when it is reviewed",
            LegalWeight.STATUTORY_DUTY_NO_PLAN: "The law gives a duty to help, and no form of plan",
            LegalWeight.POLICY_PLAN: "Agreed practice: no law sets its form or its dates",
        }[self]


class SectionKind(StrEnum):
    """How a section is filled in."""

    FACTS = "facts"
    TEXT = "text"
    NEEDS = "needs"
    GOALS = "goals"
    PROVISION = "provision"
    VIEWS = "views"
    ADVICE = "advice"
    PERSON = "person"
    SCHOOL = "school"
    REVIEW = "review"
    SIGNATURE = "signature"


class FactBox(StrEnum):
    """The kind of box in which a fact is written."""

    LINE = "line"
    WORDS = "words"
    DAY = "day"


class Check(StrEnum):
    """How a requirement is found to be met; `of` says what it looks at."""

    TEXT = "text"  # the section has words of its own
    WORDS_OR_ROWS = "words_or_rows"  # it has words of its own, such as "none", or help or advice of its own
    FACT = "fact"  # of: a fact's key; "parent.*.phone" asks it of every parent
    SOME_NEED = "some_need"
    GOAL_FOR_NEED = "goal_for_need"
    SOME_GOAL = "some_goal"
    GOAL_FIELD = "goal_field"  # of: a goal's field
    SOME_PROVISION = "some_provision"
    PROVISION_FOR_GOAL = "provision_for_goal"
    PROVISION_FIELD = "provision_field"  # of: a provision's field
    VIEWS = "views"  # of: the party whose views are given, or asked for on a day
    AT_ISSUE = "at_issue"  # met by the act of issuing, so never missing from a draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing a section must hold, and why. Without a citation it is Handrail's own practice."""

    key: str
    says: str
    why: str
    missing: str
    check: Check
    of: str | None
    label: str
    number: str | None
    citation: Citation | None
    condition: str | None = None  # when it applies, in words; only then is it asked
    box: FactBox = FactBox.LINE  # of a fact
    filled_from: str | None = None  # the fact that answers this one until somebody writes another


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """Somebody who takes part in making or reviewing the plan."""

    who: str
    part: str
    must: bool
    citation: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that must be so for this kind of plan to apply. Those of one group are alternatives."""

    key: str
    says: str
    question: str
    any_of: tuple[str, ...]
    age_from: int | None
    age_until: int | None
    group: str | None
    citation: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    heading: str
    kind: SectionKind
    help: str
    requirements: tuple[Requirement, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each provision of the section once, in order."""
        return tuple(dict.fromkeys(item.citation for item in self.requirements if item.citation is not None))

    @property
    def facts(self) -> tuple[Requirement, ...]:
        """The requirements that each ask for one fact, to be laid out as a form."""
        return tuple(item for item in self.requirements if item.check is Check.FACT)

    @property
    def takes_words(self) -> bool:
        """Whether people write words of their own here, beside whatever rows it has."""
        return self.kind is SectionKind.TEXT or any(
            item.check in (Check.TEXT, Check.WORDS_OR_ROWS) for item in self.requirements
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCycle:
    """Which duty says when to look again, and which says by when that must be finished."""

    says: str
    duty: str
    completed_under: str | None
    citation: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanType:
    """A kind of plan in one jurisdiction."""

    key: str
    name: str
    short_name: str
    about: str
    aliases: Mapping[str, str]
    other_names: tuple[str, ...]
    jurisdiction: str
    legal_weight: LegalWeight
    decides: str
    asks: tuple[str, ...]
    sections: tuple[Section, ...]
    vocabulary: Mapping[str, str]
    review: ReviewCycle
    documents: tuple[str, ...]
    citation: Citation
    in_force_from: date
    status: Force = Force.IN_FORCE
    ask_for: str | None = None
    involved: tuple[Involved, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    def name_for(self, authority: str | None) -> str:
        """What an authority calls this plan."""
        return self.aliases.get(authority or "", self.name)

    @property
    def help_sections(self) -> tuple[Section, ...]:
        """The sections that promise help, in order: an EHC plan has one each for teaching, health and care."""
        return tuple(section for section in self.sections if section.kind is SectionKind.PROVISION)

    def help_section(self, key: str) -> Section | None:
        """The section that help with this key belongs to; help without a known one stands in the first."""
        return next(
            (one for one in self.help_sections if one.key == key), next(iter(self.help_sections), None)
        )

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    def requirements(self) -> Iterator[tuple[Section, Requirement]]:
        for section in self.sections:
            for requirement in section.requirements:
                yield section, requirement

    def word(self, idea: str) -> str:
        """The place's own word for an idea, such as "goal"; the idea itself where it has none."""
        return self.vocabulary.get(idea, idea)

    def party(self, party: Party) -> str:
        """What the place calls somebody who owes a duty, such as "the school district"."""
        return self.vocabulary.get(f"party.{party}", party.label)
