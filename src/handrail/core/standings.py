"""A deadline, and where it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from handrail.core.duties import Nature

if TYPE_CHECKING:
    from datetime import date

    from handrail.core.citations import Citation, Confidence
    from handrail.core.duties import Event, Excuse, Party
    from handrail.core.explanations import Explanation
    from handrail.core.last_days import Reading


class Standing(StrEnum):
    """Where a deadline stands on a day."""

    MET = "met"
    MET_LATE = "met_late"
    DUE = "due"
    LATE = "late"
    EXCUSED = "excused"  # past its day, for a reason the law accepts; done or not yet done
    NO_SET_DAY = "no_set_day"  # a standard without a number, or beyond the known calendar: never late
    WAITING = "waiting"  # must not be done yet
    TOO_EARLY = "too_early"  # was done before the wait was over
    LAPSED = "lapsed"  # the time to use a right has gone; nobody is late
    STOPPED = "stopped"  # the clock stopped before it was met: a request withdrawn, a plan ended

    @property
    def label(self) -> str:
        return {
            Standing.MET: "Done in time",
            Standing.MET_LATE: "Done late",
            Standing.DUE: "To do",
            Standing.LATE: "Late",
            Standing.EXCUSED: "Later, with a reason the law accepts",
            Standing.NO_SET_DAY: "No set day",
            Standing.WAITING: "Not before",
            Standing.TOO_EARLY: "Done too early",
            Standing.LAPSED: "Time has passed",
            Standing.STOPPED: "No longer needed",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One duty started by one event, with its day and how that was found.

    `falls_on` is the legal day. An accepted reason does not move it: it shows beside it, in
    `excused_until`, never later than `cap_on`. `aim_on` is a soft target where the law gives no number.
    """

    duty: str
    title: str
    says: str
    party: Party
    nature: Nature
    trigger: Event
    trigger_on: date
    falls_on: date | None
    aim_on: date | None
    cap_on: date | None
    excuse: Excuse | None
    excused_until: date | None
    met_on: date | None
    met_by: Event | None
    stopped_on: date | None
    stopped_by: Event | None
    if_missed: str
    explanation: Explanation
    citation: Citation
    rule_from: date
    readings: tuple[Reading, ...] = ()  # the days of a disputed rule that is read in another way
    place: str = ""  # whose rule it is
    replaces: tuple[str, ...] = ()  # the wider place's rules that it takes the place of

    @property
    def key(self) -> str:
        """Names this deadline within its case; the same each time it is worked out again."""
        return f"{self.duty}/{self.trigger.id}"

    @property
    def confidence(self) -> Confidence:
        return self.citation.confidence

    @property
    def to_be_verified(self) -> bool:
        return self.citation.to_be_verified

    @property
    def acts_by(self) -> date | None:
        """The day to plan for: the excused day where there is one, else the legal day, else the aim."""
        return self.excused_until or self.falls_on or self.aim_on

    def standing(self, as_of: date) -> Standing:
        """Where it stood at the end of a day, knowing only what had happened by then."""
        if self.met_on is not None and self.met_on <= as_of:
            return self._standing_done(self.met_on)
        if self.stopped_on is not None and self.stopped_on <= as_of:
            return Standing.STOPPED
        if self.falls_on is None:
            return Standing.NO_SET_DAY
        if as_of <= self.falls_on:
            return Standing.WAITING if self.nature is Nature.WAIT else Standing.DUE
        if self.nature is Nature.WAIT:
            return Standing.MET
        if self.nature is Nature.RIGHT:
            return Standing.LAPSED
        return Standing.EXCUSED if self.excused_on(as_of) else Standing.LATE

    def stands(self, as_of: date) -> str:
        """Where it stands, in words. A wait that is over was done by nobody."""
        standing = self.standing(as_of)
        if self.nature is Nature.WAIT and standing is Standing.MET:
            return "The wait is over"
        return standing.label

    def _standing_done(self, met_on: date) -> Standing:
        in_time = self.falls_on is None or met_on <= self.falls_on
        if self.nature is Nature.WAIT:
            # A wait without a number ends with an event, which would have stopped it before.
            return Standing.TOO_EARLY if in_time else Standing.MET
        if in_time:
            return Standing.MET
        return Standing.EXCUSED if self.excused_on(met_on) else Standing.MET_LATE

    def excused_on(self, day: date) -> bool:
        """Whether the reason given still covers a day. A reason without an end covers every day."""
        return self.excuse is not None and (self.excused_until is None or day <= self.excused_until)

    def open(self, as_of: date) -> bool:
        """Whether somebody still has to do, may still do, or must still wait to do, something."""
        if self.met_on is not None and self.met_on <= as_of:
            return False
        return self.standing(as_of) not in (Standing.STOPPED, Standing.MET, Standing.LAPSED)
