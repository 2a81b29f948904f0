"""The law of each plan, the routes and the glossary, as a visitor meets them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.guide.guidebook import guidebook
from handrail.apps.guide.law_pages import plan_type_page
from handrail.apps.guide.route_pages import route_page
from handrail.law.lawbook import lawbook
from tests.cast import TODAY, Cast

Browser = Callable[[Person | None], Client]


@pytest.fixture
def visitor(db: None, seen_by: Browser) -> Client:
    return seen_by(None)


@pytest.mark.parametrize("key", lawbook().all_plan_types)
def test_a_plan_type_page_tells_everything_that_the_law_data_knows(visitor: Client, key: str) -> None:
    plan_type = lawbook().plan_type(key)
    answer = visitor.get(reverse("guide:plan_type", args=key.split("/")))
    html = answer.content.decode()

    assert answer.status_code == 200
    page = plan_type_page(plan_type, on=TODAY)
    clocks = [clock for group in page.groups for clock in group.clocks]
    assert sorted(clock.key for clock in clocks) == sorted(duty.key for duty in lawbook().duties(key))
    assert [part.key for part in page.sections] == [section.key for section in plan_type.sections]
    assert all(f'id="{clock.key}"' in html for clock in clocks)
    assert page.sources
    assert page.checked in html


def test_a_plan_type_that_is_unknown_is_not_there(visitor: Client) -> None:
    assert visitor.get(reverse("guide:plan_type", args=["gb-sct", "none"])).status_code == 404
    assert visitor.get(reverse("guide:plan_type", args=["atlantis", "csp"])).status_code == 404


def test_a_step_takes_its_date_from_the_law_where_it_is_there() -> None:
    routes = guidebook().routes
    scotland = route_page(routes["gb-sct", next(iter(kind for _, kind in routes))], on=TODAY)

    third = scotland.steps[2]

    assert [one.title for one in third.dates] == ["Answer the request for a plan"]
    assert third.dates[0].how_long.startswith("8 weeks, and the day it starts is day 1.")
    assert third.limit == ""
    assert "e1-kind=csp_requested" in third.dates[0].count_url


@pytest.mark.parametrize(
    "route", guidebook().routes.values(), ids=lambda route: f"{route.place}-{route.kind}"
)
def test_every_route_says_how_sure_it_is(route: object) -> None:
    page = route_page(route, on=TODAY)  # type: ignore[arg-type]

    for item, step in zip(page.steps, page.route.steps, strict=True):
        assert item.to_be_verified == (step.sureness in ("medium", "low"))
        assert item.dates or item.law or item.practice
        assert not (item.dates and item.limit)


def test_routes_and_places_that_are_unknown_are_not_there(visitor: Client) -> None:
    for path in (
        "/guide/atlantis/",
        "/guide/gb-sct/ask-for-money/",
        "/guide/atlantis/ask-for-a-plan/letter.txt",
    ):
        assert visitor.get(path).status_code == 404, path


def test_a_letter_can_be_kept_as_plain_text(visitor: Client) -> None:
    answer = visitor.get(reverse("guide:letter", args=["gb-eng", "ask-for-an-assessment"]))

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "section 36 of the Children and Families Act 2014" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "shown", "says"),
    [
        ("", 60, "All 60 words."),
        ("?q=CSP", 1, "fit “CSP”"),
        ("?q=health+council", None, "of 60 words fit “health council”."),
        ("?place=gb-wls", None, "of 60 words."),
        ("?q=zebra", 0, "No word fits “zebra”."),
        ("?q=%00%3Cscript%3E", 0, "No word fits “&lt;script&gt;”."),
        ("?place=atlantis", 60, "All 60 words."),
    ],
)
def test_the_glossary_is_searched(visitor: Client, query: str, shown: int | None, says: str) -> None:
    html = visitor.get(reverse("guide:words") + query).content.decode()

    assert says in html
    if shown is not None:
        assert html.count("<dt>") == shown


def test_pages_for_everybody_ask_the_database_nothing(visitor: Client) -> None:
    for name, args in (
        ("guide:law", []),
        ("guide:plan_type", ["gb-sct", "csp"]),
        ("guide:guide", []),
        ("guide:place", ["us"]),
        ("guide:route", ["us", "if-you-disagree"]),
        ("guide:words", []),
    ):
        with CaptureQueriesContext(connection) as found:
            visitor.get(reverse(name, args=args))
        asked = [
            one["sql"] for one in found if "SAVEPOINT" not in one["sql"] and "set_config" not in one["sql"]
        ]
        assert asked == [], name


def test_words_are_explained_on_a_plan_and_on_a_pupil_s_page(cast: Cast, seen_by: Browser) -> None:
    version = (
        seen_by(cast.parent).get(reverse("plans:version", args=[cast.young.plan.pk, 1])).content.decode()
    )

    assert "Words on this page" in version
    assert 'href="#word-iep-scotland"' in version
    assert reverse("guide:plan_type", args=["gb-sct", "iep"]) in version
