"""A reach ends with its transaction, is widened only for a block, and opens for one organisation at a time."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from handrail.apps.organisations.models import Organisation
from handrail.apps.pupils.models import Pupil
from handrail.reach import setting
from handrail.reach.setting import OutsideTransaction, Reach
from tests.cast import Cast

SOME = Reach(schools=frozenset({4, 9}), pupils=frozenset({uuid4(), uuid4()}))
MORE = Reach(schools=frozenset({16}), pupils=frozenset({uuid4()}))


@pytest.mark.django_db(transaction=True)
def test_a_reach_needs_a_transaction_and_ends_with_it() -> None:
    with pytest.raises(OutsideTransaction):
        setting.apply(SOME)
    assert setting.current() == Reach.nothing()

    with transaction.atomic():
        setting.apply(SOME)
        assert setting.current() == SOME
    assert setting.current() == Reach.nothing()


@pytest.mark.django_db(transaction=True)
def test_a_reach_ends_also_when_the_transaction_fails() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        setting.apply(SOME)
        raise ZeroDivisionError

    assert setting.current() == Reach.nothing()


@pytest.mark.django_db
def test_widening_adds_for_a_block_and_goes_back() -> None:
    setting.apply(SOME)
    with setting.widened(MORE):
        assert setting.current() == SOME | MORE
        with setting.widened(Reach(schools=frozenset({25}))):
            assert setting.current().schools == {4, 9, 16, 25}
        assert setting.current() == SOME | MORE
    assert setting.current() == SOME


@pytest.mark.django_db
def test_widening_goes_back_also_after_an_exception_that_somebody_catches() -> None:
    setting.apply(SOME)
    with pytest.raises(ZeroDivisionError), setting.widened(MORE):
        raise ZeroDivisionError
    assert setting.current() == SOME

    # In a savepoint that fails, too: its rollback and the way back are both taken.
    with pytest.raises(ZeroDivisionError), transaction.atomic(), setting.widened(MORE):
        raise ZeroDivisionError
    assert setting.current() == SOME


@pytest.mark.django_db
def test_widening_goes_back_also_after_the_server_refused_something() -> None:
    setting.apply(SOME)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        setting.widened(MORE),
        connection.cursor() as cursor,
    ):
        cursor.execute("select 1 / 0")
    assert setting.current() == SOME

    with (
        pytest.raises(DatabaseError),
        setting.widened(MORE),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select 1 / 0")
    assert setting.current() == SOME


def pupils_of(organisation: Organisation) -> set[str]:
    with setting.of_organisation(organisation.pk):
        return set(Pupil.objects.values_list("given_name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_an_organisation_reaches_its_own_pupils(peopled: Cast) -> None:
    agency = Organisation.objects.create(
        kind="agency", slug="health", name="Lantern Health Board", jurisdiction="gb-sct"
    )
    elsewhere = Organisation.objects.create(
        kind="authority", slug="elsewhere", name="Elsewhere Council", jurisdiction="gb-sct"
    )

    assert pupils_of(peopled.school) == {"Robin", "Merle"}
    assert pupils_of(peopled.authority) == {"Robin", "Merle"}
    assert pupils_of(peopled.other_school) == set()
    assert pupils_of(agency) == set()
    assert pupils_of(elsewhere) == set()
    with setting.of_organisation(10_000_000) as nobody:
        assert nobody == Reach.nothing()
    assert setting.current() == Reach.nothing()


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", ["", "{}", "{NULL}"])
def test_an_empty_setting_is_nobody_and_no_fault(cast: Cast, nonsense: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('handrail.schools', %s, true), set_config('handrail.pupils', %s, true)",
            [nonsense, nonsense],
        )
    assert Pupil.objects.count() == 0
