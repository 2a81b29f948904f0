"""Takes large files in parts, and lets them in when they are whole, what they say they are, and scanned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.db.models.functions import Length

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import actions, parts, scanning
from handrail.apps.plans.models import (
    LARGEST_FILE,
    LARGEST_REPORT,
    PART,
    Attachment,
    Contribution,
    FilePart,
    Upload,
)
from handrail.core import file_kinds
from handrail.core.errors import FileRefused

State = Upload.State

MOST_AT_ONCE: Final = 3
"""Files on their way in one view. A fourth takes the place of the oldest, which was given up."""

GIVEN_UP: Final = timedelta(days=7)
"""After this long without its rest, what has arrived of a file is forgotten."""

TOO_LARGE: Final = (
    f"This file is larger than {LARGEST_REPORT // 2**20} MB, the most that fits here. Send it in two files, or with"
    " smaller pictures."
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a file, for the record, when they are not there any more to say so."""

    person_id: int | None
    name: str
    role_words: str


@transaction.atomic
def begin(
    *, contribution: Contribution, name: str, size: int | None, fingerprint: str, on: date, at: datetime, by: Actor
) -> Upload:  # fmt: skip
    """Begin to take a file for one's own view, or go on with one of this fingerprint that broke off."""
    actions.check_may_attach(contribution, by)
    if size is not None and size > LARGEST_REPORT:
        raise NotPossible(TOO_LARGE)
    if size is not None and size < 1:
        raise NotPossible("This file is empty. Choose another, or save it again first.")
    arriving = Upload.objects.filter(contribution=contribution, state=State.ARRIVING)
    if fingerprint and (there := arriving.filter(fingerprint=fingerprint, size=size).first()):
        return there
    begun = Upload.of(
        contribution.plan.pupil,
        contribution=contribution,
        name=file_kinds.clean_name(name),
        size=size,
        fingerprint=fingerprint[:300],
        started_on=on,
        started_at=at,
        added_by_id=by.person_id,
        added_by_name=by.name,
        added_by_role=by.role_words,
    )
    try:
        with transaction.atomic():
            begun.save(force_insert=True)
    except IntegrityError:
        return arriving.get(fingerprint=fingerprint)
    for old in list(arriving.exclude(pk=begun.pk).order_by("-started_at")[MOST_AT_ONCE - 1 :]):
        old.delete()
    return begun


def have(upload: Upload) -> int:
    """How many parts have arrived, from the first on without a gap."""
    last = parts.parts_of(upload).aggregate(last=Max("number"))["last"]
    return 0 if last is None else int(last) + 1


@transaction.atomic
def take_part(*, upload: Upload, number: int, content: bytes, by: Actor) -> int:
    """Keep the next part; how many there are now. A part that came before, or too soon, changes nothing."""
    actions.check_may_attach(upload.contribution, by)
    upload = _locked(upload)
    there = have(upload)
    if number != there or upload.state != State.ARRIVING:
        return there
    _check_part(upload, number, content)
    FilePart.of(upload.contribution.plan.pupil, upload=upload, number=number, content=content).save(
        force_insert=True
    )
    return there + 1


def _check_part(upload: Upload, number: int, content: bytes) -> None:
    whole = upload.size
    if whole is None:
        fits = 1 <= len(content) <= PART and number * PART + len(content) <= LARGEST_REPORT
    else:
        fits = len(content) == min(PART, whole - number * PART) and len(content) > 0
    if not fits:
        raise NotPossible("A part of this file is not as long as it should be. Choose the file again.")


@transaction.atomic
def finish(*, upload: Upload, on: date, at: datetime, by: Actor) -> Attachment | Upload:
    """Look at a file that is whole. It is let in, or waits for its scan; refused, nothing of it stays.

    Raises:
        NotPossible: it is not whole, not of a kind that is taken, not what its name says, or one too many.
    """
    actions.check_may_attach(upload.contribution, by)
    upload = _locked(upload)
    if upload.state != State.ARRIVING:
        return upload
    size = _size(upload)
    if upload.size is not None and size != upload.size:
        raise NotPossible("This file has not arrived whole. Choose it again.")
    _kind(upload, size)
    upload.size = size
    if scanning.is_on():
        upload.state = State.SCANNING
        upload.save(update_fields=["state", "size"])
        return upload
    upload.save(update_fields=["size"])
    return _let_in(upload, scanned_by="", on=on, at=at)


def drop(*, upload: Upload) -> None:
    """Forget a file that could not be taken, so that its room is free again."""
    Upload.objects.filter(pk=upload.pk).delete()


