"""Who is answered what: every page, every method, every role in the cast."""

from __future__ import annotations

import os

import pytest

from tests.permissions import matrix
from tests.permissions.answers import House
from tests.permissions.matrix import REFUSALS, ROLES, SIGN_IN, Answers
from tests.permissions.pages import METHODS, every_page
from tests.permissions.write import WRITES

FOR_EVERYBODY = {
    "invitations:accept",
    "exchange:schema",
    "home:today",
    "guide:fit",
    "guide:when",
    "guide:dates_file",
    "guide:law",
    "guide:plan_type",
    "guide:guide",
    "guide:words",
    "guide:place",
    "guide:route",
    "guide:letter",
    "ui:gallery",
    "ui:gallery_form",
    "ui:gallery_sign_in",
    "account_language",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
"""What a visitor may open. Said again here, so that the list in the product does not grow unnoticed."""

STRANGERS = ("parent_without_responsibility", "past_psychologist", "administrator", "other_coordinator")
"""Who of the cast has no reach to the pupil they are asked about."""


def test_the_table_has_every_page_and_no_other() -> None:
    rows = {(page.name, method) for page in every_page() for method in METHODS}

    assert matrix.written().keys() == rows, "run python -m tests.permissions.write, and review what it shows"


@pytest.mark.parametrize("method", METHODS)
def test_every_page_answers_every_role_as_written(house: House, method: str) -> None:
    found = house.found_answers(method)
    if WRITES in os.environ:
        matrix.replace(found)

    assert matrix.differences(found, matrix.written()) == []


def test_head_is_answered_as_get_without_the_page(house: House) -> None:
    as_written = matrix.written()
    for page in every_page():
        for role in ("coordinator", "other_coordinator", "visitor"):
            expected = as_written[page.name, "GET"][role]

            assert house.try_out(role, page, "HEAD") == expected, (page.name, role)


# What the table says is itself held against what was promised. No page is asked for here.


def about_a_pupil() -> set[str]:
    return {page.name for page in every_page() if page.is_about_a_pupil}


def test_a_stranger_cannot_learn_that_a_pupil_exists() -> None:
    pages = about_a_pupil()
    assert len(pages) > 30
    told = {
        (page, method, role, by_role[role])
        for (page, method), by_role in matrix.written().items()
        for role in STRANGERS
        if page in pages and by_role[role] not in ("404", "405")
    }

    assert told == set()


def test_a_page_refuses_a_method_to_all_alike() -> None:
    """A 405 that only some are given would tell who may do what."""
    for (page, method), by_role in matrix.written().items():
        answers = {by_role[role] for role in ROLES if role != "visitor"}

        assert "405" not in answers or answers == {"405"}, (page, method)


def test_a_visitor_is_asked_to_sign_in_for_all_but_the_public_pages() -> None:
    closed = {page for (page, _), by_role in matrix.written().items() if by_role["visitor"] == SIGN_IN}
    every = {page.name for page in every_page()}

    assert every - closed == FOR_EVERYBODY


def test_no_answer_is_a_fault() -> None:
    known = REFUSALS | {"200", "302"}
    assert {one for by_role in matrix.written().values() for one in by_role.values()} <= known


def test_only_those_who_plan_may_write_and_only_they_may_issue() -> None:
    sent = {page: by_role for (page, method), by_role in matrix.written().items() if method == "POST"}
    writers = {"class_teacher", "coordinator", "head", "officer"}

    def accepted(page: str) -> set[str]:
        return {role for role in ROLES if sent[page][role] == "302"}

    assert accepted("plans:section") == accepted("plans:goal") == writers
    assert accepted("versions:issue") == {"coordinator", "head"}
    assert accepted("pupils:join") == accepted("pupils:member") == {"coordinator", "head"}
    # The family gives its view; the school may write it down for them.
    assert accepted("plans:contribute") == {"parent", "class_teacher", "coordinator", "head"}


def test_a_wrong_cell_a_new_page_and_a_lost_one_are_each_told() -> None:
    written: Answers = {
        ("home:pupil", "GET"): {"parent": "200", "visitor": SIGN_IN},
        ("home:gone", "GET"): {"parent": "200", "visitor": SIGN_IN},
    }
    found: Answers = {
        ("home:pupil", "GET"): {"parent": "200", "visitor": "200"},
        ("home:new", "GET"): {"parent": "200", "visitor": "200"},
    }

    assert matrix.differences(found, written, of_methods=("GET",)) == [
        "home:gone GET is written, but there is no such page",
        "home:new GET is not written",
        "home:pupil GET as visitor: 200, written sign-in",
    ]
