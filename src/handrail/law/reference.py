"""The reference pages of the law, written from the data so that they cannot say anything else.

python -m handrail.law.reference docs/reference/law
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handrail.core.calendars import SCHOOL_HOLIDAYS
from handrail.core.deadlines import deadlines
from handrail.core.duties import HAPPENED_ON, Choose, Force, Nature
from handrail.core.explanations import aim_in_words, in_words
from handrail.core.fixed_days import FixedDay
from handrail.core.periods import Ending
from handrail.law.lawbook import lawbook
from handrail.law.reference_parts import cited, doubt, lower, rights, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

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
        if book.as_in_wider_place(plan_type) is None:
            written[f"{plan_type.key}.md"] = page(plan_type, book)
    return written


def page(plan_type: PlanType, book: Lawbook) -> str:
    """The reference of one plan type."""
    return _text(
        (
            WRITTEN_FROM_DATA,
            *_about(plan_type, book),
            *_criteria(plan_type),
            *_involved(plan_type),
            *_contents(plan_type),
            *steps(plan_type, book),
            *_clocks(plan_type, book.duties(plan_type.key), book),
            *_reasons(book.duties(plan_type.key)),
            *_working_days(book.duties(plan_type.key), book),
            *_disputes(plan_type, book),
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
        if jurisdiction.extends:
            lines += [f"Laid over the rules of {book.jurisdictions[jurisdiction.extends].name}.", ""]
        lines += [_listed(plan_type, book) for plan_type in book.plan_types(jurisdiction.key)]
        lines += ["", "| Source | Official address | Checked | Look again |", "|---|---|---|---|"]
        lines += [
            f"| {source.title} ({source.number}){doubt(source.confidence)} "
            f"| <{source.url}> | {source.checked_on}, {source.checked_by} | {source.next_review} |"
            for key, source in book.sources.items()
            if key.startswith(f"{jurisdiction.key}/")
        ]
        notes = [
            source
            for key, source in book.sources.items()
            if source.note and key.startswith(f"{jurisdiction.key}/")
        ]
        lines += ["", *(f"- {source.number}: {source.note}" for source in notes), ""]
        lines += _stages(jurisdiction.key, book)
        lines += rights(jurisdiction.key, book)
    return _text(lines)


def _listed(plan_type: PlanType, book: Lawbook) -> str:
    wider = book.as_in_wider_place(plan_type)
    if wider is not None:
        place = book.jurisdictions[wider.jurisdiction].name
        return f"- [{plan_type.name}]({wider.key}.md): as in {place}, with no rule of its own here"
    state = "" if plan_type.status is Force.IN_FORCE else f" **{plan_type.status.label}.**"
    return f"- [{plan_type.name}]({plan_type.key}.md): {lower(plan_type.legal_weight.label)}.{state}"


def _stages(jurisdiction: str, book: Lawbook) -> Iterator[str]:
    """The models of staged intervention that are known in a place."""
    for model in book.stages_of(jurisdiction):
        yield f"### {model.name}"
        yield ""
        yield f"{model.about} Help for everybody is {model.universal}. {cited(model.citation)}."
        if model.reviewed:
            yield f"Looked at again {model.reviewed}."
        yield ""
        yield "| Stage | Name | What happens | Plans | Who decides |"
        yield "|---|---|---|---|---|"
        for stage in model.stages:
            plans = ", ".join(book.plan_type(key).short_name for key in stage.plan_types)
            yield f"| {stage.number} | {stage.label} | {stage.says} | {plans} | {stage.decides} |"
        for one in model.maps:
            yield ""
            other = book.stage_models[f"{jurisdiction}/{one.to}"].name
            yield f"Stage {one.from_number} is stage {one.to_number} of {other}."
        yield ""


def _about(plan_type: PlanType, book: Lawbook) -> Iterator[str]:
    yield f"# {plan_type.name} ({book.jurisdictions[plan_type.jurisdiction].name})"
    yield ""
    yield plan_type.about
    yield ""
    if plan_type.status is not Force.IN_FORCE:
        yield f"**{plan_type.status.label}.** Handrail shows it and computes no date from it."
        yield ""
    yield f"- **Weight**: {plan_type.legal_weight.label}."
    yield f"- **Decided by**: {plan_type.decides}."
    yield f"- **To be asked**: {', '.join(plan_type.asks)}."
    if plan_type.other_names:
        yield f"- **Also called**: {', '.join(plan_type.other_names)}."
    yield f"- **Looked at again**: {plan_type.review.says}"
    yield f"- **Source**: {cited(plan_type.citation)}."
    if plan_type.vocabulary:
        words = ", ".join(
            f"{idea.removeprefix('party.')} = {word}" for idea, word in plan_type.vocabulary.items()
        )
        yield f"- **Words**: {words}."
    if plan_type.ask_for:
        yield f"- **To ask for it**: {plan_type.ask_for}"
    yield ""


def _criteria(plan_type: PlanType) -> Iterator[str]:
    if not plan_type.criteria:
        return
    yield "## When it applies"
    yield ""
    groups = [one.group for one in plan_type.criteria if one.group]
    if groups:
        yield "Every line must hold; of the lines that are marked alike, one is enough."
        yield ""
    for one in plan_type.criteria:
        mark = f" (one of {_letter(list(dict.fromkeys(groups)).index(one.group))})" if one.group else ""
        source = cited(one.citation) if one.citation else "practice"
        yield f"- {one.says}{mark} {source}"
    yield ""


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _involved(plan_type: PlanType) -> Iterator[str]:
    if not plan_type.involved:
        return
    yield "## Who takes part"
    yield ""
    yield "| Who | What they do | Must they? | Source |"
    yield "|---|---|---|---|"
    for one in plan_type.involved:
        source = cited(one.citation) if one.citation else "practice"
        yield f"| {one.who} | {one.part} | {'yes' if one.must else 'may'} | {source} |"
    yield ""


def _disputes(plan_type: PlanType, book: Lawbook) -> Iterator[str]:
    disputes = book.disputes_about(plan_type.key)
    if not disputes:
        return
    yield "## Ways to disagree"
    yield ""
    for one in disputes:
        yield f"### {one.name}"
        yield ""
        yield f"{one.says} {cited(one.citation)}."
        yield ""
        yield f"- **Who may**: {', '.join(one.who_may)}"
        yield f"- **Cost**: {one.cost}"
        yield f"- **Leaves untouched**: {one.keeps}"
        if one.starts_with:
            yield f"- **Begins when**: {lower(book.event_kinds[one.starts_with].says)}"
        if one.duties:
            yield f"- **Clocks**: {', '.join(one.duties)}"
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
            source = cited(item.citation) if item.citation else "practice"
            only = f" *Only if: {lower(item.condition)}*" if item.condition else ""
            yield f"| {item.number or ''} | {item.says}{only} | {item.why} | {source} |"
        yield ""


def _clocks(plan_type: PlanType, duties: tuple[Duty, ...], book: Lawbook) -> Iterator[str]:
    here = book.jurisdictions[plan_type.jurisdiction].name
    yield "## Clocks"
    yield ""
    for duty in duties:
        yield f"### {duty.key}: {duty.title}"
        yield ""
        yield duty.says
        yield ""
        if duty.force is not Force.IN_FORCE:
            yield f"- **{duty.force.label}**: no date is computed"
        if duty.replaces:
            yield (
                f"- **Rule of {duty.place}**, in the place of "
                f"{', '.join(f'{one.key} of {one.place}' for one in duty.replaces)}"
            )
        elif duty.place != here:
            yield f"- **Rule of {duty.place}**, which holds here too"
        yield f"- **{HELD[duty.nature]}**: {plan_type.party(duty.party)}"
        starts = JOINED[duty.choose].join(_start(start, book) for start in duty.starts)
        yield f"- **Starts when**: {starts}"
        if duty.met_by:
            yield f"- **Ends when**: {'; or: '.join(_event(when, book) for when in duty.met_by)}"
        if duty.stopped_by:
            yield f"- **Stops when**: {'; or: '.join(_stop(when, duty, book) for when in duty.stopped_by)}"
        for entry in reversed(duty.within.history):
            yield f"- **From {_day(entry.starts)}**: {_limit(entry.value)}"
            if entry.value is not None:
                yield from _laid_over(entry.value)
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
    return f"{says}. {cited(cite)}. Checked {cite.checked_on}, to be checked again {cite.next_review}."


def _laid_over(limit: Limit) -> Iterator[str]:
    """What the law lays over a count, one line each."""
    for also in limit.also:
        yield f"  - Or {lower(also.says)}, if that is {also.pick}: {_span(also.span)}"
    for override in limit.overrides:
        yield f"  - At the end of a school year: {override.says}"
    for reading in limit.readings:
        yield f"  - It can also be read as {_span(reading.span)}. {reading.says} The safer day counts."
    if limit.absences is not None:
        beyond = f" beyond the first {limit.absences.beyond}" if limit.absences.beyond else ""
        yield (
            f"  - School days of absence{beyond} are added, if there are at least "
            f"{max(limit.absences.at_least, limit.absences.beyond + 1)}"
        )
    if limit.in_effect is not None:
        yield "  - It must be in the plan that will be in force on that day, so it is due when that plan starts"


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
    named = [lower(detail.says) for detail in details if detail.key in start.counts_from]
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
    says = lower(kind.says.partition(".")[0])
    choices = {detail.key: detail.choices for detail in kind.details}
    for key, value in when.only_if.items():
        says += f" ({lower(choices[key][value])})"
    for key, value in when.unless.items():
        says += f" (unless: {lower(choices[key][value])})"
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
        yield f"| {says} | {holders} | {cited(excuse.citation)} |"
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
        yield "## Working days"
        yield ""
        if name == SCHOOL_HOLIDAYS:
            yield "Weekdays that are no holidays of the school, from its own calendar. The summer counts."
        else:
            rule = book.working_day_rules[name]
            yield f"{rule.says} {cited(rule.citation)}."
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
            book.duties(plan_type.key),
            case.events,
            book.calendars(case.school, plan_type=plan_type.key),
            as_of=case.as_of,
        )
        for expected in case.expected:
            deadline = expected.find(found)
            if deadline is not None:
                yield f"- {_worked(deadline, case)}"
        yield ""


def _worked(deadline: Deadline, case: WorkedCase) -> str:
    when = in_words(deadline.falls_on) if deadline.falls_on else "no set day"
    standing = deadline.stands(case.as_of).lower()
    done = ""
    if deadline.met_by is not None and deadline.met_on is not None:
        done = f" Done on {_day(deadline.met_on)}."
    return f"**{deadline.duty}, {when}** ({standing}). {deadline.explanation.sentence}{done}"


def _day(day: date) -> str:
    return in_words(day).partition(" ")[2]


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]), lawbook())
