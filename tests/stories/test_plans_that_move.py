"""Each whole story goes as a file to a school of another authority: what comes, and what does not and why."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from handrail.apps.accounts.models import Person
from handrail.apps.exchange import plan_files
from handrail.apps.plans import canonical, queries
from handrail.apps.plans.models import Plan
from tests.apps.exchange.test_plan_files import closed
from tests.cast import acting
from tests.stories import NAMES, story
from tests.stories.writing import School, Writing, found_school, issued, take_steps
from tests.ui.pages import sent_as_shown

Browser = Callable[[Person | None], Client]
Json = dict[str, Any]

DIFFERENT: Final = {
    "view.written_down_by": "Whoever brought the plan in put the words here; who first wrote them down, the file says.",
    "view.asked_on": "The other school asked, on its own day; this one asks anew.",
    "view of a professional": "Their words stay with the file, where the draft leads to.",
    "advice": "Given to the other school; it stays with the file, where the draft leads to.",
    "fact.pupil.school": "The pupil goes to this school now.",
    "fact.coordinator.name": "Who co-ordinates is somebody of this school.",
    "fact.coordinator.contact": "Who co-ordinates is somebody of this school.",
    "fact.contact_officer.name": "Whom to call is somebody of this school.",
    "fact.contact_officer.contact": "Whom to call is somebody of this school.",
    "fact.nominated_school.name": "Nobody wrote one, so the pupil's school answers it, and that is this one now.",
    "fact.lead_professional.name": "Nobody wrote one, so who co-ordinates answers it.",
    "fact.lead_professional.contact": "Nobody wrote one, so who co-ordinates answers it.",
}
"""What a plan that moved says otherwise, each with its reason. Nothing else may differ."""


@pytest.fixture
def moved(db: None, seen_by: Browser, request: pytest.FixtureRequest) -> tuple[Json, Plan, School]:
    """A story that was issued at one school, sent, and taken in as it is proposed at another."""
    told = story(request.param)
    place = told["plan_type"].partition("/")[0]
    there, here = found_school(place), found_school(place, name="Larkspur")
    plan = Writing(told, there, seen_by).write()
    take_steps(plan, there, told["steps"], seen_by)
    version = issued(plan, there, told["issued_by"], seen_by)
    sent = seen_by(there.coordinator).get(reverse("exchange:export", args=[plan.pk, version.number]))

    newcomer = Writing(told, here, seen_by)
    newcomer.enter_pupil()
    browser = newcomer.browser
    file = SimpleUploadedFile("plan.handrail.json", sent.content)
    came = browser.post(reverse("exchange:bring_in", args=[newcomer.pupil.pk]), {"file": file})
    shown = browser.get(came["Location"]).content.decode()
    answer = browser.post(came["Location"], sent_as_shown(shown) | {"same_pupil": "on"})
    assert answer.status_code == 302, answer.content.decode()
    with acting(here.coordinator):
        return json.loads(version.document), Plan.objects.get(pupil=newcomer.pupil), here


@pytest.mark.parametrize("moved", NAMES, indirect=True)
def test_a_plan_that_moves_says_the_same_but_for_what_is_listed(
    moved: tuple[Json, Plan, School], seen_by: Browser
) -> None:
    document, plan, here = moved
    assert list(Draft202012Validator(closed(plan_files.schema())).iter_errors(document)) == []
    with acting(here.coordinator):
        draft = queries.draft(queries.plan(plan.pk))
        became = canonical.sections(draft)
        facts = canonical.written_facts(draft)

    kept, now = Counter(said(document["sections"], plan)), Counter(said(became, plan))
    differing = (kept - now) + (now - kept)
    assert [one for one in differing if one[0] not in DIFFERENT] == []
    assert facts == document["facts"]
    assert any(one[0].startswith("goals.starts") for one in kept)


@pytest.mark.parametrize("moved", NAMES, indirect=True)
def test_whatever_does_not_come_can_be_read_from_the_draft(
    moved: tuple[Json, Plan, School], seen_by: Browser
) -> None:
    document, plan, here = moved
    browser = seen_by(here.coordinator)
    draft = browser.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    with acting(here.coordinator):
        row = plan.received_from.get()
    page = reverse("exchange:received", args=[row.pupil_id, row.pk])
    assert page in draft

    text = words(browser.get(page).content.decode())
    for section in document["sections"]:
        for one in (*section.get("views", ()), *section.get("advice", ())):
            assert words(one["words"]) in text
        for label, value in section["rows"]:
            assert not value or words(label) in text
    if document["next_review"]:
        assert words(document["next_review"]["sentence"].rstrip(".")) in text


def said(sections: list[Json], plan: Plan) -> Iterator[tuple[str, ...]]:
    """Everything that a plan says, each thing with the name of its place, and with numbers for ids."""
    asked = {
        (section.key, item.label): item.of
        for section in queries.plan_type_of(plan).sections
        for item in section.facts
    }
    parts = ("needs", "goals", "provision")
    rows = [one for section in sections for part in parts for one in section.get(part, ())]
    ids = {one["id"]: str(number) for number, one in enumerate(rows)}
    for section in sections:
        key = section["key"]
        for part in parts:
            for one in section.get(part, ()):
                for name, value in one.items():
                    spelt = [ids.get(part, part) for part in value] if isinstance(value, list) else value
                    yield f"{part}.{name}", key, ids[one["id"]], str(ids.get(str(spelt), spelt))
        for view in section.get("views", ()):
            if view["words"]:
                place = "view of a professional" if view["party"] == "professional" else "view"
                yield place, key, view["who"], view["relation"], view["said_on"], view["words"]
                for name in ("written_down_by", "asked_on"):
                    yield f"view.{name}", key, view["who"], view[name]
        for one in section.get("advice", ()):
            yield "advice", key, one["who"], one["words"]
        for label, value in section["rows"]:
            people = label.partition(": ")[2]
            yield f"fact.{asked.get((key, label)) or asked.get((key, people))}", key, label, value
        for name in ("text", "heading", "citation", "kind"):
            yield name, key, section[name]


def words(text: str) -> str:
    """The words alone, so that a page's own line breaks and marks do not tell."""
    return " ".join(re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", text))))
