"""One date of a case as people see it: on a rail, on a card, and explained on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.calendars import policy as calendar_policy
from handrail.apps.cases.models import Deadline
from handrail.core.duties import Party
from handrail.law.lawbook import lawbook
from handrail.ui.components import DueCard, Link, RailItem, Ruler, Shape, Source, Status
from handrail.ui.languages import of_the_law
from handrail.ui.phrases import (
    day_and_month,
    day_in_words,
    days_as_here,
    plain_day,
    sentence_case,
    short_day,
    until,
)


def shape_of(deadline: Deadline, *, as_of: date) -> tuple[Shape, str]:
    """The shape and the word of a deadline's state on a day."""
    # A day may be known on which something will be over by itself, as the year of a plan: not done yet.
    if deadline.met_on is not None and deadline.met_on <= as_of:
        return Shape.DONE, _("Done")
    if deadline.stopped_on is not None and deadline.stopped_on <= as_of:
        return Shape.DONE, _("No longer needed")
    if deadline.falls_on is None:
        return Shape.NO_SET_DAY, _("No set day")
    if deadline.is_late(as_of=as_of):
        return Shape.LATE, _("Late")
    return Shape.DUE, _("Due")


def source_of(deadline: Deadline) -> Source:
    cited = deadline.citation
    return Source(
        text=cited["short"],
        url=cited["url"],
        in_force_from=date.fromisoformat(cited["in_force_from"]) if cited["in_force_from"] else None,
        checked_on=date.fromisoformat(cited["checked_on"]),
        confidence=cited["confidence"],
    )


def rail_item(deadline: Deadline, *, as_of: date, mine: bool, calendar: Link | None = None) -> RailItem:
    """A deadline as one thing on a rail: when, what, why, and the way to the explanation.

    `calendar` leads to the school's calendar, for those who may mend it where it ends too soon.
    """
    shape, word = shape_of(deadline, as_of=as_of)
    day = deadline.acts_on
    if not mine and shape is Shape.DUE:
        shape = Shape.WAITING
    url = reverse("home:due", args=[deadline.pk])
    if day is None and deadline.needs_calendar:
        return _item_without_calendar(deadline, calendar=calendar)
    return RailItem(
        shape=shape,
        when=short_day(day) if day else _("No set day"),
        by=until(day, as_of) if day and deadline.falls_on else _("an aim, never late"),
        title=f"{deadline.title}: {deadline.pupil.name}",
        url=url,
        what=deadline.says,
        why=f"{lower_first(deadline.trigger_says).rstrip('.')}, {day_and_month(deadline.started_on)}",
        source=source_of(deadline),
        act=Link(_("See why"), url, more=f"{deadline.title}, {deadline.pupil.name}") if mine else None,
        act_first=shape is Shape.LATE,
        spoken=word,
        language=of_the_law(),
    )


def _item_without_calendar(deadline: Deadline, *, calendar: Link | None) -> RailItem:
    """A date that cannot be named until the school's calendar reaches it: said, with who can mend it."""
    return RailItem(
        shape=Shape.NO_SET_DAY,
        when=_("No day yet"),
        by=_("waits for the calendar"),
        title=f"{deadline.title}: {deadline.pupil.name}",
        url=reverse("home:due", args=[deadline.pk]),
        what=f"{deadline.says} {days_as_here(deadline.explanation['sentence'])}",
        why=f"{lower_first(deadline.trigger_says).rstrip('.')}, {day_and_month(deadline.started_on)}",
        source=source_of(deadline),
        act=calendar,
        spoken=_("No day yet"),
        language=of_the_law(),
    )


def calendar_link(deadline: Deadline, reader: Actor) -> Link | None:
    """The way to the calendar that a date waits for, for those who may mend it."""
    if not deadline.needs_calendar or not calendar_policy.may_mend(reader, deadline.school_id):
        return None
    school = deadline.school
    return Link("Open the calendar", reverse("calendars:calendar", args=[school.slug]), more=school.name)


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def due_card(deadline: Deadline, *, as_of: date, calendar: Link | None = None) -> DueCard:
    """One date with everything it rests on, and the way to the calendar where it waits for that."""
    shape, word = shape_of(deadline, as_of=as_of)
    waits = deadline.needs_calendar and deadline.acts_on is None and shape is Shape.NO_SET_DAY
    explained = deadline.explanation
    first = date.fromisoformat(explained["first_day"]) if explained["first_day"] else None
    last = deadline.falls_on
    status = _("Waits for the calendar") if waits else word
    if shape in (Shape.DUE, Shape.LATE) and last:
        status = (
            sentence_case(until(last, as_of))
            if shape is Shape.LATE
            else _("Due %(when)s") % {"when": until(last, as_of)}
        )
    ruler = None
    if first and last and first < last:
        days = (last - first).days + 1
        ruler = Ruler.between(
            first, last, today=as_of, trigger_on=deadline.trigger_on, count=days if days <= 400 else None
        )
    return DueCard(
        status=Status(shape, status),
        says=deadline.says,
        falls_on=last,
        heading=_("No day yet")
        if waits
        else _("Around %(day)s") % {"day": plain_day(deadline.aim_on)}
        if last is None and deadline.aim_on
        else "",
        acts=(calendar,) if calendar else (),
        ruler=ruler,
        explanation=days_as_here(explained["sentence"]),
        trace=tuple(days_as_here(one) for one in explained["trace"]),
        assumptions=tuple(days_as_here(one) for one in explained["assumptions"]),
        if_missed=deadline.if_missed,
        source=source_of(deadline),
    )


@dataclass(frozen=True, slots=True)
class DuePage:
    title: str
    pupil: str
    pupil_url: str
    card: DueCard
    started: str
    started_on: str
    party: str
    cap: str
    excuse: str
    version: str


def due_page(deadline: Deadline, *, reader: Actor) -> DuePage:
    return DuePage(
        title=deadline.title,
        pupil=deadline.pupil.name,
        pupil_url=reverse("home:pupil", args=[deadline.pupil_id]),
        card=due_card(deadline, as_of=reader.day, calendar=calendar_link(deadline, reader)),
        started=deadline.trigger_says,
        started_on=day_in_words(deadline.started_on),
        party=sentence_case(lawbook().plan_type(deadline.plan_type).party(Party(deadline.party))),
        cap=day_in_words(deadline.cap_on) if deadline.cap_on else "",
        excuse=deadline.excuse,
        version=_("Counted with version %(version)s of the law data. The rule is in force from %(day)s.")
        % {"version": deadline.law_version, "day": plain_day(deadline.rule_from)},
    )
