"""A browser's side of the measurement: one visit after another over connections that stay open.

Reads visits as JSON, prints for each its seconds at the first and at the second opening:
python -m bench.client http://127.0.0.1:8000
"""

from __future__ import annotations

import http.client
import json
import sys
import time
from itertools import cycle
from typing import Final

from bench import visits
from bench.visits import Visit

CONNECTIONS: Final = 4
"""Each is kept by one of the server's workers; one alone would leave the other worker cold."""
WARMING: Final = 8


def measure(address: str, chosen: list[Visit]) -> dict[str, list[tuple[float, float]]]:
    """The seconds of each visit by kind: when the page of this school or pupil is first opened, and again."""
    connections = cycle(http.client.HTTPConnection(address, timeout=60) for _ in range(CONNECTIONS))
    found: dict[str, list[tuple[float, float]]] = {}
    kinds = dict.fromkeys(one.what for one in chosen)
    for kind in kinds:
        ours = [one for one in chosen if one.what == kind]
        for one in ours[:WARMING]:
            _open(next(connections), one)
        measured = ours[WARMING:]
        first = [_open(next(connections), one) for one in measured]
        again = [_open(next(connections), one) for one in measured]
        found[kind] = list(zip(first, again, strict=True))
    return found


def _open(connection: http.client.HTTPConnection, visit: Visit) -> float:
    started = time.perf_counter()
    connection.request("GET", visit.path, headers={"Cookie": f"sessionid={visit.session}"})
    answer = connection.getresponse()
    size = len(answer.read())
    seconds = time.perf_counter() - started
    if answer.status != 200 or size < 1000:
        raise SystemExit(f"{visit.what} {visit.path} answered {answer.status} with {size} bytes.")
    return seconds


if __name__ == "__main__":
    json.dump(measure(sys.argv[1], visits.from_json(sys.stdin.read())), sys.stdout)
