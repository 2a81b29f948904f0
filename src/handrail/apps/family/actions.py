"""What families write and say about a plan, what the school answers, and a plan in plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.cases.models import CaseEvent
from handrail.apps.family import policy, queries
from handrail.apps.family.models import Answers, Comment, Reply, SharedDraft, Summary, Translation
from handrail.apps.family.policy import Act
from handrail.apps.plans import actions as plans
from handrail.apps.plans import canonical
from handrail.apps.plans import policy as plan_policy
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.actions import LONGEST_TEXT, Saved, Stale
from handrail.apps.plans.models import Contribution, Plan
from handrail.core.reading_ages import measure

QUESTIONS: Final = {
    "strengths": "What {name} is good at and enjoys",
    "hard": "What is hard for {name}",
    "works_at_home": "What works at home",
    "priorities": "What matters most to us now",
    "hopes": "What we hope for",
    "anything_else": "Anything else",
}
"""What a family is asked, in the words under which their answers stand in the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWords:
    """One parent's or carer's answers, each in their own words; any may be empty."""

    strengths: str = ""
    hard: str = ""
    works_at_home: str = ""
    priorities: str = ""
    hopes: str = ""
    anything_else: str = ""


@transaction.atomic
def save_answers(
    *,
    contribution: Contribution,
    words: AnswerWords,
    revision: int,
    at: datetime,
    by: Actor,
    scribe: bool = False,
) -> Answers:
    """Keep a family's answers as far as they have come. Nobody else sees them yet, so nothing is recorded."""
    _check_whose(contribution, by, scribe=scribe)
    row = _answers_to_write(contribution, scribe=scribe)
    return _keep_answers(row, words, revision=revision, at=at, by=by, scribe=scribe)


@transaction.atomic
def send_answers(
    *,
    contribution: Contribution,
    words: AnswerWords,
    revision: int,
    said_on: date,
    on: date,
    at: datetime,
    by: Actor,
    scribe: bool = False,
) -> Answers:
    """Save a family's answers and put them into the plan as their view, each under what was asked.

    They can be changed and sent again until the plan is issued.
    """
    _check_whose(contribution, by, scribe=scribe)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("pupil").get(pk=contribution.plan_id)
    if not plan.draft_open:
        raise NotPossible(
            _(
                "This plan has been issued, so your words cannot go into it now. They are kept here."
                " Ask the school to open the plan for changes, and send them then."
            )
        )
    row = _answers_to_write(contribution, scribe=scribe)
    row = _keep_answers(row, words, revision=revision, at=at, by=by, scribe=scribe)
    given = tuple(
        (question.format(name=plan.pupil.known_as), text.strip())
        for name, question in QUESTIONS.items()
        if (text := getattr(words, name)).strip()
    )
    if not given:
        raise NotPossible(_("Write something under at least one question, then send it."))
    current = Contribution.objects.get(pk=contribution.pk)
    plans.contribute(
        contribution=current,
        words="\n\n".join(f"{asked}\n{said}" for asked, said in given),
        answers=given,
        said_on=said_on,
        revision=current.revision,  # what was seen is decided by the answers' own revision, just above
        on=on,
        by=by,
        scribe=scribe,
    )
    row.sent_on, row.sent_revision = said_on, row.revision
    row.save(update_fields=["sent_on", "sent_revision"])
    return row


def _check_whose(contribution: Contribution, by: Actor, *, scribe: bool) -> None:
    policy.check_may(by, Act.WRITE_DOWN if scribe else Act.ANSWER_QUESTIONS, contribution)
    if not scribe and not plans.is_own(contribution, by):
        says = "These are somebody else’s answers. Only they may change them."
        raise NotAllowed(says, act=policy.OTHERS_WORDS, row=contribution)


def _answers_to_write(contribution: Contribution, *, scribe: bool) -> Answers:
    """The row of answers, locked by its contribution; whoever writes for somebody may not touch what is theirs."""
    Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    row = queries.answers(contribution.pk)
    theirs = (row is not None and row.revision and not row.scribe_name) or (
        row is None and contribution.words and not contribution.scribe_name
    )
    if scribe and theirs:
        says = f"{contribution.member.name} has begun to write here. Only they may change their own words."
        raise NotAllowed(says, act=policy.OTHERS_WORDS, row=contribution)
    return row or Answers.of(contribution.pupil, contribution=contribution)


