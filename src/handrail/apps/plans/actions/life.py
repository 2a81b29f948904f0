"""A plan's life: begun, opened for changes, checked with the law anew, ended."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.cases import actions as cases
from handrail.apps.cases import queries as case_queries
from handrail.apps.plans import policy, queries
from handrail.apps.plans.actions.changing import Stale, begin, done, locked, record, some_words
from handrail.apps.plans.actions.contributions import party_of
from handrail.apps.plans.models import Contribution, Plan
from handrail.apps.plans.policy import Act
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.explanations import in_words
from handrail.core.plan_types import SectionKind
from handrail.law.lawbook import lawbook


@transaction.atomic
def start_plan(*, pupil: Pupil, plan_type: str, on: date, by: Actor) -> Plan:
    """Begin a draft of a plan type, in the pupil's open case of that type or a new one."""
    policy.check_may(by, Act.START, pupil)
    kind = lawbook().plan_type(plan_type)
    case = case_queries.open_case(pupil.pk, plan_type) or cases.open_case(
        pupil=pupil, plan_type=plan_type, on=on, by=by
    )
    if there := Plan.objects.filter(case=case).first():
        if there.ended_on is None:
            raise NotPossible(f"{pupil.known_as} already has this plan. Open it, and change it there.")
        # What ended keeps its case with all its dates; a new plan is a new matter.
        cases.close_case(case=case, on=on, by=by)
        case = cases.open_case(pupil=pupil, plan_type=plan_type, on=on, by=by)
    plan = Plan.of(
        pupil,
        case=case,
        plan_type=plan_type,
        local_name=queries.local_name_of(kind, school_id=pupil.school_id),
        coordinator=_own_member(pupil, by),
        draft_started_on=on,
        law_edition=queries.kept_edition(kind),
    )
    plan.save(force_insert=True)
    for member in CircleMember.objects.filter(pupil_id=pupil.pk):
        if party := party_of(member):
            Contribution.of(pupil, plan=plan, party=party, member=member).save(force_insert=True)
    record(plan, "plan.draft_started", on=on, by=by, name=plan.local_name)
    return plan


def _own_member(pupil: Pupil, by: Actor) -> CircleMember | None:
    """Whoever begins a plan co-ordinates it until somebody else is named, if they are in the circle."""
    if by.person_id is None:
        return None
    return CircleMember.objects.filter(pupil_id=pupil.pk, person_id=by.person_id, kind="staff").first()


@transaction.atomic
def open_draft(*, plan: Plan, on: date, by: Actor, sections: tuple[str, ...] = ()) -> None:
    """Open an issued plan for changes, or a few sections of it; what was issued stays as it is.

    In a change of a few sections the others are locked. Views stay open to those who give them.
    """
    policy.check_may(by, Act.START, plan)
    plan = locked(plan)
    if plan.ended_on is not None:
        raise NotPossible(f"This plan ended on {in_words(plan.ended_on)}. It can be read, and not changed.")
    if plan.draft_open:
        return
    kind = queries.plan_type_of(plan)
    known = [section.key for section in kind.sections]
    if strange := set(sections) - set(known):
        raise NotPossible(f"This plan has no section “{min(strange)}”.")
    plan.draft_open = True
    plan.draft_started_on = on
    plan.draft_revision += 1
    plan.open_sections = [key for key in known if key in sections]
    plan.law_edition = queries.kept_edition(kind)
    plan.save(
        update_fields=["draft_open", "draft_started_on", "draft_revision", "open_sections", "law_edition"]
    )
    opened = [kind.section(key).heading for key in plan.open_sections]
    record(plan, "plan.draft_started", on=on, by=by, name=plan.local_name, sections=opened)


@transaction.atomic
def open_more(*, plan: Plan, sections: tuple[str, ...], on: date, by: Actor) -> None:
    """Open further sections in a change of a few; none named opens the whole plan."""
    policy.check_may(by, Act.START, plan)
    plan = locked(plan, for_writing=True)
    known = [section.key for section in queries.plan_type_of(plan).sections]
    if strange := set(sections) - set(known):
        raise NotPossible(f"This plan has no section “{min(strange)}”.")
    wanted = [key for key in known if key in {*plan.open_sections, *sections}] if sections else []
    if not plan.open_sections or wanted == plan.open_sections:
        return
    plan.open_sections = wanted
    plan.save(update_fields=["open_sections"])
    headings = [queries.plan_type_of(plan).section(key).heading for key in wanted]
    done(plan, "plan.sections_opened", on=on, by=by, sections=headings)


@transaction.atomic
def end_plan(*, plan: Plan, because: str, decided_by: str, on: date, by: Actor) -> Plan:
    """Close a plan for good: it can be read, and not changed. An open draft closes with it, unissued.

    Which steps come first, and which event it is, is for the caller; nothing that was written is removed.
    """
    policy.check_may_issue(by, plan, queries.plan_type_of(plan))
    plan = locked(plan)
    if plan.ended_on is not None:
        return plan
    if not plan.latest_number:
        raise NotPossible("This plan was never issued, so it cannot end.")
    plan.ended_on, plan.ended_because, plan.ended_decided_by = on, some_words(because), decided_by.strip()
    plan.draft_open = False
    plan.save(update_fields=["ended_on", "ended_because", "ended_decided_by", "draft_open"])
    record(
        plan,
        "plan.ended",
        on=on,
        by=by,
        name=plan.local_name,
        because=plan.ended_because,
        decided_by=plan.ended_decided_by,
    )
    return plan


@transaction.atomic
def look_at_law_again(*, plan: Plan, digest: str, on: date, by: Actor) -> None:
    """Say that somebody has looked at what the law asks now. `digest` names the edition that they saw."""
    policy.check_may(by, Act.WRITE, plan)
    plan = locked(plan, for_writing=True)
    now = queries.kept_edition(queries.plan_type_of(plan))
    if now.digest != digest:
        raise Stale("The law’s data changed once more. What is asked now is shown below.")
    if plan.law_edition_id == now.pk:
        return
    plan.law_edition = now
    plan.save(update_fields=["law_edition"])
    record(plan, "plan.law_looked_at", on=on, by=by, law_version=now.law_version)


@transaction.atomic
def set_people(
    *,
    plan: Plan,
    coordinator: CircleMember | None,
    contact: CircleMember | None,
    on: date,
    by: Actor,
) -> None:
    """Name who co-ordinates the plan and whom the family asks."""
    plan = begin(plan, by, SectionKind.PERSON)
    for member in (coordinator, contact):
        if member is not None and member.pupil_id != plan.pupil_id:
            raise NotPossible("Choose somebody from this pupil’s circle.")
    plan.coordinator, plan.contact = coordinator, contact
    plan.save(update_fields=["coordinator", "contact"])
    names = {"coordinator": coordinator, "contact": contact}
    done(
        plan,
        "plan.people_named",
        on=on,
        by=by,
        **{role: member.name for role, member in names.items() if member},
    )


@transaction.atomic
def agree_review(*, plan: Plan, review_on: date | None, on: date, by: Actor) -> None:
    """Set the day on which the people in the plan agreed to look at it again."""
    plan = begin(plan, by, SectionKind.REVIEW)
    if review_on is not None and review_on <= on:
        raise NotPossible("Choose a day to come for the review.")
    plan.review_on = review_on
    plan.save(update_fields=["review_on"])
    done(plan, "plan.review_agreed", on=on, by=by, review_on=review_on)
