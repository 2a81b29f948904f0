"""Two people changed one form: fields that only one of them changed are taken from that one.

A form carries what its writer saw, as the browser would send it. Held against what is saved now and what came in,
each field tells who changed it. Without a script it works the same, for it is a hidden field.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms

from handrail.core.merging import merged
from handrail.ui.fields import DayField, TypedDay, WordsField, as_typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict

NOT_COMPARED: Final = frozenset({"revision", "once"})
LARGEST: Final = 2_000_000
"""Characters of what a form may say it showed; a form's fields hold far less."""

Sent = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Joined:
    """What both made of a form."""

    values: Sent  # as a browser would send it
    theirs: tuple[str, ...]  # fields that the other changed and this writer did not
    clashing: tuple[str, ...]  # fields that both changed, and not alike


def as_sent(fields: Mapping[str, forms.Field], values: Mapping[str, Any]) -> Sent:
    """A form's values as a browser would send them."""
    sent: Sent = {}
    for name, field in fields.items():
        if name in NOT_COMPARED:
            continue
        value = values.get(name)
        if isinstance(field, DayField):
            sent |= {f"{name}-{part}": [said] for part, said in as_typed(value)._asdict().items()}
        elif isinstance(value, list | tuple):
            sent[name] = sorted(str(one) for one in value if one not in (None, ""))
        else:
            sent[name] = ["" if value is None else str(value)]
    return sent


def seen(fields: Mapping[str, forms.Field], values: Mapping[str, Any]) -> str:
    """What a form with these values shows, for its hidden field."""
    return json.dumps(as_sent(fields, values), ensure_ascii=False, sort_keys=True)


def join(form: forms.Form, *, saw: str, now: Mapping[str, Any]) -> Joined | None:
    """What came in, joined with what is saved now; nothing if the form does not say what its writer saw."""
    before = _read(saw)
    if before is None:
        return None
    current = as_sent(form.fields, now)
    values: Sent = {}
    theirs, clashing = [], []
    for name, field in form.fields.items():
        if name in NOT_COMPARED:
            continue
        keys = [f"{name}-{part}" for part in TypedDay._fields] if isinstance(field, DayField) else [name]
        was = _alike(field, keys, before)
        is_now = _alike(field, keys, current)
        mine = _alike(field, keys, _of(form.data, keys))
        kept = _one(field, was, is_now, mine)
        if kept is None:
            clashing.append(name)
            kept = mine
        elif kept != mine:
            theirs.append(name)
        values |= dict(zip(keys, kept, strict=True))
    return Joined(values, tuple(theirs), tuple(clashing))


def _one(
    field: forms.Field, was: list[list[str]], now: list[list[str]], mine: list[list[str]]
) -> list[list[str]] | None:
    if mine in (was, now):
        return now
    if now == was:
        return mine
    if isinstance(field, WordsField):
        both = merged(was[0][0], now[0][0], mine[0][0])
        return None if both is None else [[both]]
    return None


def _alike(field: forms.Field, keys: Iterable[str], sent: Mapping[str, list[str]]) -> list[list[str]]:
    """The values of a field in one shape: blanks around them and the kind of line end say nothing."""
    found = []
    for key in keys:
        values = [value.replace("\r\n", "\n").replace("\r", "\n") for value in sent.get(key, [])]
        if isinstance(field, forms.MultipleChoiceField):
            found.append(sorted(values))
            continue
        value = (values or [""])[-1]
        found.append([value if isinstance(field, WordsField) else value.strip()])
    return found


def _of(data: QueryDict | Mapping[str, Any], keys: Iterable[str]) -> Sent:
    return {key: data.getlist(key) if hasattr(data, "getlist") else [str(data.get(key, ""))] for key in keys}


def _read(saw: str) -> Sent | None:
    if not saw or len(saw) > LARGEST:
        return None
    try:
        found = json.loads(saw)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    for values in found.values():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            return None
    return found
