"""Counts what a piece of work asks the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


class Count:
    """For `connection.execute_wrapper`: queries and the time until each has answered. Savepoints are not counted."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if not sql.startswith(("SAVEPOINT", "RELEASE")):
                self.queries += 1
                self.seconds += time.perf_counter() - started
