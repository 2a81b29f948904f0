"""Every page that a parent or a pupil can open, in a language that is not English."""

from __future__ import annotations

import re
from typing import Final

import pytest
from django.db import transaction

from handrail.config.languages import FOR_FAMILIES, TRANSLATED
from tests.languages.reading import ours, unwrapped
from tests.permissions import matrix
from tests.permissions.answers import House
from tests.permissions.pages import Page, every_page

ROLES: Final = ("parent", "young_pupil", "older_pupil", "visitor")

ENGLISH: Final = {
    "guide:fit": "the guide is data about the law of a place, in that place's English",
    "guide:guide": "the guide is data",
    "guide:law": "the guide is data",
    "guide:letter": "the guide is data",
    "guide:place": "the guide is data",
    "guide:plan_type": "the guide is data",
    "guide:route": "the guide is data",
    "guide:when": "the guide is data",
    "guide:words": "the guide is data",
    "ui:gallery": "for those who build pages",
    "ui:gallery_form": "for those who build pages",
    "ui:gallery_sign_in": "for those who build pages",
    "documents:copy": "a document speaks the language of the plan, and says so",
}
"""Pages that speak English to everybody, and why."""


def reached() -> dict[str, list[str]]:
    """By page, the roles of a family and visitors that are shown it."""
    found: dict[str, list[str]] = {}
    for (page, method), answers in matrix.written().items():
        roles = [role for role in ROLES if answers[role] == "200"]
        if method == "GET" and roles and page not in ENGLISH:
            found[page] = roles
    return found


def opened(house: House, role: str, page: Page) -> str:
    """A page as one role reads it in Polish; empty where it is a file."""
    browser = house.browsers[role]
    browser.cookies["django_language"] = "pl"
    answer = house.ask(role, page, "GET")
    assert answer.status_code == 200, (page.name, role, answer.status_code)
    return answer.content.decode() if "text/html" in answer.headers["Content-Type"] else ""  # type: ignore[attr-defined]


def test_the_reader_of_pages_notices_words_that_are_ours() -> None:
    page = (
        '<html lang="x"><h1 dir="auto">One</h1><p lang="pl">two</p><b dir="auto">three</b>'
        '<i aria-label="four" data-says="Five words here" data-url="/six/">seven</i>'
    )

    assert ours(page) == ["One", "four", "Five words here", "seven"]


def test_a_word_that_is_not_wrapped_is_noticed() -> None:
    assert unwrapped("<p>⟦Wrapped⟧, Robin</p><p>⟦Wrapped⟧ and not</p><p>Bare</p>") == [
        "⟦Wrapped⟧ and not",
        "Bare",
    ]


def test_what_stays_english_is_reached_and_has_a_reason() -> None:
    pages = {page.name for page in every_page()}

    assert ENGLISH.keys() <= pages
    assert all(ENGLISH.values())
    assert not ENGLISH.keys() & (TRANSLATED | FOR_FAMILIES)


@pytest.mark.usefixtures("pseudo")
def test_no_word_of_ours_is_left_behind_where_a_family_can_go(house: House) -> None:
    """Polish throughout: a word that no catalogue has, or a page that does not speak it, is told with its role."""
    left = set()
    for page in every_page():
        for role in reached().get(page.name, ()):
            text = opened(house, role, page)
            if text and not re.search(r'<html lang="pl"', text):
                left.add((page.name, role, "speaks English"))
            elif text:
                left |= {(page.name, role, one) for one in unwrapped(text)}

    assert not left, "\n".join(sorted(f"{page} as {role}: {text}" for page, role, text in left))


@pytest.mark.usefixtures("pseudo")
def test_what_is_wrong_with_a_form_is_said_in_the_readers_language(house: House) -> None:
    """Every form that a family or a pupil can open, sent with nothing in it."""
    left, refused = set(), set()
    for page in every_page():
        for role in reached().get(page.name, ()):
            browser = house.browsers[role]
            browser.cookies["django_language"] = "pl"
            kept = dict(browser.cookies)
            with transaction.atomic():
                answer = browser.post(page.address(house.target_of(role)), {"revision": "0"})
                transaction.set_rollback(True)
            # Whoever was signed out by it is signed in again.
            browser.cookies.clear()
            browser.cookies.update(kept)
            if answer.status_code not in (409, 422) or "text/html" not in answer.headers["Content-Type"]:
                continue
            refused.add(page.name)
            left |= {(page.name, role, one) for one in unwrapped(answer.content.decode())}

    assert not left, "\n".join(sorted(f"{page} as {role}: {text}" for page, role, text in left))
    assert {"voice:begin", "voice:share", "plans:contribute", "pupils:speak"} <= refused
