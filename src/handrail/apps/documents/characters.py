"""What to do with a character that no typeface can draw: show that it is there, and say which it was.

PDF/UA allows no text without a glyph (ISO 14289-1, 7.21.8), and a family's own words must never keep a
plan from being issued. So an open box stands for the character, and the document's end names it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

STAND_IN: Final = "\N{WHITE SQUARE}"

_LINE_END: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BYTE_ORDER_MARK: Final = "\ufeff"
_NEVER_DRAWN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def plain_lines(text: str) -> str:
    """The same text with every kind of line end as one, tabs as spaces and no byte order mark."""
    return _LINE_END.sub("\n", text).replace("\t", "    ").replace(_BYTE_ORDER_MARK, "")


def never_drawn(text: str) -> set[str]:
    """Control characters, halves of pairs and points that Unicode gives to nobody."""
    return set(_NEVER_DRAWN.findall(text))


def is_seen(character: str) -> bool:
    """Whether a character needs a glyph: spaces, joiners, and selectors of a variant do not."""
    if unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return False
    return unicodedata.category(character) not in {"Zs", "Cf"} and character != "\n"


def with_stand_ins(text: str, refused: Iterable[str]) -> str:
    """The text with an open box for each refused character, or cluster of characters."""
    single = {ord(cluster): STAND_IN for cluster in refused if len(cluster) == 1}
    for cluster in sorted((cluster for cluster in refused if len(cluster) > 1), key=len, reverse=True):
        text = text.replace(cluster, STAND_IN)
    return text.translate(single)


def in_every_text(document: Mapping[str, object], change: Callable[[str], str]) -> dict[str, object]:
    """The same JSON document with each of its texts changed; the names of its fields stay."""
    return {key: _changed(value, change) for key, value in document.items()}


def _changed(value: object, change: Callable[[str], str]) -> object:
    match value:
        case str():
            return change(value)
        case dict():
            return in_every_text(value, change)
        case list() | tuple():
            return [_changed(inner, change) for inner in value]
        case _:
            return value


def texts_of(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from texts_of(inner)
        case list() | tuple():
            for inner in value:
                yield from texts_of(inner)
        case _:
            pass


def named(clusters: Iterable[str]) -> list[str]:
    """What to call each character in print; neighbours in Unicode share a line."""
    points = sorted({ord(character) for cluster in clusters for character in cluster})
    runs: list[list[int]] = []
    for point in points:
        if runs and point == runs[-1][-1] + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [_name_of_run(run) for run in runs]


def _name_of_run(run: list[int]) -> str:
    first = f"U+{run[0]:04X}"
    name = unicodedata.name(chr(run[0]), "no name").capitalize()
    return f"{first} ({name})" if len(run) == 1 else f"{first} ({name}) to U+{run[-1]:04X}"
