"""Invented names and sentences, so that lists sort, search and fill like real ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

GIVEN: Final = tuple(
    [
        "Ailsa",
        "Alba",
        "Angus",
        "Anya",
        "Arran",
        "Bea",
        "Blair",
        "Calum",
        "Cara",
        "Cora",
        "Dara",
        "Duncan",
        "Edie",
        "Eilidh",
        "Ewan",
        "Fern",
        "Finlay",
        "Flora",
        "Gregor",
        "Hana",
        "Harris",
        "Iona",
        "Isla",
        "Jamal",
        "Jura",
        "Kirsty",
        "Leo",
        "Lewis",
        "Maja",
        "Mirren",
        "Noor",
        "Orla",
        "Oskar",
        "Piotr",
        "Robin",
        "Rory",
        "Sana",
        "Skye",
        "Tomasz",
        "Zara",
    ]
)
FAMILY: Final = tuple(
    [
        "Abbott",
        "Ahmed",
        "Baird",
        "Begum",
        "Boyd",
        "Bryce",
        "Burns",
        "Cairns",
        "Craig",
        "Dalgleish",
        "Denholm",
        "Duff",
        "Elder",
        "Ewing",
        "Farquhar",
        "Ferrier",
        "Gilchrist",
        "Gow",
        "Haddow",
        "Hannah",
        "Hussain",
        "Imrie",
        "Jardine",
        "Kerr",
        "Kowalska",
        "Laidlaw",
        "Lennox",
        "Liddell",
        "MacAskill",
        "MacBeth",
        "MacDonald",
        "MacEwan",
        "MacFarlane",
        "MacGill",
        "MacIver",
        "MacKay",
        "MacLean",
        "MacLeod",
        "MacMillan",
        "MacNeil",
        "MacPhee",
        "MacRae",
        "Mair",
        "Melville",
        "Moffat",
        "Nairn",
        "Nowak",
        "Ogilvie",
        "Orr",
        "Paton",
        "Pirie",
        "Quigley",
        "Rankine",
        "Reid",
        "Rennie",
        "Samson",
        "Scobie",
        "Shaw",
        "Tait",
        "Urquhart",
        "Wallace",
        "Wemyss",
        "Yule",
        "Zielinski",
    ]
)
NEEDS: Final = (
    "Reads each word slowly, so the meaning is lost",
    "Finds it hard to begin when a task has many steps",
    "Noise in the dining hall is too much",
    "Words come late when people wait for them",
    "Writing by hand hurts after a few lines",
    "Joins games late and leaves them early",
)
SENTENCES: Final = [
    "I notice when somebody is on their own.",
    "I know every tide of the harbour.",
    "I sit near the door.",
    "I hear about changes the day before.",
    "Give me the first step and then wait.",
    "Let me show it before I say it.",
]
PARAGRAPHS: Final = "\n\n".join(
    " ".join(SENTENCES[start:] + SENTENCES[:start] + ["This was seen in class, at home and at the club."])
    for start in range(5)
)


def name(number: int) -> tuple[str, str]:
    """A given and a family name; numbers that follow each other share neither."""
    return GIVEN[number * 7 % len(GIVEN)], FAMILY[(number * 13 + number // len(GIVEN)) % len(FAMILY)]


def every_name() -> Iterator[tuple[str, str]]:
    for given in GIVEN:
        for family in FAMILY:
            yield given, family
