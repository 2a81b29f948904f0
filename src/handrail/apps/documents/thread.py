"""The thread on paper: needs, the goals that follow from them, the help for each, and the numbers that join them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from handrail.apps.documents import wording
from handrail.apps.documents.prose import (
    LINES_KEPT_TOGETHER,
    Fact,
    Json,
    OwnWords,
    Prose,
    facts_of,
    line_of,
    own_words,
    prose_of,
    takes_more_than,
)

CHARACTERS_OF_HELP_IN_A_GOAL: Final = 160


@dataclass(frozen=True, slots=True)
class NeedOnPaper:
    number: int
    title: str
    description: Prose
    facts: tuple[Fact, ...]  # the area it is of, and the strength beside it


@dataclass(frozen=True, slots=True)
class HelpForGoal:
    """One line on a goal's card; the whole of it stands in the table of provision."""

    number: int
    says: str


@dataclass(frozen=True, slots=True)
class GoalOnPaper:
    number: int
    text: Prose
    own_words: OwnWords | None
    need: NeedOnPaper | None
    condition: Prose
    baseline: Prose
    target: Prose
    due: str
    criterion: Prose
    measure: Prose
    help: tuple[HelpForGoal, ...]
    long: bool


@dataclass(frozen=True, slots=True)
class HelpOnPaper:
    number: int
    what: Prose
    says: Prose
    who: Prose
    role: Prose
    how_often: str
    how_long: str
    where: Prose
    when: str
    goals: tuple[int, ...]
    long: bool


class Thread:
    """From need to goal to help: the numbers by which print refers from one to the other."""

    def __init__(self, sections: Sequence[Json], language: str) -> None:
        self.language = language
        self.needs = _by_id(need for section in sections for need in section.get("needs") or ())
        self.goals = _by_id(goal for section in sections for goal in section.get("goals") or ())
        self.provision = _by_id(one for section in sections for one in section.get("provision") or ())
        self.help_for: dict[str, list[HelpForGoal]] = {}
        for number, one in self.provision.values():
            for goal in one.get("goals") or ():
                self.help_for.setdefault(goal, []).append(_help_for_goal(number, one))

    def need(self, need: Json) -> NeedOnPaper:
        return NeedOnPaper(
            number=self.needs[need["id"]][0],
            title=line_of(need.get("title")),
            description=prose_of(need.get("description")),
            facts=facts_of(("Area", need.get("area")), ("Builds on", need.get("builds_on"))),
        )

    def goal(self, goal: Json) -> GoalOnPaper:
        behind = self.needs.get(goal.get("need") or "")
        help_given = self.help_for.get(goal["id"], ())
        said = ("text", "pupil_words", "condition", "baseline", "target", "criterion", "measure")
        return GoalOnPaper(
            number=self.goals[goal["id"]][0],
            text=prose_of(goal.get("text")),
            own_words=own_words(goal.get("pupil_words"), credit=""),
            need=self.need(behind[1]) if behind else None,
            condition=prose_of(goal.get("condition")),
            baseline=prose_of(goal.get("baseline"), narrow=True),
            target=prose_of(goal.get("target"), narrow=True),
            due=wording.without_weekday(goal.get("due") or "", self.language),
            criterion=prose_of(goal.get("criterion")),
            measure=prose_of(goal.get("measure")),
            help=tuple(help_given),
            long=takes_more_than(
                LINES_KEPT_TOGETHER, (goal.get(part) for part in said), extra=2 * len(help_given)
            ),
        )

    def help(self, one: Json) -> HelpOnPaper:
        return HelpOnPaper(
            number=self.provision[one["id"]][0],
            what=prose_of(one.get("what"), narrow=True),
            says=prose_of(one.get("says"), narrow=True) if _says_more(one) else (),
            who=prose_of(one.get("who"), narrow=True),
            role=prose_of(one.get("role"), narrow=True),
            how_often=wording.opening(wording.how_often(one.get("times"), one.get("per") or "")),
            how_long=wording.how_long(one.get("minutes")),
            where=prose_of(one.get("where"), narrow=True),
            when=wording.span(one.get("starts") or "", one.get("ends") or "", self.language),
            goals=tuple(self.goals[goal][0] for goal in one.get("goals") or () if goal in self.goals),
            long=any(
                takes_more_than(LINES_KEPT_TOGETHER, columns, in_a_line=width)
                for columns, width in (
                    ((one.get("what"), one.get("says")), 12),
                    ((one.get("who"), one.get("role")), 8),
                    ((one.get("where"),), 5),
                )
            ),
        )


def _by_id(things: Iterable[Json]) -> dict[str, tuple[int, Json]]:
    """Each thing with its number in order of first appearance; one that appears again keeps it.

    A part of a plan brings the numbers of the whole one, so that people talk of the same goal 5.
    """
    numbered: dict[str, tuple[int, Json]] = {}
    for thing in things:
        numbered.setdefault(thing["id"], (thing.get("number") or len(numbered) + 1, thing))
    return numbered


def _help_for_goal(number: int, one: Json) -> HelpForGoal:
    amount = wording.listed(
        [wording.how_often(one.get("times"), one.get("per") or ""), wording.how_long(one.get("minutes"))]
    )
    what = wording.shortened(line_of(one.get("what")), CHARACTERS_OF_HELP_IN_A_GOAL)
    who = wording.shortened(line_of(one.get("who")), CHARACTERS_OF_HELP_IN_A_GOAL)
    return HelpForGoal(number, says=wording.sentences(what, wording.listed([who, amount])))


def _says_more(one: Json) -> bool:
    """Whether the sentence of a provision holds a word that its own columns do not."""
    columns = wording.listed(
        [
            wording.how_often(one.get("times"), one.get("per") or ""),
            wording.how_long(one.get("minutes")),
            line_of(one.get("where")),
            "in at the a an and for each once twice",
        ]
    )
    return not _words(one.get("says") or "") <= _words(columns) | {
        str(one.get("times")),
        "times",
        str(one.get("minutes")),
        "minutes",
    }


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
