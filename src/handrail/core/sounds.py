"""What a recording of sound is by its content: the kinds that browsers and telephones make, and no films.

Signatures: Ogg RFC 3533, WebM and Matroska RFC 8794 and 9559, MP4 ISO/IEC 14496-12, WAVE of RIFF, MPEG audio
ISO/IEC 11172-3 and 13818-3.
"""

from __future__ import annotations

import re
from typing import Final

OGG_SOUNDS: Final = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
OGG_FILMS: Final = (b"\x80theora", b"BBCD\x00", b"OVP80")
START: Final = 8192
"""Bytes at the front in which a container names what it holds."""

EBML: Final = b"\x1a\x45\xdf\xa3"
FILM_CODEC: Final = re.compile(rb"\x86[\x80-\xff]V_")
"""Matroska's CodecID element, its length, and the V that begins the name of every picture codec."""
FILM_TRACK: Final = re.compile(rb"hdlr.{8}vide", re.DOTALL)
"""A handler box of MP4 for a track of pictures."""

KBIT: Final = {
    # MPEG 1 and MPEG 2, layer III; index 0 is "free" and 15 is not allowed.
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
HERTZ: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def sound_in(content: bytes) -> str | None:
    """OGG, WEBM, MP4, WAV or MP3, as the content shows; nothing for anything else, films included."""
    if content.startswith(b"OggS"):
        return "OGG" if any(one in content[:START] for one in OGG_SOUNDS) and not is_film(content) else None
    if content.startswith(EBML) and b"webm" in content[:64]:
        return None if is_film(content) else "WEBM"
    if content[4:8] == b"ftyp":
        return None if is_film(content) else "MP4"
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "WAV"
    return "MP3" if _is_mp3(content) else None


def is_film(content: bytes) -> bool:
    """Whether a container of sound holds moving pictures too."""
    start = content[:START]
    if content.startswith(b"OggS"):
        return any(one in start for one in OGG_FILMS)
    if content.startswith(EBML):
        return bool(FILM_CODEC.search(start))
    return content[4:8] == b"ftyp" and bool(FILM_TRACK.search(content))


def _is_mp3(content: bytes) -> bool:
    """Two frames in a row. A single one is eleven bits, which many a program begins with by chance."""
    first = _after_tag(content)
    length = _frame(content, first)
    return length is not None and _frame(content, first + length) is not None


def _after_tag(content: bytes) -> int:
    """Where the sound begins after an ID3 tag, whose length is written in sevens of bits."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    length = 0
    for byte in content[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length


def _frame(content: bytes, start: int) -> int | None:
    """The length of the layer III frame that begins here, or nothing where none does."""
    head = content[start : start + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, hertz, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer != 1 or rate in (0, 15) or hertz == 3:
        return None
    first = version == 3
    return (144 if first else 72) * KBIT[first][rate] * 1000 // HERTZ[version][hertz] + padding
