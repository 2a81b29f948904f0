"""What people do with a school calendar, whatever their browser can: one step a function."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from playwright.sync_api import expect

from handrail.core.days import in_words

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TABLE = """kind,name,from,until
term,Winter term,{starts},{ends}
in-service day,Training,{starts},
,Sports day,{ends},
,Parents’ evening,05/11/26,
"""


class Take(Protocol):
    def __call__(self, name: str, path: str = "") -> None: ...


def open_calendar(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="School calendar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("School calendar")


def row(page: Page, legend: str) -> Locator:
    return page.get_by_role("group", name=re.compile(rf"^{legend}(:|$)"))


def choose_file(page: Page, *, starts: str, ends: str) -> None:
    page.get_by_role("link", name="Bring in a calendar file").click()
    content = TABLE.format(starts=starts, ends=ends).encode()
    page.get_by_label("Choose a file").set_input_files(
        {"name": "year.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Look at what it holds").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the file holds")


def picture_a_file(page: Page, take: Take) -> None:
    """The calendar, the draft of its next year, and the preview of a file, as the documents show them."""
    open_calendar(page)
    take("calendar")
    page.get_by_role("link", name=re.compile("^Copy .* to the next year")).click()
    take("calendar-next-year")
    page.get_by_role("link", name="Back to the calendar").click()
    last = page.get_by_role("navigation", name="School years").get_by_role("listitem").last.inner_text()
    monday = date(int(last[:4]), 10, 22)
    monday += timedelta(days=-monday.weekday() % 7)
    choose_file(page, starts=in_words(monday), ends=in_words(monday + timedelta(days=53)))
    take("calendar-file-preview")
