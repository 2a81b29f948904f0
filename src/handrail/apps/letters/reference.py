"""The reference page of the letters, written from the data: which letters a place has, and for which steps."""

from __future__ import annotations

from collections.abc import Iterator

from handrail.apps.letters.stationery import LetterTemplate, NoLetter, stationery
from handrail.law.lawbook import Lawbook, lawbook


def page() -> str:
    """Every letter by place, with the steps that it tells and the duties it comes from."""
    book, found = lawbook(), stationery()
    lines = [
        "# Letters",
        "",
        "Written by `make docs` from `src/handrail/apps/letters/data`. A State or a province writes with the letters",
        "of the wider place too. A letter without a duty tells a step that is practice, or cites its source.",
        "",
    ]
    for place in dict.fromkeys(one.place for one in found.letters):
        lines += [f"## {book.jurisdictions[place].name}", ""]
        lines += [
            "| Letter | Plans | To | Steps | Duties | When it is sent, also |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(one, book) for one in found.letters if one.place == place]
        lines += ["", *_without(one for one in found.without if one.place == place)]
    return "\n".join(lines).rstrip() + "\n"


def _row(one: LetterTemplate, book: Lawbook) -> str:
    plans = ", ".join(book.plan_type(f"{one.place}/{kind}").short_name for kind in one.duties)
    steps = dict.fromkeys(
        step.title
        for kind, keys in one.steps.items()
        for key in keys
        if (step := book.steps(f"{one.place}/{kind}").step(key)) is not None
    )
    duties = dict.fromkeys(duty for keys in one.duties.values() for duty in keys)
    event = book.event_kinds[one.event].says if one.event else ""
    to = ", ".join(audience.label for audience in one.to)
    name = one.name.replace("{known_as}", "the pupil")
    return f"| {name} | {plans} | {to} | {'; '.join(steps)} | {', '.join(duties)} | {event} |"


def _without(found: Iterator[NoLetter]) -> Iterator[str]:
    rows = [f"- `{one.step}`, to {one.to.label}: {one.because}" for one in found]
    if rows:
        yield from ("Steps that have no letter:", "", *rows, "")
