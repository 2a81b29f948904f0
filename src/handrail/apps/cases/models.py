from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from handrail.apps.organisations.models import Organisation
from handrail.reach.models import PupilData


class Case(PupilData):
    """A process under one plan type for one pupil: what happened, and what is therefore due."""

    plan_type = models.CharField(max_length=100, db_collation="C")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "plan_type"],
                condition=Q(closed_on=None),
                name="cases_one_open_case_of_a_plan_type",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_type} for {self.pupil_id}"


class CaseEvent(PupilData):
    """Something that happened in a case. It starts, ends or excuses duties."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=60, db_collation="C")
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=200)
    refers_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    detail = models.JSONField(default=dict)
    caution = models.TextField(
        blank=True, help_text="what to think of before relying on it, as it stood when it was recorded"
    )
    caution_citation = models.JSONField(default=dict, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="entered in error; kept readable")

    class Meta:
        ordering = ["happened_on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.kind} on {self.happened_on}"


class Deadline(PupilData):
    """A duty's date, computed from the case's events and kept as a row so that a worklist is one query.

    `falls_on` is the legal day and is empty for a standard that has no number: such a duty is never late.
    `acts_on` is the day to plan for: the excused day, else the legal day, else the aim.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deadlines")
    plan_type = models.CharField(max_length=100, db_collation="C")
    duty = models.CharField(max_length=100, db_collation="C")
    trigger = models.CharField(max_length=200, db_collation="C", help_text="the event that started the clock")
    trigger_says = models.TextField()
    trigger_on = models.DateField()
    title = models.CharField(max_length=300)
    says = models.TextField()
    party = models.CharField(max_length=20, db_collation="C")
    nature = models.CharField(max_length=10, db_collation="C")
    falls_on = models.DateField(null=True)
    aim_on = models.DateField(null=True)
    cap_on = models.DateField(null=True)
    excuse = models.TextField(blank=True)
    excused_until = models.DateField(null=True)
    acts_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    is_open = models.BooleanField()
    needs_calendar = models.BooleanField(
        default=False, help_text="no day, or no aim, because the school's calendar does not reach it yet"
    )
    if_missed = models.TextField(blank=True)
    explanation = models.JSONField()
    citation = models.JSONField()
    rule_from = models.DateField()
    law_version = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "duty", "trigger"], name="cases_one_deadline_a_clock")
        ]
        indexes = [
            # The party before the day: an authority's own duties are few among those of its schools.
            models.Index(
                fields=["school", "party", "acts_on"],
                condition=Q(is_open=True),
                name="cases_deadline_of_party",
            ),
            models.Index(
                fields=["school", "trigger_on"],
                condition=Q(is_open=True, needs_calendar=True),
                name="cases_waits_for_calendar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} by {self.falls_on}"

    @property
    def started_on(self) -> date:
        """The day of the event that started the clock; `trigger_on` is the day it is counted from."""
        return date.fromisoformat(self.explanation["started_on"])

    def is_late(self, *, as_of: date) -> bool:
        """Whether a duty is past its day with no reason that still covers it. A right is never late."""
        if not self.is_open or self.nature != "duty" or self.falls_on is None:
            return False
        covered = self.excuse and (self.excused_until is None or as_of <= self.excused_until)
        return as_of > self.falls_on and not covered
