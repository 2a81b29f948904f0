"""What of a plan goes to one person: everything that is theirs, and nothing of anybody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handrail.apps.documents.lesson import is_for_lessons
from handrail.apps.documents.part import Recipient, part_of
from handrail.apps.documents.typeset import plan_pdf
from handrail.core.plan_types import PlanType
from handrail.law.lawbook import lawbook
from tests.apps.documents.full_plans import Document, full, marks
from tests.apps.documents.reading import root_of, text_of
from tests.cast import Cast

WITH_HELP = [
    kind for kind in lawbook().plan_types() if any(one.get("provision") for one in full(kind)["sections"])
]


def rows(document: Document, part: str) -> list[dict[str, Any]]:
    return [row for section in document["sections"] for row in section.get(part, ())]


def helper_of(document: Document) -> Recipient:
    """Whoever gives the first help."""
    return Recipient(rows(document, "provision")[0]["who"], "specialist", teaches=False)


@pytest.mark.parametrize("kind", WITH_HELP, ids=lambda kind: kind.key)
def test_a_part_holds_the_help_of_one_person_and_the_thread_behind_it(kind: PlanType) -> None:
    document = full(kind)
    whole = {row["id"]: row for part in ("needs", "goals", "provision") for row in rows(document, part)}
    part = part_of(document, helper_of(document))

    own = {row["id"] for row in rows(document, "provision") if row["who"] == helper_of(document).name}
    goals = {goal for row in own for goal in whole[row]["goals"]}
    needs = {whole[goal]["need"] for goal in goals} - {""}
    assert {row["id"] for row in rows(part, "provision")} == own
    assert {row["id"] for row in rows(part, "goals")} == goals
    assert {row["id"] for row in rows(part, "needs")} == needs
    others = {mark for key, row in whole.items() if key not in own | goals | needs for mark in marks(row)} | {
        mark for view in rows(document, "views") for mark in marks(view)
    }
    assert not others & set(marks(part))
    assert all(section["text"] == "" and section["rows"] == [] for section in part["sections"])


@pytest.mark.parametrize("kind", WITH_HELP, ids=lambda kind: kind.key)
def test_a_teacher_s_part_also_holds_what_every_lesson_needs(kind: PlanType) -> None:
    document = full(kind)
    part = part_of(document, Recipient("Nobody whom the plan names", "teacher", teaches=True))

    assert [section["key"] for section in part["sections"]] == [
        section["key"] for section in document["sections"] if is_for_lessons(kind.key, section["key"])
    ]
    assert "born" not in part["pupil"]
    assert part["part"]["names_them"] is False


@pytest.mark.parametrize("teaches", [True, False])
def test_facts_that_a_plan_has_beside_its_sections_stay_with_the_plan(cast: Cast, teaches: bool) -> None:
    """Read from what is really frozen, so that a field that comes to it later is noticed here."""
    document = json.loads(cast.young.version.document)
    assert "facts" in document
    part = part_of(document, Recipient("Nobody whom the plan names", "teacher", teaches=teaches))

    assert part.keys() - {"part", "corrections"} <= {
        "schema", "language", "invented", "plan_type", "number", "authority", "pupil", "issued_on", "issued_by",
        "next_review", "sections",
    }  # fmt: skip


def test_of_a_text_the_paragraph_that_names_somebody_is_theirs_and_no_more() -> None:
    document = full(lawbook().plan_type("gb-eng/ehc"))
    section = document["sections"][1]
    section["text"] = "Joan Ash-Smith calls at noon.\n\nDr Joan Ash looks at\nhis eyes.\n\nHe has epilepsy."
    section["rows"] = [["Looked at by", "Dr Joan  Ash, orthoptist"], ["Medicine", "Drops"]]
    part = part_of(document, Recipient("Dr Joan Ash", "orthoptist", teaches=False))

    (own,) = part["sections"]
    assert own["text"] == "Dr Joan Ash looks at\nhis eyes."
    assert own["rows"] == [["Looked at by", "Dr Joan  Ash, orthoptist"]]
    assert part["pupil"]["born"] == document["pupil"]["born"]
    assert part_of(document, Recipient("Joan As", "", teaches=False))["sections"] == []


def test_a_correction_goes_along_only_with_what_it_corrects() -> None:
    document = full(lawbook().plan_type("gb-eng/ehc"))
    section = document["sections"][1]
    section["text"] = "Dr Joan Ash looks at his eyes.\n\nHe has epilepsi."
    provision = rows(document, "provision")[0]
    home = next(one["key"] for one in document["sections"] if provision in one.get("provision", ()))

    def slip(number: int, key: str, place: str) -> dict[str, str]:
        return {
            "number": f"2.{number}", "section": key, "place": place, "where": "Where", "before": "epilepsi",
            "after": "epilepsy", "why": "A slip.", "by": "Nora", "on": "2026-11-19",
        }  # fmt: skip

    document["corrections"] = [
        slip(1, section["key"], f"{section['key']}/text"),
        slip(2, home, f"{home}/provision/{provision['id']}/what"),
        slip(3, home, f"{home}/provision/somebody-else-s/what"),
    ]
    part = part_of(document, Recipient("Dr Joan Ash", "orthoptist", teaches=False))
    theirs = part_of(document, helper_of(document))

    assert part["corrections"] == []
    assert "epilepsi" not in repr(part)
    assert [one["number"] for one in theirs["corrections"]] == ["2.2"]


def test_a_goal_that_somebody_only_checks_is_theirs_and_says_that_others_help() -> None:
    document = full(lawbook().plan_type("us/iep")) | {"language": "en-US"}
    goal = rows(document, "goals")[-1]
    goal["measure"] = "Words read, checked by Kit Reader"
    pdf = plan_pdf(part_of(document, Recipient("Kit Reader", "", teaches=False)))

    assert f"Goal {len(rows(document, 'goals'))}" in text_of(pdf)
    assert "Others give the help for this goal." in text_of(pdf)
    assert "No help is written" not in text_of(pdf)
    assert root_of(pdf)["/Lang"] == "en-US"
