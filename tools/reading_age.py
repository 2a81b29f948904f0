"""How old a reader must be for each page of the guide, sentence of the law and page of families, as a reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handrail.apps.guide.guidebook import Guidebook, Route, guidebook
from handrail.apps.voice import questions as voice
from handrail.core.plan_types import PlanType
from handrail.core.reading_ages import GOAL, WORD, measure, sentences_of
from handrail.law.lawbook import Lawbook, lawbook

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
