"""What makes a goal measurable: checks that ask, with a reason and an example, and never a mark for the whole.

Fields are looked at first and the text second: what a field says need not be said again. Errors keep a goal from
being ready; warnings ask. Whether a goal is worth reaching is a question for people, and stands in `QUESTIONS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from handrail.core import goal_words as words
from handrail.core.explanations import in_words
from handrail.core.reading_ages import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

COPIED: Final = 0.8
REPEATED: Final = 0.85
LEAST_CHECKS: Final = 6
FEW_SCHOOL_WEEKS: Final = 4
RELIABLE: Final = 1.96


class Severity(StrEnum):
    """An error keeps a goal from being ready; a warning asks."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at: its name, why it matters, and an example of better."""

    key: str
    severity: Severity
    name: str
    why: str
    better: str


class Span(NamedTuple):
    """Where in the text, from and up to."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, in which field or where in the text."""

    check: Check
    says: str
    about: str
    span: Span | None = None

    @property
    def severity(self) -> Severity:
        return self.check.severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Last year's goal for the same need."""

    text: str
    met: bool
    help_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDraft:
    """A goal as far as it is written, and what is known beside it. Blank and None are not written yet."""

    text: str
    need: str = ""
    baseline: float | None = None
    baseline_unit: str = ""
    baseline_on: date | None = None
    target: float | None = None
    target_unit: str = ""
    measure_unit: str = ""
    direction: str = "increase"
    lowest: float | None = None
    highest: float | None = None
    condition: str = ""
    sessions: int | None = None
    """So many good sessions …"""
    out_of: int | None = None
    """… of so many."""
    opportunities: int | None = None
    """In a session, or where there are none, a week."""
    method: str = ""
    checks_per_week: float | None = None
    first_review: date | None = None
    starts: date | None = None
    due: date | None = None
    plan_ends: date | None = None
    holidays: tuple[tuple[date, date], ...] = ()
    settings: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    functional: bool = False
    """A skill of daily life, to be used in more than one place."""
    safety: bool = False
    """Where a mistake can hurt: roads, medicine, hygiene."""
    pupil_name: str = ""
    pronoun: str = ""
    other_names: frozenset[str] = frozenset()
    pupil_view: str = ""
    family_view: str = ""
    own_rate: float | None = None
    norm_rate: float | None = None
    measurement_error: float | None = None
    earlier: Earlier | None = None
    others: tuple[str, ...] = ()
    """Goals of other pupils, and of goal banks. They are compared, and never shown."""
    same_elsewhere: int = 0
    """In how many other pupils' plans these words stand, but for names, numbers and days."""
    active_goals: int = 1
    most_goals: int = 5
    known_words: frozenset[str] = frozenset()
    """Short forms that the glossary explains."""
    reading_age: float | None = None
    """The age for which the plan is to be written."""


class _Hit(NamedTuple):
    says: str
    about: str = "text"
    span: Span | None = None


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


# --- errors ---------------------------------------------------------------------------------------


def _no_baseline(goal: GoalDraft) -> Iterator[_Hit]:
    if goal.baseline is None:
        yield _Hit(
            "Say where the pupil is now, as a number. A start of nothing is never assumed.", "baseline"
        )
    elif goal.baseline_on is None:
        yield _Hit("Say on which day the start was seen.", "baseline_on")


def _no_target(goal: GoalDraft) -> Iterator[_Hit]:
    if goal.target is None:
        yield _Hit("Say what will be reached, as a number.", "target")


def _units_differ(goal: GoalDraft) -> Iterator[_Hit]:
    said = dict.fromkeys(
        unit for one in (goal.baseline_unit, goal.target_unit, goal.measure_unit) if (unit := one.strip())
    )
    if len({unit.casefold() for unit in said}) > 1:
        yield _Hit(
            f"Start, target and measure must be in one unit; these are in {' and '.join(said)}.",
            "target_unit",
        )


