"""Kinds of event, as a jurisdiction's events.toml lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handrail.core.duties import Detail, DetailKind, EventKind, Party, When

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handrail.law.reader import Table


def read_event_kinds(top: Table, others: Mapping[str, EventKind]) -> dict[str, EventKind]:
    """The events of one file. What an event means must not depend on where one looks it up."""
    found = {}
    answers: dict[str, Table] = {}
    for key, table in top.named_tables("event"):
        if key in others:
            raise table.error(f'The event "{key}" is already described in another file.')
        found[key] = EventKind(
            key=key,
            says=table.text("says"),
            reported_by=table.choice("reported_by", Party),
            details=tuple(_detail(name, row) for name, row in _details(table)),
            answers=table.texts("answers"),
            deemed=table.flag("deemed"),
            from_record=table.flag("from_record"),
        )
        answers[key] = table
        table.done()
    for key, kind in found.items():
        for asked in kind.answers:
            if asked not in found and asked not in others:
                raise answers[key].error(f'"{asked}" is not an event that is known here.', "answers")
    top.done()
    return found


def _details(table: Table) -> list[tuple[str, Table]]:
    return list(table.named_tables("detail")) if table.has("detail") else []


def _detail(key: str, table: Table) -> Detail:
    kind = table.choice("kind", DetailKind)
    choices = table.texts_by_key("choices")
    if (kind is DetailKind.CHOICE) != bool(choices):
        raise table.error("A choice, and only a choice, lists its choices.", "kind")
    detail = Detail(key=key, says=table.text("says"), kind=kind, needed=table.flag("needed"), choices=choices)
    table.done()
    return detail


def read_when(table: Table, kinds: Mapping[str, EventKind]) -> When:
    """An event that must be known, and details of it that it must have."""
    key = table.text("event")
    if key not in kinds:
        raise table.error(f'"{key}" is not an event that is known here.', "event")
    when = When(event=key, only_if=table.texts_by_key("only_if"), unless=table.texts_by_key("unless"))
    for said, conditions in (("only_if", when.only_if), ("unless", when.unless)):
        for name, value in conditions.items():
            detail = next((one for one in kinds[key].details if one.key == name), None)
            if detail is None:
                raise table.error(f'The event "{key}" has no detail "{name}".', said)
            if value not in detail.choices:
                raise table.error(f'"{value}" is not a choice of "{name}" of the event "{key}".', said)
    return when
