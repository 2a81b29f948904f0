"""Rules of the law in words: how long, from when, until what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handrail.core.duties import HAPPENED_ON, Choose
from handrail.core.explanations import aim_in_words
from handrail.core.fixed_days import FixedDay
from handrail.core.periods import Counting, Ending
from handrail.law.lawbook import lawbook

if TYPE_CHECKING:
    from handrail.core.duties import Duty, Limit, Start, When
    from handrail.core.fixed_days import Length

OR: Final = {
    Choose.EACH: "; or: ",
    Choose.EARLIEST: "; or, if that is earlier: ",
    Choose.LATEST: "; or, if that is later: ",
}


def limit_in_words(limit: Limit) -> str:
    """How long a limit gives, without a start: "8 weeks, and the day it starts is day 1"."""
    without_number = f"No number of days. The standard is: {limit.standard}"
    says = span_in_words(limit.span) if limit.span is not None else without_number
    if limit.aim is not None:
        says += f". The aim is to do it {aim_in_words(limit.aim)}"
    if limit.cap is not None:
        says += f". With a reason the law accepts, at most {limit.cap.length}"
    return says


def besides(limit: Limit) -> tuple[str, ...]:
    """What the law lays over a limit's own count, a sentence each."""
    said = [f"{one.says}, if that is {one.pick}." for one in limit.also]
    said += [one.says for one in limit.overrides]
    if limit.absences is not None:
        said.append("School days of absence can make it longer.")
    return tuple(said)


def span_in_words(span: Length) -> str:
    """A span, or a day that the calendar fixes, as a person says it."""
    if isinstance(span, FixedDay):
        return span.length if span.length.startswith(("before", "on")) else f"by {span.length}"
    if span.amount == 0:
        return "before that day"
    says = {
        Counting.BEGINNING_WITH: f"{span.length}, and the day it starts is day 1",
        Counting.AFTER: f"{span.length} after that day",
        Counting.BEFORE: f"at least {span.length} before that day",
        Counting.CLEAR_BEFORE: f"{span.length} must lie before that day, with neither end counted",
    }[span.counting]
    if span.ending is Ending.MOVES_ON:
        says += ", moved on if nobody works on the last day"
    elif span.ending is Ending.FIRST_AFTER:
        says += ", then until the next working day"
    if span.leaving is not None:
        says += f". {span.leaving.says.rstrip('.')}"
    return says


def starts_in_words(duty: Duty) -> str:
    return OR[duty.choose].join(_start(start) for start in duty.starts)


def ends_in_words(whens: tuple[When, ...]) -> str:
    return "; or: ".join(event_in_words(when) for when in whens)


def _start(start: Start) -> str:
    says = event_in_words(start.when)
    details = lawbook().event_kinds[start.when.event].details
    named = [lower(detail.says) for detail in details if detail.key in start.counts_from]
    if not named:
        return says
    if HAPPENED_ON in start.counts_from:
        return f"{says} (counted from that day, or from a later one: {named[0]})"
    return f"{says} (counted from {named[0]})"


def event_in_words(when: When) -> str:
    kind = lawbook().event_kinds[when.event]
    choices = {detail.key: detail.choices for detail in kind.details}
    says = lower(kind.says.partition(".")[0])
    for key, value in when.only_if.items():
        says += f" ({lower(choices[key].get(value, value))})"
    for key, value in when.unless.items():
        says += f" (unless: {lower(choices[key].get(value, value))})"
    return says


def lower(says: str) -> str:
    """A sentence inside another. Initials, such as EHC, keep their capitals."""
    return says if says[:2].isupper() else says[:1].lower() + says[1:]
