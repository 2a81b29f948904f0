"""Read and understood: who opened a version, and who says that they have read what they need to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.plans import issued
from handrail.apps.plans.models import Opening, Plan, Version
from handrail.apps.versions import actions, queries
from handrail.apps.versions.models import ReadConfirmation
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


def confirm(cast: Cast, who: Person, version: Version) -> ReadConfirmation:
    with acting(who) as by:
        return actions.confirm_read(version=version, on=TODAY, by=by)


def test_the_first_opening_stays_and_the_last_moves(cast: Cast) -> None:
    first, last = datetime(2026, 11, 19, 9, tzinfo=UTC), datetime(2026, 11, 19, 15, tzinfo=UTC)
    with acting(cast.parent) as by:
        for at in (first, last):
            with CaptureQueriesContext(connection) as captured:
                issued.record_opening(cast.young.version, at=at, by=by)
            assert len([one for one in captured if "INSERT" in one["sql"]]) == len(captured) == 1
        row = Opening.objects.get(version=cast.young.version)
    assert (row.first_at, row.last_at, row.name) == (first, last, "Paula Parent")


def test_the_page_and_the_pdf_both_count_as_opened(cast: Cast, seen_by: Browser) -> None:
    at = [cast.young.plan.pk, 1]
    seen_by(cast.parent).get(reverse("plans:version", args=at))
    seen_by(cast.class_teacher).get(reverse("documents:plan_pdf", args=at))
    seen_by(cast.young_pupil).get(reverse("plans:version", args=at))  # refused, so not opened
    with acting(cast.coordinator):
        names = set(Opening.objects.filter(version=cast.young.version).values_list("name", flat=True))
    assert names == {"Paula Parent", "Tess Teacher"}


def test_said_twice_it_was_said_once_and_a_new_version_asks_again(cast: Cast) -> None:
    first = confirm(cast, cast.class_teacher, cast.young.version)
    assert confirm(cast, cast.class_teacher, cast.young.version).pk == first.pk
    with acting(cast.class_teacher) as by:
        assert cast.young.version.pk not in {one.pk for one in queries.to_read(by, count=9)}
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        second = actions.issue(
            plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by
        )
    with acting(cast.class_teacher) as by:
        assert second.pk in {one.pk for one in queries.to_read(by, count=9)}
    with pytest.raises(NotPossible, match="Version 2 is newer"):
        confirm(cast, cast.teaching_assistant, cast.young.version)


@pytest.mark.parametrize("who", ["coordinator", "head", "officer", "parent", "psychologist", "older_pupil"])
def test_only_those_who_work_by_a_plan_say_that_they_read_it(cast: Cast, who: str) -> None:
    subject = cast.older if who == "older_pupil" else cast.young
    with pytest.raises(NotAllowed):
        confirm(cast, getattr(cast, who), subject.version)
    with acting(cast.coordinator):
        assert not ReadConfirmation.objects.exists()


def test_the_coordinator_sees_who_has_and_who_has_not(cast: Cast, seen_by: Browser) -> None:
    at = [cast.young.plan.pk, 1]
    seen_by(cast.teaching_assistant).get(reverse("plans:version", args=at))
    before = seen_by(cast.coordinator).get(reverse("versions:readers", args=at)).content.decode()
    assert "0 of 2 said" in before
    assert "Has not opened this version" in before
    confirm(cast, cast.class_teacher, cast.young.version)
    seen_by(cast.parent).get(reverse("plans:version", args=at))

    shown = seen_by(cast.coordinator).get(reverse("versions:readers", args=at)).content.decode()

    assert "1 of 2 said that they have read" in shown
    rows = {part.split("</b>")[0]: part for part in shown.split('<b dir="auto">')[1:]}
    assert "Said so on 19 November 2026" in rows["Tess Teacher"]
    assert "Opened it first on 19 November 2026 at 9:41" in rows["Alba Assistant"]
    assert "Nora Coordinator" not in rows
    assert "Opened it first" in rows["Paula Parent"]
    for who, status in ((cast.class_teacher, 403), (cast.parent, 403), (cast.other_coordinator, 404)):
        assert seen_by(who).get(reverse("versions:readers", args=at)).status_code == status


def test_a_teacher_is_reminded_reads_their_own_part_and_confirms(cast: Cast, seen_by: Browser) -> None:
    browser = seen_by(cast.class_teacher)
    assert "Read what you need to do: Robin Young" in browser.get("/").content.decode()
    page = reverse("versions:mine", args=[cast.young.plan.pk, 1])
    shown = browser.get(page).content.decode()
    mine = shown.split("The help I give")[1].split("<section")[0]
    assert "Paired reading aloud" in mine
    assert "Every lesson starts with the page read aloud once." in shown
    assert "I have read what I need to do" in shown

    done = browser.post(page, follow=True).content.decode()

    assert "You said on 19 November 2026 that you have read this." in done
    assert "I have read what I need to do" not in done
    assert "Read what you need to do: Robin Young" not in browser.get("/").content.decode()
    assert "Read what you need to do" not in seen_by(cast.coordinator).get("/").content.decode()
    assert seen_by(cast.parent).post(page).status_code == 403
    assert seen_by(cast.other_coordinator).get(page).status_code == 404


def test_an_assistant_without_help_in_their_name_is_told_so(cast: Cast, seen_by: Browser) -> None:
    page = reverse("versions:mine", args=[cast.young.plan.pk, 1])
    shown = seen_by(cast.teaching_assistant).get(page).content.decode()
    assert "No help in this plan has your name on it." in shown
    assert "Paired reading aloud" in shown.split("Help that others give")[1]
