"""Patch traces: what changed where, with coarse times or none."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from handrail.signals.errors import Unreadable
from handrail.signals.events import Op, Source
from handrail.signals.readers.opening import as_json, opened
from handrail.signals.recordings import Recording, Tells, Writing, whole_characters

if TYPE_CHECKING:
    from pathlib import Path

YEAR_MS: Final = 365 * 24 * 3_600_000


def read(path: Path) -> Recording:
    """One session; times are those of transactions, and withheld where they run backwards or stand still."""
    told = as_json(path, opened(path))
    try:
        return _read(path, told)
    except (KeyError, TypeError, AttributeError) as fault:
        raise Unreadable(str(path), "", f"this is not a patch trace: {fault!r}.") from fault


def _read(path: Path, told: dict[str, Any]) -> Recording:
    writing = Writing()
    if start := whole_characters(told["startContent"]):
        writing.add(Op.INSERT, at=0, pos=0, text=start, source=Source.PROGRAM)
    times = [_milliseconds(path, number, txn["time"]) for number, txn in enumerate(told["txns"])]
    # A first transaction decades before the second was given no time.
    if len(times) > 1 and times[1] - times[0] > YEAR_MS:
        times[0] = times[1]
    stands = len(set(times)) < 2
    backwards = next((n for n, (a, b) in enumerate(itertools.pairwise(times), start=1) if b < a), None)
    useful = not stands and backwards is None
    for number, txn in enumerate(told["txns"]):
        for pos, n_del, text in txn["patches"]:
            inserted = whole_characters(text)
            if not n_del and not inserted:
                continue
            if not isinstance(pos, int) or pos < 0 or pos + n_del > writing.length:
                raise Unreadable(
                    str(path),
                    f"transaction {number}",
                    f"it changes characters {pos} to {pos + n_del} of {writing.length}.",
                )
            op = (Op.REPLACE if inserted else Op.DELETE_BACK) if n_del else Op.INSERT
            source = Source.UNKNOWN if len(inserted) > 1 else Source.TYPED
            at = times[number] - times[0] if useful else 0
            writing.add(op, at=at, pos=pos, n_del=n_del, text=inserted, source=source)
    if not len(writing):
        raise Unreadable(str(path), "", "it holds no change.")
    notes: tuple[str, ...] = ()
    if stands and times:
        notes = (
            f"Every transaction has the time {told['txns'][0]['time']}, so nothing about time is given.",
        )
    elif backwards is not None:
        notes = (f"Its times run backwards at transaction {backwards}, so nothing about time is given.",)
    tells = {Tells.TEXT, Tells.TIMES} if useful else {Tells.TEXT}
    return Recording(writing.table(), "patch trace", frozenset(tells), notes, {0: path.name.split(".")[0]})


def _milliseconds(path: Path, number: int, time: str) -> int:
    try:
        return round(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp() * 1000)
    except ValueError as fault:
        raise Unreadable(str(path), f"transaction {number}", f"{time} is not a time.") from fault
