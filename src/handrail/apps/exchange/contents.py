"""The parts of a plan from elsewhere, each once, in the values that a draft here is written with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from handrail.core.plan_types import PlanType

Json = Mapping[str, Any]

NO_NEED: Final = "A need that the plan we received does not name"
LONGEST_MEASURE: Final = 300
LONGEST_CHECKED: Final = 120
NUMBER: Final = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,3})?)(?: (.{1,120}))?", re.DOTALL)
GROUP: Final = re.compile(r"\bin a group of ([0-9]{1,4})\b")


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as the plan names them. Whether they are somebody here is for people to say."""

    name: str
    role: str

    @property
    def words(self) -> str:
        return f"{self.name}, {self.role}" if self.role else self.name


@dataclass(frozen=True, slots=True)
class Amount:
    """Where a goal starts and leads, as numbers; `words` is what is none and so goes beside the measure."""

    baseline: Decimal | None
    target: Decimal | None
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one section, under its heading as it stood."""

    key: str
    heading: str
    text: str


def distinct(plan: Json, part: str) -> list[Json]:
    """The needs, goals or provision of all sections, each once, in order."""
    found: dict[str, Json] = {}
    for section in plan["sections"]:
        for one in section.get(part) or ():
            found.setdefault(one["id"], one)
    return list(found.values())


def sections_of(plan: Json, kind: PlanType, part: str) -> dict[str, str]:
    """For each row of a part, the section of this plan type that it stands in; none where it has no such section."""
    own = {section.key: str(section.kind) for section in kind.sections}
    return {
        one["id"]: section["key"]
        for section in reversed(plan["sections"])
        if own.get(section["key"]) == section["kind"]
        for one in section.get(part) or ()
    }


def givers(plan: Json) -> list[Who]:
    """Everybody who gives help by the plan, each once."""
    named = (
        Who(one.get("who") or "", one.get("role") or "")
        for one in distinct(plan, "provision")
        if one.get("who")
    )
    return list(dict.fromkeys(named))


def views(plan: Json) -> Iterator[Json]:
    """What people said, each once, whichever sections show it."""
    seen = set()
    for section in plan["sections"]:
        for view in section.get("views") or ():
            key = (view["who"], view["words"], view.get("said_on"))
            if view["words"] and key not in seen:
                seen.add(key)
                yield view


def amount(goal: Json) -> Amount:
    """A baseline and a target, read as a number with its unit where that is what they are."""
    baseline, target = (_number(goal.get(part) or "") for part in ("baseline", "target"))
    units = {unit for found in (baseline, target) if found for unit in (found[1],)}
    unread = [
        f"{name}: {goal[part]}"
        for name, part, found in (("now", "baseline", baseline), ("target", "target", target))
        if goal.get(part) and not found
    ]
    if len(units) > 1:
        # Two units cannot be drawn on one scale: the words are kept, no number is made of them.
        return Amount(None, None, "", f"now: {goal['baseline']}, target: {goal['target']}")
    return Amount(
        baseline[0] if baseline else None,
        target[0] if target else None,
        units.pop() if units else goal.get("unit") or "",
        ", ".join(unread),
    )


def _number(text: str) -> tuple[Decimal, str] | None:
    found = NUMBER.fullmatch(text.strip())
    if not found:
        return None
    try:
        return Decimal(found[1]), (found[2] or "").strip()
    except InvalidOperation:
        return None


def measure(goal: Json, words: str) -> tuple[str, str]:
    """How, and how often, a goal is measured, in two boxes where one is too short."""
    said = ", ".join(part for part in (goal.get("measure") or "", words) if part)
    if len(said) <= LONGEST_MEASURE:
        return said, ""
    at = said.rfind(", ", 0, LONGEST_MEASURE)
    how, how_often = (
        (said[:at], said[at + 2 :]) if at > 0 else (said[:LONGEST_MEASURE], said[LONGEST_MEASURE:])
    )
    return how, how_often[:LONGEST_CHECKED]


def group_size(one: Json) -> int | None:
    """How many get the help together: said in a field of its own, or by older files in the sentence alone."""
    if "group_size" in one:
        size: int | None = one["group_size"]
        return size
    found = GROUP.search(one.get("says") or "")
    return int(found[1]) if found and 1 < int(found[1]) <= 32767 else None


def advice(plan: Json) -> list[Json]:
    """What professionals from outside advised, each once."""
    found = [one for section in plan["sections"] for one in section.get("advice") or () if one["words"]]
    return [one for number, one in enumerate(found) if one not in found[:number]]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
