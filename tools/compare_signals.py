"""Hold writing signals beside what is known: real texts, values found with other code, the oracle, simulated writers.

    python -m tools.compare_signals FOLDER           prints the page
    python -m tools.compare_signals FOLDER --write   keeps it as docs/reference/signals-compared.md

FOLDER holds `writing/` and `traces/`, which are not part of the product. A test holds the kept page beside a new run.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.signals import oracle
from tests.signals.writing import sessions, table_of
from tqdm import tqdm

from handrail.signals import kernel, mixture, published, readers, replay
from handrail.signals.bins import BINS, EDGES
from handrail.signals.catalogue import BY_NAME
from handrail.signals.events import Op
from handrail.signals.kernel import Counted
from handrail.signals.mixture import Prior
from handrail.signals.published import Pace
from handrail.signals.simulate import SLOW_SPREAD, SPREAD

PAGE: Final = Path(__file__).parents[1] / "docs" / "reference" / "signals-compared.md"
GENERATED: Final = 500
FIRST_EVENTS: Final = 250
RUNS: Final = 200
SIZES: Final = (40, 80, 150, 300, 600)

FOUND_BEFORE: Final = {
    # The middle of the fourteen logs as other code with the same definitions found it, and the middle half.
    "minutes": "41.6 (27–49)",
    "active_minutes": "17.0",
    "characters_per_minute": "76 (55–101)",
    "deleted_per_100": "6.4 (4.5–10.5), counted as keys",
    "pauses_2s_per_minute": "2.4",
    "pause_share_2s": "0.72",
    "p_burst_characters": "35.4",
    "p_burst_characters_median": "24",
    "within_word_median": "144",
}

GROUPS: Final = {
    # Each group with its place and what plain estimation found before: mean (spread) for each size.
    "age-12": ("before_word", (".25 (.12)", ".27 (.11)", ".28 (.08)", ".30 (.06)", ".30 (.06)")),
    "age-17-dyslexic": ("before_word", (".41 (.18)", ".43 (.14)", ".47 (.13)", ".50 (.09)", ".52 (.07)")),
    "age-17-not-dyslexic": ("before_word", (".30 (.14)", ".32 (.12)", ".35 (.11)", ".38 (.08)", ".38 (.06)")),
    "age-12 inside words": ("within_word", (".26 (.26)", ".17 (.20)", ".13 (.13)", ".12 (.06)", ".12 (.04)")),
    "age-21-second-language": ("before_word", ("",) * 5),
    "age-23": ("before_word", ("",) * 5),
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path, help="holds writing/ and traces/")
    asked.add_argument("--write", action="store_true", help=f"keep the page as {PAGE.name}")
    chosen = asked.parse_args()
    page = "\n".join(lines(chosen.folder)) + "\n"
    if chosen.write:
        PAGE.write_text(page, encoding="utf-8")
        print(f"Wrote {PAGE}")
    else:
        print(page)


def lines(folder: Path) -> Iterator[str]:
    """The whole page."""
    yield from (
        "# Writing signals beside what is known",
        "",
        "Written by `python -m tools.compare_signals FOLDER --write`; a test runs it again where the real logs are. "
        "What the words mean: [Writing signals](../explanation/writing-signals.md).",
    )
    for section in (rebuilt, beside_values, beside_oracle, recovered):
        yield ""
        yield from section(folder)


# --- texts ----------------------------------------------------------------------------------------------------


def logs(folder: Path) -> list[Path]:
    return sorted(folder.glob("writing/*.idfx.gz"))


def final_text(log: Path) -> str:
    """The text that the writer saved, which lies beside the log."""
    name = log.name.replace("_il_", "_ft_").replace(".idfx.gz", ".txt")
    return log.with_name(name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def end_of(trace: Path) -> str:
    return str(json.loads(gzip.decompress(trace.read_bytes()))["endContent"])


def how_alike(text: str, expected: str) -> str:
    if text == expected:
        return "every character"
    if text.rstrip() == expected.rstrip():
        blanks = len(text) - len(text.rstrip()) - len(expected) + len(expected.rstrip())
        return f"every character, and {blanks} blank more at the end"
    return "no"


def rebuilt(folder: Path) -> Iterator[str]:
    """Each text rebuilt from its recording, beside the text that was saved."""
    rows = []
    for path in tqdm([*logs(folder), *sorted(folder.glob("traces/*.json.gz"))], unit="file", disable=None):
        recording = readers.read(path)
        text = replay.text_at(recording.events)
        expected = end_of(path) if path.suffixes[0] == ".json" else final_text(path)
        alike = how_alike(text, expected)
        rows.append(
            (path.name, f"{recording.events.num_rows:,}", f"{len(text):,}", alike, " ".join(recording.notes))
        )
    exact = sum(row[3] == "every character" for row in rows)
    yield from (
        "## Texts rebuilt",
        "",
        f"{exact} of {len(rows)} end with each character of the saved text. `A2_2022RI2_il_1` ends with a blank "
        "more: its last event types it at the end, where the log itself gives 2,972 characters before it, as many as "
        "the saved text has; nothing follows, and no key gives a length that differs from the rebuilt text’s. "
        "The text beside it was saved without that blank, which the log cannot know.",
        "",
    )
    yield from table(("file", "events", "characters", "alike", "noted"), rows)


# --- values ---------------------------------------------------------------------------------------------------


def counted_logs(folder: Path) -> list[tuple[str, Counted]]:
    return [
        (path.name.removesuffix(".idfx.gz"), kernel.count(readers.read(path).events, histograms=True))
        for path in logs(folder)
    ]


def beside_values(folder: Path) -> Iterator[str]:
    """Signals of the fourteen logs, and the middle of each beside what was found with other code."""
    found = counted_logs(folder)
    names = [*FOUND_BEFORE, "linearity", "product_process", "initial_pause", "before_word_median"]
    values = {name: [float(BY_NAME[name].of(counted)[0]) for _, counted in found] for name in names}
    yield from (
        "## The fourteen logs beside values found before",
        "",
        "German blog posts of young adults. Found before: the middle of the logs, their middle half in brackets, "
        "with other code for the same definitions. Here times run from when a log was made, there from its first key.",
        "",
    )
    yield from table(
        ("signal", "unit", "found before", "here"),
        [
            (f"`{name}`", BY_NAME[name].unit, FOUND_BEFORE.get(name, ""), middle_half(values[name]))
            for name in names
        ],
    )
    keys = [100 * c.of("deletions")[0] / c.of("produced")[0] for _, c in found]
    yield from (
        "",
        f"Deletions differ because they were counted as keys then. Counted so, they are {middle_half(keys)} for 100 "
        "characters here too. The signal counts characters, and one key can replace or cut many of them.",
        "",
    )
    shown = ["minutes", "characters_per_minute", "deleted_per_100", "pauses_2s_per_minute", "pause_share_2s",
             "p_burst_characters", "within_word_median", "before_word_median", "linearity"]  # fmt: skip
    yield from table(
        ("log", *(f"`{name}`" for name in shown), "deletions per 100, as keys"),
        [
            (name, *(number(values[signal][at]) for signal in shown), number(keys[at]))
            for at, (name, _) in enumerate(found)
        ],
    )


def middle_half(values: Sequence[float]) -> str:
    low, middle, high = np.percentile(values, [25, 50, 75])
    return f"{number(middle)} ({number(low)}–{number(high)})"


def number(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else f"{value:.0f}"


# --- the oracle -----------------------------------------------------------------------------------------------


def mismatches(rows: list[dict[str, Any]]) -> int:
    """How many of one session's numbers differ between the kernel and the oracle; the rebuilt text is one of them."""
    events = table_of(rows)
    counted, told = kernel.count(events), oracle.tell(rows)
    assert set(told.counts) == set(kernel.FIELDS)
    letters = "".join(row["text"] for row in rows)
    wrong = "".join(letters[at] for at in kernel.origins(events)) != told.text
    return int(wrong) + sum(
        not np.isclose(counted.of(name)[0], value, rtol=1e-9, atol=1e-9)
        for name, value in told.counts.items()
    )


