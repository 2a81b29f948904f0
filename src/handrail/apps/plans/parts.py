"""Reads a file that lies in the database in parts, one part at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from handrail.apps.plans.models import PART, Attachment, FilePart, Upload
from handrail.reach import setting
from handrail.reach.setting import Reach


def parts_of(file: Upload | Attachment) -> QuerySet[FilePart]:
    field = "upload_id" if isinstance(file, Upload) else "attachment_id"
    return FilePart.objects.filter(**{field: file.pk})


def chunks(file: Upload | Attachment) -> Iterator[bytes]:
    """The file from its beginning to its end, within the reach; at most a part is held."""
    if isinstance(file, Attachment) and file.content:
        yield bytes(file.content)
        return
    found = parts_of(file)
    for number in range(found.count()):
        yield _content(found, number)


def chunks_for(file: Attachment, *, reach: Reach) -> Iterator[bytes]:
    """The same for an answer that is sent when the request's own transaction, and with it its reach, has ended."""
    if file.content:
        yield bytes(file.content)
        return
    found = parts_of(file)
    for number in range((file.size + PART - 1) // PART):
        with transaction.atomic():
            setting.apply(reach)
            content = _content(found, number)
        yield content


def _content(found: QuerySet[FilePart], number: int) -> bytes:
    return bytes(found.values_list("content", flat=True).get(number=number))


def opened(file: Upload, *, size: int) -> BinaryIO:
    """The file to read and seek in, as a ZIP archive's table of contents needs."""
    return io.BufferedReader(_Parts(file, size), buffer_size=64 * 1024)


class _Parts(io.RawIOBase):
    def __init__(self, file: Upload, size: int) -> None:
        self._found, self._size, self._at = parts_of(file), size, 0
        self._number, self._held = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning of the file")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, PART)
        if number != self._number:
            self._number, self._held = number, _content(self._found, number)
        piece = self._held[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
