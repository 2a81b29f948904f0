"""What goes wrong with recordings, where test_readers does not try it: a sentence, or a marked result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handrail.signals import guards, kernel, readers, replay
from handrail.signals.catalogue import BY_NAME
from handrail.signals.errors import Unreadable
from handrail.signals.events import Op, Source
from handrail.signals.guards import Circumstances
from handrail.signals.readers import batches
from handrail.signals.recordings import Recording, Tells
from tests.signals.inputlog import file_of
from tests.signals.writing import table_of, typed

KNOWN = Circumstances(device="laptop", usual_device="laptop", first_language=True)


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


def trace(*patches: tuple[int, int, str], start: str = "", minutes: list[int] | None = None) -> str:
    txns = [
        {"time": f"2026-11-25T10:{(minutes or range(60))[n]:02d}:00Z", "patches": [patch]}
        for n, patch in enumerate(patches)
    ]
    return json.dumps({"startContent": start, "endContent": "", "txns": txns})


def reading(recording: Recording, name: str) -> guards.Reading:
    return next(r for r in guards.readings(recording, KNOWN) if r.signal == name)


# --- traces ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (trace((0, 0, "abc"), (3, 0, "d"))[:-40], "line 1, column"),
        (trace((0, 0, "abc"), (7, 0, "d")), "transaction 1: it changes characters 7 to 7 of 3"),
        (trace((0, 0, "abc"), (1, 9, "")), "transaction 1: it changes characters 1 to 10 of 3"),
        (trace((-1, 0, "abc")), "transaction 0: it changes characters -1"),
        ('{"startContent": "", "txns": [{"patches": []}]}', "this is not a patch trace: KeyError('time')"),
        (
            '{"startContent": "", "txns": [{"time": "noon", "patches": []}]}',
            "transaction 0: noon is not a time",
        ),
        ('{"startContent": "", "txns": []}', "it holds no change"),
        (b'{"startContent": "\xff"}', "byte 18: this is not UTF-8"),
    ],
    ids=["cut", "past the end", "deletes too much", "negative", "no time", "no moment", "empty", "bytes"],
)
def test_a_broken_trace_is_a_sentence(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(Unreadable) as fault:
        readers.read(written(tmp_path, "own.json", content))

    assert says in str(fault.value)


def test_a_trace_whose_clock_runs_backwards_keeps_its_text_and_loses_its_times(tmp_path: Path) -> None:
    recording = readers.read(
        written(tmp_path, "own.json", trace((0, 0, "a"), (1, 0, "b"), (2, 0, "c"), minutes=[1, 3, 2]))
    )

    assert replay.text_at(recording.events) == "abc"
    assert recording.tells == {Tells.TEXT}
    assert recording.notes == ("Its times run backwards at transaction 2, so nothing about time is given.",)
    assert reading(recording, "minutes").reason is not None


# --- changelogs -----------------------------------------------------------------------------------------------


def changelog(*entries: Any) -> str:
    return ")]}'\n" + json.dumps({"changelog": list(entries)})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            changelog([{"ty": "is", "s": "ab", "ibi": 1}, 5000], [{"ty": "is", "s": "c", "ibi": 3}, 4000]),
            "entry 1: the clock runs backwards, from 0 to -1000 ms after the first",
        ),
        (changelog("hello"), "entry 0: it is not a command with a time"),
        (changelog(["zap", 1]), "entry 0: the command “None” is not known"),
        (changelog([{"ty": "as"}, 1]), "it holds no change of the text"),
        ('{"changelog": {}}', "it has no list called changelog"),
        (changelog([{"ty": "msfd", "si": 1, "ei": 2}, 1]), "it changes 1 to 2, of a text that has 0"),
    ],
    ids=["clock", "no command", "no object", "no text", "no list", "past the end"],
)
def test_a_broken_changelog_is_a_sentence(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(Unreadable) as fault:
        readers.read(written(tmp_path, "doc.json", content))

    assert says in str(fault.value)


def test_a_snapshot_a_suggestion_taken_back_and_several_writers(tmp_path: Path) -> None:
    told = {
        "chunkedSnapshot": [[{"ty": "is", "s": "Given. ", "ibi": 1}]],
        "changelog": [
            [{"ty": "is", "s": "Own words", "ibi": 8}, 1000, "one", 1],
            [{"ty": "msfd", "si": 8, "ei": 11}, 2000, "two", 2],
            [{"ty": "usfd", "si": 8, "ei": 11}, 3000, "two", 3],
            [{"ty": "rplc", "snapshot": [{"ty": "is", "s": "New", "ibi": 1}]}, 4000, "one", 4],
        ],
    }

    recording = readers.read(written(tmp_path, "doc.json", json.dumps(told)))

    assert replay.text_at(recording.events, 2500) == "Given. Own words"
    assert replay.text_at(recording.events) == "New"
    assert "2 people wrote in it" in recording.notes[1]
    assert kernel.count(recording.events).of("final_program")[0] == 3


def test_half_of_a_pair_stands_for_a_character_that_is_not_known(tmp_path: Path) -> None:
    half = changelog([{"ty": "is", "s": "a\ud83d", "ibi": 1}, 5], [{"ty": "ds", "si": 1, "ei": 1}, 9])

    recording = readers.read(written(tmp_path, "doc.json", half))

    assert replay.text_at(recording.events) == "\ufffd"


# --- IDFX -----------------------------------------------------------------------------------------------------


def test_illegal_characters_do_not_stop_a_log(tmp_path: Path) -> None:
    content = file_of(typed("abc")).replace("<value>b</value>", "<value>b&#x0;&#xFFFF;&#xD83D;\x0b</value>")

    recording = readers.read(written(tmp_path, "own.idfx", content))

    assert replay.text_at(recording.events) == "abc"
    assert not recording.notes


def test_half_a_log_says_after_which_event_it_stops(tmp_path: Path) -> None:
    content = file_of(typed("A longer text than that."))

    with pytest.raises(Unreadable, match=r"line \d+, after event \d+: it is cut off or not XML"):
        readers.read(written(tmp_path, "own.idfx", content[: len(content) // 2]))


def test_events_that_stand_in_another_order_are_a_clock_that_runs_backwards(tmp_path: Path) -> None:
    lines = file_of(typed("abc", every=500)).split("\r\n")
    keys = [n for n, line in enumerate(lines) if "keyboard" in line]
    lines[keys[0]], lines[keys[2]] = lines[keys[2]], lines[keys[0]]

    with pytest.raises(Unreadable, match="runs backwards|past the end"):
        readers.read(written(tmp_path, "own.idfx", "\r\n".join(lines)))


def test_an_event_that_comes_twice_is_noted_by_the_length_that_it_gives(tmp_path: Path) -> None:
    lines = file_of(typed("abcd", every=500)).split("\r\n")
    second = next(n for n, line in enumerate(lines) if "<value>b</value>" in line)
    lines.insert(second, lines[second])

    recording = readers.read(written(tmp_path, "own.idfx", "\r\n".join(lines)))

    assert "The length that the file gives differs from the text's at" in recording.notes[0]


# --- composition, long sessions, storms -----------------------------------------------------------------------


def batch_of(tmp_path: Path, rows: list[dict[str, Any]]) -> Recording:
    return readers.read(written(tmp_path, "own.jsonl", "\n".join(batches.lines_of(table_of(rows)))))


def test_a_soft_keyboard_that_composes_everything_withholds_what_depends_on_keys(tmp_path: Path) -> None:
    rows = [
        dict(row, source=Source.COMPOSITION) for row in typed("Composed on glass, every word of it. " * 10)
    ]

    recording = batch_of(tmp_path, rows)

    for name in ("within_word_median", "p_burst_characters", "pauses_2s_per_minute", "own_pause_threshold"):
        assert (
            reading(recording, name).reason == "Not applicable: support was on, and wrote some of the text."
        ), name
    assert reading(recording, "final_words").value == 70
    assert reading(recording, "assisted_share").value == 1


def test_ten_hours_in_two_sittings_are_told_apart_from_time_on_task(tmp_path: Path) -> None:
    rows = typed("a text " * 30)
    morning = len(rows) // 2
    for row in rows[morning:]:
        row["t"] += 36_000_000

    recording = batch_of(tmp_path, rows)

    assert reading(recording, "minutes").value == pytest.approx(600.7, abs=0.1)
    assert reading(recording, "sittings").value == 2
    assert reading(recording, "on_task_minutes").value == pytest.approx(1.7, abs=0.1)


def test_a_storm_of_undoing_is_no_deleting(tmp_path: Path) -> None:
    rows = typed("some words " * 20)
    for n in range(2000):
        gone = {"op": Op.UNDO, "pos": 0, "n_del": 220, "n_ins": 0, "shape": "", "text": ""}
        came = {"op": Op.REDO, "pos": 0, "n_del": 0, "n_ins": 220, "shape": "L" * 220, "text": "x" * 220}
        rows.append(dict(rows[0], seq=len(rows), t=rows[-1]["t"] + 15, **(came if n % 2 else gone)))

    counted = kernel.count(batch_of(tmp_path, rows).events)

    assert counted.of("undo_events")[0] == 2000
    assert BY_NAME["undone_characters"].of(counted)[0] == 440_000
    assert counted.of("deleted")[0] == 0
    assert counted.of("final")[0] == 220
