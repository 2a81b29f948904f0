"""The typefaces that documents are set in, and which characters they can draw."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import typst

from handrail.apps.documents.errors import DocumentError

FOLDER: Final = Path(__file__).parent / "fonts"

# In the order in which they are tried for a character. Noto Sans SC comes last: it also draws Latin letters.
REQUIRED: Final = (
    "Atkinson Hyperlegible Next",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Emoji",
    "Noto Sans SC",
)


@cache
def fonts() -> typst.Fonts:
    """Only our own files: a document must not change with the machine that prints it."""
    found = typst.Fonts(font_paths=[FOLDER], include_system_fonts=False, include_embedded_fonts=False)
    missing = [family for family in REQUIRED if family not in found.families()]
    if missing:
        raise DocumentError(
            f"The typefaces of documents are not set up: {', '.join(missing)} not found in {FOLDER}. "
            "Build the assets, then try again."
        )
    return found


@cache
def chain() -> tuple[str, ...]:
    """Families in order of preference; any further family in the folder widens what can be drawn."""
    return REQUIRED + tuple(family for family in fonts().families() if family not in REQUIRED)


def chain_from(family: str) -> tuple[str, ...]:
    """The same families, one of them preferred."""
    return (family, *(other for other in chain() if other != family))


@cache
def drawable() -> frozenset[int]:
    """Every code point for which some typeface has a glyph."""
    return frozenset(
        point for path in sorted(FOLDER.glob("*.[to]tf")) for point in _mapped(path.read_bytes())
    )


def _mapped(font: bytes) -> Iterator[int]:
    """The code points in a font's character map, formats 4 and 12 (OpenType specification, table cmap)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    directory = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    cmap = next(offset for tag, _checksum, offset, _length in directory if tag == b"cmap")
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        table = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * number)[2]
        match struct.unpack_from(">H", font, table)[0]:
            case 4:
                yield from _mapped_by_segments(font, table)
            case 12:
                yield from _mapped_by_groups(font, table)
            case _:
                pass


def _mapped_by_segments(font: bytes, table: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, table + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, table + 14)
    starts = struct.unpack_from(f">{count}H", font, table + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, table + 16 + 4 * count)
    offsets_at = table + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for segment, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if offsets[segment]:
                at = offsets_at + 2 * segment + offsets[segment] + 2 * (point - start)
                glyph = struct.unpack_from(">H", font, at)[0]
                if not glyph:
                    continue
            if (glyph + deltas[segment]) & 0xFFFF:
                yield point


def _mapped_by_groups(font: bytes, table: int) -> Iterator[int]:
    count = struct.unpack_from(">L", font, table + 12)[0]
    for number in range(count):
        start, end, glyph = struct.unpack_from(">LLL", font, table + 16 + 12 * number)
        yield from range(start if glyph else start + 1, end + 1)
