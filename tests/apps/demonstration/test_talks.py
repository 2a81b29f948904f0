"""Pupils of the demonstration who speak for themselves, each on the pages for their age."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from handrail.apps.demonstration.drawings import HEIGHT, WIDTH, drawn
from handrail.core import file_kinds

if TYPE_CHECKING:
    from tests.apps.demonstration.conftest import Demonstration


def test_three_pupils_of_three_ages_have_answered_and_one_had_a_named_scribe(
    demonstration: Demonstration,
) -> None:
    rows = demonstration.ask(
        "select pupil.known_as, talk.form, talk.scribe_name <> '', talk.finished_on is not null"
        " from voice_talk as talk join pupils_pupil as pupil on pupil.id = talk.pupil_id order by 1, 2"
    )

    assert rows == [
        ("Eilidh", "about-8-to-11", False, True),
        ("Fin", "about-12-and-over", False, True),
        ("Fin", "goals", False, True),
        ("Juno", "about-5-to-7", True, True),
    ]


def test_a_drawing_is_kept_with_what_is_in_it_and_who_says_so(demonstration: Demonstration) -> None:
    ((what, kind, caption, by, content),) = demonstration.ask(
        "select what, kind, caption, caption_by_name, content from voice_answerfile"
    )

    assert (what, kind) == ("drawing", "PNG")
    assert caption
    assert by
    name, found = file_kinds.checked("drawing.png", bytes(content), taken=file_kinds.PICTURES)
    assert (name, found.name) == ("drawing.png", "PNG")


def test_profile_goal_and_plan_show_what_was_said(demonstration: Demonstration) -> None:
    picked = demonstration.ask("select count(*) from voice_pickedline")
    goal = demonstration.ask(
        "select count(*) from plans_goal where pupil_words like '%One of them will be funny.'"
    )
    view = demonstration.ask(
        "select contribution.words like '%I want to hear it first.%', contribution.words like '%ears go hot%'"
        " from plans_contribution as contribution where contribution.talk_id is not null"
    )
    frozen = demonstration.ask(
        "select count(*) from plans_version where document like '%I allready know who the wolf%'"
    )

    assert picked == [(8,)]
    assert goal == [(1,)]
    # What she shared with school alone is not in the plan, which the family reads too.
    assert view == [(True, False)]
    assert frozen[0][0] >= 1


def test_a_drawing_is_the_lines_that_were_given() -> None:
    content = drawn([["blue", [10, 20], [60, 20]], ["ink", [-5, 299], [479, 350]]])

    header = content.index(b"IHDR")
    assert int.from_bytes(content[header + 4 : header + 8], "big") == WIDTH
    data = content.index(b"IDAT")
    size = int.from_bytes(content[data - 4 : data], "big")
    rows = zlib.decompress(content[data + 4 : data + 4 + size])
    assert len(rows) == HEIGHT * (1 + WIDTH * 3)

    def pixel(x: int, y: int) -> tuple[int, ...]:
        at = y * (1 + WIDTH * 3) + 1 + x * 3
        return tuple(rows[at : at + 3])

    assert pixel(30, 20) == (29, 86, 155)
    assert pixel(30, 40) == (255, 255, 255)
    with pytest.raises(KeyError):
        drawn([["gold", [1, 1], [2, 2]]])
