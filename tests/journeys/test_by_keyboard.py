"""The coordinator's morning without a mouse: every stop of the Tab key can be seen, and all can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.journeys.story import PASS_PHRASE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

LOOK: Final = """() => {
    const here = document.activeElement;
    const looks = (e) => [null, '::before'].map(part => { const style = getComputedStyle(e, part);
        return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor].join(); }).join();
    const look = () => [here, ...(here.labels ?? [])].map(looks).join();
    const focused = look();
    here.blur();
    const resting = look();
    here.focus();
    const box = here.getBoundingClientRect();
    const words = here.labels?.length ? here.labels[0].innerText : here.innerText;
    return {words: words.trim().replace(/\\s+/g, ' '), seen: focused !== resting && box.width > 0 && box.height > 0,
            html: here.outerHTML.slice(0, 120)};
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on something with these words; see the focus at every stop on the way."""
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(LOOK)
        assert stop["seen"], f"the focus cannot be seen on {stop['html']}"
        if stop["words"].startswith(words):
            return
    raise AssertionError(f"Tab never came to “{words}”")


def follow(page: Page, heading: str) -> None:
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_a_section_is_written_and_an_error_mended_without_a_mouse(story: Story, open_for: Open) -> None:
    page = open_for()
    keys = page.keyboard
    page.goto("/")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    keys.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()

    tab_to(page, "Sign in")
    follow(page, "Sign in")
    tab_to(page, "Email")
    keys.type(story.cast.coordinator.email)
    tab_to(page, "Password")
    keys.type(PASS_PHRASE)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nora")

    tab_to(page, "Individualised educational programme: Robin Young")
    follow(page, "Draft of Robin’s plan")
    tab_to(page, "Longer aims")
    follow(page, "Longer aims")
    tab_to(page, "Words of this section")
    keys.type(" To read the weather for the class.")
    tab_to(page, "Keep and go back")
    keys.press("Space")
    expect(page.get_by_text("Saved at")).to_be_visible()

    tab_to(page, "Needs")
    follow(page, "Needs")
    tab_to(page, "Add a need")
    follow(page, "What is hard for Robin?")
    tab_to(page, "Keep this need")
    keys.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    tab_to(page, "Say in a few words what the pupil needs help with")
    keys.press("Enter")
    expect(page.get_by_label("What is hard?")).to_be_focused()
    keys.type("Forgets what was said a minute ago")
    tab_to(page, "Keep this need")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Forgets what was said a minute ago").first).to_be_visible()
