"""When is it due? Decisions by value, and the page as a visitor meets it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.guide import queries
from handrail.apps.guide.queries import Told
from handrail.apps.guide.when_pages import date_item
from handrail.core.standings import Standing
from handrail.law.lawbook import lawbook
from handrail.ui.components import Shape
from tests.cast import CSP, IEP, TODAY

Browser = Callable[[Person | None], Client]


def told(number: int, kind: str, on: date, answers: int | None = None, **detail: str) -> Told:
    return Told(number, lawbook().event_kinds[kind], on, detail, answers)


def days_of(plan_type: str, *events: Told) -> dict[str, date | None]:
    found = queries.answer(lawbook().plan_type(plan_type), events, school=None, as_of=TODAY)
    return {one.duty: one.falls_on for one in found.deadlines}


# --- by value -------------------------------------------------------------------------------------------


def test_a_request_gives_the_day_by_which_it_is_answered() -> None:
    assert days_of(CSP, told(1, "csp_requested", date(2026, 9, 7)))["SC-01"] == date(2026, 11, 1)


def test_a_plan_of_29_february_ends_on_the_last_day_of_february() -> None:
    assert days_of(CSP, told(1, "plan_prepared", date(2024, 2, 29)))["SC-03"] == date(2025, 2, 28)


def test_law_that_is_not_known_for_the_day_is_named_and_the_rest_is_counted() -> None:
    plan_type = lawbook().plan_type(CSP)

    found = queries.answer(
        plan_type,
        (told(1, "csp_requested", date(2001, 5, 1)), told(2, "agency_help_requested", date(2026, 11, 2))),
        school=None,
        as_of=TODAY,
    )

    assert "SC-01" in {one.duty.key for one in found.not_counted}
    assert all(one.known_from for one in found.not_counted)
    assert date(2027, 1, 10) in {one.falls_on for one in found.deadlines}


def test_nobody_is_called_late_on_a_page_that_knows_only_what_it_was_told() -> None:
    plan_type = lawbook().plan_type(CSP)
    found = queries.answer(plan_type, (told(1, "csp_requested", date(2026, 9, 7)),), school=None, as_of=TODAY)
    deadline = next(one for one in found.deadlines if one.duty == "SC-01")
    assert deadline.standing(TODAY) is Standing.LATE

    item = date_item(plan_type, deadline, on=TODAY)

    assert item.status.word == "The day has passed"
    assert item.by == "18 days ago, if not done"
    assert item.status.shape is not Shape.DONE
    assert item.source.url.startswith("https://")
    assert item.trace
    assert item.reasons


# --- as a visitor ---------------------------------------------------------------------------------------


def ask(browser: Client, *, file: bool = False, **query: str) -> Any:
    address = reverse("guide:dates_file" if file else "guide:when")
    return browser.get(
        f"{address}?{urlencode({key.replace('_', '-'): value for key, value in query.items()})}"
    )


def day(number: int, on: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip((f"e{number}-on-day", f"e{number}-on-month", f"e{number}-on-year"), on, strict=True))


REQUEST = {"place": "gb-sct", "plan": CSP, "e1-kind": "csp_requested", **day(1, ("7", "9", "2026"))}


@pytest.fixture
def visitor(db: None, seen_by: Browser) -> Client:
    return seen_by(None)


def test_the_page_asks_for_the_place_then_the_plan_then_what_happened(visitor: Client) -> None:
    first, second, third = (
        visitor.get(reverse("guide:when")).content.decode(),
        ask(visitor, place="gb-sct").content.decode(),
        ask(visitor, place="gb-sct", plan=CSP).content.decode(),
    )

    assert 'name="place"' in first
    assert 'name="plan"' not in first
    assert 'name="plan"' in second
    assert 'name="e1-kind"' not in second
    assert 'name="e1-kind"' in third
    assert "govuk-error" not in first + second + third


def test_the_answer_has_the_date_its_count_its_source_and_what_follows(visitor: Client) -> None:
    answer = ask(visitor, **REQUEST, show="1")
    html = answer.content.decode()

    assert answer.status_code == 200
    for said in (
        "If this happened on Monday 7 September 2026",
        "Sun 1 Nov 2026",
        "8 weeks, and Monday 7 September 2026 is day 1",
        "https://www.legislation.gov.uk/ssi/2010/149",
        "If it is missed:",
        "Each step of the count",
        "Reasons for a later date",
        "As of Thursday 19 November 2026",
    ):
        assert said in html, said


def test_an_answer_that_was_told_ends_the_clock(visitor: Client) -> None:
    html = ask(
        visitor,
        **REQUEST,
        **{"e2-kind": "csp_proposal_sent"},
        **day(2, ("12", "10", "2026")),
        show="1",
    ).content.decode()

    assert "Done in time" in html
    assert "Sun 31 Jan 2027" in html


def test_a_new_question_is_asked_without_calling_it_a_mistake(visitor: Client) -> None:
    query = {"place": "gb-sct", "plan": CSP, "e1-kind": "decision_notified", **day(1, ("2", "11", "2026"))}

    first = ask(visitor, **query, show="1")
    again = ask(visitor, **query, **{"e1-decision": ""}, show="1")

    assert first.status_code == 200
    assert "One more question" in first.content.decode()
    assert again.status_code == 422
    assert "Choose one" in again.content.decode()


WRONG = [
    pytest.param({"place": "atlantis"}, "Choose a place from the list", id="unknown-place"),
    pytest.param(
        {"place": "gb-sct", "plan": "gb-sct/none"}, "This place has no such plan", id="unknown-plan"
    ),
    pytest.param({**REQUEST, **day(1, ("31", "2", "2026"))}, "Enter a day that exists", id="no-such-day"),
    pytest.param(
        {**REQUEST, **day(1, ("7", "9", "26"))}, "Write the year with four figures", id="short-year"
    ),
    pytest.param(
        {**REQUEST, **day(1, ("7", "9", "1066"))}, "Enter a day from Sunday 1 January 1950 on", id="ages-ago"
    ),
    pytest.param({**REQUEST, **day(1, ("7", "9", "2999"))}, "Enter a day up to", id="far-ahead"),
    pytest.param({**REQUEST, "e1-kind": "rapture"}, "Choose what happened from the list", id="unknown-event"),
    pytest.param({**REQUEST, **day(1, ("", "", ""))}, "Enter a day, like 7 9 2026", id="no-day"),
    pytest.param(
        {**REQUEST, "e2-kind": "csp_proposal_sent", **day(2, ("1", "9", "2026"))},
        "This answers something that happened later, on 7 September 2026",
        id="impossible-order",
    ),
    pytest.param(
        {**REQUEST, "school-year": "own", "school-terms": "18 8 2026 to never"},
        "is not a day we can read",
        id="unreadable-term",
    ),
    pytest.param(
        {**REQUEST, "school-year": "own", "school-terms": ""}, "Type the terms, one a line", id="no-terms"
    ),
]


@pytest.mark.parametrize(("query", "says"), WRONG)
def test_what_cannot_be_read_is_told_and_kept(visitor: Client, query: dict[str, str], says: str) -> None:
    answer = ask(visitor, **query, show="1")
    html = answer.content.decode()

    assert answer.status_code == 422
    assert says in html
    assert "Error: When is it due?" in html
    for key, value in query.items():
        if key.startswith("e1-on-") and value:
            assert f'value="{value}"' in html, key
    assert ask(visitor, file=True, **query, show="1").status_code == 302


def test_an_event_before_the_law_is_said_and_not_invented(visitor: Client) -> None:
    html = ask(visitor, **{**REQUEST, **day(1, ("1", "5", "2001"))}, show="1").content.decode()

    assert "Not counted: Answer the request for a plan" in html
    assert "it gives no date rather than a wrong one" in html
    assert "Add to my calendar" not in html


def test_a_rule_that_needs_school_days_asks_for_them_and_takes_a_usual_year(visitor: Client) -> None:
    query = {"place": "gb-sct", "plan": IEP, "e1-kind": "plan_issued", **day(1, ("7", "9", "2026"))}

    without = ask(visitor, **query, show="1").content.decode()
    usual = ask(visitor, **query, **{"school-year": "usual"}, show="1").content.decode()

    assert "Some dates count school days" in without or "does not reach that far" in without
    assert "a usual school year in Scotland" in usual


def test_another_event_can_be_added_and_taken_out(visitor: Client) -> None:
    more = ask(visitor, **REQUEST, add="1").content.decode()

    assert 'name="e2-kind"' in more
    assert "Take this out" in more


def test_hostile_addresses_change_nothing(visitor: Client) -> None:
    for query in (
        {"place": "\0", "plan": "<script>", "show": "1"},
        {**REQUEST, "e1-kind": "<script>alert(1)</script>", "show": "1"},
        {**REQUEST, "e99-kind": "x", "e7-on-day": "9" * 5000, "show": "1"},
        {f"e{number}-kind": "csp_requested" for number in range(1, 60)}
        | {"place": "gb-sct", "plan": CSP, "show": "1"},
    ):
        answer = ask(visitor, **query)
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.content.decode()


def test_the_page_asks_the_database_nothing_that_grows(visitor: Client) -> None:
    ask(visitor, **REQUEST, show="1")
    with CaptureQueriesContext(connection) as found:
        ask(visitor, **REQUEST, show="1")

    # The reach is set in every request, whoever asks.
    assert [
        one["sql"] for one in found if "SAVEPOINT" not in one["sql"] and "set_config" not in one["sql"]
    ] == []


# --- for a calendar -------------------------------------------------------------------------------------


def test_the_dates_open_in_other_people_s_calendars(visitor: Client) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import vobject

    answer = ask(
        visitor, file=True, **REQUEST, **{"e2-kind": "agency_help_requested"}, **day(2, ("2", "11", "2026"))
    )
    assert answer.status_code == 302, "only what was asked for"
    answer = ask(
        visitor,
        file=True,
        **REQUEST,
        **{"e2-kind": "agency_help_requested", "e2-agency": "", "show": "1"},
        **day(2, ("2", "11", "2026")),
    )

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = vobject.readOne(answer.content.decode()).vevent_list
    by_day = {one.dtstart.value: one for one in events}
    assert {date(2026, 11, 1), date(2027, 1, 10)} <= by_day.keys()
    assert len({one.uid.value for one in events}) == len(events)
    request = by_day[date(2026, 11, 1)]
    assert request.summary.value == "Answer the request for a plan"
    assert "8 weeks, and Monday 7 September 2026 is day 1" in request.description.value
    assert "https://www.legislation.gov.uk/ssi/2010/149" in request.description.value


def test_the_same_question_gives_the_same_events(visitor: Client) -> None:
    first, second = (ask(visitor, file=True, **REQUEST, show="1").content for _ in range(2))

    assert first == second
