"""What people do at any page: sign in, type a day, read what a part of the page says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.story import PASS_PHRASE

if TYPE_CHECKING:
    from datetime import date

    from playwright.sync_api import Locator, Page

    from handrail.apps.accounts.models import Person


def sign_in(page: Page, person: Person) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    fill_in_sign_in(page, person)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good ")


def fill_in_sign_in(page: Page, person: Person) -> None:
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASS_PHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()


def type_day(page: Page, legend: str, day: date) -> None:
    boxes = page.get_by_role("group", name=legend, exact=True)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(number))


def words_of(part: Locator) -> str:
    return " ".join(part.inner_text().split())
