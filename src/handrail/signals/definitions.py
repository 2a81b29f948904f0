"""What a signal is, and what many of them share: what they need, what can mislead them, who described them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handrail.signals.reckoning import Ends, Values, count
from handrail.signals.recordings import Tells

TIMES = frozenset({Tells.TIMES})

TEXT = frozenset({Tells.TEXT})

TIMES_AND_TEXT = TIMES | TEXT

FINE = frozenset({Tells.TEXT, Tells.FINE_TIMES})


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal. `of` gives its value for each session, `n` the number of observations behind it."""

    name: str
    title: str
    unit: str
    definition: str
    minimum: int
    counted: str
    misleads: str
    needs: frozenset[Tells]
    source: str
    of: Values
    n: Values
    assisted_too: bool = False
    """Whether it still means something when prediction, dictation or pasting wrote much of the text."""
    device_matters: bool = False
    language_matters: bool = False
    between: Ends | None = None
    """Between which two ends the value lies nine times in ten, where that can be said."""


PLACES: Final = {
    "within_word": ("inside words", "between two characters of one word"),
    "before_word": ("before words", "before the first letter of a word that does not begin a sentence"),
    "after_word": ("after words", "before the blank or mark that ends a word"),
    "before_sentence": ("before sentences", "before the first letter after an end mark and a blank"),
    "after_sentence": ("before end marks", "before the mark that ends a sentence"),
    "before_paragraph": ("before paragraphs", "before the first letter of a line"),
    "after_paragraph": ("before new lines", "before the key that begins a new line"),
    "before_revision": ("before changes", "before a deletion, a replacement, an undo or a jump in the text"),
}

HANDS: Final = (
    "Practice with this keyboard, another device or layout, a second language, a new topic, cold or tired hands, "
    "spelling that is thought about, somebody watching."
)

TASK: Final = (
    "Topic and kind of text, notes beside the screen, a time limit, interruptions, a talk with a neighbour, "
    "a second language."
)

CHANGES: Final = (
    "Revising more or less is not better or worse; it depends on the task, on age, on how drafts were taught, and "
    "on a spelling checker. Where a revision ends is less certain than where it begins."
)

INPUTLOG: Final = "Leijten and Van Waes 2013; Van Waes and Leijten 2015"

BURSTS: Final = "Kaufer, Hayes and Flower 1986; Chenoweth and Hayes 2001"

BAAIJEN: Final = "Baaijen, Galbraith and de Glopper 2012, doi 10.1177/0741088312451108"

LINDGREN: Final = "Lindgren and Sullivan 2006"

OWN: Final = "Handrail’s own definition"


def signal(
    name: str, title: str, unit: str, definition: str, minimum: int, counted: str, of: Values, n: Values, *,
    misleads: str = TASK, needs: frozenset[Tells] = TIMES_AND_TEXT, source: str = OWN, assisted_too: bool = False,
    language_matters: bool = False,
) -> Signal:  # fmt: skip
    return Signal(name, title, unit, definition, minimum, counted, misleads, needs, source, of, n,
                  assisted_too=assisted_too, language_matters=language_matters)  # fmt: skip


EVENTS: Final = count("events")

MADE: Final = count("produced")
