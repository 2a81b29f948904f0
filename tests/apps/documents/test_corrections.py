"""Slips put right after the issue: marked in every document, while the issued words and their PDF stay."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.documents import actions, queries
from handrail.apps.documents.models import CorrectedPdf, VersionPdf
from handrail.apps.documents.web import plan_html
from handrail.apps.documents.word import plan_docx
from handrail.apps.plans import issued
from handrail.apps.plans.models import Correction, Version
from tests.apps.documents.reading import bookmarks_of, root_of, text_of, title_of
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]

SAID = "Every lesson starts with the page read aloud once."
NOW = "Every lesson starts with the page red aloud once."


def address(cast: Cast, name: str) -> str:
    return reverse(f"documents:{name}", args=[cast.young.plan.pk, 1])


def correct(cast: Cast, before: str = SAID, after: str = NOW) -> Correction:
    with acting(cast.coordinator) as by:
        return issued.correct(
            version=Version.objects.select_related("plan", "pupil").get(pk=cast.young.version.pk),
            place="changes/text",
            before=before,
            after=after,
            reason="A word was misspelt.",
            on=TODAY,
            by=by,
        )


def test_every_form_says_what_it_said_what_it_says_now_who_and_when(cast: Cast) -> None:
    row = correct(cast)
    with acting(cast.parent):
        document = queries.corrected_document(cast.young.version, [row])
        pdf = bytes(actions.corrected_pdf_of(cast.young.version, [row], at=moment(TODAY)).content)
    word = docx.Document(io.BytesIO(plan_docx(document)))

    for text in (text_of(pdf), plan_html(document), "\n".join(one.text for one in word.paragraphs)):
        for said in (
            "Correction 1.1",
            SAID,
            "A word was misspelt.",
            "Corrected by Nora Coordinator, 19 November 2026.",
            "1 slip of the pen was put right after this was issued.",
        ):
            assert said in text
    assert f"It said “{SAID}”" in text_of(pdf)
    assert f"It says now “{NOW}”" in text_of(pdf)
    assert "<del>read</del>" in plan_html(document)
    assert "<ins>red</ins>" in plan_html(document)
    assert "version 1 with corrections" in title_of(pdf)
    assert "Correction 1.1" in [title for _, title in bookmarks_of(pdf)]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root_of(pdf)["/Metadata"].get_object().get_data()


def test_the_pdf_as_issued_stays_byte_for_byte_and_is_called_so(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.parent)
    before = browser.get(address(cast, "plan_pdf"))
    assert "as-issued" not in before["Content-Disposition"]
    assert browser.get(address(cast, "corrected_pdf")).headers["Location"] == address(cast, "plan_pdf")

    correct(cast)
    after, corrected = (browser.get(address(cast, name)) for name in ("plan_pdf", "corrected_pdf"))

    assert after.content == before.content
    assert "as-issued.pdf" in after["Content-Disposition"]
    assert corrected.content != before.content
    assert "corrected.pdf" in corrected["Content-Disposition"]
    plan = browser.get(reverse("plans:version", args=[cast.young.plan.pk, 1])).content.decode()
    assert address(cast, "corrected_pdf") in plan
    assert "The PDF as issued" in plan


def test_each_further_correction_is_a_rendition_of_its_own(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.parent)
    correct(cast)
    one = browser.get(address(cast, "corrected_pdf")).content
    assert browser.get(address(cast, "corrected_pdf")).content == one
    correct(cast, NOW, SAID)
    two = browser.get(address(cast, "corrected_pdf")).content

    assert "Correction 1.2" in text_of(two)
    assert "2 slips of the pen were put right" in text_of(two)
    with acting(cast.coordinator):
        assert list(CorrectedPdf.objects.order_by("corrections").values_list("corrections", flat=True)) == [
            1,
            2,
        ]
        assert bytes(CorrectedPdf.objects.get(corrections=1).content) == one
        assert VersionPdf.objects.count() == 0


def test_a_reader_chooses_between_the_two_and_is_given_the_corrected_one_first(
    cast: Cast, seen_by: Browser
) -> None:
    browser = seen_by(cast.parent)
    assert "Which words?" not in browser.get(address(cast, "copies")).content.decode()
    correct(cast)
    page = browser.get(address(cast, "copies")).content.decode()
    usual = browser.get(address(cast, "copy"), {"format": "html"})
    chosen = browser.get(address(cast, "copy"), {"format": "html", "words": "issued"})

    for said in ("Which words?", "With the corrections marked", "As issued, without the corrections"):
        assert said in page
    assert "The plan as issued (PDF)" in page
    assert "Correction 1.1" in usual.content.decode()
    assert "corrected.html" in usual["Content-Disposition"]
    assert "Correction 1.1" not in chosen.content.decode()
    assert "as-issued.html" in chosen["Content-Disposition"]
    assert browser.get(address(cast, "copy"), {"words": "neither"}).status_code == 422


def test_a_long_text_is_shown_by_the_words_around_the_slip(cast: Cast) -> None:
    document = queries.version_document(cast.young.version)
    long = "One sentence stands before. " * 40
    slip = {
        "number": "1.1", "section": "changes", "place": "changes/text", "where": "Changes", "why": "A slip.",
        "by": "Nora", "on": "2026-11-19", "before": f"{long}Thsi one.", "after": f"{long}This one.",
    }  # fmt: skip
    page = plan_html(document | {"corrections": [slip]})

    assert page.count("One sentence stands before.") <= 12
    assert "[…]" in page
    assert "<del>Thsi</del>" in page


def test_strangers_get_neither_and_nobody_changes_what_is_kept(cast: Cast, seen_by: Browser) -> None:
    correct(cast)
    for who, status in (
        (cast.other_coordinator, 404),
        (cast.past_psychologist, 404),
        (cast.young_pupil, 403),
    ):
        assert seen_by(who).get(address(cast, "corrected_pdf")).status_code == status
    assert seen_by(cast.parent).get(address(cast, "corrected_pdf")).status_code == 200
    with acting(cast.coordinator):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update documents_correctedpdf set content = ''")
        assert len(CorrectedPdf.objects.get().content) > 1000