def _no_due_day(goal: GoalDraft) -> Iterator[_Hit]:
    if goal.due is None:
        yield _Hit("Say by which day.", "due")
        return
    start = goal.starts or goal.baseline_on
    if start is not None and goal.due <= start:
        yield _Hit(f"The goal's day, {in_words(goal.due)}, is not after its start, {in_words(start)}.", "due")
    if goal.plan_ends is not None and goal.due > goal.plan_ends:
        yield _Hit(
            f"The goal's day, {in_words(goal.due)}, is after the plan ends, {in_words(goal.plan_ends)}.",
            "due",
        )


def _no_need(goal: GoalDraft) -> Iterator[_Hit]:
    if not goal.need.strip():
        yield _Hit("Choose the need that this goal is for.", "need")


def _not_better(goal: GoalDraft) -> Iterator[_Hit]:
    if goal.baseline is None or goal.target is None or goal.direction in ("maintain", "range"):
        return
    way = goal.target - goal.baseline
    if (-way if goal.direction == "decrease" else way) <= 0:
        wanted = "less" if goal.direction == "decrease" else "more"
        yield _Hit(
            f"The target, {goal.target:g}, is not better than the start, {goal.baseline:g}, where {wanted} is better.",
            "target",
        )


def _out_of_range(goal: GoalDraft) -> Iterator[_Hit]:
    for name, value in (("baseline", goal.baseline), ("target", goal.target)):
        if value is None:
            continue
        if goal.lowest is not None and value < goal.lowest:
            yield _Hit(f"{value:g} is below {goal.lowest:g}, the least that the measure can be.", name)
        if goal.highest is not None and value > goal.highest:
            yield _Hit(f"{value:g} is above {goal.highest:g}, the most that the measure can be.", name)


def _placeholder(goal: GoalDraft) -> Iterator[_Hit]:
    for match in words.PLACEHOLDERS.finditer(goal.text):
        yield _at(match, f"“{match[0]}” still waits to be filled in.")


def _nothing_to_see(goal: GoalDraft) -> Iterator[_Hit]:
    seen = words.forms(words.OBSERVABLE).search(words.NOUN_IN_ING.sub(" ", goal.text))
    if not seen and not words.QUANTITY.search(goal.text) and _is_a_sentence(goal):
        yield _Hit("Say what the pupil will do that two people would see or hear alike.")


def _contradicted(goal: GoalDraft) -> Iterator[_Hit]:
    yield from _numbers_contradicted(goal)
    days = list(_days(goal.text, goal.due))
    if goal.due is not None and days and goal.due not in [day for day, _ in days]:
        day, match = days[-1]
        yield _at(match, f"The text says {in_words(day)}, and the goal's day is {in_words(goal.due)}.")


def _numbers_contradicted(goal: GoalDraft) -> Iterator[_Hit]:
    unit = (goal.target_unit or goal.measure_unit).strip()
    if goal.target is None or not unit:
        return
    if unit.startswith("%"):
        pattern = words.PERCENT
    else:
        first = re.escape(unit.split()[0].rstrip("s"))
        pattern = re.compile(rf"(\d+(?:\.\d+)?)\s+(?:correct\s+)?{first}", re.IGNORECASE)
    found = list(pattern.finditer(goal.text))
    # “In 8 of 10 turns”, “given 20 cards, 18 correctly”: the target may stand beside other numbers.
    if found and goal.target not in words.numbers(goal.text):
        yield _at(found[-1], f"The text says {found[-1][1]}, and the target is {goal.target:g}.")


