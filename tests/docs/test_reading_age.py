"""The guide can be read by somebody of about twelve."""

from __future__ import annotations

import pytest
from tools import reading_age

from handrail.apps.guide.guidebook import guidebook
from handrail.core.reading_age import GOAL, measure, sentences_of, syllables

PAGES = [*reading_age.guide_pages(guidebook()), *reading_age.letters(guidebook())]


@pytest.mark.parametrize(("name", "texts"), PAGES, ids=[name for name, _ in PAGES])
def test_a_page_of_the_guide_is_for_readers_of_thirteen_at_most(name: str, texts: list[str]) -> None:
    assert measure(texts).age <= GOAL


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("council", 2),
        ("education", 4),
        ("area", 3),
        ("asked", 1),
        ("needed", 2),
        ("co-ordinated", 5),
        ("CSP", 3),
    ],
)
def test_syllables_are_counted_by_rule(word: str, count: int) -> None:
    assert syllables(word) == count


def test_short_words_are_for_the_young_and_long_ones_are_not() -> None:
    easy = measure(["The cat sat on the mat. It was glad."])
    hard = measure(
        [
            "Notwithstanding considerations of administrative proportionality, authorities shall determine eligibility."
        ]
    )

    assert easy.age < 7
    assert hard.age > 18


def test_the_name_of_an_act_counts_as_one_word() -> None:
    plain = sentences_of(
        "I ask under section 6 of the Education (Additional Support for Learning) (Scotland) Act 2004."
    )

    assert plain == ["I ask under section 6 of the the Act."]
