"""Issuing: a version that never changes, once, however often and by however many it is asked for."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.cases.models import CaseEvent, Deadline
from handrail.apps.plans import actions, canonical, queries
from handrail.apps.plans.actions import Incomplete, Stale
from handrail.apps.plans.models import Plan, Version
from handrail.apps.pupils.models import CircleMember
from tests.cast import CSP, TODAY, Cast, acting, fill, moment

Browser = Callable[[Person | None], Client]


def issue(cast: Cast, who: Person, *, revision: int | None = None, plan: Plan | None = None) -> Version:
    with acting(who) as by:
        row = Plan.objects.get(pk=(plan or cast.young.plan).pk)
        return actions.issue(
            plan=row,
            draft_revision=row.draft_revision if revision is None else revision,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )


def state(cast: Cast) -> tuple[int, int, int, bool]:
    """Versions, events, deadlines of the younger pupil, and whether the draft is open."""
    with acting(cast.coordinator):
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        events = CaseEvent.objects.filter(case=plan.case_id).count()
        return (
            plan.versions.count(),
            events,
            Deadline.objects.filter(case=plan.case_id).count(),
            plan.draft_open,
        )


def test_a_version_is_canonical_json_under_its_own_hash(cast: Cast) -> None:
    version = issue(cast, cast.coordinator)

    content = json.loads(version.document)
    assert version.document == canonical.canonical(content)
    assert version.document == json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert version.sha256 == hashlib.sha256(version.document.encode()).hexdigest()
    assert (content["schema"], content["number"], content["issued_on"]) == (
        "handrail-plan/1",
        2,
        "2026-11-19",
    )
    assert content["issued_by"] == {"name": "Nora Coordinator", "role": "Support for learning teacher"}
    with acting(cast.coordinator):
        assert Fact.objects.filter(kind="plan.issued").order_by("-id")[0].detail["sha256"] == version.sha256


def test_an_incomplete_draft_is_not_issued_and_says_what_is_missing(cast: Cast, seen_by: Browser) -> None:
    with acting(cast.coordinator) as by:
        actions.remove_provision(provision=cast.young.provision, on=TODAY, by=by)
    before = state(cast)

    with pytest.raises(Incomplete) as refused:
        issue(cast, cast.coordinator)

    assert {gap.about for gap in refused.value.gaps} == {"section", "goal"}
    assert state(cast) == before
    page = reverse("versions:issue", args=[cast.young.plan.pk])
    with acting(cast.coordinator):
        revision = Plan.objects.get(pk=cast.young.plan.pk).draft_revision
    answer = seen_by(cast.coordinator).post(page, {"draft_revision": revision})
    assert answer.status_code == 409
    assert reverse("plans:add_provision", args=[cast.young.plan.pk]) in answer.content.decode()
    assert state(cast) == before


def test_a_draft_that_changed_since_it_was_read_is_not_issued(cast: Cast) -> None:
    before = state(cast)
    with acting(cast.coordinator):
        seen = Plan.objects.get(pk=cast.young.plan.pk).draft_revision
    with acting(cast.parent) as by:
        actions.contribute(
            contribution=cast.young.contribution,
            words="One more thing.",
            said_on=TODAY,
            revision=0,
            on=TODAY,
            by=by,
        )
    with pytest.raises(Stale, match="Read it again"):
        issue(cast, cast.coordinator, revision=seen)
    assert state(cast) == before


def test_two_texts_of_a_section_must_become_one_first(cast: Cast) -> None:
    with acting(cast.class_teacher) as by:
        for text, seen in (("A", 1), ("B", 1)):
            actions.write_section(
                plan=cast.young.plan,
                key="changes",
                text=text,
                based_on=seen,
                on=TODAY,
                at=moment(TODAY),
                by=by,
            )
    before = state(cast)
    with pytest.raises(NotPossible, match="has two texts"):
        issue(cast, cast.coordinator)
    assert state(cast) == before


def test_issuing_twice_gives_one_version(cast: Cast) -> None:
    first = issue(cast, cast.coordinator)
    again = issue(cast, cast.coordinator)

    assert first.pk == again.pk
    assert state(cast)[0] == 2
    with pytest.raises(NotPossible, match="issued already"):
        issue(cast, cast.head, revision=first.draft_revision + 1)


@pytest.mark.parametrize("who", ["class_teacher", "officer", "parent", "psychologist", "other_coordinator"])
def test_who_may_not_issue_does_not(cast: Cast, who: str) -> None:
    before = state(cast)
    with acting(getattr(cast, who)) as by, pytest.raises(NotAllowed):
        actions.issue(plan=cast.young.plan, draft_revision=1, on=TODAY, at=moment(TODAY), by=by)
    assert state(cast) == before


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_the_same_moment_get_the_same_version(cast: Cast) -> None:
    ready, made, faults = threading.Barrier(2), [], []
    events = state(cast)[1]

    def press(who: Person) -> None:
        try:
            ready.wait(10)
            made.append(issue(cast, who).pk)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[who]) for who in (cast.coordinator, cast.head)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert faults == []
    assert made[0] == made[1]
    assert state(cast)[0] == 2
    assert state(cast)[1] == events + 2


@pytest.mark.parametrize(
    "statement",
    [
        "update plans_version set document = '{}'",
        "update plans_version set issued_on = '2020-01-01'",
        "delete from plans_version",
        "delete from plans_plan",
    ],
)
def test_the_application_cannot_change_a_version_even_by_sql(cast: Cast, statement: str) -> None:
    with acting(cast.coordinator):
        before = list(Version.objects.values_list("sha256", "document"))
    with (
        acting(cast.coordinator),
        pytest.raises(DatabaseError, match=r"denied|foreign key"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{statement}; set constraints all immediate")
    with acting(cast.coordinator):
        assert list(Version.objects.values_list("sha256", "document")) == before


def test_an_older_version_stays_byte_for_byte_when_a_newer_is_issued(cast: Cast, seen_by: Browser) -> None:
    plan = cast.young.plan.pk
    address = {number: reverse("plans:json", args=[plan, number]) for number in (1, 2)}
    browser = seen_by(cast.parent)
    before = browser.get(address[1]).content
    with acting(cast.coordinator) as by:
        actions.change_need(
            need=cast.young.need, words=actions.NeedWords(title="Another need"), revision=1, on=TODAY, by=by
        )
    issue(cast, cast.coordinator)

    assert browser.get(address[1]).content == before
    assert hashlib.sha256(before).hexdigest() == cast.young.version.sha256
    newer = json.loads(browser.get(address[2]).content)
    assert newer["sections"] != json.loads(before)["sections"]
    shown = browser.get(reverse("plans:version", args=[plan, 1])).content.decode()
    assert "Version 2 is the newest" in shown
    assert browser.get(reverse("plans:version", args=[plan, 3])).status_code == 404
    assert browser.get(reverse("plans:version", args=[plan, 10**12])).status_code == 404


def test_the_next_review_says_when_why_and_by_which_rule(cast: Cast) -> None:
    with acting(cast.coordinator) as by:
        actions.agree_review(plan=cast.young.plan, review_on=TODAY + timedelta(days=30), on=TODAY, by=by)
    review = json.loads(issue(cast, cast.coordinator).document)["next_review"]

    assert review["on"] == "2026-12-19"
    assert review["sentence"]
    assert review["citation"]
    with acting(cast.coordinator):
        row = Deadline.objects.get(case=cast.young.plan.case_id, duty="AGREED-REVIEW", is_open=True)
    assert row.falls_on == date(2026, 12, 19)
    assert row.explanation["sentence"] == review["sentence"]
    assert row.citation["short"] == review["citation"]


def test_a_statutory_plan_is_issued_by_the_officer_and_reviewed_within_a_year(
    cast: Cast, seen_by: Browser
) -> None:
    plan = ready_csp(cast)
    with acting(cast.coordinator) as by, pytest.raises(NotAllowed):
        actions.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
    version = issue(cast, cast.officer, plan=plan)

    review = json.loads(version.document)["next_review"]
    assert review["on"] == "2027-11-18"
    assert "12 months" in review["sentence"]
    assert review["citation"].startswith("2004 asp 4")
    with acting(cast.officer):
        stored = {row.duty: row for row in Deadline.objects.filter(case=plan.case_id, is_open=True)}
    assert stored
    for row in stored.values():
        assert row.explanation["sentence"]
        assert row.citation["short"]
        assert row.rule_from
        page = seen_by(cast.officer).get(reverse("home:due", args=[row.pk]))
        assert page.status_code == 200
        assert row.citation["short"] in page.content.decode().replace("&amp;", "&")


def ready_csp(cast: Cast) -> Plan:
    """A co-ordinated support plan of the younger pupil with everything the law asks for."""
    with acting(cast.coordinator) as by:
        plan = actions.start_plan(pupil=cast.young.pupil, plan_type=CSP, on=TODAY, by=by)
        staff = CircleMember.objects.get(pupil=plan.pupil, person=cast.coordinator)
        fill(plan, staff, by=by, on=TODAY)
        actions.set_people(plan=plan, coordinator=staff, contact=staff, on=TODAY, by=by)
        for one in plan.contributions.all():
            actions.ask_for_view(plan=plan, member=one.member, due_on=TODAY + timedelta(14), on=TODAY, by=by)
        row = queries.plan(plan.pk)
        assert queries.draft(row).gaps == ()
        return row


def test_the_pages_of_issuing(cast: Cast, seen_by: Browser) -> None:
    plan = cast.young.plan.pk
    page, change = reverse("versions:issue", args=[plan]), reverse("plans:change", args=[plan])
    browser = seen_by(cast.coordinator)
    before = state(cast)
    for wrong, status in (("", 422), ("x", 422), ("9" * 30, 409), ("-1", 409)):
        assert browser.post(page, {"draft_revision": wrong}).status_code == status, wrong
    for who, status in ((cast.class_teacher, 403), (cast.parent, 403), (cast.other_coordinator, 404)):
        assert seen_by(who).get(page).status_code == status
        assert (
            seen_by(who).post(page, {"draft_revision": cast.young.plan.draft_revision}).status_code == status
        )
    assert state(cast) == before

    shown = browser.get(page).content.decode()
    revision = shown.split('name="draft_revision" value="')[1].split('"')[0]
    for _ in range(2):
        answer = browser.post(page, {"draft_revision": revision})
        assert (answer.status_code, answer["Location"]) == (302, reverse("plans:version", args=[plan, 2]))
    assert state(cast)[0] == 2
    assert browser.get(page).status_code == 302
    # Nothing can be written in an issued plan; the page says so and keeps what was typed.
    late = browser.post(reverse("plans:add_need", args=[plan]), {"title": "Too late"})
    assert late.status_code == 409
    assert "has been issued" in late.content.decode()
    assert "Too late" in late.content.decode()
    section = reverse("plans:section", args=[plan, "changes"])
    autosave = browser.post(section, {"text": "x", "revision": "1"}, headers={"X-Handrail-Autosave": "1"})
    assert (autosave.status_code, autosave.json()["state"]) == (422, "refused")
    assert "has been issued" in autosave.json()["says"]
    assert seen_by(cast.parent).post(change).status_code == 403
    for _ in range(2):
        assert browser.post(change).status_code == 302
    assert state(cast)[3] is True
