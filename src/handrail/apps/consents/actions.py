"""Asks for consent, adds answers, and records what was found about a child's own rights. Nothing is changed after."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.consents import policy, queries
from handrail.apps.consents.models import Consent, ConsentEntry, Purpose, RightAssessment
from handrail.apps.consents.policy import Act
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core import file_kinds
from handrail.core.ages import age
from handrail.core.errors import FileRefused
from handrail.core.explanations import in_words
from handrail.core.rights import PlaceRights, Right
from handrail.law.lawbook import lawbook

Answer = ConsentEntry.Answer
How = ConsentEntry.How

LARGEST_EVIDENCE: Final = 10 * 1024 * 1024
"""Bytes of a signed form or a letter."""

FOLLOWS: Final = {
    None: frozenset({Answer.GIVEN, Answer.REFUSED}),
    Answer.GIVEN: frozenset({Answer.WITHDRAWN}),
    Answer.REFUSED: frozenset({Answer.GIVEN}),
    Answer.WITHDRAWN: frozenset({Answer.GIVEN}),
}
"""Which answer may come after which: what was given can only be withdrawn, and may be given again."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows the answer, such as a signed form."""

    name: str
    content: bytes


def may_be_asked(member: CircleMember) -> bool:
    """Whether somebody can consent for the pupil: with parental rights, or the pupil."""
    return member.kind == CircleMember.Kind.PUPIL or member.parental_responsibility


@transaction.atomic
def ask(
    *,
    pupil: Pupil,
    member: CircleMember,
    purpose: str,
    what: str,
    with_whom: str = "",
    on: date,
    by: Actor,
    once: UUID | None = None,
) -> Consent:
    """Ask somebody for consent to one thing. `once` makes a double click one question."""
    policy.check_may(by, Act.ASK, pupil)
    if member.pupil_id != pupil.pk or not may_be_asked(member):
        raise NotPossible(
            f"{member.name} cannot consent for {pupil.known_as}. Ask somebody with parental rights, or the pupil."
        )
    if purpose not in Purpose.values:
        raise NotPossible("Choose what the consent is for.")
    if not what.strip():
        raise NotPossible("Say in plain words what is asked, so that the answer means something.")
    if purpose == Purpose.SHARE and not with_whom.strip():
        raise NotPossible("Say with whom the information would be shared.")
    key = uuid4() if once is None else uuid5(pupil.pk, once.hex)
    if there := Consent.objects.filter(pk=key).first():
        return there
    asked = Consent.of(
        pupil,
        id=key,
        purpose=purpose,
        what=what.strip(),
        with_whom=with_whom.strip(),
        member=member,
        asked_on=on,
        asked_by_name=by.name,
    )
    asked.save(force_insert=True)
    _record_fact("consent.asked", asked, member.name, on=on, by=by)
    return asked


@transaction.atomic
def answer(
    *, consent: Consent, answer: str, words: str = "", on: date, at: datetime, by: Actor
) -> ConsentEntry:
    """Give, refuse or withdraw one's own consent. The same answer again changes nothing."""
    policy.check_may(by, Act.ANSWER, consent)
    if not queries.is_own(consent, by):
        says = "This was asked of somebody else. Only they may answer it, or the school for them."
        raise NotAllowed(says, act=policy.OTHERS_ANSWERS, row=consent)
    return _add(consent, answer, how=How.HERE, words=words, happened_on=on, at=at, by=by)


@transaction.atomic
def note_answer(
    *,
    consent: Consent,
    answer: str,
    how: str,
    happened_on: date,
    words: str = "",
    evidence: Evidence | None = None,
    on: date,
    at: datetime,
    by: Actor,
) -> ConsentEntry:
    """Record an answer that came in writing, by telephone or in person, with who noted it."""
    policy.check_may(by, Act.RECORD, consent)
    if how not in How.values or how == How.HERE:
        raise NotPossible("Say how they answered: in writing, by telephone or in person.")
    if happened_on > on:
        raise NotPossible("This day is still to come. Enter the day they answered.")
    return _add(
        consent, answer, how=how, words=words, happened_on=happened_on, at=at, by=by, evidence=evidence
    )


