"""A demonstration loaded once for this folder, into a database of its own, the way an installation does it.

One worker runs all of its tests, so that no other loads it again (tests/plugins/order.py).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from psycopg import sql

from handrail.config.addresses import Addresses
from tests.plugins.database import MAKING, TEMPLATE

TODAY: Final = "2026-11-24"
SOURCE: Final = Path(__file__).parents[3] / "src"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A database with the demonstration in it, and what the load said."""

    addresses: Addresses
    said: str
    left_by_the_killed: int

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """What the database answers to whoever reaches every school."""
        with psycopg.connect(self.addresses.owner) as owner:
            owner.execute(
                "select set_config('handrail.schools',"
                " (select array_agg(id)::text from organisations_organisation), false)"
            )
            return owner.execute(question.encode()).fetchall()

    def load(self) -> str:
        return _django(self.addresses.owner, "load_demonstration", "--today", TODAY)

    def tell(self, script: str) -> Any:
        """Run a script in demonstration mode as the application; it prints what it found as JSON."""
        told = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{script}"],
            env=environment(self.addresses.app),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)


def environment(database: str, *, demonstration: bool = True) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_DEMO")}
    return known | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join((str(SOURCE), str(SOURCE.parent))),
        "PYTHONUNBUFFERED": "1",
        **({"HANDRAIL_DEMONSTRATION": "1"} if demonstration else {}),
    }


def _django(database: str, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=environment(database),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def demonstration(
    database_server: Addresses,
    database_addresses: Addresses,
    worker_id: str,
) -> Iterator[Demonstration]:
    """The first load is killed in the middle; the second is left to end."""
    name = sql.Identifier(f"handrail_test_demonstration_{worker_id}")
    addresses = database_server.of(f"handrail_test_demonstration_{worker_id}")
    with psycopg.connect(database_server.owner, autocommit=True) as owner:
        owner.execute("select pg_advisory_lock(%s)", [MAKING])
        owner.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        owner.execute(sql.SQL("create database {} template {}").format(name, sql.Identifier(TEMPLATE)))
        owner.execute("select pg_advisory_unlock(%s)", [MAKING])
        left = _kill_a_load(addresses.owner)
        said = _django(addresses.owner, "load_demonstration", "--today", TODAY)
        yield Demonstration(addresses, said, left)
        owner.execute(sql.SQL("drop database if exists {} with (force)").format(name))


def _kill_a_load(database: str) -> int:
    """Kill a load after its first line, and count what it left."""
    loading = subprocess.Popen(
        [sys.executable, "-m", "django", "load_demonstration", "--today", TODAY],
        env=environment(database),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert loading.stdout is not None
    assert "built" in loading.stdout.readline()
    loading.send_signal(signal.SIGKILL)
    loading.wait()
    loading.stdout.close()
    with psycopg.connect(database) as owner:
        (left,) = owner.execute(
            "select (select count(*) from organisations_organisation) + (select count(*) from accounts_person)"
        ).fetchone() or (-1,)
    return int(left)
