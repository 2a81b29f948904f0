"""Drawings of the stories' pupils: lines in a story's file, drawn as a finger draws them, made into a PNG at set-up.

No picture is kept in the repository; what a pupil drew is a few lines of numbers beside the pupil's words.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

WIDTH: Final = 480
HEIGHT: Final = 300
BRUSH: Final = 3
"""Pixels on each side of a line."""

PENS: Final = {
    "plum": (107, 46, 94),
    "ink": (23, 32, 38),
    "blue": (29, 86, 155),
    "green": (38, 112, 63),
    "orange": (190, 88, 12),
}
"""The pens of the page on which pupils draw."""


def drawn(lines: Iterable[Sequence[Any]]) -> bytes:
    """A PNG of lines, each the name of a pen and then its points, `["blue", [10, 10], [40, 60]]`.

    Raises:
        KeyError: there is no such pen.
    """
    paper = bytearray(b"\xff" * (WIDTH * HEIGHT * 3))
    for pen, *points in lines:
        colour = bytes(PENS[str(pen)])
        corners = [(int(x), int(y)) for x, y in points]
        for (x, y), (to_x, to_y) in pairwise(corners):
            steps = max(abs(to_x - x), abs(to_y - y), 1)
            for step in range(steps + 1):
                _dot(paper, x + (to_x - x) * step // steps, y + (to_y - y) * step // steps, colour)
    return _png(paper)


def _dot(paper: bytearray, x: int, y: int, colour: bytes) -> None:
    for row in range(max(0, y - BRUSH), min(HEIGHT, y + BRUSH + 1)):
        reach = int((BRUSH**2 - (row - y) ** 2) ** 0.5)
        first, last = max(0, x - reach), min(WIDTH, x + reach + 1)
        if first < last:
            at = (row * WIDTH + first) * 3
            paper[at : at + (last - first) * 3] = colour * (last - first)


def _png(paper: bytearray) -> bytes:
    rows = b"".join(b"\x00" + paper[row * WIDTH * 3 : (row + 1) * WIDTH * 3] for row in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
