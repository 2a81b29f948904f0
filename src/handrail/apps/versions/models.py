from __future__ import annotations

from django.db import models
from django.db.models import Q
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
    document = models.TextField(
        blank=True, help_text="canonical JSON of what they got, where it is less than the whole plan"
    )
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by_name = models.CharField(max_length=200, blank=True)
    taken_back_because = models.TextField(blank=True)

    class Meta:
        ordering = ["given_on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "member", "what", "how", "given_on"],
                condition=Q(taken_back_on=None),
                name="versions_a_copy_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    taken_back_on=None, taken_back_at=None, taken_back_by_name="", taken_back_because=""
                )
                | (
                    Q(taken_back_on__isnull=False, taken_back_at__isnull=False)
                    & ~Q(taken_back_by_name="")
                    & ~Q(taken_back_because="")
                ),
                name="versions_taken_back_says_when_who_and_why",
            ),
        ]
        verbose_name_plural = "copies"

    def __str__(self) -> str:
        return f"{self.name}: {self.get_what_display()}"


class CopyPdf(PupilData):
    """The PDF of what somebody got, where it is less than the whole plan; made from the copy's own document."""

    copy = models.OneToOneField(Copy, on_delete=models.PROTECT, related_name="pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"PDF of {self.copy_id}"


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
