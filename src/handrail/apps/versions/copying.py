"""Who gets a copy of a version, what of it and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.cases import actions as cases
from handrail.apps.plans import actions as plan_actions
from handrail.apps.plans import policy
from handrail.apps.plans.models import Version
from handrail.apps.plans.policy import Act
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions import queries
from handrail.apps.versions.models import Copy
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
    there = {(one.member_id, one.what, one.how, one.given_on) for one in Copy.objects.filter(version=version)}
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


def _copies_are_a_step(version: Version, *, given_on: date, on: date, by: Actor) -> None:
    """Nobody enters twice that copies were given: the first ones are the plan type's step."""
    found = queries.way(plan_actions.locked(version.plan))
    if version.number != found.plan.latest_number:
        return
    for seen in found.seen(Phase.AFTER):
        if seen.step.event.event == COPIES_GIVEN and seen.done is None:
            issued = found.told[Phase.ISSUE].events
            cases.add_event(
                case=found.plan.case,
                kind=COPIES_GIVEN,
                happened_on=given_on,
                refers_to=found.events[issued[-1].id] if issued else None,
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
