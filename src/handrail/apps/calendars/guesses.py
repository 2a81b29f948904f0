"""What an entry of somebody else's calendar is taken for, by the words of its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handrail.apps.calendars.entries import LONGEST_NAME, Entry, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One entry of a file: what it says, what it is taken for, and why. Without days it cannot be taken."""

    name: str
    starts: date | None = None
    ends: date | None = None
    kind: Kind | None = None
    why: str = ""
    where: str = ""

    @property
    def entry(self) -> Entry | None:
        """What it becomes, if it is taken for something."""
        if self.kind is None or self.starts is None or self.ends is None:
            return None
        return entry_of(self.kind, self.name, self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class FileRead:
    """The entries of a file, and what there is to say about the file as a whole."""

    found: tuple[Found, ...]
    notes: tuple[str, ...] = ()


def entry_of(kind: Kind, name: str, starts: date, ends: date) -> Entry:
    name = " ".join(name.split())[: LONGEST_NAME[kind]].strip() or kind.words
    return Entry(kind=kind, name=name, starts=starts, ends=ends)


_IN_SERVICE: Final = re.compile(
    r"\bin[- ]?service|\binset\b|\bstaff (?:only|day|development|training)|\bnon[- ]pupil|\bpupil[- ]free"
    r"|\btraining day|\bplanning day|\bpreparation day|\bteacher (?:work|in|prep|plan|development|institute)"
    r"|\bprofessional (?:activity|development|learning|day)|\bp[da] day|\bcpd\b|\bclosed to pupils",
    re.IGNORECASE,
)
_CLOSED: Final = re.compile(
    r"\bholidays?\b|\bclosed?\b|\bclosure|\bvacation|\bbreak\b|\brecess\b|\bno school|\bhalf[- ]term"
    r"|\bmid[- ]?term|\bbank holiday|\bgood friday|\beaster\b|\bchristmas|\bthanksgiving|\bst andrew|\blabou?r day"
    r"|\bmemorial day|\bveterans|\bmay day|\bday off|\bmartin luther king|\bpresidents|\bjuneteenth",
    re.IGNORECASE,
)
_TERM: Final = re.compile(r"\bterm\b|\bsemester\b|\btrimester\b|\bquarter\b", re.IGNORECASE)
_OPENS: Final = re.compile(
    r"\b(?:terms?|semester|trimester|quarter|school|year)\b.*\b(?:begins?|starts?|opens?)\b|\bfirst day\b"
    r"|\bre-?opens?\b|\b(?:pupils|schools?|classes)\b.*\b(?:return|resume|back)",
    re.IGNORECASE,
)
_SHUTS: Final = re.compile(
    r"\b(?:terms?|semester|trimester|quarter|year)\b.*\b(?:ends?|closes?|finish(?:es)?)\b|\blast day\b"
    r"|\bschools?\b.*\b(?:close|break up|finish)\b|\bend of (?:the )?(?:term|semester|year)",
    re.IGNORECASE,
)
_KINDS: Final = {
    "term": Kind.TERM,
    "semester": Kind.TERM,
    "closure": Kind.CLOSED,
    "closed": Kind.CLOSED,
    "holiday": Kind.CLOSED,
    "in-service day": Kind.IN_SERVICE,
    "in-service": Kind.IN_SERVICE,
    "in_service": Kind.IN_SERVICE,
    "inset": Kind.IN_SERVICE,
    "inset day": Kind.IN_SERVICE,
    "staff day": Kind.IN_SERVICE,
}
LEAST_TERM: Final = 10
"""Days below which nothing with “term” in its name is a whole term."""


def kind_said(words: str) -> Kind | None:
    """The kind that a column or a category names outright."""
    return _KINDS.get(" ".join(words.split()).casefold())


def guessed(name: str, starts: date, ends: date, *, said: str = "") -> tuple[Kind | None, str]:
    """What an entry is taken for, and why."""
    if kind := kind_said(said):
        return kind, f"The file says “{' '.join(said.split())}”."
    if _IN_SERVICE.search(name):
        return Kind.IN_SERVICE, "By its name."
    one_day = starts == ends
    if one_day and (_OPENS.search(name) or _SHUTS.search(name)):
        return None, "It names one end of a term. A term needs both its days."
    if _TERM.search(name) and not _CLOSED.search(name):
        if (ends - starts).days + 1 >= LEAST_TERM:
            return Kind.TERM, "By its name."
        return None, "It is too short for a term."
    if _CLOSED.search(name):
        return Kind.CLOSED, "By its name."
    return None, "Nothing in its name says that pupils are away. Choose what it is, if it matters."


def terms_from_their_ends(found: Iterable[Found]) -> tuple[Found, ...]:
    """Where a file names the first and the last day of each term apart, two entries become one term."""
    found = list(found)
    if any(one.kind is Kind.TERM for one in found):
        return tuple(found)
    opens: Found | None = None
    for one in sorted((one for one in found if one.starts), key=lambda one: one.starts or date.min):
        if one.kind is not None or one.starts != one.ends:
            continue
        if _SHUTS.search(one.name) and opens is not None and opens.starts and one.ends:
            days = (one.ends - opens.starts).days + 1
            if LEAST_TERM <= days <= 200:
                at = found.index(opens)
                found[at] = replace(
                    opens, ends=one.ends, kind=Kind.TERM, name=_term_name(opens.name),
                    why=f"From this day to “{one.name}”.",
                )  # fmt: skip
                found[found.index(one)] = replace(
                    one, why=f"Its day ends the term “{_term_name(opens.name)}”."
                )
            opens = None
        elif _OPENS.search(one.name):
            opens = one
    return tuple(found)


def _term_name(name: str) -> str:
    """“Term 1 begins” is Term 1."""
    short = re.sub(
        r"\b(?:first day of|start of|beginning of|begins?|starts?|opens?)\b", "", name, flags=re.IGNORECASE
    )
    return " ".join(short.split()).strip(" -:,") or name
