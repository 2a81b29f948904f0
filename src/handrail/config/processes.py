"""Server and worker side by side, started and stopped as one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A request or a job in hand gets this long to end.
PATIENCE: Final = 20.0
LONGEST_PAUSE: Final = 30.0


class FellOver(Exception):
    """What must run no longer does."""


@dataclass(slots=True)
class Family:
    """Processes that live and die together.

    Each child is in a session of its own, so that Ctrl-C reaches the parent alone and the children are
    stopped in order. Each reads from a pipe that only the parent holds open: if the parent is killed
    outright, the pipe ends and they stop by themselves.
    """

    environ: Mapping[str, str]
    program: tuple[str, ...] = (sys.executable, "-m", "handrail")
    _children: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def listen_for_signals(self) -> None:
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, lambda *_: self._stopping.set())

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def run(self, *command: str) -> int:
        """Run one command of ours to its end, unless we are asked to stop meanwhile."""
        child = self._start(command)
        while child.poll() is None and not self._stopping.wait(0.05):
            pass
        self._end(child)
        return child.returncode

    def keep(self, server: tuple[str, ...], worker: tuple[str, ...]) -> Iterator[None]:
        """Keep both running until told to stop, yielding many times a second for whatever else needs tending.

        A worker that falls over is started again, after a longer pause each time. A server that falls over
        says why and ends everything, because nobody would notice that only the jobs go on.
        """
        serving, working = self._start(server), self._start(worker)
        pause, rest_until = 1.0, 0.0
        while not self._stopping.wait(0.1):
            if serving.poll() is not None:
                self.stop()
                raise FellOver(f"The server ended with code {serving.returncode}. What it said is above.")
            if working.poll() is not None and working in self._children:
                self._end(working)
                rest_until = time.monotonic() + pause
                pause = min(pause * 2, LONGEST_PAUSE)
            if working not in self._children and time.monotonic() >= rest_until:
                working = self._start(worker)
            yield
        self.stop()

    def stop(self) -> None:
        """End all children, the server first, so that no new job is made while the worker ends."""
        for child in tuple(self._children):
            self._end(child)

    def _start(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(  # noqa: S603
            [*self.program, *command],
            env=dict(self.environ), stdin=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        self._children.append(child)
        return child

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE)
        # What it started itself goes with it, also when it was killed and could not see to that.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdin is not None:
            child.stdin.close()
        self._children.remove(child)


def stop_with_parent() -> None:
    """Stop this process, as if asked to, when the one that started it is gone."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="stop-with-parent", daemon=True).start()


def refusal(host: str, port: int) -> OSError | None:
    """Why we may not listen there. Asked first, because the server would share a port without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as refused:
            return refused
    return None


def listeners(port: int) -> tuple[str, ...]:
    """The processes that listen on a port, as far as this user may see them."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return ()
    pids = {
        found.pid
        for found in connections
        if found.status == psutil.CONN_LISTEN and found.laddr and found.laddr.port == port and found.pid
    }
    return tuple(f"{pid} ({_command(pid)})" for pid in sorted(pids))


def _command(pid: int) -> str:
    try:
        program, *arguments = psutil.Process(pid).cmdline()
    except (psutil.Error, ValueError):
        return "gone"
    return " ".join((os.path.basename(program), *arguments))[:60]
