"""The database goes away under the real server and comes back: a plain page, and nothing half written."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg
import pytest

from handrail.config import embedded
from handrail.config.embedded import Embedded

pytestmark = pytest.mark.slow
PASSWORD = "a good long pass phrase"
PUPIL = {
    "given_name": "Ada", "family_name": "Newcomer", "born-day": "14", "born-month": "9", "born-year": "2016",
}  # fmt: skip


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Browser:
    """Just enough of one: cookies, forms and their tokens."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(cookies, NoRedirects)

    def ask(
        self, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, str, http.client.HTTPMessage]:
        data = (
            None
            if form is None
            else urllib.parse.urlencode(form | {"csrfmiddlewaretoken": self.token}).encode()
        )
        request = urllib.request.Request(self.address + path, data=data, headers=headers)  # noqa: S310
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode(), answer.headers

    @property
    def token(self) -> str:
        return next((one.value or "" for one in self.cookies if one.name == "csrftoken"), "")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Embedded]:
    # As a school's own: a server for tests may forget the last moment, and that is what is asked about here.
    with embedded.running(tmp_path / "database", profile=embedded.Profile.SERVE) as own:
        yield own
    shutil.rmtree(own.home)  # for root it is not within tmp_path


@contextmanager
def serving(database: Embedded, var: Path) -> Iterator[Browser]:
    """`handrail serve` as an authority runs it: with a database of its own that it does not look after."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("HANDRAIL_", "DJANGO_"))
    }
    environ |= {
        "DATABASE_URL": database.addresses.app,
        "HANDRAIL_VAR": str(var),
        "HANDRAIL_WORKERS": "1",
        "HANDRAIL_THREADS": "2",
        "PORT": str(port),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    handrail = [sys.executable, "-m", "handrail"]
    subprocess.run(
        [*handrail, "migrate"], env=environ | {"DATABASE_OWNER_URL": database.addresses.owner}, check=True
    )
    settings = {"DJANGO_SETTINGS_MODULE": "handrail.config.settings"}
    subprocess.run([sys.executable, "-c", COORDINATOR], env=environ | settings, check=True)
    server = subprocess.Popen([*handrail, "serve"], env=environ)
    browser = Browser(f"http://127.0.0.1:{port}")
    try:
        give_up_at = time.monotonic() + 60
        while server.poll() is None and time.monotonic() < give_up_at:
            with suppress(OSError):
                if browser.ask("/healthz")[0] == 200:
                    break
            time.sleep(0.2)
        yield browser
        assert server.poll() is None, "the same server is to serve to the end"
    finally:
        server.terminate()
        server.wait(30)


COORDINATOR = f"""
import django
django.setup()
from datetime import date
from handrail.apps.accounts.models import Person
from handrail.apps.organisations.models import Membership, Organisation
authority = Organisation.objects.create(
    kind="authority", slug="a", name="Lanternshire", jurisdiction="gb-sct"
)
school = Organisation.objects.create(
    kind="school", slug="s", name="Ferrybank", authority=authority, jurisdiction="gb-sct"
)
nora = Person.objects.create_user(email="nora@cast.example", password="{PASSWORD}", name="Nora")
Membership.objects.create(person=nora, organisation=school, role="coordinator", starts_on=date(2020, 1, 1))
"""
"""Somebody who may enter pupils."""


def postmaster(database: Embedded) -> int:
    return int((database.data / "postmaster.pid").read_text().split()[0])


def pupils(owner: str) -> int:
    with psycopg.connect(owner) as looking:
        row = looking.execute("select count(*) from pupils_pupil").fetchone()
    assert row is not None
    return row[0]


def test_pages_say_so_and_the_same_server_goes_on(database: Embedded, tmp_path: Path) -> None:
    owner = database.addresses.owner
    with serving(database, tmp_path / "var") as browser:
        browser.ask("/account/sign-in/")
        status, _, headers = browser.ask(
            "/account/sign-in/", {"login": "nora@cast.example", "password": PASSWORD}
        )
        assert (status, headers["Location"]) == (302, "/")
        assert browser.ask("/pupils/add/")[0] == 200

        for ending in (signal.SIGQUIT, signal.SIGKILL):  # an immediate stop, and a crash
            before = pupils(owner)
            os.kill(postmaster(database), ending)
            gone_at = time.monotonic()
            # Each is kept waiting for the database for a few seconds; the server has two threads.
            with ThreadPoolExecutor(2) as two:
                page, sent = (
                    two.submit(browser.ask, "/pupils/"),
                    two.submit(browser.ask, "/pupils/add/", PUPIL),
                )
                health = two.submit(browser.ask, "/healthz")
                saved = two.submit(browser.ask, "/pupils/add/", PUPIL, **{"X-Handrail-Autosave": "1"})
            for answer in (page, sent):
                status, words, headers = answer.result()
                assert status == 503, ending
                assert "One moment, please" in words
                assert "your words are still in the form" in words
                assert headers["Retry-After"] == "10"
            assert health.result()[0] == 503
            assert saved.result()[0] == 503
            time.sleep(max(0, gone_at + 10 - time.monotonic()))

            assert database.revive()

            back_by = time.monotonic() + 30
            while browser.ask("/healthz")[0] != 200:
                assert time.monotonic() < back_by, "the server does not find its database again"
                time.sleep(0.2)
            assert pupils(owner) == before, "what was sent meanwhile was refused whole"
            assert browser.ask("/pupils/")[0] == 200, "still signed in"
            assert browser.ask("/pupils/add/", PUPIL)[0] == 302
            assert pupils(owner) == before + 1
