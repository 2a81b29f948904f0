from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from handrail.apps.accounts.models import Person
from tests.cast import Cast
from tests.languages.reading import bracketed
from tests.permissions.answers import House, furnish


@pytest.fixture
def house(cast: Cast, seen_by: Callable[[Person | None], Client]) -> House:
    """Every role with its own browser, and two pupils with something of everything."""
    return furnish(cast, seen_by)


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every string that can be translated comes in brackets."""
    with bracketed(monkeypatch):
        yield
