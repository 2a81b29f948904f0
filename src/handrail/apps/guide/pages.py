"""Pages about the law and the way through it, for everybody. None is about a pupil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from handrail.apps.guide import queries
from handrail.apps.guide.forms import EventForm, SchoolForm, WhereForm, party_word
from handrail.apps.guide.guidebook import Kind, Place, Route, Step, Sureness, Word, guidebook
from handrail.apps.guide.law_parts import (
    HowItEnds,
    RightsPart,
    StepGroup,
    how_it_ends,
    other_letters,
    rights_part,
    source_of,
    step_groups,
)
from handrail.apps.guide.law_words import besides, ends_in_words, limit_in_words, lower, starts_in_words
from handrail.apps.guide.queries import Answer, Told
from handrail.core import stages as core
from handrail.core.citations import Citation
from handrail.core.disputes import Dispute
from handrail.core.duties import Duty, Force, Nature
from handrail.core.plan_types import PlanType, Section
from handrail.core.standings import Deadline, Standing
from handrail.law.lawbook import lawbook
from handrail.ui.components import Link, Note, Ruler, Shape, Source, Status
from handrail.ui.phrases import ago, day_in_words, plain_day, sentence_case, short_day, until

Parameters = Iterable[tuple[str, str]]


# --- when is it due ---------------------------------------------------------------------------------


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


# --- the law of a plan type ---------------------------------------------------------------------------


STATUS_WORDS: Final = {Force.NOT_COMMENCED: "Not law yet", Force.PROPOSED: "A proposal"}
STATUSES: Final = {
    Force.NOT_COMMENCED: Note(
        "This is not law yet",
        "The law was made, but this part has not begun. Nobody has to do what it says today.",
    ),
    Force.PROPOSED: Note("This is a proposal, not law", "It may change, or never become law."),
}


@dataclass(frozen=True, slots=True)
class PlanTypeLine:
    name: str
    weight: str
    status: str
    url: str


@dataclass(frozen=True, slots=True)
class PlaceLaw:
    key: str
    name: str
    plan_types: tuple[PlanTypeLine, ...]
    guide_url: str


@dataclass(frozen=True, slots=True)
class LawIndexPage:
    places: tuple[PlaceLaw, ...]


def law_index_page() -> LawIndexPage:
    return LawIndexPage(
        tuple(
            PlaceLaw(
                key,
                name,
                tuple(
                    PlanTypeLine(one.name, one.legal_weight.label, _status_word(one), law_url(one))
                    for one in lawbook().plan_types(key)
                ),
                place_url(key) if key in guidebook().places else "",
            )
            for key, name in queries.places().items()
        )
    )


def law_url(plan_type: PlanType) -> str:
    place, _, plan = plan_type.key.partition("/")
    return reverse("guide:plan_type", args=[place, plan])


def when_url(plan_type: PlanType, duty: Duty | None = None) -> str:
    """The page that counts, with the place, the plan and what starts the duty already chosen."""
    query = {"place": plan_type.jurisdiction, "plan": plan_type.key}
    kinds = {kind.key for kind in queries.event_kinds(plan_type)}
    if duty is not None:
        starts = [start.when.event for start in duty.starts if start.when.event in kinds]
        if starts:
            query["e1-kind"] = starts[0]
    return f"{reverse('guide:when')}?{urlencode(query)}"


def _status_word(plan_type: PlanType) -> str:
    return STATUS_WORDS.get(plan_type.status, "")


@dataclass(frozen=True, slots=True)
class MustHold:
    says: str
    why: str
    condition: str
    source: Source | None
    practice: bool


@dataclass(frozen=True, slots=True)
class SectionPart:
    key: str
    heading: str
    help: str
    holds: tuple[MustHold, ...]
    source: Source | None  # where all of the section comes from one provision
    practice: bool  # nothing in it is law


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty, a right or a waiting time, as the reference tells it."""

    key: str
    title: str
    says: str
    who: str
    how_long: str
    starts: str
    ends: str
    besides: tuple[str, ...]
    readings: tuple[str, ...]
    if_missed: str
    assumptions: tuple[str, ...]
    source: Source | None
    status: str
    when_url: str