def _add(
    consent: Consent,
    answer: str,
    *,
    how: str,
    words: str,
    happened_on: date,
    at: datetime,
    by: Actor,
    evidence: Evidence | None = None,
) -> ConsentEntry:
    """Entries of one question queue at its row, so that two answers cannot both follow the same one."""
    consent = Consent.objects.select_for_update(of=("self",)).select_related("member").get(pk=consent.pk)
    last = queries.last_entry(consent)
    if last is not None and last.answer == answer and last.happened_on == happened_on and not evidence:
        return last
    now = Answer(last.answer) if last else None
    if answer not in FOLLOWS[now]:
        raise NotPossible(_why_not(answer, now))
    if last is not None and happened_on < last.happened_on:
        raise NotPossible(
            f"The last answer is of {last.happened_on:%-d %-m %Y}. A later one cannot have come before it."
        )
    name, kind = _checked(evidence)
    entry = ConsentEntry(
        pupil_id=consent.pupil_id,
        school_id=consent.school_id,
        consent=consent,
        number=1 if last is None else last.number + 1,
        answer=answer,
        happened_on=happened_on,
        how=how,
        words=words.strip(),
        noted_by_id=by.person_id,
        noted_by_name=by.name,
        recorded_at=at,
        evidence_name=name,
        evidence_kind=kind,
        evidence=evidence.content if evidence else None,
        evidence_sha256=hashlib.sha256(evidence.content).hexdigest() if evidence else "",
    )
    entry.save(force_insert=True)
    _record_fact(
        "consent.given"
        if answer == Answer.GIVEN
        else ("consent.refused" if answer == Answer.REFUSED else "consent.withdrawn"),
        consent,
        consent.member.name,
        on=happened_on,
        by=by,
        how=entry.get_how_display(),
        sha256=entry.evidence_sha256,
    )
    return entry


def _why_not(answer: str, now: str | None) -> str:
    if answer not in Answer.values:
        return _("Choose an answer: given, refused or withdrawn.")
    if answer == Answer.WITHDRAWN:
        return _("There is no consent to withdraw: none is given now.")
    if now == Answer.GIVEN:
        return _("This consent is given. If it is not wanted any more, withdraw it.")
    return _("This answer is there already.")


def _checked(evidence: Evidence | None) -> tuple[str, str]:
    if evidence is None:
        return "", ""
    if len(evidence.content) > LARGEST_EVIDENCE:
        raise NotPossible("This file is larger than 10 MB. Send it with smaller pictures.")
    try:
        name, kind = file_kinds.checked(evidence.name, evidence.content)
    except FileRefused as refused:
        raise NotPossible(str(refused)) from refused
    return name, kind.name


