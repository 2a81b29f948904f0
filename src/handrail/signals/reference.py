"""The catalogue as a page of docs/reference, written by `make docs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handrail.signals import pooled, published
from handrail.signals.catalogue import SIGNALS
from handrail.signals.events import SCHEMA, UNITS
from handrail.signals.mixture import LEAST, USUAL
from handrail.signals.recordings import EVERYTHING, Tells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMATS: Final = {
    "Handrail batches, Parquet": EVERYTHING,
    "IDFX with places": EVERYTHING,
    "IDFX without places": frozenset({Tells.TIMES, Tells.FINE_TIMES, Tells.FOCUS}),
    "Kaggle, KLiCKe": EVERYTHING - {Tells.FOCUS},
    "Google Docs changelog": frozenset({Tells.TEXT, Tells.TIMES}),
    "patch trace": frozenset({Tells.TEXT, Tells.TIMES}),
}
"""What each format tells at its best; a recording says for itself what it tells."""


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from (
        "# Writing signals",
        "",
        "Written by `make docs` from `src/handrail/signals`. What they are for, and what not: "
        "[Writing signals](../explanation/writing-signals.md).",
        "",
        "A signal describes how one piece came about. It says nothing about what somebody can do, and none has a "
        "better side. Each is a number, or the reason why there is none.",
        "",
        "## Which format supports what",
        "",
    )
    yield from _table(
        ("format", *(tell.value for tell in Tells)),
        [(name, *("yes" if tell in tells else "" for tell in Tells)) for name, tells in FORMATS.items()],
    )
    yield from (
        "",
        "ScriptLog’s IDFX gives every key the same few milliseconds; holds are then not given. Nor is the other "
        "window, where a file has no event about it, nor the time before the first character, where a file does not "
        "say when its log was made.",
        "",
        "## The signals",
    )
    for signal in SIGNALS:
        formats = ", ".join(name for name, tells in FORMATS.items() if signal.needs <= tells)
        asks = [
            words
            for holds, words in (
                (signal.device_matters, "written on the usual device"),
                (signal.language_matters, "known whether this is the writer’s first language"),
                (not signal.assisted_too, "no support that wrote more than a tenth"),
            )
            if holds
        ]
        yield from (
            "",
            f"### {signal.title}",
            "",
            f"`{signal.name}`{', ' + signal.unit if signal.unit else ''}. {signal.definition}",
            "",
            f"- From {signal.minimum} {signal.counted} on{'; ' + '; '.join(asks) if asks else ''}."
            f"{' With two ends, between which it lies nine times in ten.' if signal.between else ''}",
            f"- What can mislead it: {signal.misleads}",
            f"- Formats: {formats}.",
            f"- Source: {signal.source}.",
        )
    yield from (
        "",
        "## From several pieces of one writer",
        "",
        "`handrail signals compute --one-writer` brings pieces of one writer together, written on one device, of "
        f"one kind of text. It takes {pooled.LEAST_PIECES} pieces and {LEAST} intervals of a place. Each number has "
        "two ends, between which it lies nine times in ten. It says what it leans on: what is usual, or by `--earlier` "
        f"the writer’s own earlier pieces, worth {USUAL['before_word'].weight:g} intervals. Source: {pooled.SOURCE}. "
        "What can mislead it: the same as for the intervals.",
        "",
    )
    yield from _table(
        ("number", "unit", "meaning"),
        [(f"`{p.name}`", p.unit, p.definition) for p in pooled.POOLED],
    )
    yield from ("", "## One event", "", "The columns that every reader makes and the kernel reads.", "")
    yield from _table(
        ("column", "type", "meaning"), [(f"`{f.name}`", str(f.type), UNITS[f.name]) for f in SCHEMA]
    )
    yield from (
        "",
        "## The samples of the simulator",
        "",
        f"{published.SOURCE}. Means of samples, no norms: their ranges overlap so far that no piece tells which sample "
        "its writer would belong to. Fluent interval in ms, what a slower one takes beyond it, and the share of slower "
        "ones.",
        "",
    )
    paces = ("within_word", "before_word", "before_sentence")
    yield from _table(
        ("sample", "who", "n", "age", "inside words", "before words", "before sentences"),
        [
            (
                f"`{s.name}`",
                s.who,
                str(s.n),
                str(s.age),
                *(
                    f"{p.fluent_ms:g} + {p.slowdown_ms:g}, {p.share:.2f}"
                    for p in (getattr(s, name) for name in paces)
                ),
            )
            for s in published.SAMPLES.values()
        ],
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
