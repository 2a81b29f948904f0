"""The guide can be read by somebody of about twelve."""

from __future__ import annotations

import pytest
from tools import reading_age

from handrail.apps.guide.guidebook import guidebook
from handrail.core.reading_ages import GOAL, measure

PAGES = [*reading_age.guide_pages(guidebook()), *reading_age.letters(guidebook())]


@pytest.mark.parametrize(("name", "texts"), PAGES, ids=[name for name, _ in PAGES])
def test_a_page_of_the_guide_is_for_readers_of_thirteen_at_most(name: str, texts: list[str]) -> None:
    assert measure(texts).age <= GOAL
