"""Whoever sees a pupil and may not do what they tried is recorded, once, after what was refused is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import psycopg
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from handrail.apps.accounts import actions
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed
from handrail.apps.audit import actions as audit
from handrail.apps.audit import queries
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import Pupil
from handrail.config.urls import urlpatterns as product_urls
from tests.apps.audit.conftest import AsOwner
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]
Owner = psycopg.Connection[tuple[Any, ...]]


def writes_and_is_refused(request: HttpRequest, pupil_id: UUID) -> HttpResponse:
    Pupil.objects.filter(pk=pupil_id).update(class_name="Overwritten")
    pupil = Pupil.objects.get(pk=pupil_id)
    audit.record(
        "pupil.changed",
        about=f"pupil:{pupil.pk}",
        by=request.actor,  # type: ignore[attr-defined]
        on=TODAY,
        pupil_id=pupil.pk,
        school_id=pupil.school_id,
    )
    raise NotAllowed("Only others may.", act="try this", row=pupil)


def names_a_pupil_out_of_reach(request: HttpRequest, pupil_id: UUID, school_id: int) -> HttpResponse:
    raise NotAllowed("Only others may.", act="try this", row=Pupil(pk=pupil_id, school_id=school_id))


urlpatterns = [
    *product_urls,
    path("writes/<uuid:pupil_id>/", writes_and_is_refused, name="writes"),
    path("names/<uuid:pupil_id>/<int:school_id>/", names_a_pupil_out_of_reach, name="names"),
]


def recorded(owner: Owner) -> list[tuple[Any, ...]]:
    return owner.execute(
        "select pupil_id, school_id, about, by_id, by_role, audience, happened_on, detail from audit_fact"
        " where kind = 'access.refused' order by id"
    ).fetchall()


def facts(owner: Owner) -> tuple[Any, ...]:
    return (
        owner.execute(
            "select (select count(*) from audit_fact), (select sum(position) from audit_chain)"
        ).fetchone()
        or ()
    )


def test_a_refusal_is_recorded_once_with_who_what_on_what_and_when(
    committed: Cast, seen_by: Browser, owner_connection: Owner, as_owner: AsOwner
) -> None:
    pupil, teacher = committed.young.pupil, committed.class_teacher
    browser = seen_by(teacher)
    before = facts(owner_connection)

    for _ in range(3):
        answer = browser.post(reverse("pupils:join", args=[pupil.pk]), {"name": "Gran", "kind": "family"})
        assert answer.status_code == 403
        assert "Only the coordinator or the head teacher may" in answer.content.decode()

    assert recorded(owner_connection) == [
        (
            pupil.pk,
            committed.school.pk,
            f"pupil:{pupil.pk}",
            teacher.pk,
            "class teacher",
            "keepers",
            TODAY,
            {"act": "change this pupil’s circle"},
        )
    ]
    assert facts(owner_connection) == tuple(number + 1 for number in before)
    with as_owner():
        assert list(queries.altered()) == []


def test_another_act_another_thing_another_person_and_another_day_are_recorded_too(cast: Cast) -> None:
    def refused(who: Person, act: str, row: Pupil | Plan, *, on: int = 0) -> bool:
        day = TODAY + timedelta(days=on)
        with acting(who, on=day) as by:
            return actions.record_refusal(NotAllowed("No.", act=act, row=row), on=day, by=by)

    pupil, plan, teacher = cast.young.pupil, cast.young.plan, cast.class_teacher

    assert refused(teacher, "try this", pupil)
    assert not refused(teacher, "try this", pupil)
    assert refused(teacher, "try that", pupil)
    assert refused(teacher, "try this", plan)
    assert refused(teacher, "try this", cast.older.pupil)
    assert refused(cast.teaching_assistant, "try this", pupil)
    assert refused(teacher, "try this", pupil, on=1)


@pytest.mark.urls("tests.apps.audit.test_refusals")
def test_of_a_refused_view_only_the_refusal_is_left(
    committed: Cast, seen_by: Browser, owner_connection: Owner
) -> None:
    pupil = committed.young.pupil
    before = facts(owner_connection)

    assert seen_by(committed.coordinator).get(f"/writes/{pupil.pk}/").status_code == 403

    assert [one[-1] for one in recorded(owner_connection)] == [{"act": "try this"}]
    assert facts(owner_connection) == tuple(number + 1 for number in before)
    assert owner_connection.execute(
        "select count(*) from pupils_pupil where class_name = 'Overwritten'"
    ).fetchone() == (0,)


def test_a_refused_script_is_recorded_as_a_refused_button_is(
    committed: Cast, seen_by: Browser, owner_connection: Owner
) -> None:
    page = reverse("plans:section", args=[committed.young.plan.pk, "changes"])
    sent = {"text": "Mine", "revision": "1"}

    answer = seen_by(committed.teaching_assistant).post(page, sent, headers={"X-Handrail-Autosave": "1"})

    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    ((*_, detail),) = recorded(owner_connection)
    assert detail == {"act": "write in this draft"}


def test_a_stranger_and_a_visitor_leave_nothing(
    committed: Cast, seen_by: Browser, owner_connection: Owner
) -> None:
    before = facts(owner_connection)
    strangers = (
        committed.other_coordinator,
        committed.parent_without_responsibility,
        committed.past_psychologist,
        committed.administrator,
    )
    for pupil_id in (committed.young.pupil.pk, uuid4()):
        page = reverse("pupils:join", args=[pupil_id])
        for who in strangers:
            assert seen_by(who).post(page, {"name": "Gran", "kind": "family"}).status_code == 404
        assert seen_by(None).post(page).status_code == 302
    assert seen_by(committed.class_teacher).get(reverse("pupils:join", args=[uuid4()])).status_code == 404

    assert facts(owner_connection) == before


@pytest.mark.urls("tests.apps.audit.test_refusals")
def test_no_fact_is_written_about_a_pupil_beyond_the_reach(
    committed: Cast, seen_by: Browser, owner_connection: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    """Even if a page named one: the database takes a fact only within the reach of who asked."""
    before = facts(owner_connection)
    pupil = committed.young.pupil

    answer = seen_by(committed.other_coordinator).get(f"/names/{pupil.pk}/{committed.school.pk}/")

    assert answer.status_code == 403
    assert facts(owner_connection) == before
    assert "A refusal could not be recorded." in caplog.text


@pytest.fixture
def full_record(owner_connection: Owner) -> Iterator[None]:
    """The server says, as with a full disk, that no fact can be stored."""
    owner_connection.execute(
        "create function no_room() returns trigger language plpgsql as $$ begin"
        " raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';"
        " end $$"
    )
    owner_connection.execute("create trigger no_room before insert on audit_fact execute function no_room()")
    yield
    owner_connection.execute("drop function no_room() cascade")


def test_a_record_that_cannot_be_written_is_logged_and_changes_no_answer(
    committed: Cast, seen_by: Browser, full_record: None, caplog: pytest.LogCaptureFixture
) -> None:
    browser = seen_by(committed.class_teacher)

    answer = browser.get(reverse("pupils:join", args=[committed.young.pupil.pk]))

    assert answer.status_code == 403
    assert "Only the coordinator or the head teacher may" in answer.content.decode()
    assert "A refusal could not be recorded." in caplog.text
    assert browser.get(reverse("home:pupil", args=[committed.young.pupil.pk])).status_code == 200


def test_a_fault_in_our_own_words_changes_no_answer_either(
    cast: Cast, seen_by: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with mock.patch.object(audit, "record", side_effect=ZeroDivisionError):
        answer = seen_by(cast.class_teacher).get(reverse("pupils:join", args=[cast.young.pupil.pk]))

    assert answer.status_code == 403
    assert "A refusal could not be recorded." in caplog.text


def test_those_who_answer_for_access_read_it_in_the_record_and_a_family_does_not(
    cast: Cast, seen_by: Browser
) -> None:
    says = "Was not allowed to read the record of this pupil."
    for subject, reader in ((cast.young, cast.class_teacher), (cast.older, cast.teaching_assistant)):
        page = reverse("home:record", args=[subject.pupil.pk])
        assert seen_by(reader).get(page).status_code == 403

    for subject in (cast.young, cast.older):
        record = reverse("home:record", args=[subject.pupil.pk])
        for keeper in (cast.coordinator, cast.head):
            assert says in seen_by(keeper).get(record).content.decode()
            glance = seen_by(keeper).get(reverse("home:pupil", args=[subject.pupil.pk]))
            assert says not in glance.content.decode(), "what happened lately is about the pupil"
        others = [cast.parent, cast.officer, *([cast.older_pupil] if subject is cast.older else [])]
        for other in others:
            answer = seen_by(other).get(record)
            assert answer.status_code == 200
            assert says not in answer.content.decode()


def test_what_concerns_no_pupil_is_in_no_pupil_s_record(cast: Cast) -> None:
    refused = NotAllowed("No.", act="change this calendar", row=None)
    with acting(cast.class_teacher) as by:
        assert not actions.record_refusal(refused, on=TODAY, by=by)
        visitor = replace(by, person_id=None)
        refused = NotAllowed("No.", act="try this", row=cast.young.pupil)
        assert not actions.record_refusal(refused, on=TODAY, by=visitor)