def _record_fact(kind: str, consent: Consent, member: str, *, on: date, by: Actor, **detail: object) -> None:
    # The answers of one parent are not the other's to read: who keeps the circle sees them, and their giver.
    audit.record(
        kind,
        about=f"consent:{consent.pk}",
        by=by,
        on=on,
        pupil_id=consent.pupil_id,
        school_id=consent.school_id,
        audience=audit.TEAM,
        member=member,
        what=consent.what,
        purpose=consent.get_purpose_display(),
        **detail,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an assessor found about a pupil's own use of a right. `wellbeing` is empty where it is not asked."""

    assessed_on: date
    assessed_by_name: str
    assessed_as: str
    capacity: bool
    capacity_reasons: str
    wellbeing: bool | None = None
    wellbeing_reasons: str = ""
    told_child_on: date | None = None
    told_parents_on: date | None = None


@transaction.atomic
def assess_right(
    *,
    pupil: Pupil,
    right: str,
    finding: Finding,
    on: date,
    at: datetime,
    by: Actor,
    once: UUID | None = None,
) -> RightAssessment:
    """Record what was found about one right of a pupil's own. A later assessment stands beside the earlier.

    Which questions are asked is for the law of the place and the pupil's age on the day of the assessment.
    """
    policy.check_may(by, Act.ASSESS, pupil)
    place = lawbook().rights_in(pupil.school.jurisdiction)
    found = place.right(right) if place else None
    if place is None or found is None:
        raise NotPossible("The law of this place, as Handrail knows it, asks for no such assessment.")
    own = place.own_use(found, born=pupil.born, on=finding.assessed_on)
    if own is None:
        raise NotPossible(_not_yet_their_own(pupil, place, found, on=finding.assessed_on))
    if own.assessed is None or own.capacity is None:
        raise NotPossible("The law of this place, as Handrail knows it, asks for no such assessment.")
    if (finding.wellbeing is None) != (own.wellbeing is None):
        raise NotPossible(
            "On that day the law asks about wellbeing too. Answer both questions."
            if own.wellbeing
            else "On that day the law asks about capacity alone. Check the day."
        )
    for day in (finding.assessed_on, finding.told_child_on, finding.told_parents_on):
        if day is not None and day > on:
            raise NotPossible("This day is still to come. Enter the day it happened.")
    told = [day for day in (finding.told_child_on, finding.told_parents_on) if day is not None]
    if any(day < finding.assessed_on for day in told):
        raise NotPossible("Nobody can be told before the assessment. Check the days.")
    if not (finding.assessed_by_name.strip() and finding.assessed_as.strip()):
        raise NotPossible("Say who assessed, and what they are.")
    if not finding.capacity_reasons.strip() or (own.wellbeing and not finding.wellbeing_reasons.strip()):
        raise NotPossible("Give a reason for each answer. The pupil may ask why.")
    key = uuid4() if once is None else uuid5(pupil.pk, once.hex)
    if there := RightAssessment.objects.filter(pk=key).first():
        return there
    asked = [own.capacity.citation, *([own.wellbeing.citation] if own.wellbeing else []), found.citation]
    row = RightAssessment.of(
        pupil,
        id=key,
        right=right,
        says=found.says,
        cites="; ".join(dict.fromkeys(one.short for one in asked)),
        assessed_on=finding.assessed_on,
        assessed_by_name=finding.assessed_by_name.strip(),
        assessed_as=finding.assessed_as.strip(),
        capacity=finding.capacity,
        capacity_reasons=finding.capacity_reasons.strip(),
        wellbeing=finding.wellbeing,
        wellbeing_reasons=finding.wellbeing_reasons.strip(),
        told_child_on=finding.told_child_on,
        told_parents_on=finding.told_parents_on,
        noted_by_id=by.person_id,
        noted_by_name=by.name,
        recorded_at=at,
    )
    row.save(force_insert=True)
    audit.record(
        "right.assessed",
        about=f"assessment:{row.pk}",
        by=by,
        on=finding.assessed_on,
        pupil_id=pupil.pk,
        school_id=pupil.school_id,
        right=found.says,
        assessor=row.assessed_by_name,
        capacity=row.capacity,
        wellbeing=row.wellbeing,
    )
    return row


def _not_yet_their_own(pupil: Pupil, place: PlaceRights, right: Right, *, on: date) -> str:
    """Why there is nothing to assess on a day."""
    years = f"{pupil.known_as} was {age(pupil.born, on=on)} on that day."
    if place.child and "child" in right.holders:
        return f"This is assessed from {right.from_age or place.child.from_age} on. {years}"
    passing = place.passing_of(right)
    if passing is None:
        return "The law of this place, as Handrail knows it, gives this right to the parents alone."
    return f"This right becomes {pupil.known_as}’s own on {in_words(passing.day(pupil.born))}. {years}"
