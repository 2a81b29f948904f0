"""What was asked, given, refused and withdrawn: added, never changed, and only by those it was asked of."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.consents import actions, queries
from handrail.apps.consents.actions import FOLLOWS, Evidence, Finding
from handrail.apps.consents.models import Consent, ConsentEntry, Purpose, RightAssessment
from handrail.apps.consents.queries import Standing
from handrail.apps.organisations.models import Organisation
from handrail.apps.pupils.models import CircleMember, Pupil
from tests.cast import TODAY, Cast, Subject, acting, moment
from tests.core.test_file_kinds import PDF

Browser = Callable[[Person | None], Client]
Answer = ConsentEntry.Answer
NOW = moment(TODAY)


def asked(cast: Cast, *, of: CircleMember | None = None, purpose: str = "share", **more: str) -> Consent:
    with acting(cast.coordinator) as by:
        return actions.ask(
            pupil=cast.young.pupil,
            member=of or cast.young.parent,
            purpose=purpose,
            what=more.get("what", "Send the speech report to the school"),
            with_whom=more.get("with_whom", "NHS speech therapy"),
            on=TODAY,
            by=by,
        )


def answers(cast: Cast, consent: Consent, answer: str, *, who: Person | None = None) -> ConsentEntry:
    with acting(who or cast.parent) as by:
        return actions.answer(consent=consent, answer=answer, on=TODAY, at=NOW, by=by)


def notes(cast: Cast, consent: Consent, answer: str, *, on: date = TODAY, **more: object) -> ConsentEntry:
    with acting(cast.coordinator) as by:
        return actions.note_answer(
            consent=consent,
            answer=answer,
            how=str(more.get("how", "phone")),
            happened_on=on,
            evidence=more.get("evidence"),  # type: ignore[arg-type]
            on=TODAY,
            at=NOW,
            by=by,
        )


def standing(cast: Cast, purpose: str = "share", **more: str) -> list[Standing]:
    with acting(cast.coordinator):
        return queries.standing(cast.young.pupil.pk, purpose, **more)


def test_consent_is_awaited_given_withdrawn_and_given_again(cast: Cast) -> None:
    consent = asked(cast)
    assert standing(cast)[0].is_awaited
    answers(cast, consent, "given")
    assert standing(cast)[0].is_given
    notes(cast, consent, "withdrawn")
    (now,) = standing(cast, with_whom=" nhs SPEECH therapy ")
    assert now.is_withdrawn
    assert now.last is not None
    assert (now.last.how, now.last.noted_by_name) == ("phone", cast.coordinator.name)
    answers(cast, consent, "given")
    with acting(cast.coordinator):
        kept = list(consent.entries.values_list("number", "answer", "how"))
        facts = list(
            Fact.objects.filter(kind__startswith="consent.").order_by("id").values_list("kind", flat=True)
        )
    assert kept == [(1, "given", "here"), (2, "withdrawn", "phone"), (3, "given", "here")]
    assert facts == ["consent.asked", "consent.given", "consent.withdrawn", "consent.given"]
    assert standing(cast, Purpose.ASSESSMENT) == []
    assert standing(cast, with_whom="somebody else") == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=st.lists(st.sampled_from(list(Answer.values)), max_size=7))
def test_whatever_is_tried_only_what_may_follow_is_kept(cast: Cast, tries: list[str]) -> None:
    consent = asked(cast)
    last: str | None = None
    for one in tries:
        with acting(cast.coordinator):
            before = list(consent.entries.values_list("number", "answer"))
        if one in FOLLOWS[Answer(last) if last else None]:
            answers(cast, consent, one)
            last = one
        elif one == last:
            answers(cast, consent, one)  # the same again changes nothing
        else:
            with pytest.raises(NotPossible):
                answers(cast, consent, one)
        with acting(cast.coordinator):
            after = list(consent.entries.values_list("number", "answer"))
        assert after[: len(before)] == before
    with acting(cast.coordinator):
        found = queries.last_entry(consent)
    assert (found.answer if found else None) == last


def test_nobody_answers_for_somebody_else(cast: Cast) -> None:
    consent = asked(cast)
    for who in (cast.young_pupil, cast.class_teacher, cast.coordinator, cast.psychologist, cast.officer):
        with pytest.raises(NotAllowed):
            answers(cast, consent, "given", who=who)
    with acting(cast.officer) as by, pytest.raises(NotAllowed):
        actions.note_answer(
            consent=consent, answer="given", how="phone", happened_on=TODAY, on=TODAY, at=NOW, by=by
        )
    assert standing(cast)[0].is_awaited


def test_only_those_who_can_consent_are_asked(cast: Cast) -> None:
    with acting(cast.coordinator):
        circle = {one.name: one for one in cast.young.pupil.circlemembers.all()}
    for name in ("Pat Parent", "Tess Teacher"):
        with pytest.raises(NotPossible, match="cannot consent"):
            asked(cast, of=circle[name])
    with pytest.raises(NotPossible, match="cannot consent"):
        asked(cast, of=cast.older.parent)
    with pytest.raises(NotPossible, match="With whom|with whom"):
        asked(cast, with_whom=" ")
    assert standing(cast) == []
    own = next(one for one in circle.values() if one.kind == "pupil")
    consent = asked(cast, of=own, purpose="recording", with_whom="")
    answers(cast, consent, "refused", who=cast.young_pupil)
    assert not standing(cast, "recording")[0].is_given


def test_an_answer_noted_has_a_day_a_way_and_perhaps_a_file(cast: Cast) -> None:
    consent = asked(cast)
    for refused, says in (
        (lambda: notes(cast, consent, "given", on=TODAY + timedelta(1)), "still to come"),
        (lambda: notes(cast, consent, "given", how="here"), "how they answered"),
        (lambda: notes(cast, consent, "withdrawn"), "no consent to withdraw"),
        (lambda: notes(cast, consent, "given", evidence=Evidence("form.pdf", b"MZ program")), "a program"),
    ):
        with pytest.raises(NotPossible, match=says):
            refused()
    assert standing(cast)[0].is_awaited

    notes(cast, consent, "given", how="writing", evidence=Evidence("form.pdf", PDF))
    with acting(cast.coordinator):
        entry = queries.entry_with_evidence(cast.young.pupil.pk, consent.pk, 1)
    assert bytes(entry.evidence or b"") == PDF
    with pytest.raises(NotPossible, match="cannot have come before"):
        notes(cast, consent, "withdrawn", on=TODAY - timedelta(3))


def test_the_application_cannot_change_or_remove_an_answer(cast: Cast) -> None:
    answers(cast, asked(cast), "given")
    for statement in (
        "update consents_consententry set answer = 'refused'",
        "delete from consents_consententry",
        "update consents_rightassessment set capacity = true",
    ):
        with acting(cast.coordinator), pytest.raises(ProgrammingError, match="permission denied"):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_follow_one_another(cast: Cast) -> None:
    consent = asked(cast)
    barrier = threading.Barrier(6)
    refused: list[str] = []

    def press(answer: str) -> None:
        barrier.wait()
        try:
            answers(cast, consent, answer)
        except NotPossible as problem:
            refused.append(str(problem))
        finally:
            connection.close()

    racers = [threading.Thread(target=press, args=[one]) for one in ("given", "refused") * 3]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    with acting(cast.coordinator):
        kept = list(consent.entries.values_list("number", "answer"))
    assert [number for number, _ in kept] == list(range(1, len(kept) + 1))
    for (_, before), (_, after) in pairwise(kept):
        assert after in FOLLOWS[Answer(before)]


# --- a child's own rights -----------------------------------------------------------------------------


def finding(**more: object) -> Finding:
    known: dict[str, object] = {
        "assessed_on": TODAY,
        "assessed_by_name": "Dr Petra Psychologist",
        "assessed_as": "educational psychologist",
        "capacity": True,
        "capacity_reasons": "Merle explained the plan and what could change.",
        "wellbeing": True,
        "wellbeing_reasons": "Merle has a supporter.",
    }
    return Finding(**known | more)  # type: ignore[arg-type]


def assess(cast: Cast, subject: Subject, *, right: str = "early-review", **more: object) -> RightAssessment:
    with acting(cast.coordinator) as by:
        return actions.assess_right(
            pupil=subject.pupil, right=right, finding=finding(**more), on=TODAY, at=NOW, by=by
        )


def test_capacity_and_wellbeing_are_both_needed_and_assessed_again(cast: Cast) -> None:
    first = assess(cast, cast.older, wellbeing=False, wellbeing_reasons="Merle is worn out by it just now.")
    assert not first.may_use_it
    second = assess(cast, cast.older)
    assert second.may_use_it
    assert "2004 asp 4, s. 3" in second.cites
    assert "ss. 3A-3B" in second.cites
    with acting(cast.older_pupil):
        assert {one.pk for one in queries.assessments(cast.older.pupil.pk)} == {first.pk, second.pk}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"capacity_reasons": " "}, "Give a reason"),
        ({"assessed_by_name": ""}, "Say who assessed"),
        ({"assessed_on": TODAY + timedelta(1)}, "still to come"),
        ({"told_child_on": TODAY - timedelta(1)}, "before the assessment"),
        ({"assessed_on": TODAY - timedelta(days=800)}, "was 11 on that day"),
    ],
)
def test_an_assessment_says_who_when_and_why(cast: Cast, fields: dict[str, object], says: str) -> None:
    with pytest.raises(NotPossible, match=says):
        assess(cast, cast.older, **fields)
    with acting(cast.coordinator):
        assert not RightAssessment.objects.exists()


def test_a_younger_child_and_another_right_are_not_assessed(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="assessed from 12 on. Robin was 10"):
        assess(cast, cast.young)
    with pytest.raises(NotPossible, match="asks for no such assessment"):
        assess(cast, cast.older, right="fly")
    for who in (cast.class_teacher, cast.parent, cast.older_pupil, cast.psychologist):
        with acting(who) as by, pytest.raises(NotAllowed):
            actions.assess_right(
                pupil=cast.older.pupil, right="tribunal", finding=finding(), on=TODAY, at=NOW, by=by
            )


# --- the pages ------------------------------------------------------------------------------------------


def test_a_parent_answers_on_their_own_page_and_withdraws(cast: Cast, seen_by: Browser) -> None:
    consent = asked(cast)
    parent, pupil = seen_by(cast.parent), cast.young.pupil
    page = reverse("consents:consent", args=[pupil.pk, consent.pk])
    assert "Answer a question for consent" in parent.get(reverse("home:today")).content.decode()
    assert (
        "Send the speech report" in parent.get(reverse("consents:consents", args=[pupil.pk])).content.decode()
    )

    assert parent.post(page, {"answer": "given", "words": "Until June."}).status_code == 302
    text = parent.get(page).content.decode()
    assert "Withdraw my consent" in text
    assert "Until June." in text
    assert parent.post(page, {"answer": "withdrawn"}).status_code == 302
    assert parent.post(page, {"answer": "refused"}).status_code == 409
    assert parent.post(page, {"answer": "perhaps"}).status_code == 422
    assert standing(cast)[0].is_withdrawn


def test_one_parent_does_not_see_what_the_other_answered(cast: Cast, seen_by: Browser) -> None:
    with acting(cast.coordinator) as by:
        other = cast.young.pupil.circlemembers.get(person=cast.parent_without_responsibility)
        actions_of_pupils(other, by)
    consent = asked(cast)
    browser = seen_by(cast.parent_without_responsibility)

    assert browser.get(reverse("consents:consent", args=[cast.young.pupil.pk, consent.pk])).status_code == 403
    assert (
        "speech report"
        not in browser.get(reverse("consents:consents", args=[cast.young.pupil.pk])).content.decode()
    )


def actions_of_pupils(member: CircleMember, by: object) -> None:
    from handrail.apps.pupils import actions as pupils

    pupils.change_member(member=member, values={"parental_responsibility": True}, on=TODAY, by=by)  # type: ignore[arg-type]


def test_the_coordinator_asks_notes_and_reads_the_file(cast: Cast, seen_by: Browser) -> None:
    browser, pupil = seen_by(cast.coordinator), cast.young.pupil
    ask = reverse("consents:ask", args=[pupil.pk])
    good = {"member": str(cast.young.parent.pk), "purpose": "share", "with_whom": "NHS", "what": "Send it", "once": str(uuid4())}  # fmt: skip  # noqa: E501
    assert browser.get(ask).status_code == 200
    assert browser.post(ask, good | {"with_whom": ""}).status_code == 422
    assert browser.post(ask, good).status_code == browser.post(ask, good).status_code == 302
    with acting(cast.coordinator):
        consent = Consent.objects.get()
    note = reverse("consents:note", args=[pupil.pk, consent.pk])
    day = {"happened_on-day": "18", "happened_on-month": "11", "happened_on-year": "2026"}
    form = {"answer": "given", "how": "writing", **day}
    wrong = browser.post(note, form | {"file": SimpleUploadedFile("form.pdf", b"MZ")})
    assert wrong.status_code == 409
    assert "a program" in wrong.content.decode()
    assert browser.post(note, form | {"file": SimpleUploadedFile("form.pdf", PDF)}).status_code == 302
    file = browser.get(reverse("consents:evidence", args=[pupil.pk, consent.pk, 1]))
    assert file.content == PDF
    assert file["Content-Disposition"].startswith("attachment")
    assert seen_by(cast.other_coordinator).get(note).status_code == 404


def test_a_withdrawn_consent_shows_where_a_professional_is_invited(cast: Cast, seen_by: Browser) -> None:
    consent = asked(cast)
    answers(cast, consent, "given")
    answers(cast, consent, "withdrawn")
    with acting(cast.coordinator) as by:
        from handrail.apps.pupils import actions as pupils

        member = CircleMember(kind="professional", name="Effie", purpose="Advice", access_until=TODAY)
        member = pupils.join_circle(pupil=cast.young.pupil, member=member, on=TODAY, by=by)

    page = seen_by(cast.coordinator).get(reverse("invitations:invite", args=[cast.young.pupil.pk, member.pk]))

    assert "withdrew consent on" in page.content.decode()
    listed = seen_by(cast.coordinator).get(reverse("invitations:invitations", args=[cast.young.pupil.pk]))
    assert "Consent to share was withdrawn." in listed.content.decode()


def test_the_assessment_pages(cast: Cast, seen_by: Browser) -> None:
    browser, pupil = seen_by(cast.coordinator), cast.older.pupil
    assess_page = reverse("consents:assess", args=[pupil.pk])
    assert browser.get(assess_page).status_code == 200
    assert browser.post(assess_page, {"right": "tribunal"}).status_code == 422
    form = {
        "right": "tribunal", "assessed_by_name": "Dr A", "assessed_as": "psychologist", "capacity": "yes",
        "capacity_reasons": "Explains it well", "wellbeing": "yes", "wellbeing_reasons": "It would frighten her",
        "assessed_on-day": "18", "assessed_on-month": "11", "assessed_on-year": "2026", "once": str(uuid4()),
    }  # fmt: skip
    assert browser.post(assess_page, form).status_code == 302
    for who in (cast.coordinator, cast.older_pupil, cast.parent):
        text = seen_by(who).get(reverse("consents:assessments", args=[pupil.pk])).content.decode()
        assert "Would harm wellbeing" in text
        assert "Not now" in text
    assert (
        seen_by(cast.class_teacher).get(reverse("consents:assessments", args=[pupil.pk])).status_code == 403
    )


def in_place(cast: Cast, subject: Subject, place: str, born: date) -> None:
    """Put the school in another place and let the pupil be of another age."""
    Organisation.objects.filter(pk__in=[cast.school.pk, cast.authority.pk]).update(jurisdiction=place)
    with acting(cast.coordinator):
        Pupil.objects.filter(pk=subject.pupil.pk).update(born=born)
        subject.pupil.refresh_from_db()


@pytest.mark.parametrize(
    ("place", "born", "says"),
    [
        ("gb-sct", date(2013, 3, 2), ("It is assessed before Merle uses", "12 or more")),
        ("gb-sct", date(2018, 3, 2), ("Merle is 8.", "that begins on Saturday 2 March 2030")),
        ("gb-eng", date(2013, 3, 2), ("will be on Saturday 30 June 2029", "appeal to the Tribunal")),
        ("gb-eng", date(2010, 8, 31), ("so since Saturday 27 June 2026", "Nobody has found that Merle cannot")),
        ("gb-wls", date(2018, 3, 2), ("case friend", "Nobody has found that Merle cannot use it")),
        ("gb-nir", date(2013, 3, 2), ("Made, but not in force: nobody can use it yet",)),
        ("ie", date(2013, 3, 2), ("Made, but not in force", "18th birthday")),
        ("us-ca", date(2009, 5, 1), ("By Friday, May 1, 2026 at the latest:", "which rights will pass")),
        ("us", date(2008, 5, 1), ("has been so since Friday, May 1, 2026", "ask the school district")),
        ("ca-on", date(2010, 5, 1), ("From 16 the pupil is asked", "Nothing is assessed first")),
        ("ca-bc", date(2018, 5, 1), ("at any age",)),
        ("ca-qc", date(2018, 5, 1), ("told at least once a month", "to be verified")),
        ("ca-nb", date(2018, 5, 1), ("only with the pupil’s consent",)),
        ("au", date(2018, 5, 1), ("be consulted before an adjustment",)),
        ("au-vic", date(2018, 5, 1), ("belong to the pupil’s support group", "Human Rights Commission")),
        ("nz", date(2018, 5, 1), ("twenty working days", "agreed practice and not a right in law")),
    ],
)  # fmt: skip
def test_the_page_says_for_every_place_who_may_use_which_right_and_why(
    cast: Cast, seen_by: Browser, place: str, born: date, says: tuple[str, ...]
) -> None:
    in_place(cast, cast.older, place, born)
    address = reverse("consents:assessments", args=[cast.older.pupil.pk])
    text = html.unescape(seen_by(cast.coordinator).get(address).content.decode())
    for words in says:
        assert words in text, words


def test_an_assessment_is_seen_in_what_the_pupil_may_use_today(cast: Cast, seen_by: Browser) -> None:
    address = reverse("consents:assessments", args=[cast.older.pupil.pk])
    assess(cast, cast.older, right="early-review")
    assess(cast, cast.older, right="tribunal", capacity=False, capacity_reasons="It went over her head.")

    text = html.unescape(seen_by(cast.older_pupil).get(address).content.decode())

    assert "Found able to use it on Thursday 19 November 2026 by Dr Petra Psychologist." in text
    assert "was not found able to understand and decide" in text
    assert "It is assessed before Merle uses this right." in text


def test_in_england_only_capacity_is_asked_and_only_of_a_young_person(cast: Cast, seen_by: Browser) -> None:
    in_place(cast, cast.older, "gb-eng", date(2013, 3, 2))
    assess_page = reverse("consents:assess", args=[cast.older.pupil.pk])
    early = seen_by(cast.coordinator).get(assess_page)
    assert early.status_code == 409
    assert "There is nothing to assess before Saturday 30 June 2029." in early.content.decode()
    with pytest.raises(NotPossible, match="becomes Merle’s own on Saturday 30 June 2029. Merle was 13"):
        assess(cast, cast.older, right="appeal")
    in_place(cast, cast.older, "gb-eng", date(2010, 3, 2))
    page = html.unescape(seen_by(cast.coordinator).get(assess_page).content.decode())
    assert "Can the young person take this decision now" in page
    assert "wellbeing" not in page.lower()
    with pytest.raises(NotPossible, match="about capacity alone"):
        assess(cast, cast.older, right="appeal")
    form = {
        "right": "appeal", "assessed_by_name": "Dr A", "assessed_as": "psychologist", "capacity": "no",
        "capacity_reasons": "Merle could not weigh it up, also with pictures.",
        "assessed_on-day": "18", "assessed_on-month": "11", "assessed_on-year": "2026", "once": str(uuid4()),
    }  # fmt: skip
    assert seen_by(cast.coordinator).post(assess_page, form).status_code == 302
    address = reverse("consents:assessments", args=[cast.older.pupil.pk])
    text = html.unescape(seen_by(cast.coordinator).get(address).content.decode())
    assert "Without one, a parent does." in text
    with acting(cast.coordinator):
        row = RightAssessment.objects.get()
    assert (row.capacity, row.wellbeing, row.wellbeing_reasons) == (False, None, "")
    assert row.cites == (
        "2014 c. 6, s. 80, with SI 2014/1530 reg. 64 and schedule 3; the question itself after 2005 c. 9, ss. 2-3;"
        " 2014 c. 6, s. 51"
    )


def test_a_place_where_nothing_is_assessed_has_no_form(cast: Cast, seen_by: Browser) -> None:
    in_place(cast, cast.older, "ca-on", date(2010, 3, 2))
    assess_page = reverse("consents:assess", args=[cast.older.pupil.pk])
    nothing = seen_by(cast.coordinator).get(assess_page)
    assert nothing.status_code == 409
    assert "asks for no such assessment" in nothing.content.decode()
    with pytest.raises(NotPossible, match="asks for no such assessment"):
        assess(cast, cast.older, right="plan-copy")
    with pytest.raises(NotPossible, match="gives this right to the parents alone"):
        assess(cast, cast.older, right="appeal")
