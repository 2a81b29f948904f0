"""The PDF of a version: made once, kept, found missing, and read even when the disk is full."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from unittest import mock

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from handrail.apps.accounts.models import Person
from handrail.apps.documents import actions, jobs
from handrail.apps.documents.models import VersionPdf
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Version
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
Owner = psycopg.Connection[tuple[object, ...]]


def address(version: Version) -> str:
    return reverse("documents:plan_pdf", args=[version.plan_id, version.number])


def kept(cast: Cast) -> list[bytes]:
    with acting(cast.coordinator):
        return [bytes(one.content) for one in VersionPdf.objects.filter(version=cast.young.version)]


def test_a_reader_gets_the_pdf_at_once_and_the_same_bytes_ever_after(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.parent)

    first, again = browser.get(address(cast.young.version)), browser.get(address(cast.young.version))

    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert first.content == again.content
    assert kept(cast) == [first.content]
    with mock.patch.object(actions, "plan_pdf", side_effect=AssertionError("set twice")):
        assert browser.get(address(cast.young.version)).content == first.content


def test_strangers_get_no_pdf(cast: Cast, seen_by: Browser) -> None:
    for who, status in (
        (cast.other_coordinator, 404),
        (cast.parent_without_responsibility, 404),
        (cast.past_psychologist, 404),
        (cast.young_pupil, 403),
    ):
        assert seen_by(who).get(address(cast.young.version)).status_code == status
    missing = reverse("documents:plan_pdf", args=[cast.young.plan.pk, 99])
    assert seen_by(cast.coordinator).get(missing).status_code == 404
    assert kept(cast) == []


def test_the_job_makes_what_is_missing_and_runs_again_in_vain(cast: Cast) -> None:
    version = cast.young.version
    for _ in range(2):
        jobs.make_pdf(version_id=str(version.pk), school_id=version.school_id)
    assert len(kept(cast)) == 1

    # At the wrong school it sees nothing and makes nothing.
    older = cast.older.version
    jobs.make_pdf(version_id=str(older.pk), school_id=cast.other_school.pk)
    with acting(cast.coordinator):
        assert not VersionPdf.objects.filter(version=older).exists()


def test_each_missing_pdf_is_asked_for_once(cast: Cast) -> None:
    now = timezone.now()  # the server's clock says which versions are new
    with acting(cast.coordinator) as by:
        made, missing = (
            plans.issue(plan=one.plan, draft_revision=one.plan.draft_revision, on=TODAY, at=now, by=by)
            for one in (cast.young, cast.older)
        )
    jobs.make_pdf(version_id=str(made.pk), school_id=made.school_id)

    for _ in range(2):
        jobs.make_missing_pdfs(timestamp=0)

    asked = ProcrastinateJob.objects.filter(task_name=jobs.make_pdf.name)
    assert [job.args["version_id"] for job in asked] == [str(missing.pk)]


def test_the_kept_pdf_cannot_be_changed(cast: Cast) -> None:
    with acting(cast.coordinator):
        actions.pdf_of(cast.young.version, at=moment(TODAY))
        for statement in ("update documents_versionpdf set content = ''", "delete from documents_versionpdf"):
            with (
                pytest.raises(DatabaseError, match="denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_two_who_make_it_at_once_keep_one(cast: Cast) -> None:
    ready, found, faults = threading.Barrier(2), [], []

    def make() -> None:
        try:
            with acting(cast.coordinator):
                version = Version.objects.get(pk=cast.young.version.pk)
                ready.wait(10)
                found.append(bytes(actions.pdf_of(version, at=moment(TODAY)).content))
        except Exception as fault:  # told below, by the thread that asserts
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert faults == []
    assert found[0] == found[1]
    assert len(kept(cast)) == 1


@pytest.fixture
def full_disk(owner_connection: Owner) -> Iterator[Callable[[], None]]:
    """The server says, as with a full disk, that no PDF can be stored; call it to make room again."""
    owner_connection.execute(
        "create function no_room() returns trigger language plpgsql as $$ begin"
        " raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';"
        " end $$"
    )
    owner_connection.execute(
        "create trigger no_room before insert on documents_versionpdf execute function no_room()"
    )

    def make_room() -> None:
        owner_connection.execute("drop function if exists no_room() cascade")

    yield make_room
    make_room()


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_keeps_the_pdf_from_being_stored_but_not_from_being_read(
    cast: Cast, seen_by: Browser, full_disk: Callable[[], None]
) -> None:
    browser = seen_by(cast.parent)
    read = browser.get(address(cast.young.version))
    assert read.status_code == 200
    assert read.content.startswith(b"%PDF-")
    assert kept(cast) == []
    job = {"version_id": str(cast.young.version.pk), "school_id": cast.young.version.school_id}
    with pytest.raises(OperationalError, match="No space left"):
        jobs.make_pdf(**job)
    assert jobs.make_pdf.retry_strategy is not None
    assert kept(cast) == []

    full_disk()
    jobs.make_pdf(**job)

    assert kept(cast) == [read.content]
