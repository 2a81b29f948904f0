"""What makes a sentence of an easy-read page hard. Questions for whoever writes it; never a mark, never a wall.

Short sentences, one idea each, common words: after "Information for all: European standards for making information
easy to read and understand" (Inclusion Europe). The numbers are Handrail's own practice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handrail.core.reading_ages import measure, syllables

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_WORDS: Final = 12
MOST_SYLLABLES: Final = 3
OLDEST_READER: Final = 9
"""Years. A page that asks for more is hard for many whom it is for."""

WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
JOINED: Final = re.compile(
    r"[;:()–]|\b(?:because|although|which|while|however|unless|therefore)\b", re.IGNORECASE
)
AND: Final = re.compile(r"\b(?:and|but|or)\b", re.IGNORECASE)
ENDS: Final = re.compile(r"[.!?][”’\"')]*\s+\S")
NOT_ACTIVE: Final = re.compile(r"\b(?:is|are|was|were|be|been) \w+(?:ed|en)\b(?! to\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hard:
    """What is hard about a sentence, and what to try."""

    says: str
    try_this: str


def hard_in(sentence: str) -> tuple[Hard, ...]:
    """Everything that is hard about one sentence, the gravest first."""
    words = WORD.findall(sentence)
    found = []
    if ENDS.search(sentence.strip()):
        found.append(
            Hard("This is more than one sentence.", "Give each sentence a line and a picture of its own.")
        )
    if len(words) > MOST_WORDS:
        found.append(Hard(f"This has {len(words)} words.", f"Try {MOST_WORDS} at most: cut it in two."))
    if JOINED.search(sentence) or len(AND.findall(sentence)) > 1:
        found.append(
            Hard("This may hold more than one idea.", "Say one thing. Say the other on the next line.")
        )
    # A name has no easier word.
    long = [word for word in words if syllables(word) > MOST_SYLLABLES and not word[0].isupper()]
    if long:
        named = ", ".join(f"“{word}”" for word in dict.fromkeys(long))
        found.append(
            Hard(
                f"Long words: {named}.", "Use a word that people say at home, or explain it on the next line."
            )
        )
    if NOT_ACTIVE.search(sentence):
        found.append(
            Hard("It is not said who does it.", "Name who does it: “Jess helps you” for “you are helped”.")
        )
    return tuple(found)


def reader(sentences: Iterable[str]) -> float:
    """The age from which the sentences can be read, in years, good to about one; 0 where there are none."""
    told = [one.strip() for one in sentences if one.strip()]
    return measure(one if one.endswith((".", "!", "?")) else f"{one}." for one in told).age
