from __future__ import annotations

from dataclasses import replace

import pytest

from handrail.core.completeness import CHECKS, ContributionFacts, DraftFacts, Gap, NeedFacts, gaps
from handrail.core.plan_types import Check, LegalWeight, SectionKind
from tests.core.builders import (
    plan_type,
    requirement,
    section,
    whole_draft,
    whole_goal,
    whole_provision,
)


def gaps_of(
    check: Check, draft: DraftFacts, of: str | None = None
) -> list[tuple[str, str | None, str | None]]:
    kind = plan_type(section("part", SectionKind.TEXT, requirement(check, of)))
    return [(gap.about, gap.about_id, gap.field) for gap in gaps(kind, draft)]


def test_every_check_is_carried_out() -> None:
    assert CHECKS.keys() == set(Check)


def test_a_gap_says_where_what_why_and_on_whose_word() -> None:
    item = requirement(Check.SOME_NEED, key="some_need")

    (gap,) = gaps(plan_type(section("needs", SectionKind.NEEDS, item)), DraftFacts())

    assert gap == Gap(
        section="needs",
        about="section",
        about_id="needs",
        field=None,
        says="It is missing.",
        why="Because.",
        citation=item.citation,
        requirement="some_need",
    )


def test_a_section_of_blanks_has_no_text() -> None:
    assert gaps_of(Check.TEXT, DraftFacts(texts={"part": "  \n "})) == [("section", "part", "text")]
    assert gaps_of(Check.TEXT, DraftFacts(texts={"part": "Words."})) == []


def test_a_fact_is_asked_for_by_its_key() -> None:
    assert gaps_of(Check.FACT, DraftFacts(), "pupil.phone") == [("fact", "pupil.phone", "phone")]
    assert gaps_of(Check.FACT, DraftFacts(facts={"pupil.phone": "01632 960171"}), "pupil.phone") == []


def test_a_starred_fact_is_asked_of_everybody_and_of_at_least_one() -> None:
    both = {"parent.mum.name": "Adaeze", "parent.mum.phone": "01632 960172", "parent.dad.name": "Struan"}

    assert gaps_of(Check.FACT, DraftFacts(facts=both), "parent.*.phone") == [
        ("fact", "parent.dad.phone", "phone")
    ]
    assert gaps_of(Check.FACT, DraftFacts(), "parent.*.phone") == [("fact", "parent.phone", "phone")]
    assert gaps_of(Check.FACT, DraftFacts(facts={"parent.phone": "1"}), "parent.*.phone") == []


def test_every_need_wants_a_goal() -> None:
    draft = replace(whole_draft(), needs=(NeedFacts("n1", "Reading"), NeedFacts("n2", "Spelling")))

    assert gaps_of(Check.GOAL_FOR_NEED, draft) == [("need", "n2", "goals")]


@pytest.mark.parametrize("field", ["need", "text", "baseline", "target", "measure", "due"])
def test_every_goal_wants_each_of_its_fields(field: str) -> None:
    bare = replace(whole_goal("g2"), **{field: None if field in ("need", "due") else " "})  # type: ignore[arg-type]
    draft = replace(whole_draft(), goals=(whole_goal(), bare))

    assert gaps_of(Check.GOAL_FIELD, draft, field) == [("goal", "g2", field)]


def test_every_goal_wants_provision() -> None:
    draft = replace(whole_draft(), goals=(whole_goal(), whole_goal("g2")))

    assert gaps_of(Check.PROVISION_FOR_GOAL, draft) == [("goal", "g2", "provision")]


@pytest.mark.parametrize("field", ["what", "who", "times", "per", "minutes", "where", "starts", "ends"])
def test_all_provision_wants_each_of_its_fields(field: str) -> None:
    bare = whole_provision("p2")
    empty: object = "" if isinstance(getattr(bare, field), str) else None
    draft = replace(whole_draft(), provision=(whole_provision(), replace(bare, **{field: empty})))  # type: ignore[arg-type]

    assert gaps_of(Check.PROVISION_FIELD, draft, field) == [("provision", "p2", field)]


def test_some_need_goal_and_provision_are_wanted() -> None:
    for check in (Check.SOME_NEED, Check.SOME_GOAL, Check.SOME_PROVISION):
        assert gaps_of(check, DraftFacts()) == [("section", "part", None)]
        assert gaps_of(check, whole_draft()) == []


def test_views_are_given_or_were_asked_for_on_a_day() -> None:
    asked_nobody = replace(whole_draft(), contributions=(ContributionFacts("pupil", None, " "),))

    assert gaps_of(Check.VIEWS, whole_draft(), "pupil") == []
    assert gaps_of(Check.VIEWS, whole_draft(), "parent") == []
    assert gaps_of(Check.VIEWS, asked_nobody, "pupil") == [("contribution", "pupil", "words")]
    assert gaps_of(Check.VIEWS, asked_nobody, "parent") == [("contribution", "parent", "words")]


def test_what_the_act_of_issuing_adds_is_never_missing_from_a_draft() -> None:
    assert gaps_of(Check.AT_ISSUE, DraftFacts()) == []


def test_a_plan_type_goes_by_its_local_name_and_words() -> None:
    kind = plan_type(section("part", SectionKind.TEXT), aliases={"kelpiewater": "Additional support plan"})

    assert kind.name_for("kelpiewater") == "Additional support plan"
    assert kind.name_for("elsewhere") == kind.name_for(None) == "Plan"
    assert (kind.word("goal"), kind.word("need")) == ("outcome", "need")


def test_a_section_lists_its_facts_and_each_citation_once() -> None:
    part = section(
        "part",
        SectionKind.FACTS,
        requirement(Check.FACT, "pupil.name", "a"),
        requirement(Check.FACT, "pupil.born", "b"),
        requirement(Check.TEXT, None, "c"),
    )

    assert plan_type(part).section("part") is part
    assert [fact.of for fact in part.facts] == ["pupil.name", "pupil.born"]
    assert len(part.citations) == 1


def test_every_legal_weight_has_words() -> None:
    assert all(weight.label for weight in LegalWeight)
