"""Opening a file that may be compressed or cut off."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING, Any

from handrail.signals.errors import Unreadable

if TYPE_CHECKING:
    from pathlib import Path


def opened(path: Path) -> bytes:
    """The bytes of a file, unpacked if it is gzip."""
    content = path.read_bytes()
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise Unreadable(str(path), "", f"it is cut off or damaged: {fault}.") from fault


def as_json(path: Path, content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise Unreadable(str(path), f"byte {fault.start}", "this is not UTF-8.") from fault
    except json.JSONDecodeError as fault:
        reason = f"it is cut off or not JSON: {fault.msg}."
        raise Unreadable(str(path), f"line {fault.lineno}, column {fault.colno}", reason) from fault
