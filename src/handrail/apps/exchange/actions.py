from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.exchange import carrying, contents, plan_files, queries
from handrail.apps.exchange.carrying import Carried
from handrail.apps.exchange.contents import Who
from handrail.apps.exchange.models import ReceivedPlan
from handrail.apps.plans import actions as plans
from handrail.apps.plans import policy
from handrail.apps.plans import queries as plan_queries
from handrail.apps.plans.actions import GoalWords, NeedWords, ProvisionWords
from handrail.apps.plans.models import Goal, Need, Plan
from handrail.apps.plans.policy import Act
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core.file_kinds import clean_name
from handrail.law.lawbook import lawbook

LONGEST_NAME: Final = 150


@transaction.atomic
def receive(
    *, pupil: Pupil, name: str, content: bytes, fingerprint: str = "", on: date, at: datetime, by: Actor
) -> ReceivedPlan:
    """Keep a plan file that came for a pupil, byte for byte. Nothing of it is in a plan yet.

    The same file twice is kept once.

    Raises:
        NotAPlan: it is no plan of the published schema, or not the one that was issued.
    """
    policy.check_may(by, Act.START, pupil)
    read = plan_files.read(content, fingerprint=fingerprint)
    sha256 = hashlib.sha256(content).hexdigest()
    there = ReceivedPlan.objects.filter(pupil=pupil, sha256=sha256).first()
    if there is not None:
        return there
    row = ReceivedPlan.of(
        pupil,
        name=clean_name(name)[:LONGEST_NAME] or "plan.json",
        content=content,
        sha256=sha256,
        plan_sha256=read.sha256,
        fingerprint=read.sha256 if read.checked else "",
        received_on=on,
        received_at=at,
        received_by_id=by.person_id,
        received_by_name=by.name,
    )
    row.save(force_insert=True)
    _record(
        row,
        "plan.received",
        on=on,
        by=by,
        name=read.plan["plan_type"]["name"],
        school=read.plan["pupil"].get("school") or read.plan.get("authority") or "another school",
    )
    return row


@transaction.atomic
def take_in(
    *,
    received: ReceivedPlan,
    plan_type: str,
    people: Mapping[Who, CircleMember | None],
    on: date,
    at: datetime,
    by: Actor,
    speakers: Mapping[Who, CircleMember | None] | None = None,
) -> Plan:
    """Begin a draft with what a received plan holds: needs, goals, provision, words of its sections, written facts.

    `people` says who of the circle each named giver of help is; whoever is nobody here is left open. `speakers`
    says it of those whose views are in the file: the words of whoever is somebody here go on, with the day they
    were said, written down by whoever brought them in. All others stay with the file, and so does whatever the
    plan type has no place for. Taken in once, the same draft is given again.
    """
    policy.check_may(by, Act.START, received)
    row = ReceivedPlan.objects.select_for_update(of=("self",)).select_related("pupil").get(pk=received.pk)
    if row.plan is not None:
        return row.plan
    if plan_type not in {kind.key for kind, _ in queries.offered(row.pupil)}:
        raise NotPossible(f"{row.pupil.known_as} has this plan already, or it is not a plan of this place.")
    document = queries.plan_in(row)
    found = carrying.carried(
        document, lawbook().plan_type(plan_type), written=queries.facts_about(row.pupil_id)
    )
    plan = plans.start_plan(pupil=row.pupil, plan_type=plan_type, on=on, by=by)
    needs = _needs(plan, document, found, on=on, by=by)
    goals = _goals(plan, found, needs, on=on, by=by)
    _provision(plan, document, goals, people, on=on, by=by)
    for text in found.texts:
        plans.write_section(plan=plan, key=text.key, text=text.text, based_on=0, on=on, at=at, by=by)
    _facts(plan, found, on=on, at=at, by=by)
    views = _views(plan, document, speakers or {}, on=on, by=by)
    row.plan = plan
    row.save(update_fields=["plan"])
    _record(
        row,
        "plan.taken_in",
        on=on,
        by=by,
        name=plan.local_name,
        needs=str(len(needs)),
        goals=str(len(goals)),
        views=str(views),
        sha256=row.plan_sha256,
    )
    plan.refresh_from_db()
    return plan


def _needs(
    plan: Plan, document: Mapping[str, Any], carried: Carried, *, on: date, by: Actor
) -> dict[str, Need]:
    found = {}
    for one in contents.distinct(document, "needs"):
        words = NeedWords(
            title=one["title"],
            area=one.get("area") or "",
            description=one.get("description") or "",
            builds_on=one.get("builds_on") or "",
        )
        found[one["id"]] = plans.add_need(plan=plan, words=words, on=on, by=by)
    if any(not goal.get("need") for goal in carried.goals):
        found[""] = plans.add_need(plan=plan, words=NeedWords(title=contents.NO_NEED), on=on, by=by)
    return found