def _keep_answers(
    row: Answers, words: AnswerWords, *, revision: int, at: datetime, by: Actor, scribe: bool
) -> Answers:
    values = asdict(words)
    for text in values.values():
        check_length(text)
    if row.revision and all(getattr(row, name) == text for name, text in values.items()):
        return row
    if row.revision != revision:
        raise Stale(
            _("These answers were changed on another page in the meantime. Both are shown; choose the words.")
        )
    for name, text in values.items():
        setattr(row, name, text)
    row.scribe_name = by.name if scribe else ""
    row.saved_at = at
    row.revision += 1
    row.save()
    return row


# --- a draft shared with the family -----------------------------------------------------------------------


SHARED: Final = "handrail-shared-draft/1"
"""The schema of a shared draft: a plan's, with the draft's number and what was left blank."""


@transaction.atomic
def share_draft(
    *,
    plan: Plan,
    draft_revision: int,
    answer_by: date,
    shared_on: date,
    at: datetime,
    by: Actor,
    note: str = "",
    left_blank: Collection[str] = (),
    event: CaseEvent | None = None,
) -> SharedDraft:
    """Freeze the draft as it is now, give it to the family, and ask what they say to it until a day.

    What is shared does not change while people go on writing; shared again, the family sees the newer words.
    Sections in `left_blank` are empty in it. `event` is the step of the plan that sharing is, which
    `versions.actions.share_draft` records.
    """
    plan_policy.check_may(by, plan_policy.Act.SHARE, plan)
    check_length(note)
    if answer_by < shared_on:
        raise NotPossible("Choose a day to come, so that there is time to answer.")
    plan = plans.locked(plan)
    if not plan.draft_open:
        raise NotPossible("This plan has been issued. Open it for changes first; what was issued stays.")
    if plan.draft_revision != draft_revision:
        raise Stale("The draft was changed since you opened this page. Read it again, then share it.")
    draft = plan_queries.draft(plan, with_files=True)
    if draft.kept:
        raise NotPossible("One section has two texts. Choose the words first, then share the draft.")
    newest = SharedDraft.objects.filter(plan=plan).first()
    number = newest.number + 1 if newest else 1
    content = canonical.document(
        draft,
        number=plan.latest_number + 1,
        issued_on=shared_on,
        issued_by=by.name,
        issued_as=by.role_words,
        next_review=None,
        invented=settings.DEMONSTRATION,
    )
    text = canonical.canonical(
        canonical.with_blanks(content, left_blank) | {"schema": SHARED, "draft": number}
    )
    shared = SharedDraft.of(
        plan.pupil,
        plan=plan,
        number=number,
        for_version=plan.latest_number + 1,
        draft_revision=draft_revision,
        event=event,
        document=text,
        sha256=canonical.sha256(text),
        shared_on=shared_on,
        shared_at=at,
        shared_by_id=by.person_id,
        shared_by_name=by.name,
        answer_by=answer_by,
        note=note.strip(),
    )
    shared.save(force_insert=True)
    _record(
        plan,
        "plan.draft_shared",
        on=shared_on,
        by=by,
        name=plan.local_name,
        number=number,
        answer_by=answer_by,
        sha256=shared.sha256,
        left_blank=list(left_blank),
    )
    return shared


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentWords:
    """What somebody says to a section."""

    kind: str
    words: str = ""
    instead_of: str = ""
    proposed: str = ""


@transaction.atomic
def comment(
    *,
    shared: SharedDraft,
    section: str,
    words: CommentWords,
    everyone: bool = False,
    on: date,
    by: Actor,
    once: UUID | None = None,
) -> Comment:
    """Keep what somebody of the family says to a section of the draft that is shared with them.

    `once` names the form that was sent: sent again, as by a double click, it says nothing twice.
    """
    policy.check_may(by, Act.COMMENT, shared)
    plan = plans.locked(shared.plan)
    key = uuid4() if once is None else uuid5(shared.pk, once.hex)
    if there := Comment.objects.filter(shared=shared, pk=key).first():
        return there
    if not plan.draft_open or shared.for_version != plan.latest_number + 1:
        raise NotPossible(
            _("This plan has been issued since. Your words are still in the box. Ask the school to talk.")
        )
    if section not in queries.sections_of(shared):
        raise NotPossible("This draft has no such section.")
    member = queries.own_member(by, plan)
    if member is None:
        raise NotPossible("Only somebody in this pupil’s circle may comment on the draft.")
    _check_comment(words)
    said = Comment.of(
        plan.pupil,
        pk=key,
        shared=shared,
        section=section,
        kind=words.kind,
        member=member,
        words=words.words.strip(),
        instead_of=words.instead_of.strip() if words.kind == Comment.Kind.PROPOSAL else "",
        proposed=words.proposed.strip() if words.kind == Comment.Kind.PROPOSAL else "",
        audience=audit.EVERYONE if everyone else audit.TEAM,
        said_on=on,
    )
    said.recorded_at = _record(
        plan,
        "plan.commented",
        on=on,
        by=by,
        audience=said.audience,
        member=member.name,
        what=said.get_kind_display(),
        section=_heading(plan, section),
    )
    said.save(force_insert=True)
    return said


