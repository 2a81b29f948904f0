"""One real browser for the whole test run; every test gets windows of its own in it.

A test that asks for `chromium` is marked `browser`, so that `-m "not browser"` leaves all of them out.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tools import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium or Chrome, without a window. Where there is none the test fails and says what to do."""
    from playwright.sync_api import sync_playwright

    try:
        path = find_browser.found()
    except SystemExit as named_wrongly:
        pytest.fail(str(named_wrongly), pytrace=False)
    if path is None:
        pytest.fail(find_browser.ADVICE, pytrace=False)
    # The browser's driver keeps an event loop in this thread, where Django would refuse to use its database.
    # Nothing of ours runs inside that loop.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as running:
            # A microphone that hums: a page hears it where a test has granted that, and nowhere else.
            args = ["--no-sandbox", "--use-fake-device-for-media-stream"]
            opened = running.chromium.launch(executable_path=path, args=args)
            yield opened
            opened.close()
    finally:
        if before is None:
            os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--screenshots",
        action="store_true",
        help="take the pictures of docs/images/ anew; without it only those that are missing",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
