"""A version is written and shown in the English of its place, and stays so whatever comes later."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.documents import queries as documents
from handrail.apps.plans.models import Version
from handrail.apps.versions import actions
from handrail.law.lawbook import lawbook
from tests.apps.documents.reading import root_of, text_of
from tests.apps.versions.scenes import US_IEP, again, settle, step, written
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]

BRITISH: Final = re.compile(r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October"
                            r"|November|December) \d{4}")  # fmt: skip
DISABILITY: Final = {"pupil.disability_category": "Specific learning disability"}
OF_PLACES: Final = {
    "us/iep": "en-US", "us-tx/iep": "en-US", "ca-on/iep": "en-CA", "nz/iep": "en-NZ", "au-vic/iep": "en-AU",
    "ie/student-support-plan": "en-IE", "gb-sct/csp": "en-GB",
}  # fmt: skip


def american(cast: Cast) -> Version:
    plan = written(cast, US_IEP, facts=DISABILITY)
    step(cast, plan, "team_met", happened_on=TODAY, on=TODAY)
    plan = again(cast, plan)
    with acting(cast.officer) as by:
        return actions.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)


@pytest.mark.parametrize("plan_type", OF_PLACES)
def test_a_new_version_says_in_which_english_it_is_written(cast: Cast, plan_type: str) -> None:
    plan = written(cast, plan_type)
    with acting(cast.officer):
        document = documents.draft_document(again(cast, plan), on=TODAY)

    assert document["language"] == OF_PLACES[plan_type] == lawbook().language_of(plan_type)


def test_an_american_plan_has_american_days_on_paper_and_on_its_pages(cast: Cast, seen_by: Browser) -> None:
    version = american(cast)
    document = json.loads(version.document)
    at = [version.plan_id, version.number]
    browser = seen_by(cast.parent)

    assert document["language"] == "en-US"
    assert document["next_review"] is None or not BRITISH.search(document["next_review"]["sentence"])
    pdf = browser.get(reverse("documents:plan_pdf", args=at)).content
    assert root_of(pdf)["/Lang"] == "en-US"
    assert "Thursday, November 19, 2026" in text_of(pdf)
    assert not BRITISH.findall(text_of(pdf))
    for name in ("plans:version", "versions:copies", "documents:copies"):
        page = browser.get(reverse(name, args=at)).content.decode()
        assert '<html lang="en-US"' in page, name
        assert "November 19, 2026" in page, name
        assert not BRITISH.findall(re.sub(r"<[^>]+>", " ", page)), name
    # The next reader, of whom no place is known, is spoken to as before.
    assert '<html lang="en-GB"' in seen_by(None).get(reverse("guide:law")).content.decode()


def test_a_version_from_before_keeps_its_words_and_its_hash(cast: Cast, seen_by: Browser) -> None:
    version = cast.young.version
    before = (version.document, version.sha256)
    written(cast, US_IEP)  # the school is in another place now

    page = seen_by(cast.parent).get(reverse("plans:version", args=[version.plan_id, 1])).content.decode()
    pdf = seen_by(cast.parent).get(reverse("documents:plan_pdf", args=[version.plan_id, 1])).content

    with acting(cast.coordinator):
        now = Version.objects.get(pk=version.pk)
    assert (now.document, now.sha256) == before
    assert json.loads(now.document)["language"] == "en-GB"
    assert '<html lang="en-GB"' in page
    assert root_of(pdf)["/Lang"] == "en-GB"


@pytest.mark.parametrize(
    ("place", "language"),
    [("us-tx", "en-US"), ("ca-on", "en-CA"), ("ie", "en-IE"), ("gb-sct", "en-GB"), ("nowhere", "en-GB")],
)
def test_pages_for_staff_speak_the_english_of_their_place_or_british_english_where_none_is_known(
    cast: Cast, seen_by: Browser, place: str, language: str
) -> None:
    settle(cast, place)
    for who in (cast.coordinator, cast.parent):
        page = seen_by(who).get(reverse("home:caseload"))
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.content.decode()
