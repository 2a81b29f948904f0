"""How each check looks at a goal: in its fields, in its words, and beside what is known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from handrail.core import goal_words as words
from handrail.core.checks import Hit, Span
from handrail.core.explanations import in_words
from handrail.core.goal_drafts import GoalDraft
from handrail.core.reading_ages import measure

if TYPE_CHECKING:
    from collections.abc import Iterator


COPIED: Final = 0.8

REPEATED: Final = 0.85

LEAST_CHECKS: Final = 6

FEW_SCHOOL_WEEKS: Final = 4

RELIABLE: Final = 1.96


def no_baseline(goal: GoalDraft) -> Iterator[Hit]:
    if goal.baseline is None:
        yield Hit("Say where the pupil is now, as a number. A start of nothing is never assumed.", "baseline")
    elif goal.baseline_on is None:
        yield Hit("Say on which day the start was seen.", "baseline_on")


def no_target(goal: GoalDraft) -> Iterator[Hit]:
    if goal.target is None:
        yield Hit("Say what will be reached, as a number.", "target")


def units_differ(goal: GoalDraft) -> Iterator[Hit]:
    said = dict.fromkeys(
        unit for one in (goal.baseline_unit, goal.target_unit, goal.measure_unit) if (unit := one.strip())
    )
    if len({unit.casefold() for unit in said}) > 1:
        yield Hit(
            f"Start, target and measure must be in one unit; these are in {' and '.join(said)}.",
            "target_unit",
        )


def no_due_day(goal: GoalDraft) -> Iterator[Hit]:
    if goal.due is None:
        yield Hit("Say by which day.", "due")
        return
    start = goal.starts or goal.baseline_on
    if start is not None and goal.due <= start:
        yield Hit(f"The goal's day, {in_words(goal.due)}, is not after its start, {in_words(start)}.", "due")
    if goal.plan_ends is not None and goal.due > goal.plan_ends:
        yield Hit(
            f"The goal's day, {in_words(goal.due)}, is after the plan ends, {in_words(goal.plan_ends)}.",
            "due",
        )


def no_need(goal: GoalDraft) -> Iterator[Hit]:
    if not goal.need.strip():
        yield Hit("Choose the need that this goal is for.", "need")


def not_better(goal: GoalDraft) -> Iterator[Hit]:
    if goal.baseline is None or goal.target is None or goal.direction in ("maintain", "range"):
        return
    way = goal.target - goal.baseline
    if (-way if goal.direction == "decrease" else way) <= 0:
        wanted = "less" if goal.direction == "decrease" else "more"
        yield Hit(
            f"The target, {goal.target:g}, is not better than the start, {goal.baseline:g}, where {wanted} is better.",
            "target",
        )


def out_of_range(goal: GoalDraft) -> Iterator[Hit]:
    for name, value in (("baseline", goal.baseline), ("target", goal.target)):
        if value is None:
            continue
        if goal.lowest is not None and value < goal.lowest:
            yield Hit(f"{value:g} is below {goal.lowest:g}, the least that the measure can be.", name)
        if goal.highest is not None and value > goal.highest:
            yield Hit(f"{value:g} is above {goal.highest:g}, the most that the measure can be.", name)


def placeholder(goal: GoalDraft) -> Iterator[Hit]:
    for match in words.PLACEHOLDERS.finditer(goal.text):
        yield _at(match, f"“{match[0]}” still waits to be filled in.")


def nothing_to_see(goal: GoalDraft) -> Iterator[Hit]:
    seen = words.forms(words.OBSERVABLE).search(words.NOUN_IN_ING.sub(" ", goal.text))
    if not seen and not words.QUANTITY.search(goal.text) and _is_a_sentence(goal):
        yield Hit("Say what the pupil will do that two people would see or hear alike.")


def contradicted(goal: GoalDraft) -> Iterator[Hit]:
    yield from _numbers_contradicted(goal)
    days = list(_days(goal.text, goal.due))
    if goal.due is not None and days and goal.due not in [day for day, _ in days]:
        day, match = days[-1]
        yield _at(match, f"The text says {in_words(day)}, and the goal's day is {in_words(goal.due)}.")


def _numbers_contradicted(goal: GoalDraft) -> Iterator[Hit]:
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


def somebody_else(goal: GoalDraft) -> Iterator[Hit]:
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


def no_sentence(goal: GoalDraft) -> Iterator[Hit]:
    if not _is_a_sentence(goal):
        yield Hit("Write the goal as a sentence: who will do what.")


def _is_a_sentence(goal: GoalDraft) -> bool:
    verbs = words.forms(words.OBSERVABLE + words.VAGUE)
    has_verb = verbs.search(goal.text) or re.search(
        r"\b(?:will|can|is|has|goes|does)\b", goal.text, re.IGNORECASE
    )
    return len(re.findall(r"\w+", goal.text)) >= 4 and has_verb is not None


def vague_verb(goal: GoalDraft) -> Iterator[Hit]:
    main = _main_verb(goal.text)
    if main is None or not words.forms(words.VAGUE).fullmatch(main[0]):
        return
    phrase = words.VAGUE_PHRASES.match(goal.text, main.start()) or main
    after = " ".join(re.split(r"\band\b|[,;]", goal.text[phrase.end() :])[0].split()[:6])
    able = re.match(r"\s+able to\b", goal.text[main.end() :], re.IGNORECASE)
    if not words.MEASURED_NEARBY.search(after) and not able:
        yield _at(phrase, f"“{phrase[0]}” can be pictured in many ways. What would somebody see?")


def vague_amount(goal: GoalDraft) -> Iterator[Hit]:
    for match in words.VAGUE_AMOUNTS.finditer(goal.text):
        before = goal.text[: match.start()].rstrip().lower()
        if match[0].lower() in ("more", "less") and before.endswith(("no", "or")):
            continue
        yield _at(match, f"How much is “{match[0]}”? Two people should count alike.")


def percent_of_nothing(goal: GoalDraft) -> Iterator[Hit]:
    for match in words.OF_THE_TIME.finditer(goal.text):
        yield _at(match, "A percentage of what? Name the opportunities: questions, trials, minutes.")


def percent_without_trials(goal: GoalDraft) -> Iterator[Hit]:
    match = words.PERCENT.search(goal.text)
    counted = goal.opportunities is not None or (goal.sessions is not None and goal.out_of is not None)
    if match and not counted and not words.K_OF_N.search(goal.text):
        yield _at(
            match, "Out of how many, and in how many sessions? 80% of 5 and of 50 are not equally certain."
        )


def several_skills(goal: GoalDraft) -> Iterator[Hit]:
    observable = words.forms(words.OBSERVABLE)
    main = _main_verb(goal.text)
    if main is None:
        return
    for joined in re.finditer(
        r"(?:\band\b|,|;)\s+(?:will\s+|then\s+|to\s+)?(\w+)", goal.text[main.end() :], re.IGNORECASE
    ):
        if observable.fullmatch(joined[1]) and not joined[1].lower().endswith(("ed", "ing")):
            start = main.end() + joined.start(1)
            yield Hit(
                f"“{main[0]}” and “{joined[1]}” are two skills. Which one is checked? Two goals may be clearer.",
                "text", Span(start, start + len(joined[1])),
            )  # fmt: skip
            return


def only_negative(goal: GoalDraft) -> Iterator[Hit]:
    match = words.NEGATIVE.search(goal.text)
    if match and not words.INSTEAD.search(goal.text):
        yield _at(match, "What will the pupil do instead?")


def is_help(goal: GoalDraft) -> Iterator[Hit]:
    for match in words.PROVISION.finditer(goal.text):
        yield _at(match, f"“{match[0]}” is help. A goal says what the pupil will do because of it.")


def no_condition(goal: GoalDraft) -> Iterator[Hit]:
    if not goal.condition.strip() and not words.CONDITION.search(goal.text):
        yield Hit("Say when, where or with what: given a text, at the table, in class.", "condition")


def no_method(goal: GoalDraft) -> Iterator[Hit]:
    if not goal.method.strip() and not words.METHOD.search(goal.text):
        yield Hit("Say how it will be checked.", "method")
    if goal.checks_per_week is None:
        yield Hit("Say how often it will be checked.", "checks_per_week")
    elif goal.first_review is not None and (start := goal.starts or goal.baseline_on) is not None:
        checks = int((goal.first_review - start).days / 7 * goal.checks_per_week)
        if checks < LEAST_CHECKS:
            yield Hit(
                f"There will be about {checks} checks before {in_words(goal.first_review)}; with fewer than "
                f"{LEAST_CHECKS} nothing can be said of a pace.",
                "checks_per_week",
            )


def one_place_only(goal: GoalDraft) -> Iterator[Hit]:
    if goal.functional and (len(set(goal.settings)) < 2 or len(set(goal.people)) < 2):
        yield Hit("Say where else, and with whom else, the skill will be used.", "settings")


def no_tolerance(goal: GoalDraft) -> Iterator[Hit]:
    level = goal.target if (goal.target_unit or goal.measure_unit).startswith("%") else None
    if level == 100 and not goal.safety:
        yield Hit("Every time leaves no room for one bad day. Is nearly always enough?", "target")
    if level is not None and level < 100 and goal.safety:
        yield Hit(f"Where a mistake can hurt, {level:g}% may not be enough.", "target")


def ambition(goal: GoalDraft) -> Iterator[Hit]:
    start = goal.starts or goal.baseline_on
    if goal.baseline is None or goal.target is None or goal.due is None or start is None or goal.due <= start:
        return
    way = abs(goal.target - goal.baseline)
    needed = way / ((goal.due - start).days / 7)
    for name, rate in (("the pupil's own pace", goal.own_rate), ("the pace of the norm", goal.norm_rate)):
        if rate is not None and rate > 0 and not 0.5 <= needed / rate <= 2:
            size = "more than twice" if needed > rate else "less than half"
            yield Hit(f"{needed:.2g} a week would be {size} {name}, {rate:.2g}.", "target")
    if goal.measurement_error is not None and way < RELIABLE * 2**0.5 * goal.measurement_error:
        yield Hit(
            f"{goal.baseline:g} and {goal.target:g} are nearer than two checks of one pupil can be by chance.",
            "target",
        )


def repeated(goal: GoalDraft) -> Iterator[Hit]:
    last = goal.earlier
    if last is None or last.met or last.help_changed:
        return
    mine = words.masked(goal.text, frozenset({goal.pupil_name} - {""}))
    if words.alike(mine, words.masked(last.text, frozenset({goal.pupil_name} - {""}))) >= REPEATED:
        yield Hit(
            "Last year's goal was not met, and is asked again with the same help. What will be different?"
        )


def copied(goal: GoalDraft) -> Iterator[Hit]:
    names = goal.other_names | ({goal.pupil_name} - {""})
    mine = words.masked(goal.text, names)
    alike = sum(words.alike(mine, words.masked(other, names)) >= COPIED for other in goal.others)
    if same := max(alike, goal.same_elsewhere):
        yield Hit(
            f"Nearly these words stand in {same} other goal{'s' * (same > 1)}. What is this pupil's own?"
        )


def hard_words(goal: GoalDraft) -> Iterator[Hit]:
    waiting = [(match.start(), match.end()) for match in words.PLACEHOLDERS.finditer(goal.text)]
    for match in words.ACRONYM.finditer(goal.text):
        if any(start <= match.start() < end for start, end in waiting):
            continue
        if match[0] not in goal.known_words and not words.LEVEL_OF_SCHOOL.fullmatch(match[0]):
            yield _at(match, f"Not everybody knows “{match[0]}”.")
    if goal.reading_age is not None and (age := measure([goal.text]).age) > goal.reading_age:
        yield Hit(
            f"This reads like a text for about age {age:.0f}. Shorter words and sentences reach more people."
        )


def compliance(goal: GoalDraft) -> Iterator[Hit]:
    for match in words.COMPLIANCE.finditer(goal.text):
        yield _at(match, f"For whom is “{match[0]}” a goal? Say what the pupil gains from it.")


def nobody_asked(goal: GoalDraft) -> Iterator[Hit]:
    if not goal.pupil_view.strip():
        yield Hit("What does the pupil say about this goal?", "pupil_view")
    if not goal.family_view.strip():
        yield Hit("What does the family say about this goal?", "family_view")


def too_many(goal: GoalDraft) -> Iterator[Hit]:
    if goal.active_goals > goal.most_goals:
        yield Hit(
            f"{goal.active_goals} goals at once are many. Which {goal.most_goals} matter most this year?",
            "active_goals",
        )


def cannot_show(goal: GoalDraft) -> Iterator[Hit]:
    if goal.baseline is None:
        return
    better = goal.lowest if goal.direction == "decrease" else goal.highest
    if better is not None and goal.baseline == better:
        yield Hit(
            f"The start, {goal.baseline:g}, is already the best that this measure can show.", "baseline"
        )
    share = (goal.target_unit or goal.measure_unit).startswith("%")
    if share and goal.opportunities is not None and goal.opportunities <= 3:
        yield Hit(
            f"With {goal.opportunities} opportunities a percentage jumps by {100 / max(goal.opportunities, 1):.0f} "
            "at a time. Count, or look more often.",
            "opportunities",
        )


def bad_day(goal: GoalDraft) -> Iterator[Hit]:
    if goal.due is None:
        return
    for first, last in goal.holidays:
        if first <= goal.due <= last:
            yield Hit(f"{in_words(goal.due)} is in a holiday. Nobody can look then.", "due")
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
        yield Hit(f"There are fewer than {FEW_SCHOOL_WEEKS} school weeks until {in_words(goal.due)}.", "due")


def _at(match: re.Match[str], says: str) -> Hit:
    return Hit(says, "text", Span(match.start(), match.end()))


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
