"""What is said about a goal, to a family and in a report."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from handrail.measures import words
from handrail.measures.chart_words import alternative
from handrail.measures.errors import MeasureError
from handrail.measures.findings import Kind
from handrail.measures.observations import Observation
from handrail.measures.statements import (
    Vocabulary,
    contradiction,
    for_family,
    for_report,
    headline,
    statement,
)
from handrail.measures.verdicts import verdict
from tests.measures.cases import SIX_CASES, goal, week, weekly
from tests.measures.states import states

STATES = states()
NOT_SAID = re.compile(
    r"\b(score|scores|fail|failed|failing|poor|deficit|p-value|significant|slope|regression|risk|late)\b",
    re.I,
)


def case_one(**about: object):  # type: ignore[no-untyped-def]
    values, start, target, weeks = SIX_CASES["one"]
    series, aim = weekly(values), goal(start, target, weeks)
    return statement(series, aim, verdict(series, aim, as_of=week(10)), **about)  # type: ignore[arg-type]


def test_case_one_to_a_family() -> None:
    made = case_one(change="try five short sessions instead of three", look_again=week(12))

    assert for_family(made, pupil="Rowan") == (
        "It is getting better, but more slowly than the goal needs. Let us look at the help together. "
        "Rowan started at about 42 words a minute on 7 September. Now it is about 52. "
        "To reach 72 by 25 January, it would need to go up by about 2 each week from here; so far it has gone up by "
        "about 1.1 each week. We will try five short sessions instead of three. We look again on 30 November."
    )


def test_case_one_in_a_report() -> None:
    said = for_report(case_one(given=(10, 20)))

    assert "Start: 42 words a minute on 7 September 2026 (as written in the goal)." in said
    assert "Now: 52 (the middle of the last 3 checks, until 16 November). Expected by now: 57." in said
    assert (
        "Pace: 1.1 a week, probably between 0.9 and 1.4 (4 times in 5), from 11 checks over 10 weeks" in said
    )
    assert "this is not sufficient to reach the goal by 25 January 2027" in said
    assert "Only 10 of 20 planned sessions were given" in said


def test_a_report_holds_the_two_parts_that_are_asked_for_and_what_is_not_known() -> None:
    made = case_one()

    assert (made.now, made.expected, made.enough) == (52, 57, False)
    assert made.needed == pytest.approx(2)
    assert made.share_of_way == pytest.approx(1 / 3)
    assert any("not known exactly" in one for one in made.unknown)
    assert any("How much of the planned help" in one for one in made.unknown)


@pytest.mark.parametrize("name", STATES)
def test_every_verdict_has_plain_words_without_blame(name: str) -> None:
    _, made = STATES[name]
    said = for_family(made, pupil="Rowan")

    assert said.startswith(headline(made))
    assert not NOT_SAID.search(said)
    assert not NOT_SAID.search(for_report(made))
    assert max(len(sentence.split()) for sentence in re.split(r"(?<=[.;]) ", said)) <= 24
    assert "nan" not in said
    assert "None" not in said + for_report(made)


def test_the_eight_verdicts_are_all_there() -> None:
    assert {made.kind for _, made in STATES.values()} == set(Kind)


def test_a_pace_that_is_not_known_is_not_told_to_a_family() -> None:
    for name in ("cannot_tell", "too_early", "stale", "no_variation"):
        assert "so far it has" not in for_family(STATES[name][1], pupil="Rowan")


def test_less_is_better_goes_down() -> None:
    said = for_family(STATES["on_track"][1], pupil="Rowan")

    assert "it would need to go down by about" in said
    assert "so far it has gone down by about" in said


def test_an_own_judgement_that_the_checks_contradict_needs_a_reason() -> None:
    below, unclear = case_one(), STATES["cannot_tell"][1]

    assert contradiction(below, says_enough=False) is None
    assert contradiction(below, says_enough=True) == (
        f"The checks say otherwise: {below.verdict.reason} Say why you see it differently."
    )
    assert contradiction(unclear, says_enough=True) is not None
    assert contradiction(unclear, says_enough=False) is not None


def test_a_place_has_words_of_its_own_and_people_choose_where_the_checks_do_not() -> None:
    place = Vocabulary(
        "an invented place", {Kind.MET: "met"}, ((0.0, "some"), (0.5, "more than half of the way"))
    )

    assert place.word(STATES["met"][1]) == "met"
    assert place.word(case_one()) == "some"
    assert place.word(STATES["cannot_tell"][1]) is None


def test_more_sessions_given_than_planned_is_refused() -> None:
    with pytest.raises(MeasureError, match="5 of 4 planned"):
        case_one(given=(5, 4))


def test_the_text_of_a_chart_is_a_sentence_five_facts_and_a_table() -> None:
    series, made = STATES["below"]
    found = alternative(series, made)

    assert found.takeaway.endswith("From 11 checks over 10 weeks.")
    assert [fact.split(":")[0] for fact in found.facts] == ["Start", "Goal", "Now", "Pace", "Changes"]
    assert found.columns == ("Day", "Words a minute", "Goal line", "Note")
    assert found.rows[0] == ("7 September 2026", "41", "42", "")
    assert any(row[3] == "ill" for row in found.rows)


def test_the_table_tells_what_is_not_a_plain_check() -> None:
    series, made = STATES["changed"]
    more = (
        Observation(on=week(3), value=25.0, note="after a fire drill"),
        Observation(on=week(20), excused="measles"),
    )
    rows = alternative(replace(series, observations=(*series.observations, *more)), made).rows

    assert ("28 September 2026", "24", rows[3][2], "after a fire drill; middle of 2 checks") in rows
    assert rows[-1][1] == ""
    assert rows[-1][3] == "excused: measles"
    assert any("small group, daily begins" in row[3] for row in rows)


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.0, "1"), (1.25, "1.2"), (-0.01, "0"), (100.0, "100"), (0.05, "0.1"), (12.34, "12.3")],
)
def test_numbers_are_short(value: float, said: str) -> None:
    assert words.number(value) == said


def test_how_sure_is_a_count_of_times() -> None:
    assert words.how_sure(0.8) == "4 times in 5"
    assert words.how_sure(0.87) == "87 times in 100"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.listed([]) == ""
