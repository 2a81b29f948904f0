"""Who stands around a pupil, in which order they are called, and who holds which right."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.organisations.models import Organisation
from handrail.apps.pupils import actions, pages, queries
from handrail.apps.pupils.models import CircleMember
from handrail.law.lawbook import lawbook
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]


def family(cast: Cast) -> list[str]:
    with acting(cast.coordinator):
        return [one.name for one in queries.circle(cast.young.pupil.pk) if one.kind in CircleMember.FAMILY]


def test_the_family_is_called_in_an_order_that_people_choose(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        gran = CircleMember(kind="family", name="Gran Granger", relation="grandmother")
        gran = actions.join_circle(pupil=cast.young.pupil, member=gran, on=TODAY, by=by)
    start = family(cast)
    assert start == ["Gran Granger", "Pat Parent", "Paula Parent"]
    with acting(cast.coordinator) as by:
        actions.move_member(member=gran, earlier=False, on=TODAY, by=by)
    assert family(cast) == ["Pat Parent", "Gran Granger", "Paula Parent"]
    with acting(cast.coordinator) as by:
        actions.move_member(member=gran, earlier=False, on=TODAY, by=by)
        actions.move_member(member=gran, earlier=False, on=TODAY, by=by)
    assert family(cast) == ["Pat Parent", "Paula Parent", "Gran Granger"]


def test_only_the_family_has_an_order_and_only_keepers_change_it(cast: Cast) -> None:
    with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="Only the family"):
        teacher = cast.young.pupil.circlemembers.get(person=cast.class_teacher)
        actions.move_member(member=teacher, earlier=True, on=TODAY, by=by)
    for who in (cast.class_teacher, cast.parent, cast.officer):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.move_member(member=cast.young.parent, earlier=True, on=TODAY, by=by)
    assert family(cast) == ["Pat Parent", "Paula Parent"]


@pytest.mark.django_db(transaction=True)
def test_moved_by_several_at_once_nobody_is_lost(cast: Cast) -> None:
    def move(earlier: bool) -> None:
        with acting(cast.coordinator) as by:
            actions.move_member(member=cast.young.parent, earlier=earlier, on=TODAY, by=by)
        connection.close()

    racers = [threading.Thread(target=move, args=[number % 2 == 0]) for number in range(6)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(family(cast)) == ["Pat Parent", "Paula Parent"]
    with acting(cast.coordinator):
        orders = [one.order for one in queries.circle(cast.young.pupil.pk) if one.kind in CircleMember.FAMILY]
    assert orders == [1, 2]


def test_the_page_shows_the_groups_and_moves(cast: Cast, seen_by: Browser) -> None:
    browser, pupil = seen_by(cast.coordinator), cast.young.pupil
    page = reverse("pupils:circle", args=[pupil.pk])
    text = browser.get(page).content.decode()
    for words in (
        "Family",
        "Key adults",
        "Teachers and staff",
        "Professionals from outside",
        "Who holds which right",
    ):
        assert words in text
    assert "No e-mail: letters, or a call" in text
    assert "Does not have parental rights" in text
    move = reverse("pupils:move", args=[pupil.pk, cast.young.parent.pk])
    assert browser.post(move, {"way": "earlier"}).status_code == 302
    assert family(cast) == ["Paula Parent", "Pat Parent"]
    assert browser.get(move).status_code == 405
    assert seen_by(cast.class_teacher).post(move, {"way": "later"}).status_code == 403
    assert seen_by(cast.other_coordinator).post(move, {"way": "later"}).status_code == 404


@pytest.mark.parametrize(
    ("place", "born", "who"),
    [
        ("gb-sct", date(2016, 9, 14), ("Paula",)),
        ("gb-sct", date(2013, 3, 2), ("Paula", "Robin, once it has been assessed")),
        # 16 today, and over school age only from the winter leaving date; 16 in September, since 31 May.
        ("gb-sct", date(2010, 11, 19), ("Paula", "Robin, once it has been assessed")),
        ("gb-sct", date(2010, 9, 30), ("Robin",)),
        ("gb-eng", date(2010, 11, 19), ("Paula",)),
        ("gb-eng", date(2010, 8, 31), ("Robin",)),
        ("us-tx", date(2008, 11, 20), ("Paula",)),
        ("us-tx", date(2008, 11, 19), ("Robin",)),
        ("nz", date(2016, 9, 14), ("Paula", "Robin")),
    ],
)
def test_who_holds_a_right_follows_the_age_and_the_place(
    cast: Cast, place: str, born: date, who: tuple[str, ...]
) -> None:
    with acting(cast.coordinator):
        pupil = queries.pupil(cast.young.pupil.pk)
        pupil.born, pupil.school.jurisdiction = born, place
        circle = [
            CircleMember(kind="parent", name="Paula", parental_responsibility=True),
            CircleMember(kind="parent", name="Pat"),
        ]
        page = pages.circle_page(pupil, circle, day=TODAY)
    first = page.rights[0]
    assert first.who == who
    assert first.rights[0][1].url.startswith("https://")
    assert all(held.who for held in page.rights)


@pytest.mark.parametrize("place", sorted(lawbook().jurisdictions))
def test_the_page_speaks_for_every_place(cast: Cast, seen_by: Browser, place: str) -> None:
    Organisation.objects.filter(pk=cast.school.pk).update(jurisdiction=place)
    text = (
        seen_by(cast.coordinator).get(reverse("pupils:circle", args=[cast.young.pupil.pk])).content.decode()
    )
    assert "Paula Parent" in text
    assert "may:" in text
    assert "does not yet list" not in text
