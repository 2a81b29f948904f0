"""A plan is printed in the English of its place: its days in that order, its names, its language tag."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from handrail.apps.documents.lesson import lesson_sheet
from handrail.apps.documents.paper import Paper, paper_of
from handrail.apps.documents.profile import profile_sheet
from handrail.apps.documents.sheet import sheet_pdf
from handrail.apps.documents.typeset import plan_pdf
from handrail.apps.documents.web import plan_html
from handrail.apps.documents.word import plan_docx
from handrail.core.plan_types import PlanType
from handrail.law.lawbook import lawbook
from tests.apps.documents.full_plans import Document, full
from tests.apps.documents.reading import root_of, text_of

BRITISH = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}")
AMERICAN = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}, \d{4}")
LANGUAGES = {
    "gb": "en-GB", "ie": "en-IE", "nz": "en-NZ", "au": "en-AU", "us": "en-US", "ca": "en-CA",
}  # fmt: skip
ONE_OF_EACH = {lawbook().language_of(kind.key): kind for kind in lawbook().plan_types()}


def of_its_place(kind: PlanType) -> Document:
    return full(kind) | {"language": lawbook().language_of(kind.key)}


def month_first(language: str) -> bool:
    return language in ("en-US", "en-CA")


@pytest.mark.parametrize("kind", lawbook().plan_types(), ids=lambda kind: kind.key)
def test_every_plan_type_prints_days_as_its_place_writes_them(kind: PlanType) -> None:
    document = of_its_place(kind)
    for section in document["sections"]:
        section["citation"] = ""  # the canonical document puts the days of citations as its place does
    said = repr(paper_of(document, sha256=None))

    assert document["language"] == LANGUAGES[kind.jurisdiction.partition("-")[0]]
    right, wrong = (AMERICAN, BRITISH) if month_first(document["language"]) else (BRITISH, AMERICAN)
    assert right.search(said)
    assert not wrong.findall(said)


@pytest.mark.parametrize("language", sorted(ONE_OF_EACH))
def test_all_three_kinds_of_file_say_in_which_english_they_speak(language: str) -> None:
    document = of_its_place(ONE_OF_EACH[language])
    issued = "Thursday, November 5, 2026" if month_first(language) else "Thursday 5 November 2026"

    pdf = plan_pdf(document)
    page = plan_html(document)
    word = docx.Document(io.BytesIO(plan_docx(document)))

    assert root_of(pdf)["/Lang"] == language
    assert f'<html lang="{language}">' in page
    assert word.core_properties.language == language
    assert {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))} == {language}
    cells = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for text in (text_of(pdf), page, cells):
        assert issued in text


@pytest.mark.parametrize(
    ("plan_type", "labels"),
    [
        ("gb-sct/csp", {"Year group", "Authority"}),
        ("us/iep", {"Grade", "School district"}),
        ("ca-on/iep", {"Grade", "School board"}),
        ("nz/iep", {"Year level", "Authority"}),
        ("ie/student-support-plan", {"Class", "Authority"}),
    ],
)
def test_the_first_page_has_the_names_of_the_place(plan_type: str, labels: set[str]) -> None:
    paper: Paper = paper_of(of_its_place(lawbook().plan_type(plan_type)), sha256=None)

    assert labels <= {fact.label for fact in paper.facts}


def test_what_was_issued_in_british_english_stays_so_wherever_it_is() -> None:
    document = full(lawbook().plan_type("us/iep"))  # as versions were before they knew their place

    pdf = plan_pdf(document)

    assert root_of(pdf)["/Lang"] == "en-GB"
    assert "Thursday 5 November 2026" in text_of(pdf)


@pytest.mark.parametrize(("language", "day"), [("en-US", "March 4, 2026"), ("en-AU", "4 March 2026")])
def test_the_page_for_lessons_and_the_profile_speak_it_too(language: str, day: str) -> None:
    document = full(lawbook().plan_type("us/iep")) | {"language": language, "issued_on": "2026-03-04"}
    lesson = sheet_pdf(lesson_sheet(document, profile={}, sha256="0" * 64))
    profile = sheet_pdf(
        profile_sheet(
            name="Ada", school="A school", lines={"What helps": ["Time"]}, own_words="", on=date(2026, 3, 4),
            language=language, invented=False,
        )
    )  # fmt: skip

    for pdf in (lesson, profile):
        assert root_of(pdf)["/Lang"] == language
        assert day in text_of(pdf)


def test_a_goal_is_printed_with_the_conditions_and_the_measure_of_success_that_were_agreed() -> None:
    document = full(lawbook().plan_type("us/iep"))
    for section in document["sections"]:
        for goal in section.get("goals", ()):
            goal |= {"condition": "given a text of the grade", "criterion": "in 3 of 4 checks in a row"}

    word = docx.Document(io.BytesIO(plan_docx(document)))
    cells = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for text in (text_of(plan_pdf(document)), plan_html(document), cells):
        assert "given a text of the grade" in text
        assert "in 3 of 4 checks in a row" in text
