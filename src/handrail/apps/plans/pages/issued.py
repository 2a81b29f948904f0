"""An issued plan as people read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.plans import policy
from handrail.apps.plans.models import Correction, Version
from handrail.apps.plans.pages.draft import WEIGHT
from handrail.apps.plans.pages.words import day, day_or_text, facts
from handrail.apps.plans.policy import Act
from handrail.core.plan_types import LegalWeight, SectionKind
from handrail.law.lawbook import lawbook
from handrail.ui.components import Link, Voice
from handrail.ui.languages import SOURCE
from handrail.ui.phrases import day_in_words, plain_day


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A need, a goal or a promise of help, as it was issued."""

    title: str
    own_words: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A slip of the pen put right: the words as issued, as corrected, and who says so."""

    number: str
    where: str
    before: str
    after: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class IssuedSection:
    key: str
    heading: str
    citation: str
    text: str
    rows: tuple[tuple[str, str], ...]
    voices: tuple[Voice, ...]
    asked: tuple[str, ...]
    added: tuple[str, ...]  # who added which files to their part
    cards: tuple[PlanCard, ...]
    corrections: tuple[CorrectionNote, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.text or self.rows or self.voices or self.added or self.asked or self.cards)


@dataclass(frozen=True, slots=True)
class Review:
    title: str
    day: str
    sentence: str
    citation: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """An issued version, read from its own frozen text and nothing else."""

    plan_id: UUID
    pupil_id: UUID
    title: str
    lead: str
    place: str
    plan_name: str
    law_url: str
    pupil: str
    number: int
    language: str
    sections: tuple[IssuedSection, ...]
    next_review: Review | None
    latest: Link | None
    pdf_url: str
    issued_pdf_url: str  # where slips were put right since
    json_url: str
    sha256: str
    issued: str
    weight: str
    may_change: bool
    draft_url: str
    kind_url: str  # for those who write the plan
    amends: str
    ended: str
    links: tuple[Link, ...]


def version_page(version: Version, corrections: list[Correction], *, reader: Actor) -> VersionPage:
    document = json.loads(version.document)
    plan = version.plan
    at = [plan.pk, version.number]
    latest = plan.latest_number
    return VersionPage(
        plan_id=plan.pk,
        pupil_id=version.pupil_id,
        title=_("%(name)s’s plan") % {"name": document["pupil"]["known_as"]},
        lead=_("%(plan)s, version %(number)d")
        % {"plan": document["plan_type"]["name"], "number": version.number},
        # Where the law is today: a frozen text keeps the keys of its own day.
        place=plan.plan_type.partition("/")[0],
        plan_name=document["plan_type"]["name"],
        law_url=reverse("guide:plan_type", args=plan.plan_type.split("/")),
        pupil=document["pupil"]["name"],
        number=version.number,
        language=document.get("language", SOURCE),
        sections=issued_sections(document, corrections),
        next_review=Review(
            title=review["title"],
            day=day_in_words(date.fromisoformat(review["on"])),
            sentence=review["sentence"],
            citation=review["citation"],
        )
        if (review := document["next_review"])
        else None,
        latest=Link(
            _("Version %(number)d is the newest") % {"number": latest},
            reverse("plans:version", args=[plan.pk, latest]),
        )
        if latest != version.number
        else None,
        pdf_url=reverse("documents:corrected_pdf" if corrections else "documents:plan_pdf", args=at),
        issued_pdf_url=reverse("documents:plan_pdf", args=at) if corrections else "",
        json_url=reverse("plans:json", args=at),
        sha256=version.sha256,
        issued=_("Issued on %(day)s by %(name)s")
        % {"day": plain_day(version.issued_on), "name": version.issued_by_name},
        weight=_(WEIGHT[LegalWeight(document["plan_type"]["legal_weight"])]),
        may_change=policy.may(reader, Act.START, version) and plan.ended_on is None,
        draft_url=reverse("plans:plan", args=[plan.pk]) if plan.draft_open else "",
        kind_url=reverse("plans:kind", args=[plan.pk]) if policy.may(reader, Act.QUESTION, version) else "",
        amends=_amends(document),
        ended=_("This plan ended on %(day)s.") % {"day": plain_day(plan.ended_on)} if plan.ended_on else "",
        links=_links_of(version, reader=reader),
    )


def _links_of(version: Version, *, reader: Actor) -> tuple[Link, ...]:
    """What else can be done with a version, for whoever may."""
    plan, at = version.plan, [version.plan_id, version.number]
    links = []
    if plan.latest_number > 1:
        links.append(Link(_("Compare with another version"), reverse("versions:compare", args=at)))
    if policy.may(reader, Act.WORK_BY, version):
        links.append(Link("What I need to do", reverse("versions:mine", args=at)))
    if policy.may(reader, Act.SEE_COPIES, version):
        links.append(Link(_("Who got a copy"), reverse("versions:copies", args=at)))
    if policy.may(reader, Act.SEE_READERS, version):
        links.append(Link("Who has read it", reverse("versions:readers", args=at)))
    if policy.may(reader, Act.SEE_STEPS, version):
        links.append(Link(_("The steps of this plan"), reverse("versions:steps", args=[plan.pk])))
    if policy.may_issue(reader, version, lawbook().plan_type(plan.plan_type)):
        links.append(Link("Correct a slip of the pen", reverse("versions:correct", args=at)))
        if plan.ended_on is None:
            links.append(Link("End this plan", reverse("versions:end", args=[plan.pk])))
    return tuple(links)


def _amends(document: dict[str, Any]) -> str:
    changed = document.get("amends")
    if not changed:
        return ""
    return _("This version changes version %(number)s in: %(sections)s.") % {
        "number": changed["number"],
        "sections": "; ".join(changed["sections"]),
    }


def issued_sections(
    document: dict[str, Any], corrections: Iterable[Correction] = ()
) -> tuple[IssuedSection, ...]:
    """The sections of a frozen document as a page shows them, each with its corrections beside it.

    All in the language of the document, also where the page around it speaks another.
    """
    with translation.override(document.get("language", SOURCE).lower()):
        return _sections_as_issued(document, corrections)


def _sections_as_issued(
    document: dict[str, Any], corrections: Iterable[Correction]
) -> tuple[IssuedSection, ...]:
    names = {
        row["id"]: row.get("title") or row.get("text")
        for section in document["sections"]
        for row in (*section.get("needs", ()), *section.get("goals", ()))
    }
    notes: dict[str, list[CorrectionNote]] = {}
    for one in corrections:
        note = CorrectionNote(
            number=f"{document['number']}.{one.number}",
            where=one.heading,
            before=one.before,
            after=one.after,
            why=one.reason,
            by=f"{one.corrected_by_name}, {plain_day(one.corrected_on)}",
        )
        notes.setdefault(one.place.partition("/")[0], []).append(note)
    return tuple(
        replace(
            _issued_section(section, names, document["next_review"]),
            corrections=tuple(notes.get(section["key"], ())),
        )
        for section in document["sections"]
    )


def _issued_section(
    section: dict[str, Any], names: dict[str, str], review: dict[str, str] | None
) -> IssuedSection:
    views = section.get("views", ())
    rows = section["rows"]
    if section["kind"] == SectionKind.REVIEW and review and not (rows or section["text"]):
        # The section of the review holds its day, which the issuing itself worked out.
        rows = [["Next review", review["on"]]]
    return IssuedSection(
        key=section["key"],
        heading=section["heading"],
        citation=section["citation"],
        text=section["text"],
        rows=tuple((label, day_or_text(value)) for label, value in rows),
        voices=tuple(
            Voice(
                words=view["words"],
                by=view["who"]
                + (f", written down by {view['written_down_by']}" if view["written_down_by"] else ""),
                said_on=date.fromisoformat(view["said_on"]),
                answers=tuple((asked, said) for asked, said in view.get("answers", ())),
            )
            for view in views
            if view["words"]
        ),
        added=tuple(
            f"{view['who']} added: {', '.join(file['name'] for file in view['files'])}."
            for view in views
            if view.get("files")
        ),
        asked=tuple(
            f"{view['who']} was asked on {day(view['asked_on'])} and had not answered when this was issued."
            for view in views
            if not view["words"] and view["asked_on"]
        ),
        cards=(
            *(_need_card(row) for row in section.get("needs", ())),
            *(_goal_card(row, names) for row in section.get("goals", ())),
            *(_help_card(row, names) for row in section.get("provision", ())),
            *(_advice_card(row) for row in section.get("advice", ())),
        ),
    )


def _need_card(row: dict[str, Any]) -> PlanCard:
    lines = tuple(line for line in (row["description"], row["builds_on"]) if line)
    return PlanCard(title=row["title"], own_words="", lines=lines, facts=facts(("Area", row["area"])))


def _goal_card(row: dict[str, Any], names: dict[str, str]) -> PlanCard:
    return PlanCard(
        title=row["text"],
        own_words=row["pupil_words"],
        lines=(),
        facts=facts(
            ("Need", names.get(row["need"], "")),
            ("When, where and with what", row.get("condition", "")),
            ("Now", row["baseline"]),
            ("Goal", row["target"]),
            ("Reached", row.get("criterion", "")),
            ("How we will know", row["measure"]),
            ("By", day(row["due"])),
        ),
    )


def _help_card(row: dict[str, Any], names: dict[str, str]) -> PlanCard:
    goals = [names[goal] for goal in row["goals"] if goal in names]
    who = ", ".join(part for part in (row["who"], row["role"]) if part)
    return PlanCard(
        title=row["what"],
        own_words="",
        lines=(),
        facts=facts(
            ("Who", who),
            ("How often and how long", row["says"]),
            ("From", day(row["starts"])),
            ("Until", day(row["ends"])),
            *(("For the goal", goal) for goal in goals),
        ),
    )


def _advice_card(row: dict[str, Any]) -> PlanCard:
    return PlanCard(
        title=", ".join(part for part in (row["who"], row["role"], row["organisation"]) if part),
        own_words="",
        lines=(row["words"],),
        facts=facts(
            ("Given on", day(row["said_on"])),
            ("Files", ", ".join(file["name"] for file in row["files"])),
        ),
    )
