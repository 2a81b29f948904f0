"""Loads the demonstration, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from handrail.apps.accounts.policy import NotPossible
from handrail.apps.cases import actions as cases
from handrail.apps.cases.models import Case
from handrail.apps.demonstration import population, queries
from handrail.apps.demonstration.places import write_places
from handrail.apps.demonstration.stories import stories
from handrail.apps.demonstration.timeline import tell
from handrail.apps.organisations.models import Organisation
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import Pupil
from handrail.reach import setting
from handrail.reach.setting import Reach

PASSWORD: Final = "a rail beside the steps"  # noqa: S105 - shown to everybody on the page
"""The same for everybody: nothing here is anybody’s secret."""
LOADING_LOCK: Final = 4_208_017

Tells = Callable[[str], None]


def load(*, today: date, now: datetime, say: Tells = lambda _: None) -> bool:
    """Write the invented councils, schools, stories and pupils; `False` when they are there already.

    One transaction: whoever is killed in the middle leaves nothing half loaded. Only the owner's login can
    write history, because only its facts may carry the day on which they would have been recorded.

    Raises:
        NotPossible: this database holds other organisations, so it may not be anybody's demonstration.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOADING_LOCK])
        if queries.is_loaded():
            return False
        if Organisation.objects.exists():
            raise NotPossible(
                "This database holds other schools. A demonstration is loaded only into an empty database."
            )
        password = make_password(PASSWORD)
        places = write_places(today=today, password=password)
        schools = frozenset(one.pk for one in places.organisations.values() if one.kind == "school")
        say(f"{len(places.habits)} authorities and {len(schools)} schools are built.")
        setting.apply(Reach(schools=schools))
        lives = [*stories(places, today=today, password=password), *population.lives(places, today=today)]
        steps = tell(lives, now=now)
        for case in Case.objects.filter(closed_on=None).order_by("id"):
            # As every night does: what was due when the last step was written down is not what is due today.
            cases.calculate(case=case, on=today)
        pupils, plans = Pupil.objects.count(), Plan.objects.count()
        say(f"{pupils} pupils and {plans} plans are there, in {steps} steps of history.")
    return True
