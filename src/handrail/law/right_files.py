"""Who holds which right, as a jurisdiction's rights.toml lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handrail.core.ages import SchoolAge
from handrail.core.duties import Force
from handrail.core.rights import (
    Assessed,
    ChildsRights,
    Holder,
    OwnUse,
    Passing,
    PlaceRights,
    Question,
    Right,
    Telling,
)
from handrail.law.event_files import read_when
from handrail.law.sources import read_citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handrail.core.duties import EventKind, When
    from handrail.law.reader import Table
    from handrail.law.sources import Source

HOLDERS: Final = frozenset(one.value for one in Holder)


def read_rights(top: Table, sources: Mapping[str, Source], kinds: Mapping[str, EventKind]) -> PlaceRights:
    """The rights of one place, in the order of its file."""
    child = None
    if top.has("child"):
        table = top.table("child")
        child = ChildsRights(from_age=table.number("from_age"), use=_own_use(table, sources))
        table.done()
    passings = {}
    if top.has("passing"):
        passings = {key: _passing(key, table, sources) for key, table in top.named_tables("passing")}
    for key, passing in passings.items():
        if child and passing.age is not None and child.from_age >= passing.age:
            raise top.error("A child's rights begin before a young person's.", "passing", key, "age")
    rights = tuple(
        _right(key, table, sources, kinds, child, passings) for key, table in top.named_tables("right")
    )
    left_out = top.optional_text("left_out")
    top.done()
    return PlaceRights(rights=rights, child=child, passings=passings, left_out=left_out)


def _passing(key: str, table: Table, sources: Mapping[str, Source]) -> Passing:
    passing = Passing(
        key=key,
        age=table.optional_number("age"),
        school_age=table.choice("school_age", SchoolAge) if table.has("school_age") else None,
        use=_own_use(table, sources),
        told=_told(table, sources),
    )
    if (passing.age is None) == (passing.school_age is None):
        raise table.error("Rights pass at an age, or at the end of school age: say one of both.", "age")
    if passing.told and passing.age is None:
        raise table.error("Years before are counted from an age.", "told")
    table.done()
    return passing


def _told(table: Table, sources: Mapping[str, Source]) -> Telling | None:
    row = table.optional_table("told")
    if row is None:
        return None
    told = Telling(
        years_before=row.number("years_before"), says=row.text("says"), citation=read_citation(row, sources)
    )
    row.done()
    return told


def _own_use(table: Table, sources: Mapping[str, Source]) -> OwnUse:
    use = OwnUse(
        says=table.text("says"),
        assessed=table.choice("assessed", Assessed) if table.has("assessed") else None,
        capacity=_question(table, "capacity", sources),
        wellbeing=_question(table, "wellbeing", sources),
        if_not=table.optional_text("if_not") or "",
        parent_if_not=table.flag("parent_if_not"),
        citation=read_citation(table, sources),
    )
    if (use.assessed is None) != (use.capacity is None):
        raise table.error("What is assessed asks about capacity, and what asks is assessed.", "assessed")
    if use.assessed is not None and not use.if_not:
        raise table.error("if_not is missing: who acts for a pupil who was found not to be able to?")
    return use


def _question(table: Table, key: str, sources: Mapping[str, Source]) -> Question | None:
    """A provision that may be younger than its Act says since when it holds."""
    row = table.optional_table(key)
    if row is None:
        return None
    question = Question(
        asks=row.text("asks"),
        citation=read_citation(row, sources, in_force_from=row.optional_day("in_force_from")),
    )
    row.done()
    return question


def _right(
    key: str,
    table: Table,
    sources: Mapping[str, Source],
    kinds: Mapping[str, EventKind],
    child: ChildsRights | None,
    passings: Mapping[str, Passing],
) -> Right:
    holders = table.texts("holders")
    if not holders:
        raise table.error("holders is missing: nobody would hold this right.", "holders")
    for place, name in enumerate(holders):
        if name not in HOLDERS:
            raise table.error(f'"{name}" is not somebody who holds rights.', "holders", place)
    right = Right(
        key=key,
        says=table.text("says"),
        holders=tuple(Holder(name) for name in holders),
        from_age=table.optional_number("from_age"),
        passes=_passes(table, holders, passings),
        parent_too=table.flag("parent_too"),
        used_by=tuple(_used_by(row, kinds) for row in table.tables("used_by", needed=False)),
        force=table.choice("force", Force) if table.has("force") else Force.IN_FORCE,
        citation=read_citation(table, sources, in_force_from=table.optional_day("in_force_from")),
    )
    if Holder.CHILD in right.holders and child is None:
        raise table.error("A child holds this right, and [child] does not say how.", "holders")
    if right.from_age is not None and Holder.CHILD not in right.holders:
        raise table.error("from_age is the age of a child who holds the right.", "from_age")
    if right.parent_too and not (right.passes and Holder.PARENT in right.holders):
        raise table.error("Parents keep only what they held and what passes.", "parent_too")
    table.done()
    return right


def _passes(table: Table, holders: tuple[str, ...], passings: Mapping[str, Passing]) -> str | None:
    """Where a place has one passing, a young person's right passes by it."""
    named = table.optional_text("passes")
    if Holder.YOUNG_PERSON not in holders:
        if named is not None:
            raise table.error("It passes to nobody: no young person holds it.", "passes")
        return None
    if named is None and len(passings) == 1:
        return next(iter(passings))
    if named not in passings:
        raise table.error("A young person holds this right, and no [passing] says from when.", "holders")
    return named


def _used_by(row: Table, kinds: Mapping[str, EventKind]) -> When:
    when = read_when(row, kinds)
    row.done()
    return when
