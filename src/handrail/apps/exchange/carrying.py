"""What of a plan from elsewhere a plan type here can hold; all the rest stays with the file, and can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from handrail.apps.exchange import contents
from handrail.apps.exchange.contents import Json, Text, Who
from handrail.apps.plans.queries import own_facts
from handrail.core.plan_types import FactBox, PlanType, Requirement, SectionKind

LONGEST_LINE: Final = 300
"""Characters of a fact that has one line to write in."""

PARTIES_TAKEN: Final = ("pupil", "parent")
"""Whose words a draft holds from the start. Professionals from outside are asked by the school that they work with."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it was written; `key` is empty where no program could tell which one it is."""

    section: str
    key: str
    label: str
    value: str
    heading: str = ""
    here: str = ""  # what is written here already, and stays


@dataclass(frozen=True, slots=True)
class Carried:
    """What is taken into a draft, and what stays with the file. Needs and help are always taken."""

    texts: tuple[Text, ...]
    facts: tuple[Fact, ...]
    texts_left: tuple[Text, ...]
    facts_left: tuple[Fact, ...]
    goals: tuple[Json, ...]
    goals_left: tuple[Json, ...]  # of a plan type that has no goals
    help_moved: tuple[str, ...]
    """Headings whose help has no section of its own here, and so goes under the first one for help."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody of the family who said something once, on a day: their words can go on if they are somebody here."""

    who: Who
    party: str
    view: Mapping[str, Any]


def carried(plan: Json, kind: PlanType, *, written: Mapping[str, str]) -> Carried:
    """What a plan of a plan type here holds of a plan in a file.

    `written` are the facts about the pupil that are written here already, by key. They stay.
    """
    texts, texts_left = _texts(plan, kind)
    facts = list(_facts(plan, kind))
    kept = {one.key: written[one.key] for one in facts if written.get(one.key, one.value) != one.value}
    taken = [one for one in facts if one.key not in kept]
    labels = {(one.section, one.label) for one in taken}
    left = [
        replace(one, here=next((kept[f.key] for f in facts if f.key in kept and f.label == one.label), ""))
        for one in _rows(plan)
        if (one.section, one.label) not in labels
    ]
    goals = tuple(contents.distinct(plan, "goals"))
    has_goals = any(section.kind is SectionKind.GOALS for section in kind.sections)
    return Carried(
        texts=tuple(texts),
        facts=tuple(taken),
        texts_left=tuple(texts_left),
        facts_left=tuple(left),
        goals=goals if has_goals else (),
        goals_left=() if has_goals else goals,
        help_moved=tuple(_help_moved(plan, kind)),
    )


def _texts(plan: Json, kind: PlanType) -> tuple[list[Text], list[Text]]:
    """Words of sections that this plan type has too, and of those that have no place in it."""
    own = {section.key: section for section in kind.sections}
    taken: list[Text] = []
    left: list[Text] = []
    for section in plan["sections"]:
        if reason := (section.get("not_applicable") or "").strip():
            left.append(Text(section["key"], f"{section['heading']}: why it does not apply", reason))
        if not (section.get("text") or "").strip():
            continue
        text = Text(section["key"], section["heading"], section["text"])
        same = own.get(text.key)
        # The same key in another plan type can head another part: both must be written, or be the same plan type.
        fits = same is not None and (
            plan["plan_type"]["key"] == kind.key
            or (str(same.kind) == section["kind"] and same.kind is SectionKind.TEXT)
        )
        (taken if fits else left).append(text)
    return taken, left


def _facts(plan: Json, kind: PlanType) -> Iterator[Fact]:
    """Facts that this plan type asks somebody to write in the plan, as the file has them, each once."""
    asked = {(section.key, item.of): item for section in kind.sections for item in own_facts(section)}
    seen: set[str] = set()
    for one in _keyed(plan, asked):
        item = asked[one.section, one.key]
        if one.key not in seen and _fits(one.value, item):
            seen.add(one.key)
            yield replace(one, label=item.label)


def _keyed(plan: Json, asked: Mapping[tuple[str, str | None], Requirement]) -> Iterator[Fact]:
    """The facts of a file under the law's keys. A file that does not name keys is read by its labels."""
    if "facts" in plan:
        for one in plan["facts"]:
            if one["value"].strip() and (one["section"], one["key"]) in asked:
                yield Fact(one["section"], one["key"], "", one["value"])
        return
    by_label = {
        (section, item.label): str(item.of)
        for (section, _), item in asked.items()
        # What another fact answers here would be frozen by a copy of it.
        if not item.filled_from
    }
    for row in _rows(plan):
        if key := by_label.get((row.section, row.label)):
            yield replace(row, key=key)


def _fits(value: str, item: Requirement) -> bool:
    if item.box is FactBox.LINE:
        return len(value) <= LONGEST_LINE
    if item.box is FactBox.DAY:
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
    return True


def _rows(plan: Json) -> Iterator[Fact]:
    for section in plan["sections"]:
        for label, value in section.get("rows") or ():
            if value.strip():
                yield Fact(section["key"], "", label, value, section["heading"])


def _help_moved(plan: Json, kind: PlanType) -> Iterator[str]:
    own = {section.key for section in kind.help_sections}
    given = [section for section in plan["sections"] if section.get("provision")]
    if max(len(own), len(given)) > 1:
        yield from (section["heading"] for section in given if section["key"] not in own)


def speakers(plan: Json, *, on: date) -> list[Speaker]:
    """Whose words can go on into a draft: of the pupil and of parents, said once and on a day that has been."""
    said = [one for one in contents.views(plan) if one["party"] in PARTIES_TAKEN]
    times = Counter(_who(one) for one in said)
    return [
        Speaker(_who(one), one["party"], one)
        for one in said
        if times[_who(one)] == 1 and one.get("said_on") and date.fromisoformat(one["said_on"]) <= on
    ]


def _who(view: Json) -> Who:
    return Who(view["who"], view.get("relation") or "")


def unknown_parts(plan: Json, schema: Json) -> list[str]:
    """Names of what a newer Handrail wrote into a plan or its sections, and the schema here does not know."""
    known_of_section = schema["$defs"]["section"]["properties"].keys()
    found = dict.fromkeys(name for section in plan["sections"] for name in section.keys() - known_of_section)
    return sorted({*(plan.keys() - schema["properties"].keys()), *found})
