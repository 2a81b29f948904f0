from __future__ import annotations

from django.db import models
from django.db.models import Q

from handrail.apps.accounts.models import Person
from handrail.apps.cases.models import Case, CaseEvent
from handrail.apps.pupils.models import CircleMember
from handrail.core.days import HERE
from handrail.reach.models import PupilData


class Letter(PupilData):
    """A letter about a case: words that people change until it is sent, and never after."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    template = models.CharField(max_length=100, db_collation="C", help_text="which letter it began as")
    name = models.CharField(max_length=200)
    member = models.ForeignKey(
        CircleMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_name = models.CharField(max_length=200)
    to_address = models.TextField(blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    language = models.CharField(
        max_length=35, db_collation="C", default=HERE, help_text="of its place when it was written"
    )
    law = models.TextField(blank=True, help_text="what it cites, as on the day it was written")
    answers = models.JSONField(
        default=dict, help_text="what the writer was asked, such as the day of a meeting"
    )
    revision = models.PositiveIntegerField(default=1)
    written_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_by_name = models.CharField(max_length=200)
    written_as = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_how = models.CharField(max_length=200, blank=True)
    sent_by_name = models.CharField(max_length=200, blank=True)
    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on=None, sent_how="") | (Q(sent_on__isnull=False) & ~Q(sent_how="")),
                name="letters_a_sent_letter_has_a_day_and_a_way",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="letters_a_letter_has_words"),
        ]

    def __str__(self) -> str:
        return self.name
