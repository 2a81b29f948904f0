"""A Google Docs changelog: what was saved when. Saves gather several keys, so times are coarse.

A suggestion is shown as a revision, and the text is the accepted view: what is marked for deletion is gone. The
document still counts such characters in its places, so places are translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handrail.signals.errors import Unreadable
from handrail.signals.events import Op, Source
from handrail.signals.readers.opening import as_json, opened
from handrail.signals.recordings import Recording, Tells, Writing, whole_characters

if TYPE_CHECKING:
    from pathlib import Path

# They change how the text looks, or what hangs on it, and no character of it.
SILENT: Final = frozenset(
    {"as", "ae", "te", "ue", "astss", "sue", "null", "nm", "umv", "ord", "iae", "sas", "sl"}
)
NOTE: Final = (
    "Times are those of saves, which gather several keys: pauses under two seconds, holds, and what was pasted are "
    "not given."
)


def read(path: Path) -> Recording:
    """One session, whoever wrote; a command that is not known is refused, since it may change the text."""
    content = opened(path)
    if content.startswith(b")]}'"):
        content = content[4:]
    told = as_json(path, content)
    if not isinstance(told, dict) or not isinstance(told.get("changelog"), list):
        raise Unreadable(str(path), "", "it has no list called changelog.")
    document = _Document(path)
    document.begin(told.get("chunkedSnapshot") or [])
    for number, entry in enumerate(told["changelog"]):
        document.entry(number, entry)
    if not len(document.writing):
        raise Unreadable(str(path), "", "it holds no change of the text.")
    notes: tuple[str, ...] = (NOTE,)
    if document.writers > 1:
        notes += (f"{document.writers} people wrote in it; they are not told apart.",)
    tells = frozenset({Tells.TEXT, Tells.TIMES})
    return Recording(document.writing.table(), "Google Docs changelog", tells, notes)


class _Document:
    """The text in UTF-16 units, each with whether it is marked for deletion."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = ""
        self.writing = Writing()
        self.units: list[str] = []
        self.marked: list[bool] = []
        self.now = 0
        self.origin: int | None = None
        self.people: set[str] = set()

    @property
    def writers(self) -> int:
        return len(self.people)

    def begin(self, chunks: list[Any]) -> None:
        self.place = "in the snapshot"
        for chunk in chunks:
            for command in chunk if isinstance(chunk, list) else [chunk]:
                self._command(command, source=Source.PROGRAM)

    def entry(self, number: int, entry: Any) -> None:
        self.place = f"entry {number}"
        if not isinstance(entry, list) or len(entry) < 2 or not isinstance(entry[1], int):
            self._refuse("it is not a command with a time")
        command, time = entry[0], entry[1]
        if self.origin is None:
            self.origin = time
        if time - self.origin < self.now:
            self._refuse(
                f"the clock runs backwards, from {self.now} to {time - self.origin} ms after the first"
            )
        self.now = time - self.origin
        if len(entry) > 2 and entry[2]:
            self.people.add(str(entry[2]))
        self._command(command, source=Source.UNKNOWN)

    def _command(self, command: Any, *, source: Source) -> None:
        kind = command.get("ty") if isinstance(command, dict) else None
        try:
            match kind:
                case "mlti":
                    for one in command["mts"]:
                        self._command(one, source=source)
                case "rplc":
                    self._remove(0, len(self.units), Source.PROGRAM)
                    for one in command["snapshot"]:
                        self._command(one, source=Source.PROGRAM)
                case "is" | "iss":
                    self._insert(command["ibi"] - 1, command["s"], source)
                case "ds" | "dss":
                    self._remove(command["si"] - 1, command["ei"], source)
                case "msfd":
                    self._mark(command["si"] - 1, command["ei"], gone=True)
                case "usfd":
                    self._mark(command["si"] - 1, command["ei"], gone=False)
                case _ if kind not in SILENT:
                    self._refuse(f"the command “{kind}” is not known, and may change the text")
        except (KeyError, TypeError) as fault:
            self._refuse(f"the command “{kind}” lacks {fault}")

    def _insert(self, at: int, text: str, source: Source) -> None:
        if not 0 <= at <= len(self.units):
            self._refuse(f"it inserts at {at + 1}, past the end of the text, which has {len(self.units)}")
        raw = text.encode("utf-16-le", "surrogatepass")
        units = [raw[n : n + 2].decode("utf-16-le", "surrogatepass") for n in range(0, len(raw), 2)]
        pos = self._characters(at)
        self.units[at:at] = units
        self.marked[at:at] = [False] * len(units)
        if inserted := whole_characters(text):
            kind = Source.TYPED if source is Source.UNKNOWN and len(inserted) == 1 else source
            self.writing.add(Op.INSERT, at=self.now, pos=pos, text=inserted, source=kind)

    def _remove(self, first: int, last: int, source: Source) -> None:
        self._within(first, last)
        pos, n_del = self._characters(first), self._characters(last) - self._characters(first)
        del self.units[first:last], self.marked[first:last]
        if n_del:
            self.writing.add(Op.DELETE_BACK, at=self.now, pos=pos, n_del=n_del, source=_typed(source))

    def _mark(self, first: int, last: int, *, gone: bool) -> None:
        self._within(first, last)
        at = first
        while at < last:
            if self.marked[at] == gone:
                at += 1
                continue
            end = at
            while end < last and self.marked[end] != gone:
                end += 1
            pos, visible = self._characters(at), self._characters(end) - self._characters(at)
            self.marked[at:end] = [gone] * (end - at)
            if gone:
                self.writing.add(Op.DELETE_BACK, at=self.now, pos=pos, n_del=visible)
            else:
                text = whole_characters("".join(self.units[at:end]))
                self.writing.add(Op.UNDO, at=self.now, pos=pos, text=text)
            at = end

    def _within(self, first: int, last: int) -> None:
        if not 0 <= first <= last <= len(self.units):
            self._refuse(f"it changes {first + 1} to {last}, of a text that has {len(self.units)}")

    def _characters(self, units: int) -> int:
        """How many characters of the accepted view stand before a place; the second half of a pair counts none."""
        return sum(
            not marked and not "\udc00" <= unit <= "\udfff"
            for unit, marked in zip(self.units[:units], self.marked[:units], strict=True)
        )

    def _refuse(self, reason: str) -> None:
        raise Unreadable(str(self.path), self.place, f"{reason}.")


def _typed(source: Source) -> Source:
    return source if source is Source.PROGRAM else Source.TYPED
