"""Issuing with its copies: once, however many press; never past a law that changed meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit.models import Fact
from handrail.apps.cases.models import CaseEvent
from handrail.apps.plans import actions as plans
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.actions import LawChanged, Stale
from handrail.apps.plans.models import Plan, Version
from handrail.apps.plans.queries import law as plan_law
from handrail.apps.plans.queries import rows as plan_rows
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions import actions, copying
from handrail.apps.versions.copying import CopyWords
from handrail.apps.versions.models import Copy
from handrail.core.plan_types import Check
from handrail.law.lawbook import Lawbook, lawbook
from tests.apps.versions.scenes import again, events
from tests.cast import IEP, TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


def issue(cast: Cast, who: Person, *copies: CopyWords) -> Version:
    with acting(who) as by:
        row = Plan.objects.get(pk=cast.young.plan.pk)
        return actions.issue(
            plan=row,
            draft_revision=cast.young.plan.draft_revision,
            copies=copies,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )


def parent_copy(cast: Cast, how: str = "page") -> CopyWords:
    return CopyWords(member=cast.young.parent, what="whole", how=how)


def state(cast: Cast) -> tuple[int, int, int, bool]:
    with acting(cast.coordinator):
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        return (
            plan.versions.count(),
            CaseEvent.objects.filter(case=plan.case_id).count(),
            Copy.objects.filter(version__plan=plan).count(),
            plan.draft_open,
        )


# --- two people at once -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_who_press_at_once_get_one_version_and_one_set_of_copies(cast: Cast) -> None:
    ready = threading.Barrier(2)
    made: dict[str, Version] = {}
    faults: list[Exception] = []
    before = state(cast)

    def press(who: Person, how: str) -> None:
        try:
            ready.wait(10)
            made[how] = issue(cast, who, parent_copy(cast, how))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=press, args=args)
        for args in ((cast.coordinator, "post"), (cast.head, "hand"))
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert faults == []
    assert made["post"].pk == made["hand"].pk
    versions, happened, copies, is_open = state(cast)
    # Prepared or reviewed, issued, and the copies as a step: each once.
    assert (versions, happened, copies, is_open) == (before[0] + 1, before[1] + 3, 1, False)
    with acting(cast.coordinator):
        winner = Copy.objects.get(version=made["post"])
        assert winner.recorded_by_name == made["post"].issued_by_name


def test_whoever_comes_second_is_told_who_issued_it(cast: Cast, seen_by: Browser) -> None:
    page = reverse("versions:issue", args=[cast.young.plan.pk])
    form = {"draft_revision": cast.young.plan.draft_revision}
    first = seen_by(cast.head).post(page, form, follow=True).content.decode()
    second = seen_by(cast.coordinator).post(page, form, follow=True).content.decode()
    assert "Version 2 is issued." in first
    assert "Hector Head issued this" in second
    assert "one and the same version" in second.replace("\n", " ")
    assert state(cast)[0] == 2


# --- copies --------------------------------------------------------------------------------------------------


def test_what_each_got_is_written_down_with_the_issue(cast: Cast, seen_by: Browser) -> None:
    page = reverse("versions:issue", args=[cast.young.plan.pk])
    shown = seen_by(cast.coordinator).get(page).content.decode()
    assert "Paula Parent, mother: what they get" in shown
    with acting(cast.coordinator):
        teacher = CircleMember.objects.get(pupil=cast.young.pupil, person=cast.class_teacher)
    form = {
        "draft_revision": cast.young.plan.draft_revision,
        f"what_{cast.young.parent.pk}": "whole",
        f"how_{cast.young.parent.pk}": "post",
        f"what_{teacher.pk}": "part",
        f"how_{teacher.pk}": "hand",
    }
    issued = seen_by(cast.coordinator).post(page, form, follow=True)
    assert issued.redirect_chain[0][1] == 302
    assert "What others get of it is ready to print" in issued.content.decode()
    with acting(cast.coordinator):
        rows = Copy.objects.filter(version__plan=cast.young.plan, version__number=2)
        assert {(one.name, one.what, one.how, one.given_on) for one in rows} == {
            ("Paula Parent", "whole", "post", TODAY),
            ("Tess Teacher", "part", "hand", TODAY),
        }
        assert Fact.objects.filter(kind="plan.copy_given", pupil_id=cast.young.pupil.pk).count() == 2
    assert events(cast, cast.young.plan).count("plan_copies_given") == 1


def test_later_copies_are_added_once_a_day_and_nobody_had_one_before_the_issue(cast: Cast) -> None:
    version = cast.young.version
    with acting(cast.coordinator) as by:
        for _ in range(2):
            copying.give_copies(
                version=version, copies=(parent_copy(cast, "hand"),), given_on=TODAY, on=TODAY, by=by
            )
        assert Copy.objects.filter(version=version).count() == 1
        for day, says in (
            (TODAY + timedelta(days=1), "a day to come"),
            (version.issued_on - timedelta(days=1), "Nobody can have had it before"),
        ):
            with pytest.raises(NotPossible, match=says):
                copying.give_copies(
                    version=version, copies=(parent_copy(cast, "post"),), given_on=day, on=TODAY, by=by
                )
        assert Copy.objects.filter(version=version).count() == 1


def test_nobody_is_written_down_to_read_on_a_page_what_they_cannot_open(cast: Cast) -> None:
    with acting(cast.coordinator):
        gran = CircleMember.of(cast.young.pupil, kind="family", name="Gran", relation="grandmother")
        gran.save()
        psychologist = CircleMember.objects.get(pupil=cast.young.pupil, person=cast.psychologist)
        stranger = CircleMember.objects.filter(pupil=cast.older.pupil).first()
    assert stranger is not None
    before = state(cast)
    for member, what, says in (
        (gran, "whole", "Gran cannot sign in"),
        (psychologist, "part", "cannot open the plan"),
        (cast.young.parent, "part", "the whole plan in Handrail or none"),
        (stranger, "whole", "this pupil’s circle"),
    ):
        with pytest.raises(NotPossible, match=says):
            issue(cast, cast.coordinator, CopyWords(member=member, what=what, how="page"))
    assert state(cast) == before


def test_the_family_sees_who_got_a_copy_and_only_those_who_keep_the_plan_add_one(
    cast: Cast, seen_by: Browser
) -> None:
    page = reverse("versions:copies", args=[cast.young.plan.pk, 1])
    form = {
        f"what_{cast.young.parent.pk}": "whole",
        f"how_{cast.young.parent.pk}": "hand",
        "given_on-day": 19,
        "given_on-month": 11,
        "given_on-year": 2026,
    }
    coordinator = seen_by(cast.coordinator)
    assert "nothing is written down" in coordinator.get(page).content.decode()
    assert coordinator.post(page, {k: v for k, v in form.items() if "given" in k}).status_code == 422
    assert coordinator.post(page, form).status_code == 302
    shown = seen_by(cast.parent).get(page)
    assert "by hand" in shown.content.decode()
    assert "Write this down" not in shown.content.decode()
    assert seen_by(cast.parent).post(page, form).status_code == 403
    assert seen_by(cast.class_teacher).get(page).status_code == 403
    assert seen_by(cast.other_coordinator).get(page).status_code == 404


@pytest.mark.parametrize("who", ["class_teacher", "officer", "parent", "psychologist", "other_coordinator"])
def test_who_may_not_issue_does_not(cast: Cast, who: str) -> None:
    before = state(cast)
    with pytest.raises((NotAllowed, Plan.DoesNotExist)):
        issue(cast, getattr(cast, who), parent_copy(cast))
    assert state(cast) == before


# --- the law changed meanwhile -----------------------------------------------------------------------------


def another_law(monkeypatch: pytest.MonkeyPatch, *, with_a_gap: bool = False) -> Lawbook:
    """The lawbook with one requirement more, one less and one in other words."""
    book = lawbook()
    kind = book.plan_type(IEP)
    goals = kind.section("goals")
    first, second, *rest = goals.requirements
    new = replace(
        first,
        key="brand_new",
        says="All goals say who was asked.",
        check=Check.TEXT if with_a_gap else Check.AT_ISSUE,
        of=None,
    )
    changed = replace(second, says="These are other words.")
    other = replace(
        kind,
        sections=tuple(
            replace(one, requirements=(new, changed, *rest)) if one.key == "goals" else one
            for one in kind.sections
        ),
    )
    changed_book = replace(book, all_plan_types={**book.all_plan_types, IEP: other}, version="another")
    for module in (plan_law, plan_rows):
        monkeypatch.setattr(module, "lawbook", lambda: changed_book)
    return changed_book


def test_a_draft_remembers_the_law_it_was_checked_with(cast: Cast) -> None:
    with acting(cast.coordinator):
        plan = again(cast, cast.young.plan)
        assert plan.law_edition is not None
        assert plan.law_edition.law_version == lawbook().version
        assert not plan_queries.law_changes(plan)


def test_a_law_that_changed_meanwhile_is_told_and_looked_at_before_issuing(
    cast: Cast, seen_by: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_law(monkeypatch)
    before = state(cast)

    with pytest.raises(LawChanged) as told:
        issue(cast, cast.coordinator)

    assert [one.after for one in told.value.changes.added] == ["All goals say who was asked."]
    assert len(told.value.changes.removed) == 1
    assert [one.after for one in told.value.changes.changed] == ["These are other words."]
    assert state(cast) == before

    browser = seen_by(cast.coordinator)
    page = reverse("versions:issue", args=[cast.young.plan.pk])
    refused = browser.post(page, {"draft_revision": cast.young.plan.draft_revision})
    shown = refused.content.decode()
    assert refused.status_code == 409
    for words in (
        "New: ",
        "All goals say who was asked.",
        "Changed: ",
        "These are other words.",
        "No longer",
    ):
        assert words in shown
    assert state(cast) == before

    digest = shown.split('name="digest" value="')[1].split('"')[0]
    law = reverse("versions:look_at_law", args=[cast.young.plan.pk])
    assert browser.post(law, {"digest": "of another day"}).status_code == 302
    with pytest.raises(LawChanged):
        issue(cast, cast.coordinator)
    assert browser.post(law, {"digest": digest}).status_code == 302
    assert issue(cast, cast.coordinator).number == 2
    with acting(cast.coordinator):
        fact = Fact.objects.get(kind="plan.law_looked_at", pupil_id=cast.young.pupil.pk)
        assert fact.detail["law_version"] == "another"


def test_looking_at_the_law_does_not_fill_what_it_asks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    another_law(monkeypatch, with_a_gap=True)
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        now = plan_queries.kept_edition(plan_queries.plan_type_of(plan))
        with pytest.raises(Stale):
            plans.look_at_law_again(plan=plan, digest="", on=TODAY, by=by)
        plans.look_at_law_again(plan=plan, digest=now.digest, on=TODAY, by=by)
    with pytest.raises(plans.Incomplete):
        issue(cast, cast.coordinator)
    assert state(cast)[3]


def test_a_law_whose_other_plans_changed_asks_for_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_law, "lawbook", lambda: replace(lawbook(), version="another"))
    assert issue(cast, cast.coordinator).number == 2
