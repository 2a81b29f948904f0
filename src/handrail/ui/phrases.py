"""Dates, counts and names as people say them.

Nothing here reads a clock: whoever asks "in how many days" says which day it is.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from handrail.core.days import put_as_in
from handrail.ui import languages

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

# Past this many days a person thinks in weeks.
COUNTED_IN_DAYS = 28


def _written(day: date, pattern: str) -> str:
    return _of_the_calendar(day.toordinal(), pattern, get_language())


@lru_cache(maxsize=4096)
def _of_the_calendar(ordinal: int, pattern: str, language: str | None) -> str:
    """A list names a hundred days, nearly all of them on the list before it too."""
    day = date.fromordinal(ordinal)
    if language is None or languages.writes_days_as_here(language):
        return formatted(day, pattern)
    return languages.dated(day, ELSEWHERE[pattern], language)


ELSEWHERE = {
    "l j F Y": "full",
    "l j F": "day and month",
    "j F Y": "long",
    "D j M": "short",
    "j M Y": "medium",
    "j M": "brief",
}
"""What a British pattern is to languages that put a date in an order of their own."""


def day_in_words(day: date) -> str:
    """Thursday 3 December 2026."""
    return _written(day, "l j F Y")


def day_and_month(day: date) -> str:
    """Thursday 3 December: for a day whose year nobody doubts."""
    return _written(day, "l j F")


def plain_day(day: date) -> str:
    """3 December 2026: for citations and signatures, where the weekday says nothing."""
    return _written(day, "j F Y")


def days_as_here(sentence: str) -> str:
    """A sentence that the engine of the law made, with its days as the English of the page puts them."""
    return put_as_in(sentence, languages.page_language().tag)


def short_day(day: date) -> str:
    """Thu 3 Dec."""
    return _written(day, "D j M")


def brief_day(day: date) -> str:
    """3 Dec."""
    return _written(day, "j M")


def record_day(day: date) -> str:
    """3 Dec 2026: a column of past days, where the year matters and the weekday does not."""
    return _written(day, "j M Y")


def clock_time(moment: datetime) -> str:
    """2:30 pm."""
    return formatted(moment, "g:i a").replace(".", "")


def until(day: date, today: date) -> str:
    """How far ahead or behind a day on which something is due: "in 10 days", "3 days late"."""
    ahead = (day - today).days
    if ahead < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -ahead) % {"days": -ahead}
    if ahead == 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow")
    if ahead < COUNTED_IN_DAYS:
        return _("in %(days)d days") % {"days": ahead}
    return _("in %(weeks)d weeks") % {"weeks": ahead // 7}


def ago(day: date, today: date) -> str:
    """How long ago something happened. Never "late": it is a fact, not a duty."""
    behind = (today - day).days
    if behind < 0:
        return until(day, today)
    if behind == 0:
        return _("today")
    if behind == 1:
        return _("yesterday")
    if behind < COUNTED_IN_DAYS:
        return _("%(days)d days ago") % {"days": behind}
    return _("%(weeks)d weeks ago") % {"weeks": behind // 7}


def recorded_after(recorded_on: date, happened_on: date) -> str:
    """The gap between the day something happened and the day it was written down."""
    gap = (recorded_on - happened_on).days
    if gap < 0:
        return ngettext("%(days)d day before", "%(days)d days before", -gap) % {"days": -gap}
    if gap == 0:
        return _("same day")
    if gap == 1:
        return _("next day")
    if gap < COUNTED_IN_DAYS:
        return _("%(days)d days later") % {"days": gap}
    return _("%(weeks)d weeks later") % {"weeks": gap // 7}


def number_in_words(count: int) -> str:
    """Small numbers as words, as prose has them; larger ones, and those of other languages, as figures."""
    if (get_language() or "en").partition("-")[0] != "en":
        return str(count)
    return SMALL_NUMBERS[count] if 0 <= count < len(SMALL_NUMBERS) else f"{count:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """The word that goes with a count: ``plural(2, "pupil")`` is "pupils"."""
    return one if count == 1 else many or f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """The count with its word: "1 pupil", "1,204 pupils"."""
    return f"{count:,} {plural(count, one, many)}"


def listed(names: Sequence[str]) -> str:
    """Names one after the other: “a, b and c”."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def sentence_case(text: str) -> str:
    """The first letter large, the rest as it was."""
    return text[:1].upper() + text[1:]


def paragraphs(text: str, css: str = "") -> Markup:
    """Somebody's own text as paragraphs: escaped, line breaks kept, spelling untouched.

    ``dir="auto"`` lets every paragraph run in the direction of its own script.
    """
    opening = Markup('<p dir="auto" class="{}">').format(css) if css else Markup('<p dir="auto">')
    blocks = (block.strip("\n") for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()))
    return Markup("\n").join(
        opening + Markup("<br>").join(escape(line) for line in block.split("\n")) + Markup("</p>")
        for block in blocks
        if block.strip()
    )


def initials(name: str) -> str:
    """Up to two letters that stand for a person: the first and the last part of the name.

    Titles are left out, and a part that starts with no letter (an emoji, a bracket) is passed over.
    """
    parts = [part for part in name.split() if part[0].isalpha() and part.rstrip(".") not in TITLES]
    if not parts:
        return ""
    chosen = parts[:1] if len(parts) == 1 else [parts[0], parts[-1]]
    return "".join(part[0].upper() for part in chosen)


TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Professor"})

FILTERS = {
    "day_in_words": day_in_words,
    "day_and_month": day_and_month,
    "plain_day": plain_day,
    "short_day": short_day,
    "record_day": record_day,
    "clock_time": clock_time,
    "until": until,
    "ago": ago,
    "recorded_after": recorded_after,
    "number_in_words": number_in_words,
    "plural": plural,
    "counted": counted,
    "sentence_case": sentence_case,
    "paragraphs": paragraphs,
    "initials": initials,
}
