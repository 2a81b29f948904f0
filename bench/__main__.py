"""`python -m bench`: the facts of this machine, then every measurement as one table."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import psycopg

from bench import database, duties, machine, nation, plan_pdf, serving, table, visits
from bench.database import Database
from bench.table import Measurement
from handrail.config import environment

STAGES: Final = "2000,100000,1700000"
PORT: Final = 8765


def main() -> int:
    chosen = _arguments()
    if chosen.only is not None:
        for name, fact in machine.facts():
            print(f"{name:<12}{fact}")
        print(f"\n{table.of(PARTS[chosen.only]())}", flush=True)
        return 0
    folder = environment.read().var / "bench-database"
    measured: list[Measurement] = []
    with database.running(folder) as ours:
        for name, fact in machine.facts(ours.addresses.app):
            print(f"{name:<12}{fact}")
        _prepare(ours)
        for pupils in chosen.stages:
            if nation.holds_more(ours, pupils=pupils):
                _tell(f"{pupils:,} pupils: passed over, since the kept database holds more")
                continue
            took = nation.fill(ours, pupils=pupils)
            _tell(f"{pupils:,} pupils: filled in {took:.0f} s, {_size(ours)}")
            measured += _pages(ours, stage=f"{pupils:,}", requests=chosen.requests)
            print(f"\n{table.of(measured)}", flush=True)
    print(f"\n{table.of(_without_pages())}", flush=True)
    if not chosen.keep:
        shutil.rmtree(folder)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--stages",
        default=STAGES,
        type=lambda text: sorted(map(int, text.split(","))),
        help="pupils, with commas",
    )
    parser.add_argument("--requests", default=200, type=int, help="visits to each kind of page")
    parser.add_argument(
        "--keep", action="store_true", help="keep the database for the next run and for looking"
    )
    parser.add_argument("--only", choices=tuple(PARTS), help="one part that needs no nation, alone")
    return parser.parse_args()


def _prepare(ours: Database) -> None:
    with ours.filling() as filling:
        if filling.execute("select to_regclass('bench.filled')").fetchone() == (None,):
            _tell("Writing the pattern school through the product's own actions")
            ours.run("bench.pattern", login=ours.addresses.owner)
            nation.prepare(filling)


def _pages(ours: Database, *, stage: str, requests: int) -> Iterator[Measurement]:
    """Every kind of page, through the real server and counted inside."""
    with psycopg.connect(ours.addresses.owner) as owner:
        chosen = visits.signed_in(ours, visits.choose(owner, count=requests))
    given = visits.as_json(chosen)
    with serving.running(ours, port=PORT) as address:
        opened = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "bench.client", address],
            input=given,
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        )
    counts = json.loads(ours.run("bench.counting", login=ours.addresses.app, given=given))
    for kind, pairs in json.loads(opened.stdout).items():
        yield Measurement(
            what=kind,
            stage=stage,
            seconds=tuple(again for _, again in pairs),
            first=tuple(first for first, _ in pairs),
            queries=tuple(queries for queries, _ in counts[kind]),
            database=tuple(seconds for _, seconds in counts[kind]),
        )
    for kind, readings in json.loads(ours.run("bench.naive", login=ours.addresses.app, given=given)).items():
        queries, in_database, seconds = zip(*readings, strict=True)
        yield Measurement(what=kind, stage=stage, seconds=seconds, queries=queries, database=in_database)
    again = json.loads(ours.run("bench.recalculating", login=ours.addresses.app))
    for what, (cases, took) in again.items():
        _tell(f"{cases:,} cases worked out again {what}: {took:.1f} s, {cases / took:,.0f} a second")
        yield Measurement(what=f"a case worked out again, {what}", stage=stage, seconds=(took / cases,))


def _without_pages() -> Iterator[Measurement]:
    """What needs no database: a plan's PDF as plans grow, one deadline of the law, and progress."""
    for part in PARTS.values():
        yield from part()


def _documents() -> Iterator[Measurement]:
    for row in plan_pdf.measure():
        yield Measurement(what=f"PDF typeset: {row.what}", stage="", seconds=row.seconds)
    for row in plan_pdf.other_documents():
        yield Measurement(what=f"document made: {row.what}", stage="", seconds=row.seconds)


def _deadlines() -> Iterator[Measurement]:
    for law in duties.measure():
        each = statistics.median(law.engine)
        yield Measurement(
            what=f"{law.plan_type}: a deadline, of {law.count} in a case ({1 / each:,.0f} a second)",
            stage="",
            seconds=law.engine,
        )
        yield Measurement(
            what=f"{law.plan_type}: naive walk from day to day, the day alone", stage="", seconds=law.naive
        )


def _signals() -> Iterator[Measurement]:
    from bench import signals

    for row in signals.measure():
        yield Measurement(what=row.what, stage=f"{row.events:,}", seconds=row.seconds)


def _measures() -> Iterator[Measurement]:
    from bench import measures

    for row in measures.measure():
        yield Measurement(what=row.what, stage="", seconds=row.seconds)


def _writing() -> Iterator[Measurement]:
    """A section of a large plan, opened, saved and merged, in a database of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder,
        database.running(Path(folder)) as ours,
    ):
        found = json.loads(ours.run("bench.writing", login=ours.addresses.app))
    for what, readings in found.items():
        queries, in_database, seconds = zip(*readings, strict=True)
        yield Measurement(what=what, stage="", seconds=seconds, queries=queries, database=in_database)


PARTS: Final[dict[str, Callable[[], Iterator[Measurement]]]] = {
    "documents": _documents,
    "deadlines": _deadlines,
    "measures": _measures,
    "signals": _signals,
    "writing": _writing,
}
"""What can be measured alone, by the name that --only takes."""


def _size(ours: Database) -> str:
    with psycopg.connect(ours.addresses.owner) as owner:
        row = owner.execute("select pg_size_pretty(pg_database_size(current_database()))").fetchone()
    return str(row[0]) if row else ""


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    # Also when told to end, the server and the database of the measurement are stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except nation.HalfFilled as fault:
        sys.exit(str(fault))
