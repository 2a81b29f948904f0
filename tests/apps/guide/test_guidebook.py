"""The guide's own data: complete, strict, and in step with the law."""

from __future__ import annotations

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from handrail.apps.guide import queries
from handrail.apps.guide.guidebook import Kind, Sureness, guidebook, read_guidebook
from handrail.law.lawbook import lawbook
from handrail.law.reader import LawError
from tests.docs.test_glossary import NOT_OURS

DATA = Path(str(files("handrail.apps.guide") / "data"))

NOT_FOUND: dict[str, str] = {}
"""Duties that a step names and the law of its place lacks, each with the reason. Empty is how it should be."""

OFFICIAL_NAMES = re.compile(r"[Ss]tudent[ -]support[ -](?:file|group)s?|[Ss]taged[ -]intervention")


def test_sixty_words_and_eight_places_with_four_routes_each() -> None:
    book = guidebook()

    assert len(book.words) == 60
    assert len(book.places) == 8
    assert set(book.routes) == {(place, kind) for place in book.places for kind in Kind}
    assert sum(len(route.steps) for route in book.routes.values()) == 118


def test_every_duty_that_a_step_names_is_in_the_law_of_its_place() -> None:
    """A place whose law is not there yet keeps the steps' own words; once it is there, every key must be in it."""
    missing = {
        key: f"{route.title}, step {number}"
        for route in guidebook().routes.values()
        for number, step in enumerate(route.steps, start=1)
        for key in step.duties
        if route.place in lawbook().jurisdictions and queries.duty_in(route.place, key) is None
    }

    assert {key: where for key, where in missing.items() if key not in NOT_FOUND} == {}
    assert NOT_FOUND.keys() - missing.keys() == set(), "they are found now"


def test_a_step_that_is_law_says_where_it_is_written() -> None:
    steps = [step for route in guidebook().routes.values() for step in route.steps]

    assert all(step.law for step in steps if step.sureness is not Sureness.PRACTICE)
    assert {step.sureness for step in steps} == set(Sureness)


def test_a_word_belongs_to_its_place_and_to_the_places_inside_it() -> None:
    book = guidebook()

    assert book.word("iep-us").used_in("us-tx")
    assert not book.word("iep-us").used_in("gb-sct")
    assert book.word("mediation").used_in("au-vic")
    assert not book.word("senco").used_in("gb-wls")
    assert not book.word("iep-us").used_in("")


def test_every_letter_says_to_whom_and_has_blanks() -> None:
    for route in guidebook().routes.values():
        text = route.letter.text
        assert text.startswith("[your name]"), route.title
        assert f"To {route.letter.to}" in text
        assert text.count("[") == text.count("]") > 8, route.title


def test_the_guide_uses_our_words() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DATA.rglob("*.toml"))

    assert NOT_OURS.findall(OFFICIAL_NAMES.sub("", text)) == []


BROKEN = [
    ("words.toml", 'see_also = ["senco"]', 'see_also = ["senko"]', '"senko" is not a word of the glossary'),
    ("words.toml", 'key = "accommodation"', 'key = "Accommodation!"', "key is part of an address"),
    ("words.toml", 'key = "baseline"', 'key = "carer"', 'The word "carer" is there twice'),
    ("places.toml", 'name = "Scotland"', 'nome = "Scotland"', "name is missing"),
    ("routes/gb-sct.toml", 'kind = "if-you-disagree"', 'kind = "ask-for-a-plan"', "is there twice"),
    ("routes/gb-sct.toml", 'confidence = "high"', 'confidence = "sure"', "it must be one of high"),
    ("routes/gb-sct.toml", 'limit = "8 weeks"\n', "", "counted_from needs a limit"),
    ("routes/gb-sct.toml", 'law = "Education (Additional', 'lex = "Education (Additional', "says which law"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "says"), BROKEN)
def test_a_mistake_has_a_file_a_line_and_a_sentence(
    tmp_path: Path, file: str, right: str, wrong: str, says: str
) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    text = (DATA / file).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "data" / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")

    with pytest.raises(LawError, match=re.escape(says)) as refused:
        read_guidebook(tmp_path / "data")

    assert refused.value.file == file
    assert refused.value.line > 1
