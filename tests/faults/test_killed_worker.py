"""A worker killed in the middle of a job: the job is tried again, by rule, and what it makes is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from handrail.apps.documents import jobs as documents
from handrail.apps.documents.models import VersionPdf
from handrail.config import jobs
from handrail.config.addresses import Addresses
from tests.cast import Cast, acting

pytestmark = pytest.mark.django_db(transaction=True)
Owner = psycopg.Connection[tuple[object, ...]]


@pytest.fixture(autouse=True)
def no_other_jobs(db: None) -> Iterator[None]:
    """Emptying tables after a test leaves those out that Django did not make."""
    ProcrastinateJob.objects.all().delete()
    yield
    ProcrastinateJob.objects.all().delete()


def run_worker(queue: str) -> None:
    """Do what waits in one queue, in this process, and return.

    In a thread of its own: a browser that an earlier test opened keeps an event loop in this one.
    """
    with ThreadPoolExecutor(1) as aside:
        aside.submit(_work_through, queue).result()


def _work_through(queue: str) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(queues=[queue], wait=False, install_signal_handlers=False, listen_notify=False)


def soon(true: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + 30
    while not true():
        assert time.monotonic() < give_up_at, what
        time.sleep(0.05)


def status_of(job_id: int) -> tuple[str, int]:
    job = ProcrastinateJob.objects.get(pk=job_id)
    return job.status, job.attempts


def pdfs_made(cast: Cast) -> int:
    with acting(cast.coordinator):
        return VersionPdf.objects.filter(version=cast.young.version).count()


def check_stalled() -> None:
    with suppress(AlreadyEnqueued):  # a worker that came by has asked for it as well
        jobs.retry_stalled_jobs.defer(timestamp=0)
    run_worker("upkeep")


def test_a_job_whose_worker_was_killed_is_tried_again_after_a_minute_and_not_before(
    cast: Cast,
    database_addresses: Addresses,
    owner_connection: Owner,
    tmp_path: Path,
) -> None:
    version = cast.young.version
    job_id = documents.make_pdf.defer(version_id=str(version.pk), school_id=version.school_id)
    environ = os.environ | {
        "DATABASE_URL": database_addresses.app,
        "HANDRAIL_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "handrail.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environ.pop("DATABASE_OWNER_URL", None)
    with psycopg.connect(database_addresses.owner) as gate:
        # The worker comes as far as storing the PDF, and waits there.
        gate.execute("lock table documents_versionpdf in access exclusive mode")
        worker = subprocess.Popen([sys.executable, "-m", "handrail", "work"], env=environ)
        try:
            soon(lambda: status_of(job_id)[0] == "doing", "the worker did not take the job")
            soon(lambda: _is_waiting(owner_connection), "the job did not come to the table")
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    assert status_of(job_id) == ("doing", 0)
    assert pdfs_made(cast) == 0

    check_stalled()
    assert status_of(job_id) == ("doing", 0), "its worker gave a sign of life within the minute"

    owner_connection.execute(
        "update procrastinate_workers set last_heartbeat = now() - make_interval(secs => %s)",
        [jobs.PRESUMED_DEAD + 1],
    )
    check_stalled()
    assert status_of(job_id) == ("todo", 1)

    run_worker("documents")
    assert status_of(job_id)[0] == "succeeded"
    assert pdfs_made(cast) == 1


def _is_waiting(owner: Owner) -> bool:
    waiting = owner.execute("select count(*) from pg_locks where not granted").fetchone()
    return waiting is not None and waiting[0] != 0


def stalled(owner: Owner, *, attempts: int = 0, lock: str | None = None) -> int:
    """A job that a worker which is long gone had begun."""
    row = owner.execute(
        "with gone as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')"
        " returning id) insert into procrastinate_jobs"
        " (queue_name, task_name, status, attempts, queueing_lock, worker_id)"
        " select 'documents', %s, 'doing', %s, %s, id from gone returning id",
        [documents.make_missing_pdfs.name, attempts, lock],
    ).fetchone()
    assert row is not None
    return int(str(row[0]))


def test_a_job_that_waits_already_is_not_asked_for_twice(owner_connection: Owner, db: None) -> None:
    waiting = documents.make_missing_pdfs.defer(timestamp=1)
    begun = stalled(owner_connection, lock="missing-pdfs")
    other = stalled(owner_connection)

    check_stalled()

    assert status_of(waiting)[0] == "todo"
    assert status_of(begun)[0] == "failed"
    assert status_of(other) == ("todo", 1), "one that cannot be retried keeps no other from it"


def test_a_job_that_takes_every_worker_with_it_is_given_up(owner_connection: Owner, db: None) -> None:
    deadly = stalled(owner_connection, attempts=jobs.MOST_ATTEMPTS)

    check_stalled()

    assert status_of(deadly)[0] == "failed"


def test_the_minute_is_several_heartbeats() -> None:
    assert jobs.PRESUMED_DEAD >= 3 * jobs.HEARTBEAT
