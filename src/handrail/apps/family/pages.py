"""What each page of the family's part shows, ready to draw. Words for families are in the page's language."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.audit import actions as audit
from handrail.apps.family import policy, queries
from handrail.apps.family.models import Comment, Reply, SharedDraft, Summary, Translation
from handrail.apps.family.policy import Act
from handrail.apps.family.queries import Summaries
from handrail.apps.plans import pages as plan_pages
from handrail.apps.plans import policy as plan_policy
from handrail.apps.plans.models import Contribution, Plan
from handrail.apps.plans.pages import IssuedSection
from handrail.core.reading_ages import GOAL
from handrail.ui import languages
from handrail.ui.components import Link, Note, Shape, Status, Voice
from handrail.ui.languages import SOURCE, Language
from handrail.ui.phrases import counted, day_and_month, day_in_words, plain_day

# --- what was said, and answered --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody of the family said to a section, with what the school answered beside it."""

    section: str
    heading: str
    kind: str
    by: str
    when: str
    who_reads: str
    words: str
    proposed: str
    instead_of: str
    status: Status
    answer: str
    answered: str
    url: str  # to answer it, for those who may
    anchor: str


def _kinds() -> dict[str, str]:
    return {
        Comment.Kind.COMMENT: _("Said"),
        Comment.Kind.AGREE: _("Agrees"),
        Comment.Kind.DISAGREE: _("Disagrees"),
        Comment.Kind.PROPOSAL: _("Asks for other words"),
    }


def _outcomes() -> dict[str, str]:
    return {
        Reply.Outcome.PUT_IN: _("Put into the plan in these words"),
        Reply.Outcome.CHANGED: _("The plan was changed"),
        Reply.Outcome.AS_IT_WAS: _("The plan stays as it was"),
    }


def said(one: Comment, *, reader: Actor, headings: Mapping[str, str]) -> Said:
    answer = queries.answer_to(one)
    if answer is not None:
        status = Status(Shape.DONE, _outcomes()[answer.outcome])
    elif one.wants_answer:
        status = Status(Shape.WAITING, _("Waits for an answer"))
    else:
        status = Status(Shape.DONE, _("Agreed"))
    may_answer = answer is None and one.wants_answer and policy.may(reader, Act.ANSWER, one)
    return Said(
        section=one.section,
        heading=headings.get(one.section, one.section),
        kind=_kinds()[one.kind],
        by=one.member.name,
        when=plain_day(one.said_on),
        who_reads=_("Everybody who may read the plan can read this.")
        if one.audience == audit.EVERYONE
        else _("Only the writer and the people who write the plan can read this."),
        words=one.words,
        proposed=one.proposed,
        instead_of=one.instead_of,
        status=status,
        answer=answer.words if answer else "",
        answered=_("%(name)s, %(day)s")
        % {"name": answer.answered_by_name, "day": plain_day(answer.answered_on)}
        if answer
        else "",
        url=reverse("family:answer", args=[one.shared.plan_id, one.pk]) if may_answer else "",
        anchor=f"said-{one.pk}",
    )


def headings_of(document: Mapping[str, Any]) -> dict[str, str]:
    return {one["key"]: one["heading"] for one in document["sections"]}


@dataclass(frozen=True, slots=True)
class SaidOfPlan:
    """All that a reader may read of what was said about a draft, by section."""

    by_section: Mapping[str, tuple[Said, ...]]
    waiting: int

    def of(self, key: str) -> tuple[Said, ...]:
        return self.by_section.get(key, ())

    @property
    def all(self) -> tuple[Said, ...]:
        return tuple(one for section in self.by_section.values() for one in section)


def said_of_plan(found: Iterable[Comment], *, reader: Actor, headings: Mapping[str, str]) -> SaidOfPlan:
    by_section: dict[str, list[Said]] = defaultdict(list)
    waiting = 0
    for one in found:
        by_section[one.section].append(said(one, reader=reader, headings=headings))
        waiting += queries.is_open(one)
    order = list(headings)
    known = sorted(by_section, key=lambda key: order.index(key) if key in order else len(order))
    return SaidOfPlan({key: tuple(by_section[key]) for key in known}, waiting)


# --- the family's page --------------------------------------------------------------------------------------


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


# --- the family's answers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswersPage:
    plan_id: UUID
    title: str
    lead: str
    asked: str
    question: str
    form: forms.Form
    own: bool
    key: str
    url: str
    state: str
    theirs: tuple[tuple[str, str], ...]
    refused: str
    back: Link


def answers_page(
    one: Contribution,
    *,
    own: bool,
    form: forms.Form,
    state: str,
    theirs: tuple[tuple[str, str], ...] = (),
    refused: str = "",
) -> AnswersPage:
    name = one.plan.pupil.known_as
    in_words = {"name": name}
    asked = ""
    if one.asked_on:
        asked = _("%(name)s asked on %(day)s.") % {
            "name": one.asked_by_name,
            "day": plain_day(one.asked_on),
        }
        if one.due_on:
            asked += " " + _("An answer is hoped for by %(day)s.") % {"day": day_and_month(one.due_on)}
    return AnswersPage(
        plan_id=one.plan_id,
        title=_("What you know about %(name)s") % in_words
        if own
        else f"What {one.member.name} says about {name}",
        lead=_("You know %(name)s best. Answer what you like, leave out the rest, come back when you like.")
        % in_words
        if own
        else "Write down what they say, as they say it. You are named as the one who wrote it down.",
        asked=asked,
        question=one.question,
        form=form,
        own=own,
        key=f"family-{one.pk}",
        url=reverse("family:answers", args=[one.plan_id, one.pk]),
        state=state,
        theirs=theirs,
        refused=refused,
        back=Link(_("Back to the plan"), reverse("family:plan", args=[one.plan_id]))
        if own
        else Link("Back to the views", reverse("plans:views", args=[one.plan_id])),
    )


