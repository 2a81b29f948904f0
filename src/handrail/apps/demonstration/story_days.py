"""The days of the stories, moved by whole weeks so that they always end in the week of the demonstration.

Whole weeks, because a Tuesday session has to stay on a Tuesday and a date on a Sunday has to stay awkward.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from handrail.ui.phrases import plain_day

LONDON: Final = ZoneInfo("Europe/London")
WRITTEN_FOR: Final = date(2026, 11, 21)
"""The “today” that the stories were written for."""

_DAY_IN_TEXT: Final = re.compile(r"\{(\d{4}-\d\d-\d\d)(?: (short|month|month year|american))?\}")


@dataclass(frozen=True, slots=True)
class StoryDays:
    """How far the stories are moved. Never so far that something of theirs would be still to come."""

    moved: timedelta

    @classmethod
    def ending_by(cls, today: date) -> Self:
        return cls(timedelta(weeks=(today - WRITTEN_FOR).days // 7))

    def moved_whole(self, story: Any) -> Any:
        """A story as read from its file, with every day in it moved, in texts too."""
        if isinstance(story, Mapping):
            return {key: self.moved_whole(value) for key, value in story.items()}
        if isinstance(story, list):
            return [self.moved_whole(value) for value in story]
        if isinstance(story, date):
            return story + self.moved
        if isinstance(story, str):
            return _DAY_IN_TEXT.sub(self._in_words, story)
        return story

    def _in_words(self, found: re.Match[str]) -> str:
        day = date.fromisoformat(found[1]) + self.moved
        number, month, year = plain_day(day).split()
        return {
            "short": f"{number} {month}",
            "month": month,
            "month year": f"{month} {year}",
            "american": f"{month} {number}, {year}",
        }.get(found[2], plain_day(day))


def moment_on(day: date, clock: time) -> datetime:
    """A moment of a school day, as the clock in the school office showed it."""
    return datetime.combine(day, clock, tzinfo=LONDON)
