"""How many queries a page makes and how long the database takes over them, counted inside one process.

Reads visits as JSON, prints for each kind the counts and seconds: python -m bench.within bench.counting
"""

from __future__ import annotations

import json
import sys
from typing import Final

from django.db import connection
from django.test import Client

from bench import visits
from bench.counted import Count
from bench.visits import Visit

VISITS: Final = 12
"""Of each kind: enough to see whether the number depends on the pupil."""


def count(visit: Visit) -> tuple[int, float]:
    """A page's queries with everything around it: session, person, reach."""
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = visit.session
    counted = Count()
    with connection.execute_wrapper(counted):
        answer = client.get(visit.path)
    assert answer.status_code == 200, (visit, answer.status_code)
    return counted.queries, counted.seconds


def by_kind(chosen: list[Visit]) -> dict[str, list[tuple[int, float]]]:
    found: dict[str, list[tuple[int, float]]] = {}
    for kind in dict.fromkeys(one.what for one in chosen):
        ours = [one for one in chosen if one.what == kind][:VISITS]
        for one in ours:
            count(one)
        found[kind] = [count(one) for one in ours]
    return found


json.dump(by_kind(visits.from_json(sys.stdin.read())), sys.stdout)
