"""Names as keys: the same order and the same search on every server, whatever its collations."""

from __future__ import annotations

import unicodedata
from typing import Final

# Letters that have no accent to take off, written as most people type them when searching.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def fold(text: str) -> str:
    """The text without case, accents and doubled spaces: “Éilidh  MacLeòid” becomes “eilidh macleoid”."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return " ".join(bare.translate(_PLAIN).replace("’", "'").split())


def sort_key(*, family_name: str, given_name: str) -> str:
    """Orders a list of people by family name, then given name."""
    return f"{fold(family_name)} {fold(given_name)}".strip()


def search_key(*, known_as: str, family_name: str) -> str:
    """Finds a person whose name is typed from the front, the way people say it."""
    return f"{fold(known_as)} {fold(family_name)}".strip()
