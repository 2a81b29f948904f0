from __future__ import annotations

from django.db import models
from django.db.models import Q

from handrail.apps.accounts.models import Person
from handrail.apps.plans.models import Plan
from handrail.reach.models import PupilData


class ReceivedPlan(PupilData):
    """A plan file from another school, kept byte for byte, and the draft that it became."""

    name = models.CharField(max_length=150, help_text="the file's name as it came")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_collation="C", help_text="of the file")
    plan_sha256 = models.CharField(max_length=64, db_collation="C", help_text="of the plan in it")
    fingerprint = models.CharField(
        max_length=64, db_collation="C", blank=True, help_text="what it was checked against"
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="received_from"
    )
    received_on = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    received_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "sha256"], name="exchange_a_file_is_received_once"),
            models.CheckConstraint(condition=~Q(name=""), name="exchange_a_file_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
