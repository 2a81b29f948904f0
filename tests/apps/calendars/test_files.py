"""Files that people choose: councils' calendars, tables of every spelling, and what is no calendar at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.apps.calendars.entries import Kind
from handrail.apps.calendars.guesses import FileRead, Found, guessed
from handrail.apps.calendars.icalendar_files import LARGEST, read_file
from handrail.core.days import Order
from handrail.core.errors import FileRefused


def ics(*events: str) -> bytes:
    """A calendar with events, each given as its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Council//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:x", *event.splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(content: bytes, order: Order = Order.DAY_FIRST) -> FileRead:
    return read_file(content, order=order)


def only(content: bytes, order: Order = Order.DAY_FIRST) -> Found:
    (found,) = read(content, order).found
    return found


def test_the_end_of_an_all_day_event_is_the_day_after_its_last() -> None:
    found = only(ics("SUMMARY:Mid-term holiday\nDTSTART;VALUE=DATE:20270215\nDTEND;VALUE=DATE:20270217"))

    assert (found.kind, found.starts, found.ends) == (Kind.CLOSED, date(2027, 2, 15), date(2027, 2, 16))


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        ("DTSTART;VALUE=DATE:20261116", date(2026, 11, 16)),
        ("DTSTART;VALUE=DATE:20261116\nDTEND;VALUE=DATE:20261116", date(2026, 11, 16)),
        ("DTSTART;VALUE=DATE:20261116\nDURATION:P2D", date(2026, 11, 17)),
        ("DTSTART:20261116T000000\nDTEND:20261118T000000", date(2026, 11, 17)),
        ("DTSTART;TZID=Europe/London:20261116T000000\nDTEND;TZID=Europe/London:20261117T000000", date(2026, 11, 16)),
    ],
)  # fmt: skip
def test_a_day_is_read_however_the_program_wrote_it(lines: str, ends: date) -> None:
    found = only(ics(f"SUMMARY:In-service day\n{lines}"))

    assert (found.kind, found.starts, found.ends) == (Kind.IN_SERVICE, date(2026, 11, 16), ends)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("SUMMARY:Parents’ evening\nDTSTART:20261116T183000Z\nDTEND:20261116T200000Z", "time of day"),
        ("SUMMARY:Holiday\nDTSTART;VALUE=DATE:20261116\nRRULE:FREQ=YEARLY", "It repeats"),
        ("SUMMARY:Holiday\nDTSTART;VALUE=DATE:20261116\nSTATUS:CANCELLED", "cancelled"),
        ("SUMMARY:Holiday", "no day that can be read"),
        ("SUMMARY:Holiday\nDTSTART;VALUE=DATE:20269999", "no day that can be read"),
        ("SUMMARY:Holiday\nDTSTART;VALUE=DATE:20261116\nDTEND;VALUE=DATE:20261101", "ends before it starts"),
        ("SUMMARY:Holiday\nDTSTART;VALUE=DATE:20261116\nDTEND;VALUE=DATE:20301101", "longer than a year"),
    ],
)
def test_what_cannot_be_taken_is_left_out_with_a_sentence(lines: str, told: str) -> None:
    found = only(ics(lines))

    assert found.entry is None
    assert told in found.why


@pytest.mark.parametrize(
    ("name", "days", "kind"),
    [
        ("Term 1", 50, Kind.TERM),
        ("Autumn Term", 60, Kind.TERM),
        ("Fall Semester", 90, Kind.TERM),
        ("Half term", 5, Kind.CLOSED),
        ("Mid-term holiday", 2, Kind.CLOSED),
        ("End of term break", 14, Kind.CLOSED),
        ("Christmas", 14, Kind.CLOSED),
        ("St Andrew’s Day", 1, Kind.CLOSED),
        ("Schools closed: May Day", 1, Kind.CLOSED),
        ("Thanksgiving Recess", 3, Kind.CLOSED),
        ("INSET day", 1, Kind.IN_SERVICE),
        ("In Service Day", 1, Kind.IN_SERVICE),
        ("Staff only: in-service day (school closed to pupils)", 1, Kind.IN_SERVICE),
        ("Professional Development Day", 1, Kind.IN_SERVICE),
        ("Teacher Work Day - No School", 1, Kind.IN_SERVICE),
        ("PA Day", 1, Kind.IN_SERVICE),
        ("Term 1 begins", 1, None),
        ("Last day of term", 1, None),
        ("Sports day", 1, None),
        ("Term dates", 1, None),
        ("Book fair", 5, None),
    ],
)
def test_an_entry_is_taken_for_what_its_name_says(name: str, days: int, kind: Kind | None) -> None:
    starts = date(2026, 8, 18)

    assert guessed(name, starts, starts.fromordinal(starts.toordinal() + days - 1))[0] is kind


