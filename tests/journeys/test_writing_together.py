"""Two people at one section at the same time, each in a browser of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from handrail.apps.plans.models import Goal, KeptText
from tests.cast import acting
from tests.journeys.test_no_lost_words import die, expect_state, saved_words, section_of

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

FIRST = "Every lesson starts with the page read aloud once."
BOX = "Words of this section"


def begin(page: Page, story: Story) -> None:
    page.goto(section_of(story))
    expect(page.get_by_label(BOX)).to_have_value(re.compile("."))


def type_at_end(page: Page, words: str) -> None:
    box = page.get_by_label(BOX)
    box.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words, delay=15)


def test_both_type_at_once_and_both_see_the_words_of_both(story: Story, open_for: Open) -> None:
    nora, tess = open_for(story.cast.coordinator), open_for(story.cast.class_teacher)
    for page in (nora, tess):
        begin(page, story)
    type_at_end(nora, " Then he reads.")
    tess.get_by_label(BOX).focus()
    tess.keyboard.press("Control+Home")
    tess.keyboard.type("Mornings are best. ", delay=15)

    both = f"Mornings are best. {FIRST} Then he reads."
    for page in (nora, tess):
        expect(page.get_by_label(BOX)).to_have_value(both, timeout=20_000)
    assert saved_words(story) == both
    expect(nora.get_by_role("status", name="Others who have")).to_contain_text("Tess Teacher", timeout=20_000)
    expect(tess.get_by_role("status", name="Others who have")).to_contain_text(
        "is writing here", timeout=20_000
    )

    # The caret stayed where it was among the words: typing goes on in the same place.
    nora.keyboard.type(" Twice.", delay=15)
    tess.keyboard.type("Always. ", delay=15)
    both = f"Mornings are best. Always. {FIRST} Then he reads. Twice."
    for page in (nora, tess):
        expect(page.get_by_label(BOX)).to_have_value(both, timeout=20_000)

    # A killed tab says no farewell, and is forgotten all the same.
    die(tess)
    tess.close()
    expect(nora.locator("[data-others]")).to_be_empty(timeout=60_000)


def killed_at_the_same_sentence(story: Story, open_for: Open, *, broken: bool = False) -> Page:
    """One writes in a sentence without a line to the server, and the tab dies; the other writes in the same one."""
    nora, tess = open_for(story.cast.coordinator), open_for(story.cast.class_teacher)
    context = nora.context
    if broken:
        context.route("**/autosave*.js", keep_nothing)
    for page in (nora, tess):
        begin(page, story)
    context.set_offline(True)
    nora.get_by_label(BOX).fill(FIRST.replace("once", "twice, slowly"))
    if not broken:
        expect_state(nora, "kept on this device")
    die(nora)
    nora.close()
    tess.get_by_label(BOX).fill(FIRST.replace("once", "three times"))
    expect_state(tess, "Saved at")

    context.set_offline(False)
    nora = context.new_page()
    nora.goto(section_of(story))
    offer = nora.get_by_role("region", name="Words kept on this device")
    expect(offer).to_contain_text("twice, slowly", timeout=3_000)
    offer.get_by_role("button", name="Put these words back").click()
    expect_state(nora, "Somebody else wrote here too. Both are kept.")
    return nora


def keep_nothing(route: Route) -> None:
    """The script as it would be if somebody broke it: what is typed is not kept on the device."""
    answer = route.fetch()
    broken = answer.text().replace("localStorage.setItem(", "((..._) => {})(")
    assert broken != answer.text()
    route.fulfill(response=answer, body=broken)


def test_two_people_and_a_killed_tab_at_the_same_sentence(story: Story, open_for: Open) -> None:
    nora = killed_at_the_same_sentence(story, open_for)
    assert "three times" in saved_words(story)
    with acting(story.cast.coordinator, on=story.today):
        assert "twice, slowly" in KeptText.objects.get(plan=story.cast.young.plan, settled_at=None).text

    nora.get_by_role("link", name="Choose the words").click()
    expect(nora.get_by_role("region", name="Saved now").locator("mark")).to_contain_text("three times")
    expect(nora.get_by_role("region", name="Also written").locator("mark")).to_contain_text("twice, slowly")
    words = FIRST.replace("once", "three times, slowly")
    nora.get_by_label("The words to keep").fill(words)
    nora.get_by_role("button", name="Keep these words").click()
    expect(nora.get_by_text("Saved at")).to_be_visible()
    assert saved_words(story) == words
    nora.goto(section_of(story))
    expect(nora.get_by_role("region", name="Words kept on this device")).to_have_count(0)


def test_that_test_fails_when_the_script_keeps_nothing(story: Story, open_for: Open) -> None:
    with pytest.raises(AssertionError, match="Words kept on this device"):
        killed_at_the_same_sentence(story, open_for, broken=True)


def test_words_put_back_meet_newer_ones_in_another_sentence_and_are_merged(
    story: Story, open_for: Open
) -> None:
    nora, tess = open_for(story.cast.coordinator), open_for(story.cast.class_teacher)
    context = nora.context
    for page in (nora, tess):
        begin(page, story)
    context.set_offline(True)
    nora.get_by_label(BOX).fill(f"{FIRST} Then he reads.")
    expect_state(nora, "Not saved yet, kept on this device")
    die(nora)
    nora.close()
    tess.get_by_label(BOX).fill(f"Mornings are best. {FIRST}")
    expect_state(tess, "Saved at")

    context.set_offline(False)
    nora = context.new_page()
    nora.goto(section_of(story))
    nora.get_by_role("button", name="Put these words back").click()
    expect_state(nora, "together with what somebody else wrote")
    both = f"Mornings are best. {FIRST} Then he reads."
    expect(nora.get_by_label(BOX)).to_have_value(both)
    assert saved_words(story) == both


def test_without_a_script_two_people_write_go_back_and_undo(story: Story, open_for: Open) -> None:
    nora = open_for(story.cast.coordinator, java_script_enabled=False)
    tess = open_for(story.cast.class_teacher, java_script_enabled=False)
    for page in (nora, tess):
        begin(page, story)
    nora.get_by_label(BOX).fill(f"{FIRST} Then he reads.")
    nora.get_by_role("button", name="Keep and go back").click()
    tess.get_by_label(BOX).fill(f"Mornings are best. {FIRST}")
    tess.get_by_role("button", name="Keep and go back").click()
    expect(tess.get_by_text("together with what somebody else wrote")).to_be_visible()
    assert saved_words(story) == f"Mornings are best. {FIRST} Then he reads."

    # Taking back what one wrote leaves what the other wrote.
    tess.goto(section_of(story))
    tess.get_by_role("button", name="Undo my last save").click()
    expect(tess.get_by_text("The last save is undone.")).to_be_visible()
    assert saved_words(story) == f"{FIRST} Then he reads."

    tess.get_by_role("link", name="Earlier states of this section").click()
    expect(tess.get_by_role("listitem").filter(has_text="Go back to this state")).not_to_have_count(0)
    tess.get_by_role("listitem").filter(has_text="together").or_(
        tess.get_by_role("listitem").filter(has_text="at the same time as somebody else")
    ).get_by_role("button", name="Go back to this state").click()
    expect(tess.get_by_text("The section has these words again.")).to_be_visible()
    assert saved_words(story) == f"Mornings are best. {FIRST} Then he reads."


def test_a_section_is_written_and_an_earlier_state_taken_by_keyboard_alone(
    story: Story, open_for: Open
) -> None:
    page = open_for(story.cast.coordinator)
    begin(page, story)
    tab_to(page, lambda: page.evaluate("document.activeElement.tagName") == "TEXTAREA")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Then he reads.")
    expect_state(page, "Saved at")
    press(page, "Undo my last save")
    expect(page.get_by_text("The last save is undone.")).to_be_visible()
    assert saved_words(story) == FIRST
    press(page, "Earlier states of this section")
    expect(page.get_by_role("heading", name="Earlier states")).to_be_visible()
    press(page, "Go back to this state")
    expect(page.get_by_text("The section has these words again.")).to_be_visible()
    assert saved_words(story) == f"{FIRST} Then he reads."


def tab_to(page: Page, there: object) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if there():  # type: ignore[operator]
            return
    raise AssertionError("Tab never came to it")


def press(page: Page, words: str) -> None:
    tab_to(page, lambda: words in page.evaluate("document.activeElement.textContent"))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
def test_two_people_change_different_fields_of_one_goal_and_both_get_in(
    story: Story, open_for: Open, scripts: bool
) -> None:
    nora = open_for(story.cast.coordinator, java_script_enabled=scripts)
    tess = open_for(story.cast.class_teacher, java_script_enabled=scripts)
    goal = story.cast.young.goal
    for page in (nora, tess):
        page.goto(reverse("plans:goal", args=[story.cast.young.plan.pk, goal.pk]))
    nora.get_by_label("Checked how often").fill("every Friday")
    nora.get_by_role("button", name="Keep this goal").click()
    expect(nora.get_by_text("Kept.")).to_be_visible()
    tess.get_by_label("The goal in Robin’s own words").fill("I read to my sister")
    tess.get_by_role("button", name="Keep this goal").click()
    expect(tess.get_by_text("Somebody else changed “Checked how often” in the meantime")).to_be_visible()
    with acting(story.cast.coordinator, on=story.today):
        now = Goal.objects.get(pk=goal.pk)
    assert (now.checked, now.pupil_words) == ("every Friday", "I read to my sister")

    # The same field is for people: both are shown, and nothing is overwritten unasked.
    for page in (nora, tess):
        page.goto(reverse("plans:goal", args=[story.cast.young.plan.pk, goal.pk]))
    nora.get_by_label("Checked how often").fill("every Monday")
    nora.get_by_role("button", name="Keep this goal").click()
    tess.get_by_label("Checked how often").fill("twice a week")
    tess.get_by_role("button", name="Keep this goal").click()
    expect(tess.get_by_role("region", name="What is saved now")).to_contain_text("every Monday")
    expect(tess.get_by_label("Checked how often")).to_have_value("twice a week")
    tess.get_by_role("button", name="Keep this goal").click()
    with acting(story.cast.coordinator, on=story.today):
        assert Goal.objects.get(pk=goal.pk).checked == "twice a week"


def test_signing_out_says_what_is_not_saved_and_leaves_nothing_on_the_device(
    story: Story, open_for: Open
) -> None:
    page = open_for(story.cast.coordinator)
    begin(page, story)
    page.route(
        "**/sections/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.get_by_label(BOX).fill("Not yet saved.")
    expect_state(page, "kept on this device")
    page.get_by_role("list", name="You").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"**{reverse('account_logout')}")
    warning = page.get_by_role("region", name="Words that are not saved")
    expect(warning).to_contain_text("Signing out takes it off this device")
    expect(warning.get_by_role("link")).to_have_attribute("href", section_of(story))
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('handrail:unsaved'))") == []
