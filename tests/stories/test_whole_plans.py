"""One whole plan of each of six types: written through the pages, issued, and read again from its PDF."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.plans import queries
from handrail.core.plan_types import Check, SectionKind
from handrail.law.lawbook import lawbook
from tests.apps.documents.reading import bookmarks_of, reader_of, roles_of, root_of, text_of, words_of
from tests.cast import acting
from tests.stories import NAMES, story
from tests.stories.writing import Writing, found_school, issued, take_steps

Browser = Callable[[Person | None], Client]


@pytest.mark.parametrize("name", NAMES)
def test_a_story_is_written_issued_and_printed_in_the_order_of_its_plan_type(
    db: None, seen_by: Browser, name: str, tmp_path: Path
) -> None:
    told = story(name)
    school = found_school(told["plan_type"].partition("/")[0])
    plan = Writing(told, school, seen_by).write()
    with acting(school.coordinator):
        assert [gap.says for gap in queries.draft(queries.plan(plan.pk)).gaps] == []

    take_steps(plan, school, told["steps"], seen_by)
    version = issued(plan, school, told["issued_by"], seen_by)
    pdf = seen_by(school.coordinator).get(reverse("documents:plan_pdf", args=[plan.pk, version.number]))

    assert pdf.status_code == 200
    (tmp_path / f"{name}.pdf").write_bytes(pdf.content)  # to look at
    reads_like_its_plan_type(pdf.content, json.loads(version.document), version.plan.plan_type)
    holds_every_word_of(told, pdf.content)


def reads_like_its_plan_type(pdf: bytes, document: dict[str, object], plan_type: str) -> None:
    """Tagged PDF/UA-1, with each heading of the plan type, in its order, as a bookmark."""
    kind = lawbook().plan_type(plan_type)
    headings = [section.heading for section in kind.sections]
    assert [section["heading"] for section in document["sections"]] == headings  # type: ignore[attr-defined]
    marked = [words_of(text) for _, text in bookmarks_of(pdf)]
    places = [marked.index(words_of(heading)) for heading in headings if words_of(heading) in marked]
    assert places == sorted(places)
    left_out = [heading for heading in headings if words_of(heading) not in marked]
    empty = {
        section.heading
        for section in kind.sections
        if all(one.condition or one.check is Check.AT_ISSUE for one in section.requirements)
        or section.kind is SectionKind.SIGNATURE
    }
    assert set(left_out) <= empty, left_out
    root = root_of(pdf)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"]
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    roles = roles_of(pdf)
    assert "Document" in roles or "/Document" in roles, roles[:5]
    assert reader_of(pdf).metadata.title


def holds_every_word_of(told: dict[str, object], pdf: bytes) -> None:
    text = words_of(text_of(pdf))
    wanted = [
        *(one["title"] for one in told["need"]),  # type: ignore[attr-defined]
        *(one["text"] for one in told["goal"]),  # type: ignore[attr-defined]
        *(one["what"] for one in told["help"]),  # type: ignore[attr-defined]
        *told["texts"].values(),  # type: ignore[attr-defined]
        *(str(v) for facts in told.get("facts", {}).values() for v in facts.values() if isinstance(v, str)),  # type: ignore[attr-defined]
        told["pupil_view"]["words"],  # type: ignore[index]
        told["parent_view"]["words"],  # type: ignore[index]
    ]
    missing = [one for one in wanted if not stand_in_order(words_of(one), text)]
    assert missing == []


ROOM = 60
"""Words of a page's foot and head that may stand inside a text that runs on."""


def stand_in_order(words: list[str], text: list[str]) -> bool:
    """Whether words stand one after the other, with no more between them than a page's foot and head."""
    for start in (place for place, word in enumerate(text) if word == words[0]):
        rest = iter(text[start : start + len(words) + ROOM])
        if all(word in rest for word in words):
            return True
    return False
