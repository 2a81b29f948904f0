"""One page is one page; what it does not hold is said on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.apps.documents.layout import Layout, TextSize
from handrail.apps.documents.lesson import lesson_sheet
from handrail.apps.documents.sheet import Group, Line, Sheet, sheet_pdf
from tests.apps.documents.invented_plans import eilidh
from tests.apps.documents.reading import bookmarks_of, reader_of, root_of, text_of

ON = date(2026, 11, 5)


def sheet(*groups: Group) -> Sheet:
    return Sheet(
        title="Robin Young",
        eyebrow="A school",
        lead="",
        groups=groups,
        footer="foot",
        on=ON,
        more_in="the plan",
    )


def with_goals(count: int) -> dict[str, Any]:
    plan = eilidh()
    goal, one = plan["sections"][2]["goals"][0], plan["sections"][3]["provision"][0]
    plan["sections"][2]["goals"] = [goal | {"id": f"g{n}"} for n in range(count)]
    plan["sections"][3]["provision"] = [one | {"id": f"p{n}"} for n in range(count)]
    return plan


def test_what_fits_is_there_and_nothing_is_said_to_be_missing() -> None:
    pdf = sheet_pdf(lesson_sheet(eilidh(), profile={"How to support me": ["Wait"]}, sha256="0" * 64))

    assert len(reader_of(pdf).pages) == 1
    assert "Not on this page" not in text_of(pdf)
    assert next(title for level, title in bookmarks_of(pdf) if level == 2) == "How to support me"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root_of(pdf)["/Metadata"].get_object().get_data()


def test_three_hundred_goals_are_counted_and_not_silently_left_out() -> None:
    pdf = sheet_pdf(lesson_sheet(with_goals(300), profile={}, sha256="0" * 64))

    text = text_of(pdf)
    assert len(reader_of(pdf).pages) == 1
    shown = text.count("After hearing the passage once")
    assert 1 <= shown < 300
    assert f"{300 - shown} more under “What Eilidh is working on”" in text
    assert "All of it is in the plan." in text


def test_what_stands_beside_a_short_line_is_not_cut_to_its_length() -> None:
    text = text_of(
        sheet_pdf(sheet(Group("Help", (Line("Reading", "Tess, 3 times a week, in the library"),))))
    )

    assert "Tess, 3 times a week, in the library" in text


def test_one_line_without_an_end_is_shortened_and_said_to_be() -> None:
    pdf = sheet_pdf(sheet(Group("Help", (Line("word " * 4000),))))

    assert len(reader_of(pdf).pages) == 1
    assert "are shortened" in text_of(pdf)


def test_large_print_takes_the_pages_that_it_needs_and_leaves_nothing_out() -> None:
    many = sheet(Group("Help", tuple(Line(f"marker{n}") for n in range(50))))
    pdf = sheet_pdf(many, layout=Layout(text=TextSize.LARGEST))

    assert len(reader_of(pdf).pages) > 1
    assert all(f"marker{n}" in text_of(pdf) for n in range(50))


def test_an_empty_sheet_says_so() -> None:
    assert "Nothing is written here yet." in text_of(sheet_pdf(sheet()))


def test_a_name_in_arabic_and_a_sign_that_nobody_can_draw() -> None:
    one = replace(sheet(Group("Help", (Line("\U00012000 drawn"),))), title="محمد العلي")

    text = text_of(sheet_pdf(one))

    assert "□ drawn" in text
    assert "U+12000" in text


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=300), max_size=40))
def test_any_lines_at_all_make_one_page(lines: list[str]) -> None:
    pdf = sheet_pdf(sheet(Group("Help", tuple(map(Line, lines))), Group("More", (Line("last"),))))

    assert len(reader_of(pdf).pages) == 1
    assert "last" in text_of(pdf)
