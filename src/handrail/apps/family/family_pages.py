"""A plan for the family: what there is to do, the plan in their language, what they said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.family import policy
from handrail.apps.family.models import Comment, SharedDraft, Summary, Translation
from handrail.apps.family.policy import Act
from handrail.apps.family.queries import Summaries
from handrail.apps.family.said import Said, headings_of, said_of_plan
from handrail.apps.plans import policy as plan_policy
from handrail.apps.plans.models import Contribution, Plan
from handrail.ui import languages
from handrail.ui.components import Link, Note
from handrail.ui.languages import SOURCE, Language
from handrail.ui.phrases import day_and_month, day_in_words, plain_day


@dataclass(frozen=True, slots=True)
class Choice:
    """One language in which the summary can be read."""

    language: Language
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SummaryShown:
    """The summary in one language, with what is to be known about that text."""

    text: str
    language: Language
    by: str
    notes: tuple[Note, ...]
    choices: tuple[Choice, ...]
    original: str  # beside a translation
    original_language: Language


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that the family is asked for."""

    title: str
    says: str
    act: Link
    icon: str


@dataclass(frozen=True, slots=True)
class Line:
    """A goal or a promise, in the plan's own words."""

    title: str
    own_words: str
    says: str


@dataclass(frozen=True, slots=True)
class FamilyPage:
    plan_id: UUID
    title: str
    lead: str
    name: str
    language: str  # of the plan's own words
    to_do: tuple[ToDo, ...]
    summary: SummaryShown | None
    goals: tuple[Line, ...]
    promises: tuple[Line, ...]
    said: tuple[Said, ...]
    review: str
    issued: str
    links: tuple[Link, ...]
    record_url: str
    staff: tuple[Link, ...]
    back: Link


def family_page(
    plan: Plan,
    *,
    reader: Actor,
    asked_in: str,
    preferred: str,
    document: Mapping[str, Any] | None,
    summaries: Summaries | None,
    shared: SharedDraft | None,
    contribution: Contribution | None,
    begun: bool,
    found: list[Comment],
) -> FamilyPage:
    """`asked_in` is the language chosen on the page, `preferred` the one that the family named to the school."""
    name = plan.pupil.known_as
    in_words = {"name": name}
    headings = headings_of(document) if document else {}
    if shared:
        headings |= headings_of(json.loads(shared.document))
    sections = document["sections"] if document else ()
    return FamilyPage(
        plan_id=plan.pk,
        title=_("%(name)s’s plan") % in_words,
        lead=_("What school is doing with %(name)s, and what happens next.") % in_words,
        name=name,
        language=document["language"] if document else SOURCE,
        to_do=_to_do(plan, reader, shared=shared, contribution=contribution, begun=begun),
        summary=_summary_shown(plan, summaries, asked_in=asked_in, preferred=preferred)
        if summaries
        else None,
        goals=tuple(
            Line(
                goal["text"],
                goal["pupil_words"],
                _("By %(day)s") % {"day": plain_day(date.fromisoformat(goal["due"]))} if goal["due"] else "",
            )
            for section in sections
            for goal in section.get("goals", ())
        ),
        promises=tuple(
            Line(help_["what"], "", ", ".join(part for part in (help_["says"], help_["who"]) if part))
            for section in sections
            for help_ in section.get("provision", ())
        ),
        said=said_of_plan(found, reader=reader, headings=headings).all,
        review=day_in_words(plan.review_on) if plan.review_on and plan.review_on >= reader.day else "",
        issued=_("Version %(number)d, given out on %(day)s")
        % {"number": document["number"], "day": plain_day(date.fromisoformat(document["issued_on"]))}
        if document
        else "",
        links=_links(plan, reader, shared=shared),
        record_url=reverse("home:record", args=[plan.pupil_id])
        if policy.may(reader, Act.COMMENT, plan)
        else "",
        staff=_staff_links(plan, reader),
        back=Link(_("Back to %(name)s") % in_words, reverse("home:pupil", args=[plan.pupil_id])),
    )


