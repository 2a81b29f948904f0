"""What each component shows. A page fills these in; the macro of the same name draws it.

Every text is plain text and is escaped when drawn. Nothing here knows a model, a rule or a clock.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from handrail.ui import phrases


class Shape(StrEnum):
    """The seven shapes of a status. Each can be told from the others without colour."""

    DONE = "done"
    DUE = "due"
    LATE = "late"
    WAITING = "wait"
    NOT_STARTED = "todo"
    STARTED = "part"
    NO_SET_DAY = "none"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. ``more`` is read aloud only, to tell alike links apart."""

    text: str
    url: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """One to three words of state, with the shape that means the same."""

    shape: Shape
    word: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from, since when it holds, and who looked last."""

    text: str  # "SSI 2005/518, regulation 4A"
    url: str = ""
    in_force_from: date | None = None
    checked_on: date | None = None
    confidence: str = "high"  # anything but "high" is shown as "to be verified"
    read_on: Link | None = None  # an explanation in plain words

    @property
    def to_be_verified(self) -> bool:
        return self.confidence != "high"


@dataclass(frozen=True, slots=True)
class RailItem:
    """One thing on a rail, in order of time."""

    shape: Shape
    when: str  # "Mon 23 Nov", "Today", "No set day"
    by: str  # "in 4 days", "3 days late", "asked 17 Nov"
    title: str
    url: str = ""
    what: str = ""
    why: str = ""  # the reason it is on the list, always given
    source: Source | None = None
    act: Link | None = None  # the one thing to do about it
    act_first: bool = False  # solid button: what should be done first
    spoken: str = ""  # the state in words, for those who do not see the shape
    language: str = ""  # of its title, what and why, where that is not the page's
    what_language: str = ""  # of what alone, as of a question that somebody asked
    who: str = ""  # whose task it is, in the words of the law
    notes: str = ""  # what we say beside it, in the language of the page


@dataclass(frozen=True, slots=True)
class Week:
    """A block of the ruler: ``days`` long, of which ``gone`` are behind us; today may stand in it."""

    days: int
    gone: int
    today_at: int | None = None

    @property
    def state(self) -> str:
        if self.gone == self.days:
            return "past"
        return "now" if self.gone else "ahead"


@dataclass(frozen=True, slots=True)
class Ruler:
    """How days were counted: a block a week, from the first day to the last."""

    weeks: tuple[Week, ...]
    first: str  # "5 Oct, day 1"
    last: str  # "29 Nov, day 56"
    says: str  # the same in one sentence, for those who do not see it
    uncounted: str = ""  # "7 Sep, not counted": the day that started the clock, when it does not count
    today: str = "ahead"  # where the word goes: ahead, start, middle, end, past

    LONGEST_DRAWN = 53  # weeks: past a year the blocks are too thin to see

    @classmethod
    def between(
        cls,
        first_day: date,
        last_day: date,
        *,
        today: date,
        trigger_on: date | None = None,
        count: int | None = None,
    ) -> "Ruler | None":
        """The ruler of a count that runs from ``first_day`` to ``last_day``, both counted.

        ``count`` numbers the last day when the rule counts days ("day 56"). There is no ruler for a
        count that ends before it starts, or one too long to see.
        """
        length = (last_day - first_day).days + 1
        if length < 1 or length > 7 * cls.LONGEST_DRAWN:
            return None
        gone = min(max((today - first_day).days, 0), length)
        weeks = []
        for start in range(0, length, 7):
            days = min(7, length - start)
            here = gone - start if first_day <= today <= last_day and 0 <= gone - start < days else None
            weeks.append(Week(days=days, gone=min(max(gone - start, 0), days), today_at=here))
        uncounted = trigger_on if trigger_on is not None and trigger_on < first_day else None
        return cls(
            weeks=tuple(weeks),
            first=_day_label(first_day, 1 if count else None),
            last=_day_label(last_day, count),
            says=_ruler_sentence(first_day, last_day, today, count, uncounted),
            uncounted=_("%(day)s, not counted") % {"day": _day_label(uncounted, None)} if uncounted else "",
            today=_place_of_today(gone / length, before=today < first_day, after=today > last_day),
        )


def _day_label(day: date, number: int | None) -> str:
    label = phrases.brief_day(day)
    return _("%(date)s, day %(number)d") % {"date": label, "number": number} if number else label


def _ruler_sentence(
    first_day: date, last_day: date, today: date, count: int | None, uncounted: date | None
) -> str:
    parts = []
    if uncounted:
        parts.append(_("%(day)s is not counted.") % {"day": phrases.day_in_words(uncounted)})
    span = (
        _("From %(first)s, day 1, to %(last)s, day %(count)d.") if count else _("From %(first)s to %(last)s.")
    )
    parts.append(
        span
        % {
            "first": phrases.day_in_words(first_day),
            "last": phrases.day_in_words(last_day),
            "count": count or 0,
        }
    )
    if first_day <= today <= last_day:
        number = (today - first_day + timedelta(days=1)).days
        parts.append(
            _("Today is day %(number)d.") % {"number": number}
            if count
            else _("Today is %(day)s.") % {"day": phrases.day_in_words(today)}
        )
    return " ".join(parts)


def _place_of_today(part: float, *, before: bool, after: bool) -> str:
    if before:
        return "ahead"
    if after:
        return "past"
    return "start" if part < 0.12 else "end" if part > 0.88 else "middle"


@dataclass(frozen=True, slots=True)
class DueCard:
    """One date with all its reasons. ``falls_on`` is empty for a standard without a number: never late."""

    status: Status
    says: str  # who must do what
    falls_on: date | None = None
    heading: str = ""  # instead of the date: a meeting with its hour
    ruler: Ruler | None = None
    explanation: str = ""  # how it was counted, for a parent
    trace: tuple[str, ...] = ()  # each step of the count, for an officer
    assumptions: tuple[str, ...] = ()  # what the count takes for granted
    if_missed: str = ""
    if_missed_read: Link | None = None
    source: Source | None = None
    acts: tuple[Link, ...] = ()
    plain: bool = False  # a meeting, not a duty

    @property
    def tone(self) -> str:
        if self.plain:
            return "plain"
        tones = {Shape.LATE: "late", Shape.DONE: "done", Shape.NO_SET_DAY: "none", Shape.WAITING: "wait"}
        return tones.get(self.status.shape, "due")

    @property
    def title(self) -> str:
        if self.heading:
            return self.heading
        return phrases.day_in_words(self.falls_on) if self.falls_on else _("No set day")


class Holds(StrEnum):
    """Whether the thread holds at a station."""

    WHOLE = "whole"
    BROKEN = "broken"
    NOT_REACHED = "off"


@dataclass(frozen=True, slots=True)
class Station:
    """One of the thread's stations: need, goal, help, who, proof, in the plan's own vocabulary."""

    label: str
    text: str = ""
    url: str = ""
    more: str = ""  # a second, quieter line
    holds: Holds = Holds.WHOLE
    gap: str = ""  # "Nobody is named."
    mend: Link | None = None  # leads to the field that mends it


@dataclass(frozen=True, slots=True)
class Thread:
    """From need to proof on one line."""

    title: str
    stations: tuple[Station, ...]

    @property
    def broken(self) -> bool:
        return any(station.holds is Holds.BROKEN for station in self.stations)


@dataclass(frozen=True, slots=True)
class Correction:
    """The first words stay readable beside those that replaced them."""

    first_words: str
    on: date
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """Something that happened. The day it happened and the day it was written down are never one."""

    happened_on: date
    recorded_on: date
    what: str
    by: str = ""
    url: str = ""
    correction: Correction | None = None
    caution: str = ""  # what to think of before relying on it
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A person's own words: their spelling, their line breaks, nothing of ours mixed in."""

    words: str
    by: str
    said_on: date | None = None
    shared_with: str = ""  # "Shared with his teachers."
    language: str = ""  # a BCP 47 tag, so that a screen reader speaks it
    answers: tuple[tuple[str, str], ...] = ()  # the same words, each under what was asked


