"""How long it takes to work out every date of a hundred thousand cases again, several schools at once.

As the night does it and as `handrail recalculate` does it: first after every term has moved, then once more
with nothing changed. Prints the cases and the seconds of each run: python -m bench.within bench.recalculating
"""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

import django
from django.db import connection
from django.db.models import F

from handrail.apps.cases.management.commands.calculate_deadlines import calculate
from handrail.apps.organisations.models import Organisation, Term

ENOUGH: Final = 100_000


def run() -> dict[str, tuple[int, float]]:
    schools = list(
        Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).order_by("pk").values_list("pk", flat=True)
    )
    connection.close()
    found = {}
    with ProcessPoolExecutor(
        os.cpu_count() or 1, mp_context=get_context("spawn"), initializer=django.setup
    ) as pool:
        list(pool.map(calculate, schools[:2]))  # the processes are up, the law is read
        for what, days in (("after a change of calendars", 1), ("with nothing changed", 0)):
            Term.objects.update(ends_on=F("ends_on") + days)
            connection.close()
            cases, started = 0, time.perf_counter()
            for place in range(0, len(schools), 100):
                cases += sum(pool.map(calculate, schools[place : place + 100]))
                if cases >= ENOUGH:
                    break
            found[what] = (cases, time.perf_counter() - started)
    Term.objects.update(ends_on=F("ends_on") - 1)
    return found


if __name__ == "__main__":
    print(json.dumps(run()))
