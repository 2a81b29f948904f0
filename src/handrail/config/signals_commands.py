"""`handrail signals`: recordings of writing read, replayed, counted and simulated, without a database or a server."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from tqdm import tqdm

from handrail.signals import guards, kernel, pooled, private, readers, reading_tables, replay, simulate
from handrail.signals.errors import SignalsError
from handrail.signals.events import REASONS
from handrail.signals.guards import Circumstances
from handrail.signals.published import SAMPLES
from handrail.signals.readers import batches
from handrail.signals.recordings import EVERYTHING, Recording, Tells

if TYPE_CHECKING:
    from argparse import Namespace

REFUSED: Final = 2
KINDS: Final = (".csv", ".json", ".parquet")
ALL_PIECES: Final = "all files together"


def run(chosen: Namespace) -> int:
    """One command; what a person can put right is a sentence."""
    command = {"read": read, "compute": compute, "replay": show, "simulate": make}[chosen.signals]
    try:
        return command(chosen)
    except SignalsError as fault:
        print(fault, file=sys.stderr)
    except OSError as fault:
        print(f"{fault.filename}: {fault.strerror}.", file=sys.stderr)
    return REFUSED


def read(chosen: Namespace) -> int:
    path = Path(chosen.file)
    recording = readers.read(path)
    counted = kernel.count(recording.events)
    print(
        f"{path.name}: {recording.format}, {len(counted.sessions)} sessions, {recording.events.num_rows} events"
    )
    if recording.simulated:
        print("Simulated: nobody wrote this.")
    print("Tells " + "; ".join(sorted(recording.tells)) + ".")
    if lacking := EVERYTHING - recording.tells:
        print("Does not tell " + "; ".join(sorted(lacking)) + ".")
    for note in recording.notes:
        print(note)
    for session, code, row in zip(counted.sessions, counted.faults, counted.fault_rows, strict=True):
        if code:
            print(f"Session {session} gives no signal: at event {row} of the file, {REASONS[int(code)]}.")
    if chosen.to:
        events = private.without_content(recording.events) if chosen.content_free else recording.events
        kept = Recording(events, recording.format, recording.tells)
        stem = path.name.removesuffix(".gz").removesuffix(".parquet")
        out = path.with_name(f"{stem}.{'content-free.' if chosen.content_free else ''}{_ending(chosen.to)}")
        if chosen.to == "parquet":
            kept.write(out)
        else:
            lines = batches.lines_of(events, content=not chosen.content_free)
            out.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"Written to {out}")
    return 0


def compute(chosen: Namespace) -> int:
    out = Path(chosen.out)
    if out.suffix not in KINDS:
        raise SignalsError(f"{out}: write to a file that ends with {', '.join(KINDS)}.")
    told = Circumstances(
        device=chosen.device,
        usual_device=chosen.usual_device,
        support_declared=chosen.support,
        first_language={"yes": True, "no": False}.get(chosen.first_language),
    )
    if chosen.earlier and not chosen.one_writer:
        raise SignalsError("Earlier pieces stand for one writer: add --one-writer, or leave --earlier out.")
    tables, pieces, refused = [], [], 0
    for name in tqdm(chosen.files, unit="file", disable=None):
        try:
            recording = readers.read(Path(name))
            found = guards.readings(recording, told, threads=os.cpu_count() or 1)
        except SignalsError as fault:
            # One broken file does not take the others with it.
            tqdm.write(str(fault), file=sys.stderr)
            refused += 1
            continue
        tables.append(_from(name, reading_tables.table(found, simulated=recording.simulated)))
        if chosen.one_writer:
            pieces.append(recording)
    if not tables:
        raise SignalsError("No file could be read; nothing was written.")
    if chosen.one_writer:
        earlier = [readers.read(Path(name)) for name in chosen.earlier]
        simulated = any(piece.simulated for piece in (*pieces, *earlier))
        together = pooled.readings(pieces, told, earlier=earlier)
        tables.append(_from(ALL_PIECES, reading_tables.table(together, simulated=simulated)))
    _write(pa.concat_tables(tables), out)
    print(
        f"{sum(t.num_rows for t in tables)} readings of {len(chosen.files) - refused} files written to {out}"
    )
    if refused:
        print(f"{refused} files could not be read; the reasons are above.", file=sys.stderr)
    return 1 if refused else 0


def show(chosen: Namespace) -> int:
    recording = readers.read(Path(chosen.file))
    at = replay.moment(chosen.at) if chosen.at else None
    if at is not None and Tells.TIMES not in recording.tells:
        raise SignalsError(
            f"{chosen.file}: it does not tell when anything was written; leave --at out for the end."
        )
    print(replay.text_at(recording.session(chosen.session), at))
    return 0


def make(chosen: Namespace) -> int:
    out = Path(chosen.out)
    if chosen.sample not in SAMPLES:
        raise SignalsError(f"There is no sample {chosen.sample}. There are {', '.join(SAMPLES)}.")
    if out.suffix != ".parquet" or chosen.sessions < 1 or chosen.words < 1:
        raise SignalsError(
            "Simulate at least one session of one word, and write to a file that ends with .parquet."
        )
    writer = simulate.Writer(
        sample=chosen.sample,
        second_language=chosen.second_language,
        device=simulate.Device(chosen.device),
        words=chosen.words,
    )
    with tqdm(total=chosen.sessions, unit="session", disable=None) as bar:
        events = simulate.sessions(writer, chosen.sessions, seed=chosen.seed, on_session=bar.update)
    lacks = {Tells.HOLD} if writer.device is simulate.Device.TOUCH else set()
    Recording(events, "simulated", EVERYTHING - lacks).write(out)
    who = SAMPLES[chosen.sample].who
    print(f"Simulated, nobody wrote it: {chosen.sessions} sessions, {events.num_rows} events; {who}")
    return 0


def _from(name: str, table: pa.Table) -> pa.Table:
    return table.add_column(0, "file", pa.array([name] * table.num_rows, pa.string()))


def _ending(kind: str) -> str:
    return "parquet" if kind == "parquet" else "jsonl"


def _write(table: pa.Table, out: Path) -> None:
    if out.suffix == ".parquet":
        pyarrow.parquet.write_table(table, out)
    elif out.suffix == ".csv":
        pyarrow.csv.write_csv(table, out)
    else:
        out.write_text(json.dumps(table.to_pylist(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