@dataclass(frozen=True, slots=True)
class GapItem:
    """One thing that stops a plan from being issued, with the way to mend it and the reason."""

    says: str
    url: str
    why: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of a task list."""

    name: str
    status: Status
    url: str = ""  # without one, the row cannot be started yet
    hint: str = ""
    closed: str = ""  # why nobody may change it now, where that is so


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody around the pupil, and what they are to them."""

    name: str
    role: str = ""
    note: str = ""  # "sees her own part until 18 December"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a draft has come, in whole parts and in words; never as a percentage."""

    done: int
    of: int
    noun: str = "parts"
    done_word: str = "are there"

    @property
    def says(self) -> str:
        return f"{self.done} of {self.of} {self.noun} {self.done_word}"


class StepState(StrEnum):
    """Where a stage stands to the pupil."""

    PAST = "past"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage in the place's own model."""

    name: str
    detail: str = ""
    state: StepState = StepState.AHEAD


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where support is, from two to six steps, with the rail above them."""

    label: str  # "Stages in Glenmarnoch Council"
    steps: tuple[Step, ...]
    why: str = ""
    looked_at_again: str = ""

    # Drawn to the same measures as the style sheet: hundredths of a rem, the first step at the left.
    STEP_WIDE = 100
    STEP_RISE = 165
    RAIL_ABOVE = 275
    HEADROOM = 390

    def __post_init__(self) -> None:
        if not 2 <= len(self.steps) <= 6:
            raise ValueError(f"A ladder has two to six steps, not {len(self.steps)}")

    @property
    def view_box(self) -> str:
        return f"0 0 {self.STEP_WIDE * len(self.steps)} {self._height}"

    @property
    def rail(self) -> str:
        """Level, up, level: as a real rail must run, past the first step and the last."""
        wide, half = self.STEP_WIDE * len(self.steps), self.STEP_WIDE // 2
        low, high = self._rail_at(0), self._rail_at(len(self.steps) - 1)
        return f"M0 {low}H{half}L{wide - half} {high}H{wide}"

    @property
    def posts(self) -> str:
        half = self.STEP_WIDE // 2
        return "".join(
            f"M{half + self.STEP_WIDE * step} {self._rail_at(step)}v{self.RAIL_ABOVE}"
            for step in range(len(self.steps))
        )

    @property
    def _height(self) -> int:
        return self.HEADROOM + self.STEP_RISE * (len(self.steps) - 1)

    def _rail_at(self, step: int) -> int:
        return self._height - self.STEP_RISE * step - self.RAIL_ABOVE


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A weekday of a month. Whatever is no school day says so in a word."""

    number: int
    kind: str  # school, staff, closed, away
    word: str = ""  # "closed"
    says: str = ""  # what the word leaves out: "St Andrew’s Day"
    today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a school's calendar, Monday to Friday; weekends are never school days."""

    title: str  # "November 2026"
    says: str  # "20 school days"
    weeks: tuple[tuple[MonthDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One calm fact. Never more than two on a page."""

    title: str
    text: str = ""
    icon: str = "book"
    tone: str = "mist"  # mist, wait, done
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A short truth under a page's title: "Only the team can see this draft"."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplainedWord:
    """A word of the trade that a page explains: marked once in the text, told in full at the foot of the page."""

    key: str
    term: str
    means: str
    url: str  # its place in the glossary