def _to_do(
    plan: Plan, reader: Actor, *, shared: SharedDraft | None, contribution: Contribution | None, begun: bool
) -> tuple[ToDo, ...]:
    found = []
    if shared and policy.may(reader, Act.COMMENT, plan):
        found.append(
            ToDo(
                title=_("A draft is ready for you to read"),
                says=_("Shared on %(day)s by %(name)s. Say what you think by %(until)s.")
                % {
                    "day": plain_day(shared.shared_on),
                    "name": shared.shared_by_name,
                    "until": day_and_month(shared.answer_by),
                },
                act=Link(_("Read the draft"), reverse("family:draft", args=[plan.pk])),
                icon="book",
            )
        )
    if contribution and plan.draft_open and (contribution.is_awaited or begun or not contribution.words):
        says = _("What is going well, what is hard, and what you hope for. In your own words.")
        if contribution.is_awaited and contribution.due_on:
            says = _("%(name)s asked you. An answer is hoped for by %(day)s.") % {
                "name": contribution.asked_by_name,
                "day": day_and_month(contribution.due_on),
            }
        found.append(
            ToDo(
                title=_("You have begun to write. Nobody else has seen it yet")
                if begun
                else _("Tell the school what you know"),
                says=says,
                act=Link(
                    _("Go on writing") if begun else _("Add your view"),
                    reverse("family:answers", args=[plan.pk, contribution.pk]),
                ),
                icon="speech",
            )
        )
    return tuple(found)


def _links(plan: Plan, reader: Actor, *, shared: SharedDraft | None) -> tuple[Link, ...]:
    found = []
    if plan.latest_number and plan_policy.may(reader, plan_policy.Act.READ_VERSION, plan):
        at = [plan.pk, plan.latest_number]
        found.append(Link(_("Read the whole plan"), reverse("plans:version", args=at)))
        found.append(Link(_("Read it as a PDF"), reverse("documents:corrected_pdf", args=at)))
    if shared and policy.may(reader, Act.COMMENT, plan):
        found.append(Link(_("Read the draft"), reverse("family:draft", args=[plan.pk])))
    if policy.may(reader, Act.ANSWER_QUESTIONS, plan):
        found.append(Link(_("See what you told the school"), reverse("plans:views", args=[plan.pk])))
    return tuple(found)


def _staff_links(plan: Plan, reader: Actor) -> tuple[Link, ...]:
    if not policy.may(reader, Act.SUMMARISE, plan):
        return ()
    return (
        Link("Write the plain summary", reverse("family:summary", args=[plan.pk])),
        Link("What the family said", reverse("family:comments", args=[plan.pk])),
    )


def _summary_shown(plan: Plan, summaries: Summaries, *, asked_in: str, preferred: str) -> SummaryShown:
    source = summaries.source
    tags = summaries.languages
    chosen = next(
        (
            found
            for wanted in (asked_in, preferred, languages.page_language().tag)
            if wanted and (found := languages.nearest(wanted, tags))
        ),
        source.language,
    )
    made = summaries.translations.get(chosen)
    page = reverse("family:plan", args=[plan.pk])
    return SummaryShown(
        text=made.text if made else source.text,
        language=languages.language(chosen),
        by=_translated_by(made, source) if made else _written_by(source),
        notes=tuple(_notes(summaries, made)),
        choices=tuple(
            Choice(languages.language(tag), f"{page}?in={tag}#summary", tag == chosen) for tag in tags
        )
        if len(tags) > 1
        else (),
        original=source.text if made else "",
        original_language=languages.language(source.language),
    )


def _written_by(source: Summary) -> str:
    return _("Written by %(name)s, %(day)s.") % {
        "name": source.written_by_name,
        "day": plain_day(source.written_on),
    }


def _translated_by(made: Translation, source: Summary) -> str:
    said_by = _("Translated by %(name)s, %(day)s.") % {
        "name": made.translator,
        "day": plain_day(made.made_on),
    }
    if made.checked_by_name and made.checked_on:
        said_by += " " + _("Read and found right by %(name)s, %(day)s.") % {
            "name": made.checked_by_name,
            "day": plain_day(made.checked_on),
        }
    return f"{said_by} {_written_by(source)}"


def _notes(summaries: Summaries, made: Translation | None) -> Iterable[Note]:
    if made and summaries.is_behind(made):
        yield Note(
            _("This translation is older than the original."),
            _("The original was changed on %(day)s. Some of this may no longer be so.")
            % {"day": plain_day(summaries.source.written_on)},
            icon="calendar",
            tone="wait",
        )
    if made and made.is_to_be_checked:
        yield Note(
            _("A machine made this translation, and nobody has checked it yet."),
            _("If something looks wrong, ask the school."),
            icon="book",
            tone="wait",
        )
    if summaries.is_behind_the_plan:
        yield Note(
            _("The plan was changed after this was written."),
            _("It tells of version %(number)d. The plan is now at version %(latest)d.")
            % {"number": summaries.source.about_version, "latest": summaries.latest_version}
            if summaries.source.about_version
            else _("It was written from a draft. The plan is now at version %(latest)d.")
            % {"latest": summaries.latest_version},
            icon="calendar",
            tone="wait",
        )