def settle(*, upload: Upload, on: date, at: datetime) -> Attachment | Upload:
    """Scan a file that waits for it, then let it in or refuse it. For the job; idempotent.

    The scan itself runs in the transaction, which holds the row: two workers never ask about the same file.

    Raises:
        ScannerGone: try again later; until then nobody can open it.
    """
    with transaction.atomic():
        upload = _locked(upload)
        if upload.state != State.SCANNING:
            return upload
        verdict = scanning.scan(parts.chunks(upload))
        if not verdict.is_clean:
            return _refuse(
                upload,
                f"The virus scanner found something harmful in “{upload.name}”, so it was not kept. Have your own"
                " computer checked, then send a clean copy.",
                on=on,
                found=verdict.found,
            )
        try:
            with transaction.atomic():
                return _let_in(upload, scanned_by=verdict.scanner, on=on, at=at)
        except NotPossible as problem:
            return _refuse(upload, str(problem), on=on, found="")


def _refuse(upload: Upload, says: str, *, on: date, found: str) -> Upload:
    parts.parts_of(upload).delete()
    upload.state, upload.says = State.REFUSED, says
    upload.save(update_fields=["state", "says"])
    actions.record_refused_file(upload.contribution, name=upload.name, found=found, on=on, by=_sender(upload))
    return upload


def _let_in(upload: Upload, *, scanned_by: str, on: date, at: datetime) -> Attachment:
    size = _size(upload)
    name, kind = _kind(upload, size)
    digest = hashlib.sha256()
    for chunk in parts.chunks(upload):
        digest.update(chunk)
    added = actions.keep_file(
        contribution=upload.contribution,
        name=name,
        kind=kind.name,
        size=size,
        sha256=digest.hexdigest(),
        content=b"".join(parts.chunks(upload)) if size <= LARGEST_FILE else b"",
        upload=upload if size > LARGEST_FILE else None,
        scanned_by=scanned_by,
        on=on,
        at=at,
        by=_sender(upload),
    )
    drop(upload=upload)
    return added


def _kind(upload: Upload, size: int) -> tuple[str, file_kinds.FileKind]:
    try:
        return file_kinds.checked_file(upload.name, parts.opened(upload, size=size))
    except FileRefused as refused:
        raise NotPossible(str(refused)) from refused


def _size(upload: Upload) -> int:
    total = parts.parts_of(upload).aggregate(total=Sum(Length("content")))["total"]
    return int(total or 0)


def _locked(upload: Upload) -> Upload:
    found = (
        Upload.objects.select_for_update(of=("self",))
        .select_related("contribution__plan__pupil", "contribution__member")
        .filter(pk=upload.pk)
        .first()
    )
    if found is None:
        raise NotPossible("This upload was given up meanwhile. Choose the file again.")
    return found


def _sender(upload: Upload) -> Sender:
    return Sender(upload.added_by_id, upload.added_by_name, upload.added_by_role)


class IntoParts(FileUploadHandler):
    """Keeps a file of a plain form part by part while it is read, so that it is never whole in memory nor on a disk.

    Made by the view once it knows who sends what for which view, before the first byte is read.
    """

    def __init__(self, *, contribution: Contribution, on: date, at: datetime, by: Actor) -> None:
        super().__init__()
        self._begin = {"contribution": contribution, "on": on, "at": at, "by": by}
        self._by = by
        self._waits = bytearray()
        self._number = 0
        self.upload: Upload | None = None
        self.chunk_size = PART

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None  # noqa: N803, ARG002
    ) -> None:  # fmt: skip
        if content_length > LARGEST_REPORT + 2 * PART:
            raise RequestDataTooBig("The request holds more than one may send at once.")

    def new_file(self, *args: Any, **more: Any) -> None:
        if self.upload is not None:
            raise StopUpload(connection_reset=False)
        super().new_file(*args, **more)
        name = self.file_name or ""
        self.upload = begin(name=name, size=None, fingerprint="", **self._begin)  # type: ignore[arg-type]

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self._waits += raw_data
        while len(self._waits) >= PART:
            self._keep(bytes(self._waits[:PART]))
            del self._waits[:PART]

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002
        if self._waits:
            self._keep(bytes(self._waits))
            self._waits.clear()
        return None

    def _keep(self, content: bytes) -> None:
        assert self.upload is not None
        if self._number * PART + len(content) > LARGEST_REPORT:
            raise NotPossible(TOO_LARGE)
        take_part(upload=self.upload, number=self._number, content=content, by=self._by)
        self._number += 1
