"""From which age a text can be read: Flesch and Kincaid's formula, with syllables counted by rule.

Nothing here is downloaded: a library that counts syllables by a dictionary wants the network, so they are counted by
rule. Ages are therefore a guide, good to about a year, and the same each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

GOAL: Final = 13
"""The oldest reader that a page of the guide or for families may need, in years."""

SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])[”’)]*\s+")
WORD: Final = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*")
VOWELS: Final = re.compile(r"[aeiouy]+")
# A law's own name is one thing to a reader, however long it is.
NAME_OF_A_LAW: Final = re.compile(
    r"(?:[A-Z][\w’]+|\([A-Z][^)]*\))(?: (?:[A-Z][\w’]+|\([A-Z][^)]*\)|and|for|of|with))*"
    r" (?:Act|Order|Standards for Education)(?: \([A-Z][^)]*\))? \d{4}"
)
HEARD: Final = ("ses", "zes", "ches", "shes", "ted", "ded", "ges", "ces")
APART: Final = re.compile(
    r"(?<![ct])ia(?!ge)|(?<![cgst])io|eo(?!u|p)|ea$|eat(?=e$|ed$|ing$)|uie|ua(?=l|te)|(?<=r)iou"
)
BLANK: Final = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Measure:
    """A text's size, and the age from which it can be read."""

    sentences: int
    words: int
    age: float


def measure(texts: Iterable[str]) -> Measure:
    """All sentences together, by the grade of Kincaid and others (1975) and five years; 0 without a word.

    A line without an end is a sentence of its own.
    """
    sentences = [one for text in texts for one in sentences_of(text)]
    words = [word for one in sentences for word in WORD.findall(one)]
    if not words:
        return Measure(0, 0, 0)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    # A first grader is six, at the end of the year: the formula's grade and five is an age.
    return Measure(len(sentences), len(words), round(max(grade, 0) + 5, 1))


def sentences_of(text: str) -> list[str]:
    plain = BLANK.sub("this", NAME_OF_A_LAW.sub("the Act", text))
    parts = (part for line in plain.splitlines() for part in SENTENCE_ENDS.split(line))
    return [part for part in parts if WORD.search(part)]


def syllables(word: str) -> int:
    """By rule: groups of vowels, without a silent e at the end. Initials are said letter by letter."""
    if word.isupper() and len(word) > 1:
        return len(word)
    count = 0
    for part in re.split(r"[-’']", word.lower()):
        if not part or part == "s":
            continue
        found = len(VOWELS.findall(part))
        if part.endswith("e") and not part.endswith(("le", "ee", "ie", "oe", "ue")) and found > 1:
            found -= 1
        if part.endswith(("es", "ed")) and found > 1 and not part.endswith((*HEARD, "eed", "ied")):
            found -= 1
        # Two vowels that are said apart, as in "idea", "period", "quiet", "usual"; but not in "special" or "nation".
        found += len(APART.findall(part)) if len(part) > 3 else 0
        count += max(found, 1)
    return max(count, 1)
