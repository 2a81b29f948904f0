"""Our own columns: batches as a page sends them, and Parquet as they are kept.

A batch is a JSON object: `handrail.batch` 1, `session`, `first` (the number of its first event), one list for each
column, and perhaps `length`, the text's length after it. A file holds one batch a line, in any order. The same batch
twice counts once; an altered one, a missing one or a length that does not come out is named.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from handrail.signals import events
from handrail.signals.errors import BrokenContract, Unreadable
from handrail.signals.events import UNKNOWN_DWELL, shape_of
from handrail.signals.readers.opening import opened
from handrail.signals.recordings import EVERYTHING, Recording, Tells

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS: Final = ("t", "op", "source", "pos", "n_del")


def read(path: Path) -> Recording:
    """Sessions in the order in which they first come."""
    gathered: dict[str, dict[int, tuple[int, dict[str, Any]]]] = {}
    for line, text in enumerate(opened(path).decode("utf-8", "replace").splitlines(), start=1):
        if not text.strip():
            continue
        place = f"line {line}"
        try:
            batch = json.loads(text)
        except json.JSONDecodeError as fault:
            reason = f"it is cut off or not JSON: {fault.msg}."
            raise Unreadable(str(path), f"{place}, column {fault.colno}", reason) from fault
        session, first = _checked(path, place, batch)
        known = gathered.setdefault(session, {})
        if first in known and known[first][1] != batch:
            reason = f"events from {first} of session {session} stand in line {known[first][0]} with other content."
            raise Unreadable(str(path), place, reason)
        known.setdefault(first, (line, batch))
    if not gathered:
        raise Unreadable(str(path), "", "it holds no batch.")
    tables = [
        _session(path, number, session, [known[first] for first in sorted(known)])
        for number, (session, known) in enumerate(gathered.items())
    ]
    table = pa.concat_tables(tables)
    lacks = set() if any(d != UNKNOWN_DWELL for d in table.column("dwell").to_pylist()) else {Tells.HOLD}
    return Recording(table, "Handrail batches", EVERYTHING - lacks, (), dict(enumerate(gathered)))


def _checked(path: Path, place: str, batch: Any) -> tuple[str, int]:
    if not isinstance(batch, dict) or batch.get("handrail.batch") != 1:
        raise Unreadable(str(path), place, "this is not a batch of version 1.")
    for name in ("session", "first", *COLUMNS):
        if name not in batch:
            raise Unreadable(str(path), place, f"{name} is missing.")
    if "text" not in batch and "shape" not in batch:
        raise Unreadable(str(path), place, "it needs text, or shape in the content-free form.")
    lengths = {len(batch[name]) for name in (*COLUMNS, "text", "shape", "lead", "dwell") if name in batch}
    if len(lengths) != 1:
        raise Unreadable(str(path), place, "its columns are of different length.")
    if not isinstance(batch["first"], int) or batch["first"] < 0:
        raise Unreadable(str(path), place, "first is not a number of an event.")
    return str(batch["session"]), batch["first"]


def _session(path: Path, number: int, name: str, batches: list[tuple[int, dict[str, Any]]]) -> pa.Table:
    following = 0
    length = 0
    columns: dict[str, list[Any]] = {column: [] for column in events.SCHEMA.names}
    for line, batch in batches:
        n = len(batch["t"])
        if batch["first"] != following:
            what = "are missing" if batch["first"] > following else "come twice with other neighbours"
            between = f"{min(following, batch['first'])} to {max(following, batch['first']) - 1}"
            raise Unreadable(str(path), f"line {line}", f"events {between} of session {name} {what}.")
        text = batch.get("text", [None] * n)
        shape = batch["shape"] if "shape" in batch else [shape_of(inserted or "") for inserted in text]
        for column, values in (
            ("session", [number] * n), ("seq", range(following, following + n)), ("t", batch["t"]),
            ("lead", batch.get("lead", [0] * n)), ("dwell", batch.get("dwell", [UNKNOWN_DWELL] * n)),
            ("op", batch["op"]), ("source", batch["source"]), ("pos", batch["pos"]), ("n_del", batch["n_del"]),
            ("n_ins", [len(letters) for letters in shape]), ("shape", shape), ("text", text),
        ):  # fmt: skip
            columns[column].extend(values)
        following += n
        length += sum(map(len, shape)) - sum(batch["n_del"])
        if batch.get("length", length) != length:
            reason = f"after it the text should have {batch['length']} characters and has {length}."
            raise Unreadable(str(path), f"line {line}", reason)
    try:
        return events.of_columns(**columns)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as fault:
        raise Unreadable(str(path), f"session {name}", f"a value is out of range: {fault}.") from fault


def read_parquet(path: Path) -> Recording:
    """A file of whole sessions, as `Recording.write` keeps it."""
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        table = events.conform(table)
    except BrokenContract as fault:
        raise Unreadable(str(path), "", str(fault)) from fault
    except (pa.ArrowInvalid, OSError) as fault:
        raise Unreadable(str(path), "", f"it is cut off or not Parquet: {fault}.") from fault
    told = table.schema.metadata or {}
    named = told.get(b"handrail.tells", b"").decode()
    tells = frozenset(Tells[name] for name in named.split(",") if name in Tells.__members__)
    return Recording(table, told.get(b"handrail.format", b"Parquet").decode(), tells if named else EVERYTHING)


def lines_of(table: pa.Table, *, every: int = 200, content: bool = True) -> list[str]:
    """A table as batches, one a line."""
    from handrail.signals.kernel import starts_of

    lines = []
    starts = starts_of(table.column("session").to_numpy())
    for begin, end in pairwise(starts.tolist()):
        length = 0
        for first in range(begin, end, every):
            part = table.slice(first, min(every, end - first)).to_pydict()
            length += sum(part["n_ins"]) - sum(part["n_del"])
            told = {
                name: part[name] for name in ("t", "lead", "dwell", "op", "source", "pos", "n_del", "shape")
            }
            if content:
                told["text"] = part["text"]
            head = {
                "handrail.batch": 1,
                "session": str(part["session"][0]),
                "first": first - begin,
                "length": length,
            }
            lines.append(json.dumps(head | told, separators=(",", ":")))
    return lines
