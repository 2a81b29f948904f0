"""What every test can ask for: a day, a cast with settled relations, and pages seen as one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.cast import TODAY, Cast, build_cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from handrail.apps.accounts.models import Person
    from tests.plugins.settled import Settled, Settling

pytest_plugins = [
    "tests.plugins.browser",
    "tests.plugins.database",
    "tests.plugins.order",
    "tests.plugins.outside",
    "tests.plugins.settled",
]


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def settled_cast(settling: Settling) -> Settled[Cast]:
    """The people of tests/cast.py, written once by each worker through the product's own actions."""
    return settling("cast", partial(build_cast, on=TODAY))


@pytest.fixture
def cast(settled_cast: Settled[Cast], db: None) -> Cast:
    """The cast for one test, to change as it likes; committed where the test asks for `transactional_db`.

    No reach is set yet: act as somebody with `acting`, or ask as somebody with `seen_by`.
    """
    return settled_cast.again()


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