def beside_oracle(folder: Path) -> Iterator[str]:
    """Generated sessions and the beginnings of the real logs, counted by the kernel and by the oracle."""
    seen = collections.Counter[str]()
    operations = collections.Counter[str]()

    @seed(20_261_125)
    @settings(
        max_examples=GENERATED, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(sessions(least=20, most=60))
    def generated(rows: list[dict[str, Any]]) -> None:
        take("generated", rows)

    def take(kind: str, rows: list[dict[str, Any]]) -> None:
        seen[f"{kind} sessions"] += 1
        seen[f"{kind} events"] += len(rows)
        seen[f"{kind} mismatches"] += mismatches(rows)
        if kind == "generated":
            operations.update(Op(row["op"]).name.lower().replace("_", " ") for row in rows)

    generated()
    for path in logs(folder):
        take("real", readers.read(path).events.slice(0, FIRST_EVENTS).to_pylist())
    each = len(kernel.FIELDS) + 1
    yield from (
        "## The kernel beside the oracle",
        "",
        f"The oracle is a slow program that says the same in plain words. {each} numbers for each session, the "
        f"rebuilt text among them. Of the real logs the first {FIRST_EVENTS} events: it takes seconds for a whole one.",
        "",
    )
    yield from table(
        ("sessions", "how many", "events", "numbers compared", "mismatches"),
        [
            (
                kind,
                f"{seen[f'{kind} sessions']:,}",
                f"{seen[f'{kind} events']:,}",
                f"{seen[f'{kind} sessions'] * each:,}",
                str(seen[f"{kind} mismatches"]),
            )
            for kind in ("generated", "real")
            if seen[f"{kind} sessions"]
        ],
    )
    made = ", ".join(f"{name} {count:,}" for name, count in sorted(operations.items()))
    yield from ("", f"The generated events by operation: {made}.")


# --- the mixture ----------------------------------------------------------------------------------------------


def drawn(pace: Pace, n: int, random: np.random.Generator) -> np.ndarray:
    """Histograms of so many intervals as a published sample has them, a row for each simulated writer."""
    slow = random.random((RUNS, n)) < pace.share
    middle = np.where(slow, pace.fluent_ms + pace.slowdown_ms, pace.fluent_ms)
    intervals = np.exp(random.normal(np.log(middle), np.where(slow, SLOW_SPREAD, SPREAD)))
    at = np.searchsorted(EDGES, np.round(intervals / 10).astype(int), side="right") - 1
    return np.stack([np.bincount(row, minlength=BINS) for row in at])[:, mixture.USED]


def recovered(_: Path) -> Iterator[str]:
    """What the mixture finds of what the simulator put in, by group and number of intervals."""
    rows = []
    for name, (place, before) in GROUPS.items():
        pace: Pace = getattr(published.SAMPLES[name.split()[0]], place)
        own = Prior(pace.fluent_ms, pace.slowdown_ms, pace.share)
        random = np.random.default_rng(20_261_125)
        for n, known in zip(SIZES, before, strict=True):
            histograms = drawn(pace, n, random)
            plain, usual, known_self = (
                mixture.fit(histograms, prior) for prior in (None, mixture.USUAL[place], own)
            )
            rows.append(
                (
                    name, f"{pace.share:.2f}", str(n), known,
                    *(f"{f[:, 2].mean():.2f} ({f[:, 2].std():.2f})" for f in (plain, usual, known_self)),
                    f"{usual[:, 2].mean() - pace.share:+.2f}",
                    f"{usual[:, 0].mean() / pace.fluent_ms - 1:+.1%}", f"{usual[:, 0].std():.0f}",
                )
            )  # fmt: skip
    yield from (
        "## The mixture found again",
        "",
        f"{RUNS} simulated writers of each published sample and number of intervals. The share of slower intervals: "
        "the mean of what was found, and its spread in brackets; before words where not said otherwise. *Found before* "
        "is plain estimation with other code. *Usual* leans on what is usual. *Own* leans on the writer’s own true "
        "values, as many earlier pieces would give them. Each is worth twenty intervals. Below 300 intervals no share "
        "is shown.",
        "",
    )
    yield from table(
        ("sample", "true", "intervals", "found before", "plain", "usual", "own", "bias of usual",
         "bias of fluent interval", "its spread, ms"),
        rows,
    )  # fmt: skip
    yield from (
        "",
        "Plain estimation finds too few slower ones in few intervals, as it was found before. What is usual narrows "
        "the spread to half and less, and misleads about somebody far from it: in the sample in a second language it "
        "finds too few, and makes the fluent interval too long. Here all writers of a sample are alike. Real ones "
        "differ, and the published samples with and without dyslexia overlap (0.44 to 0.66 and 0.31 to 0.52): not "
        "even an exact share tells which sample a writer would belong to.",
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    main()
