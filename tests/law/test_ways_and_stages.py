"""Ways to disagree, models of staged intervention and calendars, as a place's files list them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handrail.core.disputes import DisputeKind
from handrail.law.lawbook import read_lawbook
from handrail.law.reader import LawError
from handrail.law.reference import page, pages
from tests.law import invented

FILES = {
    "nowhere/disputes.toml": """[dispute.mediation]
name = "Mediation"
kind = "mediation"
plan_types = ["passport"]
says = "Somebody who takes no side helps."
who_may = ["a parent"]
starts_with = "asked"
ends_with = ["answered"]
duties = ["NO-1"]
cost = "Free."
keeps = "Every other right."
cite = { source = "regs", provision = "reg. 9" }
""",
    "nowhere/stages.toml": """[model.old]
name = "The old five"
authority = "Nowhere"
universal = "stage 1"
about = "Five steps."
cite = { source = "regs", provision = "reg. 8" }
[[model.old.stage]]
number = "1a"
label = "In class"
says = "The teacher helps."
plan_types = ["passport"]
decides = "the school"
[[model.old.maps]]
to = "new"
from_number = "1a"
to_number = "1"

[model.new]
name = "The new three"
authority = "Nowhere"
universal = "before stage 1"
reviewed = "every term"
about = "Three steps."
cite = { source = "regs", provision = "reg. 8" }
[[model.new.stage]]
number = "1"
label = "School"
says = "The school helps."
decides = "the school"
""",
    "nowhere/calendars.toml": """[calendar.sample]
name = "An invented school"
terms = [{ name = "Spring", from = 2026-01-06, until = 2026-03-27 }]
closed = [{ from = 2026-02-16, until = 2026-02-18, why = "half term" }, { from = 2026-03-02, why = "snow" }]
in_service = [2026-01-06]
""",
}


def test_ways_stages_and_calendars_are_read_and_written(tmp_path: Path) -> None:
    case = invented.FILES["nowhere/cases/an-answer-in-time.toml"]
    by_name = case[: case.index("[school]")] + case[case.index("[[event]]") :]
    by_name = by_name.replace("as_of = 2026-03-01", 'as_of = 2026-03-01\ncalendar = "sample"')
    files = FILES | {"nowhere/cases/an-answer-in-time.toml": by_name}

    book = read_lawbook(invented.write(tmp_path, files))

    (dispute,) = book.disputes_about("nowhere/passport")
    assert (dispute.kind, dispute.duties) == (DisputeKind.MEDIATION, ("NO-1",))
    old, new = book.stages_of("nowhere")
    assert old.mapped("1a", to="new") == "1"
    assert old.mapped("9", to="new") is None
    assert (old.stage("1a").label, new.reviewed) == ("In class", "every term")
    school = book.cases["nowhere/an-answer-in-time"].school
    assert school is not None
    assert [school.why_not(date(2026, *day)) for day in ((1, 6), (2, 17), (3, 2), (3, 3))] == [
        "a staff day",
        "half term",
        "snow",
        None,
    ]
    assert "### Mediation" in page(book.plan_type("nowhere/passport"), book)
    assert "| 1a | In class | The teacher helps. | PP | the school |" in pages(book)["README.md"]


@pytest.mark.parametrize(
    ("file", "words", "instead", "sentence"),
    [
        ("disputes.toml", '["answered"]', '["begged"]', '"begged" is not an event that is known here.'),
        ("disputes.toml", '["NO-1"]', '["NO-9"]', '"NO-9" is not a duty of these plan types.'),
        ("disputes.toml", '["passport"]', '["visa"]', '"nowhere/visa" is not a plan type'),
        ("stages.toml", '["passport"]', '["visa"]', '"nowhere/visa" is not a plan type'),
        (
            "stages.toml",
            'to_number = "1"',
            'to_number = "7"',
            'Stage 1a of "old" or stage 7 of "new" is not there.',
        ),
        (
            "stages.toml",
            'to = "new"',
            'to = "newer"',
            'Stage 1a of "old" or stage 1 of "newer" is not there.',
        ),
        (
            "calendars.toml",
            "until = 2026-02-18",
            "until = 2026-02-11",
            "This closure ends on 2026-02-11, before",
        ),
        ("calendars.toml", "until = 2026-03-27", "until = 2025-03-27", "Spring ends on 2025-03-27, before"),
        ("calendars.toml", "[2026-01-06]", '["Monday"]', "in_service must be a list of days; number 1"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, file: str, words: str, instead: str, sentence: str) -> None:
    name = f"nowhere/{file}"
    assert words in FILES[name]
    changed = FILES | {name: FILES[name].replace(words, instead, 1)}

    with pytest.raises(LawError) as raised:
        read_lawbook(invented.write(tmp_path, changed))

    assert raised.value.file == name
    assert raised.value.sentence.startswith(sentence)
