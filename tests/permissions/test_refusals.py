"""A refusal changes nothing and tells nothing. Requests here commit, and the owner looks behind the wall."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import psycopg
import pytest
from django.urls import reverse

from handrail.apps.accounts.models import Person
from tests.cast import acting
from tests.permissions import matrix
from tests.permissions.answers import House, cell
from tests.permissions.matrix import REFUSALS, ROLES, SIGN_IN
from tests.permissions.pages import every_page

Owner = psycopg.Connection[tuple[object, ...]]

EVERYTHING_KEPT = """
    select format('select %L as kept, count(*), md5(string_agg(one::text, %L order by one::text)) from %I as one',
                  relname, '', relname)
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'public' and relkind = 'r'
        and relname ~ '^(audit|accounts_person|organisations|pupils|consents|cases|plans|invitations|documents)_?'
    order by relname
"""


def everything(owner: Owner) -> dict[object, object]:
    """A fingerprint of every table of Handrail's own, past every policy."""
    each = [str(select) for (select,) in owner.execute(EVERYTHING_KEPT).fetchall()]
    assert len(each) > 20
    return {row[0]: row[1:] for row in owner.execute(" union all ".join(each).encode()).fetchall()}


RECORD = ("audit_chain", "audit_fact")
"""Where a refusal is recorded; all else stays as it was."""


def refusals_recorded(owner: Owner) -> int:
    (found,) = owner.execute("select count(*) from audit_fact where kind = 'access.refused'").fetchone() or (
        0,
    )
    return int(str(found))


@pytest.mark.django_db(transaction=True)
def test_a_refused_form_changes_nothing_but_the_record(house: House, owner_connection: Owner) -> None:
    before = everything(owner_connection)
    facts = owner_connection.execute("select count(*) from audit_fact").fetchone()
    refused = recorded = 0
    for (name, method), by_role in matrix.written().items():
        page = next(one for one in every_page() if one.name == name)
        roles = [role for role in ROLES if method == "POST" and by_role[role] in REFUSALS - {"405"}]
        for role in roles:
            already = refusals_recorded(owner_connection)
            assert cell(house.ask(role, page, method)) == by_role[role], (name, role)
            refused += 1
            added = refusals_recorded(owner_connection) - already
            # What concerns no pupil yet is no pupil's record; the same act on the same day is recorded once.
            may_add = by_role[role] == "403" and page.is_about_a_pupil
            assert added in ((0, 1) if may_add else (0,)), (name, role)
            recorded += added
        if roles:
            after = everything(owner_connection)
            changed = {table for table, now in after.items() if now != before[table]}
            assert changed <= set(RECORD), name
    assert refused > 200
    assert recorded > 50
    assert facts is not None
    assert owner_connection.execute("select count(*) from audit_fact").fetchone() == (facts[0] + recorded,)


@pytest.mark.django_db(transaction=True)
def test_the_look_behind_the_wall_sees_a_change(house: House, owner_connection: Owner) -> None:
    before = everything(owner_connection)
    page = next(one for one in every_page() if one.name == "plans:add_need")

    assert cell(house.ask("coordinator", page, "POST")) == "302"

    changed = {name for name, now in everything(owner_connection).items() if now != before[name]}
    assert changed == {"audit_chain", "audit_fact", "plans_need", "plans_plan"}


def test_a_pupil_out_of_reach_looks_like_one_that_does_not_exist(house: House) -> None:
    stranger = house.browsers["other_coordinator"]

    def seen(pupil_id: UUID) -> tuple[int, str]:
        response = stranger.get(reverse("home:pupil", args=[pupil_id]))
        # The form's token is another on every page.
        return response.status_code, re.sub(r'value="\w{64}"', "", response.content.decode())

    assert seen(house.cast.young.pupil.pk) == seen(uuid4())


def test_a_pupil_sees_no_other_pupil(house: House) -> None:
    """The two pupils of the cast are at the same school and have the same circle."""
    for role, other in (("young_pupil", "older"), ("older_pupil", "young")):
        for page in every_page():
            if page.is_about_a_pupil:
                address = page.address(house.targets[other])
                for method in ("get", "post"):
                    status = getattr(house.browsers[role], method)(address).status_code

                    assert status in (404, 405), (role, method, address)


def test_what_belongs_to_another_plan_is_not_found_under_this_one(house: House) -> None:
    """Both plans are within reach; an address that mixes them leads nowhere."""
    young, older = house.cast.young, house.cast.older
    browser = house.browsers["coordinator"]
    for name, theirs in (
        ("plans:need", older.need),
        ("plans:remove_need", older.need),
        ("plans:goal", older.goal),
        ("plans:remove_goal", older.goal),
        ("plans:provision", older.provision),
        ("plans:remove_provision", older.provision),
        ("plans:contribute", older.contribution),
    ):
        answer = browser.post(reverse(name, args=[young.plan.pk, theirs.pk]))
        # What is not in this plan may as well have been taken out already, as by a double click.
        assert answer.status_code == 404 or ":remove_" in name, name
        with acting(house.cast.coordinator):
            theirs.refresh_from_db()
    member = reverse("pupils:member", args=[young.pupil.pk, older.parent.pk])
    assert browser.get(member).status_code == 404
    kept = reverse("plans:choose", args=[young.plan.pk, house.targets["older"].kept_id])
    assert browser.post(kept).headers["Location"] == reverse("plans:plan", args=[young.plan.pk])


def test_signing_in_leads_back_to_where_one_was_going(house: House) -> None:
    visitor, pupil = house.browsers["visitor"], reverse("home:pupil", args=[house.cast.young.pupil.pk])
    sign_in = reverse("account_login")

    assert (
        visitor.get(f"{pupil}?part=circle").headers["Location"] == f"{sign_in}?next={pupil}%3Fpart%3Dcircle"
    )
    # A form cannot be sent again by following a link: back to the page it stood on, if that is ours.
    sent = reverse("plans:change", args=[house.cast.young.plan.pk])
    came_from = f"http://testserver{pupil}"
    assert visitor.post(sent, headers={"referer": came_from}).headers["Location"] == f"{sign_in}?next={pupil}"
    elsewhere = visitor.post(sent, headers={"referer": "https://elsewhere.example/trap"})
    assert elsewhere.headers["Location"] == f"{sign_in}?next="


def test_nothing_is_open_by_not_existing(house: House) -> None:
    visitor = house.browsers["visitor"]

    assert visitor.get("/pupils/none/").status_code == 404
    assert visitor.get("/demonstration/").status_code == 404
    assert visitor.get("/admin/").status_code == 404
    assert visitor.get("/healthz").status_code == 200


def test_an_account_that_was_closed_is_a_visitor_again(house: House) -> None:
    browser, page = house.browsers["coordinator"], reverse("home:caseload")
    assert browser.get(page).status_code == 200

    Person.objects.filter(pk=house.cast.coordinator.pk).update(is_active=False)

    assert cell(browser.get(page)) == SIGN_IN
