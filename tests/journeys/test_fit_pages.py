"""Which plan fits, and whether it is the right kind: by keyboard, without a script, printed, and looked at by axe."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from handrail.apps.cases.models import Deadline
from handrail.apps.plans import actions as plans
from handrail.apps.plans.actions import ProvisionWords
from handrail.apps.pupils.models import CircleMember
from tests.cast import acting
from tests.journeys.test_by_keyboard import tab_to
from tests.journeys.test_every_page import barriers, sideways
from tests.journeys.test_pictures import IMAGES, WIDTHS, take

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from handrail.apps.plans.models import Plan
    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

SCOTLAND: Final = (
    "/fit/?place=gb-sct&at_school=yes&more_help_than_most=yes&effect_on_learning=a_lot"
    "&lasts_over_a_year=yes&agencies=unsure&wellbeing_concern=no&show=1"
)
PUBLIC: Final = (
    "/fit/",
    "/fit/?place=us",
    SCOTLAND,
    "/fit/?place=gb-eng&age=6&more_help_than_most=yes&help_tried=no_progress&show=1",
    "/fit/?place=us&age=12&disability=yes&limits_daily_life=yes&kinds_of_help=accommodations&show=1",
    "/fit/?place=us&age=nine&kinds_of_help=none_of_these&kinds_of_help=health_care&show=1",
)


def questioned(story: Story) -> tuple[Plan, Plan]:
    """A plan that raises questions about its kind, and a draft of a kind that asks some things only sometimes."""
    cast, today = story.cast, story.today
    plan = cast.young.plan
    with acting(cast.coordinator, on=today) as by:
        outside = CircleMember.objects.get(pupil=plan.pupil, person=cast.psychologist)
        plans.add_provision(
            plan=plan,
            words=ProvisionWords(what="Talks with Robin about reading", who=outside, times=1, per="week"),
            on=today,
            by=by,
        )
        Deadline.objects.filter(case_id=plan.case_id, is_open=True).update(acts_on=today - timedelta(days=3))
        conditional = plans.start_plan(pupil=story.pupil, plan_type="us/iep", on=today, by=by)
        plans.set_aside(
            plan=conditional,
            section="rights",
            requirement="rights",
            reason="He is ten. This begins a year before he comes of age.",
            on=today,
            by=by,
        )
    return plan, conditional


def staff_pages(plan: Plan, conditional: Plan) -> list[str]:
    return [
        reverse("plans:plan", args=[plan.pk]),
        reverse("plans:kind", args=[plan.pk]),
        reverse("plans:answer_kind", args=[plan.pk, "not_looked_at"]),
        reverse("plans:plan", args=[conditional.pk]),
        reverse("plans:set_aside", args=[conditional.pk, "alternate_assessment", "alternate_assessment"]),
    ]


def faults(page: Page, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        page.goto(path)
        for width in (1280, 390):
            found += [f"{path} at {width} px: {fault}" for fault in barriers(page, width=width)]
        found += [f"{path}: {fault}" for fault in sideways(page, width=320)]
    return found


def test_the_questions_and_the_answers_can_be_read_by_everybody(story: Story, open_for: Open) -> None:
    assert faults(open_for(), list(PUBLIC)) == []


def test_the_pages_of_staff_can_be_read_by_everybody(story: Story, open_for: Open) -> None:
    pages = staff_pages(*questioned(story))

    assert faults(open_for(story.cast.coordinator), pages) == []


def test_a_family_compares_plans_on_a_phone_without_a_script(story: Story, open_for: Open) -> None:
    page = open_for(width=320, java_script_enabled=False)
    page.goto("/fit/")
    page.get_by_label("Where is the school?").select_option(label="England")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Show what may fit").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Answer at least one question")
    page.get_by_label("How old is the pupil, in years?").fill("6")
    page.get_by_role("group", name="Has the school tried extra help").get_by_label(
        "Tried, and it is not enough"
    ).check()
    page.get_by_role("button", name="Show what may fit").click()

    expect(page.get_by_role("heading", name="What may fit in England")).to_be_visible()
    expect(page.get_by_text("This informs. It does not decide.")).to_be_visible()
    # The address is the question: opened again, it gives the same answer, and the answers are still chosen.
    page.goto(page.url)
    expect(page.get_by_label("Tried, and it is not enough")).to_be_checked()
    page.get_by_role("link", name="Change your answers").click()
    assert page.url.endswith("#questions")


def test_plans_are_compared_without_a_mouse(story: Story, open_for: Open) -> None:
    page = open_for()
    page.goto("/fit/?place=gb-sct")
    page.get_by_label("A lot, or often").focus()
    page.keyboard.press("Space")
    tab_to(page, "Show what may fit")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What may fit in Scotland")).to_be_visible()
    tab_to(page, "What the law says about this plan: Co-ordinated support plan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Co-ordinated support plan")


def test_printed_the_questions_are_gone_and_the_answers_are_there(story: Story, open_for: Open) -> None:
    page = open_for()
    page.goto(SCOTLAND)
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator("#questions")).to_be_hidden()
    expect(page.get_by_role("heading", name="What you told us")).to_be_visible()
    expect(page.get_by_text("This informs. It does not decide.")).to_be_visible()


def test_a_coordinator_answers_a_question_without_a_mouse_and_is_not_asked_again(
    story: Story, open_for: Open
) -> None:
    plan, _ = questioned(story)
    page = open_for(story.cast.coordinator)
    page.goto(reverse("plans:plan", args=[plan.pk]))
    tab_to(page, "Answer this question")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this still the plan that the pupil needs?")
    tab_to(page, "What do you say to this?")
    page.keyboard.type("We talked about it on Monday. It fits.")
    tab_to(page, "Keep this answer")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Answered", exact=True)).to_be_visible()
    page.goto(reverse("plans:plan", args=[plan.pk]))
    expect(page.get_by_text("Is this still the plan that the pupil needs?")).to_have_count(0)


def test_the_documents_have_their_pictures_of_fit(
    story: Story, open_for: Open, pytestconfig: pytest.Config
) -> None:
    names = ("which-plan-fits-questions", "which-plan-fits", "kind-of-plan", "does-this-apply")
    wanted = [IMAGES / f"{name}-{width}.png" for name in names for width in WIDTHS]
    if not pytestconfig.getoption("screenshots") and all(one.exists() for one in wanted):
        return
    plan, conditional = questioned(story)
    visitor, desk = open_for(), open_for(story.cast.coordinator)

    take(visitor, "/fit/?place=gb-sct", names[0])
    take(visitor, SCOTLAND, names[1])
    take(desk, reverse("plans:kind", args=[plan.pk]), names[2])
    take(desk, reverse("plans:plan", args=[conditional.pk]), names[3])

    assert [one.name for one in wanted if not one.exists()] == []
