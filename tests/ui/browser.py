"""Pages in a real browser, from a small server on this machine: no database, no product behind it."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'"
)
Answer = Callable[["Sent"], "Reply"]


@dataclass(frozen=True)
class Sent:
    """What the browser sent."""

    path: str
    post_data: str


@dataclass
class Site:
    """A small server: pages by path, static files, and whatever answers a test adds."""

    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    origin: str = ""

    @contextmanager
    def served(self) -> Iterator[Site]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def open_in(self, opened: Browser, **options: Any) -> BrowserContext:
        context = opened.new_context(base_url=self.origin, **options)
        context.on("console", lambda message: self._complain(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context

    def _complain(self, kind: str, text: str) -> None:
        # A refused save is an answer that a test asked for; the browser logs its number.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def answer(self, sent: Sent) -> Reply:
        if sent.path in self.answers:
            return self.answers[sent.path](sent)
        if sent.path in self.pages:
            return Reply(self.pages[sent.path].encode(), headers={"Content-Security-Policy": POLICY})
        if sent.path.startswith("/static/") and (found := finders.find(sent.path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(str(found))[0] or "application/octet-stream"
            return Reply(Path(str(found)).read_bytes(), kind=kind)
        if sent.path != "/favicon.ico":
            self.missing.append(sent.path)
        return Reply(b"Nothing here", status=404)


@dataclass(frozen=True)
class Reply:
    """An answer with its status and kind."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("")

        def do_POST(self) -> None:
            self._reply(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def _reply(self, post_data: str) -> None:
            reply = site.answer(Sent(urlsplit(self.path).path, post_data))
            self.send_response(reply.status)
            for name, value in {
                "Content-Type": reply.kind,
                "Cache-Control": "no-store",
                **reply.headers,
            }.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(reply.body)

        def log_message(self, *_parts: object) -> None:
            """A test says what it expects; a log of requests says nothing more."""

    return Handler
