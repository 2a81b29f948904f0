"""What changed, word by word: by value, and that no letter is lost or made up."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.changes import Kind, compared, differences, sentences, words

LETTERS = st.text(alphabet="ab .,\n\r\t“é\u0301أ3!?()", max_size=60)
PROSE = st.lists(
    st.sampled_from(
        [
            "Ben",
            "reads",
            "well",
            ".",
            " ",
            " ",
            "\n",
            "3.5",
            "minutes",
            "سمير",
            "يقرأ",
            "Gàidhlig",
            "“",
            "”",
            "?",
        ]
    ),
    max_size=40,
).map("".join)
TEXTS = st.one_of(LETTERS, PROSE, st.text(max_size=30))


def marked(before: str, after: str) -> str:
    signs = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "[+{}+]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("Reads slowly.", "Reads slowly.", "Reads slowly."),
        ("", "New words.", "[+New words.+]"),
        ("Old words.", "", "[-Old words.-]"),
        ("He reads slowly.", "He reads very slowly.", "He reads [+very +]slowly."),
        ("He reads 3.5 pages.", "He reads 4.5 pages.", "He reads [-3.5-][+4.5+] pages."),
        ("One. Two. Three.", "One. Three.", "One. [-Two. -]Three."),
        (
            "He can read short words. Maths is easy.",
            "He can read long words. Maths is easy.",
            "He can read [-short-][+long+] words. Maths is easy.",
        ),
        # Another sentence altogether is not made into a salad of the words that both happen to have.
        (
            "The bell hurts his ears in the hall.",
            "Ms Reid sits with him at the window.",
            "[-The bell hurts his ears in the hall-][+Ms Reid sits with him at the window+].",
        ),
        ("يقرأ سمير ببطء.", "يقرأ سمير بسرعة.", "يقرأ سمير [-ببطء-][+بسرعة+]."),
    ],
)
def test_a_change_reads_as_a_person_would_say_it(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


@given(TEXTS)
def test_words_and_sentences_put_the_text_together_again(text: str) -> None:
    assert "".join(words(text)) == text
    assert "".join(sentences(text)) == text


@given(TEXTS, TEXTS)
def test_no_letter_is_lost_or_made_up(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED) == after
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one is not other for one, other in pairwise(kinds))


@given(TEXTS)
def test_nothing_changed_says_so(text: str) -> None:
    assert all(piece.kind is Kind.SAME for piece in differences(text, text))


def test_a_sentence_ends_where_a_reader_thinks_so() -> None:
    text = "He said “Stop!” Then he sat.\nAt 3.5 metres he threw it (twice). Good…"
    assert sentences(text) == [
        "He said “Stop!” ",
        "Then he sat.\n",
        "At 3.5 metres he threw it (twice). ",
        "Good…",
    ]


def test_the_longest_text_with_a_change_in_every_sentence_is_compared_soon() -> None:
    before = "".join(
        f"In week {n} he reads {n % 7} pages with the support of Ms Reid. " for n in range(1_500)
    )
    after = before.replace("pages", "long pages")
    assert len(after) > 90_000
    begun = time.process_time()
    pieces = differences(before, after)
    assert time.process_time() - begun < 20, "a page would wait too long"
    assert sum(piece.kind is Kind.ADDED for piece in pieces) == 1_500


@pytest.mark.parametrize("word", ["a ", "a. ", "a.", "a\n"])
def test_one_word_many_times_keeps_nobody_waiting(word: str) -> None:
    begun = time.process_time()
    pieces = differences("x " + word * 20_000 + "y", "z " + word * 15_000 + "b " + word * 5_000)
    assert time.process_time() - begun < 20
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED).endswith("y")


# --- plans ----------------------------------------------------------------------------------------


def document(**parts: object) -> dict[str, object]:
    section = {
        "key": "aims",
        "heading": "What we want",
        "kind": "goals",
        "citation": "",
        "text": "",
        "rows": [],
    }
    return {"schema": "handrail-plan/1", "sections": [section | parts]}


def test_two_plans_that_say_the_same_have_no_change() -> None:
    one = document(text="Words.", goals=[{"id": "1", "text": "Reads."}])
    found = compared(one, one)
    assert not found.changed
    assert [item.kind for item in found.sections[0].items] == [Kind.SAME]


def test_items_are_known_by_their_id_and_named_by_their_words() -> None:
    before = document(
        goals=[{"id": "1", "text": "Reads a page."}, {"id": "2", "text": "Counts."}],
        provision=[{"id": "h", "what": "Reading aloud", "goals": ["1"], "times": 2}],
    )
    after = document(
        goals=[{"id": "3", "text": "Writes."}, {"id": "1", "text": "Reads two pages."}],
        provision=[{"id": "h", "what": "Reading aloud", "goals": ["1", "3"], "times": None}],
    )
    (section,) = compared(before, after).changed
    assert {item.id: item.kind for item in section.items} == {
        "3": Kind.ADDED,
        "1": Kind.CHANGED,
        "2": Kind.REMOVED,
        "h": Kind.CHANGED,
    }
    changed = {field.name: field for item in section.items if item.id == "h" for field in item.fields}
    assert changed["goals"].before == "Reads a page."
    assert changed["goals"].after == "Reads two pages.; Writes."
    assert (changed["times"].kind, changed["times"].before) == (Kind.REMOVED, "2")


def test_a_view_is_known_by_whose_it_is_and_rows_by_their_label() -> None:
    before = document(
        views=[{"who": "Ana", "party": "parent", "words": "He hums."}], rows=[["Born", "1 May"]]
    )
    after = document(
        views=[{"who": "Ana", "party": "parent", "words": "He sings."}], rows=[["Born", "2 May"]]
    )
    (section,) = compared(before, after).changed
    assert [field.name for field in section.rows] == ["Born"]
    (view,) = section.changed_items
    assert (view.title, view.kind, [field.name for field in view.fields]) == ("Ana", Kind.CHANGED, ["words"])


def test_a_section_that_came_or_went_is_said_so() -> None:
    one, other = document(text="Words."), document(key="other", text="More.")
    found = compared(one, other)
    assert [(section.key, section.kind) for section in found.sections] == [
        ("other", Kind.ADDED),
        ("aims", Kind.REMOVED),
    ]