def _somebody_else(goal: GoalDraft) -> Iterator[_Hit]:
    for name in sorted(goal.other_names - {goal.pupil_name}):
        if name and (match := re.search(rf"\b{re.escape(name)}\b", goal.text)):
            # The name itself is another pupil's, and is not repeated.
            yield _at(match, "Another pupil's name stands in this goal.")
    if goal.pronoun in words.PRONOUNS:
        others = frozenset().union(*words.PRONOUNS.values()) - words.PRONOUNS[goal.pronoun] - words.NEUTRAL
        for match in re.finditer(r"\b\w+\b", goal.text):
            if match[0].lower() in others:
                yield _at(match, f"“{match[0]}” is not how this pupil is spoken of. Was the goal copied?")
                return


def _no_sentence(goal: GoalDraft) -> Iterator[_Hit]:
    if not _is_a_sentence(goal):
        yield _Hit("Write the goal as a sentence: who will do what.")


def _is_a_sentence(goal: GoalDraft) -> bool:
    verbs = words.forms(words.OBSERVABLE + words.VAGUE)
    has_verb = verbs.search(goal.text) or re.search(
        r"\b(?:will|can|is|has|goes|does)\b", goal.text, re.IGNORECASE
    )
    return len(re.findall(r"\w+", goal.text)) >= 4 and has_verb is not None


# --- warnings -------------------------------------------------------------------------------------


def _vague_verb(goal: GoalDraft) -> Iterator[_Hit]:
    main = _main_verb(goal.text)
    if main is None or not words.forms(words.VAGUE).fullmatch(main[0]):
        return
    phrase = words.VAGUE_PHRASES.match(goal.text, main.start()) or main
    after = " ".join(re.split(r"\band\b|[,;]", goal.text[phrase.end() :])[0].split()[:6])
    able = re.match(r"\s+able to\b", goal.text[main.end() :], re.IGNORECASE)
    if not words.MEASURED_NEARBY.search(after) and not able:
        yield _at(phrase, f"“{phrase[0]}” can be pictured in many ways. What would somebody see?")


def _vague_amount(goal: GoalDraft) -> Iterator[_Hit]:
    for match in words.VAGUE_AMOUNTS.finditer(goal.text):
        before = goal.text[: match.start()].rstrip().lower()
        if match[0].lower() in ("more", "less") and before.endswith(("no", "or")):
            continue
        yield _at(match, f"How much is “{match[0]}”? Two people should count alike.")


def _percent_of_nothing(goal: GoalDraft) -> Iterator[_Hit]:
    for match in words.OF_THE_TIME.finditer(goal.text):
        yield _at(match, "A percentage of what? Name the opportunities: questions, trials, minutes.")


def _percent_without_trials(goal: GoalDraft) -> Iterator[_Hit]:
    match = words.PERCENT.search(goal.text)
    counted = goal.opportunities is not None or (goal.sessions is not None and goal.out_of is not None)
    if match and not counted and not words.K_OF_N.search(goal.text):
        yield _at(
            match, "Out of how many, and in how many sessions? 80% of 5 and of 50 are not equally certain."
        )


def _several_skills(goal: GoalDraft) -> Iterator[_Hit]:
    observable = words.forms(words.OBSERVABLE)
    main = _main_verb(goal.text)
    if main is None:
        return
    for joined in re.finditer(
        r"(?:\band\b|,|;)\s+(?:will\s+|then\s+|to\s+)?(\w+)", goal.text[main.end() :], re.IGNORECASE
    ):
        if observable.fullmatch(joined[1]) and not joined[1].lower().endswith(("ed", "ing")):
            start = main.end() + joined.start(1)
            yield _Hit(
                f"“{main[0]}” and “{joined[1]}” are two skills. Which one is checked? Two goals may be clearer.",
                "text", Span(start, start + len(joined[1])),
            )  # fmt: skip
            return


def _only_negative(goal: GoalDraft) -> Iterator[_Hit]:
    match = words.NEGATIVE.search(goal.text)
    if match and not words.INSTEAD.search(goal.text):
        yield _at(match, "What will the pupil do instead?")


def _is_help(goal: GoalDraft) -> Iterator[_Hit]:
    for match in words.PROVISION.finditer(goal.text):
        yield _at(match, f"“{match[0]}” is help. A goal says what the pupil will do because of it.")


