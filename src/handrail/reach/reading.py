"""Reads the first of many rows within the reach."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

RowT = TypeVar("RowT", bound=Model)


def first(found: QuerySet[RowT], *order: str, count: int, start: int = 0) -> QuerySet[RowT]:
    """A stretch of the rows in an order, chosen by key before they are read whole.

    An officer reaches thousands of rows and reads a page of them: sorting keys is cheap, while joining and
    carrying whole rows through the sort is most of the work.
    """
    chosen = found.order_by(*order).values("pk")[start : start + count]
    return found.model._default_manager.filter(pk__in=chosen).order_by(*order)
