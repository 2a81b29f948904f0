from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.shortcuts import get_object_or_404

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.cases import queries as case_queries
from handrail.apps.cases.models import CaseEvent, Deadline
from handrail.apps.family.models import SharedDraft
from handrail.apps.organisations.models import Membership
from handrail.apps.plans import issued
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.models import Opening, Plan, Version
from handrail.apps.pupils import queries as pupil_queries
from handrail.apps.pupils.models import CircleMember
from handrail.apps.pupils.queries import NAME_OF_PUPIL
from handrail.apps.versions.models import Copy, ReadConfirmation, StepDone
from handrail.core import steps as core
from handrail.core.plan_types import PlanType
from handrail.core.steps import ISSUED, Clock, Hold, Phase, PlanSteps, Step, StepSeen, Told
from handrail.law.lawbook import lawbook

# --- the steps of a plan ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of a plan as they stand: on the way to the version that is being made, or that was issued last."""

    plan: Plan
    plan_type: PlanType
    steps: PlanSteps
    first: bool  # whether it is about the first version
    told: dict[Phase, Told]
    events: dict[str, CaseEvent]
    done: dict[str, StepDone]  # by event
    shared: tuple[SharedDraft, ...]  # what the family was given, the newest first

    def of(self, *phases: Phase) -> tuple[Step, ...]:
        return self.steps.of(*phases, first=self.first)

    def seen(self, phase: Phase) -> tuple[StepSeen, ...]:
        return core.seen(self.of(phase), self.told[phase])

    def holds(self, *, on: date) -> tuple[Hold, ...]:
        """What stands against issuing on a day, or gives pause."""
        return core.holds(self.of(Phase.BEFORE), self.told[Phase.BEFORE], on=on)

    def holds_end(self, *, on: date) -> tuple[Hold, ...]:
        """What stands against ending the plan on a day, or gives pause."""
        return core.holds(self.of(Phase.ENDING), self.told[Phase.ENDING], on=on)

    @property
    def sharing(self) -> Step | None:
        """The step that sharing the draft with the family is."""
        return next((step for step in self.of(Phase.BEFORE) if step.freezes_draft), None)

    def step_of(self, shared: SharedDraft) -> Step | None:
        """Which step a shared draft was; none if it was to talk about."""
        done = self.done.get(str(shared.event_id))
        return self.steps.step(done.step) if done else None

    @property
    def left_blank(self) -> tuple[str, ...]:
        """The sections that are empty in what the family is given."""
        return tuple(key for step in self.of(Phase.BEFORE) for key in step.left_blank)

    @property
    def to_record(self) -> tuple[Step, ...]:
        """The steps that somebody may record now. Issuing and ending record themselves."""
        plan = self.plan
        if plan.ended_on is not None:
            return ()
        phases = [Phase.BEFORE] if plan.draft_open else [Phase.BEFORE, Phase.AFTER]
        if plan.latest_number:
            phases.append(Phase.ENDING)
        # A draft that is not open any more cannot be shared; what else happened may be written down late.
        return tuple(step for step in self.of(*phases) if plan.draft_open or not step.freezes_draft)


def way(plan: Plan) -> Way:
    """Read in four queries, however much has happened."""
    events = case_queries.events(plan.case_id)
    clocks = tuple(
        Clock(duty, trigger, falls_on, is_open)
        for duty, trigger, falls_on, is_open in Deadline.objects.filter(case_id=plan.case_id).values_list(
            "duty", "trigger", "falls_on", "is_open"
        )
    )
    done = {str(one.event_id): one for one in StepDone.objects.filter(plan_id=plan.pk)}
    as_step = {event: one.step for event, one in done.items()}
    kind = plan_queries.plan_type_of(plan)
    return Way(
        plan=plan,
        plan_type=kind,
        steps=lawbook().steps(kind.key),
        first=plan.latest_number + plan.draft_open == 1,
        told={
            phase: Told(tuple(case_queries.as_core(event) for event in found), clocks, as_step)
            for phase, found in _by_phase(plan, events).items()
        },
        events={str(event.pk): event for event in events},
        done=done,
        shared=tuple(SharedDraft.objects.filter(plan_id=plan.pk).defer("document")),
    )


def _by_phase(plan: Plan, events: list[CaseEvent]) -> dict[Phase, list[CaseEvent]]:
    """Which events count for which steps: each version has a way of its own, from the issue before it."""
    issues = sorted((one for one in events if one.kind == ISSUED), key=lambda one: one.recorded_at)
    last = issues[-1] if issues and plan.latest_number else None
    # While a draft is open the way leads from the last issue on; afterwards from the one before to the last.
    start = last if plan.draft_open else issues[-2] if last and len(issues) > 1 else None
    since_issue = _since(events, last) if last else []
    others = [one for one in _since(events, start) if one.kind != ISSUED]
    return {
        Phase.BEFORE: others,
        Phase.ISSUE: [] if plan.draft_open or last is None else [last],
        Phase.AFTER: [] if plan.draft_open else since_issue,
        Phase.ENDING: since_issue,
    }


