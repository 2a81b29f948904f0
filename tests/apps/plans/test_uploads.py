"""A large report arrives in parts, goes on where it broke off, is what it says, and is scanned before it is opened."""

from __future__ import annotations

import hashlib
import io
import socket
import socketserver
import struct
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.plans import actions, jobs, parts, queries, uploads
from handrail.apps.plans.models import (
    LARGEST_FILE,
    LARGEST_REPORT,
    PART,
    Attachment,
    Contribution,
    FilePart,
    Upload,
)
from tests.cast import TODAY, Cast, acting, moment
from tests.core.test_file_kinds import PDF

Browser = Callable[[Person | None], Client]
NOW = moment(TODAY)
SCRIPT = {"X-Handrail-Autosave": "1"}


@pytest.fixture
def asked(cast: Cast) -> Contribution:
    """The psychologist is asked for a view on the younger pupil's plan."""
    with acting(cast.coordinator) as by:
        member = cast.young.pupil.circlemembers.get(person=cast.psychologist)
        return actions.ask_for_view(plan=cast.young.plan, member=member, due_on=TODAY, on=TODAY, by=by)


def report(size: int = 3 * PART + 77) -> bytes:
    """A PDF of many megabytes that differ from one another."""
    pattern = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(256))
    return (PDF + pattern * (size // len(pattern) + 1))[:size]


def begun(
    cast: Cast, asked: Contribution, *, size: int, name: str = "Report.pdf", mark: str = "one"
) -> Upload:
    with acting(cast.psychologist) as by:
        return uploads.begin(
            contribution=asked, name=name, size=size, fingerprint=mark, on=TODAY, at=NOW, by=by
        )


def sent(cast: Cast, upload: Upload, content: bytes) -> Attachment | Upload:
    with acting(cast.psychologist) as by:
        for number in range((len(content) + PART - 1) // PART):
            piece = content[number * PART : (number + 1) * PART]
            uploads.take_part(upload=upload, number=number, content=piece, by=by)
        return uploads.finish(upload=upload, on=TODAY, at=NOW, by=by)


def kept(cast: Cast) -> tuple[int, int, int]:
    """The psychologist's files, uploads and all parts."""
    with acting(cast.coordinator):
        files = Attachment.objects.filter(contribution__party="professional").count()
        return files, Upload.objects.count(), FilePart.objects.count()


def test_a_report_in_parts_is_kept_byte_for_byte(cast: Cast, asked: Contribution, seen_by: Browser) -> None:
    content = report(LARGEST_FILE + PART + 5)
    added = sent(cast, begun(cast, asked, size=len(content)), content)

    assert isinstance(added, Attachment)
    assert (added.size, added.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert kept(cast) == (1, 0, 12)
    page = reverse("plans:attachment", args=[cast.young.plan.pk, added.pk])
    answer = seen_by(cast.coordinator).get(page)
    assert answer.getvalue() == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert seen_by(cast.parent).get(page).status_code == 403
    assert seen_by(cast.other_coordinator).get(page).status_code == 404
    with acting(cast.psychologist) as by:
        actions.take_out_file(attachment=queries.attachment(cast.young.plan.pk, added.pk), on=TODAY, by=by)
    assert kept(cast) == (0, 0, 0)


def test_a_small_file_in_parts_is_kept_in_one_piece(cast: Cast, asked: Contribution) -> None:
    content = report()
    added = sent(cast, begun(cast, asked, size=len(content)), content)
    assert isinstance(added, Attachment)
    assert bytes(added.content) == content
    assert kept(cast) == (1, 0, 0)


def test_a_broken_upload_goes_on_where_it_was(cast: Cast, asked: Contribution) -> None:
    content = report()
    first = begun(cast, asked, size=len(content))
    with acting(cast.psychologist) as by:
        assert uploads.take_part(upload=first, number=0, content=content[:PART], by=by) == 1
        # The answer got lost: the same part again, and one too early, change nothing.
        assert uploads.take_part(upload=first, number=0, content=content[:PART], by=by) == 1
        assert uploads.take_part(upload=first, number=2, content=content[2 * PART : 3 * PART], by=by) == 1
    again = begun(cast, asked, size=len(content))
    assert again.pk == first.pk
    assert begun(cast, asked, size=len(content), mark="another").pk != first.pk
    with acting(cast.psychologist) as by:
        assert uploads.have(again) == 1
        for number in range(1, 4):
            piece = content[number * PART : (number + 1) * PART]
            uploads.take_part(upload=again, number=number, content=piece, by=by)
        added = uploads.finish(upload=again, on=TODAY, at=NOW, by=by)
    assert isinstance(added, Attachment)
    assert added.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("Report.pdf", b"MZ" + b"\0" * PART, "holds a program"),
        ("Voice.pdf", b"\x7fELF" + b"\0" * PART, "holds a program"),
        ("Report.docx", PDF + b"\0" * PART, "named .docx but holds a PDF"),
    ],
)
def test_what_is_not_what_it_says_is_refused_whole(
    cast: Cast, asked: Contribution, seen_by: Browser, name: str, content: bytes, says: str
) -> None:
    browser = seen_by(cast.psychologist)
    begin = reverse("plans:begin_upload", args=[cast.young.plan.pk, asked.pk])
    first = browser.post(begin, {"name": name, "size": len(content), "fingerprint": "f"}).json()
    for number in range(2):
        answer = browser.post(
            f"{first['url']}{number}/",
            content[number * PART : (number + 1) * PART],
            content_type="application/octet-stream",
            headers=SCRIPT,
        )
    assert answer.status_code == 422
    assert says in answer.json()["says"]
    assert kept(cast) == (0, 0, 0)


def test_a_large_word_document_is_known_by_its_table_of_contents(cast: Cast, asked: Contribution) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/media/scan.png", bytes(range(256)) * 12_000)
        archive.writestr("word/document.xml", "<xml/>")
    content = made.getvalue()
    assert len(content) > 2 * PART
    added = sent(cast, begun(cast, asked, size=len(content), name="Report.docx"), content)
    assert isinstance(added, Attachment)
    assert added.kind == "DOCX"


def test_sizes_are_what_was_announced(cast: Cast, asked: Contribution) -> None:
    for size, says in ((LARGEST_REPORT + 1, "larger than 100 MB"), (0, "empty")):
        with pytest.raises(NotPossible, match=says):
            begun(cast, asked, size=size)
    upload = begun(cast, asked, size=PART + 10)
    for content in (b"", b"x", b"x" * (PART + 1)):
        with acting(cast.psychologist) as by, pytest.raises(NotPossible, match="not as long"):
            uploads.take_part(upload=upload, number=0, content=content, by=by)
    with acting(cast.psychologist) as by, pytest.raises(NotPossible, match="not arrived whole"):
        uploads.take_part(upload=upload, number=0, content=report(PART), by=by)
        uploads.finish(upload=upload, on=TODAY, at=NOW, by=by)
    assert kept(cast)[0] == 0


def test_only_ones_own_part_and_no_pile_of_what_was_given_up(cast: Cast, asked: Contribution) -> None:
    for who in (cast.parent, cast.coordinator, cast.other_coordinator, cast.past_psychologist):
        with acting(who) as by, pytest.raises(NotAllowed):
            uploads.begin(contribution=asked, name="a.pdf", size=5, fingerprint="", on=TODAY, at=NOW, by=by)
    for number in range(uploads.MOST_AT_ONCE + 2):
        with acting(cast.psychologist) as by:
            uploads.begin(
                contribution=asked, name="a.pdf", size=5, fingerprint=str(number), on=TODAY,
                at=NOW + timedelta(minutes=number), by=by,
            )  # fmt: skip
    assert kept(cast)[1] == uploads.MOST_AT_ONCE


@pytest.mark.django_db(transaction=True)
def test_the_same_part_from_two_tabs_at_once_is_kept_once(cast: Cast, asked: Contribution) -> None:
    from django.db import connection

    content = report(2 * PART)
    upload, barrier = begun(cast, asked, size=len(content)), threading.Barrier(4)

    def send() -> None:
        barrier.wait()
        with acting(cast.psychologist) as by:
            uploads.take_part(upload=upload, number=0, content=content[:PART], by=by)
        connection.close()

    tabs = [threading.Thread(target=send) for _ in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert kept(cast) == (0, 1, 1)


# --- the plain form ------------------------------------------------------------------------------------


def test_the_plain_form_takes_a_large_file_without_a_script(
    cast: Cast, asked: Contribution, seen_by: Browser
) -> None:
    content = report(LARGEST_FILE + 3 * PART)
    page = reverse("plans:attach", args=[cast.young.plan.pk, asked.pk])
    browser = seen_by(cast.psychologist)

    assert browser.post(page, {"file": SimpleUploadedFile("Report.pdf", content)}).status_code == 302

    with acting(cast.coordinator):
        added = Attachment.objects.get(contribution=asked)
        assert b"".join(parts.chunks(added)) == content
    for wrong, says in ((SimpleUploadedFile("Report.pdf", b"MZ" * PART), "a program"), (SimpleUploadedFile("Report.pdf", b""), "empty"), (None, "Choose a file first")):  # fmt: skip  # noqa: E501
        answer = browser.post(page, {"file": wrong} if wrong else {})
        assert answer.status_code == 422
        assert says in answer.content.decode()
    assert kept(cast) == (1, 0, 13)


def test_a_form_without_its_token_leaves_no_part_behind(cast: Cast, asked: Contribution) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.psychologist, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("plans:attach", args=[cast.young.plan.pk, asked.pk])

    answer = browser.post(page, {"file": SimpleUploadedFile("Report.pdf", report())})

    assert answer.status_code == 403
    assert kept(cast) == (0, 0, 0)


def test_memory_does_not_grow_with_the_file(cast: Cast, asked: Contribution) -> None:
    """Forty megabytes through the same three doors as a hundred; at no moment is a tenth of it held."""
    size = 40 * PART
    upload = begun(cast, asked, size=size)
    first, rest = report(PART), bytes(PART)
    tracemalloc.start()
    with acting(cast.psychologist) as by:
        for number in range(40):
            uploads.take_part(upload=upload, number=number, content=first if number == 0 else rest, by=by)
        added = uploads.finish(upload=upload, on=TODAY, at=NOW, by=by)
        assert isinstance(added, Attachment)
        assert sum(len(chunk) for chunk in parts.chunks(added)) == size
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # A part of one megabyte is held some times over: as it comes, as the driver writes it, as it is read.
    assert peak < 12 * PART


# --- the scanner -----------------------------------------------------------------------------------------

EICAR = "Eicar-Test-Signature"


class Clamd(socketserver.BaseRequestHandler):
    """Speaks the part of clamd's protocol that is used here, and finds “EVIL”."""

    def handle(self) -> None:
        talk: socket.socket = self.request
        assert talk.recv(10, socket.MSG_WAITALL) == b"zINSTREAM\0"
        content = b""
        while (length := struct.unpack("!L", talk.recv(4, socket.MSG_WAITALL))[0]) > 0:
            content += talk.recv(length, socket.MSG_WAITALL)
        talk.sendall(b"stream: OK\0" if b"EVIL" not in content else f"stream: {EICAR} FOUND\0".encode())


@pytest.fixture
def clamd() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"clamd:127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def command(tmp_path: Path) -> str:
    script = tmp_path / "scan.py"
    script.write_text("import sys\nsys.exit(1 if b'EVIL' in sys.stdin.buffer.read() else 0)\n")
    return f"command:{sys.executable} {script}"


def settled(cast: Cast, upload: Attachment | Upload) -> Attachment | Upload:
    assert isinstance(upload, Upload)
    assert upload.state == Upload.State.SCANNING
    with acting(cast.coordinator):
        assert (upload.pk, cast.school.pk) in queries.uploads_to_settle(how_many=5)
        return uploads.settle(upload=upload, on=TODAY, at=NOW)


@pytest.mark.parametrize("kind", ["clamd", "command"])
def test_a_file_waits_for_its_scan_and_a_clean_one_is_let_in(
    cast: Cast, asked: Contribution, seen_by: Browser, clamd: str, tmp_path: Path, kind: str
) -> None:
    with override_settings(SCANNER=clamd if kind == "clamd" else command(tmp_path)):
        content = report(LARGEST_FILE + PART)
        waits = sent(cast, begun(cast, asked, size=len(content)), content)
        assert kept(cast)[0] == 0
        text = (
            seen_by(cast.coordinator).get(reverse("plans:views", args=[cast.young.plan.pk])).content.decode()
        )
        assert "is being checked for viruses" in text
        added = settled(cast, waits)
    assert isinstance(added, Attachment)
    assert added.scanned_by == kind
    assert kept(cast) == (1, 0, 11)


@pytest.mark.parametrize("kind", ["clamd", "command"])
def test_a_virus_is_refused_with_a_sentence_and_nothing_of_it_stays(
    cast: Cast, asked: Contribution, seen_by: Browser, clamd: str, tmp_path: Path, kind: str
) -> None:
    with override_settings(SCANNER=clamd if kind == "clamd" else command(tmp_path)):
        content = report(2 * PART) + b"EVIL"
        refused = settled(cast, sent(cast, begun(cast, asked, size=len(content)), content))
        page = reverse("plans:attach", args=[cast.young.plan.pk, asked.pk])
        browser = seen_by(cast.psychologist)
        assert "found something harmful" in browser.get(page).content.decode()
        with acting(cast.psychologist) as by, pytest.raises(NotPossible, match="something harmful"):
            actions.attach(contribution=asked, name="a.pdf", content=PDF + b"EVIL", on=TODAY, at=NOW, by=by)
    assert isinstance(refused, Upload)
    assert kept(cast) == (0, 1, 0)
    with acting(cast.coordinator):
        fact = Fact.objects.get(kind="plan.file_refused")
    assert fact.by_name == cast.psychologist.name
    if kind == "clamd":
        assert fact.detail["found"] == EICAR


@pytest.mark.django_db(transaction=True)
def test_while_the_scanner_is_away_a_file_waits_and_then_the_job_lets_it_in(
    cast: Cast, asked: Contribution, clamd: str
) -> None:
    content = report()
    with override_settings(SCANNER="clamd:127.0.0.1:9"):
        sent(cast, begun(cast, asked, size=len(content)), content)
        jobs.scan_uploads(0)
        assert kept(cast)[:2] == (0, 1)
        with acting(cast.psychologist) as by, pytest.raises(NotPossible, match="does not answer just now"):
            actions.attach(contribution=asked, name="a.pdf", content=PDF, on=TODAY, at=NOW, by=by)
    with override_settings(SCANNER=clamd):
        jobs.scan_uploads(0)
        jobs.scan_uploads(0)
    assert kept(cast)[:2] == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_what_was_given_up_is_forgotten_after_a_week(
    cast: Cast, asked: Contribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begun(cast, asked, size=5 * PART)
    with acting(cast.psychologist) as by:
        uploads.take_part(upload=upload, number=0, content=report(PART), by=by)
    for days, left in ((6, (0, 1, 1)), (8, (0, 0, 0))):
        monkeypatch.setattr(jobs.timezone, "now", lambda days=days: NOW + timedelta(days=days))
        jobs.forget_uploads(0)
        assert kept(cast) == left
