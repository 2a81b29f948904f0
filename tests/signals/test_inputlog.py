"""Inputlog's dialect of IDFX: whatever was written, the text comes out again, with its times and its windows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

from handrail.signals import contract, kernel, readers, replay
from handrail.signals.events import Op, Source
from handrail.signals.readers import idfx
from handrail.signals.recordings import Recording, Tells
from tests.signals.inputlog import HEAD, MADE, file_of
from tests.signals.writing import sessions, table_of, typed


def read(folder: Path, content: str, name: str = "own.idfx") -> Recording:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return readers.read(path)


def log(*parts: str) -> str:
    numbered = (part.replace("<event ", f"<event id='{n}' ") for n, part in enumerate(parts))
    return HEAD.format(made=MADE) + "".join(numbered) + "</log>"


def key(
    time: int, name: str, value: str, position: int, length: int, *, replay: bool = True, down: str = ""
) -> str:
    return (
        f"<event type='keyboard'><part type='wordlog'><position>{position}</position>"
        f"<documentLength>{length}</documentLength><replay>{replay}</replay></part><part type='winlog'>"
        f"<startTime>{MADE + time}</startTime><endTime>0</endTime><key>{name}</key><value>{value}</value>"
        f"<keyboardstate><key>{down}</key></keyboardstate></part></event>\n"
    )  # fmt: skip


def focus(time: int, title: str) -> str:
    told = f"<title>{title}</title><startTime>{MADE + time}</startTime>"
    return f"<event type='focus'><part type='winlog'>{told}</part></event>\n"


@given(sessions(most=40))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_in_this_dialect_comes_out_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    rows = [row for row in rows if row["op"] != Op.KEY]
    content = file_of(rows)
    # Without any key it would not be a log of keys.
    assume("<event type='keyboard'" in content)

    recording = read(tmp_path_factory.mktemp("logs"), content)

    assert replay.text_at(recording.events) == replay.text_at(table_of(_numbered(rows)))
    assert not recording.notes
    assert not contract.faults(recording.events)
    times = recording.events.column("t").to_pylist()
    assert set(times) <= {0, *(row["t"] + 1 for row in rows)}


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [dict(row, seq=number) for number, row in enumerate(rows)]


def test_a_typed_text_has_the_intervals_it_was_typed_with(tmp_path: Path) -> None:
    rows = typed("Once upon a time. There was a house\nand a Garden.", every=170)

    found = kernel.count(read(tmp_path, file_of(rows)).events)
    made = kernel.count(table_of(rows))

    for name in ("produced", "produced_at_edge", "final_words", "before_word_n", "before_word_median",
                 "within_word_n", "within_word_median", "before_sentence_n", "p_bursts"):  # fmt: skip
        assert found.of(name)[0] == made.of(name)[0], name


def test_the_writers_own_window_is_told_from_others(tmp_path: Path) -> None:
    recording = read(
        tmp_path,
        log(
            focus(0, "WordLog MainDoc"),
            key(1_000, "VK_A", "a", 0, 1),
            focus(2_000, "TASKBAR"),
            focus(2_100, "Weather - a browser"),
            focus(5_100, "My holidays.docx - Word"),
            key(6_000, "VK_B", "b", 1, 2),
            focus(7_000, "Inputlog 9"),
        ),
    )

    counted = kernel.count(recording.events)

    assert {Tells.FOCUS, Tells.START} <= recording.tells
    assert counted.of("away_count")[0] == 1
    assert counted.of("away")[0] == 300


def test_time_runs_from_when_the_log_was_made(tmp_path: Path) -> None:
    known = read(tmp_path, log(key(4_000, "VK_A", "a", 0, 1)))
    strange = read(tmp_path, log(key(90_000_000, "VK_A", "a", 0, 1)), "strange.idfx")

    assert kernel.count(known.events).of("initial")[0] == 400
    assert Tells.START in known.tells
    # A day between is another clock, and then nobody knows when the task was shown.
    assert kernel.count(strange.events).of("initial")[0] == 0
    assert Tells.START not in strange.tells


def test_a_blank_that_sets_off_a_correction_is_two_changes(tmp_path: Path) -> None:
    correction = (
        "<event type='replacement'><part type='wordlog'><start>0</start><end>3</end>"
        "<newtext>the</newtext></part></event>\n"
    )
    teh = [key(n * 100, f"VK_{c}", c, n, n + 1) for n, c in enumerate("teh")]

    recording = read(
        tmp_path, log(*teh, key(400, "VK_SPACE", " ", 3, 4), correction, key(600, "VK_E", "e", 4, 5))
    )

    assert replay.text_at(recording.events) == "the e"
    assert not recording.notes


def test_a_paste_is_a_key_that_changes_nothing_and_an_insertion(tmp_path: Path) -> None:
    insertion = (
        "<event type='insert'><part type='wordlog'><position>8</position><before>brought</before>"
        "<after>hat we h</after></part></event>\n"
    )
    recording = read(
        tmp_path,
        log(
            *(key(n * 100, "NONE", c, n, n + 1) for n, c in enumerate("what we have")),
            key(1_500, "VK_LEFT", "NoValue", 12, 13, replay=False),
            "<event type='selection'><part type='wordlog'><start>1</start><end>1</end></part></event>\n",
            key(1_900, "VK_V", "NoValue", 1, 13, replay=False, down="VK_LCONTROL"),
            insertion,
            key(2_500, "VK_X", "x", 8, 20),
        ),
    )

    assert replay.text_at(recording.events) == "wbroughtxhat we have"
    assert not recording.notes
    pasted = [row for row in recording.events.to_pylist() if row["op"] == Op.PASTE]
    assert [(row["pos"], row["text"], row["source"]) for row in pasted] == [(1, "brought", Source.PASTED)]


def test_an_insertion_past_the_end_or_without_a_place_is_a_sentence(tmp_path: Path) -> None:
    for place, says in (
        ("<position>90</position>", "it inserts at 90"),
        ("", "an insertion without a position"),
    ):
        insertion = f"<event type='insert'><part type='wordlog'>{place}<before>new</before></part></event>\n"
        with pytest.raises(idfx.Unreadable, match=rf"event 1: {says}"):
            read(tmp_path, log(key(0, "VK_A", "a", 0, 1), insertion))