def _no_condition(goal: GoalDraft) -> Iterator[_Hit]:
    if not goal.condition.strip() and not words.CONDITION.search(goal.text):
        yield _Hit("Say when, where or with what: given a text, at the table, in class.", "condition")


def _no_method(goal: GoalDraft) -> Iterator[_Hit]:
    if not goal.method.strip() and not words.METHOD.search(goal.text):
        yield _Hit("Say how it will be checked.", "method")
    if goal.checks_per_week is None:
        yield _Hit("Say how often it will be checked.", "checks_per_week")
    elif goal.first_review is not None and (start := goal.starts or goal.baseline_on) is not None:
        checks = int((goal.first_review - start).days / 7 * goal.checks_per_week)
        if checks < LEAST_CHECKS:
            yield _Hit(
                f"There will be about {checks} checks before {in_words(goal.first_review)}; with fewer than "
                f"{LEAST_CHECKS} nothing can be said of a pace.",
                "checks_per_week",
            )


def _one_place_only(goal: GoalDraft) -> Iterator[_Hit]:
    if goal.functional and (len(set(goal.settings)) < 2 or len(set(goal.people)) < 2):
        yield _Hit("Say where else, and with whom else, the skill will be used.", "settings")


def _no_tolerance(goal: GoalDraft) -> Iterator[_Hit]:
    level = goal.target if (goal.target_unit or goal.measure_unit).startswith("%") else None
    if level == 100 and not goal.safety:
        yield _Hit("Every time leaves no room for one bad day. Is nearly always enough?", "target")
    if level is not None and level < 100 and goal.safety:
        yield _Hit(f"Where a mistake can hurt, {level:g}% may not be enough.", "target")


def _ambition(goal: GoalDraft) -> Iterator[_Hit]:
    start = goal.starts or goal.baseline_on
    if goal.baseline is None or goal.target is None or goal.due is None or start is None or goal.due <= start:
        return
    way = abs(goal.target - goal.baseline)
    needed = way / ((goal.due - start).days / 7)
    for name, rate in (("the pupil's own pace", goal.own_rate), ("the pace of the norm", goal.norm_rate)):
        if rate is not None and rate > 0 and not 0.5 <= needed / rate <= 2:
            size = "more than twice" if needed > rate else "less than half"
            yield _Hit(f"{needed:.2g} a week would be {size} {name}, {rate:.2g}.", "target")
    if goal.measurement_error is not None and way < RELIABLE * 2**0.5 * goal.measurement_error:
        yield _Hit(
            f"{goal.baseline:g} and {goal.target:g} are nearer than two checks of one pupil can be by chance.",
            "target",
        )


def _repeated(goal: GoalDraft) -> Iterator[_Hit]:
    last = goal.earlier
    if last is None or last.met or last.help_changed:
        return
    mine = words.masked(goal.text, frozenset({goal.pupil_name} - {""}))
    if words.alike(mine, words.masked(last.text, frozenset({goal.pupil_name} - {""}))) >= REPEATED:
        yield _Hit(
            "Last year's goal was not met, and is asked again with the same help. What will be different?"
        )


def _copied(goal: GoalDraft) -> Iterator[_Hit]:
    names = goal.other_names | ({goal.pupil_name} - {""})
    mine = words.masked(goal.text, names)
    alike = sum(words.alike(mine, words.masked(other, names)) >= COPIED for other in goal.others)
    if same := max(alike, goal.same_elsewhere):
        yield _Hit(
            f"Nearly these words stand in {same} other goal{'s' * (same > 1)}. What is this pupil's own?"
        )


