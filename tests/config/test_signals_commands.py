"""`handrail signals`, as somebody types it: no database, no server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from handrail.config.cli import main
from handrail.signals import readers
from handrail.signals.readers import batches
from tests.signals.writing import table_of, typed


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text(
        "\n".join(batches.lines_of(table_of(typed("Ten words typed.", start=2000)))), encoding="utf-8"
    )
    return path


def test_a_recording_is_read_and_kept_without_its_content(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "signals", "read", str(own), "--to=parquet", "--content-free")

    kept = own.with_name("own.jsonl.content-free.parquet")
    assert code == 0
    assert "1 sessions, 16 events" in out
    assert pq.read_table(kept).column("text").null_count == 16


def test_a_moment_is_replayed(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "signals", "replay", str(own), "--at=00:00:03")[:2] == (0, "Ten wo\n")
    assert run(capsys, "signals", "replay", str(own))[:2] == (0, "Ten words typed.\n")
    code, _, err = run(capsys, "signals", "replay", str(own), "--at=soon")
    assert (code, err) == (2, "“soon” is not a moment; write hours:minutes:seconds, such as 00:03:10.\n")


@pytest.mark.parametrize("ending", ["json", "csv", "parquet"])
def test_signals_are_written_with_their_reasons(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    out = tmp_path / f"out.{ending}"

    code, said, _ = run(capsys, "signals", "compute", str(own), f"--out={out}", "--first-language=yes")

    assert code == 0
    assert "of 1 files" in said
    if ending == "json":
        rows = {row["signal"]: row for row in json.loads(out.read_text(encoding="utf-8"))}
        assert rows["final_characters"]["value"] == 16
        assert rows["within_word_median"]["reason"] == "Not enough yet: 10 intervals, and it takes 80."


def test_a_broken_file_does_not_take_the_others_with_it(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.idfx"
    broken.write_text("<log><event id='0'", encoding="utf-8")

    code, out, err = run(capsys, "signals", "compute", str(broken), str(own), f"--out={tmp_path / 'out.csv'}")

    assert code == 1
    assert "of 1 files" in out
    assert "broken.idfx, line 1" in err
    assert "1 files could not be read" in err


def test_pieces_of_one_writer_are_brought_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = []
    for number in range(6):
        names.append(str(tmp_path / f"{number}.parquet"))
        run(capsys, "signals", "simulate", f"--out={names[-1]}", "--sessions=1", f"--seed={number}")
    out = tmp_path / "out.json"
    asked = ("signals", "compute", *names[:3], f"--out={out}", "--first-language=yes")

    code, said, _ = run(capsys, *asked, "--one-writer", "--earlier", *names[3:])

    assert code == 0
    assert "of 3 files" in said
    rows = {row["signal"]: row for row in json.loads(out.read_text(encoding="utf-8"))}
    share = rows["before_word_slower_share"]
    assert share["file"] == "all files together"
    assert share["session"] is None
    assert share["low"] < share["value"] < share["high"]
    assert share["prior"] == "the writer’s own earlier pieces"
    assert share["simulated"]
    assert rows["before_sentence_fluent"]["reason"].startswith("Not enough yet: ")
    code, _, err = run(capsys, *asked, "--earlier", *names[3:])
    assert (code, err) == (
        2,
        "Earlier pieces stand for one writer: add --one-writer, or leave --earlier out.\n",
    )


def test_what_is_simulated_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "made.parquet"

    code, said, _ = run(capsys, "signals", "simulate", f"--out={out}", "--sessions=2", "--words=20")

    assert code == 0
    assert said.startswith("Simulated, nobody wrote it: 2 sessions")
    assert readers.read(out).simulated
    assert "Simulated: nobody wrote this." in run(capsys, "signals", "read", str(out))[1]


def test_an_unknown_sample_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "signals", "simulate", f"--out={tmp_path / 'x.parquet'}", "--sample=age-3")

    assert code == 2
    assert err.startswith("There is no sample age-3. There are age-12,")


def test_whoever_serves_pages_never_loads_the_compiler() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, django; django.setup(); import handrail.config.cli, handrail.config.urls; "
         "print([m for m in ('numba', 'pyarrow', 'handrail.signals') if m in sys.modules])"],
        capture_output=True, text=True, check=False,
        env={"DJANGO_SETTINGS_MODULE": "handrail.config.settings", "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
             "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
    )  # fmt: skip

    assert told.stdout.strip().endswith("[]"), told.stderr


def test_what_is_compiled_is_kept_outside_the_package(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src"
    subprocess.run(
        [sys.executable, "-c", "from handrail.signals import kernel; kernel.warm_up()"],
        check=True, env={"PYTHONPATH": str(source), "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip

    assert list((tmp_path / "handrail" / "signals").rglob("*.nbc"))
    assert not list((source / "handrail" / "signals").rglob("*.nb[ci]"))
