"""A new jurisdiction is data only: an invented one is read, counted with and printed."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path

import pytest

from handrail.core.deadlines import deadlines
from handrail.core.duties import Party
from handrail.core.errors import NoLawInForce
from handrail.law import reference
from handrail.law.lawbook import Lawbook, read_lawbook
from handrail.law.reference import pages, write
from handrail.law.worked_cases import disagreements
from tests.core.builders import event
from tests.law import invented


@pytest.fixture
def book(tmp_path: Path) -> Lawbook:
    return read_lawbook(invented.write(tmp_path / "law"))


def test_a_new_plan_type_needs_no_code(book: Lawbook) -> None:
    (plan_type,) = book.plan_types("nowhere")

    assert plan_type is book.plan_type("nowhere/passport")
    assert plan_type.review.citation is None
    assert book.plan_types("elsewhere") == ()
    assert book.jurisdictions["nowhere"].name == "Nowhere"


def test_a_rule_carries_its_citation_and_who_checked_it(book: Lawbook) -> None:
    cite = book.duty("nowhere/passport", "NO-1").within.on(date(2026, 2, 2)).citation

    assert cite.short == "SI 2020/1, reg. 5"
    assert cite.url == "https://law.example/2020/1/regulation/5"
    assert (cite.checked_by, cite.in_force_from) == ("A. Reader", date(2024, 1, 1))


def test_a_rule_that_ended_before_the_next_began_leaves_no_law(tmp_path: Path) -> None:
    text = invented.FILES["nowhere/duties/answering.toml"].replace("from = 2024-01-01", "from = 2025-01-01")
    book = read_lawbook(invented.write(tmp_path, {"nowhere/duties/answering.toml": text}))
    duty = book.duty("nowhere/passport", "NO-1")

    assert duty.within.on(date(2023, 12, 31)).span is not None
    with pytest.raises(NoLawInForce, match="repealed on 2024-01-01"):
        duty.within.on(date(2024, 6, 1))
    assert deadlines([duty], [event("a", "asked", "2024-06-01", what="plan")], book.calendars()) == ()


def test_a_rule_that_ended_for_good_asks_nothing_after(tmp_path: Path) -> None:
    text = invented.FILES["nowhere/duties/answering.toml"].replace(
        "from = 2024-01-01", "from = 2024-01-01\nuntil = 2025-12-31"
    )
    duty = read_lawbook(invented.write(tmp_path, {"nowhere/duties/answering.toml": text})).duty(
        "nowhere/passport", "NO-1"
    )

    with pytest.raises(NoLawInForce, match="repealed on 2026-01-01"):
        duty.within.on(date(2026, 6, 1))


def test_the_events_that_somebody_can_report_are_those_a_duty_listens_for(book: Lawbook) -> None:
    kinds = book.event_kinds_for("nowhere/passport")

    assert {kind.key for kind in kinds} == {"plan_issued", "asked", "answered", "delayed"}
    assert book.event_kinds["asked"].reported_by is Party.PARENT


def test_working_days_are_counted_by_their_own_definition(book: Lawbook) -> None:
    asked = event("a", "asked", "2026-07-27", what="plan")

    (deadline,) = deadlines(book.duties("nowhere/passport"), [asked], book.calendars())

    # 28 to 31 July are four; August and its bank holiday do not count; 1 to 8 September are six.
    assert deadline.falls_on == date(2026, 9, 8)


def test_a_worked_case_agrees_or_says_where_it_does_not(book: Lawbook, tmp_path: Path) -> None:
    (case,) = book.cases_of("nowhere/passport")
    found = deadlines(book.duties(case.plan_type), case.events, book.calendars(case.school), as_of=case.as_of)
    assert disagreements(case, found) == []

    text = invented.FILES["nowhere/cases/an-answer-in-time.toml"]
    text = text.replace(
        "due = 2026-02-16", "due = 2026-02-15\ncap = 2026-04-01\nmet_on = 2026-02-03\naim = 2026-02-04"
    )
    text = text.replace('stands = "late"', 'stands = "met"\nsentence = "So it is."')
    text += '[[expect]]\nduty = "NO-1"\ntrigger = "z"\nfrom = 2026-02-02\ndue = 2026-02-16\n'
    wrong = read_lawbook(invented.write(tmp_path / "wrong", {"nowhere/cases/an-answer-in-time.toml": text}))
    about = "an-answer-in-time: NO-1 from 2026-02-02"

    assert disagreements(wrong.cases["nowhere/an-answer-in-time"], found) == [
        f"{about} falls on 2026-02-16, not 2026-02-15.",
        f"{about} has its aim on None, not 2026-02-04.",
        f"{about} was met on None, not 2026-02-03.",
        f"{about} has its cap on None, not 2026-04-01.",
        f"{about} stands at late, not met.",
        f'{about} says "{found[0].explanation.sentence}", not "So it is.".',
        f"{about} was expected, and is not there.",
    ]


def test_the_reference_prints_what_the_data_says(book: Lawbook, tmp_path: Path) -> None:
    write(tmp_path / "docs", book)
    page = (tmp_path / "docs" / "nowhere/passport.md").read_text(encoding="utf-8")

    assert "# Passport (Nowhere)" in page
    assert (
        "**From 1 January 2020**: 6 weeks after that day; with an accepted reason at most 12 weeks after"
        in page
    )
    assert (
        "10 working days after that day. [SI 2020/1, reg. 5](https://law.example/2020/1/regulation/5)" in page
    )
    assert "Written down on 9 February 2026." in page
    assert "**NO-1, Monday 16 February 2026** (late)." in page
    assert set(pages(book)) == {"README.md", "nowhere/passport.md"}


def test_the_reference_says_that_a_last_day_moves_past_the_schools_own_holidays(tmp_path: Path) -> None:
    text = invented.FILES["nowhere/duties/answering.toml"].replace(
        "10 working days of nowhere.court after", "15 days after, moved to a working day of school.holidays"
    )
    book = read_lawbook(invented.write(tmp_path, {"nowhere/duties/answering.toml": text}))

    assert "no holidays of the school, from its own calendar" in pages(book)["nowhere/passport.md"]


def test_the_reference_says_when_a_rule_ended(tmp_path: Path) -> None:
    text = invented.FILES["nowhere/duties/answering.toml"].replace("from = 2024-01-01", "from = 2025-01-01")
    book = read_lawbook(invented.write(tmp_path, {"nowhere/duties/answering.toml": text}))

    assert "- **From 1 January 2024**: repealed" in pages(book)["nowhere/passport.md"]


def test_the_reference_is_written_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["reference", str(tmp_path / "docs")])

    runpy.run_path(str(Path(reference.__file__)), run_name="__main__")

    assert (tmp_path / "docs" / "README.md").exists()


def test_what_is_to_be_read_again_is_listed_from_its_day_on(book: Lawbook) -> None:
    assert book.to_be_read_again(date(2026, 12, 31)) == ()
    assert book.to_be_read_again(date(2027, 1, 1)) == ("nowhere/regs", "NO-1")


def test_the_version_changes_with_the_data_and_only_with_it(book: Lawbook, tmp_path: Path) -> None:
    same = read_lawbook(invented.write(tmp_path / "same"))
    other = read_lawbook(
        invented.write(
            tmp_path / "other", {"nowhere/events.toml": invented.FILES["nowhere/events.toml"] + "\n"}
        )
    )

    assert same.version == book.version
    assert other.version != book.version


def test_a_jurisdiction_may_have_no_cases_and_no_working_days(tmp_path: Path) -> None:
    bare = invented.write(
        tmp_path,
        {
            "nowhere/jurisdiction.toml": 'name = "Nowhere"\nlanguage = "en-GB"\n',
            "nowhere/duties/answering.toml": invented.FILES["nowhere/duties/answering.toml"].replace(
                "10 working days of nowhere.court after", "2 weeks after"
            ),
        },
    )
    (bare / "nowhere/cases/an-answer-in-time.toml").unlink()
    (bare / "nowhere/cases").rmdir()

    assert read_lawbook(bare).cases == {}
