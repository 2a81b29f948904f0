"""How the kernel is compiled: on its first call, kept for the next process, and never beside the installed code."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
from numba.core import cgutils, types
from numba.extending import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

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


def _move_block(_: Any, array: Any, to: Any, begin: Any, n: Any) -> tuple[Any, Callable[..., Any]]:  # noqa: ARG001
    wide = types.int64

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kind = signature.args[0]
        held = context.make_array(kind)(context, builder, given[0])
        size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
        there, here = (builder.gep(held.data, [place]) for place in given[1:3])
        cgutils.raw_memmove(builder, there, here, given[3], size)  # type: ignore[no-untyped-call]
        return context.get_dummy_value()

    return types.void(array, wide, wide, wide), generate


move_block = cast("Callable[[np.ndarray, int, int, int], None]", intrinsic(_move_block))
"""Move `n` items within a one-dimensional array to `to` from `begin`; the two may overlap: C's memmove.

A loop moves one item at a time, since the compiler cannot know how far apart the two places are, and assigning a slice
to an overlapping one makes a copy first. As in a loop without bounds checks, the caller keeps within the array.
"""
