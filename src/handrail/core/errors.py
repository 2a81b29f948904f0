"""What the kernel refuses to guess."""

# Named for what is the case, so that "except NoLawInForce" reads as a sentence.

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class KernelError(Exception):
    """Something the kernel will not answer rather than answer wrongly."""


class NoLawInForce(KernelError):
    """No rule is known for that day; a default would be an invention."""

    def __init__(self, sentence: str, *, repealed_on: date | None = None) -> None:
        super().__init__(sentence)
        self.repealed_on = repealed_on


class CalendarEnds(KernelError):
    """The calendar that is known does not reach the day that is asked for."""


class SchoolCalendarEnds(CalendarEnds):
    """The school's own calendar does not reach that day: whoever keeps it can enter another year."""


class DayNotUnderstood(KernelError, ValueError):
    """What somebody wrote is not a day, or could be two. The message says how to write it."""


class UnknownCalendar(KernelError):
    """A rule names a calendar that nobody has supplied."""


class NotASpan(KernelError, ValueError):
    """The words do not describe a length of time."""


class EventNotUnderstood(KernelError):
    """An event lacks what its duty counts from, or says it in a way that cannot be read."""


class AnswerNotUnderstood(KernelError, ValueError):
    """Something that is no answer to its question; to guess would tell a family something false."""


class DutiesGoRound(KernelError):
    """Duties start one another in a circle, so no date can be final."""


class FileRefused(KernelError, ValueError):
    """A file that cannot be taken. The message is a sentence for whoever chose it."""
