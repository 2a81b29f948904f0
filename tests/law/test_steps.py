"""The steps in the law's data: every plan type has them, and what they name exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from handrail.core.duties import Force
from handrail.core.steps import ISSUED, Phase, Weight
from handrail.law.lawbook import lawbook, read_lawbook
from handrail.law.reader import LawError

BOOK = lawbook()
KINDS = [kind for kind in BOOK.plan_types() if kind.status is not Force.PROPOSED]
DATA = Path(str(__import__("handrail.law", fromlist=["data"]).__path__[0])) / "data"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("first", [True, False])
def test_every_plan_type_has_steps_for_a_first_plan_and_for_a_later_one(kind: object, first: bool) -> None:
    steps = BOOK.steps(kind.key)  # type: ignore[attr-defined]
    assert len(steps.of(Phase.ISSUE, first=first)) == 1
    assert steps.of(Phase.ISSUE, first=first)[0].event.event == ISSUED
    assert steps.of(Phase.BEFORE, first=first)
    assert steps.ending.says


def test_a_state_has_the_federal_steps_with_its_own_duties_in_them() -> None:
    federal, texas = BOOK.steps("us/iep"), BOOK.steps("us-tx/iep")
    assert [one.key for one in federal.steps] == [one.key for one in texas.steps]
    duties = {duty.key for duty in BOOK.duties("us-tx/iep")}
    assert all(one.duty in duties for one in texas.steps if one.duty)


def test_england_serves_a_draft_with_section_i_blank_and_waits() -> None:
    served = BOOK.steps("gb-eng/ehc").step("draft_served")
    assert served is not None
    assert (served.left_blank, served.freezes_draft, served.weight) == (("i",), True, Weight.NEEDED)
    assert served.wait is not None
    assert served.wait.duty == "EN-06.wait"
    assert served.citation is not None
    assert "reg. 13" in served.citation.short


def test_a_source_that_was_not_read_itself_is_to_be_verified() -> None:
    school = BOOK.steps("gb-eng/ehc").step("school_answered")
    assert school is not None
    assert school.citation is not None
    assert school.citation.to_be_verified


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ('event = { event = "draft_shared" }', 'event = { event = "nothing" }', "not an event that is known"),
        ('after = ["draft_shared"]', 'after = ["issued"]', "not a step that comes before"),
        ('phase = "issue"', 'phase = "someday"', "must be one of"),
        ('key = "issued"', 'key = "draft_shared"', "there twice"),
        ("practice = true\n", "", "citation (cite) is missing"),
        ('because = ["review", "responsibility_ended"]', 'because = ["rain"]', "not a reason"),
    ],
)
def test_a_mistake_in_the_steps_is_told_with_file_and_line(
    tmp_path: Path, line: str, instead: str, says: str
) -> None:
    import shutil

    shutil.copy(DATA / "events.toml", tmp_path / "events.toml")
    shutil.copytree(DATA / "gb-sct", tmp_path / "gb-sct")
    file = tmp_path / "gb-sct" / "steps" / "iep.toml"
    text = file.read_text(encoding="utf-8")
    assert line in text
    file.write_text(text.replace(line, instead, 1), encoding="utf-8")

    with pytest.raises(LawError, match=r"gb-sct/steps/iep.toml:\d+: ") as told:
        read_lawbook(tmp_path)
    assert says in told.value.sentence
