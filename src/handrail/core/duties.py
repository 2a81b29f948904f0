"""What the law asks: on which event a clock starts, who owes what, and what ends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handrail.core.errors import EventNotUnderstood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handrail.core.citations import Citation
    from handrail.core.dated import Dated
    from handrail.core.fixed_days import Length


class Party(StrEnum):
    """Who owes a duty, holds a right, or reports an event."""

    AUTHORITY = "authority"
    SCHOOL = "school"
    AGENCY = "agency"
    PARENT = "parent"
    PUPIL = "pupil"
    TRIBUNAL = "tribunal"
    MINISTERS = "ministers"
    ADJUDICATOR = "adjudicator"
    COLLEGE = "college"
    HEALTH_BODY = "health_body"
    MEDIATION_ADVISER = "mediation_adviser"
    STATE = "state"
    HEARING_OFFICER = "hearing_officer"
    BOARD = "board"
    PROVIDER = "provider"

    @property
    def label(self) -> str:
        return {
            Party.AUTHORITY: "the education authority",
            Party.SCHOOL: "the school",
            Party.AGENCY: "the other service",
            Party.PARENT: "the parent",
            Party.PUPIL: "the pupil",
            Party.TRIBUNAL: "the Tribunal",
            Party.MINISTERS: "the Ministers",
            Party.ADJUDICATOR: "the adjudicator",
            Party.COLLEGE: "the college",
            Party.HEALTH_BODY: "the health body",
            Party.MEDIATION_ADVISER: "the mediation adviser",
            Party.STATE: "the State education agency",
            Party.HEARING_OFFICER: "the hearing officer",
            Party.BOARD: "the appeal board",
            Party.PROVIDER: "the provider",
        }[self]


class Nature(StrEnum):
    """What a date means to the one who holds it."""

    DUTY = "duty"  # to be done by the last day
    RIGHT = "right"  # may be used until the last day; nobody is late who does not
    WAIT = "wait"  # must not be done before the last day is over


class Choose(StrEnum):
    """Which of several starting events counts."""

    EACH = "each"
    EARLIEST = "earliest"
    LATEST = "latest"


class ChosenBy(StrEnum):
    """Which day decides what version of a rule applies."""

    EVENT_DAY = "event_day"
    COUNTED_DAY = "counted_day"
    # For what is counted from a birth: the rule is often younger than the pupil.
    DUE_DAY = "due_day"


class Force(StrEnum):
    """Whether a rule is law. What is not in force is shown, and never gives a date."""

    IN_FORCE = "in_force"
    NOT_COMMENCED = "not_commenced"
    PROPOSED = "proposed"

    @property
    def label(self) -> str:
        return {
            Force.IN_FORCE: "In force",
            Force.NOT_COMMENCED: "Made, but not in force",
            Force.PROPOSED: "Proposed, not law",
        }[self]


class DetailKind(StrEnum):
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing an event must or may say beside its day."""

    key: str
    says: str
    kind: DetailKind
    needed: bool
    choices: Mapping[str, str]

    def objection(self, value: str) -> str | None:
        """What is wrong with a value; nothing if it may be recorded."""
        if not value.strip():
            return f"{self.says}: this is needed." if self.needed else None
        if self.kind is DetailKind.CHOICE and value not in self.choices:
            return f'{self.says}: "{value}" is not one of the choices.'
        if self.kind is DetailKind.DATE and not _is_day(value):
            return f'{self.says}: "{value}" is not a day such as 2026-11-05.'
        if self.kind is DetailKind.NUMBER and not (value.isascii() and value.isdigit()):
            return f'{self.says}: "{value}" is not a whole number such as 3.'
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """Something that can happen in a case, in plain words."""

    key: str
    says: str
    reported_by: Party
    details: tuple[Detail, ...]
    answers: tuple[str, ...]  # the kinds of event that this one may answer; name which by refers_to
    deemed: bool  # the law takes it to have happened; nobody reports it
    from_record: bool = False  # the pupil's own record knows it; nobody reports it either

    def objections(self, detail: Mapping[str, str]) -> tuple[str, ...]:
        """What is wrong with the details somebody gives, one sentence each, for the form that asks."""
        known = {one.key for one in self.details}
        strange = (f'"{key}" is not something this event says.' for key in detail if key not in known)
        wrong = (one.objection(detail.get(one.key, "")) for one in self.details)
        return (*strange, *(sentence for sentence in wrong if sentence is not None))


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, on which day, and when it was written down: two days that are never the same field."""

    id: str
    kind: str
    happened_on: date
    recorded_on: date
    refers_to: str | None = None
    detail: Mapping[str, str] = field(default_factory=dict)

    def day(self, name: str) -> date:
        """A day that the event says beside its own, written like 2026-11-05."""
        try:
            return date.fromisoformat(self.detail[name])
        except ValueError as problem:
            raise EventNotUnderstood(
                f'{name} of event {self.id} ({self.kind}) is "{self.detail[name]}", '
                "which is not a day such as 2026-11-05."
            ) from problem

    def number(self, name: str) -> int:
        """A whole number that the event says, such as days of absence; 0 where it says none."""
        value = self.detail.get(name, "0")
        if not (value.isascii() and value.isdigit()):
            raise EventNotUnderstood(
                f'{name} of event {self.id} ({self.kind}) is "{value}", which is not a whole number such as 3.'
            )
        return int(value)


@dataclass(frozen=True, slots=True)
class When:
    """The events that a rule speaks of: a kind, and what its details must or must not say."""

    event: str
    only_if: Mapping[str, str] = field(default_factory=dict)
    unless: Mapping[str, str] = field(default_factory=dict)

    def fits(self, event: Event) -> bool:
        return (
            event.kind == self.event
            and all(event.detail.get(key) == value for key, value in self.only_if.items())
            and not any(event.detail.get(key) == value for key, value in self.unless.items())
        )


HAPPENED_ON = "happened_on"


@dataclass(frozen=True, slots=True)
class Start:
    """An event that starts a clock, and the day that is counted from: the latest of those it names.

    `received` is how the law finds the day on which something sent is taken to have come; it holds for the
    events that `received_if` describes, and the clock counts from that day.
    """

    when: When
    counts_from: tuple[str, ...] = (HAPPENED_ON,)
    received: Length | None = None
    received_if: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """A reason the law accepts for a later date. An automatic one needs no notice: being told too late."""

    key: str
    says: str
    citation: Citation
    automatic: bool = False


class Pick(StrEnum):
    """Which of two days a rule takes."""

    LATER = "later"
    EARLIER = "earlier"


class Which(StrEnum):
    """Which event a second count starts from."""

    FIRST_AFTER = "first_after"  # the first one that belongs to the matter
    LAST_BEFORE = "last_before"  # the last one on or before the day that started the clock
    NEXT = "next"  # the one with the first day to come, such as a meeting planned before the clock started


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """A second count, from another event: the later or the earlier of the two days is the last day."""

    when: When
    which: Which
    counts_from: tuple[str, ...]
    span: Length
    pick: Pick
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnotherReading:
    """How a disputed rule can also be counted. The limit's own span is the safe one."""

    span: Length
    says: str