def test_where_a_file_names_both_ends_of_each_term_they_become_the_term() -> None:
    found = read(
        ics(
            "SUMMARY:Term 1 begins\nDTSTART;VALUE=DATE:20260818",
            "SUMMARY:Term 1 ends\nDTSTART;VALUE=DATE:20261009",
            "SUMMARY:Schools return for Term 2\nDTSTART;VALUE=DATE:20261026",
            "SUMMARY:Last day of Term 2\nDTSTART;VALUE=DATE:20261222",
        )
    ).found

    terms = [(one.name, one.starts, one.ends) for one in found if one.kind is Kind.TERM]
    assert terms[0] == ("Term 1", date(2026, 8, 18), date(2026, 10, 9))
    assert terms[1][1:] == (date(2026, 10, 26), date(2026, 12, 22))
    assert len(terms) == 2


TABLE = "kind,name,from,until\n"


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("in-service day,Training,05/11/2026,", Order.DAY_FIRST),
        ("in-service day,Training,11/5/2026,11/5/2026", Order.MONTH_FIRST),
        ("INSET,Training,5 Nov 2026,", Order.EITHER),
        ("in_service,Training,2026-11-05,2026-11-05", Order.EITHER),
        (",Staff training,5th November 2026,", Order.EITHER),
    ],
)
def test_a_line_of_a_table_is_read_by_the_habits_of_the_place(line: str, order: Order) -> None:
    found = only((TABLE + line).encode(), order)

    assert (found.kind, found.starts, found.ends) == (Kind.IN_SERVICE, date(2026, 11, 5), date(2026, 11, 5))


@pytest.mark.parametrize(
    "content",
    [
        "Type;Title;Start date;End date\nHoliday;Mid-term;15/02/2027;16/02/2027",
        "Start\tEnd\tName\n15 Feb 2027\t16 Feb 2027\tMid-term holiday",
        '\n\nname , FROM , Until\n"Mid-term\nholiday",15/2/2027,16/2/2027\n,,\n',
    ],
)
def test_columns_are_found_under_other_names_and_signs(content: str) -> None:
    for encoded in (content.encode(), content.encode("utf-16"), b"\xef\xbb\xbf" + content.encode()):
        found = only(encoded)
        assert (found.kind, found.starts, found.ends) == (Kind.CLOSED, date(2027, 2, 15), date(2027, 2, 16))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("closure,May Day,05/11/26,", "a year of two figures"),
        ("closure,May Day,,", "no day in the column"),
        ("closure,May Day,4 May 2027,3 May 2027", "ends before it starts"),
        ("closure,May Day,4 May 2027,3 May 2029", "longer than a year"),
        ("party,Sports,4 May 2027,", "knows no kind “party”"),
        (",Sports,4 May 2027,", "Nothing in its name"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(line: str, told: str) -> None:
    found = only((TABLE + line).encode())

    assert found.entry is None
    assert told in found.why
    assert found.where or found.starts


def test_a_file_that_writes_days_both_ways_loses_every_day_that_could_be_two() -> None:
    both = read((TABLE + "closure,A,11/25/2026,\nclosure,B,05/11/2026,\nclosure,C,26/11/2026,").encode())

    assert "11/25/2026" in both.notes[0]
    assert [one.starts for one in both.found] == [date(2026, 11, 25), None, date(2026, 11, 26)]
    assert "5 November or 11 May" in both.found[1].why


def test_other_letters_are_guessed_and_said() -> None:
    found = read((TABLE + "closure,Fête de l’école,4 May 2027,").encode("cp1252"))

    assert found.found[0].name == "Fête de l’école"
    assert "guessed" in found.notes[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"MZ\x90\x00\x03", "a program, whatever its name says"),
        (b"\x7fELF\x02", "a program"),
        (b"PK\x03\x04 xlsx", "office document"),
        (b"%PDF-1.7", "a PDF document"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"abc\0def", "holds no text"),
        (b"\xff\xfe\x00", "damaged"),
        (b"Dear parents,\nschool is closed.", "does not name the columns"),
        (b"kind,name,from,until\n", "no line below"),
        (b'kind,name,from,until\nterm,"Term 1,2026-08-18', "no partner"),
        (ics(), "holds no events"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x", "cannot be read to its end"),
        (b"x" * (LARGEST + 1), "larger than 1 MB"),
        (ics(*["SUMMARY:x"] * 20_000), "holds 20,000 entries"),
        (TABLE.encode() + b"closure,x,2027-05-04,\n" * 401, "holds 401 entries"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_is_no_calendar_is_refused_with_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        read(content)


@given(st.binary(max_size=300))
def test_whatever_bytes_come_there_is_an_answer(content: bytes) -> None:
    try:
        read(content)
    except FileRefused as told:
        assert str(told).endswith(".")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=8))
def test_whatever_lines_an_event_holds_there_is_an_answer(lines: list[str]) -> None:
    try:
        read(ics("\n".join(lines)))
    except FileRefused as told:
        assert str(told).endswith(".")