def _check_comment(words: CommentWords) -> None:
    for text in (words.words, words.instead_of, words.proposed):
        check_length(text)
    if words.kind == Comment.Kind.PROPOSAL and not words.proposed.strip():
        raise NotPossible(_("Write the words that you would like in the plan."))
    if words.kind == Comment.Kind.DISAGREE and not words.words.strip():
        raise NotPossible(_("Say why you disagree, so that the school can answer."))
    if words.kind == Comment.Kind.COMMENT and not words.words.strip():
        raise NotPossible(_("Write at least a few words, or go back without saving."))


@transaction.atomic
def answer(
    *,
    comment: Comment,
    outcome: str,
    words: str,
    on: date,
    at: datetime,
    by: Actor,
    text: str = "",
    based_on: int = 0,
) -> Reply:
    """Answer what somebody of the family said. It stays beside their words, in the draft and in what is issued.

    `PUT_IN` writes `text`, which must hold the proposed words as they were said, as the section's words.

    Raises:
        Stale: somebody else answered, or wrote in the section since the revision `based_on`.
    """
    plan = comment.shared.plan
    policy.check_may(by, Act.ANSWER, plan)
    check_length(words)
    plan = plans.locked(plan)
    if there := Reply.objects.filter(comment=comment).first():
        if (there.outcome, there.words) == (outcome, words.strip()):
            return there
        raise Stale(f"{there.answered_by_name} answered this in the meantime. Their answer stands.")
    revision = None
    if outcome == Reply.Outcome.PUT_IN:
        revision = _put_in(comment, plan, text, based_on=based_on, on=on, at=at, by=by)
    elif not words.strip():
        raise NotPossible("Say why, in words that the family can read.")
    given = Reply.of(
        plan.pupil,
        comment=comment,
        outcome=outcome,
        words=words.strip(),
        section_revision=revision,
        answered_on=on,
        answered_by_id=by.person_id,
        answered_by_name=by.name,
    )
    given.recorded_at = _record(
        plan,
        "plan.comment_answered",
        on=on,
        by=by,
        audience=comment.audience,
        member=comment.member.name,
        section=_heading(plan, comment.section),
        outcome=given.get_outcome_display(),
    )
    given.save(force_insert=True)
    return given


def _put_in(
    comment: Comment, plan: Plan, text: str, *, based_on: int, on: date, at: datetime, by: Actor
) -> int:
    if comment.kind != Comment.Kind.PROPOSAL:
        raise NotPossible("Nothing was proposed here that could be put into the plan. Choose another answer.")
    if _plain(comment.proposed) not in _plain(text):
        raise NotPossible(
            "The family’s words are not in this text as they wrote them. Put them in as they are, or answer that"
            " the plan was changed and say how."
        )
    there = plan_queries.section_text(plan.pk, comment.section)
    saved = (
        plans.write_section(plan=plan, key=comment.section, text=text, based_on=based_on, on=on, at=at, by=by)
        if (there.revision if there else 0) == based_on
        else None
    )
    # An answer is about words that were read: two texts are not merged here, and nothing is kept twice.
    if not isinstance(saved, Saved):
        raise Stale(
            "Somebody wrote in this section in the meantime. Their words are shown; put yours in again."
        )
    return saved.revision


def _plain(text: str) -> str:
    """A browser sends two characters for a line's end, and people leave blanks at it."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))


def with_proposal(text: str, comment: Comment) -> str:
    """A section's words with a proposal in its place: instead of the words it names, or else at the end."""
    if comment.instead_of and text.count(comment.instead_of) == 1:
        return text.replace(comment.instead_of, comment.proposed)
    return f"{text.rstrip()}\n\n{comment.proposed}".strip()


# --- the plain summary ------------------------------------------------------------------------------------


