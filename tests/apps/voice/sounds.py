"""Small files of each kind that a pupil may give, and some that only pretend."""

from __future__ import annotations

import struct
import zlib
from typing import Final


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(shade: int = 255) -> bytes:
    """One grey pixel, a whole picture."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixel) + _chunk(b"IEND", b"")


# MPEG 1, layer III, 32 kbit/s at 44.1 kHz: 104 bytes a frame.
_FRAME: Final = b"\xff\xfb\x10\x00" + bytes(100)
MP3: Final = _FRAME * 3
TAGGED_MP3: Final = b"ID3\x04\x00\x00\x00\x00\x00\x05hello" + MP3
WAV: Final = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(24)
OGG: Final = b"OggS\x00\x02" + bytes(22) + b"OpusHead\x01\x01"
WEBM: Final = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\xae\x86\x86A_OPUS"
MP4: Final = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00" + b"\x00\x00\x00\x21hdlr" + bytes(8) + b"soun"
FILMS: Final = {
    "ogv": b"OggS\x00\x02" + bytes(22) + b"\x80theora OpusHead",
    "webm": WEBM + b"\xae\x86\x85V_VP8",
    "mp4": MP4 + b"\x00\x00\x00\x21hdlr" + bytes(8) + b"vide",
}
PROGRAMS: Final = {
    "a Windows program": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
    "a Linux program": b"\x7fELF\x02\x01\x01" + bytes(60),
    "a script": b"#!/bin/sh\nrm -rf ~\n",
    "a page": b"<html><script>alert(1)</script></html>",
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "one frame and a program": _FRAME + b"MZ\x90\x00" * 20,
}
