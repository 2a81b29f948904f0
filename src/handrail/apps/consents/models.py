from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handrail.apps.accounts.models import Person
from handrail.apps.pupils.models import CircleMember
from handrail.reach.models import PupilData


class Purpose(models.TextChoices):
    """What somebody may consent to."""

    SHARE = "share", _("sharing information with somebody outside the school")
    ASSESSMENT = "assessment", _("an assessment")
    SERVICE = "service", _("accepting a service")
    RECORDING = "recording", _("photographs, sound or video")
    OTHER = "other", _("something else")


class Consent(PupilData):
    """A question for consent: what for, in words, and of whom. What was answered is in its entries."""

    purpose = models.CharField(max_length=12, choices=Purpose)
    what = models.TextField(help_text="what exactly is asked, in plain words")
    with_whom = models.CharField(max_length=200, blank=True, help_text="the service or person it is about")
    member = models.ForeignKey(CircleMember, on_delete=models.PROTECT, related_name="consents")
    asked_on = models.DateField()
    asked_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-asked_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="consents_a_question_has_words"),
        ]

    def __str__(self) -> str:
        return self.what


class ConsentEntry(PupilData):
    """One answer to a question for consent. Entries are only ever added; the newest one holds."""

    class Answer(models.TextChoices):
        GIVEN = "given", "given"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"

    class How(models.TextChoices):
        HERE = "here", "in Handrail, by themselves"
        WRITING = "writing", "in writing"
        PHONE = "phone", "by telephone"
        PERSON = "person", "in person"

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    happened_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    words = models.TextField(blank=True, help_text="what they said about it")
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    noted_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    evidence_name = models.CharField(max_length=150, blank=True)
    evidence_kind = models.CharField(max_length=8, db_collation="C", blank=True)
    evidence_sha256 = models.CharField(max_length=64, db_collation="C", blank=True)
    evidence = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "number"], name="consents_one_entry_a_number"),
            models.CheckConstraint(
                condition=Q(evidence=None, evidence_name="")
                | (Q(evidence__isnull=False) & ~Q(evidence_name="")),
                name="consents_evidence_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} on {self.happened_on}"


class RightAssessment(PupilData):
    """What was found about a pupil's own use of a right: capacity, and wellbeing where the law asks. Never changed."""

    right = models.CharField(max_length=100, db_collation="C", help_text="the right it concerns, by its key")
    says = models.TextField(help_text="the right as the law data said it then")
    cites = models.CharField(max_length=300, help_text="the provisions that were applied")
    assessed_on = models.DateField()
    assessed_by_name = models.CharField(max_length=200)
    assessed_as = models.CharField(max_length=200, help_text="what the assessor is")
    capacity = models.BooleanField(help_text="whether the pupil can understand and decide")
    capacity_reasons = models.TextField()
    wellbeing = models.BooleanField(
        null=True, help_text="whether wellbeing does not suffer; empty where the law does not ask"
    )
    wellbeing_reasons = models.TextField(blank=True)
    told_child_on = models.DateField(null=True, blank=True)
    told_parents_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    noted_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(capacity_reasons="")
                & (
                    Q(wellbeing=None, wellbeing_reasons="")
                    | (Q(wellbeing__isnull=False) & ~Q(wellbeing_reasons=""))
                ),
                name="consents_an_assessment_has_reasons",
            )
        ]

    def __str__(self) -> str:
        return f"{self.right} on {self.assessed_on}"

    @property
    def may_use_it(self) -> bool:
        """Whatever was asked must be answered well."""
        return self.capacity and self.wellbeing is not False
