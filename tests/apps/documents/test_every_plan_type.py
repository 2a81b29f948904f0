"""A full plan of every plan type that the law's data knows, in every form that it can be taken along in."""

from __future__ import annotations

import html
import io
import re
from itertools import pairwise

import docx
import pytest

from handrail.apps.documents.layout import Layout, PaperColour, Spacing, TextSize, Typeface
from handrail.apps.documents.typeset import plan_pdf
from handrail.apps.documents.web import plan_html
from handrail.apps.documents.word import plan_docx
from handrail.core.plan_types import PlanType
from handrail.law.lawbook import lawbook
from tests.apps.documents.full_plans import Document, full, marks
from tests.apps.documents.reading import (
    bookmarks_of,
    reader_of,
    roles_of,
    root_of,
    structure_of,
    text_of,
    title_of,
)

EVERY = lawbook().plan_types()
SIX = [
    lawbook().plan_type(key)
    for key in ("gb-sct/csp", "gb-sct/childs-plan", "gb-eng/ehc", "us/iep", "us/504", "ca-on/iep")
]
LARGE = Layout(TextSize.LARGE, Spacing.WIDE, Typeface.PLAIN, PaperColour.CREAM)

every_plan_type = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.key)


def words(text: str) -> str:
    return " ".join(text.split())


def plain(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def in_order(text: str, document: Document) -> None:
    """Every heading in the order of the law, and every value of a section under its own heading."""
    text = words(text)
    starts, at = [], 0
    for section in document["sections"]:
        found = text.find(words(section["heading"]), at)
        assert found >= 0, f"{section['heading']} is not there, or not in its place"
        starts.append(found)
        # Past what the section holds, so that a heading that is also a word of the text is not taken for it.
        at = found + len(section["heading"])
        for mark in marks(section):
            at = max(at, text.find(mark, found))
    for section, start, end in zip(document["sections"], starts, [*starts[1:], len(text)], strict=True):
        under = set(re.findall(r"mark[a-z]+q", text[start:end]))
        wanted = {re.sub(r"[^a-z]", "", mark) for mark in marks(section)}
        assert wanted <= under, (section["key"], wanted - under)
    everything = {re.sub(r"[^a-z]", "", mark) for mark in marks(document)}
    assert everything <= set(re.findall(r"mark[a-z]+q", text))


@every_plan_type
def test_the_pdf_holds_every_heading_in_legal_order_and_every_value(kind: PlanType) -> None:
    document = full(kind)
    pdf = plan_pdf(document, sha256="0" * 64)

    # A page's foot stands between two pages of text.
    foot = re.compile(r"Robin mark\w+, version 2, SHA-256 0{12} All people, .{0,80}? Page \d+ of \d+")
    in_order(foot.sub("", text_of(pdf)), document)


@every_plan_type
def test_the_pdf_is_tagged_for_every_reader(kind: PlanType) -> None:
    document = full(kind)
    pdf = plan_pdf(document)
    root, roles = root_of(pdf), roles_of(pdf)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/Lang"] == "en-GB"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert title_of(pdf) == f"{document['pupil']['name']}: {kind.name}, version 2"
    levels = [int(role[2:]) for role in roles if role.startswith("/H") and role[2:].isdigit()]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [title for level, title in bookmarks_of(pdf) if level == 2] == [
        one["heading"] for one in document["sections"]
    ]
    tables = sum(1 for section in document["sections"] if section.get("provision"))
    assert roles.count("/TH") == 6 * tables
    for role, element in structure_of(pdf):
        if role == "/Figure":
            assert element.get("/Alt"), "a picture without words"


@every_plan_type
def test_word_and_web_page_hold_the_same(kind: PlanType) -> None:
    document = full(kind)

    made = docx.Document(io.BytesIO(plan_docx(document)))
    paragraphs = [
        text
        for part in made.iter_inner_content()
        for text in (
            [part.text] if hasattr(part, "text") else [cell.text for row in part.rows for cell in row.cells]  # type: ignore[union-attr]
        )
    ]
    in_order(" ".join(paragraphs), document)
    headings = [one.text for one in made.paragraphs if one.style and one.style.name == "Heading 2"]
    assert headings == ["Next review", *(section["heading"] for section in document["sections"])]

    before, _, main = plan_html(document).partition("<main")
    # What stands before names the parts once more, as a list of contents, so it is looked at by itself.
    in_order(f"{plain(main)} {' '.join(marks(plain(before)))}", document)


@pytest.mark.parametrize("kind", SIX, ids=lambda kind: kind.key)
def test_large_print_holds_the_same_on_more_pages(kind: PlanType) -> None:
    document = full(kind)
    pdf = plan_pdf(document, layout=LARGE)

    everything = {re.sub(r"[^a-z]", "", mark) for mark in marks(document)}
    assert everything <= set(re.findall(r"mark[a-z]+q", text_of(pdf)))
    assert len(reader_of(pdf).pages) > len(reader_of(plan_pdf(document)).pages)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root_of(pdf)["/Metadata"].get_object().get_data()


def test_a_part_that_print_does_not_know_by_name_is_printed_all_the_same() -> None:
    document = full(lawbook().plan_type("gb-eng/ehc"))
    document["sections"][-2]["advice"] = [
        {"id": "x", "who": "Dr Petra Psychologist", "on": "2026-09-01", "files": ["report-zebra.pdf"]}
    ]

    for text in (text_of(plan_pdf(document)), re.sub(r"<[^>]+>", " ", plan_html(document))):
        assert "Dr Petra Psychologist" in text
        assert "1 September 2026" in text
        assert "report-zebra.pdf" in text


def test_a_plan_in_arabic_and_gaelic_with_a_name_without_an_end() -> None:
    document = full(lawbook().plan_type("gb-sct/csp"))
    name = "Oighrig Mairead Ealasaid " + "Nic-Dhòmhnaill-" * 12
    document["pupil"] |= {"name": name, "known_as": "Oighrig"}
    document["sections"][0]["text"] = "يحب القراءة في البيت\n\nTha i math air leughadh aig an taigh."
    pdf = plan_pdf(document, layout=LARGE)
    made = docx.Document(io.BytesIO(plan_docx(document)))
    page = plan_html(document)

    assert "Tha i math air leughadh aig an taigh." in text_of(pdf)
    assert "could not draw" not in text_of(pdf)
    arabic = next(one for one in made.paragraphs if one.text.startswith("يحب"))
    assert arabic._p.xpath(".//w:bidi")
    assert '<p dir="rtl">يحب' in page
    assert name.strip() in page
