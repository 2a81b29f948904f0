"""The acts of every slice, and the page of the reference that tells them."""

from __future__ import annotations

import os
from enum import Enum

from handrail.apps.accounts.actor import Role
from handrail.apps.plans.policy import ISSUERS
from handrail.core.plan_types import LegalWeight
from tests.permissions import reference
from tests.permissions.write import WRITES


def test_every_act_stands_in_its_table_and_somebody_may_do_it() -> None:
    found = reference.tables()
    assert found.keys() == {
        "pupils",
        "consents",
        "cases",
        "plans",
        "family",
        "invitations",
        "voice",
        "easy_read",
        "letters",
    }
    for name, rules in found.items():
        acts: type[Enum] = type(next(iter(rules.table)))
        assert rules.table.keys() == set(acts), name
        assert all(rules.table.values()), name


def test_every_legal_weight_has_issuers() -> None:
    assert ISSUERS.keys() == set(LegalWeight)
    assert all(ISSUERS.values())


def test_an_administrator_may_do_nothing_to_a_pupil() -> None:
    for rules in reference.tables().values():
        assert not any(Role.ADMINISTRATOR in roles for roles in rules.table.values())


def test_the_reference_page_is_as_written() -> None:
    if WRITES in os.environ:
        reference.PAGE.write_text(reference.page(), encoding="utf-8")

    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), (
        "run python -m tests.permissions.write"
    )
