"""Files that people add to their own view: only their own, only what they say they are, never a page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.plans import actions
from handrail.apps.plans.models import LARGEST_FILE, LARGEST_REPORT, Attachment, Contribution
from tests.cast import TODAY, Cast, acting, moment
from tests.core.test_file_kinds import DOCX, PDF, PNG

Browser = Callable[[Person | None], Client]


@pytest.fixture
def asked(cast: Cast) -> Contribution:
    """The psychologist is asked for a view on the younger pupil's plan."""
    with acting(cast.coordinator) as by:
        member = cast.young.pupil.circlemembers.get(person=cast.psychologist)
        return actions.ask_for_view(plan=cast.young.plan, member=member, due_on=TODAY, on=TODAY, by=by)


def add(cast: Cast, asked: Contribution, *, name: str = "Report.pdf", content: bytes = PDF) -> Attachment:
    with acting(cast.psychologist) as by:
        return actions.attach(
            contribution=asked, name=name, content=content, on=TODAY, at=moment(TODAY), by=by
        )


def upload(name: str = "Report.pdf", content: bytes = PDF) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def count(cast: Cast) -> int:
    """The psychologist's files."""
    with acting(cast.coordinator):
        return Attachment.objects.filter(contribution__party="professional").count()


def test_a_file_is_kept_byte_for_byte_and_recorded(cast: Cast, asked: Contribution) -> None:
    added = add(cast, asked, name="..\\Report\u202e on reading.pdf")

    with acting(cast.coordinator):
        kept = Attachment.objects.get(pk=added.pk)
        fact = Fact.objects.get(kind="plan.file_added", by_name=cast.psychologist.name)
    assert bytes(kept.content) == PDF
    assert (kept.name, kept.kind, kept.size) == ("Report on reading.pdf", "PDF", len(PDF))
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert fact.detail["file"] == "Report on reading.pdf"
    assert fact.audience == "team"


