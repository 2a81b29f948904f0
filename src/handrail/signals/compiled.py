"""How the kernel is compiled: on its first call, kept for the next process, and never beside the installed code."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")


def cache_folder() -> Path:
    """Where compiled code is kept: NUMBA_CACHE_DIR if given, else this person's cache, else a temporary folder."""
    if given := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(given)
    # numba looks at one file to see whether kept code is stale; the kernel is made of several.
    made_of = b"".join(
        Path(__file__).with_name(f"{name}.py").read_bytes() for name in ("bins", "compiled", "kernel")
    )
    edition = hashlib.sha256(made_of).hexdigest()[:12]
    home = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    folder = Path(home) / "handrail" / "signals" / edition
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return Path(tempfile.gettempdir()) / f"handrail-signals-{os.getuid()}"
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="handrail-signals-"))


# An installed package may be read-only and is nobody's to write into.
numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]


def compiled(function: Function) -> Function:
    """Machine code without Python's lock, so that several threads work on several sessions."""
    return cast("Function", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inlined(function: Function) -> Function:
    """A part of the kernel; compiled into whoever calls it, which doubles its speed."""
    return cast("Function", numba.njit(nogil=True, forceinline=True, error_model="numpy")(function))
