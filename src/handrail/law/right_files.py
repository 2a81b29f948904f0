"""Who holds which right, as a jurisdiction's rights.toml lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handrail.core.rights import ChildsRights, Holder, PlaceRights, Right
from handrail.law.sources import read_citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handrail.core.citations import Citation
    from handrail.law.reader import Table
    from handrail.law.sources import Source

HOLDERS: Final = frozenset(one.value for one in Holder)


def read_rights(top: Table, sources: Mapping[str, Source]) -> PlaceRights:
    """The rights of one place, in the order of its file."""
    child = None
    if top.has("child"):
        table = top.table("child")
        capacity, wellbeing = table.table("capacity"), table.table("wellbeing")
        child = ChildsRights(
            from_age=table.number("from_age"),
            until_age=table.number("until_age"),
            says=table.text("says"),
            capacity=capacity.text("asks"),
            wellbeing=wellbeing.text("asks"),
            capacity_citation=_citation(capacity, sources),
            wellbeing_citation=_citation(wellbeing, sources),
        )
        capacity.done()
        wellbeing.done()
        if child.from_age >= child.until_age:
            raise table.error("A child's rights begin before a young person's.", "from_age")
        table.done()
    rights = []
    for key, table in top.named_tables("right"):
        holders = table.texts("holders")
        for place, name in enumerate(holders):
            if name not in HOLDERS:
                raise table.error(f'"{name}" is not somebody who holds rights.', "holders", place)
        rights.append(
            Right(
                key=key,
                says=table.text("says"),
                holders=tuple(Holder(name) for name in holders),
                citation=read_citation(table, sources),
            )
        )
        table.done()
    top.done()
    return PlaceRights(rights=tuple(rights), child=child)


def _citation(table: Table, sources: Mapping[str, Source]) -> Citation:
    """A provision that may be younger than its Act says since when it holds."""
    return read_citation(table, sources, in_force_from=table.optional_day("in_force_from"))
