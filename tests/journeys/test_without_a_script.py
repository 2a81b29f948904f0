"""The whole way from sign-in to an issued plan, as plain pages and plain forms."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.journeys import draft
from tests.journeys.screens import sign_in

if TYPE_CHECKING:
    from tests.journeys.conftest import Open
    from tests.journeys.story import Story


def test_a_plan_is_written_and_issued_without_a_script(story: Story, open_for: Open) -> None:
    desk = open_for(java_script_enabled=False)
    sign_in(desk, story.cast.coordinator)
    draft.start(desk)
    plan_url = desk.url
    draft.add_need(desk)
    draft.try_an_unfinished_goal(desk)
    draft.finish_the_goal(desk, "Begin within two minutes", due_on=story.today + timedelta(days=84))
    draft.add_help(desk, by="Tess Teacher", starts_on=story.today, ends_on=story.today + timedelta(days=84))
    for heading in ("Longer aims", "Changes to lessons, equipment and staff"):
        draft.write_section_by_button(desk, heading, "A picture first, then one sentence.")
    for name in ("Iona MacRae", "Mairi MacRae"):
        draft.ask(desk, name, due_on=story.today + timedelta(days=14))

    home = open_for(width=390, java_script_enabled=False)
    sign_in(home, story.parent)
    draft.add_view(home, "At home she draws the story first.")

    desk.goto(plan_url)
    draft.issue(desk)
    assert desk.get_by_text("At home she draws the story first.").is_visible()
