"""One law laid over another: a place inside a wider place changes, adds and takes the place of rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handrail.core.deadlines import Event, deadlines
from handrail.core.duties import Force
from handrail.law.checking import faults
from handrail.law.lawbook import Lawbook, read_lawbook
from handrail.law.reader import LawError
from handrail.law.reference import page, pages
from tests.law import invented

HILL = {
    "nowhere-hill/jurisdiction.toml": 'name = "Hill of Nowhere"\nextends = "nowhere"\n',
    "nowhere-hill/sources.toml": f"""[source.hill_rules]
title = "Rules of the Hill"
number = "HR 1"
url = "https://law.example/hill"
{invented.CHECKED}""",
    "nowhere-hill/plans/passport.toml": """extends = "nowhere/passport"
name = "Hill passport"
status = "in_force"
[vocabulary]
"party.school" = "the hill school"
[[criterion]]
key = "lasts"
says = "It will last."
question = "lasts_over_a_year"
any_of = ["yes"]
practice = true
[[section]]
key = "about_me"
[[section.requirement]]
key = "view"
label = "View"
says = "The view from the hill is described."
why = "Because."
missing = "There is no view."
check = "text"
condition = "Only where there is a view."
cite = { source = "hill_rules", provision = "r. 1" }
""",
    "nowhere-hill/duties/quick.toml": f"""plan_types = ["passport"]

[[duty]]
id = "HL-1"
title = "Answer quickly"
says = "The hill school must answer quickly."
party = "school"
nature = "duty"
choose = "each"
chosen_by = "event_day"
met_by = [{{ event = "answered" }}]
replaces = ["NO-1"]
if_missed = "Ask again."
{invented.CHECKED}[[duty.starts]]
event = "asked"
[[duty.within]]
from = 2020-01-01
span = "1 week after"
cite = {{ source = "hill_rules", provision = "r. 2" }}
""",
    "nowhere-hill/cases/quickly.toml": """title = "Quickly"
