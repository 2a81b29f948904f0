"""Fourteen real logs and five real traces, rebuilt to the texts that were written."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from handrail.signals import kernel, readers, replay
from handrail.signals.catalogue import BY_NAME
from handrail.signals.private import without_content
from handrail.signals.recordings import Tells
from tests.signals import oracle
from tests.signals.real import each, files

LOGS = "writing/*.idfx.gz"


def final_text(path: Path) -> str:
    name = path.name.replace("_il_", "_ft_").replace(".idfx.gz", ".txt")
    return path.with_name(name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


@cache
def counted_of(path: Path) -> kernel.Counted:
    return kernel.count(readers.read(path).events)


SAVED_WITHOUT_ITS_LAST_BLANK = "A2_2022RI2"


@each(LOGS)
def test_a_real_log_is_rebuilt_to_its_final_text(path: Path) -> None:
    recording = readers.read(path)

    text = replay.text_at(recording.events)

    expected = final_text(path)
    if path.name.startswith(SAVED_WITHOUT_ITS_LAST_BLANK):
        expected += " "
    assert text == expected


@pytest.mark.skipif(len(files(LOGS)) != 14, reason="the 14 real logs are not beside the checkout")
def test_the_one_text_that_differs_was_saved_without_the_blank_that_its_log_ends_with() -> None:
    """The log counts its characters itself, and its last event types one more than the saved text has."""
    (path,) = files(f"writing/{SAVED_WITHOUT_ITS_LAST_BLANK}*.idfx.gz")
    events = re.findall(
        r"<event .*?</event>", gzip.decompress(path.read_bytes()).decode("utf-8-sig"), re.DOTALL
    )
    last = dict(re.findall(r"<(\w+)>([^<]*)</\1>", events[-1]))

    assert (last["key"], last["value"]) == ("VK_SPACE", " ")
    assert int(last["position"]) == int(last["documentLength"]) - 1 == 2972 == len(final_text(path))
    # Not one of its events gives another length than the rebuilt text has, so nothing was lost on the way.
    assert readers.read(path).notes == ()


@each(LOGS)
def test_the_kernel_agrees_with_the_oracle_on_a_real_log(path: Path) -> None:
    # The oracle takes seconds for a whole log; the first 250 events hold every kind of thing.
    part = readers.read(path).events.slice(0, 250)

    counted, told = kernel.count(part), oracle.tell(part.to_pylist())

    for name, value in told.counts.items():
        assert counted.of(name)[0] == pytest.approx(value, rel=1e-9), name


@each(LOGS)
def test_the_content_free_form_gives_the_same_numbers(path: Path) -> None:
    table = readers.read(path).events

    private = without_content(table)

    assert private.column("text").null_count == private.num_rows
    assert np.array_equal(kernel.count(private).counts, kernel.count(table).counts, equal_nan=True)


@each("traces/*.json.gz")
def test_a_real_trace_is_replayed_to_its_end(path: Path) -> None:
    recording = readers.read(path)

    assert replay.text_at(recording.events) == json.loads(gzip.decompress(path.read_bytes()))["endContent"]
    assert not kernel.count(recording.events).faults.any()
    if "friendsforever" in path.name:
        # It has one time for all of its 26,078 transactions.
        assert recording.tells == {Tells.TEXT}
        assert "Every transaction has the time 1970-01-01" in recording.notes[0]
    else:
        assert recording.tells == {Tells.TEXT, Tells.TIMES}


@pytest.mark.skipif(len(files(LOGS)) != 14, reason="the 14 real logs are not beside the checkout")
@pytest.mark.parametrize(
    ("signal", "published", "within"),
    [
        ("minutes", 41.6, 0.3),
        # From when the log was made, where the other count began with the first key.
        ("active_minutes", 17.0, 0.2),
        ("characters_per_minute", 76, 2),
        ("pauses_2s_per_minute", 2.4, 0.1),
        ("pause_share_2s", 0.72, 0.01),
        ("p_burst_characters", 35.4, 2),
        ("p_burst_characters_median", 24, 1.5),
        ("within_word_median", 144, 10),
    ],
)
def test_the_middle_of_the_real_logs_is_what_was_found_before(
    signal: str, published: float, within: float
) -> None:
    """With other code and the same definitions."""
    values = [BY_NAME[signal].of(counted_of(path))[0] for path in files(LOGS)]

    assert abs(float(np.median(values)) - published) <= within, float(np.median(values))


@pytest.mark.skipif(len(files(LOGS)) != 14, reason="the 14 real logs are not beside the checkout")
def test_deletions_are_as_many_as_were_found_before() -> None:
    """They were counted as keys then; the signal counts characters, of which a replacement takes many at once."""
    counted = [counted_of(path) for path in files(LOGS)]

    keys = np.median([100 * c.of("deletions")[0] / c.of("produced")[0] for c in counted])
    characters = np.median([BY_NAME["deleted_per_100"].of(c)[0] for c in counted])

    assert keys == pytest.approx(6.4, abs=0.1)
    assert characters == pytest.approx(8.4, abs=0.1)
