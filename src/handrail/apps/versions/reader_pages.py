"""Who has read a version, and what somebody who works by it needs to do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from handrail.apps.plans.models import Opening, Version
from handrail.apps.plans.pages import IssuedSection, PlanCard, issued_sections
from handrail.apps.versions.models import ReadConfirmation
from handrail.apps.versions.pages import back_to_version
from handrail.apps.versions.queries import Reader
from handrail.ui.components import Link, Shape, Status
from handrail.ui.phrases import clock_time, plain_day


@dataclass(frozen=True, slots=True)
class ReaderRow:
    name: str
    relation: str
    status: Status
    says: str


@dataclass(frozen=True, slots=True)
class ReadersPage:
    title: str
    pupil: str
    lead: str
    rows: tuple[ReaderRow, ...]
    read: int
    others: tuple[ReaderRow, ...]
    back: Link


def readers_page(version: Version, readers: list[Reader], others: list[Opening]) -> ReadersPage:
    return ReadersPage(
        title="Who has read it",
        pupil=version.pupil.name,
        lead=f"{version.plan.local_name}, version {version.number}, issued on {plain_day(version.issued_on)}",
        rows=tuple(_reader_row(one) for one in readers),
        read=sum(1 for one in readers if one.confirmation),
        others=tuple(ReaderRow(one.name, "", Status(Shape.DONE, "Opened"), _opened(one)) for one in others),
        back=back_to_version(version.plan, version.number),
    )


def _reader_row(one: Reader) -> ReaderRow:
    member = one.member
    if one.confirmation is not None:
        said = f"Said so on {plain_day(one.confirmation.confirmed_on)}."
        status, says = Status(Shape.DONE, "Read"), f"{said} {_opened(one.opening)}"
    elif one.opening is not None:
        status, says = Status(Shape.STARTED, "Opened"), _opened(one.opening)
    elif member.person_id is None:
        status = Status(Shape.NOT_STARTED, "On paper")
        says = "Cannot sign in to Handrail. Give them their page by hand."
    else:
        status, says = Status(Shape.NOT_STARTED, "Not yet"), "Has not opened this version."
    return ReaderRow(member.name, member.relation, status, says.strip())


def _opened(one: Opening | None) -> str:
    if one is None:
        return ""
    first, last = timezone.localtime(one.first_at), timezone.localtime(one.last_at)
    says = f"Opened it first on {plain_day(first.date())} at {clock_time(first)}"
    return f"{says}, last on {plain_day(last.date())} at {clock_time(last)}." if last > first else f"{says}."


@dataclass(frozen=True, slots=True)
class MinePage:
    """What somebody who works by a plan needs to do, on one page."""

    version_url: str
    title: str
    pupil: str
    lead: str
    mine: tuple[PlanCard, ...]
    others: tuple[PlanCard, ...]
    strategies: tuple[IssuedSection, ...]
    goals: tuple[PlanCard, ...]
    confirmed: str
    may_confirm: bool
    back: Link


def mine_page(
    version: Version, members: set[str], confirmation: ReadConfirmation | None, corrections: list[Any]
) -> MinePage:
    """The help that this person gives, what else is given, and the sections that everybody follows.

    `members` are the names under which the plan knows the reader.
    """
    document = json.loads(version.document)
    sections = issued_sections(document, corrections)
    help_of = [
        (row["who"] in members, card)
        for raw, section in zip(document["sections"], sections, strict=True)
        if raw["kind"] == "provision"
        for row, card in zip(raw["provision"], section.cards, strict=True)
    ]
    plan = version.plan
    return MinePage(
        version_url=reverse("plans:version", args=[plan.pk, version.number]),
        title="What I need to do",
        pupil=document["pupil"]["name"],
        lead=f"{document['plan_type']['name']}, version {version.number},"
        f" issued on {plain_day(version.issued_on)}",
        mine=tuple(card for own, card in help_of if own),
        others=tuple(card for own, card in help_of if not own),
        strategies=tuple(
            section
            for raw, section in zip(document["sections"], sections, strict=True)
            if raw["kind"] == "text" and section.text
        ),
        goals=tuple(
            card
            for raw, section in zip(document["sections"], sections, strict=True)
            if raw["kind"] == "goals"
            for card in section.cards
        ),
        confirmed=f"You said on {plain_day(confirmation.confirmed_on)} that you have read this."
        if confirmation
        else "",
        may_confirm=confirmation is None and version.number == plan.latest_number,
        back=back_to_version(plan, version.number),
    )