def _hard_words(goal: GoalDraft) -> Iterator[_Hit]:
    waiting = [(match.start(), match.end()) for match in words.PLACEHOLDERS.finditer(goal.text)]
    for match in words.ACRONYM.finditer(goal.text):
        if any(start <= match.start() < end for start, end in waiting):
            continue
        if match[0] not in goal.known_words and not words.LEVEL_OF_SCHOOL.fullmatch(match[0]):
            yield _at(match, f"Not everybody knows “{match[0]}”.")
    if goal.reading_age is not None and (age := measure([goal.text]).age) > goal.reading_age:
        yield _Hit(
            f"This reads like a text for about age {age:.0f}. Shorter words and sentences reach more people."
        )


def _compliance(goal: GoalDraft) -> Iterator[_Hit]:
    for match in words.COMPLIANCE.finditer(goal.text):
        yield _at(match, f"For whom is “{match[0]}” a goal? Say what the pupil gains from it.")


def _nobody_asked(goal: GoalDraft) -> Iterator[_Hit]:
    if not goal.pupil_view.strip():
        yield _Hit("What does the pupil say about this goal?", "pupil_view")
    if not goal.family_view.strip():
        yield _Hit("What does the family say about this goal?", "family_view")


def _too_many(goal: GoalDraft) -> Iterator[_Hit]:
    if goal.active_goals > goal.most_goals:
        yield _Hit(
            f"{goal.active_goals} goals at once are many. Which {goal.most_goals} matter most this year?",
            "active_goals",
        )


def _cannot_show(goal: GoalDraft) -> Iterator[_Hit]:
    if goal.baseline is None:
        return
    better = goal.lowest if goal.direction == "decrease" else goal.highest
    if better is not None and goal.baseline == better:
        yield _Hit(
            f"The start, {goal.baseline:g}, is already the best that this measure can show.", "baseline"
        )
    share = (goal.target_unit or goal.measure_unit).startswith("%")
    if share and goal.opportunities is not None and goal.opportunities <= 3:
        yield _Hit(
            f"With {goal.opportunities} opportunities a percentage jumps by {100 / max(goal.opportunities, 1):.0f} "
            "at a time. Count, or look more often.",
            "opportunities",
        )


def _bad_day(goal: GoalDraft) -> Iterator[_Hit]:
    if goal.due is None:
        return
    for first, last in goal.holidays:
        if first <= goal.due <= last:
            yield _Hit(f"{in_words(goal.due)} is in a holiday. Nobody can look then.", "due")
    start = goal.starts or goal.baseline_on
    if start is None or goal.due <= start:
        return
    off = {
        first + timedelta(days=number)
        for first, last in goal.holidays
        for number in range((last - first).days + 1)
    }
    days = sum(start + timedelta(days=number) not in off for number in range(1, (goal.due - start).days + 1))
    if days < 7 * FEW_SCHOOL_WEEKS:
        yield _Hit(f"There are fewer than {FEW_SCHOOL_WEEKS} school weeks until {in_words(goal.due)}.", "due")


# --- reading a text -------------------------------------------------------------------------------


def _at(match: re.Match[str], says: str) -> _Hit:
    return _Hit(says, "text", Span(match.start(), match.end()))


def _main_verb(text: str) -> re.Match[str] | None:
    """The verb after "will" or "can", else the first verb that the lists know."""
    verbs = words.forms(words.OBSERVABLE + words.VAGUE)
    opening = re.search(
        r"\b(?:will|can|is able to)\s+(?:be able to\s+)?(?:independently\s+)?", text, re.IGNORECASE
    )
    after = verbs.search(text, opening.end()) if opening else None
    # Without one, a verb that can be seen goes first: in “when work gets loud, shows the card”, work is no verb.
    return after or words.forms(words.OBSERVABLE).search(text) or verbs.search(text)


