"""A parent works out a date without an account: without a script, and without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.test_by_keyboard import tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Open


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.select_option(label=option)


def test_a_date_is_worked_out_on_a_phone_without_a_script(transactional_db: None, open_for: Open) -> None:
    page = open_for(width=320, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Work out a date").first.click()
    choose(page, "Where", "Scotland")
    page.get_by_role("button", name="Go on").click()
    choose(page, "Which plan", "Co-ordinated support plan")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What happened").select_option(value="csp_requested")
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Month", exact=True).fill("2")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_role("button", name="Show the dates").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter a day that exists")
    page.get_by_label("Day", exact=True).fill("7")
    page.get_by_label("Month", exact=True).fill("September")
    page.get_by_role("button", name="Show the dates").click()

    expect(page.get_by_role("heading", name="If this happened on Monday 7 September 2026")).to_be_visible()
    expect(page.get_by_role("heading", name="Answer the request for a plan")).to_be_visible()
    expect(page.get_by_text("Each step of the count").first).to_be_visible()
    # The address is the question: opened again, it gives the same answer.
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Answer the request for a plan")).to_be_visible()
    # A word of the trade leads to its meaning on the same page.
    page.locator("a.hr-term").first.click()
    assert page.url.partition("#")[2].startswith("word-")

    page.get_by_role("button", name="Add another thing that happened").click()
    page.locator("[name=e2-kind]").select_option(value="csp_proposal_sent")
    page.locator("[name=e2-on-day]").fill("12")
    page.locator("[name=e2-on-month]").fill("10")
    page.locator("[name=e2-on-year]").fill("2026")
    page.get_by_role("button", name="Show the dates").click()
    expect(page.get_by_text("Done in time").first).to_be_visible()


def test_the_guide_is_read_and_a_word_looked_up_without_a_mouse(
    transactional_db: None, open_for: Open
) -> None:
    page = open_for()
    page.goto("/guide/")
    tab_to(page, "Ask for a plan in Scotland")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for a plan in Scotland")
    tab_to(page, "Work out this date")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("When is it due?")
    expect(page.get_by_label("What happened")).to_have_value("csp_requested")
    page.goto("/guide/words/")
    tab_to(page, "Find a word")
    page.keyboard.type("CSP")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("fit “CSP”")


def test_printed_the_question_is_gone_and_every_date_is_there(transactional_db: None, open_for: Open) -> None:
    page = open_for()
    page.goto(
        "/when/?place=gb-sct&plan=gb-sct/csp&e1-kind=csp_requested&e1-on-day=7&e1-on-month=9&e1-on-year=2026&show=1"
    )
    expect(page.get_by_role("button", name="Print these dates")).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator(".hr-ask")).to_be_hidden()
    expect(page.get_by_role("button", name="Print these dates")).to_be_hidden()
    expect(page.get_by_text("8 weeks, and Monday 7 September 2026 is day 1")).to_be_visible()
    expect(page.locator(".hr-told")).to_contain_text("The authority received a request")
