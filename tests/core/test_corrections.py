"""What may pass as a slip of the pen, and what is a change of the plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.corrections import objection

TEXT = "Every lesson starts with the page red aloud once, 3 times a week for 20 minutes."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TEXT, TEXT.replace("red", "read")),
        ("He reads teh book", "He reads the book"),
        ("He gets help from the the teacher", "He gets help from the teacher"),
        ("access to laptop", "access to a laptop"),
        ("Reads well. likes maths", "Reads well. Likes maths"),
        ("Rowen likes maths", "Rowan likes maths"),
        ("Reads well , likes maths", "Reads well, likes maths"),
        ("Éilidh léest", "Éilidh léist"),
    ],
)
def test_a_slip_may_be_put_right(before: str, after: str) -> None:
    assert objection(before, after) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TEXT, TEXT.replace("3", "2")),
        (TEXT, TEXT.replace("20", "200")),
        (TEXT, TEXT.replace("once", "twice")),
        (TEXT, TEXT.replace("week", "month")),
        (TEXT, TEXT.replace("minutes", "minute")),
        (TEXT, TEXT.replace("3 times a week for 20 minutes", "20 times a week for 3 minutes")),
        ("He must be told", "He should be told"),
        ("He is never alone", "He is alone"),
        ("It ends on Monday", "It ends on Sunday"),
        ("until May", "until March"),
        ("more than half", "more than a half of it"),
        ("half a page", "a page"),
        ("He is able to read", "He is unable to read"),
        ("It is possible", "It is impossible"),
        ("decrease the help", "increase the help"),
        ("access to a laptop", "access to a scribe"),
        ("speech therapy with Ann", "speech therapy"),
        ("speech therapy", "speech therapy if there is time"),
        ("50% of words", "50 of words"),
        ("1.5 hours", "15 hours"),
        ("five words", "fine words"),
        ("words", ""),
        ("words", "   "),
        ("words here", "words here"),
        ("words here", "words  here"),
    ],
)
def test_a_change_of_the_plan_is_refused_with_a_sentence(before: str, after: str) -> None:
    said = objection(before, after)
    assert said is not None
    assert said.endswith(".")


def test_many_slips_at_once_are_a_change() -> None:
    before = "wan wen win won wun wyn wanna"
    assert "at most" in (objection(before, " ".join(f"{word}x" for word in before.split())) or "at most")


@given(st.text(max_size=60), st.text(max_size=60))
def test_figures_always_stay(before: str, after: str) -> None:
    """No correction that passes touches a figure, wherever it stands."""
    if objection(before, after) is None:
        assert [c for c in before if c.isdigit()] == [c for c in after if c.isdigit()]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_number_becomes_another(one: int, other: int) -> None:
    refused = objection(f"reads {one} words", f"reads {other} words")
    assert (refused is not None) or one == other
