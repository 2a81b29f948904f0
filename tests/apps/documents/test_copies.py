"""Ways to take a plan along: through the pages, by those who may."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.documents.models import VersionPdf
from handrail.apps.pupils import actions as pupils
from tests.apps.documents.reading import reader_of, text_of
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]


def of_version(cast: Cast, name: str) -> str:
    return reverse(f"documents:{name}", args=[cast.young.plan.pk, cast.young.version.number])


def test_the_plan_leads_to_its_copies_and_the_page_offers_every_choice(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.parent)
    plan = browser.get(reverse("plans:version", args=[cast.young.plan.pk, 1])).content.decode()
    assert of_version(cast, "copies") in plan

    page = browser.get(of_version(cast, "copies")).content.decode()

    for said in ("Large print, 18 point", "Wide: more space", "Noto Sans", "Cream", "Word document"):
        assert said in page
    assert of_version(cast, "lesson") in page


def test_the_standard_copy_is_the_kept_pdf_and_another_is_made_and_not_kept(
    cast: Cast, seen_by: Browser
) -> None:
    browser = seen_by(cast.parent)
    kept = browser.get(of_version(cast, "plan_pdf")).content

    same = browser.get(of_version(cast, "copy"))
    large = browser.get(of_version(cast, "copy"), {"text": "large", "paper": "cream", "spacing": "wide"})

    assert same.content == kept
    assert same["Content-Disposition"].startswith("attachment;")
    assert large.content != kept
    assert "Read 70 words of a new P5 text" in text_of(large.content)
    with acting(cast.coordinator):
        assert VersionPdf.objects.filter(version=cast.young.version).count() == 1


def test_a_copy_for_word_and_a_web_page_hold_the_plan(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.parent)

    word = browser.get(of_version(cast, "copy"), {"format": "docx"})
    page = browser.get(of_version(cast, "copy"), {"format": "html"}).content.decode()

    made = docx.Document(io.BytesIO(word.content))
    assert made.core_properties.language == "en-GB"
    assert made.core_properties.title.startswith("Robin Young: ")
    assert any(
        "Read 70 words of a new P5 text" in cell.text for row in made.tables for cell in row._cells
    ) or any("Read 70 words of a new P5 text" in one.text for one in made.paragraphs)
    for table in made.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader"), "a table without a header row"
    assert "Read 70 words of a new P5 text" in page
    for outside in ("<script", "<link", "src=", "url(", "@import", "http://", "https://"):
        assert outside not in page


def test_a_choice_that_is_none_is_refused_with_a_sentence(cast: Cast, seen_by: Browser) -> None:
    answer = seen_by(cast.parent).get(of_version(cast, "copy"), {"text": "tiny"})

    assert answer.status_code == 422
    assert "Choose one of these" in answer.content.decode()


def test_a_draft_says_that_it_is_one_in_every_form(cast: Cast, seen_by: Browser) -> None:
    browser, plan = seen_by(cast.coordinator), cast.young.plan
    draft = browser.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert reverse("documents:draft_copies", args=[plan.pk]) in draft
    assert browser.get(reverse("documents:draft_copies", args=[plan.pk])).status_code == 200

    address = reverse("documents:draft_copy", args=[plan.pk])
    pdf = browser.get(address)
    word = docx.Document(io.BytesIO(browser.get(address, {"format": "docx"}).content))
    page = browser.get(address, {"format": "html"}).content.decode()

    said = "Draft: not issued, and not the plan in force."
    assert said in text_of(pdf.content)
    assert "Issued by" not in text_of(pdf.content)
    assert said in [one.text for one in word.paragraphs]
    assert said in page
    assert "-draft-2026-11-19.pdf" in pdf["Content-Disposition"]
    assert seen_by(cast.parent).get(address).status_code == 403


def test_the_profile_is_one_page_in_the_pupils_words(cast: Cast, seen_by: Browser) -> None:
    with acting(cast.coordinator) as by:
        pupils.set_profile(
            pupil=cast.young.pupil,
            lines={"how_to_support_me": ["Read it to me once"], "skills": ["Chess"]},
            on=TODAY,
            by=by,
        )
    address = reverse("documents:profile", args=[cast.young.pupil.pk])
    browser = seen_by(cast.teaching_assistant)
    assert address in browser.get(reverse("home:pupil", args=[cast.young.pupil.pk])).content.decode()

    answer = browser.get(address)

    text = text_of(answer.content)
    assert len(reader_of(answer.content).pages) == 1
    for said in ("Robin Young", "Read it to me once", "Chess", "Short bits are fine."):
        assert said in text
    assert "appreciate" not in text, "a heading without a line"
    assert seen_by(cast.other_coordinator).get(address).status_code == 404


def test_the_page_for_lessons_holds_what_every_teacher_needs_and_no_address(
    cast: Cast, seen_by: Browser
) -> None:
    answer = seen_by(cast.class_teacher).get(of_version(cast, "lesson"))

    text = text_of(answer.content)
    assert len(reader_of(answer.content).pages) == 1
    for said in (
        "What Robin needs in your lesson",
        "Every lesson starts with the page read aloud once.",
        "Paired reading aloud",
        "3 times a week",
        "70 in a minute, without hot ears",
    ):
        assert said in text
    assert "Ferry Road" not in text


@pytest.mark.parametrize("name", ["copies", "copy", "lesson"])
def test_strangers_and_those_who_may_not(cast: Cast, seen_by: Browser, name: str) -> None:
    for who, status in (
        (cast.other_coordinator, 404),
        (cast.past_psychologist, 404),
        (cast.young_pupil, 403),
    ):
        assert seen_by(who).get(of_version(cast, name)).status_code == status
