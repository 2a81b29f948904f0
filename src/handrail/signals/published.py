"""Published tables of how people of different ages write, as numbers with their source.

They are means of samples, mostly of some dozens of people who wrote one kind of text, and no norm: their ranges overlap
so far that no piece tells which sample a writer would belong to. They feed the simulator, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SOURCE: Final = (
    "Roeser et al. 2025, ProWrite mixture models, posterior cell means "
    "(Rønneberg 2022; Torrance 2016; and the samples LIFT, SPL2 and PLanTra)"
)


@dataclass(frozen=True, slots=True)
class Pace:
    """One location: the fluent interval, what a slower one takes beyond it, and the share of slower ones."""

    fluent_ms: float
    slowdown_ms: float
    share: float


@dataclass(frozen=True, slots=True)
class Writers:
    """One published sample."""

    name: str
    who: str
    n: int
    age: float
    within_word: Pace
    before_word: Pace
    before_sentence: Pace


SAMPLES: Final = {
    sample.name: sample
    for sample in (
        Writers(
            "age-12", "Norwegian pupils of the sixth grade", 126, 11.8,
            Pace(299, 240, 0.12), Pace(448, 886, 0.32), Pace(446, 1325, 0.43),
        ),
        Writers(
            "age-17", "Dutch pupils of secondary schools", 100, 16.7,
            Pace(144, 164, 0.12), Pace(187, 352, 0.36), Pace(179, 607, 0.25),
        ),
        Writers(
            "age-17-no", "Norwegian pupils of upper secondary schools", 52, 16.9,
            Pace(180, 161, 0.12), Pace(257, 582, 0.34), Pace(259, 2174, 0.53),
        ),
        Writers(
            "age-17-dyslexic", "Norwegian pupils of upper secondary schools, with dyslexia", 26, 16.9,
            Pace(188, 188, 0.15), Pace(259, 536, 0.55), Pace(282, 2986, 0.50),
        ),
        Writers(
            "age-17-not-dyslexic", "Norwegian pupils of upper secondary schools, without dyslexia", 26, 16.9,
            Pace(151, 157, 0.10), Pace(214, 402, 0.41), Pace(207, 1767, 0.51),
        ),
        Writers(
            "age-21", "undergraduates in the United States", 39, 20.6,
            Pace(149, 157, 0.12), Pace(225, 532, 0.44), Pace(446, 2921, 0.69),
        ),
        Writers(
            "age-21-first-language", "the same writers in their first language", 39, 20.6,
            Pace(159, 157, 0.04), Pace(159, 289, 0.51), Pace(159, 1281, 0.78),
        ),
        Writers(
            "age-21-second-language", "the same writers in a second language", 39, 20.6,
            Pace(159, 157, 0.15), Pace(159, 560, 0.89), Pace(159, 1802, 0.92),
        ),
        Writers(
            "age-23", "Belgians at master level", 47, 23.0,
            Pace(142, 238, 0.14), Pace(173, 500, 0.41), Pace(168, 844, 0.48),
        ),
    )
}  # fmt: skip
