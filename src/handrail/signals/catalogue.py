"""Every signal: what it is, in which unit, from how many observations on, what can mislead it, and what it needs.

A signal describes how one piece came about. None of them says anything about the writer's abilities, and none has a
side that is better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from handrail.signals import intervals
from handrail.signals.bins import MIDDLES, TICK_MS
from handrail.signals.kernel import ENDS, LOCATIONS, SLICES, STARTS
from handrail.signals.recordings import Tells

if TYPE_CHECKING:
    from collections.abc import Callable

    from handrail.signals.kernel import Counted

    Values = Callable[[Counted], np.ndarray]
    Ends = Callable[[Counted], tuple[np.ndarray, np.ndarray]]

TIMES = frozenset({Tells.TIMES})
TEXT = frozenset({Tells.TEXT})
TIMES_AND_TEXT = TIMES | TEXT
FINE = frozenset({Tells.TEXT, Tells.FINE_TIMES})
SECONDS: Final = TICK_MS / 1000
MINUTES: Final = SECONDS / 60
OWN_FACTOR: Final = 3


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal. `of` gives its value for each session, `n` the number of observations behind it."""

    name: str
    title: str
    unit: str
    definition: str
    minimum: int
    counted: str
    misleads: str
    needs: frozenset[Tells]
    source: str
    of: Values
    n: Values
    assisted_too: bool = False
    """Whether it still means something when prediction, dictation or pasting wrote much of the text."""
    device_matters: bool = False
    language_matters: bool = False
    between: Ends | None = None
    """Between which two ends the value lies nine times in ten, where that can be said."""


def _divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(below > 0, above / below, np.nan))


def _count(name: str, factor: float = 1.0) -> Values:
    return lambda counted: counted.of(name) * factor


def _ratio(above: str, below: str, factor: float = 1.0) -> Values:
    return lambda counted: _divide(counted.of(above), counted.of(below)) * factor


def _all(what: str) -> Values:
    return lambda counted: np.asarray(
        np.sum([counted.of(f"{location}_{what}") for location in LOCATIONS], axis=0)
    )


def _all_ratio(above: str, below: str) -> Values:
    return lambda counted: _divide(_all(above)(counted), _all(below)(counted))


def _own_product(counted: Counted) -> np.ndarray:
    own = counted.of("final") - counted.of("final_program") - counted.of("final_pasted")
    return _divide(own, counted.of("produced"))


def _slices(counted: Counted, groups: int) -> np.ndarray:
    values = np.stack([counted.of(name) for name in SLICES], axis=1)
    return np.asarray(values.reshape(len(values), groups, -1).sum(axis=2))


def _variation(counted: Counted) -> np.ndarray:
    tenths = _slices(counted, 10)
    return _divide(tenths.std(axis=1), tenths.mean(axis=1))


def _half_minute_variation(counted: Counted) -> np.ndarray:
    mean = _divide(counted.of("produced"), counted.of("half_minutes"))
    variance = _divide(counted.of("half_minute_squares"), counted.of("half_minutes")) - mean * mean
    return np.asarray(np.sqrt(np.maximum(variance, 0)))


def _third(number: int) -> Values:
    return lambda counted: _divide(_slices(counted, 3)[:, number], counted.of("produced"))


def _assisted_share(counted: Counted) -> np.ndarray:
    brought = counted.of("assisted") + counted.of("pasted")
    return _divide(brought, counted.of("produced") + counted.of("pasted"))


