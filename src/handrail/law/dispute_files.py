"""Ways to disagree, as a jurisdiction's disputes.toml lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handrail.core.disputes import Dispute, DisputeKind
from handrail.law.sources import read_citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handrail.core.duties import Duty, EventKind
    from handrail.law.reader import Table
    from handrail.law.sources import Source


def read_disputes(
    top: Table,
    jurisdiction: str,
    sources: Mapping[str, Source],
    kinds: Mapping[str, EventKind],
    duties: Mapping[str, tuple[Duty, ...]],
) -> dict[str, Dispute]:
    """The ways to disagree under their keys. Events, duties and plan types that one names must exist."""
    found = {}
    for key, table in top.named_tables("dispute"):
        dispute = Dispute(
            key=key,
            name=table.text("name"),
            kind=table.choice("kind", DisputeKind),
            jurisdiction=jurisdiction,
            plan_types=tuple(f"{jurisdiction}/{name}" for name in table.texts("plan_types")),
            says=table.text("says"),
            who_may=table.texts("who_may"),
            starts_with=table.optional_text("starts_with"),
            ends_with=table.texts("ends_with"),
            duties=table.texts("duties"),
            cost=table.text("cost"),
            keeps=table.text("keeps"),
            citation=read_citation(table, sources),
        )
        _check(table, dispute, kinds, duties)
        table.done()
        found[key] = dispute
    top.done()
    return found


def _check(
    table: Table, dispute: Dispute, kinds: Mapping[str, EventKind], duties: Mapping[str, tuple[Duty, ...]]
) -> None:
    for name in dispute.plan_types:
        if name not in duties:
            raise table.error(f'"{name}" is not a plan type that is known here.', "plan_types")
    begins = () if dispute.starts_with is None else (dispute.starts_with,)
    for key, names in (("starts_with", begins), ("ends_with", dispute.ends_with)):
        for event in names:
            if event not in kinds:
                raise table.error(f'"{event}" is not an event that is known here.', key)
    known = {duty.key for name in dispute.plan_types for duty in duties[name]}
    for place, name in enumerate(dispute.duties):
        if name not in known:
            raise table.error(f'"{name}" is not a duty of these plan types.', "duties", place)
