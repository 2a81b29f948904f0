"""One pass over whole sessions: the text rebuilt with the origin of each character, and everything counted on the way.

The text lives in a gap buffer of origins. An origin is the place of a character among all characters that were ever
inserted, so it leads to the character's class, its source, its event and, where text was kept, the character itself.
Where a pause happened is read from the rebuilt text, not guessed from keys, and so survives a mouse, a paste and a
correction. Times are rounded to ticks of 10 ms before anything else; the content-free form, which is rounded when
it is written, therefore gives the same numbers to the last digit.

A session that cannot have happened stops where that shows, with a code of `events.REASONS` and the row.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.signals import bins
from handrail.signals.compiled import compiled, inlined, move_block
from handrail.signals.errors import BrokenContract
from handrail.signals.events import CLASSES, REASONS, conform, of_columns

if TYPE_CHECKING:
    import pyarrow as pa

# --- where a pause happened ---------------------------------------------------------------------------------

LOCATIONS: Final = (
    "within_word",
    "before_word",
    "after_word",
    "before_sentence",
    "after_sentence",
    "before_paragraph",
    "after_paragraph",
    "before_revision",
    "elsewhere",
)
WITHIN, BEFORE_WORD, AFTER_WORD, BEFORE_SENTENCE, AFTER_SENTENCE = 0, 1, 2, 3, 4
BEFORE_PARAGRAPH, AFTER_PARAGRAPH, REVISION, ELSEWHERE = 5, 6, 7, 8
NOWHERE = -1
N_LOCATIONS: Final = 9
# Beside the nine locations a histogram is kept of P-bursts and R-bursts in characters, and of how long keys are held.
P_ROW, R_ROW, HOLD_ROW, N_ROWS = 9, 10, 11, 12
HISTOGRAMS: Final = (*LOCATIONS, "p_burst_characters", "r_burst_characters", "hold")

# --- what is counted ----------------------------------------------------------------------------------------

PLAIN: Final = (
    "events",
    "keys",
    "span",
    "initial",
    "active",
    "on_task",
    "sittings",
    "longest_sitting",
    "away_count",
    "away",
    "produced",
    "produced_at_edge",
    "produced_words",
    "assisted",
    "inserted_unknown",
    "program",
    "deleted",
    "deletions",
    "episodes",
    "immediate_episodes",
    "immediate_characters",
    "distant_episodes",
    "distant_characters",
    "distant_distance",
    "edge_episodes",
    "repairs",
    "insertions_away",
    "insertions_away_characters",
    "backtracks",
    "backtrack_distance",
    "sentence_starts",
    "linear_sentence_starts",
    "undo_events",
    "undo_characters",
    "pastes",
    "pasted",
    "largest_paste",
    "moves_of_text",
    "moved",
    "p_bursts",
    "p_burst_characters",
    "p_burst_words",
    "p_burst_ticks",
    "p_burst_median",
    "r_bursts",
    "r_burst_characters",
    "r_burst_median",
    "hold_n",
    "hold_median",
    "final",
    "final_words",
    "final_sentences",
    "final_paragraphs",
    "final_program",
    "final_pasted",
    "final_assisted",
    "half_minutes",
    "half_minute_squares",
)
N_SLICES: Final = 30
SLICES: Final = tuple(f"slice_{number}" for number in range(N_SLICES))
STARTS: Final = ("start", "pause", "revision", "insertion")
ENDS: Final = ("pause", "revision", "insertion", "end")
BURSTS: Final = tuple(
    f"{what}_{start}_{end}" for start in STARTS for end in ENDS for what in ("bursts", "burst_characters")
)
PER_LOCATION: Final = (
    "n",
    "median",
    "log_mean",
    "total",
    "n_200",
    "n_1000",
    "n_2000",
    "t_200",
    "t_1000",
    "t_2000",
)
PAUSES: Final = tuple(f"{location}_{what}" for location in LOCATIONS for what in PER_LOCATION)
FIELDS: Final = (*PLAIN, *SLICES, *BURSTS, *PAUSES)
FIELD: Final = {name: number for number, name in enumerate(FIELDS)}
N_FIELDS: Final = len(FIELDS)

(
    EVENTS, KEYS, SPAN, INITIAL, ACTIVE, ON_TASK, SITTINGS, LONGEST, AWAY_COUNT, AWAY, PRODUCED, AT_EDGE, PROD_WORDS,
    ASSISTED, UNKNOWN, PROGRAM, DELETED, DELETIONS, EPISODES, IMMEDIATE, IMMEDIATE_CHARS, DISTANT, DISTANT_CHARS,
    DISTANCE, EDGE_EPISODES, REPAIRS, INS_AWAY, INS_AWAY_CHARS, BACKTRACKS, BACK_DISTANCE, SENTENCE_STARTS,
    LINEAR_STARTS, UNDOS, UNDO_CHARS, PASTES, PASTED, LARGEST, MOVES, MOVED, P_BURSTS, P_CHARS, P_WORDS, P_TICKS,
    P_MEDIAN, R_BURSTS, R_CHARS, R_MEDIAN, HOLD_N, HOLD_MEDIAN, FINAL, FINAL_WORDS, FINAL_SENTENCES,
    FINAL_PARAGRAPHS, FINAL_PROGRAM, FINAL_PASTED, FINAL_ASSISTED, HALF_MINUTES, HALF_SQUARES,
) = range(len(PLAIN))  # fmt: skip
FIRST_SLICE: Final = len(PLAIN)
FIRST_BURST: Final = FIRST_SLICE + N_SLICES
FIRST_PAUSE: Final = FIRST_BURST + len(BURSTS)
N_PER_LOCATION: Final = len(PER_LOCATION)

# --- thresholds, in ticks of 10 ms --------------------------------------------------------------------------

BURST_PAUSE: Final = 200
ACTIVE_GAP: Final = 500
ON_TASK_GAP: Final = 6_000
SITTING_GAP: Final = 180_000
HALF_MINUTE: Final = 3_000

# --- events.py's numbers as the compiler wants them ---------------------------------------------------------

INSERT, DELETE_BACK, DELETE_FORWARD, REPLACE, PASTE, CUT, UNDO, REDO, MOVE, FOCUS, BLUR, KEY = range(12)
TYPED, COMPOSITION, PREDICTION, CORRECTION, DICTATION, OF_UNKNOWN, OF_PASTE, OF_MOVE, OF_PROGRAM = range(9)
LETTER, UPPER, DIGIT, JOINER, SPACE, PUNCTUATION, END_MARK, NEW_LINE, OTHER = range(9)
START_PAUSE_REVISION_INSERTION = 4
BY_START, BY_PAUSE, BY_REVISION, BY_INSERTION = range(4)
TO_PAUSE, TO_REVISION, TO_INSERTION, TO_END = range(4)

CLASS: Final = np.full(256, 255, dtype=np.uint8)
for _number, _letter in enumerate(CLASSES):
    CLASS[ord(_letter)] = _number
EDGES: Final = bins.EDGES
MIDDLES: Final = bins.MIDDLES
LOGS: Final = bins.LOGS
BINS: Final = bins.BINS
EXACT: Final = bins.EXACT


@inlined
def _whole(number: np.integer) -> int:
    """Signed and wide: of mixed signs the compiler would make floats."""
    return np.int64(number)  # type: ignore[return-value]


@inlined
def _bin(ticks: int) -> int:
    if ticks < EXACT:
        return ticks
    low, high = EXACT, BINS
    while high - low > 1:
        middle = (low + high) // 2
        if EDGES[middle] <= ticks:
            low = middle
        else:
            high = middle
    return low


@inlined
def _move_gap(text: np.ndarray, gap: int, skip: int, pos: int) -> None:
    """Take the gap to a place; what stands between goes to its other side."""
    if gap > pos:
        move_block(text, pos + skip, pos, gap - pos)
    elif gap < pos:
        move_block(text, gap, gap + skip, pos - gap)


@inlined
def _class_at(text: np.ndarray, gap: int, skip: int, shape: np.ndarray, base: int, at: int) -> int:
    return CLASS[shape[base + text[at if at < gap else at + skip]]]  # type: ignore[no-any-return]


@inlined
def _joined(text: np.ndarray, gap: int, skip: int, shape: np.ndarray, base: int, at: int) -> bool:
    """Whether a letter standing at `at` goes on with the word to its left: directly, or over one joiner."""
    if at == 0:
        return False
    left = _class_at(text, gap, skip, shape, base, at - 1)
    if left <= DIGIT:
        return True
    return left == JOINER and at >= 2 and _class_at(text, gap, skip, shape, base, at - 2) <= DIGIT


@inlined
def _starts_word(text: np.ndarray, gap: int, skip: int, shape: np.ndarray, base: int, at: int) -> bool:
    return _class_at(text, gap, skip, shape, base, at) <= DIGIT and not _joined(
        text, gap, skip, shape, base, at
    )


@inlined
def _blanks_at_end(text: np.ndarray, gap: int, skip: int, shape: np.ndarray, base: int, length: int) -> int:
    blanks = 0
    while blanks < length:
        found = _class_at(text, gap, skip, shape, base, length - 1 - blanks)
        if found not in (SPACE, NEW_LINE):
            break
        blanks += 1
    return blanks


@inlined
def _only_blanks_from(
    text: np.ndarray, gap: int, skip: int, shape: np.ndarray, base: int, length: int, at: int
) -> bool:
    while at < length:
        found = _class_at(text, gap, skip, shape, base, at)
        if found not in (SPACE, NEW_LINE):
            return False
        at += 1
    return True


@inlined
def _location(text: np.ndarray, gap: int, skip: int, shape: np.ndarray, base: int, pos: int, new: int) -> int:
    """Where in the text a character of class `new` is about to be typed."""
    left = _class_at(text, gap, skip, shape, base, pos - 1) if pos > 0 else NEW_LINE
    if new <= DIGIT:
        if pos == 0:
            return BEFORE_PARAGRAPH
        if _joined(text, gap, skip, shape, base, pos):
            return WITHIN
        if left == END_MARK:
            # The dot of an abbreviation or of a number, or a sentence begun without a blank.
            return BEFORE_SENTENCE if new == UPPER else WITHIN
        at, blank = pos - 1, False
        while at >= 0:
            found = _class_at(text, gap, skip, shape, base, at)
            if found == NEW_LINE:
                return BEFORE_PARAGRAPH
            if found == END_MARK:
                return BEFORE_SENTENCE if blank else BEFORE_WORD
            if found <= DIGIT:
                return BEFORE_WORD
            blank = blank or found == SPACE
            at -= 1
        return BEFORE_PARAGRAPH
    if new == NEW_LINE:
        return ELSEWHERE if left == NEW_LINE else AFTER_PARAGRAPH
    if new == END_MARK:
        return AFTER_SENTENCE if left <= JOINER or left == PUNCTUATION else ELSEWHERE
    if left > DIGIT:
        return ELSEWHERE
    return WITHIN if new == JOINER else AFTER_WORD


@inlined
def _word_between(
    text: np.ndarray, gap: int, skip: int, shape: np.ndarray, base: int, low: int, high: int
) -> bool:
    """Whether a word begins strictly between two places."""
    at = high - 1
    while at > low:
        if _starts_word(text, gap, skip, shape, base, at):
            return True
        at -= 1
    return False


@inlined
def _median(histogram: np.ndarray, n: int) -> float:
    """The middle, or the mean of the two middles, in ticks."""
    if n == 0:
        return 0.0
    low, high = (n - 1) // 2, n // 2
    seen, first = 0, -1.0
    for at in range(BINS):
        seen += histogram[at]
        if first < 0 and seen > low:
            first = MIDDLES[at]
        if seen > high:
            return (first + MIDDLES[at]) / 2  # type: ignore[no-any-return]
    return first


@inlined
def _close_burst(counts: np.ndarray, histogram: np.ndarray, start: int, end: int, characters: int) -> None:
    at = FIRST_BURST + (start * START_PAUSE_REVISION_INSERTION + end) * 2
    counts[at] += 1
    counts[at + 1] += characters
    if end == TO_REVISION:
        counts[R_BURSTS] += 1
        counts[R_CHARS] += characters
        histogram[R_ROW, _bin(characters)] += 1


@inlined
def _close_p_burst(
    counts: np.ndarray, histogram: np.ndarray, characters: int, words: int, ticks: int
) -> None:
    if characters > 0:
        counts[P_BURSTS] += 1
        counts[P_CHARS] += characters
        counts[P_WORDS] += words
        counts[P_TICKS] += ticks
        histogram[P_ROW, _bin(characters)] += 1


@inlined
def _summarise(
    counts: np.ndarray, histogram: np.ndarray, long_sums: np.ndarray, long_logs: np.ndarray
) -> None:
    """From the histograms to the numbers of each location."""
    for location in range(N_LOCATIONS):
        n, total, log_sum = 0, 0.0, 0.0
        n_200, t_200, n_1000, t_1000 = 0, 0.0, 0, 0.0
        for at in range(EXACT):
            here = histogram[location, at]
            if here:
                n += here
                total += here * at
                log_sum += here * LOGS[at]
                if at >= 20:
                    n_200 += here
                    t_200 += here * at
                    if at >= 100:
                        n_1000 += here
                        t_1000 += here * at
        n_2000 = 0
        for at in range(EXACT, BINS):
            n_2000 += histogram[location, at]
        t_2000 = long_sums[location]
        n += n_2000
        first = FIRST_PAUSE + location * N_PER_LOCATION
        counts[first] = n
        counts[first + 1] = _median(histogram[location], n)
        counts[first + 2] = (log_sum + long_logs[location]) / n if n else 0.0
        counts[first + 3] = total + t_2000
        counts[first + 4] = n_200 + n_2000
        counts[first + 5] = n_1000 + n_2000
        counts[first + 6] = n_2000
        counts[first + 7] = t_200 + t_2000
        counts[first + 8] = t_1000 + t_2000
        counts[first + 9] = t_2000
    counts[P_MEDIAN] = _median(histogram[P_ROW], int(counts[P_BURSTS]))
    counts[R_MEDIAN] = _median(histogram[R_ROW], int(counts[R_BURSTS]))
    counts[HOLD_MEDIAN] = _median(histogram[HOLD_ROW], int(counts[HOLD_N]))


@inlined
def _session(
    first: int,
    last: int,
    seq: np.ndarray,
    times: np.ndarray,
    leads: np.ndarray,
    dwells: np.ndarray,
    ops: np.ndarray,
    sources: np.ndarray,
    positions: np.ndarray,
    dels: np.ndarray,
    inss: np.ndarray,
    offsets: np.ndarray,
    shape: np.ndarray,
    text: np.ndarray,
    came_from: np.ndarray,
    counts: np.ndarray,
    histogram: np.ndarray,
    long_sums: np.ndarray,
    long_logs: np.ndarray,
) -> tuple[int, int, int, int, int]:
    """Count one session; a code and a row where it cannot be so, and the text's length, gap and skip."""
    base = offsets[first]
    gap, skip = 0, len(text)
    length = 0
    span = (times[last - 1] + 5) // 10
    # Time
    before = 0
    before_raw = 0
    sitting_start, sittings, longest = 0, 1, 0
    active, on_task = 0, 0
    piece, piece_end = 0, span
    window, in_window, window_squares = 0, 0, 0.0
    away_since = -1
    broken = False
    # What came before
    started = False
    before_op = KEY
    caret = 0
    keys = 0
    # P-bursts
    p_chars, p_words, p_start = 0, 0, 0
    # Bursts by how they start and end
    open_burst, burst_start, burst_chars = False, BY_START, 0
    # Deletion episodes
    in_episode, ep_pos, ep_time, ep_chars, ep_immediate, ep_word = False, 0, 0, 0, False, False
    last_production, produced_any = 0, False
    in_away = False
    edited = False
    produced, at_edge_total, produced_words = 0, 0, 0
    for row in range(first, last):
        if seq[row] != row - first:
            return (1 if row == first else 2), row, length, gap, skip
        raw = times[row]
        if raw < before_raw:
            return 3, row, length, gap, skip
        op = ops[row]
        source = sources[row]
        if op > KEY:
            return 4, row, length, gap, skip
        if source > OF_PROGRAM:
            return 9, row, length, gap, skip
        pos = _whole(positions[row])
        n_del = _whole(dels[row])
        n_ins = _whole(inss[row])
        where = _whole(offsets[row])
        if _whole(offsets[row + 1]) - where != n_ins:
            return 7, row, length, gap, skip
        if pos > length:
            return 5, row, length, gap, skip
        if pos + n_del > length:
            return 6, row, length, gap, skip
        for at in range(where, where + n_ins):
            if CLASS[shape[at]] == 255:
                return 8, row, length, gap, skip
        changes = op < MOVE
        if (
            (not changes and n_del + n_ins > 0)
            or (changes and n_del + n_ins == 0)
            or (op == INSERT and n_del > 0)
            or ((op == DELETE_BACK or op == DELETE_FORWARD or op == CUT) and n_ins > 0)
        ):
            return 10, row, length, gap, skip
        before_raw = raw
        now = (raw + 5) // 10
        # --- time
        passed = now - before
        active += min(passed, ACTIVE_GAP)
        on_task += min(passed, ON_TASK_GAP)
        if passed >= SITTING_GAP and row > first:
            longest = max(longest, before - sitting_start)
            sitting_start = now
            sittings += 1
        if source == OF_PROGRAM and changes:
            broken = True
            counts[PROGRAM] += n_ins
        elif op == BLUR or op == FOCUS:
            broken = True
            if op == BLUR:
                counts[AWAY_COUNT] += 1
                if away_since < 0:
                    away_since = now
            elif away_since >= 0:
                counts[AWAY] += now - away_since
                away_since = -1
        else:
            # --- the interval before this event, and where it was
            press = now - (leads[row] + 5) // 10
            if press < before:
                press = now
            interval = press - before
            pausing = broken or interval >= BURST_PAUSE
            new = NEW_LINE
            if n_ins > 0:
                new = CLASS[shape[where]]
            typed = (op == INSERT) and (source == TYPED or source == COMPOSITION)
            jump = changes and op == INSERT and pos != caret
            text_location = NOWHERE
            if typed:
                text_location = _location(text, gap, skip, shape, base, pos, new)
            location = NOWHERE
            if keys > 0 and not broken and (started or not changes):
                if op == MOVE:
                    location = ELSEWHERE if before_op == MOVE or not started else REVISION
                elif op == KEY or op == PASTE:
                    location = ELSEWHERE
                elif op != INSERT:
                    location = REVISION
                elif before_op == MOVE or not typed:
                    location = ELSEWHERE
                elif jump:
                    location = REVISION
                else:
                    location = text_location
            if location >= 0:
                histogram[location, _bin(interval)] += 1
                if interval >= EXACT:
                    long_sums[location] += interval
                    long_logs[location] += np.log(np.float64(interval))
            if not started and changes:
                counts[INITIAL] = press
            # --- bursts end at a pause
            if keys == 0:
                p_start = now
            elif pausing:
                _close_p_burst(counts, histogram, p_chars, p_words, before - p_start)
                p_chars, p_words, p_start = 0, 0, now
                if open_burst:
                    _close_burst(counts, histogram, burst_start, TO_PAUSE, burst_chars)
                    open_burst = False
                burst_start = BY_PAUSE if produced_any else burst_start
            keys += 1
            broken = False
            before_op = op
            if typed and source == TYPED and dwells[row] != 65535:
                counts[HOLD_N] += 1
                histogram[HOLD_ROW, _bin((_whole(dwells[row]) + 5) // 10)] += 1
            if changes:
                started = True
                undoing = op == UNDO or op == REDO
                production = n_ins > 0 and (op == INSERT or op == REPLACE)
                if undoing:
                    counts[UNDOS] += 1
                    counts[UNDO_CHARS] += n_del + n_ins
                else:
                    # --- a jump back
                    border = pos + n_del if (op == DELETE_BACK or op == REPLACE or op == CUT) else pos
                    if border < caret and _word_between(text, gap, skip, shape, base, border, caret):
                        counts[BACKTRACKS] += 1
                        counts[BACK_DISTANCE] += caret - border
                # --- what goes
                if n_del > 0 and not undoing:
                    right = pos + n_del
                    goes_on = (
                        in_episode and now - ep_time < BURST_PAUSE and (right == ep_pos or pos == ep_pos)
                    )
                    if not goes_on:
                        at_edge = _only_blanks_from(text, gap, skip, shape, base, length, right)
                        counts[EPISODES] += 1
                        ep_chars, ep_word = 0, True
                        ep_immediate = at_edge and produced_any and now - last_production < BURST_PAUSE
                        if at_edge:
                            counts[EDGE_EPISODES] += 1
                        if ep_immediate:
                            counts[IMMEDIATE] += 1
                        else:
                            counts[DISTANT] += 1
                            if not at_edge:
                                blanks = _blanks_at_end(text, gap, skip, shape, base, length)
                                counts[DISTANCE] += length - right - blanks
                    counts[DELETED] += n_del
                    counts[DELETIONS] += 1
                    if ep_immediate:
                        counts[IMMEDIATE_CHARS] += n_del
                    else:
                        counts[DISTANT_CHARS] += n_del
                    ep_chars += n_del
                    if ep_word and ep_chars <= 4:
                        for at in range(pos, right):
                            ep_word = ep_word and _class_at(text, gap, skip, shape, base, at) <= JOINER
                    in_episode, ep_pos, ep_time = True, pos, now
                if n_del > 0 or undoing or op == PASTE or jump:
                    edited = True
                if n_del > 0 or undoing:
                    if open_burst:
                        _close_burst(counts, histogram, burst_start, TO_REVISION, burst_chars)
                        open_burst = False
                    if produced_any:
                        burst_start = BY_REVISION
                elif (op == PASTE or (production and jump)) and produced_any:
                    if open_burst:
                        _close_burst(counts, histogram, burst_start, TO_INSERTION, burst_chars)
                        open_burst = False
                    burst_start = BY_INSERTION
        # --- the text
        if changes:
            # The gap goes to where the change is.
            _move_gap(text, gap, skip, pos)
            gap = pos
            skip += n_del
            length -= n_del
            if source == OF_PROGRAM:
                in_episode = False
                in_away = False
            elif op == INSERT or op == REPLACE or op == UNDO or op == REDO or op == PASTE:
                if op == PASTE and n_ins > 0:
                    in_episode = False
                    in_away = False
                    if source == OF_MOVE:
                        counts[MOVES] += 1
                        counts[MOVED] += n_ins
                    else:
                        counts[PASTES] += 1
                        counts[PASTED] += n_ins
                        counts[LARGEST] = max(counts[LARGEST], n_ins)
                elif op == UNDO or op == REDO:
                    in_episode = False
                    in_away = False
                elif n_ins > 0:
                    # --- production
                    if in_episode and op == INSERT:
                        if (
                            ep_immediate and ep_word and ep_chars <= 4 and pos == ep_pos and new <= DIGIT
                            and pos > 0 and _class_at(text, gap, skip, shape, base, pos - 1) <= DIGIT
                        ):  # fmt: skip
                            counts[REPAIRS] += 1
                    in_episode = False
                    if _only_blanks_from(text, gap, skip, shape, base, length, pos):
                        at_edge_total += n_ins
                        in_away = False
                    else:
                        if not (in_away and pos == caret):
                            counts[INS_AWAY] += 1
                        counts[INS_AWAY_CHARS] += n_ins
                        in_away = True
                    if text_location in (BEFORE_SENTENCE, BEFORE_PARAGRAPH):
                        if produced_any:
                            counts[SENTENCE_STARTS] += 1
                            if not edited:
                                counts[LINEAR_STARTS] += 1
                    if not open_burst:
                        open_burst, burst_chars = True, 0
                    burst_chars += n_ins
                    produced += n_ins
                    p_chars += n_ins
                    produced_any = True
                    last_production = now
                    while piece < N_SLICES - 1 and now * N_SLICES > piece_end:
                        piece += 1
                        piece_end += span
                    counts[FIRST_SLICE + piece] += n_ins
                    if now // HALF_MINUTE != window:
                        window_squares += np.float64(in_window) * in_window
                        window, in_window = now // HALF_MINUTE, 0
                    in_window += n_ins
                    if source == OF_UNKNOWN:
                        counts[UNKNOWN] += n_ins
                    elif source != TYPED:
                        counts[ASSISTED] += n_ins
                    final_class = CLASS[shape[where + n_ins - 1]]
                    if final_class in (END_MARK, NEW_LINE):
                        edited = False
            # --- what comes
            for at in range(n_ins):
                origin = where - base + at
                text[gap] = origin
                came_from[origin] = source
                gap += 1
                skip -= 1
            length += n_ins
            if source != OF_PROGRAM and n_ins > 0 and (op == INSERT or op == REPLACE):
                for at in range(pos, pos + n_ins):
                    if _starts_word(text, gap, skip, shape, base, at):
                        produced_words += 1
                        p_words += 1
            elif n_ins == 0:
                in_away = False
            caret = pos + n_ins
        before = now
    # --- the end of the session
    _close_p_burst(counts, histogram, p_chars, p_words, before - p_start)
    if open_burst:
        _close_burst(counts, histogram, burst_start, TO_END, burst_chars)
    if away_since >= 0:
        counts[AWAY] += before - away_since
    window_squares += np.float64(in_window) * in_window
    counts[EVENTS] = last - first
    counts[KEYS] = keys
    counts[SPAN] = span
    counts[ACTIVE] = active
    counts[ON_TASK] = on_task
    counts[SITTINGS] = sittings
    counts[LONGEST] = max(longest, before - sitting_start)
    counts[PRODUCED] = produced
    counts[AT_EDGE] = at_edge_total
    counts[PROD_WORDS] = produced_words
    counts[HALF_MINUTES] = span // HALF_MINUTE + 1
    counts[HALF_SQUARES] = window_squares
    counts[FINAL] = length
    sentence_open, paragraph_open = False, False
    for at in range(length):
        origin = text[at if at < gap else at + skip]
        found = CLASS[shape[base + origin]]
        if found <= DIGIT:
            if not _joined(text, gap, skip, shape, base, at):
                counts[FINAL_WORDS] += 1
            if not sentence_open:
                counts[FINAL_SENTENCES] += 1
            if not paragraph_open:
                counts[FINAL_PARAGRAPHS] += 1
            sentence_open, paragraph_open = True, True
        elif found == NEW_LINE:
            sentence_open, paragraph_open = False, False
        elif found == SPACE and at > 0 and sentence_open:
            if _class_at(text, gap, skip, shape, base, at - 1) == END_MARK:
                sentence_open = False
        source = came_from[origin]
        if source == OF_PROGRAM:
            counts[FINAL_PROGRAM] += 1
        elif source == OF_PASTE:
            counts[FINAL_PASTED] += 1
        elif COMPOSITION <= source <= DICTATION:
            counts[FINAL_ASSISTED] += 1
    _summarise(counts, histogram, long_sums, long_logs)
    return 0, -1, length, gap, skip


@compiled
def _sessions(
    starts: np.ndarray,
    seq: np.ndarray,
    times: np.ndarray,
    leads: np.ndarray,
    dwells: np.ndarray,
    ops: np.ndarray,
    sources: np.ndarray,
    positions: np.ndarray,
    dels: np.ndarray,
    inss: np.ndarray,
    offsets: np.ndarray,
    shape: np.ndarray,
    first: int,
    last: int,
    counts: np.ndarray,
    histograms: np.ndarray,
    faults: np.ndarray,
    fault_rows: np.ndarray,
) -> None:
    keep = histograms.shape[0] > 0
    scratch = np.zeros((N_ROWS, BINS), dtype=np.int32)
    long_sums, long_logs = np.zeros(N_LOCATIONS), np.zeros(N_LOCATIONS)
    largest = 0
    for session in range(first, last):
        largest = max(largest, _whole(offsets[starts[session + 1]]) - _whole(offsets[starts[session]]))
    text = np.empty(largest, dtype=np.int32)
    came_from = np.empty(largest, dtype=np.uint8)
    for session in range(first, last):
        begin, end = starts[session], starts[session + 1]
        room = _whole(offsets[end]) - _whole(offsets[begin])
        scratch[:] = 0
        long_sums[:] = 0
        long_logs[:] = 0
        code, row, _, _, _ = _session(
            begin, end, seq, times, leads, dwells, ops, sources, positions, dels, inss, offsets, shape,
            text[:room], came_from, counts[session], scratch, long_sums, long_logs,
        )  # fmt: skip
        faults[session] = code
        fault_rows[session] = row
        if code:
            # A number from half a session would be a wrong number.
            counts[session] = np.nan
            counts[session, EVENTS] = end - begin
        elif keep:
            histograms[session] = scratch


@compiled
def _rebuild(
    last: int,
    ops: np.ndarray,
    positions: np.ndarray,
    dels: np.ndarray,
    inss: np.ndarray,
    offsets: np.ndarray,
    text: np.ndarray,
) -> tuple[int, int, int]:
    """The text's origins after `last` events: a code and a row where it cannot be, and its length."""
    base = _whole(offsets[0])
    gap, skip, length = 0, len(text), 0
    for row in range(last):
        pos, n_del, n_ins = _whole(positions[row]), _whole(dels[row]), _whole(inss[row])
        if pos > length:
            return 5, row, length
        if pos + n_del > length:
            return 6, row, length
        if _whole(offsets[row + 1]) - _whole(offsets[row]) != n_ins:
            return 7, row, length
        if ops[row] >= MOVE:
            continue
        _move_gap(text, gap, skip, pos)
        gap = pos
        skip += n_del
        for at in range(n_ins):
            text[gap] = _whole(offsets[row]) - base + at
            gap += 1
            skip -= 1
        length += n_ins - n_del
    _move_gap(text, gap, skip, length)
    return 0, -1, length


# --- Arrow in, arrays out -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Columns:
    """The contract's columns as the kernel reads them, without a copy where there is one chunk."""

    session: np.ndarray
    seq: np.ndarray
    t: np.ndarray
    lead: np.ndarray
    dwell: np.ndarray
    op: np.ndarray
    source: np.ndarray
    pos: np.ndarray
    n_del: np.ndarray
    n_ins: np.ndarray
    offsets: np.ndarray
    shape: np.ndarray

    @classmethod
    def of(cls, table: pa.Table) -> Columns:
        def numbers(name: str) -> np.ndarray:
            column = table.column(name)
            return np.asarray(column.chunk(0) if column.num_chunks == 1 else column)

        offsets, shape = _letters(table)
        names = ("session", "seq", "t", "lead", "dwell", "op", "source", "pos", "n_del", "n_ins")
        return cls(**{name: numbers(name) for name in names}, offsets=offsets, shape=shape)


def _letters(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    import pyarrow as pa

    column = table.column("shape").combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())
    _, offsets, letters = column.buffers()
    if offsets is None or len(column) == 0:
        return np.zeros(1, np.int32), np.zeros(0, np.uint8)
    places = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return places, np.frombuffer(letters, np.uint8) if letters is not None else np.zeros(0, np.uint8)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the kernel found: a row of counts for each session, and where a session cannot have been so."""

    sessions: np.ndarray
    counts: np.ndarray
    histograms: np.ndarray
    faults: np.ndarray
    fault_rows: np.ndarray

    def of(self, name: str) -> np.ndarray:
        """One count of all sessions."""
        return self.counts[:, FIELD[name]]


def starts_of(session: np.ndarray) -> np.ndarray:
    """Where each session begins, and the end; a session in two places is refused."""
    if not len(session):
        return np.zeros(1, np.int64)
    changes = np.flatnonzero(session[1:] != session[:-1]) + 1
    starts = np.concatenate([[0], changes, [len(session)]]).astype(np.int64)
    seen, places = np.unique(session[starts[:-1]], return_index=True)
    if len(seen) != len(starts) - 1:
        twice = np.setdiff1d(np.arange(len(starts) - 1), places)[0]
        row = int(starts[twice])
        raise BrokenContract(
            f"row {row} (session {int(session[row])}): the session comes a second time; its events must stand together."
        )
    return starts


def count(table: pa.Table, *, threads: int = 1, histograms: bool = False) -> Counted:
    """Count every session of a table that holds whole sessions."""
    columns = Columns.of(conform(table))
    starts = starts_of(columns.session)
    n = len(starts) - 1
    found = Counted(
        sessions=columns.session[starts[:-1]],
        counts=np.zeros((n, N_FIELDS)),
        histograms=np.zeros((n if histograms else 0, N_ROWS, BINS), np.int32),
        faults=np.zeros(n, np.uint8),
        fault_rows=np.full(n, -1, np.int64),
    )
    # Sessions differ in length: cut by events, in a few more parts than threads.
    parts = min(n, threads * 4) if threads > 1 else min(n, 1)
    cuts = (
        np.searchsorted(starts, np.linspace(0, starts[-1], parts + 1).astype(np.int64))
        if parts
        else np.zeros(0, np.int64)
    )
    spans = [(int(a), int(b)) for a, b in itertools.pairwise(cuts) if b > a]

    def work(span: tuple[int, int]) -> None:
        _sessions(
            starts, columns.seq, columns.t, columns.lead, columns.dwell, columns.op, columns.source, columns.pos,
            columns.n_del, columns.n_ins, columns.offsets, columns.shape, *span,
            found.counts, found.histograms, found.faults, found.fault_rows,
        )  # fmt: skip

    if threads > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, spans))
    else:
        for span in spans:
            work(span)
    return found


def origins(table: pa.Table, events: int | None = None) -> np.ndarray:
    """For each character of one session's text after so many events: its place among all inserted characters."""
    columns = Columns.of(conform(table))
    events = table.num_rows if events is None else events
    room = int(columns.offsets[events]) - int(columns.offsets[0])
    text = np.empty(room, np.int32)
    code, row, length = _rebuild(
        events, columns.op, columns.pos, columns.n_del, columns.n_ins, columns.offsets, text
    )
    if code:
        raise BrokenContract(f"row {row} (session {int(columns.session[0])}): {REASONS[code]}.")
    return text[:length]


def warm_up() -> None:
    """Compile, or load what was compiled before, so that nobody waits for it later."""
    count(
        of_columns(
            session=[0], seq=[0], t=[0], lead=[0], dwell=[65535], op=[0], source=[0], pos=[0], n_del=[0],
            n_ins=[1], shape=["L"], text=["a"],
        )
    )  # fmt: skip
