"""Every public function says its formula, units, shapes, errors and source."""

from __future__ import annotations

import pkgutil
import re

import pytest

from handrail import measures
from handrail.measures.reference import MODULES, PARTS, Entry, entries, modules

EVERY = [(module.__name__, entry) for module in modules() for entry in entries(module)]
WITHOUT_FORMULAS = {
    "backdrop", "benchmarks", "celeration_charts", "chart_words", "charts", "child_charts", "dimensions", "errors",
    "figures", "files", "findings", "lettering", "level_charts", "observations", "palette", "paths", "placing",
    "reference", "rendering", "scales", "sheets", "statements", "vega", "words",
}  # fmt: skip


@pytest.mark.parametrize(("module", "entry"), EVERY, ids=lambda one: getattr(one, "name", one))
def test_a_function_says_all_five_things(module: str, entry: Entry) -> None:
    assert entry.says.endswith(".")
    assert tuple(entry.parts) == PARTS
    assert all(entry.parts.values())


def test_every_module_is_told_or_has_no_formulas() -> None:
    found = {one.name for one in pkgutil.iter_modules(measures.__path__)}

    assert found == set(MODULES) | WITHOUT_FORMULAS


def test_sources_are_publications_with_a_year_or_say_that_they_are_our_own() -> None:
    for _, entry in EVERY:
        source = entry.parts["Source"]
        assert re.search(
            r"\(\d{4}\)|Handrail|^see |^none|Center|exact counts|levels of help|inverse|guidance|district",
            source,
        ), (
            entry.name,
            source,
        )
