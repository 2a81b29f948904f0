"""Simulated writers, for tests, demonstrations and measurements. Nobody wrote what they write.

Intervals follow the published table of one sample; sentences, slips and repairs are invented, and so is what a device
changes. Every table carries the label `simulated`, and what is computed from it does too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from handrail.signals import published
from handrail.signals.events import SIMULATED, UNKNOWN_DWELL, Op, Source
from handrail.signals.kernel import AFTER_PARAGRAPH, BEFORE_PARAGRAPH, BEFORE_SENTENCE, BEFORE_WORD, WITHIN
from handrail.signals.recordings import Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handrail.signals.published import Pace, Writers

SPREAD: Final = 0.35
SLOW_SPREAD: Final = 0.9
SYLLABLES: Final = (
    *tuple(consonant + vowel for consonant in "bcdfghklmnprstw" for vowel in "aeiou"),
    "an",
    "en",
    "er",
)


class Device(StrEnum):
    KEYBOARD = "keyboard"
    TOUCH = "touch"


# Assumed, not published: on glass everything is slower, and no hold is known.
TOUCH_FACTOR: Final = 1.3


@dataclass(frozen=True, slots=True)
class Writer:
    """Who is simulated: a published sample, perhaps in a second language or on glass, and how much is written."""

    sample: str = "age-12"
    second_language: bool = False
    device: Device = Device.KEYBOARD
    words: int = 130
    slips: float = 0.04
    """How often a letter is mistyped and put right, for each letter."""
    going_back: float = 0.15
    """How often, at a sentence's end, something earlier is changed."""
    varies: float = 0.08
    """How far writers of one sample differ, as a spread of logarithms. Assumed."""


def sessions(
    writer: Writer, count: int, *, seed: int, on_session: Callable[[], object] = lambda: None
) -> pa.Table:
    """So many sessions of one kind of writer, the same for the same seed."""
    tables = []
    for number in range(count):
        tables.append(_Session(writer, number, Random(f"{seed} {number}")).write())  # noqa: S311
        on_session()
    table = pa.concat_tables(tables).combine_chunks()
    told = {SIMULATED: b"yes", b"handrail.sample": writer.sample.encode(), b"handrail.format": b"simulated"}
    return table.replace_schema_metadata(told)


def pace_of(writers: Writers, location: int, *, second_language: bool) -> Pace:
    """How one location is written; a second language moves it as it moved the same published writers."""
    pace = {
        WITHIN: writers.within_word,
        BEFORE_WORD: writers.before_word,
        BEFORE_SENTENCE: writers.before_sentence,
        BEFORE_PARAGRAPH: writers.before_sentence,
        AFTER_PARAGRAPH: writers.before_sentence,
    }.get(location, writers.within_word)
    if not second_language:
        return pace
    first, second = (published.SAMPLES[f"age-21-{which}-language"] for which in ("first", "second"))
    field = "within_word" if pace is writers.within_word else "before_word"
    field = "before_sentence" if pace is writers.before_sentence else field
    own, other = getattr(first, field), getattr(second, field)
    odds = pace.share / (1 - pace.share) * (other.share / (1 - other.share)) / (own.share / (1 - own.share))
    slowdown = pace.slowdown_ms * other.slowdown_ms / own.slowdown_ms
    return published.Pace(pace.fluent_ms, slowdown, odds / (1 + odds))


class _Session:
    def __init__(self, writer: Writer, number: int, random: Random) -> None:
        self.writer, self.random = writer, random
        self.writing = Writing(number)
        self.now = random.uniform(5_000, 60_000)
        own = math.exp(random.gauss(0, writer.varies))
        self.factor = own * (TOUCH_FACTOR if writer.device is Device.TOUCH else 1)
        sample = published.SAMPLES[writer.sample]
        self.paces = {
            location: pace_of(sample, location, second_language=writer.second_language)
            for location in (WITHIN, BEFORE_WORD, BEFORE_SENTENCE, BEFORE_PARAGRAPH, AFTER_PARAGRAPH)
        }

    def write(self) -> pa.Table:
        for word, location in self._words():
            self._word(word, location)
        return self.writing.table()

    def _words(self) -> Iterator[tuple[str, int]]:
        left, location = self.writer.words, BEFORE_PARAGRAPH
        while left > 0:
            length = min(left, max(3, round(self.random.gauss(11, 4))))
            for n in range(length):
                word = "".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3, 3, 4))))
                yield word.capitalize() if n == 0 else word, location
                location = BEFORE_WORD
                left -= 1
                if n < length - 1:
                    self._key(" ", WITHIN)
            self._key(".", WITHIN)
            if self.random.random() < self.writer.going_back and left > 0:
                self._go_back()
            if left > 0 and self.random.random() < 0.15:
                self._key("\n", AFTER_PARAGRAPH)
                location = BEFORE_PARAGRAPH
            elif left > 0:
                self._key(" ", WITHIN)
                location = BEFORE_SENTENCE

    def _word(self, word: str, location: int) -> None:
        for letter in word:
            if location == WITHIN and self.random.random() < self.writer.slips:
                self._key(self.random.choice("aeiourtn"), WITHIN)
                self._delete(self.writing.length - 1)
            self._key(letter, location)
            location = WITHIN

    def _go_back(self) -> None:
        at = self.random.randrange(self.writing.length)
        self._wait(BEFORE_SENTENCE)
        self.writing.add(Op.MOVE, at=round(self.now), pos=at)
        self._delete(at)
        self._wait(BEFORE_WORD)
        self._add("e", at)
        self._wait(BEFORE_WORD)
        self.writing.add(Op.MOVE, at=round(self.now), pos=self.writing.length)

    def _delete(self, at: int) -> None:
        self._wait(BEFORE_WORD)
        self.writing.add(Op.DELETE_BACK, at=round(self.now), pos=at, n_del=1, dwell=self._hold())

    def _key(self, letter: str, location: int) -> None:
        self._wait(location)
        self._add(letter, self.writing.length)

    def _add(self, letter: str, at: int) -> None:
        self.writing.add(
            Op.INSERT, at=round(self.now), pos=at, text=letter, source=Source.TYPED, dwell=self._hold()
        )

    def _wait(self, location: int) -> None:
        pace = self.paces[location]
        if self.random.random() < pace.share:
            middle, spread = pace.fluent_ms + pace.slowdown_ms, SLOW_SPREAD
        else:
            middle, spread = pace.fluent_ms, SPREAD
        self.now += self.random.lognormvariate(math.log(middle * self.factor), spread)

    def _hold(self) -> int:
        if self.writer.device is Device.TOUCH:
            return UNKNOWN_DWELL
        return round(min(2_000.0, self.random.lognormvariate(math.log(95), 0.3)))
