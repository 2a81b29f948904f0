"""`handrail check audit` as whoever runs an installation meets it: a whole record, and an altered one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.audit import actions as audit
from handrail.config.addresses import Addresses

DAY = date(2026, 11, 19)
Owner = psycopg.Connection[tuple[Any, ...]]
Check = Callable[[], subprocess.CompletedProcess[str]]


@pytest.fixture
def three_facts(transactional_db: None, owner_connection: Owner) -> Iterator[None]:
    """Facts that concern no school, in the chain of that name, and nothing else."""
    owner_connection.execute("delete from audit_fact; delete from audit_chain")
    for about in ("one", "two", "three"):
        with transaction.atomic():
            audit.record("test.happened", about=about, by=Actor.system("a test", day=DAY), on=DAY)
    yield
    owner_connection.execute("delete from audit_fact; delete from audit_chain")


@pytest.fixture
def check(database_addresses: Addresses) -> Check:
    environ = os.environ | {
        "DATABASE_URL": database_addresses.app,
        "DATABASE_OWNER_URL": database_addresses.owner,
    }

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "handrail", "check", "audit"],
            env=environ, text=True, capture_output=True, check=False,
        )  # fmt: skip

    return run


@pytest.mark.slow
def test_a_whole_record_is_told_with_its_extent(three_facts: None, check: Check) -> None:
    done = check()

    assert done.returncode == 0, done.stderr
    assert "Facts: 3" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("update audit_fact set by_name = 'Somebody Else' where position = 2", "by_name"),
        ("delete from audit_fact where position = 2", "row 2 is missing"),
        ("delete from audit_fact where position = 3", "rows 3 to 3 are missing at the end"),
    ],
    ids=["changed", "taken out", "cut off at the end"],
)
def test_an_altered_record_is_named_with_its_first_row(
    three_facts: None,
    owner_connection: Owner,
    check: Check,
    tampering: str,
    told: str,
) -> None:
    owner_connection.execute(tampering.encode())

    done = check()

    assert done.returncode != 0
    assert told in done.stderr
