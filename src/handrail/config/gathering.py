"""Static files, gathered under names that change with their content, and again only when they changed."""

from __future__ import annotations

import fcntl
import hashlib
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import handrail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handrail.config.environment import Environment

PACKAGE: Final = Path(handrail.__file__).parent
# Whose files, or whose way of naming files, end up among ours.
OTHERS: Final = ("Django", "django-allauth", "whitenoise")


def is_current(env: Environment) -> bool:
    """Whether what was gathered last is what would be gathered now."""
    mark = _mark(env)
    return mark.exists() and mark.read_text() == _state()


@contextmanager
def alone(env: Environment) -> Iterator[None]:
    """One process at a time gathers; what it gathered is marked when it did not fail."""
    env.var.mkdir(parents=True, exist_ok=True)
    with (env.var / ".gathering").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        state = _state()
        yield
        _mark(env).write_text(state)


def _mark(env: Environment) -> Path:
    return env.var / "static.gathered"


def _state() -> str:
    found = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in OTHERS).encode())
    for file in sorted(PACKAGE.glob("**/static/**/*")):
        if file.is_file():
            status = file.stat()
            found.update(f"{file.relative_to(PACKAGE)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()
