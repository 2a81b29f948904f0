"""What may pass as the correction of a slip of the pen, and what is a change of the plan."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from handrail.core.changes import Kind, differences, words

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_CORRECTION: Final = 6
"""Words that a slip of the pen can touch in one text. More is a change of what was written."""

NEAR: Final = 0.7
"""How alike the wrong and the right spelling of a slip are, from 0 to 1, by the letters they share in order."""

_NUMBERS_SPELT: Final = (
    "zero none one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "thousand half quarter third once twice thrice first second double single both all each every half- "
    "hour"
)
NUMBERS: Final = frozenset(_NUMBERS_SPELT.split())
"""Words that count."""

_AMOUNTS_SPELT: Final = (
    "hour hours minute minutes hourly day days daily week weeks weekly fortnight fortnightly month "
    "months monthly term terms termly year years yearly annual annually percent per am pm increase "
    "increases increased decrease decreases decreased monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december"
)
AMOUNTS: Final = frozenset(_AMOUNTS_SPELT.split())
"""Words that say how much, how often or when."""

_PROMISES_SPELT: Final = (
    "no not never nobody nothing neither nor without only unless except cannot can't won't don't "
    "doesn't isn't must shall should will would may might can could always sometimes often usually "
    "least most more less until before after from up"
)
PROMISES: Final = frozenset(_PROMISES_SPELT.split())
"""Words that turn a promise round, or make it weaker or stronger."""

_BOUND: Final = NUMBERS | AMOUNTS | PROMISES


def objection(before: str, after: str) -> str | None:
    """Why a change is more than the correction of a slip, as a sentence; nothing where it may pass.

    Figures, number words, amounts, days, and words that promise or deny stay as they were issued, in their
    order. What is left may touch a few words, and a replaced word must look like the one it replaces.
    """
    if not after.strip():
        return "A correction leaves the text there. To take something out, change the plan."
    old, new = words(before), words(after)
    if _plain(old) == _plain(new) and before.split() == after.split():
        return "The words are the same as before."
    if _bound(old) != _bound(new):
        return (
            "This changes a number, an amount, a day, or a word that promises or denies something."
            " That is a change of the plan: change the plan and issue it again."
        )
    touched = 0
    for wrong, right in _replaced(before, after):
        touched += max(len(_words(wrong)), len(_words(right)))
        if _words(wrong) != _words(right) and not _alike(wrong, right):
            return (
                f"“{' '.join(wrong) or '…'}” and “{' '.join(right) or '…'}” are different words, not a slip of"
                " the pen. That is a change of the plan: change the plan and issue it again."
            )
    if touched > LONGEST_CORRECTION:
        return (
            f"This touches {touched} words. A correction may touch {LONGEST_CORRECTION} at most; for more,"
            " change the plan and issue it again."
        )
    return None


def _bound(tokens: list[str]) -> list[str]:
    """What no correction may touch, in order: everything with a digit, and the words that count or promise."""
    found = []
    for word in tokens:
        plain = word.casefold().replace("’", "'")
        if any(letter.isdigit() for letter in word) or plain in _BOUND or word in "%£$€½¼¾×<>=≤≥±":
            found.append(plain)
    return found


def _replaced(before: str, after: str) -> Iterator[tuple[list[str], list[str]]]:
    """The stretches that differ, each as it was and as it is to be."""
    pieces = [piece for piece in differences(before, after) if piece.kind is not Kind.SAME]
    place = 0
    while place < len(pieces):
        one, other = pieces[place], pieces[place + 1] if place + 1 < len(pieces) else None
        if one.kind is Kind.REMOVED and other is not None and other.kind is Kind.ADDED:
            yield _plain(words(one.text)), _plain(words(other.text))
            place += 2
            continue
        gone = one.text if one.kind is Kind.REMOVED else ""
        come = one.text if one.kind is Kind.ADDED else ""
        yield _plain(words(gone)), _plain(words(come))
        place += 1


def _plain(tokens: list[str]) -> list[str]:
    return [token for token in tokens if not token.isspace()]


def _words(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token[0].isalnum()]


_SMALL: Final = frozenset(("a", "an", "the", "to", "of", "and", "is", "are", "be"))
"""Words that are left out or doubled by a slip without a change of meaning."""


_TURNS_ROUND: Final = ("un", "in", "im", "il", "ir", "dis", "mis", "non", "de")
"""Beginnings that make a word its own opposite."""


def _alike(wrong: list[str], right: list[str]) -> bool:
    """Whether one is a slip of the other: letters swapped or lost, or a small word left out or doubled."""
    gone, come = _words(wrong), _words(right)
    if not gone or not come:
        return all(word.casefold() in _SMALL for word in gone + come)
    a, b = "".join(gone).casefold(), "".join(come).casefold()
    if any(a == f"{turns}{b}" or b == f"{turns}{a}" for turns in _TURNS_ROUND):
        return False
    if sorted(a) == sorted(b):
        return True  # Letters changed places.
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= NEAR