@dataclass(frozen=True, slots=True)
class ClockGroup:
    id: str
    title: str
    lead: str
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to disagree."""

    name: str
    says: str
    who_may: str
    cost: str
    keeps: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class StageModel:
    name: str
    about: str
    stages: tuple[tuple[str, str], ...]
    source: Source | None


@dataclass(frozen=True, slots=True)
class Involved:
    who: str
    part: str
    must: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    title: str
    url: str
    checked: str
    to_be_verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class PlanTypePage:
    name: str
    place: str
    place_name: str
    about: str
    ask_for: str
    weight: str
    status: Note | None
    decides: str
    asks: tuple[str, ...]
    also_called: tuple[str, ...]
    review: str
    source: Source
    involved: tuple[Involved, ...]
    sections: tuple[SectionPart, ...]
    groups: tuple[ClockGroup, ...]
    reasons: tuple[str, ...]
    ways: tuple[Way, ...]
    steps: tuple[StepGroup, ...]
    ends: HowItEnds | None
    letters: tuple[str, ...]  # those that belong to no step
    rights: RightsPart | None
    stages: tuple[StageModel, ...]
    doubts: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    checked: str
    guide_url: str
    when_url: str

    @property
    def parts(self) -> tuple[Link, ...]:
        """What the page holds, for whoever comes with one question."""
        here = [Link("What it is", "#about")]
        here += [Link("Who is involved", "#involved")] if self.involved else []
        here += [Link("What the plan holds", "#contents")]
        here += [Link("Steps and letters", "#steps")] if self.steps or self.letters else []
        here += [Link(group.title, f"#{group.id}") for group in self.groups]
        here += [Link("Reasons for a later date", "#reasons")] if self.reasons else []
        here += [Link("Who holds which right", "#holders")] if self.rights else []
        here += [Link("Ways to disagree", "#ways")] if self.ways else []
        here += [Link("Stages of help", "#stages")] if self.stages else []
        here += [Link("What is uncertain", "#doubts")] if self.doubts else []
        return (*here, Link("Sources", "#sources"))


def plan_type_page(plan_type: PlanType, *, on: date) -> PlanTypePage:
    book = lawbook()
    duties = book.duties(plan_type.key)
    place = plan_type.jurisdiction
    clocks = [_clock(plan_type, duty, on=on) for duty in duties]
    return PlanTypePage(
        name=plan_type.name,
        place=place,
        place_name=book.jurisdictions[place].name,
        about=plan_type.about,
        ask_for=plan_type.ask_for or "",
        weight=plan_type.legal_weight.label,
        status=STATUSES.get(plan_type.status),
        decides=sentence_case(plan_type.decides),
        asks=plan_type.asks,
        also_called=plan_type.other_names,
        review=plan_type.review.says,
        source=source_of(plan_type.citation, plan_type.citation.full),
        involved=tuple(Involved(sentence_case(one.who), one.part, one.must) for one in plan_type.involved),
        sections=tuple(_section(section) for section in plan_type.sections),
        groups=tuple(_groups(list(zip(duties, clocks, strict=True)), on=on)),
        reasons=tuple(dict.fromkeys(excuse.says for duty in duties for excuse in duty.excuses)),
        ways=tuple(_way(one) for one in book.disputes_about(plan_type.key)),
        steps=step_groups(plan_type),
        ends=how_it_ends(plan_type),
        letters=other_letters(plan_type),
        rights=rights_part(place),
        stages=tuple(_stage_model(one) for one in book.stages_of(place)),
        doubts=tuple(_doubts(clocks)),
        sources=tuple(_source_lines(plan_type, duties)),
        checked=_checked(plan_type, duties),
        guide_url=place_url(place) if place in guidebook().places else "",
        when_url=when_url(plan_type) if book.duties_in_force(plan_type.key) else "",
    )


def _section(section: Section) -> SectionPart:
    once = len(section.citations) == 1
    return SectionPart(
        source=source_of(section.citations[0]) if once else None,
        practice=not section.citations,
        key=section.key,
        heading=section.heading,
        help=section.help,
        holds=tuple(
            MustHold(
                item.says,
                item.why,
                item.condition or "",
                source_of(item.citation) if item.citation and not once else None,
                practice=item.citation is None and bool(section.citations),
            )
            for item in section.requirements
        ),
    )


def _clock(plan_type: PlanType, duty: Duty, *, on: date) -> Clock:
    limit = queries.limit_today(duty, on=on) or next(
        (entry.value for entry in duty.within.history if entry.value is not None), None
    )
    return Clock(
        key=duty.key,
        title=duty.title,
        says=duty.says,
        who=sentence_case(party_word(plan_type, duty.party)),
        how_long=sentence_case(limit_in_words(limit)) + "."
        if limit is not None
        else "The rule was repealed.",
        starts=sentence_case(starts_in_words(duty)) + ".",
        ends=sentence_case(ends_in_words(duty.met_by)) + "." if duty.met_by else "",
        besides=besides(limit) if limit is not None else (),
        readings=tuple(reading.says for reading in limit.readings) if limit is not None else (),
        if_missed=duty.if_missed if duty.nature is Nature.DUTY else "",
        assumptions=duty.assumptions,
        source=source_of(limit.citation) if limit is not None else None,
        status=STATUS_WORDS.get(duty.force, ""),
        when_url=when_url(plan_type, duty) if queries.in_force(plan_type, duty) else "",
    )


def _groups(rows: list[tuple[Duty, Clock]], *, on: date) -> Iterator[ClockGroup]:
    def numbered(duty: Duty) -> bool:
        limit = queries.limit_today(duty, on=on)
        return limit is not None and limit.span is not None

    in_force = [(duty, clock) for duty, clock in rows if not clock.status]
    duties = [(duty, clock) for duty, clock in in_force if duty.nature is Nature.DUTY]
    groups = (
        ("clocks", "What must be done by a day", "", [clock for duty, clock in duties if numbered(duty)]),
        (
            "rights",
            "Rights, and until when",
            "Nobody has to use a right, and nobody is late who does not.",
            [clock for duty, clock in in_force if duty.nature is Nature.RIGHT],
        ),
        (
            "waits",
            "What must not happen before a day",
            "",
            [clock for duty, clock in in_force if duty.nature is Nature.WAIT],
        ),
        (
            "standards",
            "What must be done, with no number of days",
            "The law asks for these and gives no day, so they are never late. You may ask for a date.",
            [clock for duty, clock in duties if not numbered(duty)],
        ),
        ("to-come", "Not law today", "", [clock for _, clock in rows if clock.status]),
    )
    for key, title, lead, clocks in groups:
        if clocks:
            yield ClockGroup(key, title, lead, tuple(clocks))


def _way(one: Dispute) -> Way:
    return Way(
        name=one.name,
        says=one.says,
        who_may=", ".join(one.who_may),
        cost=one.cost,
        keeps=one.keeps,
        source=source_of(one.citation),
    )


def _stage_model(one: core.StageModel) -> StageModel:
    return StageModel(
        name=one.name,
        about=one.about,
        stages=tuple((f"{stage.number}: {stage.label}", stage.says) for stage in one.stages),
        source=source_of(one.citation),
    )


def _doubts(clocks: list[Clock]) -> Iterator[str]:
    for clock in clocks:
        for says in clock.readings:
            yield f"{clock.title}: {says}"
        if clock.source is not None and clock.source.to_be_verified:
            yield f"{clock.title}: the source is to be verified ({clock.source.text})."


def _citations(plan_type: PlanType, duties: tuple[Duty, ...]) -> Iterator[Citation]:
    yield plan_type.citation
    for section in plan_type.sections:
        yield from section.citations
    for duty in duties:
        yield from (entry.value.citation for entry in duty.within.history if entry.value is not None)


def _source_lines(plan_type: PlanType, duties: tuple[Duty, ...]) -> Iterator[SourceLine]:
    cited = {citation.number for citation in _citations(plan_type, duties)}
    for source in queries.sources_of(plan_type.jurisdiction):
        if source.number in cited:
            yield SourceLine(
                title=source.title if source.number in source.title else f"{source.title} ({source.number})",
                url=source.url,
                checked=f"Read on {plain_day(source.checked_on)}, to be read again by {plain_day(source.next_review)}",
                to_be_verified=str(source.confidence) != "high",
                note=source.note or "",
            )


def _checked(plan_type: PlanType, duties: tuple[Duty, ...]) -> str:
    days = [citation.checked_on for citation in _citations(plan_type, duties)]
    by = sorted({citation.checked_by for citation in _citations(plan_type, duties)})
    return (
        f"Last checked between {plain_day(min(days))} and {plain_day(max(days))} by: {'; '.join(by)}."
        if min(days) != max(days)
        else f"Last checked on {plain_day(max(days))} by: {'; '.join(by)}."
    )


# --- the guide ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceLine:
    name: str
    url: str
    about: str
    routes: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    places: tuple[PlaceLine, ...]
    words: int


def guide_page() -> GuidePage:
    book = guidebook()
    return GuidePage(tuple(_place_line(place) for place in book.places.values()), len(book.words))


def _place_line(place: Place) -> PlaceLine:
    return PlaceLine(
        place.name,
        place_url(place.key),
        place.about,
        tuple(
            Link(route.kind.label, route_url(route.place, route.kind), more=place.within)
            for route in guidebook().routes_of(place.key)
        ),
    )


def place_url(place: str) -> str:
    return reverse("guide:place", args=[place])


def route_url(place: str, kind: Kind) -> str:
    return reverse("guide:route", args=[place, str(kind)])


@dataclass(frozen=True, slots=True)
class PlacePage:
    place: Place
    routes: tuple[tuple[Link, str], ...]
    plan_types: tuple[Link, ...]
    words: tuple[Word, ...]


def place_page(place: Place) -> PlacePage:
    book = lawbook()
    return PlacePage(
        place=place,
        routes=tuple(
            (Link(route.title, route_url(place.key, route.kind)), f"{len(route.steps)} steps and a letter")
            for route in guidebook().routes_of(place.key)
        ),
        plan_types=tuple(Link(one.name, law_url(one)) for one in book.plan_types(place.key)),
        words=tuple(word for word in guidebook().words if word.places and word.used_in(place.key)),
    )


@dataclass(frozen=True, slots=True)
class StepDate:
    """A date of a step, from the lawbook: how long, who, from when, and the way to count it."""

    title: str
    how_long: str
    who: str
    starts: str
    source: Source
    count_url: str
    law_url: str


@dataclass(frozen=True, slots=True)
class StepItem:
    number: int
    says: str
    practice: bool
    to_be_verified: bool
    dates: tuple[StepDate, ...]
    limit: str
    counted_from: str
    law: str


@dataclass(frozen=True, slots=True)
class RoutePage:
    route: Route
    place: Place
    steps: tuple[StepItem, ...]
    letter: str
    letter_url: str
    others: tuple[Link, ...]
    plan_types: tuple[Link, ...]


def route_page(route: Route, *, on: date) -> RoutePage:
    place = guidebook().places[route.place]
    return RoutePage(
        route=route,
        place=place,
        steps=tuple(
            _step_item(number, step, route.place, on=on) for number, step in enumerate(route.steps, start=1)
        ),
        letter=route.letter.text,
        letter_url=reverse("guide:letter", args=[route.place, str(route.kind)]),
        others=tuple(
            Link(one.title, route_url(one.place, one.kind))
            for one in guidebook().routes_of(route.place)
            if one.kind is not route.kind
        ),
        plan_types=place_page(place).plan_types,
    )


def _step_item(number: int, step: Step, place: str, *, on: date) -> StepItem:
    dates = tuple(found for key in step.duties if (found := _step_date(place, key, on=on)) is not None)
    # The lawbook's own dates stand for the step's only where it has all of them.
    complete = bool(dates) and len(dates) == len(step.duties)
    unsure = step.sureness in (Sureness.MEDIUM, Sureness.LOW)
    return StepItem(
        number=number,
        says=step.says,
        practice=step.sureness is Sureness.PRACTICE,
        to_be_verified=unsure,
        dates=dates if complete else (),
        limit="" if complete else step.limit or "",
        counted_from="" if complete else step.counted_from or "",
        law=step.law or "",
    )


def _step_date(place: str, key: str, *, on: date) -> StepDate | None:
    found = queries.duty_in(place, key)
    if found is None:
        return None
    plan_type, duty = found
    limit = queries.limit_today(duty, on=on)
    if limit is None:
        return None
    return StepDate(
        title=duty.title,
        how_long=sentence_case(limit_in_words(limit)) + ".",
        who=party_word(plan_type, duty.party),
        starts=lower(starts_in_words(duty)),
        source=source_of(limit.citation),
        count_url=when_url(plan_type, duty),
        law_url=f"{law_url(plan_type)}#{duty.key}",
    )


# --- the glossary -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WordItem:
    key: str
    term: str
    of: str
    meaning: str
    see_also: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class WordsPage:
    words: tuple[WordItem, ...]
    sought: str
    place: str
    places: tuple[tuple[str, str], ...]
    says: str
    letters: tuple[str, ...]


def words_page(*, sought: str, place: str) -> WordsPage:
    book = guidebook()
    place = place if place in book.places else ""
    found = [word for word in book.words if _fits(word, sought) and (not place or word.used_in(place))]
    all_shown = len(found) == len(book.words)
    return WordsPage(
        words=tuple(
            WordItem(
                word.key,
                word.term,
                word.of,
                word.meaning,
                tuple(
                    Link(book.word(key).term, _word_url(key, all_shown=all_shown)) for key in word.see_also
                ),
            )
            for word in found
        ),
        sought=sought,
        place=place,
        places=tuple((key, one.name) for key, one in book.places.items()),
        says=_words_says(len(found), len(book.words), sought),
        letters=tuple(dict.fromkeys(word.term[0].upper() for word in found)),
    )


def _word_url(key: str, *, all_shown: bool) -> str:
    return f"#{key}" if all_shown else f"{reverse('guide:words')}#{key}"


def _fits(word: Word, sought: str) -> bool:
    wanted = sought.casefold().split()
    text = f"{word.term} {word.of} {word.meaning} {' '.join(word.marks)}".casefold()
    return all(part in text for part in wanted)


def _words_says(count: int, of: int, sought: str) -> str:
    if count == of:
        return f"All {of} words."
    if not count:
        return f"No word fits “{sought}”. Try a shorter one, or a part of it." if sought else "No word fits."
    return f"{count} of {of} words{f' fit “{sought}”' if sought else ''}."
