"""Every kind of fact that Handrail records has its sentence, and no sentence stands for nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import handrail
from handrail.apps.home.sentences import SENTENCES

RECORDS = ("record", "_record", "done")
"""What a function that records is called, or begins with."""
KIND = re.compile(r"[a-z]+\.[a-z_]+")


def kinds_in(source: str) -> Iterator[str]:
    """Kinds in the calls that record, also where one of two is chosen in the call."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and _name(call.func).startswith(RECORDS):
            for argument in call.args:
                if isinstance(argument, ast.Constant | ast.IfExp):
                    for part in ast.walk(argument):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            if KIND.fullmatch(part.value):
                                yield part.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def recorded() -> set[str]:
    apps = Path(handrail.__file__).parent / "apps"
    return {kind for path in apps.rglob("*.py") for kind in kinds_in(path.read_text(encoding="utf-8"))}


def test_every_kind_that_is_recorded_has_a_sentence_and_every_sentence_a_kind() -> None:
    found = recorded()
    assert len(found) > 25

    assert found - SENTENCES.keys() == set(), "recorded without a sentence"
    assert SENTENCES.keys() - found == set(), "a sentence for what nobody records"


def test_a_sentence_is_a_sentence() -> None:
    for kind, says in SENTENCES.items():
        names = [name for _, name, _, _ in Formatter().parse(says) if name]
        assert all(name.isidentifier() for name in names), kind
        assert says == "{says}" or says[0].isupper() or says[0] == "{", kind


def test_a_kind_is_found_however_it_is_recorded() -> None:
    planted = """
audit.record("pupil.flew", about=1)
_record(plan, "plan.sang" if new else "plan.hummed", on=on)
done(plan, "plan.danced", on=on, by=by)
done_if_changed(plan, row, "plan.turned", on=on, by=by)
print("pupil.unrecorded")
"""
    assert set(kinds_in(planted)) == {"pupil.flew", "plan.sang", "plan.hummed", "plan.danced", "plan.turned"}
