"""Reading a PDF back: its words in order, and the structure a screen reader follows."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pypdf import PdfReader


def reader_of(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """The whole text on one line, as somebody searching the document meets it."""
    return " ".join(" ".join(page.extract_text() for page in reader_of(pdf).pages).split())


def title_of(pdf: bytes) -> str:
    metadata = reader_of(pdf).metadata
    return str(metadata.title) if metadata else ""


def created_on(pdf: bytes) -> date | None:
    metadata = reader_of(pdf).metadata
    return metadata.creation_date.date() if metadata and metadata.creation_date else None


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def root_of(pdf: bytes) -> dict[str, Any]:
    root: dict[str, Any] = reader_of(pdf).root_object
    return root


def structure_of(pdf: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every structure element in reading order: its role and what it says of itself."""
    yield from _elements(root_of(pdf)["/StructTreeRoot"])


def roles_of(pdf: bytes) -> list[str]:
    return [role for role, _ in structure_of(pdf)]


def _elements(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for inner in node:
            yield from _elements(inner)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"], node
        if "/K" in node:
            yield from _elements(node["/K"])


def bookmarks_of(pdf: bytes) -> list[tuple[int, str]]:
    """Level and title of every bookmark."""
    return list(_bookmarks(reader_of(pdf).outline, level=1))


def _bookmarks(outline: Any, *, level: int) -> Iterator[tuple[int, str]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(entry, level=level + 1)
        else:
            yield level, str(entry.title)
