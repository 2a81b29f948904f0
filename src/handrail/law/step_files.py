"""The steps of a plan type, as steps/<plan type>.toml lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handrail.core.duties import Party, When
from handrail.core.steps import Audience, Ending, Phase, PlanSteps, Round, Step, Wait, Weight
from handrail.law.event_files import read_when
from handrail.law.sources import optional_citation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from handrail.core.duties import EventKind
    from handrail.core.plan_types import PlanType
    from handrail.law.reader import Table
    from handrail.law.sources import Source


def read_steps(
    top: Table,
    plan_type: PlanType,
    sources: Mapping[str, Source],
    kinds: Mapping[str, EventKind],
    duties: Collection[str],
) -> PlanSteps:
    """The steps in order. Events, duties and sections that one names must exist, and what it comes after, before it."""
    steps: list[Step] = []
    sections = {section.key for section in plan_type.sections}
    for row in top.tables("step"):
        step = _step(row, sources, kinds)
        _check(row, step, steps, duties, sections)
        steps.append(step)
        row.done()
    ending = _ending(top.table("ending"), sources, kinds, duties)
    top.done()
    return PlanSteps(steps=tuple(steps), ending=ending)


def _step(row: Table, sources: Mapping[str, Source], kinds: Mapping[str, EventKind]) -> Step:
    return Step(
        key=row.text("key"),
        title=row.text("title"),
        says=row.text("says"),
        party=row.choice("party", Party),
        phase=row.choice("phase", Phase),
        round=row.choice("round", Round) if row.has("round") else Round.ALWAYS,
        weight=row.choice("weight", Weight),
        tells=_tells(row),
        event=_when(row, kinds),
        after=row.texts("after"),
        duty=row.optional_text("duty"),
        wait=_wait(row, kinds),
        freezes_draft=row.flag("freezes_draft"),
        left_blank=row.texts("left_blank"),
        missing=row.text("missing"),
        citation=optional_citation(row, sources),
    )


def _tells(row: Table) -> tuple[Audience, ...]:
    for place, name in enumerate(row.texts("tells")):
        if name not in {one.value for one in Audience}:
            raise row.error(f'"{name}" is nobody whom a step tells something.', "tells", place)
    return tuple(Audience(name) for name in row.texts("tells"))


def _when(row: Table, kinds: Mapping[str, EventKind]) -> When:
    table = row.table("event")
    when = read_when(table, kinds)
    table.done()
    return when


def _wait(row: Table, kinds: Mapping[str, EventKind]) -> Wait | None:
    table = row.optional_table("wait")
    if table is None:
        return None
    wait = Wait(duty=table.text("duty"), unless=table.optional_text("unless"))
    if wait.unless is not None and wait.unless not in kinds:
        raise table.error(f'"{wait.unless}" is not an event that is known here.', "unless")
    table.done()
    return wait


def _check(
    row: Table, step: Step, earlier: list[Step], duties: Collection[str], sections: Collection[str]
) -> None:
    keys = [one.key for one in earlier]
    if step.key in keys:
        raise row.error(f'The step "{step.key}" is there twice.', "key")
    for place, name in enumerate(step.after):
        if name not in keys:
            raise row.error(f'"{name}" is not a step that comes before this one.', "after", place)
    named = (("duty", step.duty), ("wait", step.wait.duty if step.wait else None))
    for key, duty in named:
        if duty is not None and duty not in duties:
            raise row.error(f'"{duty}" is not a duty of this plan type.', key)
    for place, name in enumerate(step.left_blank):
        if name not in sections:
            raise row.error(f'"{name}" is not a section of this plan type.', "left_blank", place)
    if step.left_blank and not step.freezes_draft:
        raise row.error("Sections are left blank only in a draft that is kept (freezes_draft).", "left_blank")


def _ending(
    table: Table, sources: Mapping[str, Source], kinds: Mapping[str, EventKind], duties: Collection[str]
) -> Ending:
    ending = Ending(
        says=table.text("says"),
        decides=table.text("decides"),
        keeps=table.texts("keeps"),
        because=table.texts("because"),
        citation=optional_citation(table, sources),
    )
    for place, name in enumerate(ending.keeps):
        if name not in duties:
            raise table.error(f'"{name}" is not a duty of this plan type.', "keeps", place)
    reasons = next(one for one in kinds["plan_discontinued"].details if one.key == "because").choices
    for place, name in enumerate(ending.because):
        if name not in reasons:
            raise table.error(f'"{name}" is not a reason that the event knows.', "because", place)
    table.done()
    return ending
