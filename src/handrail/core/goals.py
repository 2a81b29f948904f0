"""What makes a goal measurable: checks that ask, with a reason and an example, and never a mark for the whole.

Fields are looked at first and the text second: what a field says need not be said again. Errors keep a goal from
being ready; warnings ask. Whether a goal is worth reaching is a question for people, and stands in `QUESTIONS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handrail.core import goal_looks as looks
from handrail.core.checks import Check, Finding, Hit, Severity
from handrail.core.goal_drafts import GoalDraft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def check(goal: GoalDraft) -> tuple[Finding, ...]:
    """Everything that the checks find, errors first, each in the order of `CHECKS`."""
    found = [
        Finding(CHECKS[key], hit.says, hit.about, hit.span)
        for key, look in LOOKS.items()
        for hit in look(goal)
    ]
    return tuple(sorted(found, key=lambda one: one.severity is not Severity.ERROR))


def ready(goal: GoalDraft) -> bool:
    """Whether no error keeps the goal from being issued."""
    return not any(one.severity is Severity.ERROR for one in check(goal))


QUESTIONS: Final = (
    "Does it help the pupil with people or things in daily life?",
    "Would somebody else have to do it for the pupil otherwise?",
    "Can it be used in other places, with other people and things?",
    "Can it be taught where it is used?",
    "Can any adult, in class or at home, bring it about easily?",
    "Does the pupil want it?",
)
"""Asked of people about every goal, and never worked out (after Notari-Syverson and Shuster, 1995)."""

E, W = Severity.ERROR, Severity.WARNING

GOOD: Final = (
    "By 25 January, given a P5 text, Rowan reads 72 words in a minute correctly, in 3 of 4 weekly checks."
)

_TABLE: Final[tuple[tuple[Check, Callable[[GoalDraft], Iterator[Hit]]], ...]] = (
    (
        Check(
            "no_baseline", E, "No start",
            "Without a start nobody can tell whether anything changed.",
            "Now: 42 words a minute on 7 September, the middle of three checks.",
        ),
        looks.no_baseline,
    ),
    (
        Check(
            "no_target", E, "No target",
            "Without a target nobody can tell whether the goal was reached.",
            "Target: 72 words a minute.",
        ),
        looks.no_target,
    ),
    (
        Check(
            "units_differ", E, "Different units",
            "A start in one unit and a target in another cannot be compared.",
            "Start and target both in words a minute.",
        ),
        looks.units_differ,
    ),
    (
        Check(
            "no_due_day", E, "No day, or one that cannot be",
            "A goal without a day is never looked at.",
            "By 25 January 2027, inside the plan.",
        ),
        looks.no_due_day,
    ),
    (
        Check(
            "no_need", E, "No need",
            "A goal that serves no need is a wish; a need without a goal is forgotten.",
            "Need: reading is slow, so science and history are hard too.",
        ),
        looks.no_need,
    ),
    (
        Check(
            "not_better", E, "Target not better than the start",
            "The way from start to target must lead somewhere.",
            "From 42 to 72, where more is better.",
        ),
        looks.not_better,
    ),
    (
        Check(
            "out_of_range", E, "A value that the measure cannot have",
            "A value outside the scale is a slip, or another measure.",
            "90% of 20 questions, not 120%.",
        ),
        looks.out_of_range,
    ),
    (
        Check(
            "placeholder", E, "Something left to fill in",
            "A template left open was not written for this pupil.",
            "Rowan reads …, not [NAME] reads …",
        ),
        looks.placeholder,
    ),
    (
        Check(
            "nothing_to_see", E, "Nothing to see or hear",
            "If nobody can see it, nobody can check it.",
            "“names 36 of 44 sounds”, not “understands phonics”.",
        ),
        looks.nothing_to_see,
    ),
    (
        Check(
            "contradicted", E, "Text and fields say different things",
            "Two numbers mean two goals, and people will quarrel over which.",
            "The text says 72, and so does the target.",
        ),
        looks.contradicted,
    ),
    (
        Check(
            "somebody_else", E, "Somebody else's goal",
            "A copied goal tells a family that nobody thought of their child.",
            "This pupil's own name, and how they are spoken of.",
        ),
        looks.somebody_else,
    ),
    (
        Check(
            "no_sentence", E, "No sentence",
            "Three words cannot say who will do what, when and how well.",
            GOOD,
        ),
        looks.no_sentence,
    ),
    (
        Check(
            "vague_verb", W, "A verb that can be pictured in many ways",
            "A stranger should be able to teach, check and judge the goal.",
            "“retells a story with start, middle and end”, not “develops story skills”.",
        ),
        looks.vague_verb,
    ),
    (
        Check(
            "vague_amount", W, "An amount without a number",
            "“More often” is true of once more.",
            "“4 times in a lesson”, not “more often”.",
        ),
        looks.vague_amount,
    ),
    (
        Check(
            "percent_of_nothing", W, "A percentage of nothing",
            "Nobody can count 80% of the time.",
            "“in 8 of 10 turns”, not “80% of the time”.",
        ),
        looks.percent_of_nothing,
    ),
    (
        Check(
            "percent_without_trials", W, "A percentage without opportunities",
            "4 of 5 may be luck; 40 of 50 hardly is.",
            "“80% of 20 questions, in 4 of 5 sessions”.",
        ),
        looks.percent_without_trials,
    ),
    (
        Check(
            "several_skills", W, "Several skills in one goal",
            "When one is reached and the other is not, the goal is neither.",
            "One goal for reading, one for writing.",
        ),
        looks.several_skills,
    ),
    (
        Check(
            "only_negative", W, "Only what should stop",
            "Something has to take its place, and has to be taught.",
            "“asks for a break with the card”, not “stops shouting”.",
        ),
        looks.only_negative,
    ),
    (
        Check(
            "is_help", W, "Help instead of a goal",
            "Help can be given in full while nothing changes for the pupil.",
            "“asks a friend to play”, not “attends a social skills group”.",
        ),
        looks.is_help,
    ),
    (
        Check(
            "no_condition", W, "No condition",
            "The same skill is easy in one place and hard in another.",
            "“given a P5 text”, “in the dining hall”.",
        ),
        looks.no_condition,
    ),
    (
        Check(
            "no_method", W, "No way of checking, or too few checks",
            "What is not checked is guessed, and a pace needs six checks.",
            "A one-minute reading each Monday, by the class teacher.",
        ),
        looks.no_method,
    ),
    (
        Check(
            "one_place_only", W, "In one place with one person",
            "A skill of daily life is learned when it is used elsewhere too.",
            "In class and in the hall, with two adults.",
        ),
        looks.one_place_only,
    ),
    (
        Check(
            "no_tolerance", W, "Every time, or not often enough to be safe",
            "Nobody is right every time; crossing a road has to be.",
            "“9 of 10 times”; for roads, each time over 10 crossings.",
        ),
        looks.no_tolerance,
    ),
    (
        Check(
            "ambition", W, "Too far, too near, or nearer than can be seen",
            "A goal far out of reach discourages; one within chance is reached by chance.",
            "About one and a half times the pupil's own pace.",
        ),
        looks.ambition,
    ),
    (
        Check(
            "repeated", W, "Last year's goal again",
            "The same goal with the same help will go the same way.",
            "The same goal with other help, or a smaller step.",
        ),
        looks.repeated,
    ),
    (
        Check(
            "copied", W, "The same words as in other goals",
            "A goal that fits everybody was written for nobody.",
            "What this pupil reads, where, and for what.",
        ),
        looks.copied,
    ),
    (
        Check(
            "hard_words", W, "Words that not everybody knows",
            "A family should not need a dictionary to agree.",
            "“speech therapist”, not “SaLT”.",
        ),
        looks.hard_words,
    ),
    (
        Check(
            "compliance", W, "Looking like others",
            "Pupils have asked what such goals are for. There may be a reason: say it.",
            "“shows in their own way that they listen”.",
        ),
        looks.compliance,
    ),
    (
        Check(
            "nobody_asked", W, "Nobody was asked",
            "A goal that a pupil does not want is reached for as long as somebody watches.",
            "“I want to read football news myself.” Rowan",
        ),
        looks.nobody_asked,
    ),
    (
        Check(
            "too_many", W, "Many goals at once",
            "What is everywhere is nowhere: few goals are worked on.",
            "Three to five goals that matter most.",
        ),
        looks.too_many,
    ),
    (
        Check(
            "cannot_show", W, "A measure that cannot show it",
            "At the end of its scale, or with three chances a week, a measure moves by luck.",
            "A text one step harder; a count instead of a percentage.",
        ),
        looks.cannot_show,
    ),
    (
        Check(
            "bad_day", W, "A day on which nobody can look",
            "In a holiday nobody checks, and in three weeks little can change.",
            "The last Friday of term.",
        ),
        looks.bad_day,
    ),
)  # fmt: skip

CHECKS: Final[Mapping[str, Check]] = {one.key: one for one, _ in _TABLE}

LOOKS: Final = {one.key: look for one, look in _TABLE}
