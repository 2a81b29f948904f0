"""Several people write in one section while tabs and servers are killed: no word is lost.

Seeds are printed with what happened. Others are run with
`HANDRAIL_SEEDS=11,12 make test ARGS='tests/faults/test_lost_words.py -s'`.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.cookiejar import Cookie
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from handrail.apps.plans import queries
from handrail.apps.plans.actions import texts
from handrail.apps.plans.models import SectionRevision
from handrail.config.addresses import Addresses
from tests.cast import Cast, acting
from tests.config.test_wheel import free_port
from tests.faults.test_database_gone import Browser
from tests.faults.writers import KEY, WORD, Editor, Outcome, Unreached, outcome

if TYPE_CHECKING:
    from handrail.apps.accounts.models import Person
    from tests.faults.writers import Answer, Send

pytestmark = pytest.mark.django_db(transaction=True)

SEEDS = [int(seed) for seed in os.environ.get("HANDRAIL_SEEDS", "1,2,3").split(",")]
EDITORS, STEPS = 5, 24
SIGNED_IN_BY = "allauth.account.auth_backends.AuthenticationBackend"


def sends_for(person: Person) -> Send:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=SIGNED_IN_BY)

    def send(address: str, form: dict[str, str] | None) -> Answer:
        headers = {"X-Handrail-Autosave": "1"}
        answer = client.get(address) if form is None else client.post(address, form, headers=headers)
        return answer.status_code, answer.content.decode(), answer.headers.get("Location", "")

    return send


def luck(seed: int, number: int) -> random.Random:
    return random.Random(seed * 100 + number)  # noqa: S311


def written_at_once(cast: Cast, seed: int, *, steps: int = STEPS) -> tuple[Outcome, list[Editor]]:
    """Editors in threads, each with a connection of its own to the real database."""
    people = [cast.coordinator, cast.class_teacher, cast.head, cast.officer, cast.class_teacher]
    editors = [
        Editor(
            number, sends_for(people[number]), cast.young.plan.pk, luck(seed, number), chance_of_no_answer=0.1
        )
        for number in range(EDITORS)
    ]

    def write(editor: Editor) -> None:
        with closing(connection):
            editor.write(steps)

    with ThreadPoolExecutor(EDITORS) as threads:
        for done in [threads.submit(write, editor) for editor in editors]:
            done.result()
    return found(cast, editors), editors


def found(cast: Cast, editors: list[Editor]) -> Outcome:
    with acting(cast.coordinator):
        text = queries.section_text(cast.young.plan.pk, KEY)
        kept = [one.text for one in queries.kept_texts(cast.young.plan.pk, KEY)]
    assert text is not None
    return outcome(editors, text.text, kept)


def tell(seed: int, result: Outcome, editors: list[Editor]) -> None:
    """What happened, for whoever reads the run."""
    total = {
        name: sum(getattr(one, name) for one in editors)
        for name in ("tabs_killed", "merged", "met", "lost_answers")
    }
    print(
        f"\nseed {seed}: {len(editors)} editors, {len(result.typed)} words typed, {len(result.taken_out)} taken out, "
        f"{total['tabs_killed']} tabs killed, {total['lost_answers']} answers lost, {total['merged']} saves merged, "
        f"{total['met']} kept beside, {len(result.kept)} texts to choose from in the end; lost: {len(result.lost)}"
    )


def nothing_is_lost(cast: Cast, seed: int) -> None:
    result, editors = written_at_once(cast, seed)
    tell(seed, result, editors)
    assert result.typed, "nobody wrote anything"
    assert result.lost == set(), f"seed {seed}"
    assert result.doubled == set(), f"seed {seed}"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_of_five_editors_with_killed_tabs_and_lost_answers_is_lost(cast: Cast, seed: int) -> None:
    nothing_is_lost(cast, seed)

    with acting(cast.coordinator):
        states = SectionRevision.objects.filter(plan=cast.young.plan, key=KEY)
        numbers = list(states.values_list("number", flat=True))
        ever = {word for text in states.values_list("text", flat=True) for word in WORD.findall(text)}
        now = queries.section_text(cast.young.plan.pk, KEY)
    assert now is not None
    assert len(numbers) == len(set(numbers))
    assert set(WORD.findall(now.text)) <= ever


# --- a server that is killed in the middle of a save ------------------------------------------------


class Server:
    """`handrail serve` as a process of its own, killed outright and started again."""

    def __init__(self, database: str, var: Path) -> None:
        self.port = free_port()
        self.environ = {
            name: value for name, value in os.environ.items() if not name.startswith(("HANDRAIL_", "DJANGO_"))
        } | {
            "DATABASE_URL": database,
            "HANDRAIL_SECRET_KEY": settings.SECRET_KEY,
            "HANDRAIL_VAR": str(var),
            "HANDRAIL_WORKERS": "1",
            "HANDRAIL_THREADS": "4",
            "PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.kills = 0
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "handrail", "serve"],
            env=self.environ,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        give_up_at = time.monotonic() + 60
        while time.monotonic() < give_up_at:
            with suppress(OSError):
                if Browser(self.address).ask("/healthz")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """Every process of it at once, without a word: what is half done stays half done."""
        family = [
            *psutil.Process(self.process.pid).children(recursive=True),
            psutil.Process(self.process.pid),
        ]
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, timeout=10)
        self.process.wait(10)
        self.kills += 1

    def sends_for(self, person: Person) -> Send:
        browser, client = Browser(self.address), Client()
        client.force_login(person, backend=SIGNED_IN_BY)
        browser.cookies.set_cookie(session_cookie(client.cookies["sessionid"].value))
        browser.ask("/")
        assert browser.token

        def send(address: str, form: dict[str, str] | None) -> Answer:
            try:
                status, body, headers = browser.ask(address, form, **{"X-Handrail-Autosave": "1"})
            except (OSError, http.client.HTTPException) as gone:
                time.sleep(0.2)
                raise Unreached from gone
            if status >= 500:
                time.sleep(0.2)
                raise Unreached
            return status, body, headers.get("Location") or ""

        return send


def session_cookie(value: str) -> Cookie:
    return Cookie(
        version=0, name="sessionid", value=value, port=None, port_specified=False, domain="127.0.0.1",
        domain_specified=False, domain_initial_dot=False, path="/", path_specified=True, secure=False,
        expires=None, discard=True, comment=None, comment_url=None, rest={},
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS[:1])
def test_no_word_is_lost_when_the_server_is_killed_in_the_middle_of_saves(
    cast: Cast, database_addresses: Addresses, tmp_path: Path, seed: int
) -> None:
    server = Server(database_addresses.app, tmp_path)
    try:
        people = [cast.coordinator, cast.class_teacher, cast.head]
        editors = [
            Editor(number, server.sends_for(person), cast.young.plan.pk, luck(seed, number))
            for number, person in enumerate(people)
        ]
        over = threading.Event()

        def kill_and_start() -> None:
            chance = luck(seed, 99)
            while not over.wait(chance.uniform(0.3, 1.5)) and server.kills < 4:
                server.kill()
                server.start()

        with ThreadPoolExecutor(4) as threads:
            killing = threads.submit(kill_and_start)
            writing = [threads.submit(editor.write, 60) for editor in editors]
            try:
                for done in writing:
                    done.result()
            finally:
                over.set()
            killing.result()
        unanswered = sum(editor.unanswered for editor in editors)
        print(f"\nserver killed {server.kills} times; {unanswered} requests without an answer")
        result = found(cast, editors)
        tell(seed, result, editors)
    finally:
        server.kill()
    assert server.kills > 2, "the server was not killed while people wrote"
    assert unanswered > 0
    assert result.lost == set(), f"seed {seed}"
    assert result.doubled == set(), f"seed {seed}"


# --- that these tests can fail ----------------------------------------------------------------------


def last_writer_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "merged", lambda base, theirs, mine: mine)  # noqa: ARG005


def first_writer_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "merged", lambda base, theirs, mine: theirs)  # noqa: ARG005


def nothing_is_kept_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    keep = texts._keep

    def forget(*args: object, **options: object) -> object:
        kept = keep(*args, **options)  # type: ignore[arg-type]
        type(kept).objects.filter(pk=kept.pk).delete()
        return kept

    monkeypatch.setattr(texts, "_keep", forget)


def what_a_page_never_heard_of_is_taken_as_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each save is taken to begin from the words as they are now."""
    current = lambda plan, current, *_, **__: texts.history.Base(current.revision, current.text)  # noqa: E731, ARG005
    monkeypatch.setattr(texts, "_base", current)


def the_device_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Editor, "keep", lambda self: None)  # noqa: ARG005


BROKEN = [
    last_writer_wins,
    first_writer_wins,
    nothing_is_kept_beside,
    what_a_page_never_heard_of_is_taken_as_seen,
    the_device_keeps_nothing,
]


@pytest.mark.parametrize("break_it", BROKEN, ids=lambda one: one.__name__)
def test_the_test_above_fails_when_saving_or_merging_is_broken(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[pytest.MonkeyPatch], None]
) -> None:
    break_it(monkeypatch)
    with pytest.raises(AssertionError, match="seed"):
        for seed in range(1, 6):
            nothing_is_lost(cast, seed)
