"""A therapist comes in by a link, answers one question, sends a long report over a bad line, and leaves again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from handrail.apps.plans import parts
from handrail.apps.plans.models import PART, Attachment, Contribution, FilePart, Upload
from tests.cast import acting
from tests.core.test_file_kinds import PDF
from tests.journeys.screens import type_day
from tests.journeys.test_every_page import barriers, sideways

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

QUESTION = "What helps Robin to say what he means?"
WORDS = "Give him ten seconds, then ask again in the same words."
LATER = "And let him draw it first, I saw that work twice."


def look_at(page: Page) -> list[str]:
    """What axe and a narrow screen say against a page."""
    found = [fault for width in (1280, 390) for fault in barriers(page, width=width)]
    return [*found, *sideways(page, width=320)]


def invite(page: Page, story: Story, *, name: str) -> tuple[str, str]:
    """Put a therapist into the circle and make a link, asking something on the way; the link and the code."""
    page.goto(reverse("pupils:circle", args=[story.cast.young.pupil.pk]))
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Who are they to the pupil?").select_option("professional")
    page.get_by_label("In words").fill("speech and language therapist")
    page.get_by_label("what they are asked to do").fill("Advice about talking")
    type_day(page, "For somebody from outside: last day of access", story.today + timedelta(days=30))
    page.get_by_role("button", name="Keep this person").click()
    page.get_by_role("link", name=f"Invite {name}").click()
    assert look_at(page) == []
    page.get_by_label("What do you ask them?").fill(QUESTION)
    type_day(page, "By when?", story.today + timedelta(days=14))
    page.get_by_role("button", name="Make the link and the code").click()
    assert look_at(page) == []
    link = page.get_by_label("Works once").input_value()
    return link, page.locator(".hr-code").inner_text()


def accept(page: Page, link: str, code: str, *, email: str = "") -> None:
    page.goto(link)
    assert look_at(page) == []
    page.get_by_label("The code from the school").fill(code)
    if email:
        page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("A password for Handrail").fill("seven brown herons")
    page.get_by_role("button", name="Accept this invitation").click()
    page.get_by_role("link", name="Go on").click()


def contribution(story: Story) -> Contribution:
    with acting(story.cast.coordinator, on=story.today):
        return Contribution.objects.get(plan=story.cast.young.plan, question=QUESTION)


def test_invited_asked_answered_sent_and_ended(story: Story, open_for: Open, tmp_path: Path) -> None:
    keeper = open_for(story.cast.coordinator)
    link, code = invite(keeper, story, name="Effie Speech")
    # A mail scanner looks at the link first, then somebody to whom it was passed on.
    scanner = open_for(None)
    scanner.goto(link)
    stranger = open_for(None)
    stranger.goto(link)
    expect(stranger.get_by_text("Robin")).to_have_count(0)
    stranger.get_by_label("The code from the school").fill("000000" if code != "000 000" else "000001")
    stranger.get_by_label("A password for Handrail").fill("seven brown herons")
    stranger.get_by_role("button", name="Accept this invitation").click()
    expect(stranger.get_by_role("link", name=re.compile("There are 4 more tries"))).to_be_visible()

    guest = open_for(None)
    accept(guest, link, code, email="effie@nhs.example")
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="This invitation has been used")).to_be_visible()

    # Just the question, the date, and the own part.
    guest.goto(reverse("home:pupil", args=[story.cast.young.pupil.pk]))
    expect(guest.get_by_text(QUESTION)).to_be_visible()
    expect(guest.get_by_text("Paula Parent")).to_have_count(0)
    expect(guest.get_by_text("Reads each word slowly")).to_have_count(0)
    assert look_at(guest) == []
    guest.set_viewport_size({"width": 1280, "height": 900})
    guest.get_by_role("link", name="Add your view").click()
    guest.get_by_label("In your own words").fill(WORDS)
    expect(guest.locator("[data-autosave-state]")).to_contain_text("Saved at")
    page = guest.url

    send_over_a_bad_line(guest, story, tmp_path)

    # The work is done: access ends while her page is open. Nothing is saved, and nothing is lost.
    guest.goto(page)
    keeper.goto(reverse("invitations:invitations", args=[story.cast.young.pupil.pk]))
    assert look_at(keeper) == []
    keeper.get_by_role("button", name=re.compile(r"End access now\s*: Effie Speech")).click()
    expect(keeper.get_by_text("Effie Speech can open nothing any more.")).to_be_visible()
    box = guest.get_by_label("In your own words")
    box.fill(f"{WORDS} {LATER}")
    expect(guest.locator("[data-autosave-state]")).to_contain_text("nothing was saved")
    expect(box).to_have_value(f"{WORDS} {LATER}")
    assert contribution(story).words == WORDS
    guest.get_by_role("button", name="Send these words").click()
    expect(guest.get_by_text(LATER)).to_be_visible()
    expect(guest.get_by_role("heading", name="Your words were not saved")).to_be_visible()
    assert contribution(story).words == WORDS
    guest.goto("/")
    expect(guest.get_by_text("Robin")).to_have_count(0)


def send_over_a_bad_line(page: Page, story: Story, folder: Path) -> None:
    """Twelve megabytes; the line breaks after the third, the page is closed, and the same file goes on."""
    content = PDF + bytes(range(256)) * (12 * PART // 256)
    file = folder / "Report on talking.pdf"
    file.write_bytes(content)
    asked = contribution(story)
    address = reverse("plans:attach", args=[asked.plan_id, asked.pk])
    page.goto(address)
    assert look_at(page) == []
    sent: list[str] = []

    def break_after_three(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) > 3:
            route.abort()
        else:
            route.continue_()

    page.route("**/uploads/*/*/", break_after_three)
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_text("The line is broken.")).to_be_visible(timeout=60_000)
    with acting(story.cast.coordinator, on=story.today):
        assert FilePart.objects.filter(upload__contribution=asked).count() == 3
        assert not Attachment.objects.filter(contribution=asked).exists()
    page.unroute("**/uploads/*/*/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    expect(page.get_by_text("has not arrived whole")).to_be_visible()

    again: list[str] = []
    page.on("request", lambda request: again.append(request.url))
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_text("is added to your view")).to_be_visible(timeout=60_000)
    numbers = [found.group(1) for url in again if (found := re.search(r"/uploads/[^/]+/(\d+)/$", url))]
    assert [int(number) for number in numbers] == list(range(3, 13))
    with acting(story.cast.coordinator, on=story.today):
        assert b"".join(parts.chunks(Attachment.objects.get(contribution=asked))) == content
        assert not Upload.objects.exists()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_parent_consents_and_takes_it_back(story: Story, open_for: Open, script: bool) -> None:
    keeper = open_for(story.cast.coordinator, java_script_enabled=script)
    keeper.goto(reverse("home:pupil", args=[story.cast.young.pupil.pk]))
    keeper.get_by_role("link", name="Consent", exact=True).click()
    keeper.get_by_role("link", name="Ask for consent").click()
    keeper.get_by_label("Whom do you ask?").select_option(label="Paula Parent, mother")
    keeper.get_by_label("Sharing information with somebody outside the school").check()
    keeper.get_by_label("With whom, or which service").fill("NHS speech therapy")
    keeper.get_by_label("What exactly do you ask?").fill("May we send the report to NHS speech therapy?")
    keeper.get_by_role("button", name="Ask for consent").click()
    expect(keeper.get_by_text("has not answered yet")).to_be_visible()

    parent = open_for(story.cast.parent, java_script_enabled=script)
    parent.goto("/")
    parent.get_by_role("link", name=re.compile("Answer a question for consent")).click()
    parent.get_by_role("button", name="I consent", exact=True).click()
    parent.get_by_role("button", name="Withdraw my consent").click()
    expect(parent.get_by_text("Stop what it was given for.")).to_be_visible()
    keeper.reload()
    expect(keeper.get_by_text("Paula Parent withdrew consent")).to_be_visible()
    if script:
        for page in (keeper, parent):
            assert look_at(page) == []
