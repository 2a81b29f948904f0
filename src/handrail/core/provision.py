"""What makes help something that can be given and checked: how much, how often, how long, by whom, where, from when.

The words are looked at as much as the fields. "Access to", "as required" and "opportunities for" promise nothing
that anybody could miss: provision should be detailed, specific and normally quantified (England, SEND Code of practice
2015, para. 9.69), with frequency, location, duration and first day (United States, 34 CFR 300.320(a)(7)). Nothing here
is an error: whether a plan may be issued with less is for the plan type to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handrail.core.checks import Check, Finding, Severity, Span
from handrail.core.explanations import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

WEEKS: Final = {"day": 0.2, "week": 1.0, "fortnight": 2.0, "month": 4.0, "term": 12.0, "year": 38.0}
"""About how many school weeks there are in each, for telling a promise from a slip; never for counting delivery."""

SCHOOL_WEEK: Final = 27.5 * 60
"""Minutes of lessons that no school week is likely to pass: five days of five and a half hours."""

LONG: Final = 550
"""Days. Help that runs a year and a half on is seldom looked at in between."""

NUMBERS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDraft:
    """A promise of help as far as it is written. Blank and None are not written yet."""

    what: str
    who: str = ""
    times: int | None = None
    per: str = ""
    minutes: int | None = None
    group_size: int | None = None
    where: str = ""
    starts: date | None = None
    ends: date | None = None


def check(help_: HelpDraft) -> tuple[Finding, ...]:
    """Everything that the checks ask about one promise of help, in the order of `CHECKS`."""
    return tuple(finding for one, look in _TABLE for finding in look(one, help_))


def minutes_a_week(help_: HelpDraft) -> float | None:
    """About how many minutes a school week; nothing where it is not said."""
    if not (help_.times and help_.minutes and help_.per in WEEKS):
        return None
    return help_.times * help_.minutes / WEEKS[help_.per]


# --- the words ------------------------------------------------------------------------------------

_ACCESS = re.compile(r"\b(?:have |has |given |with )?access to\b|\bavailab(?:le|ility of)\b", re.IGNORECASE)
_AS_REQUIRED = re.compile(
    r"\b(?:as|when|where|if|whenever|wherever)\s+(?:and when\s+)?(?:is\s+|it is\s+)?"
    r"(?:required|needed|necessary|appropriate|possible|requested|deemed \w+)\b"
    r"|\bas and when\b|\bon request\b|\bsubject to\b|\bif available\b",
    re.IGNORECASE,
)
_OPPORTUNITIES = re.compile(
    r"\b(?:opportunit(?:y|ies)|chances?) (?:for|to)\b|\bencourage[ds]?\b|\bbe supported to\b", re.IGNORECASE
)
_AMOUNTS = re.compile(
    r"\b(?:regular(?:ly)?|frequent(?:ly)?|ongoing|on[- ]going|periodic(?:ally)?|from time to time|"
    r"high levels? of|a high degree of|some|sufficient|adequate|appropriate|suitable|a range of|a variety of|"
    r"up to|additional|extra|increased|enhanced|significant|consistent|daily input|short bursts|"
    r"little and often)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:adult support|support from an adult|an adult|adults|a (?:trained|familiar|key|suitable) adult|staff|"
    r"school staff|the school|support staff|a member of staff|a professional|specialists?|all (?:staff|teachers))\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:would benefit from|will benefit from|benefits? from|should|could|may|might|will be considered|"
    r"is recommended|are recommended|try to|aim to|hope to|explore|consider)\b",
    re.IGNORECASE,
)
_WATCH = re.compile(
    r"^\W*(?:to\s+)?(?:monitor|be aware|aware of|liaise|discuss|continue)\w*\b", re.IGNORECASE
)
_GROUP = re.compile(r"\b(?:small |a )?group\b", re.IGNORECASE)
_ALONE = re.compile(r"\b(?:1\s?:\s?1|1-to-1|one[- ]to[- ]one|individual(?:ly)?|alone with)\b", re.IGNORECASE)
_MINUTES = re.compile(r"\b(\d+)(?:\s|-)?(?:min(?:ute)?s?|mins?)\b", re.IGNORECASE)
_HOURS = re.compile(r"\b(\d+(?:\.\d+)?)(?:\s|-)?(?:hours?|hrs?)\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:(once|twice|\d+ times|(?:one|two|three|four|five|six|ten) times)\s+(?:a|per|each|every)\s+"
    r"(day|week|fortnight|month|term|year)|(daily|weekly|fortnightly|monthly|termly|annually))\b",
    re.IGNORECASE,
)
_EVERY: Final = {
    "daily": "day",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "termly": "term",
    "annually": "year",
}


def _words(pattern: re.Pattern[str], says: str) -> Callable[[Check, HelpDraft], Iterator[Finding]]:
    def look(one: Check, help_: HelpDraft) -> Iterator[Finding]:
        for match in pattern.finditer(help_.what):
            yield Finding(one, says.format(match[0]), "what", Span(match.start(), match.end()))

    return look


def _amount(one: Check, help_: HelpDraft) -> Iterator[Finding]:
    """A vague amount is harmless where the fields give the amount."""
    if not (help_.times and help_.per and help_.minutes):
        yield from _words(
            _AMOUNTS, "“{}” is a different amount to each reader. Say how many times, and for how long."
        )(one, help_)


def _somebody(one: Check, help_: HelpDraft) -> Iterator[Finding]:
    if not help_.who.strip():
        yield from _words(
            _SOMEBODY, "Who is “{}”? Choose a person, or say by which post and with what training."
        )(one, help_)


def _group(one: Check, help_: HelpDraft) -> Iterator[Finding]:
    alone, group = _ALONE.search(help_.what), _GROUP.search(help_.what)
    if alone and (help_.group_size or 1) > 1:
        yield _at(one, alone, f"The words say “{alone[0]}”, and the group has {help_.group_size} pupils.")
    elif group and help_.group_size is None:
        yield _at(one, group, "How many pupils are in the group?")
    elif group and help_.group_size == 1:
        yield _at(one, group, "The words say a group, and the number of pupils is 1.")


def _length(one: Check, help_: HelpDraft) -> Iterator[Finding]:
    if help_.minutes is None:
        return
    said = [(float(match[1]), match) for match in _MINUTES.finditer(help_.what)]
    said += [(float(match[1]) * 60, match) for match in _HOURS.finditer(help_.what)]
    each = {float(help_.minutes), float(help_.minutes * (help_.times or 1))}
    if said and not any(minutes in each for minutes, _ in said):
        yield _at(
            one, said[0][1], f"The words say “{said[0][1][0]}”, and the boxes say {help_.minutes} minutes."
        )


def _frequency(one: Check, help_: HelpDraft) -> Iterator[Finding]:
    match = _OFTEN.search(help_.what)
    if match is None or not help_.per:
        return
    per = (match[2] or _EVERY[match[3].lower()]).lower()
    times = _times(match[1]) if match[1] else None
    if per != help_.per or (times is not None and help_.times is not None and times != help_.times):
        boxes = f"{help_.times or '?'} a {help_.per}"
        yield _at(one, match, f"The words say “{match[0]}”, and the boxes say {boxes}.")


def _times(said: str) -> int:
    first = said.split()[0].lower()
    return {"once": 1, "twice": 2}.get(first) or NUMBERS.get(first) or int(first)


def _missing(field: str, says: str) -> Callable[[Check, HelpDraft], Iterator[Finding]]:
    def look(one: Check, help_: HelpDraft) -> Iterator[Finding]:
        value = getattr(help_, field)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Finding(one, says, field)

    return look


def _too_much(one: Check, help_: HelpDraft) -> Iterator[Finding]:
    week = minutes_a_week(help_)
    if week is not None and week > SCHOOL_WEEK:
        yield Finding(
            one, f"This adds up to {week / 60:.0f} hours a week, more than there are lessons.", "minutes"
        )


def _too_long(one: Check, help_: HelpDraft) -> Iterator[Finding]:
    if help_.starts and help_.ends and (help_.ends - help_.starts).days > LONG:
        yield Finding(
            one, f"It runs until {in_words(help_.ends)}. Who looks before then whether it helps?", "ends"
        )


def _at(one: Check, match: re.Match[str], says: str) -> Finding:
    return Finding(one, says, "what", Span(match.start(), match.end()))


# --- the table ------------------------------------------------------------------------------------

_W = Severity.WARNING

_TABLE: Final[tuple[tuple[Check, Callable[[Check, HelpDraft], Iterator[Finding]]], ...]] = (
    (
        Check(
            "access", _W, "Access instead of help",
            "Being allowed to use something is not being helped.",
            "“Two 30-minute sessions a week with the speech and language therapist”, not “access to therapy”.",
        ),
        _words(_ACCESS, "“{}” can be kept without giving anything. Say what is given, by whom and how often."),
    ),
    (
        Check(
            "as_required", _W, "Help on a condition that nobody can see",
            "If nobody says who decides and on what sign, it is decided by who is busy.",
            "“When she shows the red card, and at least once each morning”, not “as required”.",
        ),
        _words(_AS_REQUIRED, "“{}”: on what sign, who decides, and how often at the least?"),
    ),
    (
        Check(
            "opportunities", _W, "A chance instead of help",
            "A chance can be there all day and never be taken.",
            "“At each snack the aide helps her start one conversation”, not “opportunities to talk”.",
        ),
        _words(_OPPORTUNITIES, "“{}”: what does somebody do, when, and how often?"),
    ),
    (
        Check(
            "vague_amount", _W, "An amount without a number",
            "“Regular” can be kept once a year.",
            "“3 times a week, 20 minutes”, not “regular”.",
        ),
        _amount,
    ),
    (
        Check(
            "somebody", _W, "Nobody in particular",
            "What everybody should do, nobody does; and some help needs training.",
            "“Callum Reid, teaching assistant, trained in the reading programme”, not “staff”.",
        ),
        _somebody,
    ),
    (
        Check(
            "may", _W, "A recommendation, not a promise",
            "What would be good is not what is given.",
            "“Reads with Ms Aird”, not “would benefit from paired reading”.",
        ),
        _words(_MAY, "“{}” promises nothing. Say what is given."),
    ),
    (
        Check(
            "watching", _W, "Watching or talking instead of help",
            "To watch or to talk about a pupil is work for adults; it is not yet help.",
            "“Checks the hearing aids each morning and changes the battery”, not “monitor hearing aids”.",
        ),
        _words(_WATCH, "“{}”: what does the pupil get from it?"),
    ),
    (
        Check(
            "group", _W, "How many together",
            "Six together is other help than one alone.",
            "“In a group of 3”, and 3 in the box.",
        ),
        _group,
    ),
    (
        Check(
            "length_differs", _W, "Two lengths",
            "Two numbers are two promises, and the smaller one is kept.",
            "30 minutes in the words and in the box, or only in the box.",
        ),
        _length,
    ),
    (
        Check(
            "frequency_differs", _W, "Two frequencies",
            "Two numbers are two promises, and the smaller one is kept.",
            "Three times a week in the words and in the boxes, or only in the boxes.",
        ),
        _frequency,
    ),
    (
        Check("no_times", _W, "How often", "What is not counted cannot be missed.", "3 times a week."),
        _missing("times", "How many times?"),
    ),
    (
        Check("no_per", _W, "In what time", "“Twice” needs a week or a term to be anything.", "3 times a week."),
        _missing("per", "In what time: a day, a week, a term?"),
    ),
    (
        Check("no_minutes", _W, "How long", "Five minutes and an hour are both “a session”.", "30 minutes each time."),
        _missing("minutes", "How long each time?"),
    ),
    (
        Check("no_who", _W, "By whom", "If nobody is named, nobody does it.", "Ms Aird, support for learning."),
        _missing("who", "Who gives it?"),
    ),
    (
        Check("no_where", _W, "Where", "The place decides what is missed meanwhile.", "In the quiet room, not in art."),
        _missing("where", "Where?"),
    ),
    (
        Check("no_start", _W, "From when", "Without a first day it begins some day.", "From Monday 11 January."),
        _missing("starts", "From which day?"),
    ),
    (
        Check(
            "too_much", _W, "More than a week holds",
            "A slip in a box is read as a promise.",
            "5 times a week, 30 minutes.",
        ),
        _too_much,
    ),
    (
        Check(
            "too_long", _W, "Long before anybody looks",
            "Help that nobody looks at goes on when it does not work.",
            "Until the review in June.",
        ),
        _too_long,
    ),
)  # fmt: skip

CHECKS: Final[Mapping[str, Check]] = {one.key: one for one, _ in _TABLE}
