"""What the law asks of a plan type, as it stood on a day, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handrail.core.citations import Citation
    from handrail.core.duties import Duty
    from handrail.core.plan_types import PlanType
    from handrail.core.steps import PlanSteps


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is asked: where, in words, by which provision, and the rest that decides what it means."""

    where: str
    says: str
    citation: str
    rest: str

    def as_list(self) -> list[str]:
        return [self.where, self.says, self.citation, self.rest]


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that is new, gone, or another than before."""

    where: str
    before: str
    after: str
    citation: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed between two editions, in the order of the newer one."""

    added: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def edition(plan_type: PlanType, duties: Iterable[Duty], steps: PlanSteps) -> dict[str, list[str]]:
    """Everything that is asked of a plan type, each rule under a key that stays its own."""
    return {key: rule.as_list() for key, rule in _rules(plan_type, duties, steps)}


def digest(asked: Mapping[str, list[str]]) -> str:
    """The name of an edition: the SHA-256 of its rules, in hexadecimal."""
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changes(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> Changes:
    """What somebody who knew the earlier edition has to look at."""
    return Changes(
        added=tuple(_change(None, rule) for key, rule in after.items() if key not in before),
        removed=tuple(_change(rule, None) for key, rule in before.items() if key not in after),
        changed=tuple(
            _change(before[key], rule) for key, rule in after.items() if before.get(key, rule) != rule
        ),
    )


def _change(before: list[str] | None, after: list[str] | None) -> Change:
    shown = after or before or ["", "", "", ""]
    return Change(
        where=shown[0], before=before[1] if before else "", after=after[1] if after else "", citation=shown[2]
    )


def _rules(plan_type: PlanType, duties: Iterable[Duty], steps: PlanSteps) -> Iterator[tuple[str, Rule]]:
    for section, item in plan_type.requirements():
        yield (
            f"section/{section.key}/{item.key}",
            Rule(
                section.heading,
                item.says,
                _short(item.citation),
                f"{item.check} {item.of or ''} {item.condition or ''}".strip(),
            ),
        )
    for duty in duties:
        limits = [entry.value for entry in duty.within.history if entry.value is not None]
        yield (
            f"duty/{duty.key}",
            Rule(
                duty.title,
                duty.says,
                _short(limits[-1].citation if limits else None),
                "; ".join(
                    f"{one.span} {one.cap} {one.standard or ''} {one.aim} {one.also} {one.overrides}"
                    for one in limits
                ),
            ),
        )
    for step in steps.steps:
        yield (
            f"step/{step.key}",
            Rule(step.title, step.says, _short(step.citation), f"{step.phase} {step.weight} {step.wait}"),
        )
    yield "ending", Rule("The end of the plan", steps.ending.says, _short(steps.ending.citation), "")


def _short(citation: Citation | None) -> str:
    return citation.short if citation else ""