says = "Seven days."
plan_type = "passport"
as_of = 2026-03-01
[[event]]
id = "a"
kind = "asked"
on = 2026-02-02
[[expect]]
duty = "HL-1"
from = 2026-02-02
due = 2026-02-09
[[expect]]
duty = "HL-1"
from = 2026-02-03
absent = true
""",
}


@pytest.fixture
def book(tmp_path: Path) -> Lawbook:
    return read_lawbook(invented.write(tmp_path, HILL))


def test_a_local_rule_takes_the_place_of_the_wider_one_and_says_so(book: Lawbook) -> None:
    asked = Event("a", "asked", date(2026, 2, 2), date(2026, 2, 2), detail={"what": "plan"})

    (deadline,) = deadlines(book.duties("nowhere-hill/passport"), [asked], book.calendars())

    assert (deadline.duty, deadline.falls_on, deadline.replaces) == ("HL-1", date(2026, 2, 9), ("NO-1",))
    assert deadline.explanation.trace[1].startswith(
        "Rule of Hill of Nowhere, in the place of NO-1 of Nowhere"
    )
    assert [duty.key for duty in book.duties("nowhere/passport")] == ["NO-1"], "the wider place keeps its own"


def test_a_plan_type_says_only_what_differs(book: Lawbook) -> None:
    wide, narrow = book.plan_type("nowhere/passport"), book.plan_type("nowhere-hill/passport")

    assert (narrow.name, narrow.about, narrow.decides) == ("Hill passport", wide.about, wide.decides)
    assert narrow.vocabulary["party.school"] == "the hill school"
    added = {item.key for _, item in narrow.requirements()} - {item.key for _, item in wide.requirements()}
    assert added == {"view"}
    assert [one.key for one in narrow.criteria] == ["lasts"]


def test_without_a_file_the_plan_type_is_that_of_the_wider_place(tmp_path: Path) -> None:
    bare = {name: text for name, text in HILL.items() if name.endswith(("jurisdiction.toml", "sources.toml"))}
    book = read_lawbook(invented.write(tmp_path, bare))
    inherited = book.plan_type("nowhere-hill/passport")

    assert book.as_in_wider_place(inherited) is book.plan_type("nowhere/passport")
    assert "nowhere-hill/passport.md" not in pages(book)
    assert "as in Nowhere, with no rule of its own here" in pages(book)["README.md"]


def test_the_reference_says_whose_rule_won(book: Lawbook) -> None:
    written = page(book.plan_type("nowhere-hill/passport"), book)

    assert "- **Rule of Hill of Nowhere**, in the place of NO-1 of Nowhere" in written
    assert "*Only if: only where there is a view.*" in written
    assert "- **Owed by**: the hill school" in written
    assert "## When it applies" in written


def test_a_plan_type_that_is_only_proposed_gives_no_dates(tmp_path: Path) -> None:
    text = HILL["nowhere-hill/plans/passport.toml"].replace('"in_force"', '"proposed"')
    book = read_lawbook(invented.write(tmp_path, HILL | {"nowhere-hill/plans/passport.toml": text}))

    assert book.plan_type("nowhere-hill/passport").status is Force.PROPOSED
    assert book.duties_in_force("nowhere-hill/passport") == ()
    assert "**Proposed, not law.**" in page(book.plan_type("nowhere-hill/passport"), book)


@pytest.mark.parametrize(
    ("file", "words", "instead", "sentence"),
    [
        ("jurisdiction.toml", '"nowhere"', '"somewhere"', '"somewhere" is not a place that was read before'),
        (
            "plans/passport.toml",
            '"nowhere/passport"',
            '"nowhere/visa"',
            '"nowhere/visa" is not a plan type of',
        ),
        ("duties/quick.toml", '["NO-1"]', '["NO-9"]', '"NO-9" is not a duty of the place'),
        ("plans/passport.toml", '"lasts_over_a_year"', '"is_it_blue"', '"is_it_blue" is not a question'),
        ("plans/passport.toml", '["yes"]', '["perhaps"]', '"perhaps" is not an answer to'),
        ("plans/passport.toml", 'any_of = ["yes"]', "age_from = 3", "A criterion of age says"),
    ],
)
def test_a_mistake_in_a_layer_is_told(
    tmp_path: Path, file: str, words: str, instead: str, sentence: str
) -> None:
    name = f"nowhere-hill/{file}"
    assert words in HILL[name]
    changed = HILL | {name: HILL[name].replace(words, instead, 1)}

    with pytest.raises(LawError) as raised:
        read_lawbook(invented.write(tmp_path, changed))

    assert raised.value.file == name
    assert raised.value.sentence.startswith(sentence)


class TestChecking:
    def test_a_duty_without_a_worked_case_is_told(self, tmp_path: Path) -> None:
        files = HILL | {"nowhere-hill/cases/quickly.toml": HILL["nowhere-hill/cases/quickly.toml"]}
        root = invented.write(tmp_path, files)
        (root / "nowhere-hill/cases/quickly.toml").unlink()

        said = faults(read_lawbook(root), as_of=date(2026, 2, 1))

        assert "HL-1 of nowhere-hill/passport has no worked case. Work one out by hand and add it." in said

    def test_a_wrong_worked_case_is_told(self, tmp_path: Path) -> None:
        wrong = HILL["nowhere-hill/cases/quickly.toml"].replace("due = 2026-02-09", "due = 2026-02-10")
        book = read_lawbook(invented.write(tmp_path, HILL | {"nowhere-hill/cases/quickly.toml": wrong}))

        said = faults(book, as_of=date(2026, 2, 1))

        assert any(
            "HL-1 from 2026-02-02 falls on 2026-02-09, not 2026-02-10" in sentence for sentence in said
        )

    def test_an_event_that_nothing_hears_and_a_reading_that_is_due_are_told(self, book: Lawbook) -> None:
        said = faults(book, as_of=date(2027, 6, 1))

        assert any(sentence.startswith("nowhere/regs was to be read again") for sentence in said)
        assert not any('The event "asked"' in sentence for sentence in said)
