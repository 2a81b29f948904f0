"""Files from elsewhere, whole and broken: a sentence with the place, or a marked result."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from handrail.signals import contract, events, kernel, readers, replay
from handrail.signals.errors import BrokenContract, Unreadable
from handrail.signals.events import Op, Source
from handrail.signals.readers import batches
from handrail.signals.recordings import EVERYTHING, Recording, Tells
from tests.signals.writing import table_of, typed


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as fault:
        readers.read(path)
    assert path.name in str(fault.value)
    return str(fault.value)


# --- IDFX -----------------------------------------------------------------------------------------------------


def key(
    number: int, start: int, name: str, value: str, position: int | None, length: int = 0, end: int = 0
) -> str:
    place = (
        f"<part type='wordlog'><position>{position}</position><documentLength>{length}</documentLength></part>"
        if position is not None
        else ""
    )
    return (
        f"<event id='{number}' type='keyboard'>{place}<part type='winlog'><startTime>{start}</startTime>"
        f"<endTime>{end}</endTime><key>{name}</key><value>{value}</value></part></event>\n"
    )


def idfx(*events: str) -> str:
    return "\ufeff<?xml version='1.0' encoding='UTF-8'?>\n<log><meta/>\n" + "".join(events) + "</log>"


def test_what_each_dialect_does_its_own_way_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "own.idfx",
        idfx(
            "<event id='0' type='insert'><part type='wordlog'><position>2</position>"
            "<before>Ab</before><after/></part></event>\n",
            key(1, 1000, "VK_SHIFT", "", None),
            key(2, 1100, "VK_C", "C", 2, 3, 1180),
            key(3, 1300, "VK_BACK", "&#x8;", 3, 4),
            key(4, 1500, "VK_BACK", "^", 2, 3, 1560),
            key(5, 1700, "VK_V", "pasted", 3, 4),
            key(6, 1900, "VK_X", "x", 3, 10),
            "<event id='7' type='replacement'><part type='wordlog'><start>3</start><end>9</end><newtext>x</newtext>"
            "</part></event>\n",
            key(8, 2100, "VK_E", "&#x1F642;", 4, 5),
            key(9, 2300, "VK_E", "e", 6, 7),
            key(10, 2400, "VK_LEFT", "", 7, 8),
        ),
    )

    recording = readers.read(path)
    rows = recording.events.to_pylist()

    assert replay.text_at(recording.events) == "Ab^x🙂e"
    assert [Op(row["op"]).name for row in rows] == [
        "INSERT", "INSERT", "DELETE_BACK", "INSERT", "PASTE", "REPLACE", "INSERT", "INSERT", "MOVE",
    ]  # fmt: skip
    assert rows[0]["source"] == Source.PROGRAM
    assert (rows[1]["lead"], rows[1]["dwell"], rows[2]["dwell"]) == (100, 80, 65_535)
    assert rows[7]["pos"] == 5
    assert not contract.faults(recording.events)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (idfx(key(0, 1, "VK_A", "a", 0, 1))[:-30], "cut off or not XML"),
        (
            idfx(key(0, 900, "VK_A", "a", 0, 1), key(1, 300, "VK_B", "b", 1, 2)),
            "line 4, event 1: the clock runs backwards, from 900 to 300 ms",
        ),
        (
            idfx(key(0, 1, "VK_A", "a", 0, 1), key(1, 3, "VK_B", "b", 7, 2)),
            "event 1: position 7 is past the end of the text, which has 1",
        ),
        ("<!DOCTYPE log [<!ENTITY a 'b'>]><log>&a;</log>", "a document type has no place in IDFX"),
        ("<log></log>", "holds no event"),
    ],
    ids=["cut in half", "clock backwards", "past the end", "document type", "empty"],
)  # fmt: skip
def test_a_broken_idfx_is_a_sentence(tmp_path: Path, content: str, says: str) -> None:
    assert says in refused(written(tmp_path, "broken.idfx", content))


def test_keys_without_a_place_give_times_and_no_text(tmp_path: Path) -> None:
    path = written(tmp_path, "browser.idfx", idfx(*(key(n, n * 200, "VK_A", "a", None) for n in range(40))))

    recording = readers.read(path)

    assert recording.tells == {Tells.TIMES, Tells.FINE_TIMES}
    assert "0 of 40 keys" in recording.notes[0]
    assert kernel.count(recording.events).of("keys")[0] == 40


def test_a_length_that_drifts_is_noted(tmp_path: Path) -> None:
    path = written(tmp_path, "drift.idfx", idfx(*(key(n, n * 200, "VK_A", "a", n, n + 5) for n in range(9))))

    assert "differs from the text's at 9 events" in readers.read(path).notes[0]


def test_half_a_gzip_is_a_sentence(tmp_path: Path) -> None:
    whole = gzip.compress(idfx(key(0, 1, "VK_A", "a", 0, 1)).encode())

    assert "cut off or damaged" in refused(written(tmp_path, "half.idfx.gz", whole[:-12]))


# --- CSV ------------------------------------------------------------------------------------------------------

HEAD = "id,event_id,down_time,up_time,action_time,activity,down_event,up_event,text_change,cursor_position,word_count\n"
ESSAY = [
    "a,1,100,180,80,Nonproduction,Leftclick,Leftclick,NoChange,0,0",
    "a,2,500,580,80,Input,q,q,q,1,1",
    'a,3,700,780,80,Paste,v,v,"qq, q",6,2',
    "a,4,900,980,80,Remove/Cut,Backspace,Backspace,q,5,2",
    "a,5,1100,1180,80,Replace,q,q,qqq => qx,2,2",
    'a,6,1300,1380,80,"Move From [0, 2] To [2, 4]",Leftclick,Leftclick,qx,4,2',
    "b,1,100,180,80,Input,q,q,q,1,1",
]


def test_a_csv_gives_a_session_for_each_essay(tmp_path: Path) -> None:
    recording = readers.read(written(tmp_path, "logs.csv", HEAD + "\n".join(ESSAY) + "\n"))

    assert recording.names == {0: "a", 1: "b"}
    assert replay.text_at(recording.session(0)) == ", qx"
    assert not contract.faults(recording.events)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a,7,2000,2010,1,Dance,q,q,q,5,2", "line 8, a: the activity “Dance” is not known"),
        ("a,9,2000,2010,1,Input,q,q,q,5,2", "event 9 follows event 6"),
        ("a,7,10,20,1,Input,q,q,q,5,2", "the clock runs backwards, from 1300 to 10 ms"),
        ("a,7,2000,2010,1,Input,q,q,q,99,2", "it changes characters 98 to 98 of 4"),
        ("a,7,2000,2010,1,Remove/Cut,Backspace,q,z,0,2", "what it removes is not what stands at 0"),
        ("a,7,2000,zwei,1,Input,q,q,q,5,2", "up_time is “zwei”"),
        ("a,7,2000", "the row is cut off"),
    ],
    ids=["unknown", "missing", "clock", "past the end", "other text", "no number", "cut"],
)
def test_a_broken_csv_is_a_sentence(tmp_path: Path, row: str, says: str) -> None:
    content = HEAD + "\n".join([*ESSAY[:6], row]) + "\n"

    assert says in refused(written(tmp_path, "logs.csv", content))


# --- Google Docs ----------------------------------------------------------------------------------------------


def changelog(*commands: dict[str, Any], start: int = 1_700_000_000_000) -> str:
    entries = [
        [command, start + n * 900, "somebody", n, "s", None, None, False]
        for n, command in enumerate(commands)
    ]
    return ")]}'\n" + json.dumps({"changelog": entries})


def test_a_changelog_is_read_in_its_accepted_view_with_coarse_times(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "doc.json",
        changelog(
            {"ty": "is", "s": "Hi 🙂 yuo", "ibi": 1},
            {
                "ty": "mlti",
                "mts": [{"ty": "ds", "si": 8, "ei": 9}, {"ty": "is", "s": "ou", "ibi": 8}, {"ty": "as"}],
            },
            {"ty": "msfd", "si": 1, "ei": 3},
            {"ty": "iss", "s": "!", "ibi": 10},
            {"ty": "ds", "si": 4, "ei": 5},
        ),
    )

    recording = readers.read(path)

    assert replay.text_at(recording.events) == " you!"
    assert recording.tells == {Tells.TEXT, Tells.TIMES}
    assert "saves" in recording.notes[0]
    assert not contract.faults(recording.events)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ({"ty": "zap"}, "entry 1: the command “zap” is not known, and may change the text"),
        ({"ty": "is", "s": "x", "ibi": 40}, "entry 1: it inserts at 40, past the end"),
        ({"ty": "ds", "si": 2, "ei": 9}, "entry 1: it changes 2 to 9, of a text that has 2"),
        ({"ty": "is", "s": "x"}, "lacks 'ibi'"),
    ],
    ids=["unknown", "past the end", "deletes too much", "incomplete"],
)
def test_a_broken_changelog_is_a_sentence(tmp_path: Path, command: dict[str, Any], says: str) -> None:
    path = written(tmp_path, "doc.json", changelog({"ty": "is", "s": "ab", "ibi": 1}, command))

    assert says in refused(path)


def test_half_a_changelog_says_where_it_ends(tmp_path: Path) -> None:
    assert "cut off or not JSON" in refused(written(tmp_path, "doc.json", changelog({"ty": "null"})[:-20]))


# --- our own --------------------------------------------------------------------------------------------------


def test_batches_in_any_order_and_twice_are_one_recording(tmp_path: Path) -> None:
    table = table_of(typed("A text of some length."), typed("Ünd 🙂", session=1))
    lines = batches.lines_of(table, every=5)

    recording = readers.read(written(tmp_path, "own.jsonl", "\n".join([*lines[2:5], *lines[:2], *lines])))

    assert replay.text_at(recording.session(recording_number(recording, "0"))) == "A text of some length."
    assert replay.text_at(recording.session(recording_number(recording, "1"))) == "Ünd 🙂"


def recording_number(recording: Recording, name: str) -> int:
    return next(number for number, known in recording.names.items() if known == name)


def altered(line: str, **changes: Any) -> str:
    return json.dumps(json.loads(line) | changes)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: [lines[0], lines[2]], "line 2: events 5 to 9 of session 0 are missing"),
        (lambda lines: [*lines, altered(lines[1], t=[9, 9, 9, 9, 9])], "stand in line 2 with other content"),
        (lambda lines: [lines[0], altered(lines[1], length=3)], "should have 3 characters and has 10"),
        (lambda lines: [lines[0], lines[1][:-9]], "line 2, column"),
        (lambda lines: [altered(lines[0], pos=[1])], "different length"),
        (lambda lines: [altered(lines[0], first=-4)], "first is not a number of an event"),
        (lambda lines: [altered(lines[0], pos=[-1, 0, 0, 0, 0])], "out of range"),
    ],
    ids=["missing", "altered", "length", "cut", "columns", "first", "negative"],
)
def test_broken_batches_are_sentences(tmp_path: Path, change: Any, says: str) -> None:
    lines = batches.lines_of(table_of(typed("fifteen letters")), every=5)

    assert says in refused(written(tmp_path, "own.jsonl", "\n".join(change(lines))))


def test_parquet_keeps_the_events_and_what_they_tell(tmp_path: Path) -> None:
    recording = Recording(table_of(typed("kept")), "own", EVERYTHING - {Tells.HOLD})

    recording.write(tmp_path / "kept.parquet")
    again = readers.read(tmp_path / "kept.parquet")

    assert again.events.equals(recording.events)
    assert again.tells == recording.tells


def test_half_a_parquet_file_and_a_strange_file_are_sentences(tmp_path: Path) -> None:
    Recording(table_of(typed("kept")), "own", EVERYTHING).write(tmp_path / "kept.parquet")
    half = (tmp_path / "kept.parquet").read_bytes()[:-40]

    assert "cut off or not Parquet" in refused(written(tmp_path, "half.parquet", half))
    assert "none of the formats" in refused(written(tmp_path, "notes.txt", "Dear diary"))
    assert "no such file" in refused(tmp_path / "absent.csv")


def test_the_contract_names_row_and_reason() -> None:
    rows = typed("abc")
    rows[1] = dict(rows[1], pos=8)

    (fault,) = contract.faults(table_of(rows))

    assert str(fault) == "row 1 (session 0): the position is past the end of the text"
    with pytest.raises(BrokenContract, match="row 1"):
        contract.check(table_of(rows))


def test_a_session_in_two_places_is_refused() -> None:
    table = table_of(typed("ab"), typed("cd", session=1), typed("ef"))

    with pytest.raises(BrokenContract, match=r"row 4 \(session 0\): the session comes a second time"):
        kernel.count(table)


def test_a_missing_or_empty_column_is_named() -> None:
    table = table_of(typed("ab"))

    with pytest.raises(BrokenContract, match="The column pos is missing"):
        events.conform(table.drop_columns(["pos"]))
