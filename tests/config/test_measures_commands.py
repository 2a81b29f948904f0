"""`handrail measures verdict`, as somebody types it: no database, no server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handrail.config.cli import main

CHECKS = (42, 45, 41, 44, 47, 45, 49, 48, 52, 50, 54)
GOAL = "--goal=72 by 2027-01-25"
START = "--start=42=2026-09-07"
READING = ("--measure=Reading aloud", "--unit=words a minute", "--pupil=Rowan", "--as-of=2026-11-16")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "checks.csv"
    days = [f"2026-{month:02d}-{day:02d}" for month, day in (
        (9, 7), (9, 14), (9, 21), (9, 28), (10, 5), (10, 12), (10, 19), (10, 26), (11, 2), (11, 9), (11, 16),
    )]  # fmt: skip
    rows = [f"{day},{value}" for day, value in zip(days, CHECKS, strict=True)]
    path.write_text("\n".join(["day,value", *rows]), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = main(("measures", "verdict", *words))
    except SystemExit as ended:
        code = int(str(ended.code))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_verdict_in_words(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    code, out, _ = run(capsys, str(table), GOAL, START, *READING)

    assert code == 0
    assert out.startswith("Slower than the goal needs. The pace is slower than the goal line (80% sure")
    assert "Rowan started at about 42 words a minute on 7 September. Now it is about 52." in out
    assert "last four in a row: slower than the goal needs." in out


def test_a_verdict_for_a_program(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    code, out, _ = run(capsys, str(table), GOAL, START, *READING, "--format=json", "--confidence=0.95")

    told = json.loads(out)
    assert (code, told["verdict"], told["checks"], told["enough"]) == (0, "cannot_tell", 11, None)
    assert told["rate_interval"] == pytest.approx([0.734607, 1.501757], abs=1e-6)
    assert told["forecast"]["on"] == "2027-03-18"


def test_phases_pauses_and_another_rule(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    code, out, _ = run(
        capsys, str(table), GOAL, START, *READING, "--phase=2026-10-26=small group",
        "--pause=2026-10-12/2026-10-25", "--rule=four_points",
    )  # fmt: skip

    assert code == 0
    assert out.startswith("Too early to say. There are 4 checks over 3 weeks.")
    assert "when small group began" in out


def test_the_chart_is_drawn_beside_it(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    chart = table.with_suffix(".svg")

    code, _, _ = run(capsys, str(table), GOAL, START, *READING, f"--chart={chart}", "--audience=family")

    assert code == 0
    assert "Reading aloud: 72 words a minute by Monday 25 January 2027" in chart.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--goal=72 by soon",), 'Write it like "72 by 2027-01-25"'),
        ((GOAL, "--start=42"), "Write it like 42=2026-09-07"),
        ((GOAL, "--pause=October"), "Write it like 2026-11-05"),
        ((GOAL, "--phase=2026-10-26"), "Write it like 2026-11-02=small group"),
        ((GOAL, "--confidence=95"), "Write it like 0.8"),
        ((GOAL, "--as-of=2026-11-15"), "Check 11 is dated Monday 16 November 2026, which is after"),
        (("--goal=30 by 2027-01-25", START, *READING), "is not better than its start"),
        (("--goal=-5 by 2027-01-25", *READING), "negative"),
        ((GOAL, START, *READING, "--kind=momentary_sample"), "never in"),
        ((GOAL, START, *READING, "--chart=/nowhere/at/all.svg"), "No such file or directory"),
    ],
)
def test_what_cannot_be_is_told_as_a_sentence(
    capsys: pytest.CaptureFixture[str], table: Path, words: tuple[str, ...], told: str
) -> None:
    code, out, err = run(capsys, str(table), *words)

    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_a_table_that_is_not_there_or_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty, picture = tmp_path / "empty.csv", tmp_path / "picture.csv"
    empty.write_text("")
    picture.write_bytes(b"\x89PNG\xff\xfe")

    assert "No such file" in run(capsys, str(tmp_path / "none.csv"), GOAL)[2]
    assert "empty.csv is empty" in run(capsys, str(empty), GOAL)[2]
    assert "is not a text in UTF-8" in run(capsys, str(picture), GOAL)[2]


def test_one_check_is_too_early_and_no_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("day,value\n2026-11-09,42\n")

    code, out, _ = run(capsys, str(path), GOAL, "--as-of=2026-11-16")

    assert code == 0
    assert out.startswith("Too early to say. There is 1 check over 0 weeks.")


def test_other_commands_do_not_wait_for_the_statistics() -> None:
    loaded = (
        "import sys, handrail.config.cli as cli; cli.parser(); "
        "print({'numpy', 'scipy', 'altair'} & set(sys.modules))"
    )

    said = subprocess.run([sys.executable, "-c", loaded], text=True, capture_output=True, check=True)

    assert said.stdout.strip() == "set()"
