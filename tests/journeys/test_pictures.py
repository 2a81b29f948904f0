"""The pictures of docs/images/, taken from the demonstration, so that the documents show what there is today.

A run takes only those that are missing; `pytest --screenshots` takes all of them anew.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from handrail.apps.accounts.models import Person
from handrail.apps.organisations.models import Organisation
from handrail.apps.plans import queries
from handrail.apps.plans.models import Plan
from handrail.reach import setting
from tests.journeys import calendars, draft
from tests.plugins.database import log_in

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page
    from pytest_django.fixtures import Settings

    from handrail.config.addresses import Addresses
    from tests.journeys.conftest import Open

IMAGES: Final = Path(__file__).resolve().parents[2] / "docs" / "images"
WIDTHS: Final = (1280, 390)
HOMES: Final = {
    "coordinator": "graeme.tolland@heronstane.example",
    "head": "ailsa.penhallow@heronstane.example",
    "class-teacher": "shona.iqbal@heronstane.example",
    "assistant": "dougie.marr@heronstane.example",
    "parent": "kasia@nowak.example",
    "pupil": "eilidh@nowak.example",
    "psychologist": "hamish.oyelaran@kelpiewater.example",
    "officer": "morag.dunbar-li@kelpiewater.example",
    "administrator": "lorna.quigg@heronstane.example",
}
PAGES: Final = (
    *("pupil-page", "draft-task-list", "goal-form-with-errors", "issued-plan"),
    *("calendar", "calendar-next-year", "calendar-file-preview"),
)
PICTURES: Final = tuple(
    IMAGES / f"{name}-{width}.png"
    for name in (*(f"home-{role}" for role in HOMES), *PAGES)
    for width in WIDTHS
)
LONGEST: Final = 2400
"""Pixels of a page that a picture shows; a list of a hundred looks the same further down."""
PAPER: Final = IMAGES / "plan-pdf-page-1.png"


def test_the_documents_have_their_pictures(
    open_for: Open,
    transactional_db: None,
    database_addresses: Addresses,
    settings: Settings,
    pytestconfig: pytest.Config,
) -> None:
    can_draw_paper = shutil.which("pdftoppm") is not None
    wanted = [*PICTURES, *([PAPER] if can_draw_paper else [])]
    if not pytestconfig.getoption("screenshots") and all(one.exists() for one in wanted):
        return
    settings.DEMONSTRATION = True
    load_demonstration(database_addresses)
    IMAGES.mkdir(exist_ok=True)

    for role, email in HOMES.items():
        take(open_for(Person.objects.get(email=email)), "/", f"home-{role}")
    desk = open_for(Person.objects.get(email=HOMES["coordinator"]))
    issued, drafted = plan_of("Eilidh"), draft_on_its_way()
    version = reverse("plans:version", args=[issued.pk, issued.latest_number])
    take(desk, reverse("home:pupil", args=[issued.pupil_id]), "pupil-page")
    take(desk, reverse("plans:plan", args=[drafted.pk]), "draft-task-list")
    take(desk, version, "issued-plan")
    desk.goto(reverse("plans:add_goal", args=[drafted.pk]))
    draft.fill_in_an_unfinished_goal(desk)
    take(desk, "", "goal-form-with-errors")
    calendars.picture_a_file(desk, lambda name, path="": take(desk, path, name))
    if can_draw_paper:
        draw_first_page(desk.request.get(f"{version}plan.pdf").body())

    assert [one.name for one in wanted if not one.exists()] == []
    if not can_draw_paper:
        pytest.skip("The picture of the PDF needs pdftoppm, from poppler-utils, and it is not installed.")


def public_pages(day: date) -> dict[str, str]:
    """The pages for everybody, each as a family would meet it in the middle of a question."""
    asked = urlencode(
        {
            "place": "gb-sct",
            "plan": "gb-sct/csp",
            "e1-kind": "csp_requested",
            "e1-on-day": day.day,
            "e1-on-month": day.month,
            "e1-on-year": day.year,
            "e2-kind": "agency_help_requested",
            "e2-on-day": day.day,
            "e2-on-month": day.month,
            "e2-on-year": day.year,
            "e2-agency": "",
            "show": "1",
        }
    )
    return {
        "when-is-it-due": f"{reverse('guide:when')}?{asked}",
        "plan-type": reverse("guide:plan_type", args=["gb-sct", "csp"]),
        "guide-route": reverse("guide:route", args=["gb-sct", "ask-for-a-plan"]),
        "glossary": reverse("guide:words"),
    }


PUBLIC_PICTURES: Final = tuple(
    IMAGES / f"{name}-{width}.png"
    for name in ("when-is-it-due", "plan-type", "guide-route", "glossary")
    for width in WIDTHS
)


def test_the_pages_for_everybody_have_their_pictures(
    open_for: Open, transactional_db: None, pytestconfig: pytest.Config
) -> None:
    if not pytestconfig.getoption("screenshots") and all(one.exists() for one in PUBLIC_PICTURES):
        return
    IMAGES.mkdir(exist_ok=True)
    page = open_for()
    for name, path in public_pages(timezone.localdate() - timedelta(days=30)).items():
        take(page, path, name)

    assert [one.name for one in PUBLIC_PICTURES if not one.exists()] == []


def load_demonstration(addresses: Addresses) -> None:
    """Only the owner's login may write history."""
    from handrail.apps.demonstration import actions

    log_in(addresses.owner)
    actions.load(today=timezone.localdate(), now=timezone.now())
    log_in(addresses.app)


def plan_of(known_as: str) -> Plan:
    """The issued plan of somebody at the coordinator's school."""
    with at_the_school():
        return Plan.objects.select_related("pupil").get(pupil__known_as=known_as, latest_number__gt=0)


def draft_on_its_way() -> Plan:
    """A first plan with goals in it and something still to finish."""
    with at_the_school():
        drafts = (
            Plan.objects.filter(draft_open=True, goals__isnull=False)
            .distinct()
            .order_by("latest_number", "pk")
        )
        return next(plan for plan in drafts.select_related("pupil") if queries.draft(plan).gaps)


def at_the_school() -> AbstractContextManager[object]:
    return setting.of_organisation(Organisation.objects.get(slug="heronstane").pk)


def take(page: Page, path: str, name: str) -> None:
    if path:
        page.goto(path)
    page.evaluate("document.fonts.ready")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST)
        page.screenshot(
            path=IMAGES / f"{name}-{width}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": height},
        )
    page.set_viewport_size({"width": 1280, "height": 900})


def draw_first_page(paper: bytes) -> None:
    command = ["pdftoppm", "-png", "-r", "80", "-singlefile", "-", str(PAPER.with_suffix(""))]
    subprocess.run(command, input=paper, check=True)
