"""What the page about progress says of numbers is what comes out."""

from __future__ import annotations

from tools import compare_measures, write_reference


def test_the_rates_of_errors_are_those_that_are_drawn() -> None:
    page = (write_reference.ROOT / "docs" / "explanation" / "progress.md").read_text(encoding="utf-8")
    told = [line for line in page.splitlines() if line.startswith("| 10 |")]

    assert len(told) == 12
    assert set(told) <= set(compare_measures.page().splitlines())
