"""Pages in a real browser without a server: the browser's requests are answered from memory."""

from __future__ import annotations

import mimetypes
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Request, Route

ORIGIN = "http://handrail.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'"
)
Answer = Callable[["Request"], dict[str, Any]]


def chromium_path() -> str | None:
    """A browser of the system's, or the one that the environment names."""
    named = os.environ.get("HANDRAIL_CHROMIUM")
    return named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


def browser() -> Iterator[Browser]:
    """One browser for a module of tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = chromium_path()
    if path is None:
        pytest.skip("No Chromium or Chrome is installed. Install one, or name it in HANDRAIL_CHROMIUM.")
    if finders.find("built/handrail.css") is None:
        pytest.skip("The styles are not built. Run python -m handrail.ui.assets.")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Site:
    """What answers the browser: pages by path, static files, and whatever a test adds."""

    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open_in(self, opened: Browser, **options: Any) -> BrowserContext:
        context = opened.new_context(**options)
        context.route("**/*", self._answer)
        context.on("console", lambda message: self._complain(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context

    def _complain(self, kind: str, text: str) -> None:
        # A refused save is an answer that a test asked for; the browser logs its number.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def _answer(self, route: Route, request: Request) -> None:
        path = urlsplit(request.url).path
        if path in self.answers:
            route.fulfill(**self.answers[path](request))
        elif path in self.pages:
            route.fulfill(
                body=self.pages[path], content_type="text/html", headers={"Content-Security-Policy": POLICY}
            )
        elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(str(found))[0] or "application/octet-stream"
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
        else:
            self.missing.append(path)
            route.fulfill(status=404)
