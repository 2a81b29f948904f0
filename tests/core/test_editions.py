"""What the law asks of a plan type, and what changed between two days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handrail.core.editions import Change, changes, digest, edition
from handrail.law.lawbook import lawbook

BOOK = lawbook()
EHC = "gb-eng/ehc"


def asked() -> dict[str, list[str]]:
    return edition(BOOK.plan_type(EHC), BOOK.duties(EHC), BOOK.steps(EHC))


def test_the_same_law_gives_the_same_edition_and_no_change() -> None:
    assert digest(asked()) == digest(asked())
    assert not changes(asked(), asked())


@pytest.mark.parametrize("kind", BOOK.plan_types(), ids=lambda kind: kind.key)
def test_every_rule_of_every_plan_type_has_a_key_of_its_own(kind: object) -> None:
    plan_type = BOOK.plan_type(kind.key)  # type: ignore[attr-defined]
    rules = edition(plan_type, BOOK.duties(plan_type.key), BOOK.steps(plan_type.key))
    asked_for = len(list(plan_type.requirements())) + len(BOOK.duties(plan_type.key))
    assert len(rules) == asked_for + len(BOOK.steps(plan_type.key).steps) + 1


def test_what_is_new_gone_and_other_is_told_apart() -> None:
    before = {"a": ["A", "old", "s. 1", ""], "b": ["B", "same", "s. 2", ""], "c": ["C", "gone", "s. 3", ""]}
    after = {"a": ["A", "new", "s. 1", ""], "b": ["B", "same", "s. 2", ""], "d": ["D", "added", "s. 4", ""]}

    found = changes(before, after)

    assert found.added == (Change("D", "", "added", "s. 4"),)
    assert found.removed == (Change("C", "gone", "", "s. 3"),)
    assert found.changed == (Change("A", "old", "new", "s. 1"),)


def test_another_number_of_days_is_a_change_though_the_words_are_the_same() -> None:
    wait = BOOK.duty(EHC, "EN-06.wait")
    entry = wait.within.history[-1]
    assert entry.value is not None
    other = BOOK.duty(EHC, "EN-08").within.history[-1].value
    assert other is not None
    longer = replace(
        wait, within=replace(wait.within, history=(replace(entry, value=replace(entry.value, span=None)),))
    )
    duties = [longer if one.key == wait.key else one for one in BOOK.duties(EHC)]

    found = changes(asked(), edition(BOOK.plan_type(EHC), duties, BOOK.steps(EHC)))

    assert [one.where for one in found.changed] == [wait.title]
    assert (found.added, found.removed) == ((), ())
