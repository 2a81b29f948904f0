"""A number, or the reason why there is none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings

from handrail.signals import catalogue, guards, kernel, private, reading_tables, simulate
from handrail.signals.catalogue import BY_NAME, SIGNALS
from handrail.signals.events import Op, Source
from handrail.signals.guards import Circumstances
from handrail.signals.recordings import EVERYTHING, Recording, Tells
from tests.signals.writing import sessions, table_of, typed

COARSE = frozenset({Tells.TEXT, Tells.TIMES})
KNOWN = Circumstances(device="laptop", usual_device="laptop", first_language=True)


def recording(words: int = 400, tells: frozenset[Tells] = EVERYTHING) -> Recording:
    return Recording(simulate.sessions(simulate.Writer(words=words), 1, seed=3), "simulated", tells)


def reading(name: str, of: Recording, told: Circumstances = KNOWN) -> guards.Reading:
    return next(r for r in guards.readings(of, told) if r.signal == name)


def test_enough_writing_gives_a_number() -> None:
    found = reading("within_word_median", recording())

    assert found.reason is None
    assert found.value == pytest.approx(300, abs=80)


@pytest.mark.parametrize(
    ("name", "of", "told", "says"),
    [
        ("within_word_median", recording(4), KNOWN, r"Not enough yet: \d+ intervals, and it takes 80\."),
        ("within_word_median", recording(), replace(KNOWN, device="tablet"), "written on tablet, usually on laptop"),
        ("within_word_median", recording(), replace(KNOWN, device=None), "written on a device that is not known"),
        ("within_word_median", recording(), replace(KNOWN, support_declared=True), "support was on"),
        ("within_word_median", recording(), replace(KNOWN, first_language=None), "first language is not known"),
        ("within_word_median", recording(tells=COARSE), KNOWN, "times of this format are coarse"),
        ("hold_median", recording(tells=EVERYTHING - {Tells.HOLD}), KNOWN, "does not tell how long keys were held"),
        ("linearity", recording(tells=frozenset({Tells.TIMES})), KNOWN, "does not tell where in the text"),
    ],
    ids=["little", "device", "device unknown", "support", "language", "coarse", "hold", "no text"],
)  # fmt: skip
def test_what_a_recording_cannot_carry_is_a_reason(
    name: str, of: Recording, told: Circumstances, says: str
) -> None:
    found = reading(name, of, told)

    assert found.value is None
    assert found.reason is not None
    assert re.search(says, found.reason), found.reason


def test_from_a_tenth_on_support_withholds_intervals_and_keeps_production() -> None:
    rows = typed("a word and more " * 20)
    dictated = "brought in by voice " * 3
    rows.append(
        dict(
            rows[-1], seq=len(rows), t=rows[-1]["t"] + 500, op=Op.INSERT, source=Source.DICTATION, pos=len(rows),
            n_ins=len(dictated), shape=table_of(typed(dictated)).column("shape").to_pylist(), text=dictated,
        )
    )  # fmt: skip
    rows[-1]["shape"] = "".join(rows[-1]["shape"])
    of = Recording(table_of(rows), "own", EVERYTHING)

    assert reading("within_word_median", of).value is None
    assert reading("final_words", of).value == 92
    assert reading("assisted_share", of).value == pytest.approx(60 / 380)


def test_a_faulty_session_gives_reasons_and_the_others_numbers() -> None:
    broken = typed("abc" * 40)
    broken[70]["pos"] = 500
    of = Recording(table_of(broken, typed("whole words here", session=1)), "own", EVERYTHING)

    found = [r for r in guards.readings(of, KNOWN) if r.signal == "final_characters"]

    assert [r.value for r in found] == [None, 16]
    assert found[0].reason == "Not given: at event 70 of the file, the position is past the end of the text."


@given(sessions(most=30))
@settings(max_examples=40, deadline=None)
def test_every_signal_is_finite_or_has_a_reason(rows: list[dict[str, Any]]) -> None:
    for found in guards.readings(Recording(table_of(rows), "own", EVERYTHING), KNOWN):
        assert (found.value is None) == (found.reason is not None)
        assert found.value is None or np.isfinite(found.value)


@given(sessions())
@settings(max_examples=60, deadline=None)
def test_the_content_free_form_carries_every_signal(rows: list[dict[str, Any]]) -> None:
    table = table_of(rows)
    secret = private.without_content(table)

    assert set(secret.column("text").to_pylist()) == {None}
    assert not (secret.column("t").to_numpy() % 10).any()
    assert np.array_equal(kernel.count(secret).counts, kernel.count(table).counts, equal_nan=True)


def test_histograms_stand_for_the_intervals() -> None:
    table = recording().events

    kept = private.histograms(table)

    counted = kernel.count(table)
    for location in kernel.LOCATIONS:
        n = sum(row["n"] for row in kept.to_pylist() if row["of"] == location)
        assert n == counted.of(f"{location}_n")[0]


def test_the_catalogue_is_whole() -> None:
    assert len(BY_NAME) == len(SIGNALS)
    for signal in SIGNALS:
        assert signal.needs, signal.name
        assert signal.definition.endswith("."), signal.name
        assert signal.misleads.endswith("."), signal.name
        assert signal.minimum >= 1
        assert signal.source


def test_what_is_simulated_says_so_wherever_it_goes() -> None:
    of = recording(20)

    table = reading_tables.table(guards.readings(of, KNOWN), simulated=of.simulated)

    assert of.simulated
    assert Recording(private.without_content(of.events), "own", EVERYTHING).simulated
    assert pa.compute.all(table.column("simulated")).as_py()
    assert not Recording(table_of(typed("real")), "own", EVERYTHING).simulated


def test_no_word_makes_a_mark_of_a_child() -> None:
    words = " ".join(f"{s.title} {s.definition} {s.misleads}" for s in SIGNALS).lower()

    for word in ("score", "risk", "norm", "deficit", "poor", "dyslex", "cheat", "struggl", "stress", "weak"):
        assert not re.search(rf"\b{word}", words), word
    assert catalogue.BY_NAME["repairs_per_100_words"].title == "In-word repairs"
