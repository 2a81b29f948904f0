from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from handrail.apps.accounts.actor import Actor
from handrail.apps.audit.models import Fact
from handrail.apps.audit.queries import facts_of
from handrail.apps.calendars import queries as calendars
from handrail.apps.calendars.queries import Reaching
from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Deadline
from handrail.apps.consents import queries as consents
from handrail.apps.consents.models import Consent
from handrail.apps.family import queries as family
from handrail.apps.family.models import Comment
from handrail.apps.family.queries import DraftToAnswer
from handrail.apps.home import policy
from handrail.apps.plans import queries as plans
from handrail.apps.plans.models import Contribution, Plan, Version
from handrail.apps.pupils import queries as pupils
from handrail.apps.pupils.models import Pupil
from handrail.apps.versions import queries as versions
from handrail.reach import reading
from handrail.reach.setting import Reach

LONGEST_LIST = 25
"""What a person can take in at once; the earliest come first."""

LONGEST_ASIDE = 8
"""What stands beside it, to know and not to do."""

LOOKS_AHEAD = timedelta(weeks=6)
"""How far ahead a home page looks. Further dates stand on each pupil's page."""


@dataclass(frozen=True, slots=True)
class Today:
    """What somebody has to do, what they wait for, and what they write at."""

    mine: list[Deadline]
    aims: list[Deadline]
    asked_of_me: list[Contribution]
    to_read: list[Version]
    consents: list[Consent]
    waiting: list[Contribution]
    said: list[Comment]
    drafts_to_answer: list[DraftToAnswer]
    family_plans: list[Plan]
    drafts: list[Plan]
    others: list[Deadline]
    no_day_yet: list[Deadline]
    calendars: list[Reaching]
    more: bool


def today(actor: Actor) -> Today:
    """Read in a fixed number of queries, however many pupils the actor reaches."""
    parties = policy.parties_of(actor)
    found = cases.worklists(
        parties=parties,
        waits_for=policy.waits_for(actor),
        until=actor.day + LOOKS_AHEAD,
        count=LONGEST_LIST + 1,
        aside=LONGEST_ASIDE,
    )
    keeps_plans = policy.keeps_plans(actor)
    return Today(
        mine=found.dated[:LONGEST_LIST],
        aims=found.aims,
        asked_of_me=plans.views_asked_of(actor) if actor.places else [],
        to_read=versions.to_read(actor, count=LONGEST_ASIDE) if actor.places else [],
        consents=consents.awaited_of(actor) if actor.places else [],
        waiting=plans.views_waited_for(count=LONGEST_ASIDE) if keeps_plans else [],
        said=family.waiting(count=LONGEST_ASIDE) if keeps_plans else [],
        drafts_to_answer=family.drafts_to_answer(actor) if actor.places else [],
        family_plans=family.plans_read(actor) if actor.places else [],
        drafts=plans.drafts(count=LONGEST_ASIDE) if keeps_plans else [],
        others=found.others,
        no_day_yet=cases.without_calendar(parties=parties, count=LONGEST_ASIDE) if parties else [],
        calendars=calendars.reaching(actor),
        more=len(found.dated) > LONGEST_LIST,
    )


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A pupil of a list, with the plan in force and what is due next."""

    pupil: Pupil
    plans: list[Plan]
    next_due: Deadline | None


def caseload(
    *, reach: Reach, school_id: int | None, named: str, with_plan: bool, start: int, count: int
) -> list[CaseloadRow]:
    """A page of pupils by name with their plans and next deadline: three queries, whatever its length.

    One row more than asked is read, so that a page knows whether there is another.
    """
    found = pupils.pupils_within(reach, school_id=school_id, named=named)
    if with_plan:
        # Looked up by both keys, as the index has them: a school's pupils lie together there, and everybody's
        # ids are scattered.
        theirs = Plan.objects.filter(pupil=OuterRef("pk"), school=OuterRef("school"))
        found = found.filter(Exists(theirs))
    page = reading.first(found, "sort_key", "id", start=start, count=count + 1)
    # Only what a line shows: fifty lines would carry the rest for nobody.
    their_plans = Plan.objects.only("pupil", "local_name", "draft_open", "latest_number").order_by(
        "local_name"
    )
    rows = list(
        page.select_related("school")
        .only("sort_key", "known_as", "family_name", "year_group", "class_name", "school__name")
        .prefetch_related(Prefetch("plans", their_plans, to_attr="their_plans"))
    )
    due = next_deadlines([pupil.pk for pupil in rows])
    return [CaseloadRow(pupil, pupil.their_plans, due.get(pupil.pk)) for pupil in rows]


def next_deadlines(pupil_ids: list[UUID]) -> dict[UUID, Deadline]:
    """The first open duty with a day of each pupil."""
    found = (
        Deadline.objects.filter(pupil_id__in=pupil_ids, is_open=True, nature="duty", acts_on__isnull=False)
        .only("pupil", "title", "acts_on", "falls_on")
        .order_by("pupil_id", "acts_on", "id")
        .distinct("pupil_id")
    )
    return {one.pupil_id: one for one in found}


def record(pupil_id: UUID, *, audiences: frozenset[str], count: int, start: int = 0) -> list[Fact]:
    """A stretch of a pupil's record, the latest happening first."""
    return list(facts_of(pupil_id, audiences=audiences)[start : start + count])


def reviews_ahead(*, after: date, count: int) -> list[Plan]:
    """Plans whose review people have agreed for a day to come, the nearest first."""
    found = Plan.objects.filter(review_on__gte=after, latest_number__gt=0)
    first = reading.first(found, "review_on", "id", count=count)
    return list(first.select_related("pupil").only("school", "review_on", *pupils.NAME_OF_PUPIL))
