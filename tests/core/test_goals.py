"""Each check of a goal finds what it is for, and leaves a good goal alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.core.checks import Severity
from handrail.core.goal_drafts import Earlier, GoalDraft
from handrail.core.goal_words import ACRONYM, OBSERVABLE, VAGUE, alike, forms, masked
from handrail.core.goals import CHECKS, GOOD, LOOKS, QUESTIONS, check, ready

WELL = GoalDraft(
    text=GOOD,
    need="reading is slow",
    baseline=42, baseline_unit="words a minute", baseline_on=date(2026, 9, 7),
    target=72, target_unit="words a minute", measure_unit="words a minute",
    lowest=0, highest=250,
    sessions=3, out_of=4, method="a one-minute reading", checks_per_week=1, first_review=date(2026, 12, 3),
    due=date(2027, 1, 25), plan_ends=date(2027, 6, 25),
    settings=("class", "hall"), people=("teacher", "assistant"),
    pupil_name="Rowan", pronoun="he", pupil_view="I want to read faster", family_view="He reads to his sister",
)  # fmt: skip


def found(**changes: object) -> set[str]:
    return {one.check.key for one in check(replace(WELL, **changes))}  # type: ignore[arg-type]


def test_a_good_goal_is_left_alone() -> None:
    assert check(WELL) == ()
    assert ready(WELL)


FINDS: list[tuple[str, dict[str, object]]] = [
    ("no_baseline", {"baseline": None}),
    ("no_baseline", {"baseline_on": None, "starts": date(2026, 9, 7)}),
    ("no_target", {"target": None}),
    ("units_differ", {"baseline_unit": "letters a minute"}),
    ("no_due_day", {"due": None}),
    ("no_due_day", {"due": date(2026, 9, 1), "text": "Rowan reads 72 words in a minute from a P5 text."}),
    ("no_due_day", {"plan_ends": date(2026, 12, 1)}),
    ("no_need", {"need": " "}),
    ("not_better", {"baseline": 72.0}),
    ("not_better", {"direction": "decrease"}),
    ("out_of_range", {"highest": 60.0}),
    ("out_of_range", {"lowest": 50.0}),
    ("placeholder", {"text": "By 25 January [NAME] reads 72 words in a minute from a text."}),
    ("placeholder", {"text": "By 25 January Rowan reads ___ words from a text."}),
    ("placeholder", {"text": "STUDENT will read 72 words from a text."}),
    ("nothing_to_see", {"text": "During lessons Rowan will understand phonics."}),
    ("contradicted", {"text": GOOD.replace("72", "80")}),
    ("contradicted", {"text": GOOD.replace("25 January", "25 March")}),
    ("contradicted", {"text": GOOD.replace("25 January", "2027-01-26")}),
    ("somebody_else", {"text": GOOD.replace("Rowan", "Ailsa"), "other_names": frozenset({"Ailsa"})}),
    ("somebody_else", {"text": GOOD.replace("a P5 text", "her P5 text")}),
    ("no_sentence", {"text": "Reading speed."}),
    ("vague_verb", {"text": "When reading, Rowan will improve and read 72 words in a minute."}),
    ("vague_verb", {"text": "Given help, Rowan will develop friendships and will name feelings."}),
    ("vague_amount", {"text": "Given a P5 text, Rowan reads more words in a minute."}),
    ("percent_of_nothing", {"text": "In class Rowan answers 80% of the time."}),
    (
        "percent_without_trials",
        {"text": "Given questions, Rowan answers 80% correctly.", "sessions": None},
    ),
    ("several_skills", {"text": "Given a text, Rowan will read 72 words and write three sentences."}),
    ("only_negative", {"text": "In class Rowan will not shout out more than 2 times."}),
    ("is_help", {"text": "Rowan will receive 2 hours of therapy, and will name 5 feelings when asked."}),
    ("no_condition", {"text": "Rowan reads 72 words."}),
    ("no_method", {"method": ""}),
    ("no_method", {"checks_per_week": None}),
    ("no_method", {"checks_per_week": 0.25}),
    ("one_place_only", {"functional": True, "settings": ("class",)}),
    (
        "no_tolerance",
        {"target": 100.0, "target_unit": "%", "measure_unit": "%", "baseline_unit": "%"},
    ),
    (
        "no_tolerance",
        {"target": 80.0, "target_unit": "%", "measure_unit": "%", "baseline_unit": "%", "safety": True},
    ),
    ("ambition", {"own_rate": 0.5}),
    ("ambition", {"norm_rate": 4.0}),
    ("ambition", {"measurement_error": 12.0}),
    ("repeated", {"earlier": Earlier(text=GOOD.replace("72", "60"), met=False, help_changed=False)}),
    (
        "copied",
        {
            "others": (GOOD.replace("Rowan", "Ailsa").replace("72", "90"),),
            "other_names": frozenset({"Ailsa"}),
        },
    ),
    ("hard_words", {"text": "Given a P5 text, Rowan reads 72 words as in the SCERTS plan."}),
    (
        "hard_words",
        {"reading_age": 6.0, "text": "Notwithstanding intermittent interruptions, Rowan reads 72 words."},
    ),
    ("compliance", {"text": "During lessons Rowan will show eye contact in 3 of 4 talks."}),
    ("nobody_asked", {"pupil_view": ""}),
    ("nobody_asked", {"family_view": ""}),
    ("too_many", {"active_goals": 6}),
    ("cannot_show", {"baseline": 250.0, "direction": "maintain"}),
    (
        "cannot_show",
        {"opportunities": 3, "measure_unit": "%", "target_unit": "%", "baseline_unit": "%"},
    ),
    ("bad_day", {"holidays": ((date(2027, 1, 20), date(2027, 1, 29)),)}),
    ("bad_day", {"starts": date(2027, 1, 5), "first_review": None}),
]


@pytest.mark.parametrize(("key", "changes"), FINDS)
def test_each_check_finds_what_it_is_for(key: str, changes: dict[str, object]) -> None:
    assert key in found(**changes)


def test_every_check_is_tried_above() -> None:
    assert {key for key, _ in FINDS} == set(CHECKS)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("not_better", {"baseline": 72.0, "target": 40.0, "direction": "decrease"}),
        ("not_better", {"baseline": 72.0, "direction": "maintain"}),
        ("vague_verb", {"text": "By 25 January, given cards, Rowan will know 36 of the 44 sounds."}),
        ("vague_verb", {"text": "Given a text, Rowan will be able to read 72 words in a minute."}),
        ("vague_amount", {"text": "In class Rowan calls out no more than 2 times in a lesson."}),
        ("several_skills", {"text": "Given a text, Rowan reads it aloud, slowly and clearly, in 3 of 4 checks."}),
        ("only_negative", {"text": "In class Rowan will stop shouting and ask for a break in 3 of 4 lessons."}),
        ("percent_without_trials", {"text": "Given questions, Rowan answers 80% in 4 of 5 sessions."}),
        ("somebody_else", {"text": GOOD.replace("Rowan", "Rowan, with their friend,")}),
        ("contradicted", {"text": "By 25 January Rowan reads from a P5 text to Year 3 for 5 minutes."}),
        ("repeated", {"earlier": Earlier(text=GOOD, met=False, help_changed=True)}),
        ("hard_words", {"text": GOOD.replace("P5", "IRIS"), "known_words": frozenset({"IRIS"})}),
        ("no_tolerance", {"target": 100.0, "target_unit": "%", "measure_unit": "%", "safety": True}),
        ("ambition", {"own_rate": 1.2, "norm_rate": 1.5, "measurement_error": 3.0}),
    ],
)  # fmt: skip
def test_what_is_well_is_left_alone(key: str, changes: dict[str, object]) -> None:
    assert key not in found(**changes)


def test_errors_keep_a_goal_from_being_ready_and_warnings_do_not() -> None:
    assert not ready(replace(WELL, need=""))
    assert ready(replace(WELL, pupil_view=""))
    severities = [one.severity for one in check(GoalDraft(text="Improve."))]
    assert severities == sorted(severities, key=lambda one: one is not Severity.ERROR)


def test_a_finding_says_where_in_the_text() -> None:
    text = "In class Rowan answers 80% of the time."
    (one,) = (each for each in check(replace(WELL, text=text)) if each.check.key == "percent_of_nothing")

    assert one.span is not None
    assert text[one.span.start : one.span.end] == "% of the time"


def test_another_pupils_name_and_words_are_never_repeated() -> None:
    other = GOOD.replace("Rowan", "Ailsa")
    goal = replace(WELL, text=other, others=(other,), other_names=frozenset({"Ailsa"}))

    told = " ".join(f"{one.says} {one.check.why} {one.check.better}" for one in check(goal))

    assert "Ailsa" not in told
    assert "1 other goal." in told


def test_every_check_has_a_name_a_reason_and_an_example() -> None:
    for one in CHECKS.values():
        assert one.name
        assert one.why.endswith(".")
        assert len(one.better) > 10
    assert set(LOOKS) == set(CHECKS)
    assert sum(one.severity is Severity.ERROR for one in CHECKS.values()) == 12
    assert all(question.endswith("?") for question in QUESTIONS)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_checked(text: str) -> None:
    for one in check(GoalDraft(text=text, pupil_name="Rowan", pronoun="he", due=date(2027, 1, 25))):
        assert one.says
        if one.span is not None:
            assert 0 <= one.span.start < one.span.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.text("abc d", max_size=60), st.text("abc d", max_size=60))
def test_likeness_is_between_nothing_and_all(one: str, other: str) -> None:
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == 1


def test_masking_leaves_what_is_not_a_pupils_own() -> None:
    assert masked(GOOD, frozenset({"Rowan"})) == masked(
        GOOD.replace("Rowan", "Ailsa").replace("72", "9").replace("25 January", "3 May"), frozenset({"Ailsa"})
    )


@pytest.mark.parametrize(
    "word", ["reads", "reading", "tries", "tried", "using", "sits", "sitting", "was read"]
)
def test_verbs_are_known_in_their_forms(word: str) -> None:
    assert forms(OBSERVABLE + VAGUE).search(word)


def test_an_acronym_is_all_capitals() -> None:
    assert ACRONYM.findall("The SENCo and the TA") == ["TA"]
