"""What came with somebody's words stays named in what is issued, given and printed."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from datetime import timedelta

import docx
from django.test import Client
from django.urls import reverse

from handrail.apps.accounts.models import Person
from handrail.apps.documents import queries as documents
from handrail.apps.documents.web import plan_html
from handrail.apps.documents.word import plan_docx
from handrail.apps.exchange.plan_files import read
from handrail.apps.plans import actions as plans
from handrail.apps.plans.models import Contribution, Plan, Version
from tests.apps.documents.reading import text_of
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]

DRAWING = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
ADDED = "Paula Parent added: A drawing.png, Report of June.png."


def issued(cast: Cast) -> Version:
    """The next version, with two files of the parent, who wrote words to one of them."""
    with acting(cast.parent) as by:
        plans.attach(
            contribution=Contribution.objects.get(pk=cast.young.contribution.pk),
            name="Report of June.png",
            content=DRAWING,
            on=TODAY,
            at=moment(TODAY) + timedelta(minutes=1),
            by=by,
        )
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        return plans.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)


def test_a_file_beside_a_view_is_named_in_the_version_with_what_proves_it(cast: Cast) -> None:
    version = issued(cast)
    document = json.loads(version.document)
    views = [view for section in document["sections"] for view in section.get("views", ())]
    (files,) = [view["files"] for view in views if view.get("files")]

    assert [file["name"] for file in files] == ["A drawing.png", "Report of June.png"]
    assert files[1]["sha256"] == hashlib.sha256(DRAWING).hexdigest()
    # Another Handrail reads it as it is.
    read(version.document.encode())
    # A version from before, without files, has no field for them.
    assert "files" not in json.dumps(json.loads(cast.young.version.document))


def test_it_is_named_on_the_page_and_on_paper(cast: Cast, seen_by: Browser) -> None:
    version = issued(cast)
    at = [version.plan_id, version.number]
    browser = seen_by(cast.coordinator)

    page = browser.get(reverse("plans:version", args=at)).content.decode()
    assert ADDED in page
    pdf = browser.get(reverse("documents:plan_pdf", args=at)).content
    assert ADDED in " ".join(text_of(pdf).split())
    with acting(cast.coordinator):
        document = documents.version_document(version)
    word = docx.Document(io.BytesIO(plan_docx(document)))
    assert any(ADDED in one.text for one in word.paragraphs)
    assert ADDED in plan_html(document)


def test_what_came_only_as_a_file_is_no_empty_section(cast: Cast, seen_by: Browser) -> None:
    with acting(cast.coordinator):
        assert Contribution.objects.get(pk=cast.young.contribution.pk).words == ""
    version = issued(cast)
    page = seen_by(cast.coordinator).get(reverse("plans:version", args=[version.plan_id, version.number]))
    section = page.content.decode().split("What the family thinks")[1].split("</section>")[0]
    assert "Report of June.png" in section
    assert "Nothing written here." not in section
