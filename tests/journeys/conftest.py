"""People at real screens: each in a browser window of their own, before the real live server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.test import Client
from django.utils import timezone

from tests.journeys.story import Story, tell

if TYPE_CHECKING:
    from datetime import date

    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from handrail.apps.accounts.models import Person
    from tests.plugins.settled import Settled, Settling

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def settled_story(settling: Settling) -> tuple[date, Settled[Story]]:
    today = timezone.localdate()
    return today, settling("story", partial(tell, on=today))


@pytest.fixture
def story(settled_story: tuple[date, Settled[Story]], transactional_db: None) -> Story:
    """The cast, and a pupil without a plan, on the day of the real clock that a live server reads."""
    cache.clear()
    told_on, settled = settled_story
    today = timezone.localdate()
    return settled.again() if told_on == today else tell(on=today)


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console said that it should not have."""
    return []


@contextmanager
def requests_counted() -> Iterator[set[int]]:
    """The threads of the live server that answer a request just now."""
    on_their_way: set[int] = set()

    def began(**_: object) -> None:
        on_their_way.add(threading.get_ident())

    def ended(**_: object) -> None:
        on_their_way.discard(threading.get_ident())

    request_started.connect(began)
    request_finished.connect(ended)
    try:
        yield on_their_way
    finally:
        request_started.disconnect(began)
        request_finished.disconnect(ended)


def wait_until_quiet(on_their_way: set[int]) -> None:
    """A page that closes says so, and a page that is open gives signs: the tables are not emptied under them."""
    give_up_at, quiet_since = time.monotonic() + 10, time.monotonic()
    while time.monotonic() - quiet_since < 0.2:
        if on_their_way:
            quiet_since = time.monotonic()
        assert time.monotonic() < give_up_at, "requests do not end"
        time.sleep(0.02)


@pytest.fixture
def open_for(chromium: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Open]:
    """Open a screen for somebody who is signed in, or for a visitor.

    No script may fail and nothing may break the Content-Security-Policy, on any page of any journey.
    """
    opened: list[BrowserContext] = []

    def open_for(
        person: Person | None = None, *, width: int = 1280, height: int = 900, **options: Any
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale="en-GB", **options
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        context.on("console", lambda message: complain(message.type, message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        if person is not None:
            client = Client()
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
        return context.new_page()

    def complain(kind: str, text: str) -> None:
        # A refused page or a dropped line is what some tests are about; the browser logs its number.
        if kind == "error" and "Failed to load resource" not in text:
            complaints.append(text)

    with requests_counted() as on_their_way:
        yield open_for
        for context in opened:
            context.close()
        wait_until_quiet(on_their_way)
    assert complaints == []