def _days(text: str, due: date | None) -> Iterator[tuple[date, re.Match[str]]]:
    for match in words.ISO_DAY.finditer(text):
        if day := _date(int(match[1]), int(match[2]), int(match[3])):
            yield day, match
    for match in words.DAY.finditer(text):
        year = int(match[3]) if match[3] else (due.year if due else None)
        month = words.MONTHS.index(match[2].lower()) + 1
        if year is not None and (day := _date(year, month, int(match[1]))):
            yield day, match


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- the table ------------------------------------------------------------------------------------

E, W = Severity.ERROR, Severity.WARNING
GOOD: Final = (
    "By 25 January, given a P5 text, Rowan reads 72 words in a minute correctly, in 3 of 4 weekly checks."
)

_TABLE: Final[tuple[tuple[Check, Callable[[GoalDraft], Iterator[_Hit]]], ...]] = (
    (
        Check(
            "no_baseline", E, "No start",
            "Without a start nobody can tell whether anything changed.",
            "Now: 42 words a minute on 7 September, the middle of three checks.",
        ),
        _no_baseline,
    ),
    (
        Check(
            "no_target", E, "No target",
            "Without a target nobody can tell whether the goal was reached.",
            "Target: 72 words a minute.",
        ),
        _no_target,
    ),
    (
        Check(
            "units_differ", E, "Different units",
            "A start in one unit and a target in another cannot be compared.",
            "Start and target both in words a minute.",
        ),
        _units_differ,
    ),
    (
        Check(
            "no_due_day", E, "No day, or one that cannot be",
            "A goal without a day is never looked at.",
            "By 25 January 2027, inside the plan.",
        ),
        _no_due_day,
    ),
    (
        Check(
            "no_need", E, "No need",
            "A goal that serves no need is a wish; a need without a goal is forgotten.",
            "Need: reading is slow, so science and history are hard too.",
        ),
        _no_need,
    ),
    (
        Check(
            "not_better", E, "Target not better than the start",
            "The way from start to target must lead somewhere.",
            "From 42 to 72, where more is better.",
        ),
        _not_better,
    ),
    (
        Check(
            "out_of_range", E, "A value that the measure cannot have",
            "A value outside the scale is a slip, or another measure.",
            "90% of 20 questions, not 120%.",
        ),
        _out_of_range,
    ),
    (
        Check(
            "placeholder", E, "Something left to fill in",
            "A template left open was not written for this pupil.",
            "Rowan reads …, not [NAME] reads …",
        ),
        _placeholder,
    ),
    (
        Check(
            "nothing_to_see", E, "Nothing to see or hear",
            "If nobody can see it, nobody can check it.",
            "“names 36 of 44 sounds”, not “understands phonics”.",
        ),
        _nothing_to_see,
    ),
    (
        Check(
            "contradicted", E, "Text and fields say different things",
            "Two numbers mean two goals, and people will quarrel over which.",
            "The text says 72, and so does the target.",
        ),
        _contradicted,
    ),
    (
        Check(
            "somebody_else", E, "Somebody else's goal",
            "A copied goal tells a family that nobody thought of their child.",
            "This pupil's own name, and how they are spoken of.",
        ),
        _somebody_else,
    ),
    (
        Check(
            "no_sentence", E, "No sentence",
            "Three words cannot say who will do what, when and how well.",
            GOOD,
        ),
        _no_sentence,
    ),
    (
        Check(
            "vague_verb", W, "A verb that can be pictured in many ways",
            "A stranger should be able to teach, check and judge the goal.",
            "“retells a story with start, middle and end”, not “develops story skills”.",
        ),
        _vague_verb,
    ),
    (
        Check(
            "vague_amount", W, "An amount without a number",
            "“More often” is true of once more.",
            "“4 times in a lesson”, not “more often”.",
        ),
        _vague_amount,
    ),
    (
        Check(
            "percent_of_nothing", W, "A percentage of nothing",
            "Nobody can count 80% of the time.",
            "“in 8 of 10 turns”, not “80% of the time”.",
        ),
        _percent_of_nothing,
    ),
    (
        Check(
            "percent_without_trials", W, "A percentage without opportunities",
            "4 of 5 may be luck; 40 of 50 hardly is.",
            "“80% of 20 questions, in 4 of 5 sessions”.",
        ),
        _percent_without_trials,
    ),
    (
        Check(
            "several_skills", W, "Several skills in one goal",
            "When one is reached and the other is not, the goal is neither.",
            "One goal for reading, one for writing.",
        ),
        _several_skills,
    ),
    (
        Check(
            "only_negative", W, "Only what should stop",
            "Something has to take its place, and has to be taught.",
            "“asks for a break with the card”, not “stops shouting”.",
        ),
        _only_negative,
    ),
    (
        Check(
            "is_help", W, "Help instead of a goal",
            "Help can be given in full while nothing changes for the pupil.",
            "“asks a friend to play”, not “attends a social skills group”.",
        ),
        _is_help,
    ),
    (
        Check(
            "no_condition", W, "No condition",
            "The same skill is easy in one place and hard in another.",
            "“given a P5 text”, “in the dining hall”.",
        ),
        _no_condition,
    ),
    (
        Check(
            "no_method", W, "No way of checking, or too few checks",
            "What is not checked is guessed, and a pace needs six checks.",
            "A one-minute reading each Monday, by the class teacher.",
        ),
        _no_method,
    ),
    (
        Check(
            "one_place_only", W, "In one place with one person",
            "A skill of daily life is learned when it is used elsewhere too.",
            "In class and in the hall, with two adults.",
        ),
        _one_place_only,
    ),
    (
        Check(
            "no_tolerance", W, "Every time, or not often enough to be safe",
            "Nobody is right every time; crossing a road has to be.",
            "“9 of 10 times”; for roads, each time over 10 crossings.",
        ),
        _no_tolerance,
    ),
    (
        Check(
            "ambition", W, "Too far, too near, or nearer than can be seen",
            "A goal far out of reach discourages; one within chance is reached by chance.",
            "About one and a half times the pupil's own pace.",
        ),
        _ambition,
    ),
    (
        Check(
            "repeated", W, "Last year's goal again",
            "The same goal with the same help will go the same way.",
            "The same goal with other help, or a smaller step.",
        ),
        _repeated,
    ),
    (
        Check(
            "copied", W, "The same words as in other goals",
            "A goal that fits everybody was written for nobody.",
            "What this pupil reads, where, and for what.",
        ),
        _copied,
    ),
    (
        Check(
            "hard_words", W, "Words that not everybody knows",
            "A family should not need a dictionary to agree.",
            "“speech therapist”, not “SaLT”.",
        ),
        _hard_words,
    ),
    (
        Check(
            "compliance", W, "Looking like others",
            "Pupils have asked what such goals are for. There may be a reason: say it.",
            "“shows in their own way that they listen”.",
        ),
        _compliance,
    ),
    (
        Check(
            "nobody_asked", W, "Nobody was asked",
            "A goal that a pupil does not want is reached for as long as somebody watches.",
            "“I want to read football news myself.” Rowan",
        ),
        _nobody_asked,
    ),
    (
        Check(
            "too_many", W, "Many goals at once",
            "What is everywhere is nowhere: few goals are worked on.",
            "Three to five goals that matter most.",
        ),
        _too_many,
    ),
    (
        Check(
            "cannot_show", W, "A measure that cannot show it",
            "At the end of its scale, or with three chances a week, a measure moves by luck.",
            "A text one step harder; a count instead of a percentage.",
        ),
        _cannot_show,
    ),
    (
        Check(
            "bad_day", W, "A day on which nobody can look",
            "In a holiday nobody checks, and in three weeks little can change.",
            "The last Friday of term.",
        ),
        _bad_day,
    ),
)  # fmt: skip

CHECKS: Final[Mapping[str, Check]] = {one.key: one for one, _ in _TABLE}
LOOKS: Final = {one.key: look for one, look in _TABLE}
