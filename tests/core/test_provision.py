"""Each promise of help gets the questions that somebody who has to give it would ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.provision import CHECKS, WEEKS, HelpDraft, check, minutes_a_week

GOOD = HelpDraft(
    what="Paired reading aloud, with the hard words talked about first",
    who="Callum Reid",
    times=3,
    per="week",
    minutes=20,
    group_size=1,
    where="Support base",
    starts=date(2027, 1, 11),
    ends=date(2027, 6, 25),
)


def asked(help_: HelpDraft) -> list[str]:
    return [finding.check.key for finding in check(help_)]


def test_a_promise_that_can_be_given_and_checked_is_asked_nothing() -> None:
    assert asked(GOOD) == []


@pytest.mark.parametrize(
    ("what", "key", "words"),
    [
        ("Access to speech and language therapy", "access", "Access to"),
        ("Access to a laptop with a screen reader", "access", "Access to"),
        ("Adult support as required", "as_required", "as required"),
        ("Movement breaks as and when needed", "as_required", "as and when needed"),
        ("Therapy where appropriate", "as_required", "where appropriate"),
        ("Therapy, subject to staffing", "as_required", "subject to"),
        ("Opportunities for social interaction", "opportunities", "Opportunities for"),
        ("Opportunities to use a calm space", "opportunities", "Opportunities to"),
        ("Zara should sit near the front", "may", "should"),
        ("Would benefit from a reading programme", "may", "Would benefit from"),
        ("Monitor hearing aids", "watching", "Monitor"),
    ],
)
def test_words_that_promise_nothing_are_asked_about_where_they_stand(what: str, key: str, words: str) -> None:
    found = next(one for one in check(replace(GOOD, what=what)) if one.check.key == key)

    assert found.span is not None
    assert what[found.span.start : found.span.end] == words
    assert words in found.says


@pytest.mark.parametrize(
    "what", ["Regular reading with an adult", "A high level of support", "Extra phonics"]
)
def test_a_vague_amount_is_asked_about_only_where_no_box_says_it(what: str) -> None:
    assert "vague_amount" in asked(replace(GOOD, what=what, times=None))
    assert "vague_amount" not in asked(replace(GOOD, what=what))


def test_somebody_is_asked_about_only_where_nobody_is_named() -> None:
    assert "somebody" in asked(replace(GOOD, what="Support from an adult in maths", who=""))
    assert "somebody" not in asked(replace(GOOD, what="Support from an adult in maths"))


@pytest.mark.parametrize(
    ("field", "key"),
    [("times", "no_times"), ("per", "no_per"), ("minutes", "no_minutes"), ("who", "no_who"),
     ("where", "no_where"), ("starts", "no_start")],
)  # fmt: skip
def test_each_box_left_empty_is_asked_about(field: str, key: str) -> None:
    empty = "" if isinstance(getattr(GOOD, field), str) else None
    found = check(replace(GOOD, **{field: empty}))

    assert [(one.check.key, one.about) for one in found] == [(key, field)]


@pytest.mark.parametrize(
    ("help_", "key"),
    [
        (replace(GOOD, what="Reading in a small group", group_size=None), "group"),
        (replace(GOOD, what="Reading in a small group", group_size=1), "group"),
        (replace(GOOD, what="1:1 reading", group_size=4), "group"),
        (replace(GOOD, what="45 minutes of reading"), "length_differs"),
        (replace(GOOD, what="2 hours of reading"), "length_differs"),
        (replace(GOOD, what="Reading twice a week"), "frequency_differs"),
        (replace(GOOD, what="Daily reading"), "frequency_differs"),
        (replace(GOOD, what="Reading three times a term"), "frequency_differs"),
        (replace(GOOD, times=9, per="day", minutes=60), "too_much"),
        (replace(GOOD, ends=date(2029, 6, 25)), "too_long"),
    ],
)
def test_words_and_boxes_must_agree_and_stay_within_a_school_week(help_: HelpDraft, key: str) -> None:
    assert key in asked(help_)


@pytest.mark.parametrize(
    "what",
    [
        "Reading three times a week",
        "20 minutes of reading",
        "1 hour of reading a week",
        "1:1 reading",
        "Weekly reading",
    ],
)
def test_words_that_say_what_the_boxes_say_are_left_alone(what: str) -> None:
    assert asked(replace(GOOD, what=what)) == []


@given(st.integers(1, 20), st.sampled_from(sorted(WEEKS)), st.integers(1, 120))
def test_twice_as_often_is_twice_as_much(times: int, per: str, minutes: int) -> None:
    once = minutes_a_week(replace(GOOD, times=times, per=per, minutes=minutes))
    twice = minutes_a_week(replace(GOOD, times=2 * times, per=per, minutes=minutes))

    assert once is not None
    assert twice == pytest.approx(2 * once)


@given(st.text(max_size=300))
def test_any_words_can_be_asked_about(what: str) -> None:
    for finding in check(replace(GOOD, what=what)):
        assert finding.check is CHECKS[finding.check.key]
        assert finding.says
        assert finding.span is None or 0 <= finding.span.start < finding.span.end <= len(what)


def test_every_check_says_why_and_shows_better() -> None:
    for one in CHECKS.values():
        assert one.name
        assert one.why.endswith((".", "”."))
        assert one.better
