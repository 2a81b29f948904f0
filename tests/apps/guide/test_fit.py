"""Which plan fits? The question stands in the address, the answer on the page, and nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.apps.guide import queries

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
SORREL = {
    "place": "gb-sct",
    "at_school": "yes",
    "more_help_than_most": "yes",
    "effect_on_learning": "a_lot",
    "lasts_over_a_year": "yes",
    "agencies": "significant",
    "show": "1",
}


def get(**asked: Any) -> HttpResponse:
    return Client().get(reverse("guide:fit"), asked)  # type: ignore[return-value]


def words(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_it_starts_with_the_place() -> None:
    page = get()

    assert page.status_code == 200
    assert "Start with the place" in words(page)
    assert 'name="age"' not in words(page)


@pytest.mark.parametrize("place", sorted(queries.places()))
def test_each_place_has_its_own_questions_and_no_errors_before_anybody_asks(place: str) -> None:
    page = get(place=place)

    assert page.status_code == 200
    assert "govuk-error-summary" not in words(page)
    for question in queries.fit_questions(place):
        assert f'name="{question.key}"' in words(page)
    assert words(page).count("<fieldset") <= len(queries.fit_questions(place))


def test_the_likeliest_and_weightiest_plan_comes_first_with_why_and_what_to_ask_for() -> None:
    page = get(**SORREL)

    said = words(page)
    assert page.status_code == 200
    assert said.index("Co-ordinated support plan") < said.index("Individualised educational programme")
    assert "This informs. It does not decide." in said
    assert "Seems met" in said
    assert "s. 2(1)(c)" in said
    assert "Write to the council" in said
    assert reverse("guide:plan_type", args=["gb-sct", "csp"]) in said
    assert f"{reverse('guide:when')}?place=gb-sct&amp;plan=gb-sct%2Fcsp" in said


def test_what_is_not_known_is_said_with_a_way_to_find_out() -> None:
    page = words(get(**{**SORREL, "agencies": "unsure"}))

    assert "Worth asking about: something cannot be told yet" in page
    assert "Cannot be told yet" in page
    assert "Ask each service what it does for the pupil" in page


def test_what_seems_not_to_fit_is_shown_with_the_test_and_is_still_no_decision() -> None:
    page = words(get(**{**SORREL, "agencies": "none"}))

    assert "Seems not to fit: a test seems not to be met" in page
    assert "You may ask for any of these plans, whatever it says here." in page


def test_kinds_of_help_are_many() -> None:
    asked = {
        "place": "us",
        "age": "12",
        "disability": "yes",
        "limits_daily_life": "yes",
        "effect_on_learning": "some",
        "show": "1",
    }

    page = words(get(**asked, kinds_of_help=["accommodations", "health_care"]))

    assert (
        "Changes in how the pupil learns or shows learning, such as more time; Health care at school" in page
    )
    assert page.index('id="us-504"') < page.index('id="us-iep"')


def test_alternatives_say_that_one_is_enough() -> None:
    assert "One of these is enough:" in words(
        get(place="gb-eng", age="6", help_tried="no_progress", show="1")
    )


def test_a_proposal_is_shown_as_one_and_last() -> None:
    page = words(get(place="gb-eng", age="6", more_help_than_most="yes", show="1"))

    assert "This is a proposal, not law" in page
    assert page.index('id="gb-eng-isp"') > page.index('id="gb-eng-sen-support"')


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"place": "atlantis"}, "Choose a place from the list"),
        ({"place": "", "show": "1"}, "Choose a place"),
        ({"place": "us", "show": "1"}, "Answer at least one question"),
        ({"place": "us", "age": "nine", "show": "1"}, "Write the age as a whole number"),
        ({"place": "us", "age": "-1", "show": "1"}, "Write the age as a whole number"),
        ({"place": "us", "age": "9" * 5000, "show": "1"}, "Write the age as a whole number"),
        ({"place": "us", "age": "٩", "disability": "\0", "show": "1"}, ""),
        ({"place": "us", "disability": "perhaps", "show": "1"}, "Choose from the answers shown"),
        ({"place": "us", "kinds_of_help": ["magic"], "show": "1"}, "Choose from the answers shown"),
        ({"place": "us", "kinds_of_help": ["none_of_these", "health_care"], "show": "1"}, "“None of these” alone"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_answered_with_a_sentence(asked: dict[str, Any], says: str) -> None:
    page = get(**asked)

    assert page.status_code in ((422,) if says else (200, 422))
    assert says in words(page)
    assert page.status_code == 200 or "govuk-error-summary" in words(page)


def test_ever_so_many_parameters_are_cut_short() -> None:
    many = {f"x{number}": "y" for number in range(500)}

    assert get(**SORREL, **many).status_code == 200


def test_nothing_is_kept_and_no_row_is_read() -> None:
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("guide:fit"), SORREL)

    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    # The reach is set for everybody, empty for a visitor; beyond that the database is not asked.
    assert not [
        one["sql"] for one in asked if " from " in one["sql"].lower() or "insert" in one["sql"].lower()
    ]


@pytest.mark.parametrize("method", ["post", "delete", "put"])
def test_it_is_only_ever_asked(method: str) -> None:
    assert getattr(Client(), method)(reverse("guide:fit")).status_code == 405
