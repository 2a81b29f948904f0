"""How dates, amounts and names read in print."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from handrail.core import days

HERE: Final = days.HERE
NAMES_OF_A_PLACE: Final[Mapping[str, Mapping[str, str]]] = {
    "en-US": {"Year group": "Grade", "Authority": "School district"},
    "en-CA": {"Year group": "Grade", "Authority": "School board"},
    "en-AU": {"Year group": "Year level"},
    "en-NZ": {"Year group": "Year level"},
    "en-IE": {"Year group": "Class"},
}
"""What schools of a place call what print otherwise names as Britain does."""


ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
JOINER: Final = "\N{ZERO WIDTH JOINER}"
# Marks a place where a line may break. The template makes a break of it, so that it never becomes text.
MAY_BREAK: Final = "\N{ZERO WIDTH SPACE}"
# A web address, say. Letters outside Latin join each other, so those words are left whole for much longer.
_LONG_IN_A_COLUMN: Final = re.compile("[!-\u024f]{17,}")
_LONG_IN_A_LINE: Final = re.compile("[!-\u024f]{45,}")
_LONG_IN_ANY_SCRIPT: Final = re.compile("[^\\s\u200b]{45,}")


def as_day(value: str) -> date | None:
    """A day of the canonical document, or nothing where it says something else."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def with_weekday(value: str, language: str = HERE) -> str:
    """Thursday 5 November 2026, in the order of the place. What is not a day is printed as it was written."""
    day = as_day(value)
    return days.in_words(day, language) if day else value


def without_weekday(value: str, language: str = HERE) -> str:
    day = as_day(value)
    return days.without_weekday(day, language) if day else value


def in_a_table(value: str, language: str = HERE) -> str:
    day = as_day(value)
    return days.in_short(day, language) if day else value


def span(starts: str, ends: str, language: str = HERE) -> str:
    match bool(starts), bool(ends):
        case True, True:
            return f"{in_a_table(starts, language)} to {in_a_table(ends, language)}"
        case True, False:
            return f"From {in_a_table(starts, language)}"
        case False, True:
            return f"Until {in_a_table(ends, language)}"
        case _:
            return ""


def named(what: str, language: str) -> str:
    """What a place calls something that every plan names."""
    return NAMES_OF_A_PLACE.get(language, {}).get(what, what)


def how_often(times: int | None, per: str) -> str:
    if not times:
        return ""
    count = {1: "once", 2: "twice"}.get(times, f"{times} times")
    if not per:
        return count
    article = "an" if per.startswith(("a", "e", "i", "o", "u", "hour")) else "a"
    return f"{count} {article} {per}"


def opening(text: str) -> str:
    """The same words with the capital of a sentence's first."""
    return text[:1].upper() + text[1:]


def how_long(minutes: int | None) -> str:
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour")] if hours else []
    return " ".join(parts + ([counted(rest, "minute")] if rest else []))


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def own(name: str) -> str:
    """Eilidh's, Rhys's: one rule for every name."""
    return f"{name}\N{RIGHT SINGLE QUOTATION MARK}s"


def listed(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


def sentences(*parts: str) -> str:
    """Parts one after the other, each closed by one full stop and no more."""
    return " ".join(
        part if part.endswith((".", "!", "?", ELLIPSIS)) else f"{part}." for part in parts if part
    )


def shortened(text: str, length: int) -> str:
    """The first words of a text that stands in full elsewhere on the paper."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + ELLIPSIS


def with_places_to_break(text: str, *, narrow: bool) -> str:
    """The same text with places to break in words too long to stand on one line."""
    text = (_LONG_IN_A_COLUMN if narrow else _LONG_IN_A_LINE).sub(
        lambda word: _broken(word[0], every=8), text
    )
    return _LONG_IN_ANY_SCRIPT.sub(lambda word: _broken(word[0], every=8), text)


def _broken(word: str, *, every: int) -> str:
    pieces, piece = [], ""
    for character in word:
        if (
            len(piece) >= every
            and unicodedata.category(character)[0] in "LNPS"
            and not piece.endswith(JOINER)
        ):
            pieces.append(piece)
            piece = ""
        piece += character
    return MAY_BREAK.join([*pieces, piece])


def runs_right_to_left(text: str) -> bool:
    """The first letter with a direction decides (Unicode Bidirectional Algorithm, rules P2 and P3)."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next(
        (direction in {"R", "AL"} for direction in directions if direction in {"L", "R", "AL"}), False
    )
