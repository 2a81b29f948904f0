"""Facts around a pupil, the circle, the pupil's own words, and a change of school."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.pupils import actions, queries
from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import CircleMember, Enrolment, ProfileLine, Pupil, Voice
from handrail.reach.models import PupilData
from tests.cast import TODAY, Cast, acting

Browser = Callable[[Person | None], Client]
ADA = Particulars(given_name="Ada", family_name="Newcomer", born=date(2016, 9, 14))


def day(field: str, on: date) -> dict[str, object]:
    return {f"{field}-day": on.day, f"{field}-month": on.month, f"{field}-year": on.year}


def count(cast: Cast) -> tuple[int, int, int]:
    with acting(cast.officer):
        return Pupil.objects.count(), CircleMember.objects.count(), Fact.objects.count()


def test_a_pupil_is_entered_and_changed_and_what_it_was_is_recorded(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        pupil = actions.add_pupil(school=cast.school, particulars=ADA, on=TODAY, by=by)
        assert (pupil.known_as, pupil.name) == ("Ada", "Ada Newcomer")
        assert [one.kind for one in queries.circle(pupil.pk)] == ["pupil"]
        assert Enrolment.objects.get(pupil=pupil).starts_on == TODAY
        actions.change_particulars(pupil=pupil, particulars=replace(ADA, known_as="Addie"), on=TODAY, by=by)
        actions.change_particulars(pupil=pupil, particulars=replace(ADA, known_as="Addie"), on=TODAY, by=by)
        fact = Fact.objects.get(kind="pupil.changed", pupil_id=pupil.pk)
    assert fact.detail["changed"] == {"known_as": ["Ada", "Addie"]}


@pytest.mark.parametrize(
    "born", [TODAY + timedelta(1), date(1980, 1, 1)], ids=["in the future", "too long ago"]
)
def test_a_birth_date_that_cannot_be_is_refused_by_the_action(cast: Cast, born: date) -> None:
    before = count(cast)
    with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="birth date"):
        actions.add_pupil(school=cast.school, particulars=replace(ADA, born=born), on=TODAY, by=by)
    with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="birth date"):
        actions.change_particulars(
            pupil=cast.young.pupil, particulars=replace(ADA, born=born), on=TODAY, by=by
        )
    for who in (cast.class_teacher, cast.parent, cast.officer, cast.other_coordinator):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.add_pupil(school=cast.school, particulars=ADA, on=TODAY, by=by)
    assert count(cast) == before


def test_the_form_of_a_pupil_says_what_is_wrong_with_a_day(cast: Cast, seen_by: Browser) -> None:
    browser, before = seen_by(cast.coordinator), count(cast)
    name = {"given_name": "Ada", "family_name": "Newcomer"}
    for typed, says in (
        (("20", "11", "2026"), "still to come"),
        (("31", "2", "2016"), "a day that exists"),
        (("29", "February", "2017"), "a day that exists"),
        (("14", "9", "16"), "four figures"),
        (("14", "", "2016"), "Add the month"),
        (("", "", ""), "Enter a day"),
        (("14", "9", "1916"), "more than 30 years ago"),
        (("9" * 50, "9", "2016"), "a day that exists"),
        (("-1", "9", "2016"), "a day that exists"),
        (("\0", "9", "2016"), "a day that exists"),
    ):
        born = dict(zip(("born-day", "born-month", "born-year"), typed, strict=True))
        for page in (reverse("pupils:add"), reverse("pupils:particulars", args=[cast.young.pupil.pk])):
            answer = browser.post(page, name | born)
            assert answer.status_code == 422, (page, typed)
            assert says in answer.content.decode(), (page, typed)
    assert seen_by(cast.other_coordinator).post(
        reverse("pupils:particulars", args=[cast.young.pupil.pk]), name | day("born", ADA.born)
    ).status_code == 404  # fmt: skip
    assert count(cast) == before
    assert browser.post(reverse("pupils:add"), name | day("born", ADA.born)).status_code == 302
    assert count(cast)[0] == before[0] + 1


def test_somebody_from_outside_joins_with_a_purpose_and_an_end(cast: Cast) -> None:
    pupil = cast.young.pupil
    therapist = Person.objects.create_user(email="t@cast.example", password="a good long one", name="Theo")

    def member(**more: object) -> CircleMember:
        return CircleMember(kind="professional", name="Theo", person=therapist, **more)

    before = count(cast)
    for given, says in (
        ({"access_until": TODAY}, "asked to do"),
        ({"purpose": "Speech"}, "until when"),
        (
            {"purpose": "Speech", "access_from": TODAY, "access_until": TODAY - timedelta(1)},
            "ends before it starts",
        ),
    ):
        with acting(cast.coordinator) as by, pytest.raises(NotPossible, match=says):
            actions.join_circle(pupil=pupil, member=member(**given), on=TODAY, by=by)
    twice = CircleMember(kind="parent", name="Paula", person=cast.parent)
    with acting(cast.coordinator) as by, pytest.raises(NotPossible, match="already in the circle"):
        actions.join_circle(pupil=pupil, member=twice, on=TODAY, by=by)
    for who in (cast.class_teacher, cast.parent, cast.officer):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.join_circle(pupil=pupil, member=CircleMember(kind="family", name="Gran"), on=TODAY, by=by)
    assert count(cast) == before
    with (
        acting(cast.coordinator),
        pytest.raises(IntegrityError, match="purpose_and_an_end"),
        transaction.atomic(),
    ):
        CircleMember.objects.create(
            kind="professional", name="Theo", person=therapist, pupil=pupil, school=cast.school
        )

    with acting(cast.coordinator) as by:
        joined = actions.join_circle(
            pupil=pupil, member=member(purpose="Speech", access_until=TODAY), on=TODAY, by=by
        )
    with acting(therapist) as by:
        assert Pupil.objects.filter(pk=pupil.pk).exists()
    with acting(therapist, on=TODAY + timedelta(1)):
        assert not Pupil.objects.exists()
    with acting(cast.coordinator) as by:
        actions.end_access(pupil=pupil, member=joined, last_day=TODAY - timedelta(1), on=TODAY, by=by)
    with acting(therapist):
        assert not Pupil.objects.exists()


def test_the_pages_of_the_circle(cast: Cast, seen_by: Browser) -> None:
    pupil, browser = cast.young.pupil, seen_by(cast.coordinator)
    join = reverse("pupils:join", args=[pupil.pk])
    member = reverse("pupils:member", args=[pupil.pk, cast.young.parent.pk])
    with acting(cast.coordinator):
        own = CircleMember.objects.get(pupil=pupil, kind="pupil")
    before = count(cast)
    for page, wrong, says in (
        (join, {"name": "", "kind": "family"}, "Enter their name"),
        (join, {"name": "Theo", "kind": "professional"}, "Say what they are asked to do"),
        (join, {"name": "Theo", "kind": "pupil"}, "valid choice"),
        (join, {"name": "Theo", "kind": "family", "email": "not an address"}, "name@example.org"),
        (member, {"name": "x" * 201, "kind": "parent"}, "at most 200"),
        (member, {"name": "Theo\0", "kind": "parent"}, "Null characters"),
    ):
        answer = browser.post(page, wrong)
        assert answer.status_code == 422, (page, wrong)
        assert says in answer.content.decode(), (page, wrong)
    good = {"name": "Gran", "kind": "family"}
    # The pupil's own place, and somebody of another circle, are not to be had here.
    for other in (own.pk, cast.older.parent.pk):
        assert browser.post(reverse("pupils:member", args=[pupil.pk, other]), good).status_code == 404
    for who, status in ((cast.parent, 403), (cast.class_teacher, 403), (cast.other_coordinator, 404)):
        assert seen_by(who).post(join, good).status_code == status
        assert seen_by(who).post(member, good).status_code == status
    # Two who see the pupil were refused, twice the same, which is recorded once; nothing else has changed.
    assert count(cast) == (*before[:2], before[2] + 2)
    assert browser.post(join, good).status_code == 302
    assert "Gran" in browser.get(reverse("pupils:circle", args=[pupil.pk])).content.decode()


def test_the_profile_and_the_pupils_own_words(cast: Cast, seen_by: Browser) -> None:
    pupil = cast.young.pupil
    with acting(cast.coordinator) as by:
        actions.set_profile(pupil=pupil, lines={"skills": ["Maps", " ", "Knots"]}, on=TODAY, by=by)
        assert [one.text for one in queries.profile(pupil.pk)] == ["Maps", "Knots"]
        before = Voice.objects.count()
        for given, says in (
            ({"words": " ", "with_whom": by.name}, "what the pupil said"),
            ({"words": "x", "with_whom": by.name, "said_on": TODAY + timedelta(1)}, "a day to come"),
            ({"words": "x"}, "who wrote these words down"),
        ):
            with pytest.raises(NotPossible, match=says), transaction.atomic():
                actions.record_voice(pupil=pupil, on=TODAY, by=by, **({"said_on": TODAY} | given))  # type: ignore[arg-type]
        assert Voice.objects.count() == before
    for who in (cast.parent, cast.psychologist, cast.other_coordinator):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.record_voice(pupil=pupil, words="x", said_on=TODAY, with_whom="x", on=TODAY, by=by)

    speak = reverse("pupils:speak", args=[pupil.pk])
    own = seen_by(cast.young_pupil)
    assert own.post(speak, {"words": ""}).status_code == 422
    assert own.post(speak, {"words": "  I like 🦊 and مرحبا \r\n"}).status_code == 302
    with acting(cast.coordinator):
        assert Voice.objects.get(said_on=TODAY).words == "  I like 🦊 and مرحبا \n"
        assert ProfileLine.objects.filter(pupil=pupil).count() == 2
    late = {"words": "x", **day("said_on", TODAY + timedelta(1))}
    assert seen_by(cast.teaching_assistant).post(speak, late).status_code == 422
    assert seen_by(cast.parent).post(speak, {"words": "x"}).status_code == 403
    assert seen_by(cast.other_coordinator).post(speak, {"words": "x"}).status_code == 404


def test_an_officer_moves_a_pupil_with_every_row(cast: Cast) -> None:
    pupil = cast.young.pupil
    tables = [model for model in apps.get_models() if issubclass(model, PupilData)]
    with acting(cast.officer) as by:
        before = {model: model.objects.filter(pupil=pupil).count() for model in tables}
        actions.change_school(pupil_id=pupil.pk, to=cast.other_school, on=TODAY, by=by)
    with acting(cast.other_coordinator):
        for model in tables:
            there = model.objects.filter(pupil=pupil, school=cast.other_school).count()
            assert there == before[model] + (model is Enrolment), model
    assert sum(1 for number in before.values() if number) >= 12
    with acting(cast.coordinator, on=TODAY + timedelta(1)):
        assert not Pupil.objects.filter(pk=pupil.pk).exists()
        assert Pupil.objects.filter(pk=cast.older.pupil.pk).exists()
    with acting(cast.parent):
        assert Pupil.objects.get(pk=pupil.pk).school_id == cast.other_school.pk


def test_nobody_else_moves_a_pupil_and_no_row_moves_alone(cast: Cast) -> None:
    pupil = cast.young.pupil
    for who in (cast.coordinator, cast.head, cast.parent):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.change_school(pupil_id=pupil.pk, to=cast.other_school, on=TODAY, by=by)
    with acting(cast.officer) as by, pytest.raises(NotPossible, match="already at"):
        actions.change_school(pupil_id=pupil.pk, to=cast.school, on=TODAY, by=by)
    # By hand, past the action: the reach of one school refuses to let a row leave it.
    with acting(cast.head), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Pupil.objects.filter(pk=pupil.pk).update(school=cast.other_school)
    with acting(cast.officer), pytest.raises(IntegrityError, match="follows_pupil"), transaction.atomic():
        Voice.objects.filter(pupil=pupil).update(school=cast.other_school)
    with acting(cast.coordinator):
        assert Pupil.objects.get(pk=pupil.pk).school_id == cast.school.pk
