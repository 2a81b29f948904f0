"""Parts of a law page besides contents and clocks: the steps with their letters, and who holds which right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handrail.apps.letters.stationery import LetterTemplate, letters_for
from handrail.core.duties import Force
from handrail.core.plan_types import PlanType
from handrail.core.rights import Holder, OwnUse, Passing, PlaceRights, Right
from handrail.core.steps import Phase, Round, Step, Weight
from handrail.law.lawbook import lawbook
from handrail.ui.components import Source
from handrail.ui.sources import source_of

PHASES: Final = {
    Phase.BEFORE: "Before the plan is issued",
    Phase.ISSUE: "Issuing it",
    Phase.AFTER: "Afterwards",
    Phase.ENDING: "Before the plan ends",
}
ROUNDS: Final = {
    Round.FIRST: "Only for the first plan.",
    Round.AGAIN: "Only for a later plan.",
    Round.ALWAYS: "",
}
WEIGHTS: Final = {
    Weight.NEEDED: "Without it the plan is held back.",
    Weight.EXPECTED: "",
    Weight.IF_ASKED: "Only where it happens.",
}
NAMED: Final = "{known_as}"


@dataclass(frozen=True, slots=True)
class StepPart:
    title: str
    says: str
    who: str
    tells: str
    notes: str
    letters: tuple[str, ...]
    source: Source | None  # none where it is practice


@dataclass(frozen=True, slots=True)
class StepGroup:
    title: str
    steps: tuple[StepPart, ...]


@dataclass(frozen=True, slots=True)
class HowItEnds:
    says: str
    decides: str
    source: Source | None


def step_groups(plan_type: PlanType) -> tuple[StepGroup, ...]:
    """The steps by when they have their place, each with the letters that Handrail has for it."""
    steps = lawbook().steps(plan_type.key).steps
    letters = letters_for(plan_type.key)
    groups = (
        StepGroup(title, tuple(_step(one, plan_type, letters) for one in steps if one.phase is phase))
        for phase, title in PHASES.items()
    )
    return tuple(group for group in groups if group.steps)


def _step(step: Step, plan_type: PlanType, letters: tuple[LetterTemplate, ...]) -> StepPart:
    kind = plan_type.key.partition("/")[2]
    return StepPart(
        title=step.title,
        says=step.says,
        who=plan_type.party(step.party),
        tells=" and ".join(one.label for one in step.tells),
        notes=" ".join(filter(None, (ROUNDS[step.round], WEIGHTS[step.weight]))),
        letters=tuple(_named(one) for one in letters if step.key in one.steps.get(kind, ())),
        source=source_of(step.citation) if step.citation else None,
    )


def how_it_ends(plan_type: PlanType) -> HowItEnds | None:
    steps = lawbook().steps(plan_type.key)
    if not steps.steps:
        return None
    ending = steps.ending
    return HowItEnds(ending.says, ending.decides, source_of(ending.citation) if ending.citation else None)


def other_letters(plan_type: PlanType) -> tuple[str, ...]:
    """The letters that belong to no step, such as asking for consent."""
    kind = plan_type.key.partition("/")[2]
    return tuple(_named(one) for one in letters_for(plan_type.key) if not one.steps.get(kind))


def _named(letter: LetterTemplate) -> str:
    return letter.name.replace(NAMED, "the pupil")


@dataclass(frozen=True, slots=True)
class RightPart:
    says: str
    holders: tuple[str, ...]
    not_in_force: str
    source: Source


@dataclass(frozen=True, slots=True)
class RightsPart:
    """Who holds which right in a place, and how a pupil comes to hold some."""

    rights: tuple[RightPart, ...]
    about: tuple[tuple[str, Source], ...]
    left_out: str


def rights_part(place: str) -> RightsPart | None:
    rights = lawbook().rights_in(place)
    if rights is None:
        return None
    return RightsPart(
        rights=tuple(_right(one, rights) for one in rights.rights),
        about=tuple(_about(rights)),
        left_out=rights.left_out or "",
    )


def _right(right: Right, place: PlaceRights) -> RightPart:
    holders = []
    passing = place.passing_of(right)
    if Holder.PARENT in right.holders:
        until = " until it passes" if passing is not None and not right.parent_too else ""
        holders.append(f"Parents{until}")
    if Holder.CHILD in right.holders and place.child is not None:
        begins = place.child.from_age if right.from_age is None else right.from_age
        holders.append(f"the pupil from {begins}" if begins else "the pupil at any age")
    if passing is not None:
        when = f"from {passing.age}" if passing.age is not None else "over school age"
        holders.append(f"the pupil alone {when}" if not right.parent_too else f"the pupil too, {when}")
    return RightPart(
        says=right.says[0].upper() + right.says[1:],
        holders=tuple(one[0].upper() + one[1:] for one in holders),
        not_in_force="" if right.force is Force.IN_FORCE else right.force.label,
        source=source_of(right.citation),
    )


def _about(place: PlaceRights) -> Iterator[tuple[str, Source]]:
    if place.child is not None:
        yield from _use(place.child.use)
    for passing in place.passings.values():
        if any(one.passes == passing.key and one.force is Force.IN_FORCE for one in place.rights):
            yield from _use(passing.use)
            yield from _told(passing)


def _use(use: OwnUse) -> Iterator[tuple[str, Source]]:
    yield use.says, source_of(use.citation)
    for question in (use.capacity, use.wellbeing):
        if question is not None:
            yield f"What is asked: {question.asks}", source_of(question.citation)
    if use.if_not and use.capacity is not None:
        yield f"If the answer is no: {use.if_not}", source_of(use.capacity.citation)


def _told(passing: Passing) -> Iterator[tuple[str, Source]]:
    if passing.told is not None and passing.age is not None:
        told = passing.told
        years = passing.age - told.years_before
        yield f"By the {years}th birthday: {told.says}", source_of(told.citation)
