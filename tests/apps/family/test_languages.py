"""Pages in the reader's language: chosen, kept, marked as what it is, and with none of our words left behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from handrail.apps.accounts.models import Person
from handrail.apps.family.models import SharedDraft
from handrail.apps.organisations.models import Organisation
from handrail.apps.plans import actions as plans
from tests.apps.family.conftest import SECTION, fresh, say
from tests.apps.family.test_comments import respond
from tests.apps.family.test_summary import translate, write
from tests.cast import TODAY, Cast, acting
from tests.languages.reading import bracketed, unwrapped

Browser = Callable[[Person | None], Client]


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every string that can be translated comes in brackets."""
    with bracketed(monkeypatch):
        yield


def family_pages(cast: Cast) -> Iterator[tuple[Person | None, str]]:
    plan = cast.young.plan.pk
    yield cast.parent, reverse("home:today")
    yield cast.young_pupil, reverse("home:today")
    yield cast.older_pupil, reverse("home:today")
    yield cast.parent, reverse("family:plan", args=[plan])
    yield cast.parent, reverse("family:plan", args=[plan]) + "?in=ar"
    yield cast.parent, reverse("family:answers", args=[plan, cast.young.contribution.pk])
    yield cast.parent, reverse("family:draft", args=[plan])
    yield cast.parent, reverse("family:comment", args=[plan, SECTION])
    yield None, reverse("account_login")


def with_everything(cast: Cast, shared: SharedDraft) -> None:
    """Something of every kind on the family's pages."""
    first = say(cast, shared, "proposal", instead_of="once", proposed="twice", words="Please.")
    respond(cast, first, "as_it_was", words="It is enough.")
    for kind in ("comment", "disagree", "agree"):
        say(cast, shared, kind, words="Words.", everyone=kind == "agree")
    translate(cast, write(cast), machine=True)
    write(cast, "Robin reads.", based_on=1)
    with acting(cast.coordinator) as by:
        plans.ask_for_view(
            plan=fresh(cast.young.plan),
            member=cast.young.parent,
            due_on=TODAY + timedelta(14),
            on=TODAY,
            by=by,
        )
        plans.agree_review(plan=fresh(cast.young.plan), review_on=TODAY + timedelta(90), on=TODAY, by=by)


@pytest.mark.usefixtures("pseudo")
def test_no_word_of_ours_is_left_behind_on_a_familys_page(
    cast: Cast, shared: SharedDraft, seen_by: Browser
) -> None:
    with_everything(cast, shared)

    left = {
        (address, text)
        for person, address in family_pages(cast)
        for text in unwrapped(seen_by(person).get(address).content.decode())
    }

    assert left == set()


@pytest.mark.usefixtures("pseudo")
def test_what_is_wrong_with_a_form_is_said_in_the_readers_language(
    cast: Cast, shared: SharedDraft, seen_by: Browser
) -> None:
    browser, plan = seen_by(cast.parent), cast.young.plan.pk
    comment = reverse("family:comment", args=[plan, SECTION])
    answers = reverse("family:answers", args=[plan, cast.young.contribution.pk])
    refused = [
        browser.post(comment, {"words": "", "kind": kind}) for kind in ("", "comment", "disagree", "proposal")
    ]
    refused.append(browser.post(comment, {"kind": "agree", "proposed": "Other words."}))
    refused.append(browser.post(answers, {"revision": "0", "send": "1"}))

    assert [one.status_code for one in refused] == [422, 422, 422, 422, 422, 409]
    # What they typed themselves stands in a box, which is theirs.
    left = [text for one in refused for text in unwrapped(one.content.decode()) if text != "Other words."]
    assert left == []


# --- which language ---------------------------------------------------------------------------------------------


