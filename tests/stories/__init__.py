"""Six whole plans in the words of invented people, one for each kind of plan that differs most in form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

NAMES: Final = ("finlay", "ayaan", "zainab", "mateo", "noor", "simone")


def story(name: str) -> dict[str, Any]:
    """What a story's file says: the pupil, the circle, needs, goals, help, texts, facts and views."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
