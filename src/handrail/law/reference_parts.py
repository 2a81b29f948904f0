"""Parts of the reference pages of the law: who holds which right, and the steps of a plan type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handrail.core.citations import Confidence
from handrail.core.duties import Force
from handrail.core.rights import Assessed, Holder
from handrail.core.steps import Phase, Round, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handrail.core.citations import Citation
    from handrail.core.plan_types import PlanType
    from handrail.core.rights import OwnUse, PlaceRights, Right
    from handrail.core.steps import Step
    from handrail.law.lawbook import Lawbook

ASSESSED: Final = {
    Assessed.FIRST: "The pupil uses a right only after somebody has found that they can.",
    Assessed.IF_DOUBTED: "The pupil uses a right unless somebody has found that they cannot.",
    None: "Nothing is assessed first.",
}


def rights(jurisdiction: str, book: Lawbook) -> Iterator[str]:
    """Who holds which right in a place that has its own list."""
    place = book.rights.get(jurisdiction)
    if place is None:
        return
    yield f"### Who holds which right in {book.jurisdictions[jurisdiction].name}"
    yield ""
    if place.child:
        begins = f"From {place.child.from_age}" if place.child.from_age else "At any age"
        yield f"**The pupil beside the parents.** {begins}. {_own_use(place.child.use)}"
        yield ""
    for passing in place.passings.values():
        from_when = f"At {passing.age}" if passing.age is not None else "At the end of school age"
        told = ""
        if passing.told:
            years = passing.told.years_before
            told = (
                f" {years} year{'s' if years > 1 else ''} before, at the latest: {lower(passing.told.says)}"
                f" {cited(passing.told.citation)}."
            )
        yield f"**When rights pass to the pupil.** {from_when}. {_own_use(passing.use)}{told}"
        yield ""
    yield "| May … | Parent | Pupil beside the parent | Pupil, once it has passed | Source |"
    yield "|---|:-:|:-:|:-:|---|"
    yield from (_right(one, place) for one in place.rights)
    yield ""
    if place.left_out:
        yield place.left_out
        yield ""


def _own_use(use: OwnUse) -> str:
    said = [f"{use.says} {cited(use.citation)}.", ASSESSED[use.assessed]]
    said += [f"*{one.asks}* {cited(one.citation)}." for one in (use.capacity, use.wellbeing) if one]
    if use.if_not:
        said.append(f"If not: {lower(use.if_not)}")
    return " ".join(said)


def _right(right: Right, place: PlaceRights) -> str:
    held = {holder: "yes" if holder in right.holders else "" for holder in Holder}
    if right.from_age is not None:
        held[Holder.CHILD] = f"from {right.from_age}"
    passing = place.passing_of(right)
    if passing is not None:
        when = f"at {passing.age}" if passing.age is not None else "over school age"
        held[Holder.YOUNG_PERSON] = f"{when}, the parent too" if right.parent_too else when
    force = "" if right.force is Force.IN_FORCE else f" **{right.force.label}.**"
    return f"| {right.says}{force} | {' | '.join(held.values())} | {cited(right.citation)} |"


PHASES: Final = {
    Phase.BEFORE: "Before the plan is issued",
    Phase.ISSUE: "Issue",
    Phase.AFTER: "After it",
    Phase.ENDING: "Before it ends",
}
ROUNDS: Final = {Round.FIRST: "the first plan", Round.AGAIN: "each later plan", Round.ALWAYS: "every plan"}
WEIGHTS: Final = {
    Weight.NEEDED: "yes: without it the plan is not issued",
    Weight.EXPECTED: "expected",
    Weight.IF_ASKED: "only where it happens",
}


def steps(plan_type: PlanType, book: Lawbook) -> Iterator[str]:
    """The steps on the way to a plan, after it and at its end, and how it ends."""
    found = book.steps(plan_type.key)
    if not found.steps:
        return
    yield "## Steps"
    yield ""
    yield "| When | Step | What happens | By | Tells | For | Needed? | Clock | Source |"
    yield "|---|---|---|---|---|---|---|---|---|"
    yield from (_step(step, plan_type) for step in found.steps)
    yield ""
    ending = found.ending
    decides = f" Decided by: {lower(ending.decides)}." if ending.decides else ""
    source = f" {cited(ending.citation)}." if ending.citation else ""
    yield f"**How it ends.** {ending.says}{decides}{source}"
    yield ""


def _step(step: Step, plan_type: PlanType) -> str:
    clocks = ", ".join(filter(None, (step.duty, step.wait.duty if step.wait else None)))
    source = cited(step.citation) if step.citation else "practice"
    return (
        f"| {PHASES[step.phase]} | {step.title} | {step.says} | {plan_type.party(step.party)} "
        f"| {', '.join(one.label for one in step.tells)} | {ROUNDS[step.round]} | {WEIGHTS[step.weight]} "
        f"| {clocks} | {source} |"
    )


def cited(citation: Citation) -> str:
    return f"[{citation.short}]({citation.url}){doubt(citation.confidence)}"


def doubt(confidence: Confidence) -> str:
    return "" if confidence is Confidence.HIGH else f" (**{lower(confidence.label)}**)"


def lower(says: str) -> str:
    return says[0].lower() + says[1:]
