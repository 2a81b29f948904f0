"""Who may use a right, in words: why, and what to say when a pupil used one that is not settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.core.ages import age
from handrail.core.days import in_words
from handrail.core.rights import Assessed, Holder, MayUse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handrail.core.citations import Citation
    from handrail.core.rights import Finding, PlaceRights, Right, Use


@dataclass(frozen=True, slots=True)
class Caution:
    """What to think of before relying on something, and where that is written. It holds nothing back."""

    says: str
    citation: Citation


def why(use: Use, *, name: str) -> str:
    """On what it rests that a holder may, or may not, use a right."""
    if use.holder is Holder.PARENT:
        return use.own.if_not if use.instead and use.own else "With parental rights."
    finding = use.finding
    match use.may:
        case MayUse.YES if finding is not None:
            return f"Found able to use it on {in_words(finding.on)} by {finding.by}."
        case MayUse.YES if use.own is not None and use.own.assessed is Assessed.IF_DOUBTED:
            return f"Nobody has found that {name} cannot use it."
        case MayUse.YES:
            return "Nothing is assessed first."
        case MayUse.NOT_ASSESSED:
            return f"It is assessed before {name} uses this right."
        case MayUse.FOUND_NOT_TO:
            assert finding is not None
            assert use.own is not None
            return f"{_found(finding, name)} {use.own.if_not}"


def _found(finding: Finding, name: str) -> str:
    found = (
        f"cannot use it yet: {name} was not found able to understand and decide"
        if not finding.capacity
        else "would be harmed by using it"
    )
    return f"On {in_words(finding.on)} {finding.by} found that {name} {found}."


def caution(
    right: Right, place: PlaceRights, *, name: str, born: date, on: date, findings: Iterable[Finding]
) -> Caution | None:
    """What to say when a pupil used a right on a day on which it was not settled that they may."""
    uses = place.uses(right, born=born, on=on, findings=findings)
    own = next((one for one in uses if one.holder is not Holder.PARENT), None)
    used = f"{name} used this right alone: to {right.says}."
    if own is None:
        return Caution(
            f"{used} {name} was {age(born, on=on)} on that day, and the right was not {name}’s own yet."
            " Ask the parents whether they make this request too.",
            right.citation,
        )
    if own.may is MayUse.YES or own.own is None:
        return None
    citation = own.own.capacity.citation if own.own.capacity else own.own.citation
    if own.may is MayUse.NOT_ASSESSED:
        return Caution(
            f"{used} It is not recorded that this was assessed by then. {own.own.says}"
            " What was recorded stands; have it assessed now.",
            citation,
        )
    assert own.finding is not None
    if own.finding.capacity and own.own.wellbeing is not None:
        citation = own.own.wellbeing.citation
    says = f"{used} {_found(own.finding, name)} {own.own.if_not} What was recorded stands."
    return Caution(says, citation)
