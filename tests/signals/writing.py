"""Sessions with every kind of operation, for tests: valid by construction, and otherwise as wild as they like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from handrail.signals.events import Op, Source, of_columns, shape_of

if TYPE_CHECKING:
    import pyarrow as pa

LETTERS = "aZ7'- .,!\n🙂é\t("
STEPS = st.tuples(
    st.sampled_from(["type"] * 12 + ["back"] * 4 + ["forward", "replace", "paste", "inside", "cut", "undo", "redo"]
                    + ["move", "move", "focus", "blur", "key", "assist", "program"]),
    st.integers(0, 1_000_000),
    st.integers(1, 6),
    st.text(LETTERS, min_size=1, max_size=6),
    st.one_of(st.integers(0, 400), st.integers(0, 400), st.sampled_from([1989, 1990, 1994, 1995, 1996, 2004, 2500]),
              st.integers(400, 9000), st.sampled_from([60_000, 1_799_990, 1_800_000, 40_000_000])),
    st.integers(0, 300),
    st.booleans(),
)  # fmt: skip
PRODUCING = (
    Source.TYPED,
    Source.COMPOSITION,
    Source.PREDICTION,
    Source.CORRECTION,
    Source.DICTATION,
    Source.UNKNOWN,
)


@st.composite
def sessions(draw: st.DrawFn, number: int = 0, least: int = 1, most: int = 60) -> list[dict[str, Any]]:
    """The events of one session as rows."""
    rows: list[dict[str, Any]] = []
    length, caret, now = 0, 0, draw(st.integers(0, 5000))
    for kind, where, much, letters, wait, lead, near in draw(st.lists(STEPS, min_size=least, max_size=most)):
        now += wait
        # Mostly where the last change was, since that is how people write.
        pos = min(caret, length) if near or (kind in ("type", "back") and where % 4) else where % (length + 1)
        op, source, n_del, text = Op.KEY, Source.TYPED, 0, ""
        much = min(much, length - pos)
        if kind == "type":
            op, text = Op.INSERT, letters[0]
        elif kind == "assist":
            op, text, source = Op.INSERT, letters, PRODUCING[where % len(PRODUCING)]
        elif kind == "program":
            op, text, source = Op.INSERT, letters, Source.PROGRAM
        elif kind == "back" and pos > 0:
            n_del = 1 if where % 5 else min(pos, 3)
            op, pos = Op.DELETE_BACK, pos - n_del
        elif kind == "forward" and much:
            op, n_del = Op.DELETE_FORWARD, much
        elif kind == "cut" and much:
            op, n_del = Op.CUT, much
        elif kind == "replace" and much:
            op, n_del, text = Op.REPLACE, much, letters if where % 3 else ""
        elif kind == "paste":
            op, n_del, text, source = Op.PASTE, much if where % 3 == 0 else 0, letters, Source.PASTED
        elif kind == "inside":
            op, text, source = Op.PASTE, letters, Source.MOVED
        elif kind in ("undo", "redo"):
            op, n_del, text = Op[kind.upper()], much, letters if where % 2 or not much else ""
        elif kind in ("move", "focus", "blur"):
            op = Op[kind.upper()]
        rows.append(
            {
                "session": number, "seq": len(rows), "t": now, "lead": lead if where % 7 == 0 else 0,
                "dwell": 65_535 if where % 9 == 0 else where % 400, "op": op, "source": source, "pos": pos,
                "n_del": n_del, "n_ins": len(text), "shape": shape_of(text), "text": text,
            }
        )  # fmt: skip
        length += len(text) - n_del
        if op < Op.MOVE:
            caret = pos + len(text)
    return rows


def table_of(*sessions: list[dict[str, Any]]) -> pa.Table:
    """Rows as a table of the contract."""
    rows = [row for session in sessions for row in session]
    return of_columns(**{name: [row[name] for row in rows] for name in rows[0]})


def typed(text: str, *, every: int = 200, start: int = 1000, session: int = 0) -> list[dict[str, Any]]:
    """A text typed from start to end at one pace."""
    return [
        {
            "session": session, "seq": n, "t": start + n * every, "lead": 0, "dwell": 80, "op": Op.INSERT,
            "source": Source.TYPED, "pos": n, "n_del": 0, "n_ins": 1, "shape": shape_of(letter), "text": letter,
        }
        for n, letter in enumerate(text)
    ]  # fmt: skip
