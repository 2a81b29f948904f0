import pytest

from handrail.apps.documents import wording


@pytest.mark.parametrize(
    ("times", "per", "reads"),
    [
        (1, "week", "once a week"),
        (2, "fortnight", "twice a fortnight"),
        (3, "hour", "3 times an hour"),
        (21, "", "21 times"),
        (None, "week", ""),
    ],
)
def test_how_often(times: int | None, per: str, reads: str) -> None:
    assert wording.how_often(times, per) == reads


@pytest.mark.parametrize(
    ("minutes", "reads"),
    [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (150, "2 hours 30 minutes"), (None, "")],
)
def test_how_long(minutes: int | None, reads: str) -> None:
    assert wording.how_long(minutes) == reads


def test_a_day_is_written_with_its_weekday_and_its_month_in_words() -> None:
    assert wording.with_weekday("2027-02-11") == "Thursday 11 February 2027"
    assert wording.in_a_table("2027-02-11") == "11 Feb 2027"


def test_what_is_not_a_day_is_printed_as_it_was_written() -> None:
    assert wording.with_weekday("after Easter") == "after Easter"


@pytest.mark.parametrize(
    ("starts", "ends", "reads"),
    [
        ("2026-08-24", "2027-03-25", "24 Aug 2026 to 25 Mar 2027"),
        ("2026-08-24", "", "From 24 Aug 2026"),
        ("", "2027-03-25", "Until 25 Mar 2027"),
        ("", "", ""),
    ],
)
def test_a_span_may_be_open_at_either_end(starts: str, ends: str, reads: str) -> None:
    assert wording.span(starts, ends) == reads


def test_places_to_break_change_no_word() -> None:
    address = "https://school.example/" + "word" * 30

    broken = wording.with_places_to_break(address, narrow=True)

    assert broken != address
    assert broken.replace(wording.MAY_BREAK, "") == address
    assert wording.with_places_to_break("an ordinary sentence", narrow=True) == "an ordinary sentence"


def test_a_place_to_break_never_parts_a_letter_from_its_marks() -> None:
    letters = "e\u0301" * 40

    pieces = wording.with_places_to_break(letters, narrow=False).split(wording.MAY_BREAK)

    assert len(pieces) > 1
    assert all(piece.startswith("e") for piece in pieces)
