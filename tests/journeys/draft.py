"""What somebody does in a draft, step by step, as the pages offer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.journeys.screens import type_day

if TYPE_CHECKING:
    from datetime import date

    from playwright.sync_api import Page


def start(page: Page) -> None:
    """From the first page to a new draft for Iona."""
    page.get_by_role("link", name="Pupils", exact=True).click()
    page.get_by_label("Pupils without a plan too").check()
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="MacRae, Iona").click()
    page.get_by_role("link", name="Start a plan").click()
    page.get_by_label("Individualised educational programme").check()
    page.get_by_role("button", name="Start this plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Draft of Iona’s plan")


NEED: Final = "Waits in front of an empty page and cannot begin"


def gaps_left(page: Page) -> int:
    """How many things the draft's own list still names."""
    listed = page.locator(".hr-gaps").first
    expect(listed).to_be_visible()
    return listed.locator("li").count()


def add_need(page: Page) -> None:
    page.get_by_role("link", name="No need is listed yet").click()
    page.get_by_label("What is hard?").fill(NEED)
    page.get_by_label("What you see").fill(
        "She knows the story and tells it. On paper she waits for minutes."
    )
    page.get_by_role("button", name="Keep this need").click()
    expect(page.get_by_text("Kept.")).to_be_visible()


def try_an_unfinished_goal(page: Page) -> None:
    """Press the button too early: the page says what to look at again."""
    page.get_by_role("link", name="No goal answers this need yet").click()
    fill_in_an_unfinished_goal(page)
    assert page.title().startswith("Error: ")


def fill_in_an_unfinished_goal(page: Page) -> None:
    page.get_by_label("Now", exact=True).fill("as usual")
    boxes = page.get_by_role("group", name="To be reached by", exact=True)
    for label, number in (("Day", "31"), ("Month", "2"), ("Year", "2027")):
        boxes.get_by_label(label).fill(number)
    page.get_by_role("button", name="Keep this goal").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write the number it is now, like 42")


def finish_the_goal(page: Page, goal: str, *, due_on: date) -> None:
    page.get_by_label("What will Iona be able to do?").fill(goal)
    page.get_by_label("The goal in Iona’s own words").fill("I start on my own")
    page.get_by_label("What is counted or checked").fill("Starts within two minutes, out of five tries")
    page.get_by_label("Now", exact=True).fill("1")
    page.get_by_label("Goal", exact=True).fill("4")
    page.get_by_label("Counted in").fill("starts out of five")
    type_day(page, "To be reached by", due_on)
    page.get_by_role("button", name="Keep this goal").click()
    expect(page.get_by_text("Kept.")).to_be_visible()


def add_help(page: Page, *, by: str, starts_on: date, ends_on: date) -> None:
    page.get_by_role("link", name="No support is linked to this goal").click()
    page.get_by_label("What help is given?").fill(
        "Draws the first picture together, and says the first sentence aloud"
    )
    page.get_by_label("Who gives it?").select_option(label=f"{by}, class teacher")
    page.get_by_label("How often").fill("4")
    page.get_by_label("In each").select_option(label="a week")
    page.get_by_label("Minutes each time").fill("10")
    page.get_by_label("Where").fill("her own table by the window")
    type_day(page, "From", starts_on)
    type_day(page, "Until", ends_on)
    page.get_by_role("button", name="Keep this help").click()
    expect(page.get_by_text("Kept.")).to_be_visible()


def write_section(page: Page, heading: str, text: str) -> None:
    """Write, and wait for the page to say by itself that the words are safe."""
    page.get_by_role("link", name=heading, exact=True).click()
    page.get_by_label("Words of this section").fill(text)
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved at")
    page.get_by_role("link", name="Back to the draft").last.click()


def write_section_by_button(page: Page, heading: str, text: str) -> None:
    page.get_by_role("link", name=heading, exact=True).click()
    page.get_by_label("Words of this section").fill(text)
    page.get_by_role("button", name="Keep and go back").click()
    expect(page.get_by_text("Saved at")).to_be_visible()


def ask(page: Page, name: str, *, due_on: date) -> None:
    draft = page.url
    page.get_by_role("link", name="Views of the family and others").click()
    page.get_by_role("link", name="Ask for a view").click()
    choices = page.get_by_label("Whose view do you ask for?")
    expect(choices.locator("option", has_text=name)).not_to_have_count(0)
    choices.select_option(
        label=next(one for one in choices.locator("option").all_inner_texts() if one.startswith(name))
    )
    type_day(page, "By when?", due_on)
    page.get_by_role("button", name="Ask for this view").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.goto(draft)


def add_view(page: Page, words: str) -> None:
    """What a parent does from their own first page."""
    page.get_by_role("link", name="Add your view to Iona’s plan").click()
    page.get_by_label("What works at home?").fill(words)
    page.get_by_role("button", name="Send to the school").click()
    expect(page.get_by_text("Your words are with the school, as you wrote them")).to_be_visible()


def issue(page: Page) -> None:
    expect(page.get_by_role("heading", name="Ready to issue")).to_be_visible()
    page.get_by_role("link", name="Issue this plan").click()
    page.get_by_role("button", name="Issue this plan").click()
    expect(page.get_by_text("Version 1 is issued.")).to_be_visible()
