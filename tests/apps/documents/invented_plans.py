"""Two invented plans in the canonical shape that a version freezes, fresh at every call."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

Document = dict[str, Any]


def eilidh() -> Document:
    """A school plan with three goals, for a pupil of ten."""
    return _read("eilidh")


def finlay() -> Document:
    """A plan set by law with three goals, four kinds of help and a signature, for a pupil of thirteen."""
    return _read("finlay")


def _read(name: str) -> Document:
    document: Document = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return document
