"""The law of every plan type: what a plan must hold, which clocks run, and how to disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handrail.apps.guide import queries
from handrail.apps.guide.addresses import law_url, place_url, when_url
from handrail.apps.guide.forms import party_word
from handrail.apps.guide.guidebook import guidebook
from handrail.apps.guide.law_force import STATUS_WORDS, STATUSES, status_word
from handrail.apps.guide.law_parts import (
    HowItEnds,
    RightsPart,
    StepGroup,
    how_it_ends,
    other_letters,
    rights_part,
    step_groups,
)
from handrail.apps.guide.law_words import besides, ends_in_words, limit_in_words, starts_in_words
from handrail.core import stages as core
from handrail.core.citations import Citation
from handrail.core.disputes import Dispute
from handrail.core.duties import Duty, Nature
from handrail.core.plan_types import PlanType, Section
from handrail.law.lawbook import lawbook
from handrail.ui.components import Link, Note, Source
from handrail.ui.phrases import plain_day, sentence_case
from handrail.ui.sources import source_of


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
                    PlanTypeLine(one.name, one.legal_weight.label, status_word(one), law_url(one))
                    for one in lawbook().plan_types(key)
                ),
                place_url(key) if key in guidebook().places else "",
            )
            for key, name in queries.places().items()
        )
    )


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
