"""Reading ages by rule: syllables, sentences, and short words before long ones."""

from __future__ import annotations

import pytest

from handrail.core.reading_ages import measure, sentences_of, syllables


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


def test_a_text_without_words_has_no_age() -> None:
    assert measure(["", "72 – 80."]).age == 0


def test_a_line_without_an_end_is_a_sentence() -> None:
    assert measure(["Rowan reads a book\nRowan reads it again"]).sentences == 2
