"""Real logs and traces, which are not part of the product: HANDRAIL_TEST_DATA, or shared/data beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDERS = [Path(given)] if (given := os.environ.get("HANDRAIL_TEST_DATA")) else [
    Path(__file__).parents[2].parent / "shared" / "data",
    Path(__file__).parents[2].parent.parent / "shared" / "data",
]  # fmt: skip


def files(pattern: str) -> list[Path]:
    return next((found for folder in FOLDERS if (found := sorted(folder.glob(pattern)))), [])


def each(pattern: str) -> pytest.MarkDecorator:
    """The test runs for each file that is there, and is skipped, saying so, where none is."""
    absent = pytest.param(
        None, marks=pytest.mark.skip(reason=f"no {pattern} beside the checkout (HANDRAIL_TEST_DATA)")
    )
    return pytest.mark.parametrize(
        "path", files(pattern) or [absent], ids=lambda path: path.name if path else "absent"
    )
