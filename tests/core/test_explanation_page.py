"""The page that explains dates gives dates; they have to be right."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from handrail.core.calendars import Calendars
from handrail.core.explanations import in_words
from handrail.core.periods import Span

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "deadlines.md"
ROW = re.compile(r"^\| `(?P<span>[a-z0-9 ]+)` \|.*\| (?P<day>[A-Z]\w+ \d+ [A-Z]\w+) \|$", re.MULTILINE)


def test_the_table_of_spans_gives_the_days_that_are_counted() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))

    counted = [Span.parse(words).last_day(date(2026, 10, 5), Calendars()) for words, _ in rows]

    assert [in_words(day) for day in counted] == [f"{said} 2026" for _, said in rows]
    assert len(rows) == 7
