"""The generated pages of docs/reference are what the code says now."""

from __future__ import annotations

import pytest
from tools import write_reference


@pytest.mark.parametrize("name", write_reference.pages())
def test_a_page_of_the_reference_is_as_the_code_is(name: str) -> None:
    kept = write_reference.FOLDER / name
    found = kept.read_text(encoding="utf-8") if kept.exists() else ""

    assert found == write_reference.pages()[name], "run: make docs"
