"""What a file is by its content. Its name only says what somebody took it for."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import BinaryIO, Final

from handrail.core import sounds
from handrail.core.errors import FileRefused


class FileKind(Enum):
    """A kind of file that people may add."""

    PDF = ("a PDF document", "application/pdf", ("pdf",))
    PNG = ("a PNG picture", "image/png", ("png",))
    JPEG = ("a JPEG picture", "image/jpeg", ("jpg", "jpeg"))
    DOCX = (
        "a Word document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
    )
    # The same containers hold films; `sounds` lets those without pictures through.
    OGG = ("an Ogg sound", "audio/ogg", ("ogg", "oga", "opus"))
    WEBM = ("a WebM sound", "audio/webm", ("webm", "weba"))
    MP4 = ("an MP4 sound", "audio/mp4", ("m4a", "mp4"))
    WAV = ("a WAV sound", "audio/wav", ("wav",))
    MP3 = ("an MP3 sound", "audio/mpeg", ("mp3",))

    def __init__(self, words: str, media_type: str, endings: tuple[str, ...]) -> None:
        self.words = words
        self.media_type = media_type
        self.endings = endings


@dataclass(frozen=True, slots=True)
class Taken:
    """The kinds of file that are taken in one place, and the sentence that says so."""

    kinds: frozenset[FileKind]
    says: str


DOCUMENTS: Final = Taken(
    frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPEG, FileKind.DOCX}),
    "Send a PDF, a Word document (.docx), or a picture (PNG or JPEG).",
)
PICTURES: Final = Taken(frozenset({FileKind.PNG, FileKind.JPEG}), "Send a picture (PNG or JPEG).")
SOUNDS: Final = Taken(
    frozenset({FileKind.OGG, FileKind.WEBM, FileKind.MP4, FileKind.WAV, FileKind.MP3}),
    "Send a sound (MP3, M4A, OGG, WAV or WEBM).",
)

LONGEST_NAME: Final = 120
ZIP: Final = b"PK\x03\x04"
WORD_DOCUMENT: Final = "word/document.xml"
WORD_MACROS: Final = "word/vbaProject.bin"
OTHERS: Final = (
    # Signatures of what people send most often by mistake, so that the refusal can name it.
    (ZIP, "a ZIP archive or another office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older office document"),
    (b"{\\rtf", "a rich text document"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
)


def kind_of(content: bytes) -> FileKind | None:
    """The kind whose marks the content carries, or nothing."""
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if sound := sounds.sound_in(content):
        return FileKind[sound]
    return FileKind.DOCX if WORD_DOCUMENT in _names_within(content) else None


def checked(name: str, content: bytes, *, taken: Taken = DOCUMENTS) -> tuple[str, FileKind]:
    """The file's clean name and its kind, which is one of those that are taken here.

    Raises:
        FileRefused: it is empty, not of a kind that is taken, holds macros, or is not what its name says.
    """
    return checked_file(name, BytesIO(content), taken=taken)


BEGINNING: Final = 4096
"""Bytes at the start of a file that tell its kind, but for a ZIP archive's, whose table of contents is at the end."""


def checked_file(name: str, file: BinaryIO, *, taken: Taken = DOCUMENTS) -> tuple[str, FileKind]:
    """`checked` for a file too large to be held at once: of it only the beginning and a table of contents are read.

    Raises:
        FileRefused: as `checked`.
    """
    file.seek(0)
    content = file.read(BEGINNING)
    if not content:
        raise FileRefused("This file is empty. Choose another, or save it again first.")
    clean = clean_name(name)
    within = _names_in(file) if content.startswith(ZIP) else frozenset()
    kind = FileKind.DOCX if WORD_DOCUMENT in within else kind_of(content)
    ending = _ending(clean)
    if kind is None or kind not in taken.kinds:
        holds = kind.words if kind else _what_else(content)
        raise FileRefused(f"This file{_named(ending)} holds {holds}. {taken.says}")
    if kind is FileKind.DOCX and WORD_MACROS in within:
        raise FileRefused("This Word document holds macros, which are programs. Save it without them.")
    if ending in kind.endings:
        return clean, kind
    if ending:
        raise FileRefused(
            f"This file is named .{ending} but holds {kind.words}. "
            f"Save it again as what it should be, or name it .{kind.endings[0]}."
        )
    return f"{clean}.{kind.endings[0]}", kind


def clean_name(name: str) -> str:
    """The name without folders, and without characters that are unseen or turn the reading direction.

    A right-to-left mark can make “gpj.exe” read as “exe.jpg”.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", last)
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    clean = " ".join("".join("_" if letter in '<>:"|?*' else letter for letter in seen).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if dot and stem and len(ending) <= 8:
        return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip('. ')}.{ending}"
    return clean[:LONGEST_NAME] or "file"


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    is_one = dot and stem and ending.isascii() and ending.isalnum() and len(ending) <= 8
    return ending.lower() if is_one else ""


def _named(ending: str) -> str:
    return f" is named .{ending} and" if ending else ""


def _what_else(content: bytes) -> str:
    if sounds.is_film(content):
        return "a film"
    return next((words for signature, words in OTHERS if content.startswith(signature)), "something else")


def _names_within(content: bytes) -> frozenset[str]:
    return _names_in(BytesIO(content)) if content.startswith(ZIP) else frozenset()


def _names_in(archive: BinaryIO) -> frozenset[str]:
    """The names in a ZIP archive's table of contents. Nothing is unpacked, so nothing can swell up."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return frozenset(opened.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return frozenset()
