from __future__ import annotations

import io
import zipfile

import pytest

from handrail.core.errors import FileRefused
from handrail.core.file_kinds import FileKind, checked, clean_name, kind_of

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writing:
        for name in names:
            # A fixed day: a test's name is made from these bytes, and every worker must make the same.
            writing.writestr(zipfile.ZipInfo(name), "<xml/>")
    return made.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
KINDS = {FileKind.PDF: PDF, FileKind.PNG: PNG, FileKind.JPEG: JPEG, FileKind.DOCX: DOCX}
"""What a plan takes; sounds are in test_sounds.py."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_known_by_its_content(kind: FileKind) -> None:
    assert kind_of(KINDS[kind]) is kind
    for ending in kind.endings:
        assert checked(f"Report.{ending}", KINDS[kind]) == (f"Report.{ending}", kind)
        assert checked(f"REPORT.{ending.upper()}", KINDS[kind])[1] is kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_file_without_an_ending_gets_that_of_its_kind(kind: FileKind) -> None:
    assert checked("Report", KINDS[kind]) == (f"Report.{kind.endings[0]}", kind)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("report.pdf", PNG, "named .pdf but holds a PNG picture"),
        ("report.docx", PDF, "named .docx but holds a PDF document"),
        ("photo.png", JPEG, "named .png but holds a JPEG picture"),
        ("run.exe", PDF, "named .exe but holds a PDF document"),
        ("report.pdf", b"MZ\x90\x00", "named .pdf and holds a program"),
        ("report.pdf", b"<html>", "named .pdf and holds something else"),
        ("report.docx", archive("xl/workbook.xml"), "holds a ZIP archive or another office document"),
        ("report.docx", DOCX[:40], "holds a ZIP archive or another office document"),
        ("report.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "holds an older office document"),
        ("report.docx", archive("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("report.pdf", b"", "empty"),
        ("", b"\x00", "holds something else"),
    ],
)
def test_what_is_not_as_it_says_is_refused_with_a_sentence(name: str, content: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says) as refusal:
        checked(name, content)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Report on reading.pdf", "Report on reading.pdf"),
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("line\r\nbreak.pdf", "line break.pdf"),
        ("zero\x00width\u200b.pdf", "zerowidth.pdf"),
        ('say "this"?.pdf', "say _this__.pdf"),
        ("ملاحظات.pdf", "ملاحظات.pdf"),
        ("  .hidden.pdf  ", "hidden.pdf"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_name_keeps_only_what_can_be_seen(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_an_archive_is_never_unpacked() -> None:
    swelling = archive("word/document.xml", *(f"word/{number}" for number in range(500)))

    assert kind_of(swelling) is FileKind.DOCX
