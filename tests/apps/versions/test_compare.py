"""What changed between two versions, in words a parent reads."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Plan
from handrail.apps.versions import actions
from tests.apps.versions.scenes import EHC, second_version, share, written
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]


@pytest.fixture
def second(cast: Cast) -> str:
    """The younger pupil's plan in a second version; the page comparing both."""
    return reverse("versions:compare", args=[second_version(cast).pk, 2])


def compared(
    cast: Cast, seen_by: Browser, who: Person, name: str, plan: Plan, *number: int, other: str = ""
) -> str:
    address = reverse(f"versions:{name}", args=[plan.pk, *number])
    answer = seen_by(who).get(address, {"with": other} if other else {})
    assert answer.status_code == 200, answer
    return words(answer.content.decode())


def test_a_draft_that_the_family_was_given_is_compared_with_any_version_and_draft(
    cast: Cast, seen_by: Browser
) -> None:
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        for text in ("Given first.", "Given second."):
            based_on = plan.texts.get(key="changes").revision
            plans.write_section(
                plan=plan, key="changes", text=text, based_on=based_on, on=TODAY, at=moment(TODAY), by=by
            )
            plan.refresh_from_db()
            actions.share_draft(
                plan=plan,
                draft_revision=plan.draft_revision,
                shared_on=TODAY,
                on=TODAY,
                at=moment(TODAY),
                by=by,
            )
        plan.refresh_from_db()

    drafts = compared(cast, seen_by, cast.parent, "compare_shared", plan, 1)
    assert "What changed from draft 1 to draft 2" in drafts
    assert "The family was given draft 1 on 19 November 2026." in drafts
    assert "(taken out: first" in drafts
    assert "(new: second" in drafts
    assert "Compare version 1 and draft 1" in drafts

    version = compared(cast, seen_by, cast.parent, "compare", plan, 1, other="draft-2")
    assert "What changed from version 1 to draft 2" in version
    assert "Given second" in version
    nonsense = compared(cast, seen_by, cast.parent, "compare_shared", plan, 2, other="draft-9")
    assert "What changed from draft 1 to draft 2" in nonsense

    served = seen_by(cast.parent).get(reverse("versions:shared", args=[plan.pk, 1])).content.decode()
    assert reverse("versions:compare_shared", args=[plan.pk, 1]) in served
    page = reverse("versions:compare_shared", args=[plan.pk, 1])
    for who, status in (
        (cast.young_pupil, 403),
        (cast.teaching_assistant, 403),
        (cast.other_coordinator, 404),
    ):
        assert seen_by(who).get(page).status_code == status
    # Whoever may read versions and no drafts is offered no draft.
    assistant = seen_by(cast.teaching_assistant).get(
        reverse("versions:compare", args=[plan.pk, 1]), follow=True
    )
    assert "draft 1" not in assistant.content.decode()


def test_what_a_law_wants_blank_in_a_draft_is_not_said_to_have_come_later(
    cast: Cast, seen_by: Browser
) -> None:
    plan = written(cast, EHC)
    share(cast, plan, as_step=False)
    share(cast, plan)

    shown = compared(cast, seen_by, cast.parent, "compare_shared", plan, 1)

    assert "Not compared, because the law wants it blank in a draft:" in shown
    assert "No words of the plan changed." in shown


def test_one_draft_alone_leads_back_to_itself(cast: Cast, seen_by: Browser) -> None:
    plan = written(cast, EHC)
    share(cast, plan)

    answer = seen_by(cast.parent).get(reverse("versions:compare_shared", args=[plan.pk, 1]))

    assert answer.headers["Location"] == reverse("versions:shared", args=[plan.pk, 1])


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_was_added_and_taken_out_is_marked_in_words_signs_and_tags(
    cast: Cast, seen_by: Browser, second: str
) -> None:
    html = seen_by(cast.parent).get(second).content.decode()
    said = words(html)
    assert "From version 1" in said or "from version 1 to version 2" in said
    assert re.search(r"<del[^>]*>.*?(taken out: ).*?once", html, re.DOTALL)
    assert re.search(r"<ins[^>]*>.*?(new: ).*?twice", html, re.DOTALL)
    assert "3 times a week" in said or "− (taken out: 3" in said
    assert "Help, changed" in said
    assert "stayed the same" in said
    # What did not change is named, and its words are not repeated.
    assert "Reads each word slowly" not in said


def test_both_ways_round_and_nonsense_show_the_same_two_versions(
    cast: Cast, seen_by: Browser, second: str
) -> None:
    browser = seen_by(cast.parent)
    usual = words(browser.get(second).content.decode())
    first = reverse("versions:compare", args=[cast.young.plan.pk, 1])
    assert words(browser.get(first).content.decode()).count("from version 1 to version 2") >= 1
    for asked in ("", "2", "x", "99", "9" * 40, "-1", "\uff11"):
        answer = browser.get(f"{second}?with={asked}")
        assert answer.status_code == 200, asked
        assert words(answer.content.decode()).split("Words marked")[0] == usual.split("Words marked")[0]


def test_one_version_has_nothing_to_be_compared_with(cast: Cast, seen_by: Browser) -> None:
    answer = seen_by(cast.parent).get(reverse("versions:compare", args=[cast.young.plan.pk, 1]), follow=True)
    assert "only one version so far" in answer.content.decode()


def test_whoever_may_not_read_the_versions_may_not_compare_them(
    cast: Cast, seen_by: Browser, second: str
) -> None:
    for who, status in ((cast.young_pupil, 403), (cast.psychologist, 403), (cast.other_coordinator, 404)):
        assert seen_by(who).get(second).status_code == status
    assert seen_by(cast.parent).get(second).status_code == 200
    assert seen_by(cast.parent).post(second).status_code == 405
