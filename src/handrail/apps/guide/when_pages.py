"""When is it due? What somebody told, and the days that follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from handrail.apps.guide import queries
from handrail.apps.guide.addresses import law_url
from handrail.apps.guide.forms import EventForm, SchoolForm, WhereForm, party_word
from handrail.apps.guide.law_words import lower
from handrail.apps.guide.queries import Answer, Told
from handrail.core.duties import Nature
from handrail.core.plan_types import PlanType
from handrail.core.standings import Deadline, Standing
from handrail.law.lawbook import lawbook
from handrail.ui.components import Link, Note, Ruler, Shape, Source, Status
from handrail.ui.phrases import ago, day_in_words, plain_day, sentence_case, short_day, until
from handrail.ui.sources import source_of

SHAPES: Final = {
    Standing.MET: Shape.DONE,
    Standing.MET_LATE: Shape.DONE,
    Standing.DUE: Shape.DUE,
    Standing.LATE: Shape.LATE,
    Standing.EXCUSED: Shape.WAITING,
    Standing.NO_SET_DAY: Shape.NO_SET_DAY,
    Standing.WAITING: Shape.WAITING,
    Standing.TOO_EARLY: Shape.LATE,
    Standing.LAPSED: Shape.NOT_STARTED,
    Standing.STOPPED: Shape.DONE,
}

NATURES: Final = {
    Nature.DUTY: "{who} must do this by then",
    Nature.RIGHT: "{who} may do this until then. Nobody has to",
    Nature.WAIT: "{who} must not do this before the day is over",
}

WHOSE: Final = {
    Nature.DUTY: "Whose task: {who}",
    Nature.RIGHT: "Whose right: {who}",
    Nature.WAIT: "Who had to wait: {who}",
}

NATURES_WITHOUT_A_DAY: Final = {
    Nature.DUTY: "{who} must do this",
    Nature.RIGHT: "{who} may do this",
    Nature.WAIT: "{who} must wait",
}


@dataclass(frozen=True, slots=True)
class OtherDay:
    """The day of another reading of a disputed rule."""

    when: str
    says: str


@dataclass(frozen=True, slots=True)
class DateItem:
    """One date with everything it rests on, for somebody who keeps no record here."""

    key: str
    day: date | None
    when: str
    by: str
    status: Status
    title: str
    says: str
    nature: str
    started: str
    ruler: Ruler | None
    explanation: str
    assumptions: tuple[str, ...]
    readings: tuple[OtherDay, ...]
    reasons: tuple[str, ...]
    if_missed: str
    trace: tuple[str, ...]
    source: Source
    over: bool


@dataclass(frozen=True, slots=True)
class TellItem:
    """One thing told, with the form to change it and the address of the page without it."""

    number: int
    form: EventForm
    without_url: str


@dataclass(frozen=True, slots=True)
class WhenPage:
    where: WhereForm
    events: tuple[TellItem, ...]
    school: SchoolForm | None
    school_open: bool
    place: str
    title: str
    told: tuple[str, ...]
    ahead: tuple[DateItem, ...]
    over: tuple[DateItem, ...]
    notes: tuple[Note, ...]
    asked: bool
    question: Note | None  # what the law needs to know besides, where the page learned only now what happened
    day: date
    file_url: str
    law_url: str
    law_name: str

    @property
    def forms(self) -> tuple[Any, ...]:
        """Every form of the page, for the summary of what to look at again."""
        school = (self.school,) if self.school is not None else ()
        return (self.where, *(item.form for item in self.events), *school)

    @property
    def answered(self) -> bool:
        return bool(self.ahead or self.over or self.told)


def when_page(
    where: WhereForm,
    events: list[EventForm],
    school: SchoolForm | None,
    found: Answer | None,
    *,
    parameters: list[tuple[str, str]],
    asked: bool,
    on: date,
) -> WhenPage:
    plan_type = where.plan_type
    told = tuple(form.told for form in events) if found is not None else ()
    items = tuple(_items(plan_type, found, on=on)) if plan_type and found else ()
    questions = tuple(dict.fromkeys(says for form in events for says in form.new_questions)) if asked else ()
    return WhenPage(
        where=where,
        events=tuple(
            TellItem(form.number, form, _without(form.number, parameters) if len(events) > 1 else "")
            for form in events
        ),
        school=school,
        school_open=school is not None and (school.chosen != SchoolForm.NONE or bool(school.errors)),
        place=where.chosen_place,
        title=_title(tuple(one for one in told if one)),
        told=tuple(_told(one, plan_type) for one in told if one and plan_type),
        ahead=tuple(item for item in items if not item.over),
        over=tuple(item for item in items if item.over),
        notes=tuple(_notes(found, school, items)) if found is not None else (),
        asked=asked,
        question=_question(questions) if questions and found is None else None,
        day=on,
        file_url=f"{reverse('guide:dates_file')}?{urlencode(parameters)}" if _dated(items) else "",
        law_url=law_url(plan_type) if plan_type else "",
        law_name=plan_type.name if plan_type else "",
    )


def _question(asked: tuple[str, ...]) -> Note:
    return Note(
        "One more question" if len(asked) == 1 else "A few more questions",
        f"The law needs to know this too: {'; '.join(lower(says) for says in asked)}. Answer it in your question, "
        "then show the dates.",
        icon="speech",
        tone="wait",
    )


def _dated(items: tuple[DateItem, ...]) -> bool:
    return any(item.day for item in items)


def _title(told: tuple[Told, ...]) -> str:
    if len(told) == 1:
        return f"If this happened on {day_in_words(told[0].on)}"
    return "The dates that follow"


def _told(one: Told, plan_type: PlanType) -> str:
    said = [f"{day_in_words(one.on)}: {one.kind.says}"]
    for detail in one.kind.details:
        if value := one.detail.get(detail.key):
            said.append(f"{detail.says}: {_shown(detail.key, value, detail.choices, plan_type)}.")
    return " ".join(said)


def _shown(key: str, value: str, choices: Any, plan_type: PlanType) -> str:
    if value in choices:
        return str(choices[value])
    if key == "duty":
        return next((duty.title for duty in lawbook().duties(plan_type.key) if duty.key == value), value)
    try:
        return plain_day(date.fromisoformat(value))
    except ValueError:
        return value


def _without(number: int, parameters: list[tuple[str, str]]) -> str:
    kept = [(key, value) for key, value in parameters if not key.startswith(f"e{number}-") and key != "add"]
    return f"{reverse('guide:when')}?{urlencode(kept)}"


def _items(plan_type: PlanType, found: Answer, *, on: date) -> Iterator[DateItem]:
    def place_in_time(one: Deadline) -> tuple[date, date]:
        return (one.acts_by or one.trigger_on, one.trigger_on)

    for deadline in sorted(found.deadlines, key=place_in_time):
        yield date_item(plan_type, deadline, on=on)


def date_item(plan_type: PlanType, deadline: Deadline, *, on: date) -> DateItem:
    """One date, as somebody reads it who tells no more than the page was told."""
    standing = deadline.standing(on)
    day = deadline.excused_until or deadline.falls_on
    duty = lawbook().duty(plan_type.key, deadline.duty)
    party = party_word(plan_type, deadline.party)
    over = not deadline.open(on)
    natures = WHOSE if over else NATURES if deadline.falls_on else NATURES_WITHOUT_A_DAY
    return DateItem(
        key=deadline.key.replace("/", "-").replace(".", "-"),
        day=day,
        when=dated(day) if day else f"Around {dated(deadline.aim_on)}" if deadline.aim_on else "No set day",
        by=_by(deadline, standing, on=on),
        status=Status(SHAPES[standing], _word_for(deadline, standing, on=on)),
        title=deadline.title,
        says=deadline.says,
        nature=natures[deadline.nature].format(who=party if over else sentence_case(party)) + ".",
        started=f"{queries.event_says(deadline.trigger.kind).rstrip('.')}, {plain_day(deadline.trigger_on)}.",
        ruler=_ruler(deadline, on=on),
        explanation=deadline.explanation.sentence,
        assumptions=deadline.explanation.assumptions,
        readings=tuple(
            OtherDay(dated(reading.falls_on) if reading.falls_on else "No day yet", reading.says)
            for reading in deadline.readings
        ),
        reasons=tuple(excuse.says for excuse in duty.excuses if not excuse.automatic),
        if_missed=deadline.if_missed if deadline.nature is Nature.DUTY else "",
        trace=deadline.explanation.trace,
        source=source_of(deadline.citation),
        over=over,
    )


def dated(day: date) -> str:
    """Mon 19 Oct 2026: short enough for a column, with the year that a reader far ahead needs."""
    return f"{short_day(day)} {day.year}"


def _word_for(deadline: Deadline, standing: Standing, *, on: date) -> str:
    """Where a date stands. Nobody is called late here: this page knows only what it was told."""
    if standing is Standing.LATE:
        return "The day has passed"
    if deadline.met_on is not None and deadline.met_on <= on and deadline.met_by is None:
        return "It has run out"
    return standing.label


def _by(deadline: Deadline, standing: Standing, *, on: date) -> str:
    if deadline.met_on is not None and deadline.met_on <= on:
        return f"on {dated(deadline.met_on)}" if deadline.met_on != deadline.falls_on else ""
    if deadline.falls_on is None:
        return "an aim, never late" if deadline.aim_on else ""
    day = deadline.excused_until or deadline.falls_on
    if standing is Standing.LATE:
        return f"{ago(day, on)}, if not done"
    if standing in (Standing.DUE, Standing.EXCUSED):
        return until(day, on)
    if standing is Standing.WAITING:
        return f"over {until(day, on)}"
    return ""


def _ruler(deadline: Deadline, *, on: date) -> Ruler | None:
    first, last = deadline.explanation.first_day, deadline.falls_on
    if first is None or last is None or first >= last:
        return None
    days = (last - first).days + 1
    return Ruler.between(
        first, last, today=on, trigger_on=deadline.trigger_on, count=days if days <= 400 else None
    )


def _notes(found: Answer, school: SchoolForm | None, items: tuple[DateItem, ...]) -> Iterator[Note]:
    if not items and not found.not_counted:
        yield Note(
            "No date follows from this alone",
            "No rule that Handrail knows starts or ends here. Add what happened before it.",
        )
    for one in found.not_counted:
        if one.needs_school:
            continue
        yield Note(f"Not counted: {one.duty.title}", _why_not(one), icon="timer", tone="wait")
    waits = any(one.needs_school for one in found.not_counted) or any(
        one.falls_on is None and "calendar" in one.explanation.sentence for one in found.deadlines
    )
    if school is not None and school.chosen == SchoolForm.USUAL:
        yield Note(
            f"School days are counted with a usual school year {school.within}",
            "It is not your school’s own. Ask the school for its terms and its days off.",
            icon="calendar",
        )
    elif waits:
        yield Note(
            "Some dates count school days",
            "Handrail needs the days on which the school is open to name them.",
            icon="calendar",
            link=Link("Say how to count school days", "#school"),
        )


def _why_not(one: queries.NotCounted) -> str:
    if one.known_from is not None:
        return (
            f"Handrail knows this rule as it has been since {plain_day(one.known_from)}. "
            "What you told us happened before that, so it gives no date rather than a wrong one."
        )
    return one.says
