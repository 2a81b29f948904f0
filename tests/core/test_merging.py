"""Two changes of one text: what is merged, what is asked, and that no word of either is lost."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handrail.core.merging import edits, merged

BASE = "Noise hurts him. He likes maths. He reads 3 pages a day."


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "both"),
    [
        # Different sentences.
        (
            BASE,
            BASE.replace("maths", "maths and music"),
            BASE.replace("3", "4"),
            "Noise hurts him. He likes maths and music. He reads 4 pages a day.",
        ),
        # One changes a word, one puts words in elsewhere in the same sentence.
        (
            BASE,
            BASE.replace("3", "4"),
            BASE.replace("a day", "a day with help"),
            BASE.replace("3 pages a day", "4 pages a day with help"),
        ),
        # One takes a sentence out that the other left alone.
        (
            BASE,
            BASE.replace("He likes maths. ", ""),
            BASE + " Often.",
            "Noise hurts him. He reads 3 pages a day. Often.",
        ),
        # Both begin to write in an empty section.
        ("", "He reads.", "She helps.", "He reads.\nShe helps."),
        # Both add a sentence at the end.
        ("One.", "One. Two.", "One. Three.", "One. Two. Three."),
        ("One.\n", "One.\nTwo", "One.\nThree", "One.\nTwo\nThree"),
        # One goes on with a word while the other begins a new line below it.
        ("He rea", "He rea\nMs Reid helps.", "He reads each word.", "He reads each word.\nMs Reid helps."),
        ("He rea", "He reads each word.", "He rea\nMs Reid helps.", "He reads each word.\nMs Reid helps."),
        # One goes on with a line that the other's line already follows.
        ("He reads\nMs Reid helps.", "He reads\nMs Reid helps. Often.", "He reads well.\nMs Reid helps.",
         "He reads well.\nMs Reid helps. Often."),
        # The same done by both is done once.
        ("He likes maths.", "He loves maths.", "He loves maths.", "He loves maths."),
        ("One.", "One. Two.", "One. Two. Three.", "One. Two. Three."),
        ("يقرأ. يكتب.", "يقرأ كثيرا. يكتب.", "يقرأ. يكتب جيدا.", "يقرأ كثيرا. يكتب جيدا."),
    ],
)  # fmt: skip
def test_changes_in_different_places_are_both_made(base: str, theirs: str, mine: str, both: str) -> None:
    assert merged(base, theirs, mine) == both


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("He reads 5 pages a day.", "He reads 3 pages a week."),
        ("He reads 5 pages a day.", "He reads 4 pages a day."),
        ("He reads 3 long pages a day.", "He reads 3 short pages a day."),
        ("He reads 3 pages a day.", "She writes 3 pages a week."),
        ("", "He reads 3 pages a day, with help."),
        ("He reads pages a day.", "He reads 3 or 4 pages a day."),
        ("He reads 30 pages a day.", "He reads 3.5 pages a day."),
    ],
)
def test_changes_of_the_same_words_are_for_people(theirs: str, mine: str) -> None:
    base = "He reads 3 pages a day."
    if theirs == base:
        assert merged(base, theirs, mine) == mine
        return
    assert merged(base, theirs, mine) is None
    assert merged(base, mine, theirs) is None


WORD = st.sampled_from(["he", "reads", "well", "3", "pages", "Ben", "and", "سمير", "Ùna", "help"])
END = st.sampled_from([". ", ".\n", "? ", "\n", ", ", " "])
TEXT = st.lists(st.tuples(WORD, END), max_size=14).map(lambda parts: "".join(a + b for a, b in parts))


@st.composite
def edited(draw: st.DrawFn, base: str, mark: str) -> str:
    """The base as somebody left it, who put in words that nobody else uses and took some out."""
    tokens = re.findall(r"\S+|\s+", base)
    for number in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(tokens)))
        removes: bool = draw(st.booleans())
        if tokens and removes:
            del tokens[min(at, len(tokens) - 1)]
        else:
            word = f"{mark}{number}"
            around = draw(st.sampled_from([("", " "), ("", ". "), (" ", ""), ("\n", "")]))
            tokens[at:at] = [around[0], word, around[1]]
    return "".join(tokens)


@st.composite
def meeting(draw: st.DrawFn) -> tuple[str, str, str]:
    base = draw(TEXT)
    return base, draw(edited(base, "Theirs")), draw(edited(base, "Mine"))


def own_words(text: str) -> set[str]:
    return set(re.findall(r"(?:Theirs|Mine)\d", text))


@settings(max_examples=400)
@given(meeting())
@example(("", "Theirs0", "Mine0"))
def test_no_word_that_anybody_typed_is_lost(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    both = merged(base, theirs, mine)
    assume(both is not None)
    assert both is not None
    assert own_words(both) == own_words(theirs) | own_words(mine)
    for edit in (*edits(base, theirs), *edits(base, mine)):
        assert edit.new.strip() in both


@settings(max_examples=400)
@given(meeting())
def test_what_neither_took_out_is_still_there(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    both = merged(base, theirs, mine)
    assume(both is not None)
    gone: set[int] = set()
    for edit in (*edits(base, theirs), *edits(base, mine)):
        gone.update(range(edit.start, edit.end))
    stays = iter(both or "")
    assert all(letter in stays for at, letter in enumerate(base) if at not in gone)


@settings(max_examples=400)
@given(meeting())
def test_who_came_first_decides_the_order_and_nothing_else(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    one, other = merged(base, theirs, mine), merged(base, mine, theirs)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert Counter(one.split()) == Counter(other.split())


@given(TEXT, TEXT)
def test_one_change_alone_is_made_as_it_is(base: str, text: str) -> None:
    assert merged(base, base, text) == text
    assert merged(base, text, base) == text
    assert merged(base, text, text) == text


@settings(max_examples=200)
@given(meeting())
def test_the_same_words_sent_again_change_nothing(texts: tuple[str, str, str]) -> None:
    """What was merged once is in the text: sent again from the state that was sent, it adds nothing."""
    base, theirs, mine = texts
    both = merged(base, theirs, mine)
    assume(both is not None)
    assert both is not None
    assert merged(mine, both, mine) == both


@given(st.text(max_size=40), st.text(max_size=40))
def test_edits_lead_from_one_text_to_the_other(base: str, text: str) -> None:
    made, at = "", 0
    for edit in edits(base, text):
        made += base[at : edit.start] + edit.new
        at = edit.end
    assert made + base[at:] == text


def test_the_longest_texts_are_merged_soon() -> None:
    base = "".join(f"In week {n} he reads {n % 7} pages with the support of Ms Reid. " for n in range(1_500))
    theirs, mine = base.replace("week 1", "the week 1"), base.replace(". In week 2", ". Then in week 2")
    begun = time.process_time()
    merged(base, theirs, mine)
    assert time.process_time() - begun < 10