PLACES: Final = {
    "within_word": ("inside words", "between two characters of one word"),
    "before_word": ("before words", "before the first letter of a word that does not begin a sentence"),
    "after_word": ("after words", "before the blank or mark that ends a word"),
    "before_sentence": ("before sentences", "before the first letter after an end mark and a blank"),
    "after_sentence": ("before end marks", "before the mark that ends a sentence"),
    "before_paragraph": ("before paragraphs", "before the first letter of a line"),
    "after_paragraph": ("before new lines", "before the key that begins a new line"),
    "before_revision": ("before changes", "before a deletion, a replacement, an undo or a jump in the text"),
}
HANDS: Final = (
    "Practice with this keyboard, another device or layout, a second language, a new topic, cold or tired hands, "
    "spelling that is thought about, somebody watching."
)
TASK: Final = (
    "Topic and kind of text, notes beside the screen, a time limit, interruptions, a talk with a neighbour, "
    "a second language."
)
CHANGES: Final = (
    "Revising more or less is not better or worse; it depends on the task, on age, on how drafts were taught, and "
    "on a spelling checker. Where a revision ends is less certain than where it begins."
)
INPUTLOG: Final = "Leijten and Van Waes 2013; Van Waes and Leijten 2015"
BURSTS: Final = "Kaufer, Hayes and Flower 1986; Chenoweth and Hayes 2001"
BAAIJEN: Final = "Baaijen, Galbraith and de Glopper 2012, doi 10.1177/0741088312451108"
LINDGREN: Final = "Lindgren and Sullivan 2006"
OWN: Final = "Handrail’s own definition"


def _kept(counted: Counted) -> np.ndarray:
    if len(counted.histograms) != len(counted.counts):
        raise ValueError("this needs the histograms: kernel.count(events, histograms=True)")
    return counted.histograms


def _around_median(place: str) -> Ends:
    def ends(counted: Counted) -> tuple[np.ndarray, np.ndarray]:
        low, high = intervals.around_median(_kept(counted)[:, LOCATIONS.index(place)])
        return low * TICK_MS, high * TICK_MS

    return ends


def _around_ratio(above: str, below: str) -> Ends:
    return lambda counted: intervals.around_share(counted.of(above), counted.of(below))


def _own_threshold(counted: Counted) -> np.ndarray:
    """In ticks, from the intervals of all places."""
    together = _kept(counted)[:, : len(LOCATIONS)].sum(axis=1)
    found = np.full(len(together), np.nan)
    for number, histogram in enumerate(together):
        used = np.flatnonzero(histogram)
        if len(used):
            middle = _middle(MIDDLES[used], histogram[used])
            away = np.abs(MIDDLES[used] - middle)
            order = np.argsort(away, kind="stable")
            found[number] = middle + OWN_FACTOR * _middle(away[order], histogram[used][order])
    return found


