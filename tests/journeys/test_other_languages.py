"""The pages of families and pupils in longer words and from right to left, on a phone: nothing sticks out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from django.urls import reverse

from tests.journeys.stops import Stop, stops_of_everybody_else
from tests.journeys.test_every_page import reach

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

PHONE: Final = 390
SIDEWAYS: Final = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return ['the page', ...[...document.querySelectorAll('body *')]
        .filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.right > room + 1 || r.left < -1); })
        .map(e => e.outerHTML.slice(0, 120))];
}"""


def stops_of_families(story: Story) -> list[Stop]:
    """What a parent, a pupil under 12, a pupil over 12 and a visitor can open; the guide is English."""
    cast = story.cast
    own = {cast.parent, cast.young_pupil, cast.older_pupil, None}
    stops = [stop for stop in stops_of_everybody_else(story) if stop.who in own and "/guide" not in stop.path]
    plan, pupil = cast.young.plan.pk, cast.young.pupil.pk
    more = (
        reverse("family:plan", args=[plan]),
        reverse("family:answers", args=[plan, cast.young.contribution.pk]),
        reverse("plans:attach", args=[plan, cast.young.contribution.pk]),
        reverse("documents:copies", args=[plan, 1]),
        reverse("easy_read:easy_read", args=[plan]),
        reverse("versions:steps", args=[plan]),
        reverse("versions:copies", args=[plan, 1]),
        reverse("cases:case", args=[cast.young.plan.case_id]),
        reverse("consents:assessments", args=[pupil]),
        reverse("home:caseload"),
        reverse("account_logout"),
    )
    return [*stops, *(Stop(cast.parent, path) for path in more)]


def beyond(page: Page) -> list[str]:
    page.set_viewport_size({"width": PHONE, "height": 844})
    found: list[str] = page.evaluate(SIDEWAYS)
    return found[:3]


@pytest.mark.parametrize("language", ["pl", "gd"])
def test_nothing_sticks_out_in_another_language_nor_from_right_to_left(
    story: Story, open_for: Open, live_server: object, language: str
) -> None:
    """No language that we speak yet runs from right to left; a page turned round shows that one could."""
    pages: dict[str, Page] = {}
    faults: list[str] = []
    looked_at = 0
    for stop in stops_of_families(story):
        who = stop.who.email if stop.who else "a visitor"
        if who not in pages:
            page = pages[who] = open_for(stop.who)
            page.context.add_cookies(
                [{"name": "django_language", "value": language, "url": str(live_server)}]
            )
        page = pages[who]
        if stop.press:
            continue  # buttons have other words here
        reach(stop, page)
        if page.locator("html").get_attribute("lang") != language:
            continue  # a page in English is looked at elsewhere
        looked_at += 1
        faults += [f"{who} at {stop}, {language}: {one}" for one in beyond(page)]
        page.evaluate("document.documentElement.dir = 'rtl'")
        faults += [f"{who} at {stop}, turned round: {one}" for one in beyond(page)]

    assert faults == [], "\n".join(faults)
    assert looked_at > 30
