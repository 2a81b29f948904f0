from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection

from handrail.config import addresses
from handrail.config.addresses import Addresses
from tests.cast import Cast

AsOwner = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def empty_record(database_addresses: Addresses, transactional_db: None) -> None:
    """Tests that commit leave the ends of their chains behind: `audit_chain` is no model, so it is not emptied."""
    with psycopg.connect(database_addresses.owner) as owner:
        owner.execute("delete from audit_chain where chain not in (select chain from audit_fact)")


@pytest.fixture
def as_owner(database_addresses: Addresses, empty_record: None) -> AsOwner:
    """Log Django in as the owner for a block, as `handrail check audit` and the demonstration do."""

    def log_in(address: str) -> None:
        connection.close()
        login: dict[str, Any] = addresses.as_django(address)
        options = {**connection.settings_dict["OPTIONS"], **login.pop("OPTIONS")}
        connection.settings_dict.update(login, OPTIONS=options)

    @contextmanager
    def owner() -> Iterator[None]:
        log_in(database_addresses.owner)
        try:
            yield
        finally:
            log_in(database_addresses.app)

    return owner


@pytest.fixture
def committed(empty_record: None, cast: Cast) -> Cast:
    """The cast, committed, so that another login sees it."""
    return cast
