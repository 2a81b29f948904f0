from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from handrail.apps.accounts.actor import Actor
from handrail.apps.audit.models import Fact
from handrail.apps.audit.queries import facts_of
from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Deadline
from handrail.apps.home import policy
from handrail.apps.plans import queries as plans
from handrail.apps.plans.models import Contribution, Plan
from handrail.apps.pupils import queries as pupils
from handrail.apps.pupils.models import Pupil

LONGEST_LIST = 25
"""What a person can take in at once; the rest is one link away."""


@dataclass(frozen=True, slots=True)
class Today:
    """What somebody has to do, what they wait for, and what they write at."""

    mine: list[Deadline]
    asked_of_me: list[Contribution]
    waiting: list[Contribution]
    drafts: list[Plan]
    others: list[Deadline]
    more: bool


def today(actor: Actor) -> Today:
    """Read in a fixed number of queries, however many pupils the actor reaches."""
    parties = policy.parties_of(actor)
    writes = bool(actor.reach.schools)
    mine = list(cases.worklist(parties=parties)[: LONGEST_LIST + 1]) if parties else []
    others = list(cases.worklist(parties=OTHERS - parties)[:8]) if writes else []
    return Today(
        mine=mine[:LONGEST_LIST],
        asked_of_me=plans.views_asked_of(actor) if actor.places else [],
        waiting=plans.views_waited_for()[:8] if writes else [],
        drafts=plans.drafts()[:8] if writes else [],
        others=others,
        more=len(mine) > LONGEST_LIST,
    )


OTHERS = frozenset({"authority", "agency", "school", "parent", "pupil", "tribunal"})


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A pupil of a list, with the plan in force and what is due next."""

    pupil: Pupil
    plans: list[Plan]
    next_due: Deadline | None


def caseload(
    *, school_id: int | None, named: str, with_plan: bool, start: int, count: int
) -> list[CaseloadRow]:
    """A page of pupils by name with their plans and next deadline: three queries, whatever its length.

    One row more than asked is read, so that a page knows whether there is another.
    """
    found = pupils.pupils_in_order(school_id=school_id, named=named)
    if with_plan:
        found = found.filter(pk__in=Plan.objects.values("pupil_id"))
    rows = list(
        found.select_related("school").prefetch_related(
            Prefetch("plans", Plan.objects.order_by("local_name"), to_attr="their_plans")
        )[start : start + count + 1]
    )
    due = next_deadlines([pupil.pk for pupil in rows])
    return [CaseloadRow(pupil, pupil.their_plans, due.get(pupil.pk)) for pupil in rows]


def next_deadlines(pupil_ids: list[UUID]) -> dict[UUID, Deadline]:
    """The first open duty with a day of each pupil."""
    found = (
        Deadline.objects.filter(pupil_id__in=pupil_ids, is_open=True, nature="duty", acts_on__isnull=False)
        .order_by("pupil_id", "acts_on", "id")
        .distinct("pupil_id")
    )
    return {one.pupil_id: one for one in found}


def record(pupil_id: UUID, *, audiences: frozenset[str], count: int, start: int = 0) -> list[Fact]:
    """A stretch of a pupil's record, the latest happening first."""
    return list(facts_of(pupil_id, audiences=audiences)[start : start + count])


def reviews_ahead(*, after: date, count: int) -> list[Plan]:
    """Plans whose review people have agreed for a day to come, the nearest first."""
    return list(
        Plan.objects.filter(review_on__gte=after, latest_number__gt=0)
        .select_related("pupil")
        .order_by("review_on", "id")[:count]
    )
