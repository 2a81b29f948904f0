"""No word is ever lost: not to a dropped line, a second writer, a session that ended, or an impatient finger."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Error, expect

from handrail.apps.plans.models import SectionText, Version
from tests.cast import acting
from tests.journeys.screens import fill_in_sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

WORDS = "He hears the page first 🐦, then he reads it. بسرعة"


def section_of(story: Story) -> str:
    return reverse("plans:section", args=[story.cast.young.plan.pk, "longer_aims"])


def saved_words(story: Story) -> str:
    with acting(story.cast.coordinator, on=story.today):
        return SectionText.objects.get(plan=story.cast.young.plan, key="longer_aims").text


def expect_state(page: Page, words: str) -> None:
    expect(page.locator("[data-autosave-state]")).to_contain_text(words)


def die(page: Page) -> None:
    """The tab's own process ends, as when a phone runs out of memory: no last request, no farewell."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")


def test_words_typed_while_the_line_was_dead_are_offered_back(story: Story, open_for: Open) -> None:
    page = open_for(story.cast.coordinator)
    context = page.context
    page.goto(section_of(story))
    context.set_offline(True)
    page.get_by_label("Words of this section").fill(WORDS)
    expect_state(page, "kept on this device")
    die(page)
    page.close()
    assert saved_words(story) == "Every lesson starts with the page read aloud once."

    context.set_offline(False)
    page = context.new_page()
    page.goto(section_of(story))
    offer = page.get_by_role("region", name="Words kept on this device")
    expect(offer).to_contain_text(WORDS)
    offer.get_by_role("button", name="Put these words back").click()
    expect_state(page, "Saved at")
    assert saved_words(story) == WORDS


def test_two_people_in_one_section_are_shown_both_texts_and_choose(story: Story, open_for: Open) -> None:
    first, second = open_for(story.cast.coordinator), open_for(story.cast.class_teacher)
    for page in (first, second):
        page.goto(section_of(story))
    first.get_by_label("Words of this section").fill("Nora wrote this.")
    expect_state(first, "Saved at")

    second.get_by_label("Words of this section").fill("Tess wrote that.")
    expect_state(second, "Somebody else wrote here too. Both are kept.")
    assert saved_words(story) == "Nora wrote this."

    second.get_by_role("link", name="Choose the words").click()
    expect(second.get_by_role("region", name="Saved now")).to_contain_text("Nora")
    expect(second.get_by_role("region", name="Also written")).to_contain_text("Tess")
    second.get_by_label("The words to keep").fill("Nora wrote this. Tess wrote that.")
    second.get_by_role("button", name="Keep these words").click()
    expect(second.get_by_text("Saved at")).to_be_visible()
    assert saved_words(story) == "Nora wrote this. Tess wrote that."


def test_words_of_somebody_signed_out_meanwhile_wait_for_them(story: Story, open_for: Open) -> None:
    page = open_for(story.cast.coordinator)
    page.goto(section_of(story))
    Session.objects.all().delete()
    page.get_by_label("Words of this section").fill(WORDS)
    expect_state(page, "You were signed out. Your words are here.")

    page.get_by_role("link", name="Sign in to go on").click()
    fill_in_sign_in(page, story.cast.coordinator)
    offer = page.get_by_role("region", name="Words kept on this device")
    expect(offer).to_contain_text(WORDS)
    offer.get_by_role("button", name="Put these words back").click()
    expect_state(page, "Saved at")


def test_a_long_form_sent_after_being_signed_out_waits_too(story: Story, open_for: Open) -> None:
    page = open_for(story.cast.coordinator)
    page.goto(reverse("plans:add_goal", args=[story.cast.young.plan.pk]))
    page.get_by_label("What will Robin be able to do?").fill(WORDS)
    Session.objects.all().delete()
    page.get_by_role("button", name="Keep this goal").click()

    fill_in_sign_in(page, story.cast.coordinator)
    offer = page.get_by_role("region", name="Words kept on this device")
    expect(offer).to_contain_text(WORDS)
    offer.get_by_role("button", name="Put these words back").click()
    page.get_by_role("button", name="Keep this goal").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    expect(page.get_by_role("link", name=WORDS).first).to_be_visible()

    page.goto(reverse("plans:add_goal", args=[story.cast.young.plan.pk]))
    expect(page.get_by_label("What will Robin be able to do?")).to_have_value("")
    expect(page.get_by_role("region", name="Words kept on this device")).to_have_count(0)


def test_an_impatient_double_click_issues_one_version(story: Story, open_for: Open) -> None:
    page = open_for(story.cast.coordinator)
    page.goto(reverse("versions:issue", args=[story.cast.young.plan.pk]))
    page.get_by_role("button", name="Issue this plan").dblclick()
    expect(page.get_by_text("Version 2 is issued.")).to_be_visible()

    plain = open_for(story.cast.coordinator, java_script_enabled=False)
    plain.goto(reverse("versions:issue", args=[story.cast.older.plan.pk]))
    plain.get_by_role("button", name="Issue this plan").dblclick()
    expect(plain).to_have_url(re.compile("/versions/2/$"))

    with acting(story.cast.coordinator, on=story.today):
        for subject in (story.cast.young, story.cast.older):
            assert Version.objects.filter(plan=subject.plan).count() == 2
