"""The whole story in a real browser: a plan is drafted with a family and issued, and all see what is due."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect
from pypdf import PdfReader

from handrail.apps.organisations.models import Term
from handrail.ui.phrases import plain_day
from tests.journeys import draft
from tests.journeys.draft import gaps_left
from tests.journeys.screens import sign_in, words_of

if TYPE_CHECKING:
    from tests.journeys.conftest import Open
    from tests.journeys.story import Story

GOAL: Final = "Begin a piece of writing by herself within two minutes, four times out of five"


def test_from_a_pupil_without_a_plan_to_an_issued_plan_that_everybody_understands(
    story: Story, open_for: Open
) -> None:
    by = plain_day(story.today + timedelta(days=84))
    desk = open_for()
    sign_in(desk, story.cast.coordinator)
    draft.start(desk)
    plan_url = desk.url
    left = [gaps_left(desk)]
    assert left[0] >= 7

    # A need answers one gap and asks for a goal: the number falls with the goal.
    draft.add_need(desk)
    draft.try_an_unfinished_goal(desk)
    draft.finish_the_goal(desk, GOAL, due_on=story.today + timedelta(days=84))
    left.append(gaps_left(desk))
    draft.add_help(desk, by="Tess Teacher", starts_on=story.today, ends_on=story.today + timedelta(days=84))
    left.append(gaps_left(desk))
    for heading in ("Longer aims", "Changes to lessons, equipment and staff"):
        draft.write_section(desk, heading, "A picture first, then one sentence, then her own.")
        left.append(gaps_left(desk))
    for name in ("Iona MacRae", "Mairi MacRae"):
        draft.ask(desk, name, due_on=story.today + timedelta(days=14))
        left.append(gaps_left(desk))
    assert left == sorted(set(left), reverse=True), "the list of gaps gets shorter with every step"
    assert left[-1] == 0

    phone = open_for(width=390, height=844, has_touch=True, is_mobile=True)
    sign_in(phone, story.parent)
    draft.add_view(phone, "At home she draws the story first. Then the words come.")

    desk.goto(plan_url)
    draft.issue(desk)
    expect(desk.get_by_text("At home she draws the story first.")).to_be_visible()
    version_url = desk.url

    phone.get_by_role("link", name="Iona", exact=True).first.click()
    card = words_of(phone.locator("#due"))
    assert f"Around {plain_day(next_review_of(story))}" in card
    assert "every school term" in card
    assert "Code of Practice" in card
    phone.get_by_role("link", name="Individualised educational programme").first.click()
    expect(phone.get_by_role("heading", name=GOAL)).to_be_visible()
    with phone.expect_request("**/plan.pdf") as asked:
        phone.get_by_role("link", name="Read it as a PDF").click()
    pdf_url = asked.value.url
    paper = phone.request.get(pdf_url)
    assert paper.headers["content-type"] == "application/pdf"
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.body())).pages).split()
    )
    assert GOAL in text
    assert plain_day(next_review_of(story)) in text
    assert by in text

    for stranger in (story.cast.other_coordinator, story.other_teacher):
        elsewhere = open_for(stranger)
        for url in (f"/pupils/{story.pupil.pk}/", plan_url, version_url, pdf_url):
            refused = elsewhere.request.get(url)
            assert refused.status == 404, url
            assert "Iona" not in refused.text()


def next_review_of(story: Story) -> date:
    """A programme is looked at again by the end of the next term."""
    terms = Term.objects.filter(organisation=story.cast.authority, starts_on__gt=story.today)
    return terms.order_by("starts_on")[0].ends_on
