"""Duties, events and drafts for tests, each with plain defaults."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handrail.core.citations import Citation, Confidence
from handrail.core.completeness import ContributionFacts, DraftFacts, GoalFacts, NeedFacts, ProvisionFacts
from handrail.core.dated import Dated, InForce
from handrail.core.duties import Choose, ChosenBy, Duty, Event, Excuse, Limit, Nature, Party, Start, When
from handrail.core.fixed_days import Length
from handrail.core.periods import Span
from handrail.core.plan_types import (
    Check,
    LegalWeight,
    PlanType,
    Requirement,
    ReviewCycle,
    Section,
    SectionKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def day(words: str) -> date:
    return date.fromisoformat(words)


def citation(provision: str = "reg. 1", confidence: Confidence = Confidence.HIGH) -> Citation:
    return Citation(
        source="Invented Regulations 2020",
        number="SI 2020/1",
        provision=provision,
        url="https://law.example/1",
        in_force_from=day("2020-01-01"),
        checked_by="A. Reader",
        checked_on=day("2026-01-01"),
        next_review=day("2027-01-01"),
        confidence=confidence,
    )


def limit(
    span: str | None = "4 weeks after",
    *,
    cap: str | None = None,
    aim: Length | None = None,
    confidence: Confidence = Confidence.HIGH,
) -> Limit:
    return Limit(
        span=Span.parse(span) if span else None,
        cap=Span.parse(cap) if cap else None,
        standard=None if span else "as soon as possible",
        aim=aim,
        citation=citation(confidence=confidence),
    )


def excuse(key: str = "closed", *, automatic: bool = False) -> Excuse:
    says = "It is then done soon." if automatic else "The school was closed."
    return Excuse(key=key, says=says, citation=citation("reg. 2"), automatic=automatic)


def duty(
    key: str = "D-1",
    *,
    starts: tuple[Start, ...] = (Start(When("asked")),),
    met_by: tuple[When, ...] = (When("answered"),),
    stopped_by: tuple[When, ...] = (),
    within: Dated[Limit] | Limit | None = None,
    nature: Nature = Nature.DUTY,
    choose: Choose = Choose.EACH,
    chosen_by: ChosenBy = ChosenBy.EVENT_DAY,
    answered_apart: bool = False,
    excuses: tuple[Excuse, ...] = (),
    on_expiry: str | None = None,
    on_missed: str | None = None,
    assumptions: tuple[str, ...] = (),
) -> Duty:
    if not isinstance(within, Dated):
        within = Dated(key, (InForce(day("2000-01-01"), within or limit()),))
    return Duty(
        key=key,
        title="Answer",
        says="Somebody must answer.",
        party=Party.AUTHORITY,
        nature=nature,
        starts=starts,
        choose=choose,
        chosen_by=chosen_by,
        within=within,
        met_by=met_by,
        stopped_by=stopped_by,
        answered_apart=answered_apart,
        excused_by="delay_notified" if any(not one.automatic for one in excuses) else None,
        excuses=excuses,
        on_expiry=on_expiry,
        on_missed=on_missed,
        if_missed="Ask.",
        assumptions=assumptions,
    )


def event(
    id: str,  # noqa: A002
    kind: str,
    on: str,
    *,
    recorded_on: str | None = None,
    refers_to: str | None = None,
    **detail: str,
) -> Event:
    return Event(id, kind, day(on), day(recorded_on or on), refers_to, detail)


def requirement(check: Check, of: str | None = None, key: str = "it") -> Requirement:
    return Requirement(
        key=key,
        says="It is there.",
        why="Because.",
        missing="It is missing.",
        check=check,
        of=of,
        label="It",
        number=None,
        citation=citation(),
    )


def section(key: str, kind: SectionKind, *requirements: Requirement) -> Section:
    return Section(key=key, heading=key.capitalize(), kind=kind, help="", requirements=requirements)


def plan_type(*sections: Section, aliases: Mapping[str, str] | None = None) -> PlanType:
    return PlanType(
        key="nowhere.plan",
        name="Plan",
        short_name="P",
        about="",
        aliases=aliases or {},
        other_names=(),
        jurisdiction="nowhere",
        legal_weight=LegalWeight.POLICY_PLAN,
        decides="the school",
        asks=(),
        sections=sections,
        vocabulary={"goal": "outcome"},
        review=ReviewCycle(says="", duty="D-1", completed_under=None, citation=None),
        documents=(),
        citation=citation(),
        in_force_from=day("2020-01-01"),
    )


def whole_goal(id: str = "g1", need: str | None = "n1") -> GoalFacts:  # noqa: A002
    return GoalFacts(id, need, "Read 80 words", "54 words", "80 words", "weekly reading", day("2027-03-25"))


def whole_provision(id: str = "p1", goals: tuple[str, ...] = ("g1",)) -> ProvisionFacts:  # noqa: A002
    return ProvisionFacts(
        *(id, goals, "Paired reading", "Ruth", 3, "week", 30, "Support base"),
        starts=day("2026-08-24"),
        ends=day("2027-03-25"),
    )


def whole_draft() -> DraftFacts:
    return DraftFacts(
        texts={"longer_aims": "To read for pleasure.", "changes": "Topic words a day early."},
        facts={
            "pupil.name": "Eilidh Nowak",
            "pupil.born": "2016-09-14",
            "pupil.school": "Heronstane",
            "pupil.year": "P6",
        },
        needs=(NeedFacts("n1", "Reading"),),
        goals=(whole_goal(),),
        provision=(whole_provision(),),
        contributions=(
            ContributionFacts("pupil", None, "It is like walking in snow."),
            ContributionFacts("parent", day("2026-10-30"), ""),
        ),
    )
