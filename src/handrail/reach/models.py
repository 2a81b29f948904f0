"""The shape of every table that holds pupil data."""

from __future__ import annotations

from typing import Any, Self
from uuid import uuid4

from django.db import models


class PupilData(models.Model):
    """A row about one pupil, visible within a reach that holds the pupil or the pupil's school.

    The migration that creates such a table must also call `protection.protect_pupil_data`; an architecture
    test lists every model that does not.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite key of `protection.follow_pupil` stands in for Django's own constraint.
    pupil = models.ForeignKey(
        "pupils.Pupil",
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        db_constraint=False,
    )

    class Meta:
        abstract = True

    @classmethod
    def of(cls, pupil: Any, **fields: Any) -> Self:
        """An unsaved row about `pupil`, at the pupil's present school."""
        return cls(pupil=pupil, school_id=pupil.school_id, **fields)
