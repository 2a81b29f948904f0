from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handrail.apps.accounts.models import Person
from handrail.apps.cases.models import CaseEvent
from handrail.apps.plans.models import Plan, Version
from handrail.apps.pupils.models import CircleMember
from handrail.reach.models import PupilData


class StepDone(PupilData):
    """As which step somebody recorded an event, with what they noted as evidence."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps_done")
    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="as_step")
    step = models.CharField(max_length=60, db_collation="C")
    note = models.TextField(blank=True, help_text="how anybody can tell: a letter, a call, who was there")
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return self.step


class ServedDraft(PupilData):
    """What the family was given to answer: the draft as it stood, frozen. The application cannot change it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="served_drafts")
    number = models.PositiveIntegerField()
    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="served_draft")
    document = models.TextField(help_text="canonical JSON; the exact text that is hashed")
    sha256 = models.CharField(max_length=64, db_collation="C")
    draft_revision = models.PositiveIntegerField(help_text="the state of the draft that was frozen")
    served_on = models.DateField()
    frozen_at = models.DateTimeField()
    frozen_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="versions_one_served_draft_a_number")
        ]

    def __str__(self) -> str:
        return f"draft {self.number}"


class Copy(PupilData):
    """That somebody was given a version, or their part of it: what, how and when."""

    class What(models.TextChoices):
        WHOLE = "whole", _("the whole plan")
        PART = "part", _("their part only")
        ONE_PAGE = "one_page", _("a one-page summary")

    class How(models.TextChoices):
        PAGE = "page", _("on the page, in Handrail")
        POST = "post", _("by post")
        HAND = "hand", _("by hand")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="copies")
    member = models.ForeignKey(CircleMember, on_delete=models.PROTECT, related_name="copies")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=10, choices=What)
    how = models.CharField(max_length=10, choices=How)
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["given_on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "member", "what", "how", "given_on"], name="versions_a_copy_is_given_once"
            )
        ]
        verbose_name_plural = "copies"

    def __str__(self) -> str:
        return f"{self.name}: {self.get_what_display()}"


class ReadConfirmation(PupilData):
    """That somebody who works by a plan has read what they need to do. Once a version and person."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="confirmations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    confirmed_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="versions_read_is_confirmed_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.confirmed_on}"
