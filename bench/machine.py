"""The facts a figure means nothing without."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil
import psycopg

CPU_INFO: Final = Path("/proc/cpuinfo")


def facts(database: str | None = None) -> tuple[tuple[str, str], ...]:
    """Cores, memory, processor, versions and the day; the database at this address, if any, is asked its own."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        ("cores", str(usable)),
        ("memory", f"{psutil.virtual_memory().total / 2**30:.0f} GiB"),
        ("processor", _processor()),
        ("system", platform.platform(terse=True)),
        ("Python", platform.python_version()),
        *((("PostgreSQL", _version(database)),) if database else ()),
        ("measured on", datetime.now(UTC).date().isoformat()),
    )


def _processor() -> str:
    if CPU_INFO.exists():
        for line in CPU_INFO.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _version(address: str) -> str:
    with psycopg.connect(address) as connection:
        return connection.info.parameter_status("server_version") or "unknown"