def _since(events: list[CaseEvent], start: CaseEvent | None) -> list[CaseEvent]:
    """What was written down after an event and did not happen before it."""
    if start is None:
        return events
    return [
        one for one in events if one.recorded_at > start.recorded_at and one.happened_on >= start.happened_on
    ]


def kept_until(plan: Plan, duties: Collection[str]) -> list[Deadline]:
    """The dates that say how long what was written is kept."""
    found = Deadline.objects.filter(case_id=plan.case_id, duty__in=duties)
    return list(found.order_by(F("falls_on").asc(nulls_last=True)))


def last_day_to_answer(step: Step, event: CaseEvent) -> date | None:
    """Until when the law lets the family answer what they were given with an event; nothing if it sets no time."""
    if step.wait is None:
        return None
    clock = Deadline.objects.filter(case_id=event.case_id, duty=step.wait.duty, trigger=str(event.pk)).first()
    return clock.falls_on if clock else None


def shared_draft(plan_id: UUID, number: int) -> SharedDraft:
    return get_object_or_404(
        SharedDraft.objects.select_related("plan", "pupil"), plan_id=plan_id, number=number
    )


def shared_drafts(plan_id: UUID) -> list[SharedDraft]:
    """The drafts that the family was given, the newest first. What they say is read when it is asked for."""
    return list(SharedDraft.objects.filter(plan_id=plan_id).defer("document"))


def step_recorded(plan_id: UUID, pk: UUID) -> StepDone | None:
    return StepDone.objects.filter(plan_id=plan_id, pk=pk).first()


# --- versions and whom they went to ---------------------------------------------------------------------


def versions_of(plan_id: UUID) -> list[Version]:
    """A plan's versions without their words, the newest first."""
    return list(Version.objects.filter(plan_id=plan_id).defer("document"))


def circle_of(pupil_id: UUID) -> list[CircleMember]:
    return pupil_queries.circle(pupil_id)


def copies_of(version_id: UUID) -> list[Copy]:
    """Every copy that was written down, those taken back with them."""
    return list(Copy.objects.filter(version_id=version_id))


def has_copies_to_print(version_id: UUID) -> bool:
    """Whether somebody gets less than the whole of a version, and so a document of their own."""
    return Copy.objects.filter(version_id=version_id).exclude(document="").exists()


def copy_of(version: Version, copy_id: UUID) -> Copy:
    return get_object_or_404(Copy.objects.select_related("version", "pupil"), pk=copy_id, version=version)


# --- read and understood ---------------------------------------------------------------------------------

WORKS_BY: Final = frozenset({Role.CLASS_TEACHER, Role.TEACHING_ASSISTANT})
"""Those who are asked whether they have read what they need to do."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who works by a version: when they opened it, and whether they said that they have read it."""

    member: CircleMember
    opening: Opening | None
    confirmation: ReadConfirmation | None


def readers(version: Version, *, on: date) -> tuple[list[Reader], list[Opening]]:
    """Those who work by a version and are asked whether they read it, and who else has opened it."""
    openings = {one.person_id: one for one in issued.openings_of(version.pk)}
    confirmed = {one.person_id: one for one in ReadConfirmation.objects.filter(version_id=version.pk)}
    working = (CircleMember.Kind.STAFF, CircleMember.Kind.KEY_ADULT)
    staff = [one for one in circle_of(version.pupil_id) if one.kind in working]
    asked = set(
        Membership.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=on),
            person_id__in=[one.person_id for one in staff if one.person_id is not None],
            role__in=WORKS_BY,
            starts_on__lte=on,
        ).values_list("person_id", flat=True)
    )
    found = [
        Reader(one, openings.pop(one.person_id or 0, None), confirmed.get(one.person_id or 0))
        for one in staff
        if one.person_id is None or one.person_id in asked
    ]
    return found, list(openings.values())


def confirmation(version_id: UUID, actor: Actor) -> ReadConfirmation | None:
    if actor.person_id is None:
        return None
    return ReadConfirmation.objects.filter(version_id=version_id, person_id=actor.person_id).first()


def to_read(actor: Actor, *, count: int) -> list[Version]:
    """The newest versions that this actor works by and has not said to have read, the oldest issue first."""
    theirs = [
        place.pupil_id
        for place in actor.places
        if actor.roles_towards(place.pupil_id, school_id=place.school_id) & WORKS_BY
    ]
    if not theirs or actor.person_id is None:
        return []
    said = ReadConfirmation.objects.filter(version=OuterRef("pk"), person_id=actor.person_id)
    found = Version.objects.filter(
        ~Exists(said), pupil_id__in=theirs, number=F("plan__latest_number"), plan__ended_on=None
    )
    shown = ("number", "issued_on", "plan__local_name", *NAME_OF_PUPIL)
    return list(found.select_related("pupil", "plan").only(*shown).order_by("issued_on", "id")[:count])
