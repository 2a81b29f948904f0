"""A mother on her phone and a coordinator at her desk: what she knows, what she says, what school answers."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from playwright.sync_api import expect

from handrail.apps.accounts.models import Person
from handrail.apps.plans.models import Contribution
from handrail.apps.pupils.models import CircleMember
from tests.cast import acting
from tests.journeys.screens import type_day, words_of
from tests.journeys.test_every_page import barriers, sideways

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import Page

    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

IMAGES: Final = Path(__file__).resolve().parents[2] / "docs" / "images"
PHONE: Final = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
HOPES: Final = "That he likes books.\nAnd that mornings are easier."
WORDS: Final = "He may stop after ten minutes and say so himself."
ABOUT_LESSONS: Final = re.compile(r"^Say what you think\s*: Changes to lessons")
ARABIC: Final = "يقرأ روبن مع تيس ثلاث مرات في الأسبوع. وهذا يساعده."
ENGLISH: Final = "Robin reads with Tess three times a week. It helps him."


class Camera:
    """Takes the pictures that are missing, or all of them with --screenshots; axe looks at each page."""

    def __init__(self, anew: bool) -> None:
        self.anew = anew
        self.faults: list[str] = []

    def look(self, page: Page, name: str) -> None:
        size = page.viewport_size
        assert size is not None
        path = IMAGES / f"{name}-{size['width']}.png"
        if self.anew or not path.exists():
            page.evaluate("document.fonts.ready")
            height = min(page.evaluate("document.documentElement.scrollHeight"), 2600)
            clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
            page.screenshot(path=path, full_page=True, clip=clip)
        for width in (1280, 390):
            self.faults += [f"{name}, {width} px: {fault}" for fault in barriers(page, width=width)]
        self.faults += [f"{name}: {fault}" for fault in sideways(page, width=320)]
        page.set_viewport_size(size)


def test_a_mother_and_a_coordinator_plan_together(
    story: Story, open_for: Open, pytestconfig: pytest.Config
) -> None:
    camera = Camera(pytestconfig.getoption("screenshots"))
    cast, plan = story.cast, story.cast.young.plan
    phone, desk = open_for(cast.parent, **PHONE), open_for(cast.coordinator)
    home = reverse("family:plan", args=[plan.pk])

    # Half a form, left on the bus, is there again; nothing has gone to the school yet.
    phone.goto(home)
    phone.get_by_role("link", name="Add your view").click()
    phone.get_by_label("What is Robin good at? What do they enjoy?").fill("Lego, and his sister.")
    phone.get_by_label("What do you hope for?").click()
    expect(phone.locator("[data-autosave-state]")).to_contain_text("Saved at")
    camera.look(phone, "family-answers")
    phone.goto(home)
    expect(phone.get_by_text("Nobody else has seen it yet")).to_be_visible()
    with acting(cast.coordinator, on=story.today):
        assert Contribution.objects.get(pk=cast.young.contribution.pk).words == ""
    phone.get_by_role("link", name="Go on writing").click()
    expect(phone.get_by_label("What is Robin good at? What do they enjoy?")).to_have_value(
        "Lego, and his sister."
    )
    phone.get_by_label("What do you hope for?").fill(HOPES)
    phone.get_by_role("button", name="Send to the school").click()
    expect(phone.get_by_text("Your words are with the school")).to_be_visible()

    # The coordinator shares the draft.
    desk.goto(reverse("plans:plan", args=[plan.pk]))
    desk.get_by_role("link", name="Share this draft with the family").click()
    type_day(desk, "Until when do you hope for an answer?", story.today + timedelta(days=14))
    desk.get_by_label("What do you want to say with it?").fill("Please tell us what you think.")
    camera.look(desk, "family-share")
    desk.get_by_role("button", name="Share this draft").click()
    expect(desk.get_by_text("The family can read draft 1")).to_be_visible()

    # She reads it, disagrees with reasons, and asks for other words.
    phone.goto("/")
    phone.get_by_role("link", name="Read the draft of Robin’s plan").click()
    expect(phone.get_by_text("Please tell us what you think.")).to_be_visible()
    expect(phone.get_by_text("What we hope for")).to_be_visible()
    camera.look(phone, "family-draft")
    phone.get_by_role("link", name=ABOUT_LESSONS).click()
    phone.get_by_label("Disagree").check()
    phone.get_by_role("button", name="Send to the school").click()
    expect(phone.get_by_role("alert")).to_contain_text("Say why you disagree")
    phone.get_by_label("Your words", exact=True).fill("He hates reading aloud in front of the class.")
    phone.get_by_role("button", name="Send to the school").click()
    phone.get_by_role("link", name=ABOUT_LESSONS).click()
    phone.get_by_label("Ask for other words").check()
    phone.get_by_label("The words you would like in the plan").fill(WORDS)
    camera.look(phone, "family-comment")
    phone.get_by_role("button", name="Send to the school").click()
    expect(phone.get_by_text("The school answers you here")).to_be_visible()

    # The coordinator finds both, puts the words in as they are, and gives reasons for the other.
    desk.goto("/")
    expect(desk.get_by_role("link", name="Answer Paula Parent: Robin Young")).to_have_count(2)
    desk.goto(reverse("family:comments", args=[plan.pk]))
    camera.look(desk, "family-comments")
    waiting = desk.locator(".hr-saying").filter(has_text=WORDS)
    waiting.get_by_role("link", name="Answer this").click()
    desk.get_by_label("Put their words into the plan").check()
    camera.look(desk, "family-answer")
    desk.get_by_role("button", name="Send this answer").click()
    expect(desk.get_by_text("Answered. The family reads it")).to_be_visible()
    desk.locator(".hr-saying").filter(has_text="He hates").get_by_role("link", name="Answer this").click()
    desk.get_by_label("The plan stays as it was; say why").check()
    desk.get_by_label("What you say to the family").fill("He reads to one friend, never to the class.")
    desk.get_by_role("button", name="Send this answer").click()
    desk.goto(reverse("plans:section", args=[plan.pk, "changes"]))
    assert WORDS in desk.get_by_label("Words of this section").input_value()

    # She sees both answers beside her own words.
    phone.goto(home)
    said = phone.locator(".hr-saying")
    expect(said).to_have_count(2)
    assert "Put into the plan in these words" in words_of(said.filter(has_text=WORDS))
    assert "He reads to one friend, never to the class." in words_of(said.filter(has_text="He hates"))
    camera.look(phone, "family-plan-answered")
    assert camera.faults == [], "\n".join(camera.faults)


def test_a_plan_is_read_in_two_languages(story: Story, open_for: Open, pytestconfig: pytest.Config) -> None:
    camera = Camera(pytestconfig.getoption("screenshots"))
    cast, plan = story.cast, story.cast.young.plan
    with acting(cast.coordinator, on=story.today):
        CircleMember.objects.filter(pk=cast.young.parent.pk).update(preferred_language="Arabic")
    desk, phone = open_for(cast.coordinator), open_for(cast.parent, **PHONE)
    home, summary = (reverse(f"family:{name}", args=[plan.pk]) for name in ("plan", "summary"))

    desk.goto(summary)
    desk.get_by_label("The plan in plain words").fill(ENGLISH)
    desk.get_by_role("button", name="Keep these words").click()
    expect(desk.get_by_text("It can be read from about")).to_be_visible()
    desk.get_by_role("link", name="Translate it into Arabic").click()
    desk.get_by_label("The translation").fill(ARABIC)
    desk.get_by_label("A machine translated it").check()
    desk.get_by_label("Who translated it, or with what?").fill("A translation program")
    camera.look(desk, "family-translate")
    desk.get_by_role("button", name="Keep this translation").click()
    expect(desk.get_by_text("To be checked")).to_be_visible()
    camera.look(desk, "family-summary")

    # Arabic words, from right to left, inside an English page; the original is one press away.
    phone.goto(home)
    shown = phone.locator(".hr-summary")
    expect(shown).to_have_attribute("lang", "ar")
    assert shown.evaluate("one => getComputedStyle(one).direction") == "rtl"
    expect(phone.get_by_text("A machine made this translation")).to_be_visible()
    camera.look(phone, "family-plan-arabic")
    phone.get_by_role("link", name="English", exact=True).click()
    expect(phone.locator(".hr-summary")).to_have_text(ENGLISH)

    # The source changes; the translation says so until somebody translates it anew.
    desk.goto(summary)
    desk.get_by_label("The plan in plain words").fill(f"{ENGLISH} We look at it again in spring.")
    desk.get_by_role("button", name="Keep these words").click()
    expect(desk.get_by_text("Older than the original")).to_be_visible()
    phone.goto(home)
    expect(phone.get_by_text("This translation is older than the original.")).to_be_visible()

    # The pages themselves in another language, chosen at the foot of any of them.
    phone.get_by_role("button", name="Polski").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Plan: Robin")
    assert phone.evaluate("document.documentElement.lang") == "pl"
    expect(phone.get_by_text("To tłumaczenie jest starsze niż oryginał.")).to_be_visible()
    camera.look(phone, "family-plan-polish")
    assert Person.objects.get(pk=cast.parent.pk).language == "pl"
    assert camera.faults == [], "\n".join(camera.faults)
