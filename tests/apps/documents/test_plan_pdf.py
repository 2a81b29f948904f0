"""The plan as PDF: complete, in order, accessible, and the same every time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache, partial
from itertools import pairwise
from typing import Any

import pytest

from handrail.apps.documents.errors import DocumentError
from handrail.apps.documents.typeset import plan_pdf
from tests.apps.documents.invented_plans import Document, eilidh, finlay
from tests.apps.documents.reading import (
    bookmarks_of,
    created_on,
    reader_of,
    roles_of,
    root_of,
    structure_of,
    text_of,
    title_of,
    words_of,
)

SHA256 = "3f9a2c41d0be77aa11" + 46 * "0"


@cache
def school_plan() -> bytes:
    return plan_pdf(eilidh(), sha256=SHA256)


@cache
def plan_set_by_law() -> bytes:
    return plan_pdf(finlay(), sha256=SHA256)


def texts_a_reader_expects(section: Document) -> list[str]:
    """What people wrote in a section; ids, amounts and days are printed in other words."""
    texts = [section["heading"], section["citation"], section.get("text") or ""]
    texts += [text for row in section.get("rows") or () for text in row]
    written = {
        "needs": ("title", "description"),
        "goals": ("text", "pupil_words", "baseline", "target", "measure"),
        "provision": ("what", "who", "role", "where"),
        "views": ("words", "who", "party"),
    }
    for part, fields in written.items():
        texts += [thing[field] for thing in section.get(part) or () for field in fields]
    return texts


@pytest.mark.parametrize("plan", [eilidh(), finlay()], ids=["school plan", "plan set by law"])
def test_every_word_of_each_section_stands_between_its_heading_and_the_next(plan: Document) -> None:
    text = text_of(plan_pdf(plan))

    headings = [section["heading"] for section in plan["sections"]]
    starts = [text.index(heading) for heading in headings]
    assert starts == sorted(starts)
    for section, start, end in zip(plan["sections"], starts, [*starts[1:], len(text)], strict=True):
        printed = set(words_of(text[start:end]))
        for expected in texts_a_reader_expects(section):
            assert set(words_of(expected)) <= printed, (section["key"], expected)


def test_the_first_page_says_whose_plan_it_is_and_how_much_it_weighs() -> None:
    first_page = " ".join(reader_of(school_plan()).pages[0].extract_text().split())

    for expected in (
        "Eilidh Nowak",
        "Individualised educational programme",
        "A school plan: it has no legal force of its own.",
        "Heronstane Primary School",
        "Kelpiewater Council",
        "Thursday 5 November 2026",
        "Graeme Tolland, Depute head teacher",
        "Thursday 11 February 2027",
        "This date was chosen at the meeting of 5 November 2026.",
        "version 5",
        "SHA-256 3f9a2c41d0be",
        "All people, schools and plans here are invented.",
        "Page 1 of 4",
    ):
        assert expected in first_page
    assert "3f9a2c41d0be7" not in first_page


def test_a_plan_set_by_law_says_so() -> None:
    assert "A plan set by law." in text_of(plan_set_by_law())


def test_a_real_plan_does_not_say_that_it_is_invented() -> None:
    assert "invented" not in text_of(plan_pdf(finlay() | {"invented": False}))


def test_goals_lead_to_their_need_and_help_and_help_leads_back() -> None:
    text = text_of(school_plan())

    assert "Need 1 Reading fast enough to keep hold of the story Goal After hearing the passage once" in text
    assert "Help 1: Paired reading aloud, rereading and letter-order practice. Ruth Carnegie-Bello" in text
    assert "For Goal 1, Goal 2" in text


def test_a_broken_thread_is_said_and_not_hidden() -> None:
    plan = eilidh()
    plan["sections"][2]["goals"][0]["need"] = None
    plan["sections"][3]["provision"][2]["goals"] = []

    text = text_of(plan_pdf(plan))

    assert "No need is named for this goal." in text
    assert "No help is written for this goal." in text
    assert "For no goal in this plan" in text


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ({"text": ""}, "Nothing written here."),
        (
            {"not_applicable": "She is well and sees no health service."},
            "She is well and sees no health service.",
        ),
    ],
    ids=["empty", "not applicable"],
)
def test_a_section_without_content_says_why(section: Document, sentence: str) -> None:
    plan = eilidh()
    plan["sections"][5] |= section

    assert f"Health {sentence}" in text_of(plan_pdf(plan))


def test_help_without_amounts_shows_its_own_sentence() -> None:
    plan = eilidh()
    plan["sections"][3]["provision"][0] |= {"times": None, "minutes": None, "says": "Whenever the bell rings"}

    assert "Whenever the bell rings" in text_of(plan_pdf(plan))


def test_without_a_next_review_no_date_is_made_up() -> None:
    assert "Next review No day is set." in text_of(plan_pdf(eilidh() | {"next_review": None}))


def test_the_document_is_marked_as_pdf_ua_1() -> None:
    pdf = school_plan()
    root = root_of(pdf)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert "/StructTreeRoot" in root
    assert title_of(pdf) == "Eilidh Nowak: Individualised educational programme, version 5"


def test_headings_step_down_one_level_at_a_time_from_one_title() -> None:
    levels = [
        int(role[2:]) for role in roles_of(plan_set_by_law()) if role.startswith("/H") and role[2:].isdigit()
    ]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_name_every_section_needs_and_goals() -> None:
    bookmarks = bookmarks_of(school_plan())

    assert bookmarks[0] == (1, "Eilidh Nowak")
    assert [title for level, title in bookmarks if level == 2] == [
        one["heading"] for one in eilidh()["sections"]
    ]
    assert (3, "Need 1: Reading fast enough to keep hold of the story") in bookmarks
    assert (3, "Goal 3") in bookmarks


def test_the_table_of_help_has_a_header_for_each_column() -> None:
    elements = list(structure_of(school_plan()))

    roles = [role for role, _ in elements]
    assert roles.count("/TH") == 6
    assert roles.count("/TD") == 6 * 3
    assert all("/Column" in str(element["/A"]) for role, element in elements if role == "/TH")


def test_own_words_are_quotations_and_links_have_words_of_their_own() -> None:
    elements = list(structure_of(school_plan()))

    assert [role for role, _ in elements].count("/BlockQuote") == 3 + 3
    for page in reader_of(school_plan()).pages:
        for annotation in page.get("/Annots") or ():
            assert annotation.get_object()["/Contents"]


def test_the_same_plan_is_the_same_bytes_in_any_thread() -> None:
    plans: list[Document] = [eilidh(), finlay()] * 6
    alone = [school_plan(), plan_set_by_law()] * 6

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(partial(plan_pdf, sha256=SHA256), plans))

    assert together == alone


def test_the_document_bears_the_day_of_issue_and_not_the_day_of_printing() -> None:
    assert created_on(school_plan()) == date(2026, 11, 5)


@pytest.mark.parametrize(
    "broken",
    [
        {"schema": "handrail-plan/9"},
        {"issued_on": "the fifth"},
        {"pupil": {}},
        {"sections": None},
        {"plan_type": "an old kind"},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_a_document_that_is_no_plan_is_refused_with_a_sentence(broken: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match=r"\.$"):
        plan_pdf(eilidh() | broken)
