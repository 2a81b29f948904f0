"""The command `handrail` as people meet it in a terminal."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import URLError

import psutil
import pytest

from handrail.config import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT: Final = Path(__file__).parents[2]


@pytest.fixture
def var() -> Iterator[Path]:
    """Where any user may pass, unlike pytest's own folders: root's PostgreSQL runs as somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-cli-"))
    folder.chmod(0o711)
    yield folder / "var"
    shutil.rmtree(folder)


def handrail(*command: str, var: Path, **environ: str) -> subprocess.Popen[str]:
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "HANDRAIL_"))
    }
    ours = {"PYTHONPATH": str(CHECKOUT / "src"), "HANDRAIL_VAR": str(var)}
    return subprocess.Popen(
        [sys.executable, "-m", "handrail", *command],
        env=plain | ours | environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def said(process: subprocess.Popen[str]) -> tuple[int, str]:
    words, _ = process.communicate(timeout=180)
    return process.returncode, words


def test_every_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])

    words = capsys.readouterr().out
    assert ended.value.code == 0
    for command in ("demo", "serve", "work", "migrate", "check"):
        assert f"    {command} " in words


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_told_before_anything_is_started(command: str, var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, words = said(handrail(command, var=var, PORT=str(port)))

    assert code == 2
    assert words.startswith(f"Port {port} of 127.0.0.1 is already in use by process {os.getpid()} (")
    assert not var.exists()


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        (
            {"DATABASE_URL": "postgresql://app@db/handrail"},
            "DATABASE_URL is set but DATABASE_OWNER_URL is not.",
        ),
        (
            {"DATABASE_OWNER_URL": "postgresql://o@db/handrail"},
            "DATABASE_OWNER_URL is set but DATABASE_URL is not.",
        ),
        ({"PORT": "http"}, "PORT is “http”."),
    ],
    ids=["no owner", "no application", "no number"],
)
def test_a_setting_that_cannot_work_is_a_sentence_not_a_traceback(
    environ: dict[str, str], sentence: str, var: Path
) -> None:
    code, words = said(handrail("demo", var=var, **environ))

    assert code == 2
    assert words.startswith(sentence)
    assert "Traceback" not in words


@pytest.mark.slow
def test_the_demonstration_starts_stops_and_starts_again(var: Path) -> None:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    for how in (signal.SIGINT, signal.SIGTERM):
        demo = handrail("demo", var=var, PORT=str(port))
        try:
            assert answers(f"http://127.0.0.1:{port}/healthz", demo)
            family = psutil.Process(demo.pid).children(recursive=True)
        finally:
            demo.send_signal(how)
            code, words = said(demo)

        assert code == 0, words
        assert f"Handrail is at http://127.0.0.1:{port}" in words
        assert not [
            child for child in family if child.is_running() and child.status() != psutil.STATUS_ZOMBIE
        ]
        assert not (var / "postgres/postmaster.pid").exists()


@pytest.mark.slow
def test_a_new_installation_migrates_and_passes_its_check(var: Path) -> None:
    code, words = said(handrail("check", var=var))
    assert (code, words) == (1, "The database holds no tables of Handrail's yet. Run: handrail migrate\n")

    assert said(handrail("migrate", var=var))[0] == 0

    code, words = said(handrail("check", var=var))
    assert code == 0, words


def answers(address: str, server: subprocess.Popen[str]) -> bool:
    give_up_at = time.monotonic() + 180
    while server.poll() is None and time.monotonic() < give_up_at:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                time.sleep(0.3)  # the address is printed after the first answer
                return bool(answer.status == 200)
        except (URLError, OSError):
            time.sleep(0.2)
    return False
