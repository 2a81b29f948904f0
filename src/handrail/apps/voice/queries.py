from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from handrail.apps.accounts.actor import Actor
from handrail.apps.plans import policy as plan_policy
from handrail.apps.plans import queries as plans
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import Pupil
from handrail.apps.voice import policy
from handrail.apps.voice.models import Answer, AnswerFile, PickedLine, Talk
from handrail.apps.voice.questions import GOALS, Form, Question, form, goals_form, lines

LONGEST_LIST: Final = 200
"""Answers on one page: a pupil who answers every question each term fills it in thirteen years."""


def form_called(key: str) -> Form | None:
    """The questions of a form by their key in the data."""
    return form(key)


def talk(pupil_id: UUID, talk_id: UUID) -> Talk:
    return get_object_or_404(Talk.objects.select_related("pupil", "plan"), pk=talk_id, pupil_id=pupil_id)


def open_talks(pupil: Pupil, reader: Actor) -> list[Talk]:
    """Talks that are not finished and that the reader may go on with, the latest first."""
    found = Talk.objects.filter(pupil=pupil, finished_on=None).select_related("pupil")
    return [one for one in found if policy.is_writing(reader, one)]


def _answers() -> Prefetch[str]:
    return Prefetch("files", AnswerFile.objects.defer("content"), to_attr="kept_files")


def answers_of(row: Talk) -> list[Answer]:
    """Everything said in a talk, the latest first."""
    return list(
        Answer.objects.filter(talk=row)
        .select_related("talk")
        .prefetch_related(_answers())
        # Of two of one moment, the one that is still open came last.
        .order_by("-recorded_at", "-is_open")
    )


def is_something(answer: Answer) -> bool:
    """Whether there is anything in an answer; `answers_of` and `answers_seen_by` have read its files."""
    return bool(answer.words.strip() or answer.choices or answer.kept_files)


SHOWN_AS: Final = {
    AnswerFile.What.DRAWING: "A drawing.",
    AnswerFile.What.PICTURE: "A picture.",
    AnswerFile.What.SOUND: "A recording.",
}


def in_words(answer: Answer) -> str:
    """An answer as text alone, line by line: what its pictures say, the pupil's own words, what is in its files."""
    chosen = [choice.get("line") or choice["label"] for choice in answer.choices]
    files = [file.caption or SHOWN_AS[AnswerFile.What(file.what)] for file in answer.kept_files]
    return "\n".join(one for one in (*chosen, answer.words.strip(), *files) if one)


def in_order(row: Talk, answers: list[Answer]) -> list[Answer]:
    """Answers of a talk as its form asks."""
    found = form(row.form)
    order = [one.key for one in found.questions] if found else []
    return sorted(answers, key=lambda one: order.index(one.question) if one.question in order else len(order))


def latest(answers: list[Answer]) -> dict[str, Answer]:
    """The newest answer to each question; `answers` has the newest first."""
    found: dict[str, Answer] = {}
    for one in answers:
        found.setdefault(one.question, one)
    return found


def answers_seen_by(pupil: Pupil, reader: Actor) -> list[Answer]:
    """The answers that the reader may see, the latest first, without those in which nothing is said."""
    shared = policy.shared_with(reader, pupil)
    found = (
        Answer.objects.filter(pupil=pupil, shared_with__in=shared)
        .select_related("talk")
        .prefetch_related(_answers())[:LONGEST_LIST]
    )
    return [one for one in found if is_something(one) and policy.may_see(reader, one)]


def words_shared(pupil: Pupil, reader: Actor, *, count: int) -> list[Answer]:
    """The latest words that were shared, for the page about the pupil."""
    shared = policy.shared_with(reader, pupil) - {"me"}
    found = Answer.objects.filter(pupil=pupil, shared_with__in=shared, is_open=False).exclude(words="")
    return list(found.defer("choices")[:count])


def file(pupil_id: UUID, file_id: UUID) -> AnswerFile:
    return get_object_or_404(
        AnswerFile.objects.select_related("answer__talk__pupil"), pk=file_id, pupil_id=pupil_id
    )


@dataclass(frozen=True, slots=True)
class GoalAsked:
    """A goal of a plan as the pupil may see it, with their own words for it so far."""

    plan: Plan
    key: str
    text: str
    own_words: str
    in_draft: bool


def goals_asked(pupil: Pupil, reader: Actor) -> list[GoalAsked]:
    """The goals that a pupil can say in their own words: those issued, and drafts for whoever may read them.

    A draft's goals are not agreed yet: a pupil meets them with somebody who writes the plan, as with everything in it.
    """
    found: list[GoalAsked] = []
    for plan in plans.plans_of(pupil.pk):
        drafts = plan.draft_open and plan_policy.may(reader, plan_policy.Act.READ_DRAFT, plan)
        rows = {str(goal.pk): goal for goal in plan.goals.all()}
        if drafts:
            found += [
                GoalAsked(plan, key, goal.text, goal.pupil_words, in_draft=True) for key, goal in rows.items()
            ]
            continue
        document = plans.newest_document(plan)
        for section in document["sections"] if document else ():
            for goal in section.get("goals", ()):
                row = rows.get(goal["id"])
                words = row.pupil_words if row else goal["pupil_words"]
                found.append(GoalAsked(plan, goal["id"], goal["text"], words, in_draft=False))
    return found


def questions_of(row: Talk, reader: Actor) -> tuple[tuple[Question, str], ...]:
    """The questions of a talk in order, each with what it is about: for a goal, the goal itself."""
    found = form(row.form)
    if found is None:
        raise Http404
    if row.form != GOALS:
        return tuple((one, "") for one in found.questions)
    (asked,) = goals_form().questions
    return tuple(
        (_about(asked, goal.key), goal.text)
        for goal in goals_asked(row.pupil, reader)
        if goal.plan.pk == row.plan_id
    )


def _about(asked: Question, key: str) -> Question:
    return Question(
        key=key,
        asks=asked.asks,
        hint=asked.hint,
        pick_one=asked.pick_one,
        profile=asked.profile,
        choices=asked.choices,
    )


def picked(pupil_id: UUID) -> dict[UUID, PickedLine]:
    """By the profile's line, the answer that it was picked from."""
    found = PickedLine.objects.filter(pupil_id=pupil_id).select_related("answer", "line")
    return {one.line_id: one for one in found}


def said_line(text: str) -> str:
    """A line of the profile: in the page's language where a picture says it, else as somebody wrote it."""
    return gettext(text) if text in lines() else text
