"""The same lists read the way one writes them first, beside Handrail's own way: queries only, no page, no HTTP.

The naive reader asks once for each pupil, or reads every row and chooses in Python. It is given the same
tables, the same indexes and the same reach. Reads visits as JSON: python -m bench.within bench.naive
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sized
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from bench import visits
from bench.counted import Count
from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.models import Person
from handrail.apps.accounts.queries import actor_for
from handrail.apps.cases import queries as cases
from handrail.apps.cases.models import Deadline
from handrail.apps.home import queries
from handrail.apps.home.policy import parties_of
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import Pupil
from handrail.reach import setting

PEOPLE: Final = 8
PAGE: Final = 51
Read = Callable[[Actor], Sized]


def caseload(actor: Actor) -> Sized:
    return queries.caseload(
        reach=actor.reach, school_id=None, named="", with_plan=True, start=0, count=PAGE - 1
    )


def caseload_one_by_one(actor: Actor) -> Sized:  # noqa: ARG001
    """A query for each pupil to see whether there is a plan, and three more for each line."""
    having = [one for one in Pupil.objects.filter(left_on=None) if Plan.objects.filter(pupil=one).exists()]
    having.sort(key=lambda one: (one.sort_key, one.pk))
    return [
        (
            pupil,
            pupil.school.name,
            list(Plan.objects.filter(pupil=pupil).order_by("local_name")),
            Deadline.objects.filter(pupil=pupil, is_open=True, nature="duty", acts_on__isnull=False)
            .order_by("acts_on", "id")
            .first(),
        )
        for pupil in having[:PAGE]
    ]


def worklist(actor: Actor) -> Sized:
    return cases.worklists(
        parties=parties_of(actor),
        waits_for=frozenset(),
        until=actor.day + queries.LOOKS_AHEAD,
        count=26,
        aside=1,
    ).dated


def worklist_in_python(actor: Actor) -> Sized:
    """Every deadline within the reach, chosen and ordered in Python, and a query for each pupil's name."""
    parties, horizon = parties_of(actor), actor.day + queries.LOOKS_AHEAD
    found = [
        one
        for one in Deadline.objects.all()
        if one.is_open
        and one.nature == "duty"
        and one.party in parties
        and one.falls_on
        and one.acts_on
        and one.acts_on <= horizon
    ]
    found.sort(key=lambda one: (one.acts_on, one.pk))
    return [(one, one.pupil.name) for one in found[:26]]


PAIRS: Final[tuple[tuple[str, str, Read], ...]] = (
    ("caseload, coordinator", "read model only: caseload, coordinator", caseload),
    ("caseload, coordinator", "naive peer, a query a pupil: caseload, coordinator", caseload_one_by_one),
    ("today, officer", "read model only: worklist, officer", worklist),
    ("today, officer", "naive peer, chosen in Python: worklist, officer", worklist_in_python),
)


def measure(person: Person, read: Read) -> tuple[int, float, float]:
    """Queries, seconds in the database, seconds in all; the second of two readings."""
    with transaction.atomic():
        actor = actor_for(person, on=timezone.localdate())
        setting.apply(actor.reach)
        for _ in range(2):
            counted = Count()
            started = time.perf_counter()
            with connection.execute_wrapper(counted):
                found = read(actor)
            seconds = time.perf_counter() - started
        assert len(found)
    return counted.queries, counted.seconds, seconds


def by_kind(chosen: list[visits.Visit]) -> dict[str, list[tuple[int, float, float]]]:
    measured: dict[str, list[tuple[int, float, float]]] = {}
    for kind, name, read in PAIRS:
        people = list(dict.fromkeys(one.person for one in chosen if one.what == kind))[:PEOPLE]
        measured[name] = [measure(Person.objects.get(pk=one), read) for one in people]
    return measured


json.dump(by_kind(visits.from_json(sys.stdin.read())), sys.stdout)
