"""CSV as the Kaggle competition on writing and KLiCKe keep it: one row an event, the cursor after it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from handrail.signals.errors import Unreadable
from handrail.signals.events import UNKNOWN_DWELL, Op, Source
from handrail.signals.readers.opening import opened
from handrail.signals.recordings import EVERYTHING, Recording, Tells, Writing, whole_characters

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

NEEDED: Final = ("id", "event_id", "down_time", "up_time", "activity", "text_change", "cursor_position")
MOVED: Final = re.compile(r"Move From \[(\d+), (\d+)\] To \[(\d+), (\d+)\]")
NOTE: Final = "Pauses may be cut short: the task lasted half an hour and warned after two idle minutes."


def read(path: Path) -> Recording:
    """A session for each `id`; letters may have been replaced by q, which changes no signal."""
    import pyarrow as pa

    try:
        text = opened(path).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Unreadable(str(path), f"byte {fault.start}", "this is not UTF-8.") from fault
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if missing := [name for name in NEEDED if name not in (rows.fieldnames or ())]:
        raise Unreadable(str(path), "line 1", f"the column {missing[0]} is missing.")
    tables: list[pa.Table] = []
    names: dict[int, str] = {}
    essay: _Essay | None = None
    for row in rows:
        if None in row.values():
            raise Unreadable(str(path), f"line {rows.line_num}", "the row is cut off.")
        if essay is None or row["id"] != essay.id:
            if row["id"] in names.values():
                reason = f"{row['id']} comes a second time; its rows must stand together."
                raise Unreadable(str(path), f"line {rows.line_num}", reason)
            if essay is not None:
                tables.append(essay.writing.table())
            essay = _Essay(path, row["id"], len(names))
            names[len(names)] = row["id"]
        essay.take(row, rows.line_num)
    if essay is None:
        raise Unreadable(str(path), "", "it holds no event.")
    tables.append(essay.writing.table())
    tells = EVERYTHING - {Tells.FOCUS}
    return Recording(pa.concat_tables(tables), "Kaggle or KLiCKe CSV", tells, (NOTE,), names)


class _Essay:
    """One essay, whose text is kept so that what its rows claim is checked."""

    def __init__(self, path: Path, name: str, number: int) -> None:
        self.path, self.id = path, name
        self.writing = Writing(number)
        self.text = ""
        self.event = 0
        self.now = 0
        self.line = 0

    def take(self, row: dict[str, str], line: int) -> None:
        self.line = line
        event = self._whole(row, "event_id")
        if self.event and event != self.event + 1:
            self._refuse(f"event {event} follows event {self.event}")
        self.event = event
        down, up = self._whole(row, "down_time"), self._whole(row, "up_time")
        if down < self.now:
            self._refuse(f"the clock runs backwards, from {self.now} to {down} ms")
        self.now = down
        dwell = min(up - down, UNKNOWN_DWELL) if up > down else UNKNOWN_DWELL
        cursor, change = self._whole(row, "cursor_position"), whole_characters(row["text_change"])
        activity = row["activity"]
        if activity == "Nonproduction" or change == "NoChange":
            self.writing.add(Op.MOVE, at=down, pos=min(cursor, len(self.text)), dwell=dwell)
        elif activity == "Input":
            source = Source.TYPED if len(change) == 1 else Source.UNKNOWN
            self._splice(Op.INSERT, cursor - len(change), "", change, source, dwell)
        elif activity == "Paste":
            source = Source.MOVED if change in self.text else Source.PASTED
            self._splice(Op.PASTE, cursor - len(change), "", change, source, dwell)
        elif activity == "Remove/Cut":
            forward = row.get("down_event") == "Delete"
            op = Op.DELETE_FORWARD if forward else Op.DELETE_BACK if len(change) == 1 else Op.CUT
            self._splice(op, cursor, change, "", Source.TYPED, dwell)
        elif activity == "Replace":
            before, arrow, after = change.partition(" => ")
            if not arrow:
                self._refuse("a replacement without “ => ”")
            self._splice(Op.REPLACE, cursor - len(after), before, after, Source.UNKNOWN, dwell)
        elif moved := MOVED.fullmatch(activity):
            first, last, to, to_end = map(int, moved.groups())
            if last > len(self.text) or last - first != to_end - to or last <= first:
                self._refuse(f"{activity}: the text has {len(self.text)} characters")
            piece = self.text[first:last]
            self._splice(Op.CUT, first, piece, "", Source.TYPED, dwell)
            self._splice(Op.PASTE, to, "", piece, Source.MOVED, dwell)
        else:
            self._refuse(f"the activity “{activity}” is not known")

    def _splice(self, op: Op, pos: int, gone: str, come: str, source: Source, dwell: int) -> None:
        if pos < 0 or pos + len(gone) > len(self.text):
            self._refuse(f"it changes characters {pos} to {pos + len(gone)} of {len(self.text)}")
        if self.text[pos : pos + len(gone)] != gone:
            self._refuse(f"what it removes is not what stands at {pos}")
        if gone or come:
            self.text = self.text[:pos] + come + self.text[pos + len(gone) :]
            self.writing.add(op, at=self.now, pos=pos, n_del=len(gone), text=come, source=source, dwell=dwell)

    def _whole(self, row: dict[str, str], name: str) -> int:
        try:
            return int(row[name])
        except ValueError:
            self._refuse(f"{name} is “{row[name]}”, not a whole number")
            raise

    def _refuse(self, reason: str) -> None:
        raise Unreadable(str(self.path), f"line {self.line}, {self.id}", f"{reason}.")
