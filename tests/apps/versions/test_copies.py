"""What each person got of a version, as a document of its own; and a copy that was entered in error."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.plans import issued
from handrail.apps.plans.models import Version
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions import copying
from handrail.apps.versions.copying import CopyWords
from handrail.apps.versions.models import Copy, CopyPdf
from tests.apps.documents.reading import reader_of, root_of, text_of, title_of
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


def member(cast: Cast, person: Person) -> CircleMember:
    return CircleMember.objects.get(pupil=cast.young.pupil, person=person)


def give(cast: Cast, person: Person, what: str = "part") -> Copy:
    with acting(cast.coordinator) as by:
        (row,) = copying.give_copies(
            version=Version.objects.select_related("plan", "pupil__school").get(pk=cast.young.version.pk),
            copies=(CopyWords(member=member(cast, person), what=what, how="hand"),),
            given_on=TODAY,
            on=TODAY,
            by=by,
        )
        return row


def pdf(cast: Cast, row: Copy) -> bytes:
    with acting(cast.coordinator):
        return bytes(copying.pdf_of(row, at=moment(TODAY)).content)


def take_back(cast: Cast, row: Copy, *, who: Person | None = None, because: str = "The wrong Tess.") -> Copy:
    with acting(who or cast.coordinator) as by:
        return copying.take_back(copy=row, because=because, on=TODAY, at=moment(TODAY), by=by)


# --- their part ------------------------------------------------------------------------------------------


def test_a_teacher_s_part_is_their_help_the_goal_behind_it_and_what_every_lesson_needs(cast: Cast) -> None:
    made = pdf(cast, give(cast, cast.class_teacher))
    text = text_of(made)

    for said in (
        "Robin Young",
        "Paired reading aloud",
        "Read 70 words of a new P5 text",
        "Every lesson starts with the page read aloud once.",
        "A part of the plan: what concerns Tess Teacher. The whole plan says more.",
        "Tess Teacher",
    ):
        assert said in text
    for theirs in ("Ferry Road", "Paula Parent", "Born"):
        assert theirs not in text
    assert "part for Tess Teacher" in title_of(made)
    assert root_of(made)["/Lang"] == "en-GB"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root_of(made)["/Metadata"].get_object().get_data()


def test_somebody_from_outside_gets_what_names_them_and_enough_to_find_the_child(cast: Cast) -> None:
    text = text_of(pdf(cast, give(cast, cast.psychologist)))

    assert "Born" in text
    assert "no help, goal, view or advice in the name of Dr Petra Psychologist" in text
    for others in ("Paired reading aloud", "Every lesson starts", "Ferry Road"):
        assert others not in text


def test_a_part_never_holds_more_than_the_plan_says_and_keeps_its_numbers(cast: Cast) -> None:
    whole = json.loads(cast.young.version.document)
    part = json.loads(give(cast, cast.class_teacher).document)

    assert part["schema"] == "handrail-plan-part/1"
    by_key = {section["key"]: section for section in whole["sections"]}
    for section in part["sections"]:
        for name in ("needs", "goals", "provision"):
            rows = {one["id"]: one for one in by_key[section["key"]].get(name, ())}
            for row in section.get(name, ()):
                number = row.pop("number")
                assert row == rows[row["id"]]
                assert list(rows).index(row["id"]) + 1 == number
        assert section["text"] in by_key[section["key"]]["text"]
        assert all(row in by_key[section["key"]]["rows"] for row in section["rows"])
    for section in part["sections"]:
        assert all(one["who"] == "Tess Teacher" for one in section.get("provision", ()))


def test_what_somebody_got_stays_as_it_was_given(cast: Cast) -> None:
    row = give(cast, cast.class_teacher)
    with acting(cast.coordinator) as by:
        issued.correct(
            version=Version.objects.select_related("plan", "pupil").get(pk=cast.young.version.pk),
            place="changes/text",
            before="Every lesson starts with the page read aloud once.",
            after="Every lesson starts with the page red aloud once.",
            reason="A slip.",
            on=TODAY,
            by=by,
        )
    first = pdf(cast, row)
    later = pdf(cast, give(cast, cast.class_teacher, "one_page"))

    assert "Correction" not in text_of(first)
    assert pdf(cast, row) == first
    assert len(reader_of(later).pages) == 1
    with acting(cast.coordinator) as by:
        take_back(cast, row)
        (again,) = copying.give_copies(
            version=cast.young.version,
            copies=(CopyWords(member=member(cast, cast.class_teacher), what="part", how="hand"),),
            given_on=TODAY,
            on=TODAY,
            by=by,
        )
    assert "Correction 1.1" in text_of(pdf(cast, again))


def test_one_page_puts_the_reader_s_own_help_first(cast: Cast) -> None:
    row = give(cast, cast.class_teacher, "one_page")
    made = pdf(cast, row)
    text = text_of(made)

    assert len(reader_of(made).pages) == 1
    assert text.index("What you do") < text.index("Paired reading aloud")
    assert "Help that was promised" not in text
    assert "Ferry Road" not in text


def test_the_list_leads_to_each_document_and_strangers_get_none(cast: Cast, seen_by: Browser) -> None:
    row, whole = give(cast, cast.class_teacher), give(cast, cast.parent, "whole")
    at = [cast.young.plan.pk, 1]
    address = reverse("versions:copy_pdf", args=[*at, row.pk])

    shown = seen_by(cast.parent).get(reverse("versions:copies", args=at)).content.decode()
    answer = seen_by(cast.parent).get(address)

    assert address in shown
    assert answer["Content-Type"] == "application/pdf"
    assert "tess-teacher.pdf" in answer["Content-Disposition"]
    none = reverse("versions:copy_pdf", args=[*at, whole.pk])
    assert none not in shown
    assert seen_by(cast.parent).get(none).status_code == 404
    other = reverse("versions:copy_pdf", args=[cast.older.plan.pk, 1, row.pk])
    assert seen_by(cast.coordinator).get(other).status_code == 404
    for who, status in ((cast.class_teacher, 403), (cast.psychologist, 403), (cast.other_coordinator, 404)):
        assert seen_by(who).get(address).status_code == status


# --- entered in error --------------------------------------------------------------------------------------


def test_a_copy_taken_back_stays_in_the_list_with_who_when_and_why(cast: Cast, seen_by: Browser) -> None:
    row = give(cast, cast.parent, "whole")
    at = [cast.young.plan.pk, 1]
    page = reverse("versions:take_back", args=[*at, row.pk])
    browser = seen_by(cast.coordinator)

    assert browser.post(page, {"because": " "}).status_code == 422
    assert browser.post(page, {"because": "It was her sister."}).status_code == 302
    assert browser.post(page, {"because": "Said again."}).status_code == 302

    shown = seen_by(cast.parent).get(reverse("versions:copies", args=at)).content.decode()
    assert "Taken back on 19 November 2026 by Nora Coordinator: It was her sister." in shown
    assert "Said again." not in shown
    assert "To have one, and nothing is written down:" in shown
    with acting(cast.coordinator):
        fact = Fact.objects.get(kind="plan.copy_taken_back", pupil_id=cast.young.pupil.pk)
        assert Copy.objects.count() == 1
    assert fact.detail["reason"] == "It was her sister."


def test_what_was_taken_back_can_be_written_down_again_and_once(cast: Cast) -> None:
    row = give(cast, cast.parent, "whole")
    take_back(cast, row)
    again = give(cast, cast.parent, "whole")

    assert again.pk != row.pk
    with acting(cast.coordinator):
        assert Copy.objects.filter(taken_back_on=None).count() == 1


@pytest.mark.parametrize("who", ["parent", "class_teacher", "psychologist"])
def test_only_those_who_keep_the_list_take_back(cast: Cast, who: str) -> None:
    row = give(cast, cast.parent, "whole")
    with pytest.raises(NotAllowed):
        take_back(cast, row, who=getattr(cast, who))
    with pytest.raises(NotPossible, match="Say in a few words"):
        take_back(cast, row, because="  ")
    with acting(cast.coordinator):
        assert Copy.objects.get().taken_back_on is None


def test_neither_a_copy_nor_its_paper_can_be_changed_or_deleted(cast: Cast) -> None:
    row = give(cast, cast.class_teacher)
    pdf(cast, row)
    with acting(cast.coordinator):
        for statement in (
            "update versions_copy set name = 'Somebody else'",
            "update versions_copy set document = ''",
            "delete from versions_copy",
            "update versions_copypdf set content = ''",
            "delete from versions_copypdf",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert CopyPdf.objects.count() == Copy.objects.filter(name="Tess Teacher").count() == 1


def test_taken_back_twice_it_was_taken_back_the_first_time(cast: Cast) -> None:
    row = take_back(cast, give(cast, cast.parent, "whole"))
    with acting(cast.coordinator) as by:
        later = copying.take_back(
            copy=row, because="Another.", on=TODAY + timedelta(days=1), at=moment(TODAY), by=by
        )
    assert (later.taken_back_on, later.taken_back_because) == (TODAY, "The wrong Tess.")
