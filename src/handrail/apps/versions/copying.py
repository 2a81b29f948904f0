"""Who gets a copy of a version, what of it and how; and a copy that was entered in error."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.cases import actions as cases
from handrail.apps.documents import actions as document_actions
from handrail.apps.documents import queries as documents
from handrail.apps.plans import actions as plan_actions
from handrail.apps.plans import issued, policy
from handrail.apps.plans.models import Correction, Version
from handrail.apps.plans.policy import Act
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions import queries
from handrail.apps.versions.models import Copy, CopyPdf
from handrail.core.explanations import in_words
from handrail.core.steps import Phase

COPIES_GIVEN: Final = "plan_copies_given"
"""The event that the copies recorded at issue are, where it is a step of the plan type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyWords:
    """Whom a copy goes to, what they get and how."""

    member: CircleMember
    what: str
    how: str


@transaction.atomic
def give_copies(
    *, version: Version, copies: tuple[CopyWords, ...], given_on: date, on: date, by: Actor
) -> list[Copy]:
    """Write down further copies of a version. The same copy on the same day is written down once."""
    policy.check_may(by, Act.GIVE_COPIES, version)
    if given_on > on:
        raise NotPossible("This cannot have been given on a day to come. Enter the day it was given.")
    if given_on < version.issued_on:
        raise NotPossible(
            f"This version was issued on {in_words(version.issued_on)}. Nobody can have had it before."
        )
    plan_actions.locked(version.plan)
    return give(version, copies, given_on=given_on, on=on, by=by)


def give(
    version: Version, copies: tuple[CopyWords, ...], *, given_on: date, on: date, by: Actor
) -> list[Copy]:
    counted = Copy.objects.filter(version=version, taken_back_on=None).defer("document")
    there = {(one.member_id, one.what, one.how, one.given_on) for one in counted}
    corrections = issued.corrections_of(version.pk)
    given = []
    for one in copies:
        member = one.member
        if member.pupil_id != version.pupil_id:
            raise NotPossible("Choose somebody from this pupil’s circle.")
        if wrong := cannot_open(one):
            raise NotPossible(wrong)
        if (member.pk, one.what, one.how, given_on) in there:
            continue
        row = Copy.of(
            version.pupil,
            version=version,
            member=member,
            name=member.name,
            relation=member.relation or member.get_kind_display(),
            what=one.what,
            how=one.how,
            given_on=given_on,
            recorded_by_name=by.name,
            document=_what_they_get(version, one, corrections),
        )
        row.recorded_at = audit.record(
            "plan.copy_given",
            about=f"plan:{version.plan_id}",
            by=by,
            on=given_on,
            pupil_id=version.pupil_id,
            school_id=version.school_id,
            audience=audit.EVERYONE,
            plan=str(version.plan_id),
            name=member.name,
            number=version.number,
            what=row.get_what_display(),
            how=row.get_how_display(),
        )
        row.save(force_insert=True)
        given.append(row)
    if given:
        _copies_are_a_step(version, given_on=given_on, on=on, by=by)
    return given


def _what_they_get(version: Version, copy: CopyWords, corrections: list[Correction]) -> str:
    """The words of a copy that is less than the plan, frozen as they are given; empty where it is the whole plan."""
    member = copy.member
    relation = member.relation or member.get_kind_display()
    teaches = member.kind in (CircleMember.Kind.STAFF, CircleMember.Kind.KEY_ADULT)
    match copy.what:
        case Copy.What.PART:
            return documents.part_for(
                version, corrections, name=member.name, relation=relation, teaches=teaches
            )
        case Copy.What.ONE_PAGE:
            return documents.one_page_for(version, name=member.name)
        case _:
            return ""


def _copies_are_a_step(version: Version, *, given_on: date, on: date, by: Actor) -> None:
    """Nobody enters twice that copies were given: the first ones are the plan type's step."""
    found = queries.way(plan_actions.locked(version.plan))
    if version.number != found.plan.latest_number:
        return
    for seen in found.seen(Phase.AFTER):
        if seen.step.event.event == COPIES_GIVEN and seen.done is None:
            issues = found.told[Phase.ISSUE].events
            cases.add_event(
                case=found.plan.case,
                kind=COPIES_GIVEN,
                happened_on=given_on,
                refers_to=found.events[issues[-1].id] if issues else None,
                on=on,
                by=by,
            )


def cannot_open(copy: CopyWords) -> str | None:
    """Why somebody cannot read what they are to get on the page, as a sentence."""
    if copy.how != Copy.How.PAGE:
        return None
    member = copy.member
    if member.person_id is None:
        return f"{member.name} cannot sign in to Handrail. Choose by post or by hand."
    if member.kind == CircleMember.Kind.PROFESSIONAL or copy.what != Copy.What.WHOLE:
        return (
            f"{member.name} can open the whole plan in Handrail or none of it."
            if member.kind != CircleMember.Kind.PROFESSIONAL
            else f"{member.name} cannot open the plan in Handrail."
        ) + " Choose by post or by hand."
    return None


@transaction.atomic
def take_back(*, copy: Copy, because: str, on: date, at: datetime, by: Actor) -> Copy:
    """Say that a copy was entered in error. It stays in the list, with who said so, when and why.

    Taken back twice, it was taken back the first time.
    """
    policy.check_may(by, Act.GIVE_COPIES, copy.version)
    plan_actions.locked(copy.version.plan)
    row = Copy.objects.select_related("version", "pupil").get(pk=copy.pk)
    if row.taken_back_on is not None:
        return row
    if not because.strip():
        raise NotPossible("Say in a few words why this copy is taken back.")
    row.taken_back_on, row.taken_back_at = on, at
    row.taken_back_by_name, row.taken_back_because = by.name, because.strip()
    row.save(update_fields=["taken_back_on", "taken_back_at", "taken_back_by_name", "taken_back_because"])
    audit.record(
        "plan.copy_taken_back",
        about=f"plan:{row.version.plan_id}",
        by=by,
        on=on,
        pupil_id=row.pupil_id,
        school_id=row.school_id,
        audience=audit.EVERYONE,
        plan=str(row.version.plan_id),
        name=row.name,
        number=row.version.number,
        what=row.get_what_display(),
        reason=row.taken_back_because,
    )
    return row


def pdf_of(copy: Copy, *, at: datetime) -> CopyPdf:
    """What somebody got as PDF, made now if it does not exist yet. The same copy gives the same bytes."""
    found = CopyPdf.objects.filter(copy=copy)
    if there := found.first():
        return there
    content = document_actions.pdf_of_copy(json.loads(copy.document), sha256=copy.version.sha256)
    with transaction.atomic():
        CopyPdf.objects.bulk_create(
            [
                CopyPdf(
                    school_id=copy.school_id,
                    pupil_id=copy.pupil_id,
                    copy=copy,
                    content=content,
                    sha256=hashlib.sha256(content).hexdigest(),
                    made_at=at,
                )
            ],
            ignore_conflicts=True,
        )
    return found.get()
