from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.apps.demonstration.conftest import TODAY

if TYPE_CHECKING:
    from tests.apps.demonstration.conftest import Demonstration

PHONE = re.compile(r"01632 960\d{3}|555-01\d{2}")


def count(demonstration: Demonstration, what: str) -> int:
    ((found,),) = demonstration.ask(f"select count(*) from {what}")
    return int(found)


def test_a_killed_load_leaves_nothing(demonstration: Demonstration) -> None:
    assert demonstration.left_by_the_killed == 0


def test_loads_two_schools_full_of_pupils(demonstration: Demonstration) -> None:
    by_school = dict(
        demonstration.ask(
            "select slug, count(pupil.id) from organisations_organisation as school"
            " left join pupils_pupil as pupil on pupil.school_id = school.id where kind = 'school' group by slug"
        )
    )
    assert by_school["heronstane"] > 200
    assert by_school["thistlegarth"] > 200
    assert by_school["skerrybrae"] == 2


@pytest.mark.parametrize(
    ("state", "least"),
    [
        ("draft_open and latest_number = 0", 12),
        ("draft_open and latest_number > 0", 5),
        ("not draft_open and latest_number > 0", 15),
        ("plan_type like '%csp'", 8),
    ],
)
def test_has_plans_in_every_state(demonstration: Demonstration, state: str, least: int) -> None:
    assert count(demonstration, f"plans_plan where {state}") >= least


@pytest.mark.parametrize(
    "state",
    [
        f"duty = 'SC-01' and is_open and falls_on > '{TODAY}'",
        f"duty = 'SC-01' and is_open and falls_on < '{TODAY}' and excuse = ''",
        f"duty = 'SC-02' and is_open and falls_on > '{TODAY}'",
        f"duty = 'SC-02' and is_open and falls_on < '{TODAY}' and excuse <> ''",
        f"duty = 'SC-02' and is_open and falls_on < '{TODAY}' and excuse = ''",
        f"duty = 'SC-04' and is_open and falls_on < '{TODAY}'",
        "duty = 'IEP-REVIEW' and falls_on is null",
    ],
)
def test_has_clocks_in_every_state(demonstration: Demonstration, state: str) -> None:
    assert count(demonstration, f"cases_deadline where {state}") >= 1


def test_has_reviews_near_and_passed_by_the_agreed_day(demonstration: Demonstration) -> None:
    assert count(demonstration, f"plans_plan where review_on < '{TODAY}'") >= 4
    assert count(demonstration, f"plans_plan where review_on between '{TODAY}' and '{TODAY}'::date + 14") >= 3


def test_a_pupil_at_two_schools_and_one_with_sixty_goals(demonstration: Demonstration) -> None:
    assert count(demonstration, "pupils_enrolment where at_id <> school_id and ends_on is null") == 1
    ((most,),) = demonstration.ask(
        "select max(goals) from (select count(*) as goals from plans_goal group by plan_id) as counted"
    )
    assert most == 60


def test_nothing_is_recorded_on_a_day_to_come(demonstration: Demonstration) -> None:
    assert count(demonstration, f"audit_fact where recorded_at >= '{TODAY}'::date + 1") == 0
    assert count(demonstration, f"audit_fact where happened_on > '{TODAY}'") == 0
    assert count(demonstration, f"cases_caseevent where happened_on > '{TODAY}'") == 0
    assert count(demonstration, f"plans_version where issued_on > '{TODAY}'") == 0
    assert count(demonstration, f"plans_contribution where said_on > '{TODAY}'") == 0
    assert count(demonstration, f"pupils_voice where said_on > '{TODAY}'") == 0


def test_the_record_is_in_the_order_in_which_it_was_written(demonstration: Demonstration) -> None:
    backwards = count(
        demonstration,
        "audit_fact as one join audit_fact as next on next.chain = one.chain"
        " and next.position = one.position + 1 where next.recorded_at < one.recorded_at",
    )
    assert backwards == 0


def test_every_address_is_invented(demonstration: Demonstration) -> None:
    for table in ("accounts_person", "pupils_circlemember", "organisations_organisation"):
        for (email,) in demonstration.ask(f"select distinct email from {table} where email <> ''"):
            assert email.endswith(".example"), email
            assert email.isascii(), email
    for table in ("pupils_pupil", "pupils_circlemember", "organisations_organisation"):
        for (phone,) in demonstration.ask(f"select distinct phone from {table} where phone <> ''"):
            assert PHONE.fullmatch(phone), phone


def test_somebody_has_no_email_and_somebody_a_name_that_a_page_must_bear(
    demonstration: Demonstration,
) -> None:
    assert count(demonstration, "pupils_circlemember where kind = 'parent' and email = ''") > 0
    names = {name for (name,) in demonstration.ask("select known_as from pupils_pupil")}
    assert {"سليم", "Saoirse 🌻", "Billie"} <= names


def test_no_text_has_an_unfilled_place(demonstration: Demonstration) -> None:
    for table, column in (
        ("plans_goal", "text"),
        ("plans_need", "title"),
        ("plans_provision", "what"),
        ("plans_sectiontext", "text"),
        ("pupils_voice", "words"),
    ):
        assert count(demonstration, f"{table} where {column} ~ '[{{}}]'") == 0


def test_loading_again_changes_nothing(demonstration: Demonstration) -> None:
    tables = ("audit_fact", "pupils_pupil", "plans_plan", "accounts_person", "organisations_term")
    before = [count(demonstration, table) for table in tables]
    assert "loaded already" in demonstration.load()
    assert [count(demonstration, table) for table in tables] == before


def test_tells_who_can_sign_in(demonstration: Demonstration) -> None:
    assert "kasia@nowak.example" in demonstration.said
    assert "invented" in demonstration.said
