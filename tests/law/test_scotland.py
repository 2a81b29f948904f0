"""The Scottish data: each worked case, and what must hold of every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handrail.core.citations import Confidence
from handrail.core.completeness import DraftFacts, gaps
from handrail.core.deadlines import Standing, deadlines
from handrail.core.duties import Party
from handrail.core.plan_types import LegalWeight, SectionKind
from handrail.core.reviews import next_review
from handrail.law.lawbook import lawbook
from handrail.law.reference import pages
from handrail.law.worked_cases import WorkedCase, disagreements
from tests.core.builders import event, whole_draft

BOOK = lawbook()
CSP = "gb-sct/csp"
IEP = "gb-sct/iep"
SCOTTISH = BOOK.plan_types("gb-sct")
PAGES = pages(BOOK)
DOCS = Path(__file__).parents[2] / "docs" / "reference" / "law"


@pytest.mark.parametrize("case", BOOK.cases.values(), ids=BOOK.cases.keys())
def test_a_worked_case_comes_out_as_it_was_worked_by_hand(case: WorkedCase) -> None:
    found = deadlines(BOOK.duties(case.plan_type), case.events, BOOK.calendars(case.school), as_of=case.as_of)

    assert disagreements(case, found) == []


def test_every_duty_has_a_worked_case() -> None:
    worked = {expected.duty for case in BOOK.cases.values() for expected in case.expected}

    assert worked == {duty.key for kind in BOOK.plan_types() for duty in BOOK.duties(kind.key)}


def test_all_numbered_duties_are_there() -> None:
    numbered = {duty.key[:5] for duty in BOOK.duties(CSP) if duty.key[3:5].isdigit()}

    assert numbered == {f"SC-{number:02}" for number in range(1, 33)}


def test_what_holds_for_every_plan_is_there_for_each() -> None:
    everywhere = {"AGREED-REVIEW", "SC-31", "SC-32", "SC-ASSESS-8A", "SC-RECORD", "UK-SAR"}
    everywhere |= {f"SC-{number}" for number in range(15, 21)}  # every leaver, every change of school

    assert {kind.key for kind in SCOTTISH} == {CSP, IEP, "gb-sct/childs-plan", "gb-sct/plp"}
    for kind in SCOTTISH:
        assert everywhere <= {duty.key for duty in BOOK.duties(kind.key)}


def test_every_rule_is_cited_to_an_official_address_and_will_be_checked_again() -> None:
    for kind in SCOTTISH:
        for duty in BOOK.duties(kind.key):
            for entry in duty.within.history:
                assert entry.value is not None
                cite = entry.value.citation
                assert cite.url.startswith(("https://www.legislation.gov.uk/", "https://www.gov.scot/"))
                assert cite.checked_on < cite.next_review
                assert cite.in_force_from == entry.starts


def test_what_is_not_certain_says_so() -> None:
    unsure = {
        duty.key
        for kind in SCOTTISH
        for duty in BOOK.duties(kind.key)
        if any(
            entry.value and entry.value.citation.confidence is not Confidence.HIGH
            for entry in duty.within.history
        )
    }

    assert unsure == {
        *("SC-22.early-review", "SC-22.request", "SC-32", "SC-ASSESS-8A"),
        *("IEP-REVIEW", "CHILDS-PLAN-REVIEW", "PLP-REVIEW", "AGREED-REVIEW"),
    }


def test_the_nine_reasons_hold_for_the_plan_and_its_reviews_and_one_for_requests() -> None:
    nine = {f"reg_7_1_{letter}" for letter in "abcdefghi"}

    reasons = {duty.key: {excuse.key for excuse in duty.excuses} for duty in BOOK.duties(CSP)}

    assert reasons["SC-02"] == reasons["SC-04"] == reasons["SC-06"] == nine
    assert reasons["SC-01"] == reasons["SC-05"] == {"reg_7_1_a"}
    assert len(reasons["SC-07"]) == 3


def test_silence_about_an_early_review_is_a_refusal_and_starts_the_familys_time() -> None:
    asked = event("a", "early_review_requested", "2026-10-05")
    as_of = date(2026, 11, 21)

    found = deadlines(BOOK.duties(CSP), [asked], BOOK.calendars(), as_of=as_of)

    assert [(deadline.duty, deadline.party, deadline.standing(as_of)) for deadline in found] == [
        ("SC-05", Party.AUTHORITY, Standing.LATE),
        ("SC-22.early-review", Party.PARENT, Standing.DUE),
    ]


def test_silence_about_a_request_for_a_plan_says_that_none_is_needed() -> None:
    asked = event("a", "csp_requested", "2026-02-04")

    for day, duties in (
        (date(2026, 3, 31), ["SC-01"]),
        (date(2026, 4, 1), ["SC-01", "SC-22.request"]),
    ):
        found = deadlines(BOOK.duties(CSP), [asked], BOOK.calendars(), as_of=day)
        assert [deadline.duty for deadline in found] == duties


def test_the_next_review_of_a_plan_is_legal_and_that_of_a_programme_an_aim() -> None:
    prepared = [event("p", "plan_prepared", "2025-08-06"), event("r", "review_completed", "2026-10-20")]
    issued = [event("i", "plan_issued", "2026-11-05")]

    legal = next_review(BOOK.plan_type(CSP).review, deadlines(BOOK.duties(CSP), prepared, BOOK.calendars()))
    aimed = next_review(BOOK.plan_type(IEP).review, deadlines(BOOK.duties(IEP), issued, BOOK.calendars()))

    assert legal is not None
    assert (legal.on, legal.complete_by, legal.legal) == (date(2027, 10, 19), date(2028, 1, 10), True)
    assert aimed is not None
    assert (aimed.on, aimed.legal) == (None, False)


def test_the_plan_has_contents_one_to_fifteen() -> None:
    plan_type = BOOK.plan_type(CSP)
    numbered = {item.number: item for _, item in plan_type.requirements() if item.number}

    assert plan_type.legal_weight is LegalWeight.STATUTORY_PLAN
    assert numbered.keys() == {str(number) for number in range(1, 16)}
    assert all(item.citation is not None for item in numbered.values())


def test_an_empty_plan_lacks_all_that_is_not_added_by_issuing_it() -> None:
    missing = gaps(BOOK.plan_type(CSP), DraftFacts())

    assert {gap.section for gap in missing} == {
        *("pupil", "parents", "profile", "views", "factors", "needs", "objectives"),
        *("support", "school", "coordinator", "contact_officer"),
    }


def test_a_whole_programme_lacks_nothing() -> None:
    assert gaps(BOOK.plan_type(IEP), whole_draft()) == ()


@pytest.mark.parametrize(
    ("lacking", "about"),
    [
        ({"needs": ()}, {("section", "needs")}),
        ({"goals": ()}, {("need", "n1"), ("section", "goals")}),
        ({"provision": ()}, {("goal", "g1"), ("section", "support")}),
        ({"contributions": ()}, {("contribution", "pupil"), ("contribution", "parent")}),
        ({"texts": {}}, {("section", "longer_aims"), ("section", "changes")}),
        (
            {"facts": {"pupil.name": "Eilidh"}},
            {("fact", f"pupil.{key}") for key in ("born", "school", "year")},
        ),
    ],
)
def test_a_programme_without_a_part_says_which(
    lacking: dict[str, object], about: set[tuple[str, str]]
) -> None:
    missing = gaps(BOOK.plan_type(IEP), replace(whole_draft(), **lacking))  # type: ignore[arg-type]

    assert {(gap.about, gap.about_id) for gap in missing} == about


def test_a_programme_goes_by_the_name_of_its_authority_and_has_no_legal_weight() -> None:
    programme = BOOK.plan_type(IEP)

    assert programme.name_for("kelpiewater") == "Additional support plan"
    assert programme.name_for("selkiemuir") == "Individualised educational programme"
    assert programme.legal_weight is LegalWeight.POLICY_PLAN


@pytest.mark.parametrize("key", [CSP, IEP])
def test_every_plan_has_the_parts_that_the_thread_runs_through(key: str) -> None:
    kinds = {section.kind for section in BOOK.plan_type(key).sections}

    assert {SectionKind.NEEDS, SectionKind.GOALS, SectionKind.PROVISION, SectionKind.VIEWS} <= kinds


def test_every_event_that_may_be_answered_to_is_known() -> None:
    for kind in BOOK.event_kinds.values():
        assert set(kind.answers) <= BOOK.event_kinds.keys()
        assert kind.says.endswith(".")


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_what_the_data_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], (
        "Write it again: python -m handrail.law.reference docs/reference/law"
    )


@pytest.mark.parametrize(
    "day", ["2026-07-15", "2026-12-27", "2026-12-31", "2026-01-02", "2026-08-03", "2026-11-30"]
)
def test_days_that_the_tribunal_does_not_count(day: str) -> None:
    assert not BOOK.working_days["gb-sct.working_days"].counts(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-08-04", "2026-04-06", "2026-08-31", "2026-12-24"])
def test_days_that_the_tribunal_counts(day: str) -> None:
    assert BOOK.working_days["gb-sct.working_days"].counts(date.fromisoformat(day))
