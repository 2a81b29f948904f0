"""Which plan fits: what somebody told, compared with the tests of each plan of a place. It informs; people decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from handrail.apps.guide import queries
from handrail.apps.guide.forms import FitForm
from handrail.apps.guide.guidebook import guidebook
from handrail.apps.guide.law_parts import source_of
from handrail.apps.guide.pages import STATUSES, law_url, place_url, when_url
from handrail.core.fit import Answer, Fit, Fits, Given, Question, Test
from handrail.law.lawbook import lawbook
from handrail.ui.components import Note, Shape, Source, Status
from handrail.ui.phrases import sentence_case

SHAPES: Final = {
    Fits.MAY_APPLY: Shape.DONE,
    Fits.CONSIDER: Shape.STARTED,
    Fits.SEEMS_NOT: Shape.NOT_STARTED,
    Fits.NOT_LAW: Shape.NO_SET_DAY,
}
TESTS: Final = {True: Shape.DONE, False: Shape.NOT_STARTED, None: Shape.WAITING}


@dataclass(frozen=True, slots=True)
class TestLine:
    says: str
    status: Status
    source: Source | None


@dataclass(frozen=True, slots=True)
class TestGroup:
    """One test, or several of which one is enough."""

    tests: tuple[TestLine, ...]

    @property
    def one_is_enough(self) -> bool:
        return len(self.tests) > 1


@dataclass(frozen=True, slots=True)
class FitItem:
    """One kind of plan: how it compares, test by test, and what to do next."""

    key: str
    name: str
    about: str
    status: Status
    weight: str
    decides: str
    not_law: Note | None
    groups: tuple[TestGroup, ...]
    ask_for: str
    find_out: tuple[str, ...]
    law_url: str
    when_url: str


@dataclass(frozen=True, slots=True)
class FitPage:
    form: FitForm
    place: str
    place_name: str
    told: tuple[tuple[str, str], ...]
    items: tuple[FitItem, ...]
    guide_url: str
    day: date

    @property
    def answered(self) -> bool:
        return bool(self.items)


def fit_page(form: FitForm, *, asked: bool, on: date) -> FitPage:
    told = form.situation if asked and form.questions and form.is_valid() else {}
    place = form.chosen_place
    return FitPage(
        form=form,
        place=place,
        place_name=form.place_name,
        told=tuple(_told(one, told[one.key]) for one in form.questions if one.key in told),
        items=tuple(_item(one) for one in queries.fits(place, told)) if told else (),
        guide_url=place_url(place) if place in guidebook().places else "",
        day=on,
    )


def _told(question: Question, answer: Given) -> tuple[str, str]:
    if question.kind is Answer.NUMBER:
        return question.says, str(answer)
    chosen = answer if isinstance(answer, frozenset) else {answer}
    return question.says, "; ".join(says for key, says in question.answers.items() if key in chosen)


def _item(one: Fit) -> FitItem:
    kind = one.plan_type
    return FitItem(
        key=kind.key.replace("/", "-"),
        name=kind.name,
        about=kind.about,
        status=Status(SHAPES[one.fits], one.fits.label),
        weight=kind.legal_weight.label,
        decides=sentence_case(kind.decides),
        not_law=STATUSES.get(kind.status),
        groups=tuple(TestGroup(tuple(_line(test) for test in group.tests)) for group in one.tests),
        ask_for=one.ask_for or "",
        find_out=tuple(question.find_out for question in one.find_out),
        law_url=law_url(kind),
        when_url=when_url(kind) if lawbook().duties_in_force(kind.key) else "",
    )


def _line(test: Test) -> TestLine:
    citation = test.criterion.citation
    return TestLine(
        says=test.criterion.says,
        status=Status(TESTS[test.met], test.label),
        source=source_of(citation) if citation else None,
    )
