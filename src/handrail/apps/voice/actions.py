from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.plans import actions as plans
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.models import Plan
from handrail.apps.pupils import actions as pupils
from handrail.apps.pupils.models import Pupil
from handrail.apps.voice import policy, queries
from handrail.apps.voice.models import (
    LARGEST_FILE,
    Answer,
    AnswerFile,
    How,
    PickedLine,
    Shared,
    Talk,
)
from handrail.apps.voice.policy import Act
from handrail.apps.voice.questions import GOALS, Choice, Form, Question
from handrail.core import file_kinds
from handrail.core.errors import FileRefused

LONGEST_WORDS: Final = 20_000
LONGEST_CAPTION: Final = 500
LONGEST_LINE: Final = 300
MOST_FILES: Final = 6
"""Drawings, pictures and sounds of one answer."""

NOBODY_ELSE: Final = "self"
"""The audience of a fact about words that the pupil keeps to themself: it is in the chain and on no page."""

WHAT: Final = {
    AnswerFile.What.DRAWING: file_kinds.PICTURES,
    AnswerFile.What.PICTURE: file_kinds.PICTURES,
    AnswerFile.What.SOUND: file_kinds.SOUNDS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scribe:
    """That the actor writes down for the pupil: how the pupil says it, and on which day."""

    how: How
    said_on: date


@transaction.atomic
def begin(
    *,
    pupil: Pupil,
    form: Form,
    on: date,
    at: datetime,
    by: Actor,
    scribe: Scribe | None = None,
    plan: Plan | None = None,
) -> Talk:
    """Begin to answer the questions of a form. Begun again on the same day, what is open goes on."""
    if scribe is None:
        policy.check_may(by, Act.SPEAK, pupil)
    else:
        policy.check_may(by, Act.WRITE_DOWN, pupil)
        if scribe.how == How.OWN:
            raise NotPossible(_("Say how the pupil tells it: by speaking, signing, a device, or showing."))
        if scribe.said_on > on:
            raise NotPossible(_("This day is still to come. Enter the day it was said."))
    if (form.key == GOALS) != (plan is not None):
        raise NotPossible(_("Choose the plan whose goals this is about."))
    said_on = scribe.said_on if scribe else on
    # One at a time, or a double click would begin twice.
    Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    there = Talk.objects.filter(
        pupil=pupil,
        form=form.key,
        plan=plan,
        begun_by_id=by.person_id,
        said_on=said_on,
        finished_on=None,
        how=scribe.how if scribe else How.OWN,
    ).first()
    if there is not None:
        return there
    talk = Talk.of(
        pupil,
        form=form.key,
        plan=plan,
        said_on=said_on,
        started_at=at,
        begun_by_id=by.person_id,
        scribe_name=by.name if scribe else "",
        how=scribe.how if scribe else How.OWN,
    )
    talk.save(force_insert=True)
    return talk


@transaction.atomic
def answer(
    *,
    talk: Talk,
    question: Question,
    choices: tuple[Choice, ...] = (),
    words: str = "",
    revision: int = 0,
    about: str = "",
    on: date,
    at: datetime,
    by: Actor,
) -> Answer | None:
    """Keep what was said to one question, exactly. What was kept on an earlier day stays beside it.

    `revision` is the state that the writer saw. Where the same writer answered in another window meanwhile, both
    answers are kept. Nothing said where nothing was said before is nothing to keep.

    Raises:
        NotAllowed: it is not the actor's to answer; these may be the pupil's own words already.
        NotPossible: the words are longer than fits.
    """
    talk = _begin_writing(talk, by)
    if len(words) > LONGEST_WORDS:
        raise NotPossible(
            _("This is very long. The most that fits is %(most)d letters.") % {"most": LONGEST_WORDS}
        )
    _check_untouched(talk, question, by)
    kept = [{"key": one.key, "label": one.label, "line": one.line, "symbol": one.symbol} for one in choices]
    now = _open_answer(talk, question, on=_said_on(talk, on=on, by=by), by=by)
    before = now or _last(talk, question)
    if before is None and not words.strip() and not kept:
        return None
    if before is not None and (before.words, before.choices) == (words, kept):
        return before
    if now is None or now.revision != revision:
        now = _another(talk, question, about=about, on=on, at=at, by=by)
    now.words, now.choices, now.recorded_at = words, kept, at
    now.revision += 1
    now.save(update_fields=["words", "choices", "recorded_at", "revision"])
    return now


@transaction.atomic
def add_file(
    *,
    talk: Talk,
    question: Question,
    what: AnswerFile.What,
    name: str,
    content: bytes,
    about: str = "",
    on: date,
    at: datetime,
    by: Actor,
) -> AnswerFile:
    """Keep a drawing, a picture or a sound as an answer, once its content is what it is taken for.

    The same file again changes nothing.
    """
    talk = _begin_writing(talk, by)
    _check_untouched(talk, question, by)
    if len(content) > LARGEST_FILE:
        raise NotPossible(
            _(
                "This file has %(size)s MB. The most that fits is %(most)s MB. "
                "Try a shorter sound or a smaller picture."
            )
            % {"size": f"{len(content) / 2**20:.1f}", "most": LARGEST_FILE // 2**20}
        )
    try:
        _name, kind = file_kinds.checked(name, content, taken=WHAT[what])
    except FileRefused as refused:
        raise NotPossible(str(refused)) from refused
    sha256 = hashlib.sha256(content).hexdigest()
    there = AnswerFile.objects.filter(answer__talk=talk, answer__question=question.key).defer("content")
    if same := there.filter(sha256=sha256).first():
        return same
    if there.count() >= MOST_FILES:
        raise NotPossible(_("There are %(count)d here already. Take one out first.") % {"count": MOST_FILES})
    now = _open_answer(talk, question, on=_said_on(talk, on=on, by=by), by=by)
    if now is None:
        now = _another(talk, question, about=about, on=on, at=at, by=by)
    added = AnswerFile.of(
        talk.pupil,
        answer=now,
        what=what,
        kind=kind.name,
        size=len(content),
        sha256=sha256,
        content=content,
        added_at=at,
    )
    added.save(force_insert=True)
    return added


@transaction.atomic
def take_out_file(*, file: AnswerFile, by: Actor) -> None:
    """Take out a drawing or a sound that is not kept for good yet, by whoever put it in."""
    _begin_writing(file.answer.talk, by)
    found = AnswerFile.objects.filter(pk=file.pk).select_related("answer").defer("content").first()
    if found is None:
        return
    if not found.answer.is_open or found.answer.written_by_id != by.person_id:
        raise NotPossible(_("This is kept already. You can choose that only you see it."))
    found.delete()


@transaction.atomic
def caption(*, file: AnswerFile, words: str, by: Actor) -> AnswerFile:
    """Say what is in a drawing or a sound, for whoever cannot see or hear it. Not the pupil's words: it is named."""
    policy.check_may(by, Act.CAPTION, file)
    if not policy.may_see(by, file.answer):
        raise NotAllowed(_("This drawing is not shared with you."), act=str(Act.CAPTION.value), row=file)
    words = words.strip()
    if len(words) > LONGEST_CAPTION:
        raise NotPossible(_("Say it in fewer words: %(most)d letters fit.") % {"most": LONGEST_CAPTION})
    file.caption, file.caption_by_name = words, by.name if words else ""
    file.save(update_fields=["caption", "caption_by_name"])
    return file


@transaction.atomic
def share(*, talk: Talk, shared: Mapping[str, Shared], on: date, by: Actor) -> None:
    """Keep a talk as the pupil's words, each answer for whom the pupil chose; from then on only they change it.

    Asked again later, by the pupil alone, it changes who sees which answer. A goal's words that everyone may see go
    beside the goal in the plan, which the family reads too. Where a plan waits for the pupil's view, the answers that
    everyone may see are that view.
    """
    talk = _begin_writing(talk, by)
    answers = [one for one in queries.answers_of(talk) if queries.is_something(one)]
    if not answers:
        raise NotPossible(_("Nothing is answered yet. Answer one question, or come back another day."))
    first = talk.finished_on is None
    before = {one.question: one.shared_with for one in answers}
    Answer.objects.filter(talk=talk, is_open=True).update(is_open=False)
    for key in before:
        wanted = shared.get(key, Shared.ME)
        Answer.objects.filter(talk=talk, question=key).update(shared_with=wanted)
    if first:
        talk.finished_on = on
        talk.save(update_fields=["finished_on"])
    now = {key: str(shared.get(key, Shared.ME)) for key in before}
    if talk.form == GOALS:
        _say_goals(talk, queries.latest(answers), before, now, on=on, by=by)
    else:
        _give_as_view(talk, queries.latest(answers), now, on=on, by=by)
    if first or before != now or any(one.is_open for one in answers):
        audit.record(
            "voice.told" if first else "voice.shared",
            about=f"talk:{talk.pk}",
            by=by,
            on=talk.said_on if first else on,
            pupil_id=talk.pupil_id,
            school_id=talk.school_id,
            audience=_audience(now),
            count=len(now),
            scribe=talk.scribe_name if first else "",
            shared=now,
            sha256={str(one.pk): fingerprint(one) for one in answers},
        )


def _audience(shared: Mapping[str, str]) -> str:
    """A fact tells no more people that something was said than the pupil chose."""
    if Shared.EVERYONE in shared.values():
        return audit.EVERYONE
    return audit.TEAM if Shared.TEAM in shared.values() else NOBODY_ELSE


def fingerprint(one: Answer) -> str:
    """SHA-256 of everything an answer says, so that the record can show that nobody changed it."""
    says = {
        "asks": one.asks,
        "choices": one.choices,
        "words": one.words,
        "files": sorted(one.files.values_list("sha256", flat=True)),
    }
    text = json.dumps(says, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _say_goals(
    talk: Talk,
    said: Mapping[str, Answer],
    before: Mapping[str, str],
    now: Mapping[str, str],
    *,
    on: date,
    by: Actor,
) -> None:
    assert talk.plan_id is not None, "a constraint keeps a talk about goals with its plan"
    for key, one in said.items():
        if now[key] == Shared.EVERYONE and one.words.strip():
            plans.say_goal(plan_id=talk.plan_id, goal_id=key, words=one.words, on=on, by=by)
        elif before[key] == Shared.EVERYONE:
            plans.say_goal(plan_id=talk.plan_id, goal_id=key, words="", on=on, by=by)


def _give_as_view(
    talk: Talk, said: Mapping[str, Answer], now: Mapping[str, str], *, on: date, by: Actor
) -> None:
    """A pupil who shares today says it today; what somebody wrote down for them was said on the day of the talk."""
    said_on = talk.said_on if talk.scribe_name else on
    shown = [one for key, one in said.items() if now[key] == Shared.EVERYONE]
    for view in plan_queries.views_of_pupil(talk.pupil_id, talk_id=talk.pk, on=said_on):
        plans.give_talk(
            contribution=view,
            talk_id=talk.pk,
            answers=tuple((one.asks, queries.in_words(one)) for one in queries.in_order(talk, shown)),
            scribe_name=talk.scribe_name,
            said_on=said_on,
            on=on,
            by=by,
        )


@transaction.atomic
def pick_lines(*, pupil: Pupil, picked: tuple[tuple[Answer, str, str], ...], on: date, by: Actor) -> int:
    """Put lines of answers on the one-page profile, word for word: the answer, the part of the page, the line.

    Returns how many are new. The pupil picks from all they said; anybody else, with them, from what is shared with
    everyone, since everyone around the pupil reads the profile.
    """
    policy.check_may(by, Act.PICK, pupil)
    own = policy.is_own(by, pupil)
    there = {(one.line.kind, one.line.text) for one in queries.picked(pupil.pk).values()}
    added = 0
    for one, part, text in picked:
        if one.pupil_id != pupil.pk or text not in lines_of(one):
            raise NotPossible(_("These words are not there any more. Look at the list again."))
        if not own and (one.is_open or one.shared_with != Shared.EVERYONE):
            says = _("Only the pupil may put these words where everyone reads them.")
            raise NotAllowed(says, act=policy.OTHERS_ANSWERS, row=pupil)
        if (part, text) in there:
            continue
        there.add((part, text))
        line = pupils.add_own_line(pupil=pupil, kind=part, text=text)
        PickedLine.of(pupil, line=line, answer=one, picked_on=on, picked_by_name=by.name).save(
            force_insert=True
        )
        added += 1
    if added:
        _record_profile(pupil, on=on, by=by)
    return added


def lines_of(one: Answer) -> tuple[str, ...]:
    """What of an answer may stand on the profile: what its pictures say, then each line of the words."""
    chosen = [str(choice["line"]) for choice in one.choices if choice.get("line")]
    return (
        *chosen,
        *(text for line in one.words.splitlines() if (text := line.strip()) and len(text) <= LONGEST_LINE),
    )


@transaction.atomic
def take_out_line(*, pupil: Pupil, line: PickedLine, on: date, by: Actor) -> None:
    """Take one of the pupil's own lines out of the profile. The answer it came from stays."""
    policy.check_may(by, Act.PICK, pupil)
    pupils.remove_own_line(line=line.line)
    _record_profile(pupil, on=on, by=by)


def _record_profile(pupil: Pupil, *, on: date, by: Actor) -> None:
    audit.record(
        "voice.profile_picked",
        about=f"pupil:{pupil.pk}",
        by=by,
        on=on,
        pupil_id=pupil.pk,
        school_id=pupil.school_id,
    )


# --- what writing an answer shares ----------------------------------------------------------------


def _begin_writing(talk: Talk, by: Actor) -> Talk:
    """The talk's row, locked, once it is clear that the actor answers here."""
    locked = Talk.objects.select_for_update(of=("self",)).select_related("pupil").get(pk=talk.pk)
    if not policy.is_writing(by, locked):
        says = _("These are the pupil’s own words. Only they may change them.")
        raise NotAllowed(says, act=policy.OTHERS_ANSWERS, row=locked)
    return locked


def _check_untouched(talk: Talk, question: Question, by: Actor) -> None:
    """A scribe stops where the pupil has answered."""
    if policy.is_own(by, talk):
        return
    others = Answer.objects.filter(talk=talk, question=question.key).exclude(written_by_id=by.person_id)
    if others.exists():
        says = _("The pupil has answered this. Only they may change their words.")
        raise NotAllowed(says, act=policy.OTHERS_ANSWERS, row=talk)


def _said_on(talk: Talk, *, on: date, by: Actor) -> date:
    """What a scribe writes down was said on the day of the talk; what the pupil writes, today."""
    return on if policy.is_own(by, talk) else talk.said_on


def _open_answer(talk: Talk, question: Question, *, on: date, by: Actor) -> Answer | None:
    return Answer.objects.filter(
        talk=talk, question=question.key, written_by_id=by.person_id, is_open=True, said_on=on
    ).first()


def _last(talk: Talk, question: Question) -> Answer | None:
    said = Answer.objects.filter(talk=talk, question=question.key)
    return said.order_by("-recorded_at", "-is_open").first()


def _another(talk: Talk, question: Question, *, about: str, on: date, at: datetime, by: Actor) -> Answer:
    """A new answer beside those of earlier days, which are settled now."""
    Answer.objects.filter(talk=talk, question=question.key, is_open=True).update(is_open=False)
    own = policy.is_own(by, talk)
    made = Answer.of(
        talk.pupil,
        talk=talk,
        question=question.key,
        asks=f"{question.asks} {about}".strip(),
        said_on=_said_on(talk, on=on, by=by),
        recorded_at=at,
        written_by_id=by.person_id,
        scribe_name="" if own else talk.scribe_name,
        how=How.OWN if own else talk.how,
    )
    made.save(force_insert=True)
    return made