class Left(StrEnum):
    """How what is left of a school year is measured, from the day after the one counted from."""

    SCHOOL_DAYS = "school days"
    DAYS = "days"


class From(StrEnum):
    """What the day that an end-of-year rule gives is counted from."""

    TRIGGER = "trigger"
    LAST_SCHOOL_DAY = "last_school_day"
    NEXT_FIRST_SCHOOL_DAY = "next_first_school_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A rule for the end of a school year, which takes the place of the count.

    It holds when so much is left of the school year (`left`, at least, fewer than), or when the counted last
    day falls into the summer (`in_summer`). What is left is measured from the day counted from or, if the law
    says so, from an earlier event (`left_after`); if nobody recorded that event, the rule does not hold.
    """

    left: Left | None
    at_least: int
    fewer_than: int | None
    in_summer: bool
    gives: Length
    counted_from: From
    says: str
    left_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absences:
    """School days of absence that lengthen a span: from so many on, all but the first so many."""

    at_least: int
    beyond: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long a duty gives, as the law stood from one day on. No span: a standard without a number.

    `aim` is a soft target beside a standard: it can be passed, never be overdue.
    """

    span: Length | None
    cap: Length | None
    standard: str | None
    aim: Length | None
    citation: Citation
    also: tuple[Also, ...] = ()
    readings: tuple[AnotherReading, ...] = ()
    overrides: tuple[Override, ...] = ()
    absences: Absences | None = None
    in_effect: str | None = None  # the event that starts each plan's own year


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty, right or waiting time, with its clock."""

    key: str
    title: str
    says: str
    party: Party
    nature: Nature
    starts: tuple[Start, ...]
    choose: Choose
    chosen_by: ChosenBy
    within: Dated[Limit]
    met_by: tuple[When, ...]
    stopped_by: tuple[When, ...]
    answered_apart: bool
    excused_by: str | None
    excuses: tuple[Excuse, ...]
    on_expiry: str | None
    on_missed: str | None
    if_missed: str
    assumptions: tuple[str, ...]
    place: str = ""  # whose rule it is, for people
    force: Force = Force.IN_FORCE
    replaces: tuple[Duty, ...] = ()  # the rules of the wider place that do not hold here
    # Looked up for every case and every duty, so worked out once.
    started_by: frozenset[str] = field(init=False, repr=False, compare=False)
    hears: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "started_by", frozenset(start.when.event for start in self.starts))
        object.__setattr__(self, "hears", frozenset(_heard_by(self)))

    def excuse(self, key: str) -> Excuse | None:
        return next((excuse for excuse in self.excuses if excuse.key == key), None)


ABSENT: Final = "pupil_absent"
"""The event that says how many school days a pupil was absent while a clock ran."""


def _heard_by(duty: Duty) -> Iterator[str]:
    """The kinds of event that start, end, stop, lengthen or excuse a duty."""
    yield from duty.started_by
    yield from (when.event for when in (*duty.met_by, *duty.stopped_by))
    if duty.excused_by is not None:
        yield duty.excused_by
    for entry in duty.within.history:
        if entry.value is not None:
            yield from (also.when.event for also in entry.value.also)
            if entry.value.in_effect is not None:
                yield entry.value.in_effect
            if entry.value.absences is not None:
                yield ABSENT


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
