"""Every page a journey reaches, looked at by axe on a wide and a narrow screen, and squeezed to 320 pixels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.journeys.stops import (
    stops_at_documents,
    stops_at_versions,
    stops_of_everybody_else,
    stops_of_the_coordinator,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.journeys.conftest import Open
    from tests.journeys.stops import Stop
    from tests.journeys.story import Story

AXE: Final = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@pytest.mark.parametrize(
    "stops_of",
    [stops_of_the_coordinator, stops_of_everybody_else, stops_at_documents, stops_at_versions],
)
def test_every_page_can_be_read_and_used_by_everybody(
    story: Story, open_for: Open, stops_of: Callable[[Story], list[Stop]]
) -> None:
    pages: dict[str, Page] = {}
    faults: list[str] = []
    for stop in stops_of(story):
        who = stop.who.email if stop.who else "a visitor"
        page = pages[who] = pages.get(who) or open_for(stop.who)
        reach(stop, page)
        found = [f"{width} px: {fault}" for width in (1280, 390) for fault in barriers(page, width=width)]
        # 1280 pixels at 400 % zoom are 320.
        found += sideways(page, width=320)
        faults += [f"{who} at {stop}: {fault}" for fault in found]

    assert faults == [], "\n".join(faults)


def reach(stop: Stop, page: Page) -> None:
    answer = page.goto(stop.path)
    assert answer is not None
    assert answer.status == stop.status, stop.path
    if stop.press:
        page.get_by_role("button", name=stop.press, exact=True).click()
        page.locator(".govuk-error-summary").wait_for()


def barriers(page: Page, *, width: int) -> list[str]:
    """What axe has to say against the page at this width."""
    page.set_viewport_size({"width": width, "height": 900})
    # The driver may run what the page's own policy forbids to the page.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", list(RULES)
    )
    assert len(found["passes"]) > 10, "axe has looked at the page"
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def sideways(page: Page, *, width: int) -> list[str]:
    """What sticks out of a narrow page."""
    page.set_viewport_size({"width": width, "height": 900})
    beyond = page.evaluate(
        """() => { const room = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= room) return [];
        return ['the page', ...[...document.querySelectorAll('main *')]
          .filter(e => e.getBoundingClientRect().right > room).map(e => e.outerHTML.slice(0, 120))]; }"""
    )
    return [f"{width} px: scrolls sideways because of {beyond[:3]}"] if beyond else []
