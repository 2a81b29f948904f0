"""A burst pipe, told in the calendar: without a script, without a mouse, and looked at by axe on the way."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from playwright.sync_api import expect

from handrail.apps.calendars.queries import calendar_words
from handrail.core.days import in_words
from tests.journeys import calendars
from tests.journeys.test_by_keyboard import tab_to
from tests.journeys.test_every_page import barriers, sideways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.conftest import Open
    from tests.journeys.story import Story


@pytest.fixture(autouse=True)
def asked_for_nothing(transactional_db: None) -> Iterator[None]:
    """A kept calendar asks for work in a queue that is no table of Django's, so no test run empties it."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")


def test_a_calendar_is_changed_and_a_file_brought_in_without_a_script(story: Story, open_for: Open) -> None:
    school = story.cast.school
    _, starts, ends = calendar_words(story.cast.authority.pk).terms[1]
    page = open_for(story.cast.coordinator, java_script_enabled=False)
    calendars.open_calendar(page)
    page.get_by_role("link", name=re.compile(r"^Change \d")).click()
    page.get_by_role("button", name="Give me more rows").click()
    closure = calendars.row(page, "Day off 2")
    closure.get_by_label("What it is").select_option("Closure")
    closure.get_by_label("Name").fill("Burst pipe")
    closure.get_by_label("Day, or first day").fill("31/2/2027")
    page.get_by_role("button", name="Keep this calendar").click()
    expect(page.get_by_role("link", name="“31/2/2027” is not a day that exists. Check it.")).to_be_visible()
    assert page.title().startswith("Error: ")
    closure = calendars.row(page, "Day off 2")
    expect(closure.get_by_label("Name")).to_have_value("Burst pipe")

    closure.get_by_label("Day, or first day").fill(f"{starts.day}/{starts.month}/{starts.year}")
    page.get_by_role("button", name="Keep this calendar").click()
    expect(page.get_by_text("open cases are being worked out again")).to_be_visible()
    assert calendar_words(school.pk).closed == {starts: "Burst pipe"}

    calendars.choose_file(page, starts=starts.isoformat(), ends=ends.isoformat())
    expect(page.get_by_text("Write the year with four, like 2026.")).to_be_visible()
    page.get_by_label("Taken for: Sports day").select_option("Closure")
    page.get_by_role("button", name="Keep this calendar").click()
    expect(page.get_by_text("open cases are being worked out again")).to_be_visible()
    assert calendar_words(school.pk).closed == {ends: "Sports day"}
    assert calendar_words(school.pk).in_service[starts] == "Training"


def test_a_day_is_added_without_a_mouse(story: Story, open_for: Open) -> None:
    _, starts, _ = calendar_words(story.cast.authority.pk).terms[1]
    page = open_for(story.cast.head)
    keys = page.keyboard
    page.goto("/")
    tab_to(page, "School calendar")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("School calendar")
    tab_to(page, "Change 20")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("School year")
    for _ in range(80):
        tab_to(page, "Name")
        if page.evaluate("document.activeElement.name") == "day-1-name":
            break
    keys.type("Training")
    tab_to(page, "Day, or first day")
    keys.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    tab_to(page, "Enter the day")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.name") == "day-1-starts"
    keys.type(in_words(starts + timedelta(days=7)))
    keys.press("Enter")
    expect(page.get_by_text("open cases are being worked out again")).to_be_visible()


def test_the_preview_and_a_conflict_can_be_read_by_everybody(story: Story, open_for: Open) -> None:
    _, starts, ends = calendar_words(story.cast.authority.pk).terms[1]
    first, second = open_for(story.cast.coordinator), open_for(story.cast.head)
    for page in (first, second):
        calendars.open_calendar(page)
        page.get_by_role("link", name=re.compile(r"^Change \d")).click()
    for page, name in ((first, "Autumn"), (second, "Winter")):
        calendars.row(page, "Term 1").get_by_label("Name of the term").fill(name)
        page.get_by_role("button", name="Keep this calendar").click()
        page.wait_for_load_state()
    expect(second.get_by_text("Somebody else changed this calendar")).to_be_visible()
    expect(second.get_by_role("heading", name="What is saved now")).to_be_visible()
    faults = [fault for width in (1280, 390) for fault in barriers(second, width=width)]
    faults += sideways(second, width=320)
    calendars.open_calendar(first)
    calendars.choose_file(first, starts=starts.isoformat(), ends=ends.isoformat())
    faults += [fault for width in (1280, 390) for fault in barriers(first, width=width)]
    faults += sideways(first, width=320)

    assert faults == []
