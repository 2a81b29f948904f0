"""Rules of the law in words: how long, from when, until what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handrail.core.duties import HAPPENED_ON, Choose
from handrail.law.lawbook import lawbook

if TYPE_CHECKING:
    from handrail.core.duties import Duty, Limit, Start, When

OR: Final = {
    Choose.EACH: "; or: ",
    Choose.EARLIEST: "; or, if that is earlier: ",
    Choose.LATEST: "; or, if that is later: ",
}


def limit_in_words(limit: Limit) -> str:
    """How long a limit gives, without a start: "8 weeks. The day it starts is day 1"."""
    says = (
        f"No number of days. The standard is: {limit.standard}"
        if limit.span is None
        else span_in_words(limit.span)
    )
    if limit.aim is not None:
        says += f". The aim is {aim_in_words(limit.aim)}"
    if limit.cap is not None:
        says += f". With a reason the law accepts, at most {length_in_words(limit.cap)}"
    return says


def aim_in_words(aim: object) -> str:
    return str(getattr(aim, "says", "") or span_in_words(aim))


def length_in_words(span: object) -> str:
    return str(getattr(span, "length", "") or span)


def span_in_words(span: object) -> str:
    """A span as a person says it. One that is no plain count says itself."""
    counting = str(getattr(span, "counting", ""))
    length = length_in_words(span)
    if getattr(span, "amount", None) == 0:
        return "before that day"
    match counting:
        case "beginning with":
            says = f"{length}, and the day it starts is day 1"
        case "after":
            says = f"{length} after that day"
        case "before":
            says = f"at least {length} before that day"
        case "clear before":
            says = f"{length} must lie before that day, with neither end counted"
        case _:
            return str(span)
    ending = str(getattr(span, "ending", ""))
    if ending.startswith("moved"):
        says += ", moved on if nobody works on the last day"
    elif ending.startswith("then"):
        says += ", then until the next working day"
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
