"""Enters the pupils of both registers, and tells the lives of those who have a plan."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from handrail.apps.demonstration.places import Places
from handrail.apps.demonstration.register import Registered, registered
from handrail.apps.demonstration.school_years import SchoolYear, school_year, school_year_of
from handrail.apps.demonstration.story_days import moment_on
from handrail.apps.demonstration.timeline import Life
from handrail.apps.pupils import actions as pupils

COORDINATORS: Final = {"heronstane": "hs-graeme", "thistlegarth": "tg-rhona"}


def lives(places: Places, *, today: date) -> Iterator[Life]:
    """One life for each class's register, and one for each pupil with a plan."""
    by_school: dict[tuple[str, str], list[Registered]] = {}
    for one in registered(places, today=today):
        by_school.setdefault((one.school, one.particulars.year_group), []).append(one)
    habits = places.habits["kelpiewater"]
    year = school_year(school_year_of(today) - 1, habits)
    for (school, _), register in by_school.items():
        yield _entered(places, register, school=school, on=_in_first_weeks(year, register))


def _in_first_weeks(year: SchoolYear, register: list[Registered]) -> date:
    choose = random.Random(register[0].particulars.family_name)  # noqa: S311 - not a secret
    return year.first_day + timedelta(days=choose.choice((1, 5, 6, 7, 8, 12, 13)))


def _entered(places: Places, register: list[Registered], *, school: str, on: date) -> Life:
    """A class is entered in one sitting."""
    yield moment_on(on, time(10, 5))
    by = places.actor(COORDINATORS[school], on=on)
    for one in register:
        pupils.add_pupil(school=places.organisations[school], particulars=one.particulars, on=on, by=by)
