from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from handrail.apps.accounts.models import Person
from tests.cast import Cast
from tests.permissions.answers import House, furnish


@pytest.fixture
def house(cast: Cast, seen_by: Callable[[Person | None], Client]) -> House:
    """Every role with its own browser, and two pupils to ask about."""
    return furnish(cast, seen_by)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Hundreds of refusals are meant here; a failure is readable without a line for each."""
    caplog.set_level("CRITICAL", logger="django.request")