@transaction.atomic
def write_summary(*, plan: Plan, text: str, language: str, based_on: int, on: date, by: Actor) -> Summary:
    """Keep a plan in plain words as a new edition. The same words again change nothing.

    `based_on` is the edition that the writer saw, 0 for none.
    """
    policy.check_may(by, Act.SUMMARISE, plan)
    text = _some_words(text)
    plan = plans.locked(plan)
    newest = Summary.objects.filter(plan=plan).first()
    same = newest and (newest.text, newest.language, newest.about_version) == (
        text,
        language,
        plan.latest_number,
    )
    if newest and same:
        return newest
    if (newest.edition if newest else 0) != based_on:
        raise Stale("Somebody else changed the summary in the meantime. Both are shown; choose the words.")
    summary = Summary.of(
        plan.pupil,
        plan=plan,
        edition=based_on + 1,
        about_version=plan.latest_number,
        language=language,
        text=text,
        reading_age=reading_age(text, language),
        written_on=on,
        written_by_id=by.person_id,
        written_by_name=by.name,
    )
    summary.recorded_at = _record(
        plan, "plan.summary_written", on=on, by=by, name=plan.local_name, edition=summary.edition
    )
    summary.save(force_insert=True)
    return summary


def reading_age(text: str, language: str) -> Decimal | None:
    """From which age a text can be read, in years. The formula is for English and says nothing of other languages."""
    return Decimal(str(measure([text]).age)) if language.partition("-")[0] == "en" else None


@transaction.atomic
def translate_summary(
    *,
    summary: Summary,
    language: str,
    text: str,
    translator: str,
    machine_made: bool,
    on: date,
    by: Actor,
) -> Translation:
    """Keep an edition of a summary in another language, with who or what translated it."""
    policy.check_may(by, Act.SUMMARISE, summary)
    text = _some_words(text)
    if language == summary.language:
        raise NotPossible("The summary is in this language already. Choose the language of the translation.")
    if not translator.strip():
        raise NotPossible("Say who translated it, or with what.")
    plan = plans.locked(summary.plan)
    newest = Summary.objects.filter(plan=plan).first()
    if newest is None or newest.pk != summary.pk:
        raise Stale(
            "The summary was changed in the meantime. Its new words are shown; look at yours once more."
        )
    last = Translation.objects.filter(summary=summary, language=language).order_by("-number").first()
    if last and (last.text, last.translator, last.machine_made) == (text, translator.strip(), machine_made):
        return last
    made = Translation.of(
        plan.pupil,
        summary=summary,
        language=language,
        number=last.number + 1 if last else 1,
        text=text,
        translator=translator.strip(),
        machine_made=machine_made,
        made_on=on,
        entered_by_id=by.person_id,
        entered_by_name=by.name,
    )
    made.recorded_at = _record(
        plan,
        "plan.summary_translated",
        on=on,
        by=by,
        name=plan.local_name,
        language=language,
        translator=made.translator,
    )
    made.save(force_insert=True)
    return made


@transaction.atomic
def check_translation(*, translation: Translation, reader: str, on: date, by: Actor) -> Translation:
    """Say that somebody who reads the language has read a translation beside its source and found it right."""
    policy.check_may(by, Act.SUMMARISE, translation)
    if not reader.strip():
        raise NotPossible("Say who read it: a person who knows both languages.")
    translation = (
        Translation.objects.select_for_update(of=("self",))
        .select_related("summary__plan")
        .get(pk=translation.pk)
    )
    if translation.checked_by_name:
        return translation
    plan = translation.summary.plan
    translation.checked_by_name, translation.checked_on = reader.strip(), on
    translation.save(update_fields=["checked_by_name", "checked_on"])
    _record(
        plan,
        "plan.translation_checked",
        on=on,
        by=by,
        name=plan.local_name,
        language=translation.language,
        reader=reader.strip(),
    )
    return translation


# --- shared steps -----------------------------------------------------------------------------------------


def _some_words(words: str) -> str:
    check_length(words)
    if not words.strip():
        raise NotPossible("Write at least a few words, or go back without saving.")
    return words.strip().replace("\r\n", "\n")


def check_length(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise NotPossible(
            _(
                "This text has %(length)s characters. The most that fits here is %(most)s;"
                " your words are still in the box."
            )
            % {"length": f"{len(text):,}", "most": f"{LONGEST_TEXT:,}"}
        )


def _heading(plan: Plan, key: str) -> str:
    sections: Mapping[str, str] = {one.key: one.heading for one in plan_queries.plan_type_of(plan).sections}
    return sections.get(key, key)


def _record(
    plan: Plan, kind: str, *, on: date, by: Actor, audience: str = audit.EVERYONE, **detail: object
) -> datetime:
    return audit.record(
        kind,
        about=f"plan:{plan.pk}",
        by=by,
        on=on,
        pupil_id=plan.pupil_id,
        school_id=plan.school_id,
        audience=audience,
        plan=str(plan.pk),
        **detail,
    )
