"""Languages: those that pages speak, and those that people write and read in. Names and dates are CLDR's, by Babel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.utils.translation import activate, get_language

from handrail.core.days import MONTH_FIRST

SOURCE: Final = "en-GB"
"""The language in which Handrail, and a plan unless somebody says otherwise, is written."""

INTERFACE: Final = {
    "en-gb": "English (UK)",
    "en-us": "English (US)",
    "es": "Español",
    "pl": "Polski",
    "gd": "Gàidhlig",
    "cy": "Cymraeg",
}
"""The languages of the pages for families and pupils, each by its own name, by Django's code."""

OFFERED: Final = (
    *(
        "en-GB",
        "en-US",
        "gd",
        "cy",
        "ga",
        "sco",
        "ar",
        "bg",
        "bn",
        "cs",
        "de",
        "el",
        "es",
        "fa",
        "fr",
        "gu",
        "hi",
    ),
    *(
        "hu",
        "ig",
        "it",
        "ja",
        "ko",
        "ku",
        "lt",
        "lv",
        "ml",
        "ne",
        "nl",
        "pa",
        "pl",
        "ps",
        "pt",
        "ro",
        "ru",
        "sk",
    ),
    *("sl", "so", "sq", "sv", "sw", "ta", "te", "th", "ti", "tr", "uk", "ur", "vi", "yo", "yue", "zh"),
)
"""Languages that a summary can be written in and translated into, by BCP 47 tag."""

# Where CLDR has no name of a language in that language, and one that names a script and not a speech.
OWN_NAMES: Final = {"sco": "Scots", "ku": "Kurdî", "ti": "ትግርኛ", "en-GB": "English", "en-US": "English (US)"}
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
"""Used where CLDR does not know the language; a test holds it against CLDR where it does."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language, its own name for itself, and the way it runs."""

    tag: str
    own_name: str
    name: str  # in English
    direction: str  # "ltr" or "rtl"


@lru_cache(maxsize=256)
def language(tag: str) -> Language:
    """What is known of a language. An unknown tag keeps its name, so that no words are lost for it."""
    found = _locale(tag)
    if found is None:
        return Language(tag, OWN_NAMES.get(tag, tag), OWN_NAMES.get(tag, tag), _direction(tag))
    own = OWN_NAMES.get(tag) or found.get_display_name(found) or tag
    return Language(
        tag=tag,
        own_name=own[:1].upper() + own[1:],
        name={"en-GB": "English", "en-US": "English (US)"}.get(tag) or found.get_display_name("en") or tag,
        direction=found.text_direction,
    )


def offered() -> tuple[Language, ...]:
    """Every language that can be chosen, by its English name."""
    return tuple(sorted((language(tag) for tag in OFFERED), key=lambda one: one.name))


def named(words: str) -> Language | None:
    """The language that somebody named in their own way: “Polish”, “polski”, “Igbo; English is fine too”."""
    first = words.replace(",", ";").replace("(", ";").partition(";")[0].strip().casefold()
    if not first:
        return None
    for one in offered():
        if first in (one.tag.casefold(), one.own_name.casefold(), one.name.casefold()):
            return one
    return language(_ALSO[first]) if first in _ALSO else None


_ALSO: Final = {
    "gaelic": "gd",
    "scottish gaelic": "gd",
    "irish": "ga",
    "mandarin": "zh",
    "cantonese": "yue",
    "punjabi": "pa",
    "bangla": "bn",
    "farsi": "fa",
    "kurdish": "ku",
    "american english": "en-US",
}


def nearest(tag: str, among: tuple[str, ...]) -> str | None:
    """The tag among these that somebody who reads `tag` can read: the same, or another form of the same language."""
    if tag in among:
        return tag
    base = tag.partition("-")[0]
    return next((one for one in among if one.partition("-")[0] == base), None)


def page_language() -> Language:
    """The language that the page being made speaks."""
    code = (get_language() or "en-gb").lower()
    return language(_tag(code))


def speak(tag: str) -> None:
    """Let the page being made speak the English of a place, as the plan that it shows does.

    A reader who chose another language keeps it for the words of the page. The next request begins anew.
    """
    if (get_language() or "").startswith("en"):
        activate(tag.lower())


def writes_days_as_here(code: str) -> bool:
    """Whether days stand as in Britain, the day first, in a language by Django's code."""
    return code.startswith("en-") and _tag(code) not in MONTH_FIRST


def month_names() -> tuple[tuple[str, ...], ...]:
    """The names of the months in the language of the page, as they stand alone and as they stand in a date."""
    locale = _locale(page_language().tag)
    if locale is None:
        return ()
    return tuple(
        tuple(str(locale.months[form]["wide"][number]).casefold() for number in range(1, 13))
        for form in ("stand-alone", "format")
    )


def of_the_law() -> str:
    """The language of what the law says, where the page speaks another; else empty."""
    return SOURCE if get_language() != SOURCE.lower() else ""


def _tag(code: str) -> str:
    """Django's “en-us” as BCP 47 writes it."""
    base, _, region = code.partition("-")
    return f"{base}-{region.upper()}" if region else base


def dated(day: date, style: str, code: str) -> str:
    """A day as a language writes it: in CLDR's "full", "long", "medium", or "day and month", "short", "brief"."""
    locale = _locale(_tag(code)) or Locale.parse("en_GB")
    shapes = locale.datetime_skeletons
    if style in ("short", "brief"):
        return str(format_date(day, str(shapes["MMMEd" if style == "short" else "MMMd"]), locale=locale))
    if style in locale.date_formats:
        return str(format_date(day, style, locale=locale))
    # Whole names in the order that CLDR gives; what stands between day and month it knows for most languages.
    pattern = str(shapes["MMMMEd"] if "MMMMEd" in shapes else shapes["MMMEd"])
    pattern = re.sub(r"(?<!M)MMM(?!M)|(?<!L)LLL(?!L)", "MMMM", pattern)
    return str(format_date(day, re.sub(r"E+|c+", "EEEE", pattern), locale=locale))


@lru_cache(maxsize=256)
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _direction(tag: str) -> str:
    return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
