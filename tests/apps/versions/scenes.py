"""What the tests of this folder begin with: plans of other places, ready to issue but for their steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handrail.apps.cases.models import CaseEvent
from handrail.apps.organisations.models import Organisation
from handrail.apps.plans import actions as plans
from handrail.apps.plans import queries
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import CircleMember
from handrail.apps.versions import actions
from tests.cast import TODAY, Cast, acting, fill, moment

if TYPE_CHECKING:
    from handrail.apps.accounts.models import Person
    from handrail.apps.family.models import SharedDraft
    from handrail.apps.versions.models import StepDone

NO_FACTS: Mapping[str, str] = {}
EHC = "gb-eng/ehc"
US_IEP = "us/iep"


def settle(cast: Cast, jurisdiction: str) -> None:
    """Move the cast's school and council to another place."""
    Organisation.objects.filter(pk__in=[cast.school.pk, cast.authority.pk]).update(jurisdiction=jurisdiction)


def written(cast: Cast, plan_type: str, *, on: date = TODAY, facts: Mapping[str, str] = NO_FACTS) -> Plan:
    """A draft with everything but its own facts, of which only those given are written, and everybody asked."""
    settle(cast, plan_type.partition("/")[0])
    with acting(cast.officer, on=on) as by:
        plan = plans.start_plan(pupil=cast.young.pupil, plan_type=plan_type, on=on, by=by)
        staff = CircleMember.objects.get(pupil=plan.pupil, person=cast.coordinator)
        fill(plan, staff, by=by, on=on)
        plans.set_people(plan=plan, coordinator=staff, contact=staff, on=on, by=by)
        kind = queries.plan_type_of(plan)
        for section in kind.sections:
            asked = {item.of for item in queries.own_facts(section)}
            values = {key: value for key, value in facts.items() if key in asked}
            if values:
                plans.write_facts(
                    plan=plan, section=section.key, values=values, revision=0, on=on, at=moment(on), by=by
                )
        for one in plan.contributions.all():
            plans.ask_for_view(plan=plan, member=one.member, due_on=on + timedelta(14), on=on, by=by)
    return again(cast, plan)


def again(cast: Cast, plan: Plan) -> Plan:
    """The plan's row as it is now."""
    with acting(cast.officer):
        return Plan.objects.select_related("pupil", "school", "case", "law_edition").get(pk=plan.pk)


def second_version(cast: Cast) -> Plan:
    """The younger pupil's plan, issued a second time: a section rewritten, and help with other words and days."""
    with acting(cast.coordinator) as by:
        plan = Plan.objects.get(pk=cast.young.plan.pk)
        plans.write_section(
            plan=plan,
            key="changes",
            text="Every lesson starts with the page read aloud twice.",
            based_on=1,
            on=TODAY,
            at=moment(TODAY),
            by=by,
        )
        plans.change_provision(
            provision=cast.young.provision,
            words=plans.ProvisionWords(
                what="Paired reading aloud",
                goals=(cast.young.goal,),
                who=cast.young.provision.who,
                times=4,
                per="week",
                minutes=10,
                group_size=2,
                where="the library",
                starts_on=cast.young.provision.starts_on,
                ends_on=TODAY + timedelta(90),
            ),
            revision=1,
            on=TODAY,
            by=by,
        )
        plan.refresh_from_db()
        actions.issue(plan=plan, draft_revision=plan.draft_revision, on=TODAY, at=moment(TODAY), by=by)
    return again(cast, plan)


def step(
    cast: Cast,
    plan: Plan,
    key: str,
    *,
    who: Person | None = None,
    happened_on: date,
    on: date,
    **more: object,
) -> StepDone:
    with acting(who or cast.officer, on=on) as by:
        return actions.record_step(plan=plan, step=key, happened_on=happened_on, on=on, by=by, **more)  # type: ignore[arg-type]


def share(
    cast: Cast, plan: Plan, *, who: Person | None = None, on: date = TODAY, **more: object
) -> SharedDraft:
    """Share the draft as it stands, as the step that it is unless told otherwise."""
    with acting(who or cast.officer, on=on) as by:
        row = Plan.objects.get(pk=plan.pk)
        given = {"shared_on": on, "draft_revision": row.draft_revision} | more
        return actions.share_draft(plan=row, on=on, at=moment(on), by=by, **given)  # type: ignore[arg-type]


def events(cast: Cast, plan: Plan) -> list[str]:
    with acting(cast.officer):
        found = CaseEvent.objects.filter(case=plan.case_id).order_by("recorded_at")
        return list(found.values_list("kind", flat=True))
