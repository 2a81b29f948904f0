"""Dates, counts and names as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from handrail.ui import phrases
from tests.ui.pages import read

TODAY = date(2026, 11, 19)


def test_a_day_has_its_weekday_and_its_month_in_words() -> None:
    day = date(2026, 12, 3)

    assert phrases.day_in_words(day) == "Thursday 3 December 2026"
    assert phrases.day_and_month(day) == "Thursday 3 December"
    assert phrases.short_day(day) == "Thu 3 Dec"
    assert phrases.record_day(day) == "3 Dec 2026"
    assert phrases.clock_time(datetime(2026, 12, 3, 14, 30)) == "2:30 pm"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (10, "in 10 days"),
        (27, "in 27 days"),
        (28, "in 4 weeks"),
        (45, "in 6 weeks"),
        (-1, "1 day late"),
        (-3, "3 days late"),
        (-40, "40 days late"),
    ],
)
def test_how_far_a_duty_is_ahead_or_behind(days: int, says: str) -> None:
    assert phrases.until(TODAY + timedelta(days=days), TODAY) == says


@pytest.mark.parametrize(
    ("days", "says"),
    [(0, "today"), (1, "yesterday"), (3, "3 days ago"), (45, "6 weeks ago"), (-3, "in 3 days")],
)
def test_how_long_ago_something_happened_is_never_late(days: int, says: str) -> None:
    assert phrases.ago(TODAY - timedelta(days=days), TODAY) == says


@pytest.mark.parametrize(
    ("days", "says"),
    [(0, "same day"), (1, "next day"), (2, "2 days later"), (366, "52 weeks later"), (-1, "1 day before")],
)
def test_how_long_after_it_happened_it_was_recorded(days: int, says: str) -> None:
    assert phrases.recorded_after(TODAY + timedelta(days=days), TODAY) == says


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Rowan Adeyemi", "RA"),
        ("Dr Hanna Lindqvist", "HL"),
        ("Juno", "J"),
        ("Anastasia van den Bosch y Villanueva", "AV"),
        ("Juno 🐝", "J"),
        ("🐝", ""),
        ("", ""),
        ("نور حداد", "نح"),
        ("éilidh mac-leod", "ÉM"),
    ],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    assert phrases.initials(name) == letters


def test_paragraphs_keep_lines_and_spelling_and_let_no_markup_in() -> None:
    page = read(phrases.paragraphs("befor <b>you</b> ask\r\nagain\n\n\n  مرحبا\n\n   \n"))

    assert [each.text for each in page.all("p")] == ["befor <b>you</b> askagain", "مرحبا"]
    assert len(page.all("br")) == 1
    assert {each.attributes["dir"] for each in page.all("p")} == {"auto"}


def test_no_words_make_no_paragraph() -> None:
    assert phrases.paragraphs(" \n\n ") == ""


@given(st.text())
def test_paragraphs_keep_every_letter(text: str) -> None:
    drawn = read(phrases.paragraphs(text))

    assert "".join(drawn.raw_text.split()) == "".join(text.split())


def test_counts_go_with_their_words() -> None:
    assert phrases.counted(1, "pupil") == "1 pupil"
    assert phrases.counted(1204, "pupil") == "1,204 pupils"
    assert phrases.plural(2, "person", "people") == "people"
    assert phrases.number_in_words(3) == "three"
    assert phrases.number_in_words(12) == "12"


@pytest.mark.parametrize(
    ("names", "says"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_names_stand_one_after_the_other(names: tuple[str, ...], says: str) -> None:
    assert phrases.listed(names) == says


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("en-gb", "It runs until Thursday 3 December 2026."),
        ("en-us", "It runs until Thursday, December 3, 2026."),
        ("en-ca", "It runs until Thursday, December 3, 2026."),
        ("en-au", "It runs until Thursday 3 December 2026."),
        ("pl", "It runs until Thursday 3 December 2026."),
    ],
)
def test_a_sentence_of_the_engine_has_its_days_as_the_page_puts_them(code: str, says: str) -> None:
    with translation.override(code):
        assert phrases.days_as_here("It runs until Thursday 3 December 2026.") == says
