"""Models of staged intervention, as a jurisdiction's stages.toml lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handrail.core.stages import Mapped, Stage, StageModel
from handrail.law.sources import read_citation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from handrail.law.reader import Table
    from handrail.law.sources import Source


def read_stage_models(
    top: Table, jurisdiction: str, sources: Mapping[str, Source], plan_types: Collection[str]
) -> dict[str, StageModel]:
    """The models under their keys. What a mapping names must exist."""
    found = {}
    tables = dict(top.named_tables("model"))
    for key, table in tables.items():
        found[key] = StageModel(
            key=key,
            name=table.text("name"),
            authority=table.text("authority"),
            jurisdiction=jurisdiction,
            universal=table.text("universal"),
            reviewed=table.optional_text("reviewed"),
            about=table.text("about"),
            stages=tuple(_stage(row, jurisdiction, plan_types) for row in table.tables("stage")),
            maps=tuple(_mapped(row) for row in table.tables("maps", needed=False)),
            citation=read_citation(table, sources),
        )
        table.done()
    for key, model in found.items():
        for place, one in enumerate(model.maps):
            known = {stage.number for stage in found[one.to].stages} if one.to in found else set()
            if one.to_number not in known or one.from_number not in {s.number for s in model.stages}:
                raise tables[key].error(
                    f'Stage {one.from_number} of "{key}" or stage {one.to_number} of "{one.to}" is not there.',
                    "maps",
                    place,
                )
    top.done()
    return found


def _stage(table: Table, jurisdiction: str, plan_types: Collection[str]) -> Stage:
    named = tuple(f"{jurisdiction}/{name}" for name in table.texts("plan_types"))
    for name in named:
        if name not in plan_types:
            raise table.error(f'"{name}" is not a plan type that is known here.', "plan_types")
    stage = Stage(
        number=table.text("number"),
        label=table.text("label"),
        says=table.text("says"),
        plan_types=named,
        decides=table.text("decides"),
    )
    table.done()
    return stage


def _mapped(table: Table) -> Mapped:
    mapped = Mapped(
        to=table.text("to"), from_number=table.text("from_number"), to_number=table.text("to_number")
    )
    table.done()
    return mapped
