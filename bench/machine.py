"""The facts a figure means nothing without."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Final

import psutil
import psycopg

from handrail.config import addresses, embedded, environment

CPU_INFO: Final = Path("/proc/cpuinfo")


def facts() -> tuple[tuple[str, str], ...]:
    """Cores, memory, processor, versions; the database is started, or reached, to ask it its own."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        ("cores", str(usable)),
        ("memory", f"{psutil.virtual_memory().total / 2**30:.0f} GiB"),
        ("processor", _processor()),
        ("system", platform.platform(terse=True)),
        ("Python", platform.python_version()),
        ("PostgreSQL", _postgresql()),
    )


def _processor() -> str:
    if CPU_INFO.exists():
        for line in CPU_INFO.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _postgresql() -> str:
    env = environment.read()
    if env.database_url is not None:
        return _version(env.database_url) + ", as given"
    with embedded.running(env.var) as own:
        return _version(own.addresses.app) + ", our own"


def _version(address: str) -> str:
    addresses.wait_for(address, seconds=30)
    with psycopg.connect(address) as connection:
        return connection.info.parameter_status("server_version") or "unknown"
