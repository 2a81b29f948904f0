"""What the kernel should find, written to be obvious: text as a list, one idea at a time, and no thought of speed."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from typing import Any

from handrail.signals import bins
from handrail.signals.events import Op, Source
from handrail.signals.kernel import ENDS, LOCATIONS, STARTS

WORD, BLANK = "LUD", "SN"
CHANGING = {Op.INSERT, Op.DELETE_BACK, Op.DELETE_FORWARD, Op.REPLACE, Op.PASTE, Op.CUT, Op.UNDO, Op.REDO}
PAUSE = 200


def ticks(ms: int) -> int:
    return (ms + 5) // 10


@dataclass
class Happened:
    """One event with the text as it was before it."""

    op: Op
    source: Source
    now: int
    press: int
    gap: int
    pos: int
    n_del: int
    shape: str
    dwell: int
    before: str
    before_event: Happened | None = None
    caret: int = 0
    breaks: bool = False
    first_key: bool = False
    text_known: bool = False
    location: str | None = None

    @property
    def changes(self) -> bool:
        return self.op in CHANGING

    @property
    def by_program(self) -> bool:
        return self.changes and self.source == Source.PROGRAM

    @property
    def is_key(self) -> bool:
        return not self.by_program and self.op not in (Op.FOCUS, Op.BLUR)

    @property
    def typed(self) -> bool:
        return self.op == Op.INSERT and self.source in (Source.TYPED, Source.COMPOSITION)

    @property
    def produces(self) -> bool:
        return self.is_key and self.op in (Op.INSERT, Op.REPLACE) and len(self.shape) > 0

    @property
    def undoes(self) -> bool:
        return self.op in (Op.UNDO, Op.REDO)

    @property
    def deletes(self) -> bool:
        return self.is_key and self.n_del > 0 and not self.undoes

    @property
    def jumps(self) -> bool:
        return self.is_key and self.op == Op.INSERT and self.pos != self.caret

    @property
    def interval(self) -> int:
        return self.press - (self.before_event.now if self.before_event else 0)

    @property
    def right(self) -> int:
        return self.pos + self.n_del

    @property
    def at_edge(self) -> bool:
        return all(letter in BLANK for letter in self.before[self.right :])

    @property
    def pausing(self) -> bool:
        return self.breaks or self.interval >= PAUSE

    @property
    def after(self) -> str:
        return self.before[: self.pos] + self.shape + self.before[self.right :]


def goes_on(text: str, at: int) -> bool:
    """Whether a letter at this place belongs to the word on its left."""
    if at >= 1 and text[at - 1] in WORD:
        return True
    return at >= 2 and text[at - 1] == "J" and text[at - 2] in WORD


def word_starts(text: str) -> list[int]:
    return [at for at, letter in enumerate(text) if letter in WORD and not goes_on(text, at)]


def place(text: str, pos: int, new: str) -> str:
    left = text[:pos]
    last = left[-1:] or "N"
    if new in WORD:
        if not left:
            return "before_paragraph"
        if goes_on(text, pos):
            return "within_word"
        if last == "E":
            return "before_sentence" if new == "U" else "within_word"
        between = ""
        for letter in reversed(left):
            if letter in WORD:
                return "before_word"
            if letter == "N":
                return "before_paragraph"
            if letter == "E":
                return "before_sentence" if "S" in between else "before_word"
            between += letter
        return "before_paragraph"
    if new == "N":
        return "elsewhere" if last == "N" else "after_paragraph"
    if new == "E":
        return "after_sentence" if last in "LUDJP" else "elsewhere"
    if last not in WORD:
        return "elsewhere"
    return "within_word" if new == "J" else "after_word"


def locate(event: Happened) -> str | None:
    if not event.is_key or event.first_key or event.breaks:
        return None
    if event.changes and not event.text_known:
        return None
    before = event.before_event
    after_move = before is not None and before.op == Op.MOVE
    if event.op == Op.MOVE:
        return "elsewhere" if after_move or not event.text_known else "before_revision"
    if event.op in (Op.KEY, Op.PASTE):
        return "elsewhere"
    if event.op != Op.INSERT:
        return "before_revision"
    if after_move or not event.typed:
        return "elsewhere"
    if event.jumps:
        return "before_revision"
    return place(event.before, event.pos, event.shape[0])


@dataclass
class Told:
    counts: dict[str, float] = field(default_factory=dict)
    shape: str = ""
    text: str = ""


def happened(rows: list[dict[str, Any]]) -> tuple[list[Happened], list[tuple[str, str, int]]]:
    text: list[tuple[str, str, int]] = []
    events: list[Happened] = []
    caret, breaks, keys, known = 0, False, 0, False
    for row in rows:
        op, source = Op(row["op"]), Source(row["source"])
        now = ticks(row["t"])
        before = events[-1] if events else None
        press = now - ticks(row["lead"])
        if press < (before.now if before else 0):
            press = now
        event = Happened(
            op=op, source=source, now=now, press=press, gap=now - (before.now if before else 0), pos=row["pos"],
            n_del=row["n_del"], shape=row["shape"], dwell=row["dwell"], before="".join(c for c, _, _ in text),
            before_event=before, caret=caret, breaks=breaks, text_known=known,
        )  # fmt: skip
        event.first_key = event.is_key and keys == 0
        event.location = locate(event)
        if event.is_key:
            keys += 1
            breaks = False
            known = known or event.changes
        else:
            breaks = True
        if event.changes:
            letters = row["text"] or row["shape"]
            text[event.pos : event.right] = [
                (shape, letter, int(source)) for shape, letter in zip(event.shape, letters, strict=True)
            ]
            caret = event.pos + len(event.shape)
        events.append(event)
    return events, text


def tell(rows: list[dict[str, Any]]) -> Told:
    """Everything about one session."""
    events, text = happened(rows)
    counts: dict[str, float] = {}
    for part in (time, production, revision, linearity, pasting, p_bursts, bursts, holding, pauses):
        counts |= part(events)
    counts |= product(text)
    return Told(counts, "".join(c for c, _, _ in text), "".join(letter for _, letter, _ in text))


def time(events: list[Happened]) -> dict[str, float]:
    sittings: list[list[int]] = [[]]
    for number, event in enumerate(events):
        if number and event.gap >= 180_000:
            sittings.append([])
        sittings[-1].append(event.now)
    lengths = [s[-1] - (0 if n == 0 else s[0]) for n, s in enumerate(sittings)]
    away, since = 0, None
    for event in events:
        if event.op == Op.BLUR and since is None:
            since = event.now
        if event.op == Op.FOCUS and since is not None:
            away, since = away + event.now - since, None
    if since is not None:
        away += events[-1].now - since
    changes = [e for e in events if e.is_key and e.changes]
    return {
        "events": len(events),
        "keys": sum(e.is_key for e in events),
        "span": events[-1].now,
        "initial": changes[0].press if changes else 0,
        "active": sum(min(e.gap, 500) for e in events),
        "on_task": sum(min(e.gap, 6000) for e in events),
        "sittings": len(sittings),
        "longest_sitting": max(lengths),
        "away_count": sum(e.op == Op.BLUR for e in events),
        "away": away,
    }


def words_begun(made: list[Happened]) -> int:
    return sum(at in range(e.pos, e.pos + len(e.shape)) for e in made for at in word_starts(e.after))


def production(events: list[Happened]) -> dict[str, float]:
    made = [e for e in events if e.produces]
    span = events[-1].now
    slices = [0] * 30
    windows = [0] * (span // 3000 + 1)
    for event in made:
        number = next((k for k in range(30) if event.now * 30 <= (k + 1) * span), 29)
        slices[number] += len(event.shape)
        windows[event.now // 3000] += len(event.shape)
    return {
        "produced": sum(len(e.shape) for e in made),
        "produced_words": words_begun(made),
        "assisted": sum(len(e.shape) for e in made if Source.COMPOSITION <= e.source <= Source.DICTATION)
        + sum(len(e.shape) for e in made if e.source in (Source.PASTED, Source.MOVED)),
        "inserted_unknown": sum(len(e.shape) for e in made if e.source == Source.UNKNOWN),
        "program": sum(len(e.shape) for e in events if e.by_program),
        "half_minutes": len(windows),
        "half_minute_squares": sum(n * n for n in windows),
        **{f"slice_{k}": n for k, n in enumerate(slices)},
    }


def episodes(events: list[Happened]) -> list[list[Happened]]:
    """Runs of deletions that touch, less than two seconds apart, with no other change of the text between."""
    found: list[list[Happened]] = []
    last: Happened | None = None
    for event in events:
        if not event.changes:
            continue
        if event.deletes:
            touches = last is not None and last.pos in (event.right, event.pos)
            if last is not None and touches and event.now - last.now < PAUSE:
                found[-1].append(event)
            else:
                found.append([event])
        last = event if event.deletes and not event.shape else None
    return found


def is_immediate(episode: list[Happened], events: list[Happened]) -> bool:
    first = episode[0]
    before = [e.now for e in events[: events.index(first)] if e.produces]
    return first.at_edge and bool(before) and first.now - before[-1] < PAUSE


def is_repair(episode: list[Happened], events: list[Happened]) -> bool:
    gone = "".join(e.before[e.pos : e.right] for e in episode)
    if not is_immediate(episode, events) or len(gone) > 4 or any(letter not in "LUDJ" for letter in gone):
        return False
    last = episode[-1]
    if last.shape:
        return False
    changes = [e for e in events[events.index(last) + 1 :] if e.changes]
    if not changes:
        return False
    then = changes[0]
    return (
        then.produces
        and then.op == Op.INSERT
        and then.pos == last.pos
        and then.shape[0] in WORD
        and then.pos > 0
        and then.before[then.pos - 1] in WORD
    )


def revision(events: list[Happened]) -> dict[str, float]:
    found = episodes(events)
    now = [e for e in found if is_immediate(e, events)]
    later = [e for e in found if e not in now]
    distance = 0
    for episode in later:
        first = episode[0]
        if not first.at_edge:
            distance += len(first.before.rstrip(BLANK)) - first.right
    undone = [e for e in events if e.is_key and e.undoes]
    return {
        "deleted": sum(e.n_del for e in events if e.deletes),
        "deletions": sum(e.deletes for e in events),
        "episodes": len(found),
        "immediate_episodes": len(now),
        "immediate_characters": sum(e.n_del for episode in now for e in episode),
        "distant_episodes": len(later),
        "distant_characters": sum(e.n_del for episode in later for e in episode),
        "distant_distance": distance,
        "edge_episodes": sum(e[0].at_edge for e in found),
        "repairs": sum(is_repair(e, events) for e in found),
        "undo_events": len(undone),
        "undo_characters": sum(e.n_del + len(e.shape) for e in undone),
    }


def linearity(events: list[Happened]) -> dict[str, float]:
    at_edge = away = stretches = back = back_distance = starts = linear = 0
    last: Happened | None = None
    edited = False
    produced = False
    for event in events:
        if not event.changes:
            continue
        if event.is_key and not event.undoes:
            border = event.right if event.op in (Op.DELETE_BACK, Op.REPLACE, Op.CUT) else event.pos
            if border < event.caret and any(border < at < event.caret for at in word_starts(event.before)):
                back += 1
                back_distance += event.caret - border
        if event.is_key and (event.deletes or event.undoes or event.op == Op.PASTE or event.jumps):
            edited = True
        if event.produces:
            if event.typed and place(event.before, event.pos, event.shape[0]) in (
                "before_sentence",
                "before_paragraph",
            ):
                if produced:
                    starts += 1
                    linear += not edited
            if event.at_edge:
                at_edge += len(event.shape)
            else:
                away += len(event.shape)
                same = last is not None and last.produces and not last.at_edge and event.pos == event.caret
                stretches += not same
            produced = True
            if event.shape[-1] in "EN":
                edited = False
        last = event
    return {
        "produced_at_edge": at_edge,
        "insertions_away": stretches,
        "insertions_away_characters": away,
        "backtracks": back,
        "backtrack_distance": back_distance,
        "sentence_starts": starts,
        "linear_sentence_starts": linear,
    }


def pasting(events: list[Happened]) -> dict[str, float]:
    pastes = [e for e in events if e.is_key and e.op == Op.PASTE and e.shape]
    outside = [len(e.shape) for e in pastes if e.source != Source.MOVED]
    inside = [len(e.shape) for e in pastes if e.source == Source.MOVED]
    return {
        "pastes": len(outside),
        "pasted": sum(outside),
        "largest_paste": max(outside, default=0),
        "moves_of_text": len(inside),
        "moved": sum(inside),
    }


def of_bin(value: int) -> float:
    number = max(at for at, edge in enumerate(bins.EDGES) if edge <= value)
    return float(bins.MIDDLES[number])


def median(values: list[int]) -> float:
    return statistics.median(map(of_bin, values)) if values else 0.0


def p_bursts(events: list[Happened]) -> dict[str, float]:
    runs: list[list[Happened]] = []
    for event in events:
        if not event.is_key:
            if runs:
                runs[-1].append(event)
            continue
        if not runs or event.pausing:
            runs.append([])
        runs[-1].append(event)
    lengths, words, length_ticks = [], 0, 0
    for number, run in enumerate(runs):
        made = [e for e in run if e.produces]
        if not made:
            continue
        lengths.append(sum(len(e.shape) for e in made))
        words += words_begun(made)
        # What closes the run may be an away event; the run lasts until what came before its successor.
        end = runs[number + 1][0].before_event if number + 1 < len(runs) else events[-1]
        assert end is not None
        length_ticks += end.now - run[0].now
    return {
        "p_bursts": len(lengths),
        "p_burst_characters": sum(lengths),
        "p_burst_words": words,
        "p_burst_ticks": length_ticks,
        "p_burst_median": median(lengths),
    }


def bursts(events: list[Happened]) -> dict[str, float]:
    done: list[tuple[str, str, int]] = []
    start, length = "start", 0
    any_yet = False

    def close(end: str) -> None:
        nonlocal length
        if length:
            done.append((start, end, length))
        length = 0

    seen_key = False
    for event in events:
        if not event.is_key:
            continue
        if seen_key and event.pausing:
            close("pause")
            start = "pause" if any_yet else start
        seen_key = True
        if event.changes:
            if event.deletes or event.undoes:
                close("revision")
                start = "revision" if any_yet else start
            elif (event.op == Op.PASTE or (event.produces and event.jumps)) and any_yet:
                close("insertion")
                start = "insertion"
            if event.produces:
                length += len(event.shape)
                any_yet = True
    close("end")
    told: dict[str, float] = {}
    for s in STARTS:
        for e in ENDS:
            these = [n for a, b, n in done if (a, b) == (s, e)]
            told[f"bursts_{s}_{e}"] = len(these)
            told[f"burst_characters_{s}_{e}"] = sum(these)
    revised = [n for _, end, n in done if end == "revision"]
    return told | {
        "r_bursts": len(revised),
        "r_burst_characters": sum(revised),
        "r_burst_median": median(revised),
    }


def holding(events: list[Happened]) -> dict[str, float]:
    held = [
        ticks(e.dwell)
        for e in events
        if e.is_key and e.op == Op.INSERT and e.source == Source.TYPED and e.dwell != 65_535
    ]
    return {"hold_n": len(held), "hold_median": median(held)}


def pauses(events: list[Happened]) -> dict[str, float]:
    told: dict[str, float] = {}
    for location in LOCATIONS:
        found = [e.interval for e in events if e.location == location]
        told[f"{location}_n"] = len(found)
        told[f"{location}_median"] = median(found)
        told[f"{location}_log_mean"] = (
            sum(math.log(max(i, 0.5)) for i in found) / len(found) if found else 0.0
        )
        told[f"{location}_total"] = sum(found)
        for ms in (200, 1000, 2000):
            told[f"{location}_n_{ms}"] = sum(i >= ms // 10 for i in found)
            told[f"{location}_t_{ms}"] = sum(i for i in found if i >= ms // 10)
    return told


def product(text: list[tuple[str, str, int]]) -> dict[str, float]:
    shape = "".join(c for c, _, _ in text)
    sources = [s for _, _, s in text]
    sentences = paragraphs = 0
    for paragraph in shape.split("N"):
        paragraphs += any(letter in WORD for letter in paragraph)
        # A sentence ends at a mark that a blank follows.
        sentences += sum(
            any(letter in WORD for letter in sentence)
            for sentence in paragraph.replace("ES", "E\n").split("\n")
        )
    return {
        "final": len(text),
        "final_words": len(word_starts(shape)),
        "final_sentences": sentences,
        "final_paragraphs": paragraphs,
        "final_program": sources.count(Source.PROGRAM),
        "final_pasted": sources.count(Source.PASTED),
        "final_assisted": sum(Source.COMPOSITION <= s <= Source.DICTATION for s in sources),
    }
