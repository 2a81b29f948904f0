"""School years to count with."""

from __future__ import annotations

from datetime import date

import pytest

from handrail.apps.guide.guidebook import guidebook
from handrail.apps.guide.school_years import NotRead, read_days_off, read_terms, usual_calendar, usual_year_of


def test_terms_are_read_in_several_ways_and_put_in_order() -> None:
    terms = read_terms("26 10 2026 to 22.12.2026\n\n2026-08-18 – 2026-10-09\n6 January 2027 until 2 apr 2027")

    assert [(term.starts, term.ends) for term in terms] == [
        (date(2026, 8, 18), date(2026, 10, 9)),
        (date(2026, 10, 26), date(2026, 12, 22)),
        (date(2027, 1, 6), date(2027, 4, 2)),
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("18 8 2026", "Line 1, “18 8 2026”, is not a term"),
        ("\n30 2 2026 to 9 10 2026", "Line 2, “30 2 2026 to 9 10 2026”, has a day that does not exist"),
        ("18 8 2026 to soon", "is not a day we can read"),
        ("18 8 2026 to 1 8 2026", "ends before it starts"),
        ("18 8 2026 to 9 10 2026\n1 10 2026 to 22 12 2026", "The terms of line 1 and line 2 overlap"),
    ],
)
def test_a_term_that_cannot_be_read_is_told_with_its_line(typed: str, says: str) -> None:
    with pytest.raises(NotRead, match=says):
        read_terms(typed)


def test_days_off_are_single_days_and_stretches() -> None:
    assert sorted(read_days_off("16 11 2026\n26 11 2026 to 27 11 2026")) == [
        date(2026, 11, 16),
        date(2026, 11, 26),
        date(2026, 11, 27),
    ]
    with pytest.raises(NotRead, match="is not a day off"):
        read_days_off("26 11 2026 to 1 11 2026")


@pytest.mark.parametrize("place", [*guidebook().places, "us-tx", "ca-bc", "nz"])
def test_every_place_has_a_usual_year_without_overlaps(place: str) -> None:
    calendar = usual_calendar(place, "here", first=date(2026, 9, 7), last=date(2027, 3, 1))

    assert calendar is not None
    assert calendar.counts(date(2026, 9, 8))
    assert not calendar.counts(date(2026, 12, 25))


def test_a_place_without_a_usual_year_has_none() -> None:
    assert usual_year_of("fr") is None
    assert usual_calendar("fr", "in France", first=date(2026, 1, 1), last=date(2026, 1, 1)) is None
