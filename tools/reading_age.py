"""How old a reader must be: Flesch and Kincaid's formula on every page of the guide and on the sentences of the law.

Nothing here is downloaded: a library that counts syllables by a dictionary wants the network, so they are counted by
rule. Ages are therefore a guide, good to about a year, and the same each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from handrail.apps.guide.guidebook import Guidebook, Route, guidebook
from handrail.apps.voice import questions as voice
from handrail.core.plan_types import PlanType
from handrail.law.lawbook import Lawbook, lawbook

GOAL: Final = 13
"""The oldest reader that a page of the guide may need, in years."""

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
    """All of a page's sentences together. A line without an end is a sentence of its own."""
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


# --- what is measured --------------------------------------------------------------------------------


def guide_pages(book: Guidebook) -> Iterator[tuple[str, list[str]]]:
    """Each page of the guide with the texts that are its own."""
    for place in book.places.values():
        yield f"{place.name}", [place.about, *(part for one in place.help for part in (one.who, one.says))]
        for route in book.routes_of(place.key):
            yield route.title, list(_route(route))
    yield "What the words mean", [word.meaning for word in book.words]


def _route(route: Route) -> Iterator[str]:
    yield route.who_can
    for step in route.steps:
        yield step.says
        if step.counted_from:
            yield f"Counted from {step.counted_from}"


def letters(book: Guidebook) -> Iterator[tuple[str, list[str]]]:
    for route in book.routes.values():
        yield route.title, list(route.letter.says)


def pupil_forms() -> Iterator[tuple[str, list[str]]]:
    """Each form that a pupil fills in, with everything it says."""
    for one in (*voice.forms(), voice.goals_form()):
        yield (
            one.title,
            [one.lead, one.words_box, *(text for asked in one.questions for text in _asked(asked))],
        )


def _asked(question: voice.Question) -> Iterator[str]:
    yield from (question.asks, question.hint)
    for choice in question.choices:
        yield choice.line or choice.label


def law_sentences(plan_type: PlanType, book: Lawbook) -> Iterator[str]:
    """What a family reads of the law of a plan type."""
    yield plan_type.about
    yield plan_type.review.says
    yield plan_type.ask_for or ""
    for section in plan_type.sections:
        yield section.help
        for item in section.requirements:
            yield from (item.says, item.why)
    for duty in book.duties(plan_type.key):
        yield from (duty.says, duty.if_missed, *duty.assumptions, *(one.says for one in duty.excuses))
    for kind in book.event_kinds_for(plan_type.key):
        yield kind.says


# --- the page of the reference -----------------------------------------------------------------------


def page() -> str:
    guide, law = guidebook(), lawbook()
    lines = [
        "# Reading age",
        "",
        "Written by `make docs` with `tools/reading_age.py`. From which age a page can be read, by the formula of",
        "Flesch and Kincaid (its grade and five). A number for a page is worth more than one for a sentence; names",
        f"of Acts count as one word. The guide aims at {GOAL} years at most, and a test keeps it there.",
        "",
        "## Pages of the guide",
        "",
        *_table(guide_pages(guide)),
        "",
        "## Letters to start from",
        "",
        *_table(letters(guide)),
        "",
        "## Questions to pupils",
        "",
        "For pupils of about 5 to 7, of 8 to 11, and of 12 and over; the last asks about the goals of a plan.",
        "",
        *_table(pupil_forms()),
        "",
        "## Sentences of the law, as families read them",
        "",
        *_table(
            (f"{one.name} ({law.jurisdictions[one.jurisdiction].name})", list(law_sentences(one, law)))
            for one in law.plan_types()
        ),
        "",
        "## The hardest sentences of the law",
        "",
        "One a plan type, of those with at least twelve words: where to begin when somebody rewrites.",
        "",
        "| Plan type | Age | Sentence |",
        "|---|--:|---|",
        *(_hardest(one, law) for one in law.plan_types()),
    ]
    return "\n".join(lines) + "\n"


def _table(rows: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    yield "| Page | Sentences | Words | Reading age |"
    yield "|---|--:|--:|--:|"
    for name, texts in rows:
        found = measure(texts)
        yield f"| {name} | {found.sentences} | {found.words} | {found.age} |"


def _hardest(plan_type: PlanType, book: Lawbook) -> str:
    told = {one for text in law_sentences(plan_type, book) for one in sentences_of(text)}
    long = [one for one in told if len(WORD.findall(one)) >= 12]
    if not long:
        return f"| {plan_type.name} | | |"
    hardest = max(long, key=lambda one: (measure([one]).age, one))
    return f"| {plan_type.name} | {measure([hardest]).age} | {hardest} |"


if __name__ == "__main__":
    print(page())
