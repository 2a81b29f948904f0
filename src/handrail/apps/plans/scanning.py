"""Asks a virus scanner, if the installation has one. Knows no file and no database: bytes in, a verdict out."""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings

PATIENCE: Final = 120
"""Seconds that a scanner may take for one file."""

FRAME: Final = 256 * 1024
"""Bytes sent to clamd at once."""


class ScannerGone(Exception):
    """The scanner did not answer, or could not say. The file is tried again later; it cannot be opened before."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner found; `found` is empty for a clean file."""

    scanner: str
    found: str

    @property
    def is_clean(self) -> bool:
        return not self.found


def is_on() -> bool:
    """Whether this installation has a scanner (`HANDRAIL_SCANNER`)."""
    return bool(settings.SCANNER)


def scan(content: Iterable[bytes]) -> Verdict:
    """Ask the scanner about a file.

    Raises:
        ScannerGone: it did not answer in time, or answered something else than clean or found.
    """
    kind, _, where = settings.SCANNER.partition(":")
    if kind == "clamd":
        return Verdict("clamd", _clamd(where, content))
    return Verdict("command", _command(where, content))


def _clamd(where: str, content: Iterable[bytes]) -> str:
    """INSTREAM of clamd: frames with their length before them, an empty one at the end (man clamd)."""
    try:
        with _connected(where) as talk:
            talk.settimeout(PATIENCE)
            talk.sendall(b"zINSTREAM\0")
            for chunk in content:
                for start in range(0, len(chunk), FRAME):
                    frame = chunk[start : start + FRAME]
                    talk.sendall(struct.pack("!L", len(frame)) + frame)
            talk.sendall(struct.pack("!L", 0))
            answer = b""
            while not answer.endswith(b"\0"):
                more = talk.recv(4096)
                if not more:
                    break
                answer += more
    except OSError as fault:
        raise ScannerGone(f"clamd at {where}: {fault}") from fault
    says = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
    if says == "OK":
        return ""
    if says.endswith(" FOUND"):
        return says.removesuffix(" FOUND")
    raise ScannerGone(f"clamd at {where} says: {says or 'nothing'}")


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(PATIENCE)
        talk.connect(where)
        return talk
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _command(where: str, content: Iterable[bytes]) -> str:
    """A command that reads the file from its input and ends with 0 for clean and 1 for found, as clamscan does."""
    try:
        with subprocess.Popen(  # noqa: S603 - from the installation's own settings
            shlex.split(where), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as running:
            assert running.stdin is not None
            assert running.stdout is not None
            try:
                for chunk in content:
                    running.stdin.write(chunk)
                running.stdin.close()
            except BrokenPipeError:
                pass  # it has seen enough: its answer tells
            says = running.stdout.read(4096).decode("utf-8", "replace").strip()
            ended = running.wait(timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise ScannerGone(f"the scanner's command: {fault}") from fault
    if ended == 0:
        return ""
    if ended == 1:
        return says.splitlines()[0][:200] if says else "something harmful"
    raise ScannerGone(f"the scanner's command ended with {ended}: {says[:200]}")
