"""A plan in plain words, its translations, and whether each is still true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django import forms
from django.urls import reverse

from handrail.apps.family.models import Summary, Translation
from handrail.apps.family.queries import Summaries
from handrail.apps.plans import pages as plan_pages
from handrail.apps.plans.models import Plan
from handrail.core.reading_ages import GOAL
from handrail.ui import languages
from handrail.ui.components import Link, Note, Shape, Status
from handrail.ui.languages import Language
from handrail.ui.phrases import plain_day


@dataclass(frozen=True, slots=True)
class TranslationLine:
    language: Language
    status: Status
    says: str
    text: str
    translate_url: str
    check_url: str


@dataclass(frozen=True, slots=True)
class SummaryPage:
    plan_id: UUID
    title: str
    lead: str
    form: forms.Form
    edition: str
    age: str
    note: Note | None
    translations: tuple[TranslationLine, ...]
    wanted: tuple[Link, ...]
    translate_url: str
    theirs: str
    refused: str
    back: Link


EASY: Final = (
    f"A family’s page aims at {GOAL} years at most. Shorter sentences and shorter words bring it down."
)


def summary_page(
    plan: Plan,
    form: forms.Form,
    found: Summaries | None,
    *,
    preferred: Mapping[str, str],
    theirs: str = "",
    refused: str = "",
) -> SummaryPage:
    """`preferred` names the people of the circle by the language that each reads best."""
    translate = reverse("family:translate", args=[plan.pk])
    there = found.languages if found else ()
    return SummaryPage(
        plan_id=plan.pk,
        title=f"{plan_pages.possessive(plan.pupil.known_as)} plan in plain words",
        lead="What a parent reads first. A person writes it; each language has its own text beside it.",
        form=form,
        edition=f"Edition {found.source.edition}, {plain_day(found.source.written_on)}, by"
        f" {found.source.written_by_name}"
        if found
        else "",
        age=_age(found.source) if found else "",
        note=Note(
            "The plan was issued after this was written.",
            "Read it once more and keep it, changed or not, so that the family sees it is of the newest version.",
            icon="calendar",
            tone="wait",
        )
        if found and found.is_behind_the_plan
        else None,
        translations=tuple(_translation_line(plan, found, one) for one in found.translations.values())
        if found
        else (),
        wanted=tuple(
            Link(
                f"Translate it into {languages.language(tag).name}",
                f"{translate}?language={tag}",
                more=f"for {who}",
            )
            for tag, who in preferred.items()
            if found and languages.nearest(tag, there) is None
        ),
        translate_url=translate if found else "",
        theirs=theirs,
        refused=refused,
        back=Link("Back to the family’s page", reverse("family:plan", args=[plan.pk])),
    )


def _age(source: Summary) -> str:
    if source.reading_age is None:
        return "The reading age is only measured in English. Ask somebody who reads the language whether it is easy."
    says = f"It can be read from about {source.reading_age.normalize():f} years."
    return f"{says} {EASY}" if source.reading_age > GOAL else says


def _translation_line(plan: Plan, found: Summaries, one: Translation) -> TranslationLine:
    language = languages.language(one.language)
    if found.is_behind(one):
        status = Status(Shape.DUE, "Older than the original")
    elif one.is_to_be_checked:
        status = Status(Shape.WAITING, "To be checked")
    else:
        status = Status(Shape.DONE, "In step")
    made = "a machine" if one.machine_made else "a person"
    says = f"By {one.translator} ({made}), {plain_day(one.made_on)}, from edition {one.summary.edition}."
    if one.checked_by_name and one.checked_on:
        says += f" Read and found right by {one.checked_by_name}, {plain_day(one.checked_on)}."
    return TranslationLine(
        language=language,
        status=status,
        says=says,
        text=one.text,
        translate_url=reverse("family:translate", args=[plan.pk]) + f"?language={one.language}",
        check_url=reverse("family:check_translation", args=[plan.pk, one.pk]) if one.is_to_be_checked else "",
    )


@dataclass(frozen=True, slots=True)
class TranslatePage:
    """The source beside the box: what it says now, and what it said when the last translation was made."""

    plan_id: UUID
    title: str
    source: str
    source_language: Language
    before: str
    form: forms.Form
    refused: str
    back: Link


def translate_page(
    plan: Plan,
    form: forms.Form,
    found: Summaries,
    *,
    earlier: Translation | None,
    refused: str = "",
) -> TranslatePage:
    stale = earlier is not None and found.is_behind(earlier)
    return TranslatePage(
        plan_id=plan.pk,
        title="Translate the plain summary",
        source=found.source.text,
        source_language=languages.language(found.source.language),
        before=earlier.summary.text if earlier is not None and stale else "",
        form=form,
        refused=refused,
        back=Link("Back to the summary", reverse("family:summary", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class CheckPage:
    plan_id: UUID
    title: str
    source: str
    source_language: Language
    text: str
    language: Language
    form: forms.Form
    back: Link


def check_page(one: Translation, form: forms.Form) -> CheckPage:
    return CheckPage(
        plan_id=one.summary.plan_id,
        title="Say that the translation is right",
        source=one.summary.text,
        source_language=languages.language(one.summary.language),
        text=one.text,
        language=languages.language(one.language),
        form=form,
        back=Link("Back to the summary", reverse("family:summary", args=[one.summary.plan_id])),
    )