def lang_of(page: str) -> str:
    found = re.search(r'<html lang="([\w-]+)" dir="(\w+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("accepts", "expected"),
    [
        ("pl,en;q=0.8", "pl"),
        ("cy-GB,en-GB;q=0.9", "cy"),
        ("gd", "gd"),
        ("es-MX,es;q=0.9", "es"),
        ("en-US,en;q=0.9", "en-GB"),  # the school is in Scotland
        ("en", "en-GB"),
        ("ar,ur;q=0.9", "en-GB"),
        ("", "en-GB"),
        ("\x00;;q=z", "en-GB"),
    ],
)
def test_a_browser_asks_for_a_language(cast: Cast, seen_by: Browser, accepts: str, expected: str) -> None:
    answer = seen_by(cast.parent).get("/", headers={"Accept-Language": accepts})

    assert lang_of(answer.content.decode()) == expected
    assert answer.headers["Content-Language"].lower() == expected.lower()
    assert "Accept-Language" in answer.headers["Vary"]


def test_english_is_that_of_the_place(cast: Cast, seen_by: Browser) -> None:
    Organisation.objects.filter(pk=cast.school.pk).update(jurisdiction="us-tx")

    for accepts in ("en-US,en;q=0.9", "en-GB,en;q=0.9", "en"):
        page = seen_by(cast.parent).get("/", headers={"Accept-Language": accepts}).content.decode()
        assert lang_of(page) == "en-US", accepts


def test_a_choice_is_kept_for_the_browser_and_the_person(cast: Cast, seen_by: Browser) -> None:
    browser, page = seen_by(cast.parent), reverse("family:plan", args=[cast.young.plan.pk])

    chosen = browser.post(reverse("account_language"), {"language": "pl", "next": page})

    assert chosen.headers["Location"] == page
    assert "Plan: Robin" in browser.get(page).content.decode()
    assert Person.objects.get(pk=cast.parent.pk).language == "pl"
    # Another device of the same person; and what a browser asks for comes after what a person chose.
    other = seen_by(Person.objects.get(pk=cast.parent.pk)).get(page, headers={"Accept-Language": "cy"})
    assert lang_of(other.content.decode()) == "pl"
    browser.post(reverse("account_language"), {"language": "en-gb", "next": page})
    assert lang_of(browser.get(page).content.decode()) == "en-GB"


def test_a_choice_leads_nowhere_else_and_an_unknown_language_changes_nothing(
    cast: Cast, seen_by: Browser
) -> None:
    browser = seen_by(cast.parent)

    elsewhere = browser.post(
        reverse("account_language"), {"language": "xx", "next": "https://elsewhere.example/"}
    )

    assert elsewhere.headers["Location"] == "/"
    assert "django_language" not in elsewhere.cookies
    assert Person.objects.get(pk=cast.parent.pk).language == "en-GB"


def test_a_page_that_is_not_translated_says_that_it_is_english(cast: Cast, seen_by: Browser) -> None:
    polish = {"Accept-Language": "pl"}

    for person, address in (
        (cast.parent, reverse("guide:guide")),
        (cast.coordinator, "/"),
        (cast.coordinator, reverse("plans:version", args=[cast.young.plan.pk, 1])),
        (cast.coordinator, reverse("family:comments", args=[cast.young.plan.pk])),
    ):
        page = seen_by(person).get(address, headers=polish).content.decode()
        assert lang_of(page) == "en-GB"
        assert 'class="hr-languages"' not in page


def test_the_next_reader_does_not_get_the_last_ones_language(cast: Cast, seen_by: Browser) -> None:
    seen_by(cast.parent).get("/", headers={"Accept-Language": "pl"})

    assert translation.get_language() == "en-gb"


def test_dates_are_those_of_the_language_and_names_are_not_changed(
    cast: Cast, shared: SharedDraft, seen_by: Browser
) -> None:
    page = reverse("family:draft", args=[cast.young.plan.pk])
    read = {}
    for code in ("en-gb", "en-us", "es", "pl", "gd", "cy"):
        browser = seen_by(cast.parent)
        browser.cookies["django_language"] = code
        read[code] = browser.get(page).content.decode()

    said = {
        "en-gb": "19 November 2026",
        "en-us": "November 19, 2026",
        "es": "19 de noviembre de 2026",
        "pl": "19 listopada 2026",
        "gd": "19mh dhen t-Samhain 2026",
        "cy": "19 Tachwedd 2026",
    }
    assert {code: day for code, day in said.items() if day not in read[code]} == {}
    assert all("Robin" in one and "Paula Parent" in one for one in read.values())
