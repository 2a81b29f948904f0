"""Server and worker as one family: whoever falls, nothing is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from handrail.config import processes
from handrail.config.processes import Family

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Stands in for `handrail`: writes its number down, then does as its first word says.
PRETENDER = """
import os, pathlib, subprocess, sys, time
from handrail.config import processes
word, folder = sys.argv[1], pathlib.Path(sys.argv[2])
processes.stop_with_parent()
if word == "parent":
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (folder / "helper").write_text(str(helper.pid))
(folder / word).open("a").write(f"{os.getpid()}\\n")
if word == "falls":
    sys.exit(3)
time.sleep(60)
"""


@pytest.fixture
def family() -> Family:
    return Family(
        os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, program=(sys.executable, "-c", PRETENDER)
    )


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def keep_until(family: Family, server: str, folder: Path, reached: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 30
    for _ in family.keep((server, str(folder)), ("worker", str(folder))):
        assert time.monotonic() < give_up_at
        if reached():
            family._stopping.set()


def test_both_end_when_the_family_stops(family: Family, tmp_path: Path) -> None:
    keep_until(
        family, "server", tmp_path, lambda: bool(pids(tmp_path / "server") and pids(tmp_path / "worker"))
    )

    assert all(gone(pid) for name in ("server", "worker") for pid in pids(tmp_path / name))


def test_a_killed_worker_is_started_again(family: Family, tmp_path: Path) -> None:
    def killed_and_back() -> bool:
        workers = pids(tmp_path / "worker")
        if len(workers) == 1 and not gone(workers[0]):
            os.kill(workers[0], signal.SIGKILL)
        return len(workers) == 2

    keep_until(family, "server", tmp_path, killed_and_back)


def test_a_server_that_falls_over_ends_the_worker_too(family: Family, tmp_path: Path) -> None:
    with pytest.raises(processes.FellOver, match="ended with code 3"):
        keep_until(family, "falls", tmp_path, lambda: False)

    assert all(gone(pid) for pid in pids(tmp_path / "worker"))


def test_a_killed_server_takes_its_own_processes_with_it(family: Family, tmp_path: Path) -> None:
    def kill() -> bool:
        for pid in pids(tmp_path / "parent"):
            os.kill(pid, signal.SIGKILL)
        return False

    with pytest.raises(processes.FellOver):
        keep_until(family, "parent", tmp_path, kill)

    helper = int((tmp_path / "helper").read_text())
    wait_until(lambda: gone(helper))


def test_children_end_when_their_parent_is_killed_outright(tmp_path: Path) -> None:
    program = f"""
import os, sys
from handrail.config.processes import Family
family = Family(os.environ, program=(sys.executable, "-c", {PRETENDER!r}))
for _ in family.keep(("server", sys.argv[1]), ("worker", sys.argv[1])):
    pass
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    wait_until(lambda: bool(pids(tmp_path / "server") and pids(tmp_path / "worker")))

    parent.kill()
    parent.wait()

    wait_until(lambda: all(gone(pid) for name in ("server", "worker") for pid in pids(tmp_path / name)))


def test_a_command_is_run_to_its_end(family: Family, tmp_path: Path) -> None:
    assert family.run("falls", str(tmp_path)) == 3


def test_a_taken_port_names_who_has_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert processes.refusal("127.0.0.1", port) is not None
        assert any(told.startswith(f"{os.getpid()} (") for told in processes.listeners(port))

    assert processes.refusal("127.0.0.1", port) is None


def wait_until(what: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 30
    while not what():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
