"""The pupils of the demonstration who live in other places than Scotland."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from handrail.apps.demonstration.places import DATA
from tests.apps.demonstration.conftest import TODAY

if TYPE_CHECKING:
    from tests.apps.demonstration.conftest import Demonstration

PLANS = {
    "zainab": ("gb-eng", "gb-eng/ehc"),
    "mateo": ("us-tx", "us-tx/iep"),
    "simone": ("ca-on", "ca-on/iep"),
}
FAMILIES = {"zainab": "Whitlock", "mateo": "Villarreal-Finch", "simone": "Roy-Achterberg"}


def of(name: str, table: str) -> str:
    """The rows of a table that belong to a pupil's plan, for a query."""
    return (
        f"{table} where plan_id = (select plan.id from plans_plan as plan"
        f" join pupils_pupil as pupil on pupil.id = plan.pupil_id where family_name = '{FAMILIES[name]}')"
    )


def one(demonstration: Demonstration, question: str) -> Any:
    ((found,),) = demonstration.ask(question)
    return found


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_in_another_place_is_what_its_story_says(demonstration: Demonstration, name: str) -> None:
    told = tomllib.loads((DATA / "stories" / f"{name}.toml").read_text())
    jurisdiction, plan_type = PLANS[name]
    place = demonstration.ask(
        "select school.jurisdiction, authority.jurisdiction, plan.plan_type from plans_plan as plan"
        " join pupils_pupil as pupil on pupil.id = plan.pupil_id"
        " join organisations_organisation as school on school.id = pupil.school_id"
        " join organisations_organisation as authority on authority.id = school.authority_id"
        f" where family_name = '{FAMILIES[name]}'"
    )
    assert place == [(jurisdiction, jurisdiction, plan_type)]
    for kind, table, column in (
        ("need", "plans_need", "title"),
        ("support", "plans_provision", "what"),
    ):
        there = {row for (row,) in demonstration.ask(f"select {column} from {of(name, table)}")}
        assert there == {entry[column] for entry in told[kind]}
    assert one(demonstration, f"select count(*) from {of(name, 'plans_goal')}") == len(told["goal"])
    written = {row for (row,) in demonstration.ask(f"select key from {of(name, 'plans_sectiontext')}")}
    assert written == told["texts"].keys()
    circle = one(
        demonstration,
        "select count(*) from pupils_circlemember as member join pupils_pupil as pupil"
        f" on pupil.id = member.pupil_id where pupil.family_name = '{FAMILIES[name]}'",
    )
    assert circle == len(told["circle"]) + 1


def test_in_england_the_family_has_the_draft_and_fifteen_days(demonstration: Demonstration) -> None:
    shared = demonstration.ask(
        "select shared_on, answer_by, event_id is not null, document"
        f" from {of('zainab', 'family_shareddraft')}"
    )
    ((shared_on, answer_by, is_step, document),) = shared
    assert (shared_on, answer_by, is_step) == (date(2026, 11, 16), date(2026, 11, 30), True)
    assert "nominated_school" not in str(document)
    days = dict(
        demonstration.ask(
            "select duty, falls_on from cases_deadline where plan_type = 'gb-eng/ehc' and is_open"
        )
    )
    assert days["EN-06"] == days["EN-06.wait"] == date(2026, 11, 30)
    assert days["EN-07"] == date(2026, 12, 7)
    comments = demonstration.ask(
        "select comment.section, answer.id is not null from family_comment as comment"
        " left join family_reply as answer on answer.comment_id = comment.id"
        f" where comment.shared_id in (select id from {of('zainab', 'family_shareddraft')})"
    )
    assert set(comments) == {("f", True), ("e", False)}


def test_in_texas_everybody_but_one_teacher_has_read_the_plan(demonstration: Demonstration) -> None:
    version = f"(select id from {of('mateo', 'plans_version')})"
    readers = {
        name
        for (name,) in demonstration.ask(
            f"select name from versions_readconfirmation where version_id = {version}"
        )
    }
    assert readers == {"Tessa Whitford", "Bo Lindgren", "Hector Salcedo"}
    copies = demonstration.ask(f"select name from versions_copy where version_id = {version}")
    assert ("Luis Barrientos",) in copies
    assert one(demonstration, "select latest_number from plans_plan where plan_type = 'us-tx/iep'") == 1


def test_days_are_counted_by_the_calendar_of_the_place(demonstration: Demonstration) -> None:
    counted = dict(
        demonstration.ask(
            "select duty, falls_on from cases_deadline where duty in ('ON-1', 'TX-1', 'TX-2') and trigger_on < now()"
        )
    )
    # Thirty school days beginning with 8 September: Thanksgiving is none, a professional activity day is one.
    assert counted["ON-1"] == date(2026, 10, 20)
    # Fifteen after 12 August, all of them before Labor Day.
    assert counted["TX-1"] == date(2026, 9, 2)
    # Forty-five after 14 August, without Labor Day and two staff development days.
    assert counted["TX-2"] == date(2026, 10, 21)


def test_every_date_of_the_other_places_is_known_and_nothing_is_late(demonstration: Demonstration) -> None:
    elsewhere = "from cases_deadline where plan_type not like 'gb-sct/%'"
    assert one(demonstration, f"select count(*) {elsewhere}") > 20
    assert one(demonstration, f"select count(*) {elsewhere} and needs_calendar") == 0
    late = demonstration.ask(
        f"select duty {elsewhere} and is_open and nature = 'duty' and falls_on < '{TODAY}'"
    )
    assert late == []


WHO_SEES_WHOM = """
import json
from django.test import Client
from handrail.apps.demonstration.queries import cast

pupils = {pupils}
seen = {{}}
for group in cast():
    for part in group.parts:
        if group.place != "Scotland":
            browser = Client()
            browser.post("/demonstration/sign-in/", {{"email": part.email}})
            seen[part.email] = [
                name for name, pk in pupils.items() if browser.get(f"/pupils/{{pk}}/").status_code == 200
            ]
print(json.dumps(seen))
"""


def test_everybody_in_another_place_sees_the_pupil_of_that_place_and_nobody_else(
    demonstration: Demonstration,
) -> None:
    pupils = {
        name: str(pk)
        for name, pk in demonstration.ask(
            "select lower(known_as), id from pupils_pupil where family_name in ('Whitlock',"
            " 'Villarreal-Finch', 'Roy-Achterberg', 'Nowak', 'Okonjo-Reid', 'Lindqvist-Grant')"
        )
    }
    assert len(pupils) == 6
    seen = demonstration.tell(WHO_SEES_WHOM.format(pupils=pupils))
    expected = {
        "zainab": ("hafsa@whitlock.example", "zainab@whitlock.example"),
        "mateo": ("lorena@villarreal-finch.example", "mateo@villarreal-finch.example"),
        "simone": ("benoit@roy.example", "simone@roy-achterberg.example"),
    }
    staff = {
        "zainab": ("wrenfordshire.example", "larkspurvale.example"),
        "mateo": ("jdhs.example", "juniperdraw.example"),
        "simone": ("tamarackbend.example", "loonlake.example"),
    }
    assert len(seen) == 16
    for name, families in expected.items():
        own = [email for email in seen if email in families or email.partition("@")[2] in staff[name]]
        assert len(own) == {"zainab": 5, "mateo": 5, "simone": 6}[name]
        assert {email: seen[email] for email in own} == {email: [name] for email in own}