def _middle(values: np.ndarray, counts: np.ndarray) -> float:
    """The middle of values that come so many times each, or the mean of the two middles."""
    passed = np.cumsum(counts)
    n = int(passed[-1])
    first, second = (int(np.searchsorted(passed, rank, side="right")) for rank in ((n - 1) // 2, n // 2))
    return float(values[first] + values[second]) / 2


def _own_pauses(counted: Counted) -> np.ndarray:
    thresholds = _own_threshold(counted)
    together = _kept(counted)[:, : len(LOCATIONS)].sum(axis=1)
    longer = (together * (thresholds[:, None] < MIDDLES)).sum(axis=1)
    return _divide(longer, counted.of("span") * MINUTES)


def _pause_signals() -> tuple[Signal, ...]:
    found = []
    for place, (title, where) in PLACES.items():
        n = _count(f"{place}_n")
        for name, words, unit, minimum, of, between, definition in (
            ("median", "Middle interval", "ms", 80, _count(f"{place}_median", TICK_MS), _around_median(place),
             f"The middle of the intervals from key press to key press {where}, to 10 ms."),
            ("geometric_mean", "Geometric mean interval", "ms", 80,
             lambda counted, place=place: np.exp(counted.of(f"{place}_log_mean")) * TICK_MS, None,
             f"The geometric mean of the intervals {where}."),
            ("share_2s", "Share of intervals of two seconds or more", "share", 80,
             _ratio(f"{place}_n_2000", f"{place}_n"), _around_ratio(f"{place}_n_2000", f"{place}_n"),
             f"Intervals of 2 s or more among those {where}."),
            ("share_200ms", "Share of intervals of 200 ms or more", "share", 80,
             _ratio(f"{place}_n_200", f"{place}_n"), _around_ratio(f"{place}_n_200", f"{place}_n"),
             f"Intervals of 200 ms or more among those {where}."),
        ):  # fmt: skip
            found.append(
                Signal(
                    f"{place}_{name}",
                    f"{words} {title}",
                    unit,
                    definition,
                    minimum,
                    "intervals",
                    HANDS,
                    FINE,
                    INPUTLOG,
                    of,
                    n,
                    device_matters=True,
                    language_matters=True,
                    between=between,
                )
            )
    return tuple(found)


def _signal(
    name: str, title: str, unit: str, definition: str, minimum: int, counted: str, of: Values, n: Values, *,
    misleads: str = TASK, needs: frozenset[Tells] = TIMES_AND_TEXT, source: str = OWN, assisted_too: bool = False,
    language_matters: bool = False,
) -> Signal:  # fmt: skip
    return Signal(name, title, unit, definition, minimum, counted, misleads, needs, source, of, n,
                  assisted_too=assisted_too, language_matters=language_matters)  # fmt: skip


EVENTS: Final = _count("events")
MADE: Final = _count("produced")
SIGNALS: Final = (
    # --- time
    _signal(
        "minutes",
        "Time from first to last",
        "min",
        "From the task being shown to the last event.",
        1,
        "events",
        _count("span", MINUTES),
        EVENTS,
        needs=TIMES,
        assisted_too=True,
    ),
    _signal(
        "on_task_minutes",
        "Time on task",
        "min",
        "The sum of all gaps between events, each counted to at most 60 s.",
        1,
        "events",
        _count("on_task", MINUTES),
        EVENTS,
        needs=TIMES,
        source="ETS Writing Observer",
        assisted_too=True,
    ),
    _signal(
        "active_minutes",
        "Time at the keyboard",
        "min",
        "The same sum with each gap counted to at most 5 s.",
        1,
        "events",
        _count("active", MINUTES),
        EVENTS,
        needs=TIMES,
        assisted_too=True,
    ),
    _signal(
        "sittings",
        "Sittings",
        "",
        "Stretches with less than 30 min between events.",
        1,
        "events",
        _count("sittings"),
        EVENTS,
        needs=TIMES,
        assisted_too=True,
    ),
    _signal(
        "longest_sitting_minutes",
        "Longest sitting",
        "min",
        "From the first to the last event of the longest sitting.",
        1,
        "events",
        _count("longest_sitting", MINUTES),
        EVENTS,
        needs=TIMES,
        assisted_too=True,
    ),
    _signal(
        "initial_pause",
        "Time before the first character",
        "s",
        "From the task being shown to the first change.",
        1,
        "events",
        _count("initial", SECONDS),
        MADE,
        needs=TIMES_AND_TEXT | {Tells.START},
        assisted_too=True,
    ),
    _signal(
        "away_count",
        "Times at another window",
        "",
        "How often the writer went to another window.",
        1,
        "events",
        _count("away_count"),
        EVENTS,
        needs=frozenset({Tells.FOCUS}),
        assisted_too=True,
        misleads="Looking something up, a message that popped up, a support tool in a window of its own.",
    ),
    _signal(
        "away_seconds",
        "Time at another window",
        "s",
        "From leaving the window to coming back.",
        1,
        "events",
        _count("away", SECONDS),
        EVENTS,
        needs=frozenset({Tells.FOCUS}),
        assisted_too=True,
        misleads="Looking something up, a message that popped up, a support tool in a window of its own.",
    ),
    # --- pauses everywhere
    _signal(
        "pauses_2s_per_minute",
        "Pauses of two seconds or more",
        "1/min",
        "Intervals of 2 s or more, at any place, for each minute from first to last.",
        20,
        "intervals",
        lambda counted: _divide(_all("n_2000")(counted), counted.of("span") * MINUTES),
        _all("n"),
        needs=TIMES,
        source=INPUTLOG,
    ),
    _signal(
        "pause_share_2s",
        "Share of time in pauses",
        "share",
        "The time of intervals of 2 s or more, at any place, of the time from first to last.",
        20,
        "intervals",
        lambda counted: _divide(_all("t_2000")(counted), counted.of("span")),
        _all("n"),
        needs=TIMES,
        source=INPUTLOG,
    ),
    _signal(
        "interval_share_200ms",
        "Share of intervals of 200 ms or more",
        "share",
        "Intervals of 200 ms or more among all intervals.",
        80,
        "intervals",
        _all_ratio("n_200", "n"),
        _all("n"),
        needs=frozenset({Tells.FINE_TIMES}),
        misleads=HANDS,
        source=INPUTLOG,
    ),
    *_pause_signals(),
    Signal(
        "own_pause_threshold",
        "Where one’s own pauses begin",
        "ms",
        "The middle of all intervals and three times the middle distance from it; longer ones are long for this hand.",
        80,
        "intervals",
        HANDS,
        frozenset({Tells.FINE_TIMES}),
        "Chenu and others 2014, doi 10.3389/fpsyg.2014.00182; the factor of three is Handrail’s own",
        lambda counted: _own_threshold(counted) * TICK_MS,
        _all("n"),
        device_matters=True,
        language_matters=True,
    ),
    Signal(
        "own_pauses_per_minute",
        "Pauses that are long for this writer",
        "1/min",
        "Intervals above that threshold, at any place, for each minute from first to last.",
        80,
        "intervals",
        HANDS,
        frozenset({Tells.FINE_TIMES}),
        "Chenu and others 2014, doi 10.3389/fpsyg.2014.00182; the factor of three is Handrail’s own",
        _own_pauses,
        _all("n"),
        device_matters=True,
        language_matters=True,
    ),
    Signal(
        "hold_median",
        "How long keys are held",
        "ms",
        "The middle time from press to release of typed keys.",
        80,
        "keys",
        HANDS,
        frozenset({Tells.HOLD}),
        OWN,
        _count("hold_median", TICK_MS),
        _count("hold_n"),
        device_matters=True,
    ),
    # --- bursts
    _signal(
        "p_bursts_per_minute",
        "Bursts between pauses",
        "1/min",
        "Stretches in which something was written between pauses of 2 s or more, for each minute.",
        5,
        "bursts",
        lambda counted: _divide(counted.of("p_bursts"), counted.of("span") * MINUTES),
        _count("p_bursts"),
        source=BURSTS,
    ),
    _signal(
        "p_burst_characters",
        "Characters in a burst",
        "characters",
        "Mean number of characters, blanks too and deletions not taken off, written between pauses of 2 s or more.",
        10,
        "bursts",
        _ratio("p_burst_characters", "p_bursts"),
        _count("p_bursts"),
        source=BURSTS,
        language_matters=True,
    ),
    _signal(
        "p_burst_characters_median",
        "Characters in the middle burst",
        "characters",
        "The middle of the same lengths.",
        10,
        "bursts",
        _count("p_burst_median"),
        _count("p_bursts"),
        source=BURSTS,
        language_matters=True,
    ),
    _signal(
        "p_burst_words",
        "Words in a burst",
        "words",
        "Words begun in a burst, on average.",
        10,
        "bursts",
        _ratio("p_burst_words", "p_bursts"),
        _count("p_bursts"),
        source=BURSTS,
        language_matters=True,
    ),
    _signal(
        "p_burst_seconds",
        "Duration of a burst",
        "s",
        "From the first to the last event of a burst, on average.",
        10,
        "bursts",
        _ratio("p_burst_ticks", "p_bursts", SECONDS),
        _count("p_bursts"),
        source=BURSTS,
    ),
    _signal(
        "r_burst_characters",
        "Characters until a change",
        "characters",
        "Mean length of stretches that end because something is deleted, replaced or undone.",
        10,
        "bursts",
        _ratio("r_burst_characters", "r_bursts"),
        _count("r_bursts"),
        source=BAAIJEN,
        misleads=CHANGES,
    ),
    _signal(
        "r_burst_share",
        "Share of bursts that end with a change",
        "share",
        "Stretches that end with a change, not a pause, a jump or the end, of all of them.",
        10,
        "bursts",
        lambda counted: _divide(counted.of("r_bursts"), _bursts(counted)),
        lambda counted: _bursts(counted),
        source=BAAIJEN,
        misleads=CHANGES,
    ),
    # --- production
    _signal(
        "characters_per_minute",
        "Characters written a minute",
        "1/min",
        "Characters produced, for each minute from first to last.",
        50,
        "characters",
        lambda counted: _divide(counted.of("produced"), counted.of("span") * MINUTES),
        MADE,
        source=INPUTLOG,
        language_matters=True,
    ),
    _signal(
        "characters_per_active_minute",
        "Characters written a minute at the keyboard",
        "1/min",
        "Characters produced, for each minute at the keyboard.",
        50,
        "characters",
        lambda counted: _divide(counted.of("produced"), counted.of("active") * MINUTES),
        MADE,
        language_matters=True,
    ),
    _signal(
        "product_per_minute",
        "Characters kept a minute",
        "1/min",
        "Characters of the final text, for each minute from first to last.",
        50,
        "characters",
        lambda counted: _divide(counted.of("final"), counted.of("span") * MINUTES),
        MADE,
        source=INPUTLOG,
    ),
    _signal(
        "produced_characters",
        "Characters written",
        "characters",
        "All characters produced, kept or not.",
        1,
        "characters",
        MADE,
        MADE,
        needs=TEXT,
        assisted_too=True,
    ),
    _signal(
        "final_characters",
        "Characters in the text",
        "characters",
        "Length of the text at the end.",
        1,
        "events",
        _count("final"),
        EVENTS,
        needs=TEXT,
        assisted_too=True,
    ),
    _signal(
        "final_words",
        "Words in the text",
        "words",
        "Words of the text at the end.",
        1,
        "events",
        _count("final_words"),
        EVENTS,
        needs=TEXT,
        assisted_too=True,
    ),
    _signal(
        "product_process",
        "What was kept of what was written",
        "share",
        "Characters of the final text that were produced, of all characters produced; start text and pastes left out.",
        50,
        "characters",
        _own_product,
        MADE,
        needs=TEXT,
        source=INPUTLOG,
        misleads=CHANGES,
    ),
    _signal(
        "variation_tenths",
        "Evenness over time",
        "ratio",
        "Spread of the characters produced in ten equal parts of the time, divided by their mean.",
        200,
        "characters",
        _variation,
        MADE,
        source="Van Waes and Leijten 2015",
    ),
    _signal(
        "variation_half_minutes",
        "Evenness over half minutes",
        "characters",
        "Spread of the characters produced in each half minute.",
        200,
        "characters",
        _half_minute_variation,
        MADE,
    ),
    *(
        _signal(
            f"share_third_{number + 1}",
            f"Written in the {words} third",
            "share",
            f"Characters produced in the {words} third of the time, of all.",
            200,
            "characters",
            _third(number),
            MADE,
        )
        for number, words in enumerate(("first", "second", "last"))
    ),
    # --- revision
    _signal(
        "deleted_per_100",
        "Deleted characters",
        "per 100",
        "Characters deleted for each 100 produced.",
        50,
        "characters",
        _ratio("deleted", "produced", 100),
        MADE,
        needs=TEXT,
        source=INPUTLOG,
        misleads=CHANGES,
    ),
    _signal(
        "immediate_per_100_words",
        "Changes at once",
        "per 100 words",
        "Deletions at the end of the text within 2 s of writing, for each 100 words begun.",
        50,
        "words",
        _ratio("immediate_episodes", "produced_words", 100),
        _count("produced_words"),
        needs=FINE,
        source=LINDGREN,
        misleads=CHANGES,
    ),
    _signal(
        "distant_per_100_words",
        "Changes later or elsewhere",
        "per 100 words",
        "All other stretches of deleting, for each 100 words begun.",
        50,
        "words",
        _ratio("distant_episodes", "produced_words", 100),
        _count("produced_words"),
        needs=FINE,
        source=LINDGREN,
        misleads=CHANGES,
    ),
    _signal(
        "repairs_per_100_words",
        "In-word repairs",
        "per 100 words",
        "Up to four characters of the word being written deleted at once, and the word gone on with.",
        50,
        "words",
        _ratio("repairs", "produced_words", 100),
        _count("produced_words"),
        needs=FINE,
        misleads="A slip of the finger looks the same as a thought about spelling. " + CHANGES,
    ),
    _signal(
        "insertions_away_per_100_words",
        "Insertions away from the end",
        "per 100 words",
        "Stretches written before the end of the text, for each 100 words begun.",
        50,
        "words",
        _ratio("insertions_away", "produced_words", 100),
        _count("produced_words"),
        needs=TEXT,
        source=LINDGREN,
        misleads=CHANGES,
    ),
    _signal(
        "undone_characters",
        "Undone characters",
        "characters",
        "Characters changed by undo and redo.",
        1,
        "events",
        _count("undo_characters"),
        EVENTS,
        needs=frozenset({Tells.TEXT, Tells.SOURCES}),
        misleads=CHANGES,
    ),
    # --- linearity
    _signal(
        "linearity",
        "Written at the end of the text",
        "share",
        "Characters produced at the leading edge, blanks after it counted as edge, of all produced.",
        50,
        "characters",
        _ratio("produced_at_edge", "produced"),
        MADE,
        needs=TEXT,
        source=LINDGREN,
        misleads=CHANGES,
    ),
    _signal(
        "backtracks_per_100_words",
        "Steps back",
        "per 100 words",
        "Changes before the place of the last one with at least one word begun between, for each 100 words begun.",
        50,
        "words",
        _ratio("backtracks", "produced_words", 100),
        _count("produced_words"),
        needs=TEXT,
        misleads=CHANGES,
    ),
    _signal(
        "linear_sentence_starts",
        "Sentences begun without a change before",
        "share",
        "Sentence starts with no deletion, jump, undo or paste since the last end mark, of all but the first.",
        8,
        "sentences",
        _ratio("linear_sentence_starts", "sentence_starts"),
        _count("sentence_starts"),
        needs=TEXT,
        source="Baaijen and Galbraith 2018",
        misleads=CHANGES,
    ),
    # --- brought in
    _signal(
        "pasted_share",
        "Text brought in",
        "share",
        "Characters pasted from elsewhere that are in the final text, of it.",
        1,
        "characters",
        _ratio("final_pasted", "final"),
        _count("final"),
        needs=frozenset({Tells.TEXT, Tells.SOURCES}),
        assisted_too=True,
        misleads="Quotations, notes of one’s own, a text begun elsewhere, a support tool that pastes.",
    ),
    _signal(
        "largest_paste",
        "Largest piece brought in",
        "characters",
        "The longest text pasted from elsewhere.",
        1,
        "events",
        _count("largest_paste"),
        EVENTS,
        needs=frozenset({Tells.TEXT, Tells.SOURCES}),
        assisted_too=True,
        misleads="Quotations, notes of one’s own, a text begun elsewhere, a support tool that pastes.",
    ),
    _signal(
        "moved_characters",
        "Text moved within the piece",
        "characters",
        "Characters pasted that were cut or copied in the same text.",
        1,
        "events",
        _count("moved"),
        EVENTS,
        needs=frozenset({Tells.TEXT, Tells.SOURCES}),
        assisted_too=True,
    ),
    _signal(
        "assisted_share",
        "Written with support",
        "share",
        "Characters from prediction, correction, dictation, composition or pasting, of all that came.",
        1,
        "characters",
        _assisted_share,
        lambda counted: counted.of("produced") + counted.of("pasted"),
        needs=frozenset({Tells.TEXT, Tells.SOURCES}),
        assisted_too=True,
        misleads="Soft keyboards compose everything; support is a help and no fault.",
    ),
)


def _bursts(counted: Counted) -> np.ndarray:
    found = [counted.of(f"bursts_{start}_{end}") for start in STARTS for end in ENDS]
    return np.asarray(np.sum(found, axis=0))


BY_NAME: Final = {signal.name: signal for signal in SIGNALS}
