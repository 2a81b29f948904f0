from __future__ import annotations

from django.db import models
from django.db.models import Q

from handrail.apps.accounts.models import Person
from handrail.apps.plans.models import Plan
from handrail.reach.models import PupilData


class EasyRead(PupilData):
    """A plan in easy words, written by a person: short sentences, one idea each, a picture beside each."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="easy_read")
    sentences = models.JSONField(default=list, help_text="a list of {says, symbol}, in order")
    about_version = models.PositiveIntegerField(help_text="the version that it was written for")
    revision = models.PositiveIntegerField(default=1)
    written_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(sentences=[]), name="easy_read_has_a_sentence"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} in easy words"