def _goals(
    plan: Plan, carried: Carried, needs: Mapping[str, Need], *, on: date, by: Actor
) -> dict[str, Goal]:
    found = {}
    for one in carried.goals:
        amount = contents.amount(one)
        own_words, said_on = one.get("pupil_words") or "", contents.day(one.get("pupil_said_on"))
        # What the pupil said stays theirs. Whoever may not write that down leaves it as words beside the goal.
        is_said = bool(own_words and said_on and said_on <= on and policy.may(by, Act.SAY_GOAL, plan))
        measure, checked = contents.measure(one, amount.words)
        words = GoalWords(
            need=needs[one.get("need") or ""],
            text=one["text"],
            pupil_words="" if is_said else own_words,
            condition=one.get("condition") or "",
            direction=one.get("direction") or Goal.Direction.INCREASE,
            unit=amount.unit,
            baseline=amount.baseline,
            baseline_on=contents.day(one.get("baseline_on")),
            target=amount.target,
            measure=measure,
            checked=checked,
            sessions=one.get("sessions"),
            out_of=one.get("out_of"),
            opportunities=one.get("opportunities"),
            starts_on=contents.day(one.get("starts")),
            due_on=contents.day(one.get("due")),
        )
        goal = plans.add_goal(plan=plan, words=words, on=on, by=by)
        if is_said and said_on:
            plans.say_goal(plan_id=plan.pk, goal_id=str(goal.pk), words=own_words, on=said_on, by=by)
        found[one["id"]] = goal
    return found


def _provision(
    plan: Plan,
    document: Mapping[str, Any],
    goals: Mapping[str, Goal],
    people: Mapping[Who, CircleMember | None],
    *,
    on: date,
    by: Actor,
) -> None:
    sections = contents.sections_of(document, plan_queries.plan_type_of(plan), "provision")
    for one in contents.distinct(document, "provision"):
        words = ProvisionWords(
            what=one["what"],
            section=sections.get(one["id"], ""),
            goals=tuple(goals[goal] for goal in dict.fromkeys(one.get("goals") or ()) if goal in goals),
            who=people.get(Who(one.get("who") or "", one.get("role") or "")),
            times=one.get("times"),
            per=one.get("per") or "",
            minutes=one.get("minutes"),
            group_size=contents.group_size(one),
            where=one.get("where") or "",
            starts_on=contents.day(one.get("starts")),
            ends_on=contents.day(one.get("ends")),
        )
        plans.add_provision(plan=plan, words=words, on=on, by=by)


def _facts(plan: Plan, carried: Carried, *, on: date, at: datetime, by: Actor) -> None:
    there = plan_queries.written_facts(plan)
    for section in plan_queries.plan_type_of(plan).sections:
        values = {one.key: one.value for one in carried.facts if one.section == section.key}
        if not values:
            continue
        asked = [item.of for item in plan_queries.own_facts(section)]
        plans.write_facts(
            plan=plan,
            section=section.key,
            values=values,
            revision=plan_queries.facts_revision(asked, there),
            on=on,
            at=at,
            by=by,
        )
        there = plan_queries.written_facts(plan)


def _views(
    plan: Plan,
    document: Mapping[str, Any],
    speakers: Mapping[Who, CircleMember | None],
    *,
    on: date,
    by: Actor,
) -> int:
    """Keep words of people who are somebody here as theirs, on the day they said them; how many there were."""
    there = {one.member_id: one for one in plan.contributions.all()}
    taken = 0
    for speaker in carrying.speakers(document, on=on):
        member = speakers.get(speaker.who)
        if member is None:
            continue
        if member.pk not in there or there[member.pk].party != speaker.party:
            raise NotPossible(
                f"{member.name} is not somebody whose words these can be. Choose somebody else."
            )
        view = there.pop(member.pk)
        plans.contribute(
            contribution=view,
            words=speaker.view["words"],
            said_on=date.fromisoformat(speaker.view["said_on"]),
            revision=view.revision,
            on=on,
            by=by,
            scribe=True,
            answers=tuple((asked, said) for asked, said in speaker.view.get("answers") or ()),
        )
        taken += 1
    return taken


def _record(row: ReceivedPlan, kind: str, *, on: date, by: Actor, **detail: str) -> None:
    audit.record(
        kind,
        about=f"received:{row.pk}",
        by=by,
        on=on,
        pupil_id=row.pupil_id,
        school_id=row.school_id,
        file=row.name,
        **detail,
    )
