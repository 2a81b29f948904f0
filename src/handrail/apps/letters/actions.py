from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.cases import actions as cases
from handrail.apps.cases.models import Case
from handrail.apps.letters import policy, queries
from handrail.apps.letters.composing import blanks, compose
from handrail.apps.letters.models import Letter
from handrail.apps.letters.policy import Act
from handrail.apps.letters.stationery import LetterTemplate
from handrail.apps.pupils.models import CircleMember
from handrail.core.days import in_words, value_in_words
from handrail.law.lawbook import lawbook

LONGEST_TEXT: Final = 100_000


class Stale(Exception):
    """Somebody else changed the letter in the meantime. Nothing was overwritten; both are to be shown."""


@transaction.atomic
def write(
    *,
    case: Case,
    template: LetterTemplate,
    member: CircleMember | None,
    to_name: str,
    to_address: str,
    answers: Mapping[str, str],
    parts: Mapping[str, str],
    on: date,
    at: datetime,
    by: Actor,
    once: UUID | None = None,
) -> Letter:
    """Keep a letter with its first words, for people to change. Nothing is sent, and no clock starts.

    `once` names the form that was sent: sent again, as by a double click, it gives the same letter.
    """
    policy.check_may(by, Act.WRITE, case)
    if member is not None and member.pupil_id != case.pupil_id:
        raise NotPossible("Choose somebody from this pupil’s circle.")
    key = uuid4() if once is None else uuid5(case.pk, once.hex)
    if there := Letter.objects.filter(pk=key).first():
        return there
    language = lawbook().language_of(case.plan_type)
    composed = compose(
        template,
        facts=queries.facts(case, writer=by.name),
        days=queries.days(case, template, answers=answers, on=on),
        answers={name: value_in_words(value, language) for name, value in answers.items()},
        parts=parts,
        disputes=queries.ways_to_disagree(case),
        citations=queries.citations(case, template, on=on),
    )
    letter = Letter.of(
        case.pupil,
        pk=key,
        case=case,
        template=template.key,
        name=template.name.replace("{known_as}", case.pupil.known_as),
        member=member,
        to_name=to_name,
        to_address=to_address,
        subject=composed.subject[:300],
        text=composed.text,
        law=composed.law,
        language=language,
        answers=dict(answers),
        written_on=on,
        written_at=at,
        written_by_id=by.person_id,
        written_by_name=by.name,
        written_as=by.role_words,
    )
    letter.save(force_insert=True)
    _record(letter, "letter.written", on=on, by=by)
    return letter


@transaction.atomic
def change(
    *,
    letter: Letter,
    subject: str,
    text: str,
    to_name: str,
    to_address: str,
    revision: int,
    on: date,
    by: Actor,
) -> Letter:
    """Change the words of a letter that is not sent yet."""
    policy.check_may(by, Act.WRITE, letter)
    letter = _locked(letter)
    if not text.strip() or not subject.strip() or not to_name.strip():
        raise NotPossible("A letter says to whom it goes, what it is about, and has words.")
    if len(text) > LONGEST_TEXT:
        raise NotPossible(
            f"This letter is longer than {LONGEST_TEXT:,} characters. Put the longest part into a file."
        )
    wanted = {"subject": subject, "text": text, "to_name": to_name, "to_address": to_address}
    if all(getattr(letter, name) == value for name, value in wanted.items()):
        return letter
    if letter.revision != revision:
        raise Stale("Somebody else changed this letter in the meantime. Both are shown; choose the words.")
    for name, value in wanted.items():
        setattr(letter, name, value)
    letter.revision += 1
    letter.save()
    _record(letter, "letter.changed", on=on, by=by)
    return letter


@transaction.atomic
def send(
    *, letter: Letter, sent_on: date, how: str, with_event: bool, revision: int, on: date, by: Actor
) -> Letter:
    """Record that a letter was sent, on a day, in a way. From then on nobody changes it.

    `with_event` also records the event that the letter is in law, and so starts its clocks; never by itself.
    """
    policy.check_may(by, Act.WRITE, letter)
    letter = _locked(letter, sent_is_fine=True)
    if letter.sent_on is not None:
        return letter
    if letter.revision != revision:
        raise Stale(
            "Somebody changed this letter since you opened it. Read it again, then say that it was sent."
        )
    if left := blanks(f"{letter.subject}\n{letter.text}"):
        raise NotPossible(f"There is still a blank in this letter: {left[0]} Fill it in first.")
    if sent_on > on:
        raise NotPossible("This day is still to come. Say that it was sent when it was.")
    if not how.strip():
        raise NotPossible("Say how it was sent: by post, by hand, by e-mail.")
    letter.sent_on, letter.sent_how, letter.sent_by_name = sent_on, how.strip(), by.name
    template = queries.template(letter.case, letter.template)
    if with_event and template.event:
        kinds = {one.key for one in lawbook().event_kinds[template.event].details}
        said = {key: value for key, value in letter.answers.items() if key in kinds and value}
        letter.event = cases.record_event(
            case=letter.case,
            kind=template.event,
            happened_on=sent_on,
            on=on,
            by=by,
            detail=dict(template.event_detail) | said,
        )
    letter.save()
    _record(
        letter,
        "letter.sent",
        on=sent_on,
        by=by,
        how=letter.sent_how,
        sha256=hashlib.sha256(f"{letter.subject}\n\n{letter.text}".encode()).hexdigest(),
    )
    return letter


def _locked(letter: Letter, *, sent_is_fine: bool = False) -> Letter:
    locked = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("pupil", "case__authority")
        .get(pk=letter.pk)
    )
    if locked.sent_on is not None and not sent_is_fine:
        raise NotPossible(
            f"This letter was sent on {in_words(locked.sent_on)} and stays as it was. Write a new one if it was wrong."
        )
    return locked


def _record(letter: Letter, kind: str, *, on: date, by: Actor, **detail: str) -> None:
    audit.record(
        kind,
        about=f"letter:{letter.pk}",
        by=by,
        on=on,
        pupil_id=letter.pupil_id,
        school_id=letter.school_id,
        audience=audit.EVERYONE if kind == "letter.sent" else audit.TEAM,
        name=letter.name,
        to=letter.to_name,
        **detail,
    )
