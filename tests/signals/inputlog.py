"""Sessions written down as Inputlog does it, with all its ways: what it calls a window, NoValue, illegal characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from handrail.signals.events import Op, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEAD = """\
\ufeff<?xml version="1.0" encoding="utf-8"?>
<log>
  <meta>
    <entry><key>__LogProgramVersion</key><value>9.5.0.0</value></entry>
    <entry><key>__LogCreationDate</key><value>25/11/2026 09:15:02.120</value></entry>
    <entry><key>__LogRelativeCreationDate</key><value>{made}</value></entry>
    <entry><key>__MainDocument</key><value>My holidays.docx</value></entry>
  </meta>
  <session><entry><key>Keyboard</key><value>QWERTY</value></entry></session>
"""
STATISTICS = "<part type='wordlog'><charinclspaces>{length}</charinclspaces><wordcount>1</wordcount></part>"
MADE = 50_000


def file_of(rows: Sequence[dict[str, Any]]) -> str:
    """The rows of one session, as `tests.signals.writing` makes them, as an IDFX file of Inputlog."""
    log = _Log()
    for row in rows:
        log.write(row)
    log.add("statistics", STATISTICS.format(length=_units(log.text)))
    return HEAD.format(made=MADE) + "".join(log.events) + "</log>\r\n"


def _units(text: Iterable[str]) -> int:
    return sum(2 if character > "\uffff" else 1 for character in text)


class _Log:
    def __init__(self) -> None:
        self.events: list[str] = []
        self.text: list[str] = []
        self.caret = 0
        self.add("focus", _winlog(MADE, title="WordLog MainDoc"))

    def add(self, kind: str, parts: str) -> None:
        self.events.append(f"<event type='{kind}' id='{len(self.events)}'>{parts}</event>\r\n")

    def write(self, row: dict[str, Any]) -> None:
        op, source, pos, n_del, text = Op(row["op"]), row["source"], row["pos"], row["n_del"], row["text"]
        at = row["t"] + MADE + 1
        if op in (Op.FOCUS, Op.BLUR):
            title = "My holidays.docx - Word" if op is Op.FOCUS else "Weather & news - a browser"
            self.add("focus", _winlog(at, title=title))
        elif op in (Op.MOVE, Op.KEY):
            self.key(at, "VK_LEFT", "", replay=False)
            self.select(pos if op is Op.MOVE else self.caret)
        elif n_del == 0 and text and (len(text) > 1 or op is not Op.INSERT or source == Source.PROGRAM):
            if pos != self.caret:
                self.add("mouse", _winlog(at, type="movement", x="3", y="4"))
                self.select(pos)
            if op is Op.PASTE:
                self.key(at, "VK_V", "", replay=False, down="VK_LCONTROL")
            self.change(pos, 0, text)
            where = f"<position>{self.units(self.caret)}</position>"
            self.add(
                "insert", f"<part type='wordlog'>{where}{_value('before', text)}{_value('after', '')}</part>"
            )
            self.select(self.caret)
        elif op is Op.INSERT:
            if text.isupper():
                self.key(at, "VK_LSHIFT", "", replay=False)
            if text == "\n":
                self.key(at, "VK_RETURN", "", at=pos)
            else:
                self.key(at, "NONE", text, at=pos)
            self.change(pos, 0, text)
            self.select(self.caret)
        elif op is Op.DELETE_BACK and n_del == 1 and not text:
            self.key(at, "VK_BACK", "&#x8;", at=pos + 1)
            # A key takes one unit; half of a pair cannot be taken in Word, and the whole of it goes.
            self.change(pos, 1, "")
        elif op is Op.DELETE_FORWARD and n_del == 1:
            self.key(at, "VK_DELETE", "", at=pos)
            self.change(pos, 1, "")
        elif n_del or text:
            self.key(at, "VK_X", text[-1:], replay=False, at=pos)
            begin, end = self.units(pos), self.units(pos + n_del)
            place = f"<start>{begin}</start><end>{end}</end>"
            self.add("replacement", f"<part type='wordlog'>{place}{_value('newtext', text)}</part>")
            self.change(pos, n_del, text)
            self.select(self.caret)

    def key(
        self, time: int, key: str, value: str, *, replay: bool = True, at: int | None = None, down: str = ""
    ) -> None:
        if at is not None and at != self.caret:
            self.select(at)
        word = (
            f"<part type='wordlog'><position>{self.units(self.caret)}</position>"
            f"<documentLength>{_units(self.text) + 1}</documentLength><replay>{replay}</replay></part>"
        )
        state = f"<keyboardstate><key>{down}</key></keyboardstate>" if down else "<keyboardstate/>"
        self.add("keyboard", word + _winlog(time, key=key, value=value or "NoValue", more=state))

    def select(self, at: int) -> None:
        place = self.units(at)
        self.caret = at
        self.add("selection", f"<part type='wordlog'><start>{place}</start><end>{place}</end></part>")

    def change(self, pos: int, n_del: int, text: str) -> None:
        self.text[pos : pos + n_del] = text
        self.caret = pos + len(text)

    def units(self, place: int) -> int:
        return _units(self.text[:place])


def _value(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text) if text else 'NoValue'}</{tag}>"


def _winlog(time: int, *, more: str = "", **told: str) -> str:
    values = "".join(
        f"<{tag}>{value if value.startswith('&#') else escape(value)}</{tag}>" for tag, value in told.items()
    )
    return f"<part type='winlog'><startTime>{time}</startTime><endTime>0</endTime>{values}{more}</part>"
