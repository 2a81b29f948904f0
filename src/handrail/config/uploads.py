"""How much a browser may send at once."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict


class InMemoryOnly(MemoryFileUploadHandler):
    """Keeps an upload in memory, and refuses one beyond the limit before a byte of it is read.

    A file about a child never lies in a temporary folder, and one too large never fills the disk.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        if content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The request holds more than one may send at once.")
        return super().handle_raw_input(input_data, META, content_length, boundary, encoding)
