import pytest

from handrail.core.easy_words import MOST_WORDS, OLDEST_READER, hard_in, reader


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("You read with Tess. You like it.", "more than one sentence"),
        ("You read with Tess in the library on Monday and you like it a lot now.", "This has 16 words."),
        ("You read with Tess because it helps.", "more than one idea"),
        ("You read and you write and you play.", "more than one idea"),
        ("You get individualised differentiation.", "“individualised”, “differentiation”"),
        ("You are helped with reading.", "not said who does it"),
    ],
)
def test_what_is_hard_is_said_with_what_to_try(sentence: str, says: str) -> None:
    found = hard_in(sentence)

    assert any(says in one.says for one in found)
    assert all(one.try_this.endswith(".") for one in found)


@pytest.mark.parametrize(
    "sentence",
    ["You read with Tess.", "Tess helps you on Mondays!", "", "Heronstane Academy is your school."],
)
def test_an_easy_sentence_raises_nothing(sentence: str) -> None:
    assert hard_in(sentence) == ()


def test_the_most_words_are_still_easy() -> None:
    assert hard_in(" ".join(["cat"] * MOST_WORDS)) == ()
    assert hard_in(" ".join(["cat"] * (MOST_WORDS + 1)))


def test_the_age_of_a_reader_grows_with_words_and_sentences() -> None:
    easy = reader(["You read with Tess", "She helps you."])
    hard = reader(["Differentiated individualised interventions necessitate interdisciplinary collaboration"])

    assert easy <= OLDEST_READER < hard
    assert reader([]) == 0
