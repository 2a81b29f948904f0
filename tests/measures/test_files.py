"""Checks from a spreadsheet, and what is said of a table that cannot be taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.errors import MeasureError
from handrail.measures.files import read_checks
from tests.measures.cases import EXAMPLES


def read(text: str):  # type: ignore[no-untyped-def]
    return read_checks(text, name="checks.csv")


def test_a_table_with_what_is_known_of_each_check() -> None:
    (first, second) = read(
        'Day,Value,Out of,Count,Note\n2026-09-07,42,,,\n\n2026-09-14,,10,7,"after a drill, tired"\n'
    )

    assert (first.on, first.value) == (date(2026, 9, 7), 42)
    assert (second.count, second.out_of, second.note) == (7, 10, "after a drill, tired")


def test_a_spreadsheet_of_another_country_and_its_mark() -> None:
    (one,) = read("\ufeffday;value;excused\r\n2026-09-07;;ill\r\n")

    assert one.excused == "ill"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "checks.csv is empty"),
        (" \n", "checks.csv is empty"),
        ("value\n3\n", 'line 1: there is no column "day"'),
        ("day,marks\n", 'line 1: "marks" is no column that is known'),
        ("day,day\n", "is there twice"),
        ("day,value\n7 September,3\n", 'line 2: "7 September" is not a day. Write it like 2026-11-05'),
        ("day,value\n2026-02-30,3\n", 'line 2: "2026-02-30" is not a day'),
        ("day,value\n2026-09-07,fast\n", 'line 2: value "fast" is not a number'),
        ("day,count,out_of\n2026-09-07,7.5,10\n", 'line 2: count "7.5" is not a whole number'),
        (
            "day,count,out_of\n2026-09-07,7,10\n2026-09-08,11,10\n",
            "line 3: .*11 of 10 is more than there were",
        ),
        ("day,minutes,count\n2026-09-07,-3,10\n", "line 2: .*minutes cannot be -3"),
        ("day,value\n2026-09-07,3,4\n", "line 2: there are 3 cells under 2 headings"),
        ('day,value\n"2026-09-07,3\n', "is not a CSV table"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(MeasureError, match=told):
        read(text)


@EXAMPLES
@given(st.text(max_size=200))
def test_any_text_is_taken_or_told(text: str) -> None:
    try:
        read(text)
    except MeasureError as fault:
        assert str(fault).startswith("checks.csv")
