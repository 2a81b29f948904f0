"""Steps, what the family was given, issuing, copies, reading and the end of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.cases import actions as cases
from handrail.apps.cases.models import CaseEvent
from handrail.apps.family import actions as family
from handrail.apps.family.models import SharedDraft
from handrail.apps.plans import actions as plan_actions
from handrail.apps.plans import policy
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.models import Plan, Version
from handrail.apps.plans.policy import Act
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions import queries
from handrail.apps.versions.models import Copy, ReadConfirmation, StepDone
from handrail.apps.versions.queries import Way
from handrail.core.explanations import in_words
from handrail.core.steps import ENDED, Hold, Phase, Step, out_of_order

COPIES_GIVEN: Final = "plan_copies_given"
"""The event that the copies recorded at issue are, where it is a step of the plan type."""


class Held(Exception):
    """A step that the law makes a condition was left out, or its time is not over; `holds` says which."""

    def __init__(self, holds: tuple[Hold, ...]) -> None:
        super().__init__(" ".join(hold.says for hold in holds))
        self.holds = holds


# --- steps --------------------------------------------------------------------------------------------


@transaction.atomic
def record_step(
    *,
    plan: Plan,
    step: str,
    happened_on: date,
    on: date,
    by: Actor,
    note: str = "",
    detail: Mapping[str, str] | None = None,
    refers_to: CaseEvent | None = None,
    once: UUID | None = None,
) -> StepDone:
    """Record a step as an event of the case, with the day and what shows it. Dates are computed again.

    A step that gives the family something to answer is `share_draft`. `once` names the form that was sent: sent
    again, as by a double click, it records nothing more.
    """
    policy.check_may(by, Act.RECORD_STEP, plan)
    plan = plan_actions.locked(plan)
    key = uuid4() if once is None else uuid5(plan.pk, once.hex)
    if there := queries.step_recorded(plan.pk, key):
        return there
    found = queries.way(plan)
    wanted = next((one for one in found.to_record if one.key == step), None)
    if wanted is None:
        raise NotPossible("This is not a step that can be recorded now. Open the steps again.")
    if wanted.freezes_draft:
        raise NotPossible("This step is done by sharing the draft with the family. Share it.")
    return _record_step(
        found,
        wanted,
        key=key,
        happened_on=happened_on,
        note=note,
        detail=detail,
        refers_to=refers_to,
        on=on,
        by=by,
    )


def _record_step(
    found: Way,
    step: Step,
    *,
    key: UUID,
    happened_on: date,
    note: str,
    on: date,
    by: Actor,
    detail: Mapping[str, str] | None = None,
    refers_to: CaseEvent | None = None,
) -> StepDone:
    plan = found.plan
    if happened_on > on:
        raise NotPossible("This cannot have happened on a day to come. Enter the day it happened.")
    if wrong := out_of_order(step, happened_on, found.of(step.phase), found.told[step.phase]):
        raise NotPossible(wrong)
    event = cases.add_event(
        case=plan.case,
        kind=step.event.event,
        happened_on=happened_on,
        detail={**(detail or {}), **step.event.only_if},
        refers_to=refers_to,
        on=on,
        by=by,
    )
    recorded_at = audit.record(
        "plan.step_recorded",
        about=f"plan:{plan.pk}",
        by=by,
        on=happened_on,
        pupil_id=plan.pupil_id,
        school_id=plan.school_id,
        audience=audit.TEAM,
        plan=str(plan.pk),
        step=step.key,
        title=step.title,
        note=note.strip() or "recorded as a step",
    )
    done = StepDone.of(
        plan.pupil,
        pk=key,
        plan=plan,
        event=event,
        step=step.key,
        note=note.strip(),
        recorded_at=recorded_at,
        recorded_by_name=by.name,
    )
    done.save(force_insert=True)
    return done


ANSWER_WITHIN: Final = timedelta(days=14)
"""How long a family usually has to answer a draft where no law says it."""


@transaction.atomic
def share_draft(
    *,
    plan: Plan,
    draft_revision: int,
    shared_on: date,
    on: date,
    at: datetime,
    by: Actor,
    answer_by: date | None = None,
    note: str = "",
    evidence: str = "",
    as_step: bool = True,
) -> SharedDraft:
    """Share the draft with the family as it stands, which they read and comment on, and record it as the step it is.

    Where the plan type has no such step, or `as_step` is off to talk about a draft before the law's own step,
    no time begins. Without `answer_by` it is the last day that the law gives, or two weeks. The same state given
    in the same way on the same day, as by a double click, is given once.

    Raises:
        NotPossible: the family would have less time than the law gives, or the day is out of order.
        Stale: somebody changed the draft in the meantime.
    """
    policy.check_may(by, Act.SHARE, plan)
    plan = plan_actions.locked(plan)
    found = queries.way(plan)
    step = found.sharing if as_step else None
    for there in found.shared:
        if (there.draft_revision, there.shared_on, there.event_id is not None) == (
            draft_revision,
            shared_on,
            step is not None,
        ):
            return there
    if shared_on > on:
        raise NotPossible("This cannot have happened on a day to come. Enter the day it happened.")
    event = None
    until = shared_on + ANSWER_WITHIN
    if step is not None:
        done = _record_step(found, step, key=uuid4(), happened_on=shared_on, note=evidence, on=on, by=by)
        event = done.event
        if (last := queries.last_day_to_answer(step, event)) is not None:
            if answer_by is not None and answer_by < last:
                raise NotPossible(
                    f"The law gives the family until {in_words(last)} to answer. Choose that day or a later one."
                )
            until = last
    return family.share_draft(
        plan=plan,
        draft_revision=draft_revision,
        answer_by=answer_by or until,
        shared_on=shared_on,
        at=at,
        by=by,
        note=note,
        left_blank=found.left_blank,
        event=event,
    )


# --- issuing ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyWords:
    """Whom a copy goes to, what they get and how."""

    member: CircleMember
    what: str
    how: str


@transaction.atomic
def issue(
    *,
    plan: Plan,
    draft_revision: int,
    on: date,
    at: datetime,
    by: Actor,
    copies: tuple[CopyWords, ...] = (),
) -> Version:
    """Issue a draft once the steps that the law makes a condition are done, and record who gets a copy.

    Of two people who press at the same moment the second gets the version of the first; its copies are those
    that the first one chose.

    Raises:
        Held: a step is missing, or the time that it gives is not over.
        Incomplete, LawChanged, Stale: as `plans.actions.issue`.
    """
    policy.check_may_issue(by, plan, plan_queries.plan_type_of(plan))
    plan = plan_actions.locked(plan)
    if done := Version.objects.filter(plan=plan, draft_revision=draft_revision).first():
        return done
    if plan.draft_open:
        held = tuple(hold for hold in queries.way(plan).holds(on=on) if hold.holds)
        if held:
            raise Held(held)
    version = plan_actions.issue(plan=plan, draft_revision=draft_revision, on=on, at=at, by=by)
    if copies:
        _give(version, copies, given_on=on, on=on, by=by)
    return version


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
    return _give(version, copies, given_on=given_on, on=on, by=by)


def _give(
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


# --- read and understood ------------------------------------------------------------------------------


@transaction.atomic
def confirm_read(*, version: Version, on: date, by: Actor) -> ReadConfirmation:
    """Say that one has read what one needs to do. Said twice, it was said the first time."""
    policy.check_may(by, Act.WORK_BY, version)
    plan = plan_actions.locked(version.plan)
    if there := queries.confirmation(version.pk, by):
        return there
    if version.number != plan.latest_number:
        raise NotPossible(f"Version {plan.latest_number} is newer than this one. Read that one.")
    row = ReadConfirmation.of(
        version.pupil, version=version, person_id=by.person_id, name=by.name, confirmed_on=on
    )
    row.recorded_at = audit.record(
        "plan.read_confirmed",
        about=f"plan:{plan.pk}",
        by=by,
        on=on,
        pupil_id=version.pupil_id,
        school_id=version.school_id,
        audience=audit.TEAM,
        plan=str(plan.pk),
        number=version.number,
    )
    row.save(force_insert=True)
    return row


# --- the end --------------------------------------------------------------------------------------------


@transaction.atomic
def end(
    *,
    plan: Plan,
    words: str,
    decided_by: str,
    ended_on: date,
    on: date,
    by: Actor,
    because: str = "",
) -> Plan:
    """End a plan: the event that starts its last clocks, and no more changes. Nothing is destroyed.

    Raises:
        Held: a step that comes first is missing, or the time that it gives is not over.
    """
    policy.check_may_issue(by, plan, plan_queries.plan_type_of(plan))
    plan = plan_actions.locked(plan)
    if plan.ended_on is not None:
        return plan
    if ended_on > on:
        raise NotPossible("A plan cannot have ended on a day to come. Enter it on the day.")
    if not words.strip() or not decided_by.strip():
        raise NotPossible("Say why the plan ends, and who decided it.")
    newest = queries.versions_of(plan.pk)
    if newest and ended_on < newest[0].issued_on:
        raise NotPossible(
            f"The newest version was issued on {in_words(newest[0].issued_on)}. The plan cannot have ended before."
        )
    held = tuple(hold for hold in queries.way(plan).holds_end(on=ended_on) if hold.holds)
    if held and because != TRIBUNAL:
        raise Held(held)
    ended = plan_actions.end_plan(plan=plan, because=words, decided_by=decided_by, on=ended_on, by=by)
    cases.add_event(
        case=plan.case,
        kind=ENDED,
        happened_on=ended_on,
        detail={"because": because} if because else {},
        on=on,
        by=by,
    )
    return ended


TRIBUNAL: Final = "tribunal"
"""The reason that needs no step before it: a tribunal's decision takes effect as it says."""
