"""The reference pages of the law, written from the data so that they cannot say anything else.

python -m handrail.law.reference docs/reference/law
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handrail.core.citations import Confidence
from handrail.core.deadlines import deadlines
from handrail.core.duties import HAPPENED_ON, Choose, Nature
from handrail.core.explanations import aim_in_words, in_words
from handrail.core.fixed_days import FixedDay
from handrail.core.periods import Ending
from handrail.law.lawbook import lawbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from handrail.core.citations import Citation
    from handrail.core.deadlines import Deadline
    from handrail.core.duties import Duty, Limit, Start, When
    from handrail.core.fixed_days import Length
    from handrail.core.plan_types import PlanType
    from handrail.law.lawbook import Lawbook
    from handrail.law.worked_cases import WorkedCase

WRITTEN_FROM_DATA: Final = (
    "<!-- Written from src/handrail/law/data by `python -m handrail.law.reference`. "
    "Change the data, not this page. -->"
)
HELD: Final = {Nature.DUTY: "Owed by", Nature.RIGHT: "A right of", Nature.WAIT: "To be waited for by"}
JOINED: Final = {
    Choose.EACH: "; or: ",
    Choose.EARLIEST: "; or, if earlier: ",
    Choose.LATEST: "; or, if later: ",
}


def pages(book: Lawbook) -> dict[str, str]:
    """Each page under its file name, the list of them first."""
    written = {"README.md": _contents_page(book)}
    for plan_type in book.plan_types():
        written[f"{plan_type.key}.md"] = page(plan_type, book)
    return written


def page(plan_type: PlanType, book: Lawbook) -> str:
    """The reference of one plan type."""
    return _text(
        (
            WRITTEN_FROM_DATA,
            *_about(plan_type, book),
            *_contents(plan_type),
            *_clocks(book.duties(plan_type.key), book),
            *_reasons(book.duties(plan_type.key)),
            *_working_days(book.duties(plan_type.key), book),
            *_cases(plan_type, book),
        )
    )


def write(folder: Path, book: Lawbook) -> None:
    for name, text in pages(book).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _contents_page(book: Lawbook) -> str:
    lines = [WRITTEN_FROM_DATA, "# The law that Handrail knows", ""]
    for jurisdiction in book.jurisdictions.values():
        lines += [f"## {jurisdiction.name}", ""]
        lines += [
            f"- [{plan_type.name}]({plan_type.key}.md): {plan_type.legal_weight.label.lower()}"
            for plan_type in book.plan_types(jurisdiction.key)
        ]
        lines += ["", "| Source | Official address | Checked | Look again |", "|---|---|---|---|"]
        lines += [
            f"| {source.title} ({source.number}){_doubt(source.confidence)} "
            f"| <{source.url}> | {source.checked_on}, {source.checked_by} | {source.next_review} |"
            for key, source in book.sources.items()
            if key.startswith(f"{jurisdiction.key}/")
        ]
        notes = [source for source in book.sources.values() if source.note]
        lines += ["", *(f"- {source.number}: {source.note}" for source in notes)]
    return _text(lines)


def _about(plan_type: PlanType, book: Lawbook) -> Iterator[str]:
    yield f"# {plan_type.name} ({book.jurisdictions[plan_type.jurisdiction].name})"
    yield ""
    yield plan_type.about
    yield ""
    yield f"- **Weight**: {plan_type.legal_weight.label}."
    yield f"- **Decided by**: {plan_type.decides}."
    yield f"- **To be asked**: {', '.join(plan_type.asks)}."
    if plan_type.other_names:
        yield f"- **Also called**: {', '.join(plan_type.other_names)}."
    yield f"- **Looked at again**: {plan_type.review.says}"
    yield f"- **Source**: {_cited(plan_type.citation)}."
    yield f"- **Words**: {', '.join(f'{idea} = {word}' for idea, word in plan_type.vocabulary.items())}."
    yield ""


def _contents(plan_type: PlanType) -> Iterator[str]:
    yield "## Contents"
    yield ""
    yield "Where no source is given, the requirement is Handrail's own practice and not law."
    yield ""
    for section in plan_type.sections:
        yield f"### {section.heading}"
        yield ""
        yield section.help
        yield ""
        yield "| No. | What must be there | Why | Source |"
        yield "|---|---|---|---|"
        for item in section.requirements:
            source = _cited(item.citation) if item.citation else "practice"
            yield f"| {item.number or ''} | {item.says} | {item.why} | {source} |"
        yield ""


def _clocks(duties: tuple[Duty, ...], book: Lawbook) -> Iterator[str]:
    yield "## Clocks"
    yield ""
    for duty in duties:
        yield f"### {duty.key}: {duty.title}"
        yield ""
        yield duty.says
        yield ""
        yield f"- **{HELD[duty.nature]}**: {duty.party.label}"
        starts = JOINED[duty.choose].join(_start(start, book) for start in duty.starts)
        yield f"- **Starts when**: {starts}"
        if duty.met_by:
            yield f"- **Ends when**: {'; or: '.join(_event(when, book) for when in duty.met_by)}"
        if duty.stopped_by:
            yield f"- **Stops when**: {'; or: '.join(_stop(when, duty, book) for when in duty.stopped_by)}"
        for entry in reversed(duty.within.history):
            yield f"- **From {_day(entry.starts)}**: {_limit(entry.value)}"
        yield f"- **If it is missed**: {duty.if_missed}"
        for assumption in duty.assumptions:
            yield f"- **Note**: {assumption}"
        yield ""


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return "repealed"
    says = f"no number of days: {limit.standard}" if limit.span is None else _span(limit.span)
    if limit.aim is not None:
        says += f", with the aim to do it {aim_in_words(limit.aim)}"
    if limit.cap is not None:
        says += f"; with an accepted reason at most {_span(limit.cap)}"
    cite = limit.citation
    return f"{says}. {_cited(cite)}. Checked {cite.checked_on}, to be checked again {cite.next_review}."


def _span(span: Length) -> str:
    if isinstance(span, FixedDay):
        return span.length
    moves = {
        Ending.STAYS: "",
        Ending.MOVES_ON: ", moved on if that is not a working day",
        Ending.FIRST_AFTER: ", then until the first working day after",
    }
    return f"{str(span).partition(',')[0]} that day{moves[span.ending]}".replace(f" of {span.days}", "")


def _start(start: Start, book: Lawbook) -> str:
    says = _event(start.when, book)
    details = book.event_kinds[start.when.event].details
    named = [_lower(detail.says) for detail in details if detail.key in start.counts_from]
    if not named:
        return says
    if HAPPENED_ON in start.counts_from:
        return f"{says}, counted from that day or a later one: {named[0]}"
    return f"{says}, counted from {named[0]}"


def _stop(when: When, duty: Duty, book: Lawbook) -> str:
    if when.event in {start.when.event for start in duty.starts}:
        return "a newer day takes its place"
    return _event(when, book)


def _event(when: When, book: Lawbook) -> str:
    kind = book.event_kinds[when.event]
    says = _lower(kind.says.partition(".")[0])
    choices = {detail.key: detail.choices for detail in kind.details}
    for key, value in when.only_if.items():
        says += f" ({_lower(choices[key][value])})"
    for key, value in when.unless.items():
        says += f" (unless: {_lower(choices[key][value])})"
    return says


def _reasons(duties: tuple[Duty, ...]) -> Iterator[str]:
    excuses = {excuse.key: excuse for duty in duties for excuse in duty.excuses}
    if not excuses:
        return
    yield "## Reasons that the law accepts for a later date"
    yield ""
    yield "| Reason | Duties | Source |"
    yield "|---|---|---|"
    for excuse in excuses.values():
        holders = ", ".join(duty.key for duty in duties if excuse in duty.excuses)
        says = f"It became known too late. {excuse.says}" if excuse.automatic else excuse.says
        yield f"| {says} | {holders} | {_cited(excuse.citation)} |"
    yield ""


def _working_days(duties: tuple[Duty, ...], book: Lawbook) -> Iterator[str]:
    spans = [
        entry.value.span
        for duty in duties
        for entry in duty.within.history
        if entry.value and entry.value.span
    ]
    names = dict.fromkeys(name for span in spans for name in (span.days, span.ending_days) if name)
    for name in names:
        rule = book.working_day_rules[name]
        yield "## Working days"
        yield ""
        yield f"{rule.says} {_cited(rule.citation)}."
        yield ""


def _cases(plan_type: PlanType, book: Lawbook) -> Iterator[str]:
    yield "## Worked cases"
    yield ""
    for case in book.cases_of(plan_type.key):
        yield f"### {case.title}"
        yield ""
        yield case.says
        yield ""
        yield "| Day | What happened |"
        yield "|---|---|"
        for event in sorted(case.events, key=lambda event: event.happened_on):
            detail = "".join(f" ({key.replace('_', ' ')}: {value})" for key, value in event.detail.items())
            row = f"| {_day(event.happened_on)} | {book.event_kinds[event.kind].says}{detail}"
            if event.recorded_on != event.happened_on:
                row += f" Written down on {_day(event.recorded_on)}."
            yield f"{row} |"
        yield ""
        yield f"On {_day(case.as_of)}:"
        yield ""
        found = deadlines(
            book.duties(plan_type.key), case.events, book.calendars(case.school), as_of=case.as_of
        )
        for expected in case.expected:
            deadline = expected.find(found)
            if deadline is not None:
                yield f"- {_worked(deadline, case)}"
        yield ""


def _worked(deadline: Deadline, case: WorkedCase) -> str:
    when = in_words(deadline.falls_on) if deadline.falls_on else "no set day"
    standing = deadline.standing(case.as_of).label.lower()
    done = ""
    if deadline.met_by is not None and deadline.met_on is not None:
        done = f" Done on {_day(deadline.met_on)}."
    return f"**{deadline.duty}, {when}** ({standing}). {deadline.explanation.sentence}{done}"


def _cited(citation: Citation) -> str:
    return f"[{citation.short}]({citation.url}){_doubt(citation.confidence)}"


def _doubt(confidence: Confidence) -> str:
    return "" if confidence is Confidence.HIGH else f" (**{_lower(confidence.label)}**)"


def _lower(says: str) -> str:
    return says[0].lower() + says[1:]


def _day(day: date) -> str:
    return in_words(day).partition(" ")[2]


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]), lawbook())
