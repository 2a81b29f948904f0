"""Plans of any size and words of any script: kept byte for byte, and read in a fixed number of queries."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from handrail.apps.accounts.models import Person
from handrail.apps.plans import actions, queries
from handrail.apps.plans.models import Goal, Plan, Provision, ProvisionGoal, SectionText
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.actions import Particulars
from handrail.apps.pupils.models import Pupil
from tests.cast import TODAY, Cast, acting, moment

Browser = Callable[[Person | None], Client]
SENTENCE = "Sheena reads 👩🏽‍🏫 with שרה and عمر; naïve café, ﬁne, 𝒳, e\u0301 and é.\n\n"  # noqa: RUF001
LONG = (SENTENCE * (40_000 // len(SENTENCE) + 1))[:40_000]


@pytest.mark.parametrize("goals", [6, 300])
def test_a_draft_is_read_in_the_same_few_queries_however_many_goals_it_has(
    cast: Cast, seen_by: Browser, goals: int
) -> None:
    own = cast.young
    with acting(cast.coordinator):
        made = Goal.objects.bulk_create(
            Goal.of(own.pupil, plan=own.plan, need=own.need, order=n, text=f"Goal {n}", measure="m")
            for n in range(goals)
        )
        help_ = Provision.objects.bulk_create(
            Provision.of(own.pupil, plan=own.plan, order=n, what=f"Help {n}", who=own.parent)
            for n in range(goals)
        )
        ProvisionGoal.objects.bulk_create(
            ProvisionGoal.of(own.pupil, provision=one, goal=goal)
            for one, goal in zip(help_, made, strict=True)
        )
    browser = seen_by(cast.coordinator)
    for name, args, most in (
        ("plans:plan", [], 25),
        ("plans:section", ["goals"], 25),
        ("plans:add_provision", [], 25),
        ("home:pupil", None, 40),
    ):
        page = reverse(name, args=[own.pupil.pk] if args is None else [own.plan.pk, *args])
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(page)
        assert answer.status_code == 200, name
        assert len(asked) <= most, (name, len(asked))


def test_forty_thousand_characters_of_every_script_come_through_whole(cast: Cast, seen_by: Browser) -> None:
    plan, browser = cast.young.plan.pk, seen_by(cast.coordinator)
    page = reverse("plans:section", args=[plan, "changes"])
    answer = browser.post(page, {"text": LONG, "revision": "1"}, headers={"X-Handrail-Autosave": "1"})
    assert answer.json()["state"] == "saved"
    with acting(cast.coordinator) as by:
        assert SectionText.objects.get(plan=plan, key="changes").text == LONG
        row = Plan.objects.get(pk=plan)
        version = actions.issue(
            plan=row, draft_revision=row.draft_revision, on=TODAY, at=moment(TODAY), by=by
        )

    read = browser.get(reverse("plans:json", args=[plan, version.number])).content
    section = next(one for one in json.loads(read)["sections"] if one["key"] == "changes")
    assert section["text"].encode() == LONG.encode()
    shown = browser.get(reverse("plans:version", args=[plan, version.number]))
    assert shown.content.decode().count("שרה") == LONG.count("שרה")
    pdf = browser.get(reverse("documents:plan_pdf", args=[plan, version.number]))
    assert pdf.status_code == 200
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf.content)).pages)
    assert unicodedata.normalize("NFKC", text).count("Sheena") == LONG.count("Sheena")


def test_a_text_may_begin_and_end_with_empty_lines(cast: Cast, seen_by: Browser) -> None:
    """A form's button sends line ends as CR LF and a script as LF: the same words all the same."""
    browser, page = seen_by(cast.coordinator), reverse("plans:section", args=[cast.young.plan.pk, "changes"])
    saved = browser.post(page, {"text": "\n\n  A\n", "revision": "1"}, headers={"X-Handrail-Autosave": "1"})
    button = browser.post(page, {"text": "\r\n\r\n  A\r\n", "revision": "1"})
    assert button.status_code == 302
    with acting(cast.coordinator):
        now = SectionText.objects.get(plan=cast.young.plan, key="changes")
        assert (now.text, now.revision) == ("\n\n  A\n", saved.json()["revision"])
    assert ">\n\n\n  A\n</textarea>" in browser.get(page).content.decode()


def test_long_names_and_names_from_right_to_left_are_shown_on_every_page(
    cast: Cast, seen_by: Browser
) -> None:
    long = "Ó" * 199 + "e"
    with acting(cast.coordinator) as by:
        pupil = Pupil.objects.get(pk=cast.young.pupil.pk)
        pupils.change_particulars(
            pupil=pupil,
            particulars=Particulars(
                given_name=long, family_name="بن سلمان", known_as="נועה 🦊", born=pupil.born, year_group="P6"
            ),
            on=TODAY,
            by=by,
        )
        row = queries.plan(cast.young.plan.pk)
        version = actions.issue(
            plan=row, draft_revision=row.draft_revision, on=TODAY, at=moment(TODAY), by=by
        )
    content = json.loads(version.document)
    assert content["pupil"]["known_as"] == "נועה 🦊"
    browser, plan = seen_by(cast.coordinator), cast.young.plan.pk
    assert browser.post(reverse("plans:change", args=[plan])).status_code == 302
    for page in (
        reverse("home:pupil", args=[pupil.pk]),
        reverse("home:caseload"),
        reverse("plans:plan", args=[plan]),
        reverse("plans:version", args=[plan, version.number]),
        reverse("plans:add_goal", args=[plan]),
    ):
        answer = browser.get(page)
        assert answer.status_code == 200
        assert "נועה 🦊" in answer.content.decode(), page
    pdf = browser.get(reverse("documents:plan_pdf", args=[plan, version.number]))
    assert pdf.content.startswith(b"%PDF-")
