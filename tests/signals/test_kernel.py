"""The kernel against the slow oracle, on sessions with every kind of operation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.signals import kernel
from handrail.signals.events import Op, Source
from tests.signals import oracle
from tests.signals.writing import sessions, table_of, typed


def agree(rows: list[list[dict[str, Any]]], *, threads: int = 1) -> None:
    table = table_of(*rows)
    counted = kernel.count(table, threads=threads)
    assert not counted.faults.any()
    first = 0
    for number, session in enumerate(rows):
        told = oracle.tell(session)
        assert set(told.counts) == set(kernel.FIELDS)
        for name, value in told.counts.items():
            found = counted.of(name)[number]
            assert found == pytest.approx(value, rel=1e-9, abs=1e-9), name
        part = table.slice(first, len(session))
        letters = "".join(row["text"] for row in session)
        assert "".join(letters[at] for at in kernel.origins(part)) == told.text
        first += len(session)


@given(sessions())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_the_kernel_counts_what_the_oracle_counts(rows: list[dict[str, Any]]) -> None:
    agree([rows])


@given(sessions(least=60, most=150))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_the_kernel_counts_what_the_oracle_counts_in_longer_sessions(rows: list[dict[str, Any]]) -> None:
    agree([rows])


@given(st.lists(sessions(most=12), min_size=2, max_size=5), st.sampled_from([1, 2, 3]))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_sessions_side_by_side_know_nothing_of_one_another(several: list[Any], threads: int) -> None:
    for number, rows in enumerate(several):
        for row in rows:
            row["session"] = number * 7
    agree(several, threads=threads)


@given(sessions(most=30), st.integers(0, 3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_slice_of_a_larger_table_gives_the_same_numbers(rows: list[dict[str, Any]], before: int) -> None:
    first = [dict(row, session=99) for row in typed("Zuvor steht anderes. "[: before * 7 + 1])]
    whole = table_of(first, rows)

    part = whole.slice(len(first))

    assert np.array_equal(kernel.count(part).counts[0], kernel.count(whole).counts[1])


def test_words_are_counted_where_they_stand() -> None:
    counted = kernel.count(table_of(typed("It's well-known. New one\nand so")))

    assert counted.of("produced_words")[0] == counted.of("final_words")[0] == 6
    assert counted.of("final_sentences")[0] == 3
    assert counted.of("final_paragraphs")[0] == 2
    assert counted.of("before_sentence_n")[0] == 1
    assert counted.of("before_paragraph_n")[0] == 1
    assert counted.of("after_word_n")[0] == 3


def test_a_letter_put_right_in_its_word_is_a_repair() -> None:
    rows = typed("thw")
    rows.append(dict(rows[-1], seq=3, t=2000, op=Op.DELETE_BACK, pos=2, n_del=1, n_ins=0, shape="", text=""))
    rows.append(dict(rows[0], seq=4, t=2200, pos=2, shape="L", text="e"))

    counted = kernel.count(table_of(rows))

    assert counted.of("repairs")[0] == 1
    assert counted.of("immediate_episodes")[0] == 1
    assert counted.of("bursts_start_revision")[0] == 1
    assert counted.of("bursts_revision_end")[0] == 1


NOTHING: dict[str, Any] = {"n_ins": 0, "shape": "", "text": ""}
BROKEN = [
    ("its beginning is missing", 1, 0, lambda rows: rows[2:]),
    ("an event is missing", 2, 3, lambda rows: rows[:3] + rows[4:]),
    ("an event comes twice", 2, 3, lambda rows: rows[:3] + rows[2:]),
    ("two events are exchanged", 2, 2, lambda rows: [*rows[:2], rows[3], rows[2], *rows[4:]]),
    ("the clock runs backwards", 3, 4, lambda rows: [*rows[:4], dict(rows[4], t=5)]),
    ("an unknown operation", 4, 4, lambda rows: [*rows[:4], dict(rows[4], op=77)]),
    ("a place past the end", 5, 4, lambda rows: [*rows[:4], dict(rows[4], pos=9)]),
    ("deleting past the end", 6, 4, lambda rows: [*rows[:4], dict(rows[4], op=1, pos=3, n_del=2, **NOTHING)]),
    ("lengths that do not agree", 7, 4, lambda rows: [*rows[:4], dict(rows[4], n_ins=2)]),
    ("an unknown class", 8, 4, lambda rows: [*rows[:4], dict(rows[4], shape="x")]),
    ("an unknown source", 9, 4, lambda rows: [*rows[:4], dict(rows[4], source=50)]),
    ("a key that inserts", 10, 4, lambda rows: [*rows[:4], dict(rows[4], op=11)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "place", "change"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_what_cannot_be_gives_a_place_and_no_number(code: int, place: int, change: Any) -> None:
    whole = [dict(row, session=1) for row in typed("whole")]
    rows = change(typed("abcde"))

    counted = kernel.count(table_of(rows, whole))

    assert counted.faults.tolist() == [code, 0]
    assert counted.fault_rows[0] == place
    assert np.isnan(counted.of("produced")[0])
    assert counted.of("events").tolist() == [len(rows), 5]
    assert counted.of("produced")[1] == 5


def test_ten_hours_and_a_storm_of_undoing_are_counted() -> None:
    rows = typed("words " * 200, every=30_000)
    for n in range(5000):
        undo = n % 2 == 0
        rows.append(
            dict(
                rows[0], seq=len(rows), t=rows[-1]["t"] + 20, op=Op.UNDO if undo else Op.REDO, source=Source.TYPED,
                pos=1199, n_del=int(undo), n_ins=int(not undo), shape="" if undo else "S", text="" if undo else " ",
            )
        )  # fmt: skip

    counted = kernel.count(table_of(rows))

    assert counted.of("undo_events")[0] == 5000
    assert counted.of("final")[0] == 1200
    assert counted.of("span")[0] > 3_600_000
    assert counted.of("deleted")[0] == 0
