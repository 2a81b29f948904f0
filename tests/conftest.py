"""What every test can ask for: a day, a cast with settled relations, and pages seen as one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.cast import TODAY, Cast, build_cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from handrail.apps.accounts.models import Person

pytest_plugins = ["tests.plugins.browser", "tests.plugins.database"]


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of tests/cast.py, written through the product's own actions."""
    return build_cast(on=TODAY)


@pytest.fixture
def seen_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person | None], Client]:
    """A browser in which somebody is signed in, on the day of the cast."""
    from datetime import UTC, datetime, time

    from django.utils import timezone

    moment = datetime.combine(TODAY, time(9, 41), tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    def browser(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return browser