def test_the_same_file_twice_is_kept_once(cast: Cast, asked: Contribution) -> None:
    first, second = add(cast, asked), add(cast, asked)

    assert first.pk == second.pk
    assert count(cast) == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("Report.pdf", PNG, "named .pdf but holds a PNG picture"),
        ("Report.pdf", b"MZ", "holds a program"),
        ("Report.pdf", b"", "empty"),
        ("Report.pdf", PDF + b"\0" * LARGEST_FILE, "The most that fits here is 10 MB"),
    ],
    ids=["not what it says", "a program", "empty", "too large"],
)
def test_what_cannot_be_taken_is_refused_and_nothing_kept(
    cast: Cast, asked: Contribution, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(NotPossible, match=says):
        add(cast, asked, name=name, content=content)
    assert count(cast) == 0


def test_too_many_files_are_refused(cast: Cast, asked: Contribution) -> None:
    for number in range(actions.MOST_FILES):
        add(cast, asked, content=PDF + str(number).encode())
    with pytest.raises(NotPossible, match="Take one out first"):
        add(cast, asked)
    assert count(cast) == actions.MOST_FILES


def test_only_its_owner_adds_to_a_part_or_takes_out(cast: Cast, asked: Contribution) -> None:
    file = add(cast, asked)
    for person in (cast.coordinator, cast.parent, cast.officer):
        with acting(person) as by, pytest.raises(NotAllowed):
            actions.attach(contribution=asked, name="x.png", content=PNG, on=TODAY, at=moment(TODAY), by=by)
        with acting(person) as by, pytest.raises(NotAllowed):
            actions.take_out_file(attachment=file, on=TODAY, by=by)
    assert count(cast) == 1


def test_the_owner_takes_out_the_wrong_file_and_that_is_recorded(cast: Cast, asked: Contribution) -> None:
    file = add(cast, asked)
    with acting(cast.psychologist) as by:
        actions.take_out_file(attachment=file, on=TODAY, by=by)

    assert count(cast) == 0
    with acting(cast.coordinator):
        assert Fact.objects.get(kind="plan.file_removed").detail["sha256"] == file.sha256


def test_no_file_is_added_to_an_issued_plan(cast: Cast, asked: Contribution) -> None:
    with acting(cast.coordinator) as by:
        plan = cast.young.plan
        plan.refresh_from_db()
        actions.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
    with pytest.raises(NotPossible, match="has been issued"):
        add(cast, asked)
    assert count(cast) == 0


def test_the_database_itself_refuses_an_empty_file_and_a_stranger(cast: Cast, asked: Contribution) -> None:
    row = {
        "contribution": asked, "name": "x", "kind": "PDF", "sha256": "0" * 64, "content": b"",
        "added_on": TODAY, "added_at": moment(TODAY), "added_by_name": "x",
    }  # fmt: skip
    with acting(cast.coordinator), pytest.raises(IntegrityError, match="plans_a_file_is_not_empty"), transaction.atomic():  # fmt: skip  # noqa: E501
        Attachment.of(cast.young.pupil, size=0, **row).save()
    with acting(cast.other_coordinator), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():  # fmt: skip  # noqa: E501
        Attachment.of(cast.young.pupil, size=1, **row).save()


def test_a_professional_adds_a_report_on_a_page_and_those_who_write_the_plan_get_it(
    cast: Cast, asked: Contribution, seen_by: Browser
) -> None:
    own = seen_by(cast.psychologist)
    views = reverse("plans:views", args=[asked.plan_id])
    page = reverse("plans:attach", args=[asked.plan_id, asked.pk])
    assert page in own.get(views).content.decode()
    assert 'enctype="multipart/form-data"' in own.get(page).content.decode()

    sent = own.post(page, upload("Bericht “Lesen”.docx", DOCX))

    assert (sent.status_code, sent["Location"]) == (302, views)
    with acting(cast.coordinator):
        file = Attachment.objects.get(kind="DOCX")
    address = reverse("plans:attachment", args=[asked.plan_id, file.pk])
    for person in (cast.psychologist, cast.coordinator, cast.class_teacher):
        shown = seen_by(person).get(views).content.decode()
        assert address in shown
        answer = seen_by(person).get(address)
        assert answer.status_code == 200
        assert answer.content == DOCX
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    remove = reverse("plans:remove_file", args=[asked.plan_id, file.pk])
    assert remove in own.get(views).content.decode()
    assert remove not in seen_by(cast.coordinator).get(views).content.decode()
    assert own.post(remove).status_code == 302
    assert own.get(address).status_code == 404


def test_others_do_not_reach_the_file_nor_add_one(cast: Cast, asked: Contribution, seen_by: Browser) -> None:
    file = add(cast, asked)
    get = reverse("plans:attachment", args=[asked.plan_id, file.pk])
    post = reverse("plans:attach", args=[asked.plan_id, asked.pk])
    remove = reverse("plans:remove_file", args=[asked.plan_id, file.pk])
    for person, refusal in (
        (cast.parent, 403),
        (cast.young_pupil, 403),
        (cast.teaching_assistant, 403),
        (cast.past_psychologist, 404),
        (cast.parent_without_responsibility, 404),
        (cast.other_coordinator, 404),
    ):
        browser = seen_by(person)
        assert browser.get(get).status_code == refusal, person
        assert browser.post(post, upload(content=PNG, name="x.png")).status_code == refusal, person
        assert browser.post(remove).status_code == refusal, person
    assert seen_by(None).get(get).status_code in (302, 404)
    assert count(cast) == 1


def test_the_parent_sees_no_file_of_the_psychologist(
    cast: Cast, asked: Contribution, seen_by: Browser
) -> None:
    add(cast, asked, name="Findings.pdf")

    assert (
        "Findings"
        not in seen_by(cast.parent).get(reverse("plans:views", args=[asked.plan_id])).content.decode()
    )


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "Choose a file first"),
        (upload("Report.pdf", PNG), "named .pdf but holds a PNG picture"),
        (upload("Report.pdf", b""), "This file is empty"),
        (upload("Report.pdf", b"MZ" + b"\0" * LARGEST_FILE), "holds a program"),
    ],
    ids=["no file", "not what it says", "empty", "a large program"],
)
def test_the_page_says_what_is_wrong_with_a_file(
    cast: Cast, asked: Contribution, seen_by: Browser, files: dict[str, SimpleUploadedFile], says: str
) -> None:
    answer = seen_by(cast.psychologist).post(reverse("plans:attach", args=[asked.plan_id, asked.pk]), files)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Look at these again" in answer.content.decode()
    assert count(cast) == 0


def test_an_upload_beyond_all_measure_is_refused_before_it_is_read(
    cast: Cast, asked: Contribution, seen_by: Browser
) -> None:
    answer = seen_by(cast.psychologist).post(
        reverse("plans:attach", args=[asked.plan_id, asked.pk]),
        upload(content=PDF + bytes(LARGEST_REPORT + 3 * 2**20)),
    )

    assert answer.status_code == 413
    assert "too large" in answer.content.decode()
    assert count(cast) == 0


def test_a_file_of_another_plan_is_not_found_under_this_one(
    cast: Cast, asked: Contribution, seen_by: Browser
) -> None:
    file = add(cast, asked)
    browser = seen_by(cast.coordinator)

    assert browser.get(reverse("plans:attachment", args=[cast.older.plan.pk, file.pk])).status_code == 404
    assert browser.get(reverse("plans:attachment", args=[asked.plan_id, uuid4()])).status_code == 404
