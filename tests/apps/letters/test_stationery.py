"""Letters as data: each cites the lawbook, each blank can be filled, and every mistake has a line and a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handrail.apps.letters.composing import blanks, compose
from handrail.apps.letters.queries import duties_by_key
from handrail.apps.letters.stationery import (
    FILLED_IN,
    LetterTemplate,
    Step,
    letter_templates,
    letters_for,
    read_stationery,
    stationery,
)
from handrail.core.steps import Audience
from handrail.core.steps import Step as PlanStep
from handrail.law.lawbook import lawbook
from handrail.law.reader import LawError

ON = date(2026, 11, 19)
EVERY = [(one, kind) for one in letter_templates() for kind in one.duties]

each = pytest.mark.parametrize(
    ("letter", "kind"), EVERY, ids=[f"{one.place}/{kind}:{one.key}" for one, kind in EVERY]
)


@each
def test_every_letter_cites_law_whose_source_stands_in_the_lawbook(letter: LetterTemplate, kind: str) -> None:
    book = lawbook()
    known = {(source.title, source.number) for source in book.sources.values()}
    duties = {duty.key: duty for duty in book.duties_in_force(f"{letter.place}/{kind}")}

    steps = book.steps(f"{letter.place}/{kind}")
    told = [steps.step(key) for key in letter.steps.get(kind, ())]
    cited = [duties[key].within.on(ON).citation for key in letter.duties[kind]]
    cited += [step.citation for step in told if step is not None and step.citation is not None]

    assert cited or all(step is not None and step.citation is None for step in told), (
        "practice, as the step is"
    )
    assert all((one.source, one.number) in known for one in cited)
    if letter.rights:
        assert book.disputes_about(f"{letter.place}/{kind}"), (
            "a letter about rights in a place that has no way"
        )


@each
def test_every_placeholder_is_filled_and_every_part_stands_in_the_letter(
    letter: LetterTemplate, kind: str
) -> None:
    made = compose(
        letter,
        facts=dict.fromkeys(FILLED_IN, "known"),
        days=dict.fromkeys(letter.duties[kind], "Monday 7 December 2026"),
        answers={ask.key: f"answered {ask.key}" for ask in letter.asks},
        parts={part.key: f"words of {part.key}" for part in letter.parts},
        disputes=lawbook().disputes_about(f"{letter.place}/{kind}"),
        citations=(),
    )

    assert "{" not in made.subject + made.text
    assert blanks(made.subject + made.text) == []
    assert all(f"words of {part.key}" in made.text for part in letter.parts)


@each
def test_what_is_not_known_is_a_blank_and_not_a_gap(letter: LetterTemplate, kind: str) -> None:
    known = {"known_as": "Robin", "pupil": "Robin Young"}
    made = compose(letter, facts=known, days={}, answers={}, parts={}, disputes=(), citations=())

    wanted = {name for is_day, name in letter.placeholders if name not in ("known_as", "pupil")} | {
        part.key for part in letter.parts
    }
    assert bool(blanks(made.subject + made.text)) == bool(wanted)


def test_prior_written_notice_has_its_seven_contents_in_order() -> None:
    notice = next(one for one in letter_templates() if one.key == "prior-written-notice")

    assert [part.provision for part in notice.parts] == [f"34 CFR 300.503(b)({n})" for n in range(1, 8)]


def test_states_write_with_the_letters_of_the_wider_place() -> None:
    for kind in lawbook().plan_types():
        if kind.jurisdiction.startswith("us-") and kind.key.endswith("/iep"):
            keys = {one.key for one in letters_for(kind.key)}
            assert "prior-written-notice" in keys
            known = duties_by_key(kind.key).keys()
            for letter in letters_for(kind.key):
                assert set(letter.duties["iep"]) & known or letter.steps["iep"], (kind.key, letter.key)


def test_six_places_have_letters_for_the_steps_that_their_law_knows() -> None:
    steps = {key: {one.step for one in letters_for(key)} for key in ("gb-sct/csp", "gb-eng/ehc", "us/iep")}

    assert steps["gb-sct/csp"] == set(Step)
    assert steps["gb-eng/ehc"] >= {
        Step.DRAFT,
        Step.ISSUED,
        Step.REFUSED,
        Step.INVITATION,
        Step.REVIEW_DECISION,
    }
    assert steps["us/iep"] == set(Step) - {Step.REFUSED, Step.REVIEW_DECISION, Step.ENDING}


EVERY_STEP = [
    (plan_type.key, step, audience)
    for plan_type in lawbook().plan_types()
    for step in lawbook().steps(plan_type.key).steps
    for audience in step.tells
]


@pytest.mark.parametrize(
    ("plan_type", "step", "audience"),
    EVERY_STEP,
    ids=[f"{key}:{step.key}:{to}" for key, step, to in EVERY_STEP],
)
def test_every_step_that_is_told_to_somebody_has_a_letter_or_a_reason(
    plan_type: str, step: PlanStep, audience: Audience
) -> None:
    kind = plan_type.partition("/")[2]
    with_letter = [
        one.key
        for one in letters_for(plan_type)
        if step.key in one.steps.get(kind, ()) and audience in one.to
    ]
    reasons = [
        one
        for one in stationery().without
        if plan_type in [f"{one.place}/{name}" for name in one.plan_types]
        and (one.step, one.to) == (step.key, audience)
    ]
    assert bool(with_letter) != bool(reasons), (with_letter, reasons)


def test_every_plan_type_with_steps_tells_the_family_and_those_who_help() -> None:
    book = lawbook()
    for plan_type in book.plan_types():
        steps = book.steps(plan_type.key).steps
        if steps:
            told = {audience for step in steps for audience in step.tells}
            assert {Audience.FAMILY, Audience.PROFESSIONALS} <= told, plan_type.key


GOOD = """
[[letter]]
key = "one"
step = "issued"
name = "One"
plan_types = ["csp"]
duties = { csp = ["SC-02"] }
subject = "About {pupil}"
says = ["Words."]
"""


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"SC-02"', '"SC-99"', '"SC-99" is no duty of gb-sct/csp.'),
        ('["SC-02"]', "[]", "cites no duty"),
        ('plan_types = ["csp"]', 'plan_types = ["csq"]', "duties names the duties for each of plan_types"),
        ('"Words."', '"Words {unheard_of}."', "is nothing that can be filled in"),
        ('"Words."', '"Words {by SC-01}."', "a duty that the letter does not cite"),
        ('step = "issued"', 'step = "sung"', "must be one of"),
        ('key = "one"', 'key = "One!"', "part of an address"),
        ('"Words."]', '"Words."]\nto = ["cousin"]', "is nobody to whom a letter goes"),
        ('"Words."]', '"Words."]\nsteps = { csp = ["sing"] }', '"sing" is no step of gb-sct/csp.'),
        ('"Words."]', '"Words."]\nsteps = { csq = ["issued"] }', '"gb-sct/csq" is no plan type'),
        (
            '"Words."]',
            '"Words."]\n[[without]]\nplan_types = ["csp"]\nstep = "sing"\nto = "family"\nbecause = "x"',
            '"sing" is no step of gb-sct/csp.',
        ),
        ('"Words."]', '"Words."]\nevent = "unheard_of"', "is no event of the lawbook"),
        ('"Words."]', '"Words."]\nevent = "review_meeting_planned"', 'asks for "meets_on"'),
        ('"Words."]', '"Words."]\nevent_detail = { a = "b" }', "needs an event"),
        ('"Words."]', '"Words."]\ncolour = "red"', "colour is not a key that is known here"),
        ('"Words."]', '"Words."]\n[[letter.ask]]\nkey = "x"\nlabel = "X"', "asked and never used"),
        ('"Words."]', '"Words."]\n[[letter.ask]]\nkey = "pupil"\nlabel = "X"', "a name of its own"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, before: str, after: str, says: str) -> None:
    file = tmp_path / "gb-sct.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert len(read_stationery(tmp_path, lawbook()).letters) == 1
    assert before in GOOD
    file.write_text(GOOD.replace(before, after), encoding="utf-8")

    with pytest.raises(LawError) as refused:
        read_stationery(tmp_path, lawbook())

    assert says in str(refused.value)
    assert str(refused.value).startswith("gb-sct.toml:")


def test_a_letter_twice_and_a_file_of_nowhere(tmp_path: Path) -> None:
    (tmp_path / "gb-sct.toml").write_text(GOOD * 2, encoding="utf-8")
    with pytest.raises(LawError, match="there twice"):
        read_stationery(tmp_path, lawbook())
    (tmp_path / "gb-sct.toml").unlink()
    (tmp_path / "xx-yy.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(LawError, match="no place of the lawbook"):
        read_stationery(tmp_path, lawbook())
