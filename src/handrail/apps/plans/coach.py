"""The coach: what the checks of goals and of help ask about what is written, with why and an example of better.

It asks and never marks: there is no score, and nothing here keeps a plan from being issued.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from handrail.apps.organisations import queries as organisation_queries
from handrail.apps.plans import queries
from handrail.apps.plans.actions import GoalWords, ProvisionWords
from handrail.apps.plans.models import Contribution, Goal, Provision
from handrail.apps.plans.queries import Draft
from handrail.core import goals, provision
from handrail.core.checks import Finding
from handrail.core.goal_drafts import GoalDraft
from handrail.core.provision import HelpDraft

MOST_GOALS: Final = 5

CHECKS_A_WEEK: Final = (
    (re.compile(r"\b(?:daily|(?:every|each|a) (?:school )?day)\b", re.IGNORECASE), 5.0),
    (re.compile(r"\b(?:fortnightly|(?:every|each|a) fortnight|every (?:two|2|second) weeks?)\b", re.I), 0.5),
    (re.compile(r"\b(?:monthly|(?:every|each|a) month)\b", re.IGNORECASE), 0.25),
    (re.compile(r"\b(?:termly|(?:every|each|a) term)\b", re.IGNORECASE), 1 / 12),
    (re.compile(r"\b(?:weekly|(?:every|each|a) (?:week|monday|tuesday|wednesday|thursday|friday))\b", re.I), 1.0),
)  # fmt: skip
TIMES: Final = re.compile(r"\b(?:(once|twice)|(\d+|two|three|four|five) times?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Advice:
    """One question of the coach: what it saw, why that matters, an example of better, and where it is mended."""

    name: str
    says: str
    quote: str
    why: str
    better: str
    url: str


GOAL_BOXES: Final = {
    "due": "due_on-day",
    "baseline_on": "baseline_on-day",
    "method": "measure",
    "checks_per_week": "checked",
    "target_unit": "unit",
    "pupil_view": "pupil_words",
}
"""Where the checks and the form name a box differently."""
NO_BOX: Final = frozenset({"family_view", "active_goals", "settings"})
HELP_BOXES: Final = {"starts": "starts_on-day", "ends": "ends_on-day"}


def about_goal(words: GoalWords, draft: Draft, *, goal: Goal | None, as_of: date) -> tuple[Advice, ...]:
    """What the checks ask about a goal as somebody means to write it; `goal` is the row that it changes."""
    plan, pupil = draft.plan, draft.plan.pupil
    given = [one for one in draft.contributions if one.words]
    seen = GoalDraft(
        text=words.text,
        need=words.need.title,
        baseline=float(words.baseline) if words.baseline is not None else None,
        baseline_unit=words.unit,
        baseline_on=words.baseline_on,
        target=float(words.target) if words.target is not None else None,
        target_unit=words.unit,
        direction=words.direction,
        condition=words.condition,
        sessions=words.sessions,
        out_of=words.out_of,
        opportunities=words.opportunities,
        method=words.measure,
        checks_per_week=checks_a_week(words.checked),
        first_review=plan.review_on,
        starts=words.starts_on,
        due=words.due_on,
        holidays=holidays(plan.school_id, since=as_of),
        pupil_name=pupil.known_as,
        pronoun=re.split(r"[/ ,]", pupil.pronouns.strip().lower())[0],
        other_names=queries.names_of_others(plan, words.text),
        pupil_view=words.pupil_words
        or " ".join(one.words for one in given if one.party == Contribution.Party.PUPIL),
        family_view=" ".join(one.words for one in given if one.party == Contribution.Party.PARENT),
        same_elsewhere=queries.pupils_with_same_goal(plan, words.text),
        active_goals=len(draft.goals) + (goal is None),
        most_goals=MOST_GOALS,
        known_words=frozenset({draft.plan_type.short_name, *draft.plan_type.other_names}),
    )
    return _advice(goals.check(seen), words.text, GOAL_BOXES)


def about_help(words: ProvisionWords) -> tuple[Advice, ...]:
    """What the checks ask about a promise of help as somebody means to write it."""
    seen = HelpDraft(
        what=words.what,
        who=words.who.name if words.who else "",
        times=words.times,
        per=words.per,
        minutes=words.minutes,
        group_size=words.group_size,
        where=words.where,
        starts=words.starts_on,
        ends=words.ends_on,
    )
    return _advice(provision.check(seen), words.what, HELP_BOXES)


def goal_as_written(goal: Goal, draft: Draft) -> GoalWords:
    need = next(one for one in draft.needs if one.pk == goal.need_id)
    return GoalWords(
        **{name: getattr(goal, name) for name in GoalWords.__slots__ if name != "need"}, need=need
    )


def help_as_written(one: Provision) -> ProvisionWords:
    plain = (name for name in ProvisionWords.__slots__ if name != "goals")
    return ProvisionWords(**{name: getattr(one, name) for name in plain})


def checks_a_week(said: str) -> float | None:
    """How many checks a week these words promise: “twice a week”, “every Monday”, “monthly”."""
    for pattern, a_week in CHECKS_A_WEEK:
        if pattern.search(said):
            return a_week * _times(said)
    return None


def _times(said: str) -> int:
    match = TIMES.search(said)
    if match is None:
        return 1
    word = (match[1] or match[2]).lower()
    return {"once": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5}.get(word) or int(word)


def holidays(school_id: int, *, since: date) -> tuple[tuple[date, date], ...]:
    """The days between the school's terms, from the last one before a day on; none without a calendar."""
    calendar = organisation_queries.school_calendar(school_id)
    if calendar is None:
        return ()
    return tuple(
        (before.ends + timedelta(days=1), after.starts - timedelta(days=1))
        for before, after in pairwise(calendar.terms)
        if after.starts > since and (after.starts - before.ends).days > 1
    )


def _advice(found: Iterable[Finding], text: str, boxes: dict[str, str]) -> tuple[Advice, ...]:
    return tuple(
        Advice(
            name=one.check.name,
            says=one.says,
            quote=text[one.span.start : one.span.end]
            if one.span and one.check.key != "somebody_else"
            else "",
            why=one.check.why,
            better=one.check.better,
            url="" if one.about in NO_BOX else f"#id_{boxes.get(one.about, one.about)}",
        )
        for one in found
    )
