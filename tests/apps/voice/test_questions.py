"""The questions are data, read strictly, and short enough for whom they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools import reading_age

from handrail.apps.pupils.models import ProfileLine
from handrail.apps.voice.questions import PROFILE_PARTS, Form, form, form_for, forms, goals_form, read_forms
from handrail.apps.voice.symbols import NAMES, symbol
from handrail.law.reader import LawError

TOPICS = ("good-at", "helps", "harder", "want", "going")
GOOD = """
title = "A title"
ages = "About 5 to 7"
from_age = 0
words_box = "Say more"
lead = "A lead."
[[question]]
key = "helps"
asks = "What helps?"
hint = "Pick."
pick = "many"
profile = "skills"
choice = [{ key = "a", symbol = "quiet", label = "A tent" }]
"""


@pytest.mark.parametrize(
    ("age", "expected"), [(3, 5), (5, 5), (7, 5), (8, 8), (10, 8), (11, 8), (12, 12), (17, 12), (24, 12)]
)
def test_the_form_follows_the_age(age: int, expected: int) -> None:
    assert form_for(age).key.startswith(f"about-{expected}")


@pytest.mark.parametrize("one", forms(), ids=lambda one: one.key)
def test_each_age_is_asked_about_the_same_five_things(one: Form) -> None:
    assert tuple(question.key for question in one.questions) == TOPICS
    for question in one.questions:
        labels = [choice.label for choice in question.choices]
        assert len(labels) == len(set(labels))
        assert all(choice.line for choice in question.choices) == bool(question.profile)


def test_the_parts_of_the_profile_are_those_of_the_profile() -> None:
    assert set(ProfileLine.Kind.values) == PROFILE_PARTS


def test_the_youngest_choose_from_six_pictures_at_most() -> None:
    assert max(len(question.choices) for question in forms()[0].questions) == 6


@pytest.mark.parametrize(
    ("key", "most"), [("about-5-to-7", 7), ("about-8-to-11", 8), ("about-12-and-over", 10)]
)
def test_a_form_can_be_read_at_its_age(key: str, most: float) -> None:
    found = form(key)
    assert found is not None
    (texts,) = (texts for name, texts in reading_age.pupil_forms() if name == found.title)

    assert reading_age.measure(texts).age <= most


def test_every_symbol_is_drawn_and_used() -> None:
    used = {choice.symbol for one in (*forms(), goals_form()) for q in one.questions for choice in q.choices}

    assert used <= NAMES
    assert all("<svg" in symbol(name) and "aria-hidden" in symbol(name) for name in NAMES)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('pick = "many"', 'pick = "some"', 'pick must be "one" or "many"'),
        ('symbol = "quiet"', 'symbol = "smile"', "There is no symbol called smile"),
        ('profile = "skills"', 'profile = "faults"', "faults is not a part of the profile"),
        ('key = "helps"', 'key = "What helps"', "part of an address"),
        ('hint = "Pick."', "", "hint is missing"),
        ('lead = "A lead."', 'lead = "A lead."\ncolour = "red"', "colour is not a key"),
        ('ages = "About 5 to 7"', "", "A form for an age says for which"),
        ('label = "A tent" }', 'label = "A tent" }, { key = "a", symbol = "quiet", label = "B" }', "twice"),
    ],
)
def test_a_mistake_in_a_form_is_found_with_its_line(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    assert before in GOOD
    (tmp_path / "mine.toml").write_text(GOOD.replace(before, after), encoding="utf-8")

    with pytest.raises(LawError, match=rf"mine\.toml:\d+: .*{says}"):
        read_forms(tmp_path)


def test_a_form_without_a_mistake_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")

    (found,) = read_forms(tmp_path)

    assert [choice.label for question in found.questions for choice in question.choices] == ["A tent"]
