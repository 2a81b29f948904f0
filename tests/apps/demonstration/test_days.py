from __future__ import annotations

import tomllib
from datetime import date, timedelta

import holidays
import pytest

from handrail.apps.demonstration.places import DATA
from handrail.apps.demonstration.school_years import Habits, SchoolDays, school_year, school_year_of
from handrail.apps.demonstration.story_days import WRITTEN_FOR, StoryDays

TOLD = tomllib.loads((DATA / "organisations.toml").read_text())
HABITS = {one["id"]: Habits.read(one["year"]) for one in TOLD["authority"]}
KELPIEWATER = HABITS["kelpiewater"]


def test_a_school_year_has_the_shape_that_its_council_published() -> None:
    year = school_year(2026, KELPIEWATER)
    assert year.terms == (
        (date(2026, 8, 19), date(2026, 10, 9)),
        (date(2026, 10, 26), date(2026, 12, 22)),
        (date(2027, 1, 6), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 6, 25)),
    )
    assert date(2026, 11, 16) in year.in_service
    assert year.closed[date(2027, 5, 24)] == "Lamp Monday"


@pytest.mark.parametrize(
    ("authority", "day", "why"),
    [
        ("wrenfordshire", date(2027, 5, 3), "early May bank holiday"),
        ("juniper-draw", date(2026, 9, 7), "Labor Day"),
        ("juniper-draw", date(2026, 11, 26), "Thanksgiving week"),
        ("juniper-draw", date(2027, 1, 18), "Martin Luther King Jr. Day"),
        ("loonlake", date(2026, 10, 12), "Thanksgiving"),
        ("loonlake", date(2027, 1, 1), "Christmas break"),
        ("loonlake", date(2027, 3, 26), "Good Friday"),
        ("loonlake", date(2027, 5, 24), "Victoria Day"),
    ],
)
def test_a_place_is_closed_on_its_own_holidays(authority: str, day: date, why: str) -> None:
    assert school_year(2026, HABITS[authority]).closed[day] == why


OPEN_ALL_THE_SAME = {
    # Of the public holidays that a library knows, those on which schools of the place are open.
    "juniper-draw": {
        "Columbus Day",
        "Veterans Day",
        "Independence Day",
        "Juneteenth National Independence Day",
    },
}
BY_PLACE = {"wrenfordshire": ("GB", "ENG"), "juniper-draw": ("US", None), "loonlake": ("CA", "ON")}


@pytest.mark.parametrize("year", range(2024, 2036))
@pytest.mark.parametrize("authority", BY_PLACE)
def test_no_school_is_open_on_a_public_holiday_of_its_place(authority: str, year: int) -> None:
    country, part = BY_PLACE[authority]
    days = SchoolDays.around(date(year, 9, 1), HABITS[authority])
    known = holidays.country_holidays(country, subdiv=part, years=year, language="en_US")
    opened = {name.removesuffix(" (observed)") for day, name in known.items() if days.is_open(day)}
    assert opened <= OPEN_ALL_THE_SAME.get(authority, set())


@pytest.mark.parametrize("authority", HABITS)
@pytest.mark.parametrize("year", range(2024, 2040))
def test_terms_follow_one_another_on_school_days_of_any_year(year: int, authority: str) -> None:
    terms = school_year(year, HABITS[authority]).terms
    days = [day for term in terms for day in term]
    assert days == sorted(set(days))
    assert all(day.weekday() < 5 for day in days)
    length = sum((ends - starts).days + 1 for starts, ends in terms)
    assert 240 < length < 305


@pytest.mark.parametrize(
    "today", [WRITTEN_FOR + timedelta(days=days) for days in (-400, -1, 0, 1, 6, 7, 1000)]
)
def test_stories_move_by_whole_weeks_and_end_within_a_week_of_today(today: date) -> None:
    days = StoryDays.ending_by(today)
    assert days.moved.days % 7 == 0
    assert 0 <= (today - (WRITTEN_FOR + days.moved)).days < 7


def test_days_in_texts_move_along() -> None:
    days = StoryDays.ending_by(WRITTEN_FOR + timedelta(weeks=2))
    told = {
        "due": date(2027, 3, 25),
        "text": ["By {2027-03-25}, since {2026-10-26 short}, in {2026-08-25 month}."],
        "elsewhere": "By {2027-10-07 american}, a visit in {2027-02-15 month year}.",
    }
    assert days.moved_whole(told) == {
        "due": date(2027, 4, 8),
        "text": ["By 8 April 2027, since 9 November, in September."],
        "elsewhere": "By October 21, 2027, a visit in March 2027.",
    }


@pytest.mark.parametrize(
    "today", [date(2026, 11, 24), date(2027, 7, 14), date(2027, 8, 3), date(2028, 2, 29)]
)
def test_school_days_back_and_ahead_are_spread_over_the_year(today: date) -> None:
    days = SchoolDays.around(today, KELPIEWATER)
    back = [days.away(today, -count) for count in range(0, 300, 10)]
    assert all(days.is_open(day) for day in back)
    assert back == sorted(back, reverse=True)
    assert len(set(back)) == len(back)
    assert 270 < (today - back[-1]).days < 400
    assert days.away(today, 30) > today


def test_the_school_year_turns_in_august() -> None:
    assert school_year_of(date(2027, 7, 31)) == 2026
    assert school_year_of(date(2027, 8, 1)) == 2027
