"""The measured database: a server and a folder of its own, so that nobody's records are near."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from handrail.config import embedded
from handrail.config.addresses import Addresses

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Database:
    """Where it is, under three logins: the application, the owner, and the superuser for filling."""

    folder: Path
    addresses: Addresses

    def environ(self, address: str) -> Mapping[str, str]:
        """The surroundings of a process of Handrail under one login, with nothing of the caller's own."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("HANDRAIL_", "DATABASE_")) and name != "PORT"
        }
        return kept | {"DATABASE_URL": address, "HANDRAIL_VAR": str(self.folder), "HANDRAIL_WORKERS": "2"}

    def filling(self) -> Connection:
        """A connection for bulk work: as the owner would write, but foreign keys are not asked about each row."""
        connection = psycopg.connect(
            make_conninfo(self.addresses.owner, user=embedded.SUPERUSER), autocommit=True
        )
        connection.execute("set session_replication_role = replica")
        connection.execute("set synchronous_commit = off")
        connection.execute("set maintenance_work_mem = '1GB'")
        connection.execute("set work_mem = '256MB'")
        return connection

    def run(self, module: str, *arguments: str, login: str, given: str | None = None) -> str:
        """What a module prints that runs in a process of its own, with Django set up."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "bench.within", module, *arguments],
            env=dict(self.environ(login)), input=given, text=True, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        return done.stdout


@contextmanager
def running(folder: Path) -> Iterator[Database]:
    """Started, migrated as the owner, and stopped again."""
    with embedded.running(folder) as own:
        database = Database(folder, own.addresses)
        environ = {**database.environ(own.addresses.app), "DATABASE_OWNER_URL": own.addresses.owner}
        subprocess.run(
            [sys.executable, "-m", "handrail", "migrate"], env=environ, check=True, stdout=subprocess.DEVNULL
        )
        yield database
