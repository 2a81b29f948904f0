"""IDFX, as Inputlog and ScriptLog write it.

What the two do differently, and what neither does as XML asks:

- Control characters stand in it as `&#x8;`, which no XML parser may accept; they are taken out first.
- ScriptLog writes a key and then a replacement for one and the same change: the replacement counts.
- Whether something is inserted or deleted shows in the value, not in the key: a dead key before Backspace writes.
- ScriptLog's paste is a key V whose value is the whole pasted text; Inputlog's is a key V that changes nothing, and an
  insertion, whose position is the caret after it. A leading insertion is the text that was there before.
- Inputlog's key with a replacement may be two changes, as when a blank sets off a correction: the lengths tell.
- Inputlog writes NoValue where there is none, a selection after each change, and `replay` False at keys that change
  nothing. Selections where the caret is already say nothing.
- A window is the writer's own if its title has the main document's name, WordLog or Inputlog in it.
- An end of 0 is a key-up that was missed.
- Positions count UTF-16 units; documentLength is the length before the event, and one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from handrail.signals.errors import Unreadable
from handrail.signals.events import UNKNOWN_DWELL, Op, Source
from handrail.signals.readers.opening import opened
from handrail.signals.recordings import EVERYTHING, Recording, Tells, Writing, whole_characters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ILLEGAL_REFERENCE: Final = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]{1,8})|0*([0-9]{1,8}));")
ILLEGAL_BYTE: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
SHIFTS: Final = frozenset({"VK_SHIFT", "VK_LSHIFT", "VK_RSHIFT"})
MODIFIERS: Final = SHIFTS | {
    "VK_CONTROL", "VK_LCONTROL", "VK_RCONTROL", "VK_MENU", "VK_LMENU", "VK_RMENU", "VK_CAPITAL", "VK_LWIN", "VK_RWIN",
}  # fmt: skip
CONTROLS: Final = ("VK_CONTROL", "VK_LCONTROL", "VK_RCONTROL")
LONGEST_START: Final = 3_600_000
"""A first key later than this after the log was made, in ms, belongs to another clock."""
BACKSPACE: Final = "\ue000"
"""What stands for a backspace, which XML cannot hold, while the file is read."""


@dataclass(slots=True)
class _Event:
    """One event of the file as it stands there."""

    number: int
    line: int
    type: str
    told: dict[str, str] = field(default_factory=dict)
    down: list[str] = field(default_factory=list)
    """Other keys that were held down."""

    def text(self, name: str) -> str:
        told = self.told.get(name, "")
        return "" if told == "NoValue" else told

    def whole(self, name: str) -> int | None:
        text = self.told.get(name, "").strip()
        try:
            return int(text)
        except ValueError:
            return None


def read(path: Path) -> Recording:
    """One session. A file cut in half, a clock that runs backwards and a place past the end are sentences."""
    meta, found = _events(path, opened(path))
    if not found:
        raise Unreadable(str(path), "", "it holds no event.")
    keys = [event for event in found if event.type == "keyboard" and event.told.get("key") not in MODIFIERS]
    placed = sum(event.whole("position") is not None for event in keys)
    name = {0: path.name.removesuffix(".gz").removesuffix(".idfx")}
    if not keys or placed < 0.9 * len(keys):
        reason = (
            f"Only {placed} of {len(keys)} keys say where in the text they were, as in a text written in a browser: "
            "the text cannot be rebuilt, and only what needs times alone is given."
        )
        tells = frozenset({Tells.TIMES, Tells.FINE_TIMES})
        if any(event.type == "focus" for event in found):
            tells |= {Tells.FOCUS}
        return Recording(_timed(path, meta, found).table(), "IDFX", tells, (reason,), name)
    reading = _Placed(path, meta, found)
    notes: tuple[str, ...] = ()
    if reading.drifted:
        notes = (f"The length that the file gives differs from the text's at {reading.drifted} events.",)
    if reading.unplaced:
        notes += (f"{reading.unplaced} keys do not say where they were and are counted as keys only.",)
    return Recording(reading.writing.table(), "IDFX", EVERYTHING - reading.lacks, notes, name)


def _events(path: Path, content: bytes) -> tuple[dict[str, str], list[_Event]]:
    """What stands at the file's head, and its events."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    found: list[_Event] = []
    open_event: _Event | None = None
    texts: list[str] = []
    meta: dict[str, str] = {}
    entry = ""
    held_down = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal open_event, held_down
        texts.clear()
        if tag == "keyboardstate":
            held_down = True
        elif tag == "event":
            open_event = _Event(len(found), parser.CurrentLineNumber, attributes.get("type", ""))
            found.append(open_event)

    def end(tag: str) -> None:
        nonlocal open_event, entry, held_down
        told = "".join(texts)
        if tag == "event":
            open_event = None
        elif tag == "keyboardstate":
            held_down = False
        elif open_event is None:
            if tag == "key":
                entry = told
            elif tag == "value" and entry:
                meta.setdefault(entry, told)
        elif held_down:
            open_event.down.append(told)
        elif tag != "part":
            open_event.told.setdefault(tag, told)
        texts.clear()

    def refuse(*_: object) -> None:
        raise Unreadable(
            str(path), f"line {parser.CurrentLineNumber}", "a document type has no place in IDFX."
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(_legal(content), True)
    except expat.ExpatError as fault:
        raise Unreadable(
            str(path),
            f"line {fault.lineno}, after event {len(found) - 1}" if found else f"line {fault.lineno}",
            f"it is cut off or not XML ({expat.errors.messages[fault.code]}).",
        ) from fault
    return meta, found


def _units(text: Iterable[str]) -> int:
    """How long a text is in UTF-16."""
    return sum(2 if character > "\uffff" else 1 for character in text)


def _is_own(title: str, meta: dict[str, str]) -> bool:
    """Whether a window is the one that is written in."""
    document = meta.get("__MainDocument", "").strip().lower()
    known = ("wordlog", "inputlog", *((document,) if document else ()))
    return any(name in title for name in known)


def _legal(content: bytes) -> bytes:
    def replace(reference: re.Match[bytes]) -> bytes:
        number = int(reference[1], 16) if reference[1] else int(reference[2])
        if number == 8:
            return BACKSPACE.encode()
        legal = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
        return reference[0] if legal and number not in (0xFFFE, 0xFFFF) else b""

    return ILLEGAL_BYTE.sub(b"", ILLEGAL_REFERENCE.sub(replace, content))


class _Placed:
    """A log whose keys say where they were."""

    def __init__(self, path: Path, meta: dict[str, str], found: list[_Event]) -> None:
        self.path = path
        self.meta = meta
        self.found = found
        self.caret = 0
        self.pasting = False
        self.writing = Writing()
        self.text: list[str] = []
        self.astral = False
        self.drifted = 0
        self.unplaced = 0
        self.shift: int | None = None
        self.copied = ""
        held = any((event.whole("endTime") or 0) > 0 for event in found)
        # ScriptLog gives every key the same 5 ms: that is a writer's constant, not a finger.
        lengths = {
            (e.whole("endTime") or 0) - (e.whole("startTime") or 0) for e in found if e.type == "keyboard"
        }
        self.lacks = frozenset({Tells.FOCUS}) if not any(e.type == "focus" for e in found) else frozenset()
        if not held or len(lengths - {0}) <= 2:
            self.lacks |= {Tells.HOLD}
        starts = [time for event in found if (time := event.whole("startTime")) is not None]
        if not starts:
            raise Unreadable(str(path), "", "no event has a time.")
        made = self._made(starts[0])
        self.origin = self.now = starts[0] if made is None else made
        if made is None:
            self.lacks |= {Tells.START}
        at = 0
        while at < len(found):
            at = self._take(at)

    def _made(self, first: int) -> int | None:
        """When the log was made, on the clock of its events, if it says so."""
        try:
            made = int(self.meta.get("__LogRelativeCreationDate", ""))
        except ValueError:
            return None
        return made if 0 < made <= first <= made + LONGEST_START else None

    def _time(self, event: _Event) -> None:
        start = event.whole("startTime")
        if start is None:
            return
        if start < self.now:
            self._refuse(event, f"the clock runs backwards, from {self.now} to {start} ms")
        self.now = start

    def _take(self, at: int) -> int:
        """One event, or a key and the change that it made; the number of the next."""
        event = self.found[at]
        then = self.found[at + 1] if at + 1 < len(self.found) else None
        self._time(event)
        match event.type:
            case "keyboard":
                if then is not None and then.type in ("replacement", "insert") and self._is_one_change(at):
                    # The time is the key's, the change is the other's.
                    self.pasting = event.told.get("key") == "VK_V" and any(k in CONTROLS for k in event.down)
                    self._change_of(then)
                    return at + 2
                self._key(event, then if then is not None and then.type == "selection" else None)
            case "replacement" | "insert":
                self._change_of(event)
            case "focus":
                self._focus(event)
            case "mouse" | "selection":
                told = event.whole("position") if event.type == "mouse" else event.whole("end")
                if told is not None and event.told.get("type", "") != "movement":
                    place = min(self._place(told), len(self.text))
                    if event.type == "mouse" or place != self.caret:
                        self._add(Op.MOVE, pos=place)
                        self.caret = place
        return at + 1

    def _change_of(self, event: _Event) -> None:
        if event.type == "replacement":
            self._replace(event)
        else:
            self._insert(event)
        self.pasting = False

    def _is_one_change(self, at: int) -> bool:
        """Whether a key and the replacement or insertion after it are one change, told twice."""
        key, then = self.found[at], self.found[at + 1]
        if key.told.get("replay", "").lower() == "false":
            return key.told.get("key") not in MODIFIERS
        before, after = key.whole("documentLength"), self._length_after(at + 1)
        if then.type == "insert":
            return False
        start, end = then.whole("start"), then.whole("end")
        if before is None or after is None or start is None or end is None:
            return True
        of_then = _units(then.text("newtext").replace(BACKSPACE, "")) - abs(end - start)
        value = key.text("value")
        of_key = -1 if value == BACKSPACE else _units(value.replace(BACKSPACE, ""))
        return not of_key or after - before != of_key + of_then

    def _length_after(self, at: int) -> int | None:
        """The length that the next key gives, if nothing else was changed before it."""
        for event in self.found[at + 1 :]:
            if event.type in ("replacement", "insert"):
                return None
            if event.type == "keyboard":
                return event.whole("documentLength")
        return None

    def _key(self, event: _Event, selection: _Event | None) -> None:
        key, value = event.told.get("key", ""), event.text("value")
        if key in SHIFTS:
            self.shift = self.now
            return
        if key in MODIFIERS:
            return
        told = event.whole("position")
        if told is None:
            self.unplaced += 1
            self._add(Op.KEY, pos=0)
            return
        length = event.whole("documentLength")
        if length is not None and length - 1 != self._units():
            self.drifted += 1
        pos = self._place(told)
        if pos > len(self.text):
            self._refuse(event, f"position {told} is past the end of the text, which has {self._units()}")
        end, start = event.whole("endTime") or 0, event.whole("startTime") or 0
        dwell = min(end - start, UNKNOWN_DWELL) if end > start else UNKNOWN_DWELL
        changes = event.told.get("replay", "").lower() != "false"
        if key == "VK_RETURN" and changes and value in ("", "\r\n", "NEWLINE"):
            value = "\n"
        if not changes and len(value) <= 1:
            self._move(pos, selection)
        elif value == BACKSPACE or (key == "VK_BACK" and not value):
            if pos > 0:
                self._change(Op.DELETE_BACK, pos=pos - 1, n_del=1, dwell=dwell)
            else:
                self._add(Op.KEY, pos=pos)
        elif key == "VK_DELETE" and not value.strip(BACKSPACE + "\x7f"):
            if pos < len(self.text):
                self._change(Op.DELETE_FORWARD, pos=pos, n_del=1, dwell=dwell)
            else:
                self._add(Op.KEY, pos=pos)
        elif inserted := whole_characters(value.replace(BACKSPACE, "")):
            if key == "VK_V" and len(inserted) > 1:
                inside = inserted.strip() in "".join(self.text) or inserted == self.copied
                self._change(
                    Op.PASTE, pos=pos, text=inserted, source=Source.MOVED if inside else Source.PASTED
                )
            else:
                source = Source.TYPED if len(inserted) == 1 else Source.UNKNOWN
                self._change(Op.INSERT, pos=pos, text=inserted, dwell=dwell, source=source)
        else:
            self._move(pos, selection)

    def _move(self, pos: int, selection: _Event | None) -> None:
        """A key that changes nothing; the selection after it tells where it led."""
        told = selection.whole("end") if selection is not None else None
        self.caret = pos if told is None else min(self._place(told), len(self.text))
        self._add(Op.MOVE, pos=self.caret)

    def _replace(self, event: _Event) -> None:
        start, end = event.whole("start"), event.whole("end")
        if start is None or end is None:
            self._refuse(event, "a replacement without start and end")
            return
        begin, stop = self._place(min(start, end)), self._place(max(start, end))
        if stop > len(self.text):
            self._refuse(
                event, f"it replaces up to {end}, past the end of the text, which has {self._units()}"
            )
        text = whole_characters(event.text("newtext").replace(BACKSPACE, ""))
        if stop == begin:
            if text:
                source = Source.TYPED if len(text) == 1 else Source.UNKNOWN
                self._change(Op.INSERT, pos=begin, text=text, source=source)
        elif text:
            source = Source.TYPED if len(text) == 1 else Source.UNKNOWN
            self._change(Op.REPLACE, pos=begin, n_del=stop - begin, text=text, source=source)
        else:
            self.copied = "".join(self.text[begin:stop])
            self._change(Op.CUT, pos=begin, n_del=stop - begin)

    def _insert(self, event: _Event) -> None:
        before, after = whole_characters(event.text("before")), whole_characters(event.text("after"))
        if not before and not after:
            return
        if not self.text and not self.writing.columns["seq"]:
            self._change(Op.INSERT, pos=0, text=before + after, source=Source.PROGRAM)
            self.caret = len(before)
            return
        told = event.whole("position")
        if told is None:
            self._refuse(event, "an insertion without a position")
            return
        # The text on one side of the caret came in; the other side may show what was there.
        ways = [(self._place(told - _units(before)), before), (self._place(told), after)]
        pos, text = next(
            (way for way in ways if way[1] and way[0] == self.caret), ways[0] if before else ways[1]
        )
        if not 0 <= pos <= len(self.text):
            self._refuse(event, f"it inserts at {told}, and the text has {self._units()}")
        if self.pasting:
            inside = text.strip() in "".join(self.text) or text == self.copied
            self._change(Op.PASTE, pos=pos, text=text, source=Source.MOVED if inside else Source.PASTED)
        else:
            self._change(Op.INSERT, pos=pos, text=text, source=Source.UNKNOWN)

    def _focus(self, event: _Event) -> None:
        title = event.told.get("title", "").strip().lower()
        if title == "taskbar":
            return
        self._add(Op.FOCUS if _is_own(title, self.meta) else Op.BLUR, pos=0)

    def _change(self, op: Op, *, pos: int, n_del: int = 0, text: str = "", source: Source = Source.TYPED,
                dwell: int = UNKNOWN_DWELL) -> None:  # fmt: skip
        self.text[pos : pos + n_del] = text
        self.caret = pos + len(text)
        self.astral = self.astral or any(character > "\uffff" for character in text)
        self._add(op, pos=pos, n_del=n_del, text=text, source=source, dwell=dwell)

    def _add(self, op: Op, *, pos: int, n_del: int = 0, text: str = "", source: Source = Source.TYPED,
             dwell: int = UNKNOWN_DWELL) -> None:  # fmt: skip
        at = self.now - self.origin
        lead = self.now - self.shift if self.shift is not None and text[:1].isupper() else 0
        self.shift = None if text else self.shift
        self.writing.add(op, at=at, pos=pos, n_del=n_del, text=text, source=source, dwell=dwell, lead=lead)

    def _place(self, units: int) -> int:
        """A place in UTF-16 units as one in characters."""
        if not self.astral or units < 0:
            return units
        passed = 0
        for at, character in enumerate(self.text):
            if passed >= units:
                return at
            passed += 2 if character > "\uffff" else 1
        return len(self.text) + units - passed

    def _units(self) -> int:
        return _units(self.text) if self.astral else len(self.text)

    def _refuse(self, event: _Event, reason: str) -> None:
        raise Unreadable(str(self.path), f"line {event.line}, event {event.number}", f"{reason}.")


def _timed(path: Path, meta: dict[str, str], found: list[_Event]) -> Writing:
    """Keys without a place: when something was pressed, and nothing of the text."""
    writing = Writing()
    origin: int | None = None
    before = 0
    for event in found:
        start = event.whole("startTime")
        if start is None or event.told.get("key") in MODIFIERS:
            continue
        if origin is None:
            origin = before = start
        if start < before:
            place = f"line {event.line}, event {event.number}"
            raise Unreadable(str(path), place, f"the clock runs backwards, from {before} to {start} ms.")
        before = start
        if event.type == "keyboard":
            writing.add(Op.KEY, at=start - origin, pos=0)
        elif event.type == "focus" and (title := event.told.get("title", "").strip().lower()) != "taskbar":
            op = Op.FOCUS if _is_own(title, meta) else Op.BLUR
            writing.add(op, at=start - origin, pos=0)
    if not len(writing):
        raise Unreadable(str(path), "", "no key has a time.")
    return writing