# --- a shared draft -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SharePage:
    plan_id: UUID
    title: str
    lead: str
    form: forms.Form
    refused: str
    last: str
    back: Link


def share_page(plan: Plan, form: forms.Form, *, shared: SharedDraft | None, refused: str = "") -> SharePage:
    return SharePage(
        plan_id=plan.pk,
        title="Share this draft with the family",
        lead="They read it as it is now, and can say what they think of each section."
        " You can go on writing; share it again when it has changed.",
        form=form,
        refused=refused,
        last=f"Shared last on {plain_day(shared.shared_on)} by {shared.shared_by_name}." if shared else "",
        back=Link("Back to the draft", reverse("plans:plan", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class SharedSection:
    """A section of the shared draft, and what was said about it."""

    section: IssuedSection
    said: tuple[Said, ...]
    comment_url: str


@dataclass(frozen=True, slots=True)
class SharedDraftPage:
    plan_id: UUID
    title: str
    lead: str
    note: Voice | None
    language: str
    sections: tuple[SharedSection, ...]
    back: Link


def draft_page(plan: Plan, shared: SharedDraft, found: list[Comment], *, reader: Actor) -> SharedDraftPage:
    document = json.loads(shared.document)
    of_plan = said_of_plan(found, reader=reader, headings=headings_of(document))
    may_comment = policy.may(reader, Act.COMMENT, plan)
    return SharedDraftPage(
        plan_id=plan.pk,
        title=_("Draft of %(name)s’s plan") % {"name": plan.pupil.known_as},
        lead=_("As it was on %(day)s. It is not the plan yet. Say what you think by %(until)s.")
        % {"day": plain_day(shared.shared_on), "until": day_and_month(shared.answer_by)},
        note=Voice(shared.note, by=shared.shared_by_name, said_on=shared.shared_on) if shared.note else None,
        language=document["language"],
        sections=tuple(
            SharedSection(
                section,
                of_plan.of(section.key),
                reverse("family:comment", args=[plan.pk, section.key]) if may_comment else "",
            )
            for section in plan_pages.issued_sections(document)
        ),
        back=Link(_("Back to the plan"), reverse("family:plan", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class CommentPage:
    plan_id: UUID
    title: str
    section: IssuedSection
    language: str
    form: forms.Form
    said: tuple[Said, ...]
    refused: str
    back: Link


def comment_page(
    plan: Plan,
    shared: SharedDraft,
    key: str,
    form: forms.Form,
    found: list[Comment],
    *,
    reader: Actor,
    refused: str = "",
) -> CommentPage:
    document = json.loads(shared.document)
    of_plan = said_of_plan(found, reader=reader, headings=headings_of(document))
    section = next(one for one in plan_pages.issued_sections(document) if one.key == key)
    return CommentPage(
        plan_id=plan.pk,
        title=_("What do you think of this?"),
        section=section,
        language=document["language"],
        form=form,
        said=of_plan.of(key),
        refused=refused,
        back=Link(_("Back to the draft"), reverse("family:draft", args=[plan.pk]) + f"#s-{key}"),
    )


# --- the school's side --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CommentsPage:
    plan_id: UUID
    title: str
    lead: str
    waiting: tuple[Said, ...]
    settled: tuple[Said, ...]
    share_url: str
    shared: str
    back: Link


def comments_page(
    plan: Plan,
    found: list[Comment],
    *,
    reader: Actor,
    shared: SharedDraft | None,
    headings: Mapping[str, str],
) -> CommentsPage:
    waiting = [one for one in found if queries.is_open(one)]
    settled = [one for one in found if not queries.is_open(one)]
    return CommentsPage(
        plan_id=plan.pk,
        title="What the family said",
        lead=f"{counted(len(waiting), 'thing waits', 'things wait')} for an answer."
        if waiting
        else "Nothing waits for an answer.",
        waiting=tuple(said(one, reader=reader, headings=headings) for one in waiting),
        settled=tuple(said(one, reader=reader, headings=headings) for one in reversed(settled)),
        share_url=reverse("family:share", args=[plan.pk])
        if plan.draft_open and policy.may(reader, Act.SHARE, plan)
        else "",
        shared=f"The draft was shared on {plain_day(shared.shared_on)} by {shared.shared_by_name};"
        f" an answer is hoped for by {day_and_month(shared.answer_by)}."
        if shared
        else "",
        back=Link("Back to the plan", reverse("plans:plan", args=[plan.pk])),
    )


@dataclass(frozen=True, slots=True)
class AnswerPage:
    plan_id: UUID
    title: str
    said: Said
    current: str
    shared_words: str  # the section as the family read it, where it has changed since
    form: forms.Form
    refused: str
    edit_url: str
    back: Link


def answer_page(
    one: Comment,
    *,
    reader: Actor,
    heading: str,
    current: str,
    shared_words: str,
    form: forms.Form,
    refused: str = "",
) -> AnswerPage:
    plan_id = one.shared.plan_id
    return AnswerPage(
        plan_id=plan_id,
        title=f"Answer {one.member.name}",
        # Whoever reads this is answering already.
        said=replace(said(one, reader=reader, headings={one.section: heading}), url=""),
        current=current,
        shared_words=shared_words if shared_words != current else "",
        form=form,
        refused=refused,
        edit_url=reverse("plans:section", args=[plan_id, one.section]),
        back=Link("Back to what the family said", reverse("family:comments", args=[plan_id])),
    )


# --- the plain summary ---------------------------------------------------------------------------------------


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
