"""The real server, as `handrail serve` runs it: granian, two workers, the application's login."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bench.database import Database

PATIENCE = 60.0


class NoAnswer(Exception):
    """The server did not come up."""


@contextmanager
def running(database: Database, *, port: int) -> Iterator[str]:
    """Serve the measured database for the length of a block; gives host and port."""
    environ = {**database.environ(database.addresses.app), "PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "handrail", "serve"], env=environ)
    try:
        _wait(server, port)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(30)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        if server.poll() is not None:
            raise NoAnswer(f"The server ended with code {server.returncode}; what it said is above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise NoAnswer(f"The server did not answer on port {port}.")
