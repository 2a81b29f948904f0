"""How old a reader of each family's page must be, measured on the pages as they are drawn.

`HANDRAIL_WRITE_READING_AGES=1` writes the page of the reference anew; without it the figures are held against it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.family.models import SharedDraft
from handrail.core.reading_ages import GOAL, WORD, Measure, measure
from tests.apps.family.conftest import SECTION
from tests.apps.family.test_languages import with_everything
from tests.cast import Cast
from tests.languages.reading import ours

PAGE: Final = Path(__file__).parents[3] / "docs" / "reference" / "reading-age-of-pages.md"
ROW: Final = re.compile(r"(?m)^\| (.+?) \| \d+ \| \d+ \| ([\d.]+) \|$")
SHORTEST: Final = 4
"""Words of a text that counts: a button or a name would make a page look easier than it is."""

INTRODUCTION: Final = f"""\
# Reading age of families’ pages

Written by `HANDRAIL_WRITE_READING_AGES=1 pytest tests/apps/family/test_reading_age.py`; the same test holds the figures
against the pages. Each page is drawn with everything that can stand on it, and what it says in Handrail’s own words is
measured: texts of {SHORTEST} words or more, by the formula of Flesch and Kincaid (its grade and five), in English.
Other people’s words are not counted: a plan’s own text, names, what the law says. The pages aim at {GOAL} years.

| Page | Sentences | Words | Reading age |
|---|--:|--:|--:|
"""


def pages(cast: Cast) -> dict[str, tuple[Person | None, str]]:
    plan, pupil = cast.young.plan.pk, cast.young.pupil.pk
    return {
        "Today, for a parent": (cast.parent, reverse("home:today")),
        "Today, for a pupil": (cast.young_pupil, reverse("home:today")),
        "A pupil at a glance, for a parent": (cast.parent, reverse("home:pupil", args=[pupil])),
        "A pupil’s own page": (cast.young_pupil, reverse("home:pupil", args=[pupil])),
        "The family’s page of a plan": (cast.parent, reverse("family:plan", args=[plan])),
        "The same, with a translation": (cast.parent, reverse("family:plan", args=[plan]) + "?in=ar"),
        "What you know about your child": (
            cast.parent,
            reverse("family:answers", args=[plan, cast.young.contribution.pk]),
        ),
        "A draft to read": (cast.parent, reverse("family:draft", args=[plan])),
        "What do you think of this?": (cast.parent, reverse("family:comment", args=[plan, SECTION])),
        "Views on the plan": (cast.parent, reverse("plans:views", args=[plan])),
        "The issued plan": (cast.parent, reverse("plans:version", args=[plan, 1])),
        "Say something": (cast.young_pupil, reverse("pupils:speak", args=[pupil])),
        "Sign in": (None, reverse("account_login")),
    }


def measured(page: str) -> Measure:
    return measure(text for text in ours(page) if len(WORD.findall(text)) >= SHORTEST)


def test_a_familys_page_is_for_readers_of_thirteen_at_most(
    cast: Cast, shared: SharedDraft, seen_by: Callable[[Person | None], Client]
) -> None:
    with_everything(cast, shared)
    found = {}
    for name, (person, address) in pages(cast).items():
        answer = seen_by(person).get(address)
        assert answer.status_code == 200, name
        found[name] = measured(answer.content.decode())
    rows = (f"| {name} | {one.sentences} | {one.words} | {one.age} |\n" for name, one in found.items())
    text = INTRODUCTION + "".join(rows)
    if "HANDRAIL_WRITE_READING_AGES" in os.environ:
        PAGE.write_text(text, encoding="utf-8")

    assert {name: one.age for name, one in found.items() if one.age > GOAL} == {}
    assert all(one.words > 20 for one in found.values())
    # A word more or less on a page is no news; half a year is.
    written = {row[0]: float(row[1]) for row in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert written.keys() == found.keys()
    assert {name: one.age for name, one in found.items() if abs(one.age - written[name]) > 0.5} == {}
