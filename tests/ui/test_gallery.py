"""The gallery in a real browser: WCAG 2.2 AA by axe, narrow screens, no script, forced colours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory

from handrail.ui import views
from handrail.ui.gallery import FRAME
from tests.ui.browser import Site
from tests.ui.pages import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("/design/", "/design/form/", "/design/form/errors/", "/design/sign-in/")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The gallery as somebody who is signed in sees it."""
    ask = RequestFactory()
    surroundings: dict[str, Any] = environment().globals
    before, surroundings["frame"] = surroundings["frame"], FRAME
    try:
        made = {
            "/design/": views.gallery(ask.get("/design/")),
            "/design/form/": views.gallery_form(ask.get("/design/form/")),
            "/design/form/errors/": views.gallery_form(ask.post("/design/form/", {"born-day": "31"})),
            "/design/sign-in/": views.gallery_sign_in(ask.get("/design/sign-in/")),
        }
        with Site(pages={path: answer.content.decode() for path, answer in made.items()}).served() as site:
            yield site
    finally:
        surroundings["frame"] = before


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_to_complain_about(chromium: Browser, site: Site, path: str, width: int) -> None:
    if not AXE.is_file():
        pytest.fail("axe-core is not installed. Run npm ci.", pytrace=False)
    # The policy forbids the script that axe is; every other test keeps the policy.
    with site.open_in(chromium, viewport={"width": width, "height": 900}, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(path)
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)

    said = [f"{each['id']}: {each['help']}: {each['nodes'][0]['html']}" for each in found["violations"]]
    assert said == []
    assert len(found["passes"]) > 20


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_or_breaks_its_policy(
    chromium: Browser, site: Site, path: str, width: int
) -> None:
    site.missing.clear()
    site.complaints.clear()
    with site.open_in(chromium, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        # WCAG 1.4.12: a person may set letters, words and lines further apart.
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.evaluate(
            """() => { const sheet = new CSSStyleSheet();
            sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important;'
            + 'word-spacing: .16em !important }');
            document.adoptedStyleSheets = [sheet]; }"""
        )
        spaced = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert beyond <= 0
    assert spaced <= 0
    assert site.missing == []
    assert site.complaints == []


def test_every_word_is_in_our_own_typeface(chromium: Browser, site: Site) -> None:
    with site.open_in(chromium) as context:
        page = context.new_page()
        page.goto("/design/form/errors/")
        page.evaluate("document.fonts.ready")
        families = page.evaluate(
            """() => [...new Set([...document.querySelectorAll('body *')]
            .map(e => getComputedStyle(e).fontFamily))]"""
        )
        loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")

    assert all(family.startswith('"Atkinson Hyperlegible Next Variable"') for family in families), families
    assert loaded


def test_the_error_summary_takes_the_focus(chromium: Browser, site: Site) -> None:
    with site.open_in(chromium) as context:
        page = context.new_page()
        page.goto("/design/form/errors/")
        page.wait_for_function("() => document.activeElement.classList.contains('govuk-error-summary')")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.id === 'id_name'")


def test_a_page_reads_without_a_script(chromium: Browser, site: Site) -> None:
    with site.open_in(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/design/")
        assert page.get_by_role("heading", name="From need to proof").is_visible()
        assert page.get_by_role("link", name="Pupils").is_visible()
        assert page.get_by_role("button", name="Keep these words").is_visible()
        page.goto("/design/form/")
        assert page.get_by_label("Password", exact=True).is_visible()
        # A button that only a script could answer is not shown.
        assert not page.get_by_role("button", name="Show").is_visible()


def test_forced_colours_still_show_what_is_chosen_and_what_is_gone(chromium: Browser, site: Site) -> None:
    with site.open_in(chromium, forced_colors="active") as context:
        page = context.new_page()
        page.goto("/design/")
        colours = page.evaluate(
            """() => ['.hr-ladder > .is-now', '.hr-ladder > .is-past', '.hr-meter .is-there', '.hr-meter i']
            .map(css => getComputedStyle(document.querySelector(css)).backgroundColor)"""
        )

    assert colours[0] != colours[1]
    assert colours[2] != colours[3]


def test_on_paper_the_ways_around_are_gone_and_the_facts_are_not(chromium: Browser, site: Site) -> None:
    with site.open_in(chromium) as context:
        page = context.new_page()
        page.goto("/design/")
        page.emulate_media(media="print")
        hidden = page.evaluate(
            """() => ['.hr-nav', '.hr-demo', '.govuk-button', '.hr-header__who form', '.hr-band__steps']
            .filter(css => getComputedStyle(document.querySelector(css)).display !== 'none')"""
        )
        assert hidden == []
        assert page.get_by_text("SSI 2005/518, regulation 4A").first.is_visible()
        assert page.get_by_text("Rowan is here, since 24 August 2026").is_visible()


def test_every_target_is_large_enough_or_has_room(chromium: Browser, site: Site) -> None:
    with site.open_in(chromium, viewport={"width": 390, "height": 900}) as context:
        page = context.new_page()
        page.goto("/design/")
        small = page.evaluate(
            """() => [...document.querySelectorAll('.govuk-button, .hr-nav a, .hr-logo, textarea, select')]
            .filter(e => e.getBoundingClientRect().height < 40).map(e => e.outerHTML.slice(0, 80))"""
        )

    assert small == []
