from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from handrail.apps.accounts.actor import STAFF_ROLES
from handrail.apps.accounts.models import Person


class Organisation(models.Model):
    """An education authority, one of its schools, or an agency such as a health board."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", "education authority"
        SCHOOL = "school", "school"
        AGENCY = "agency", "agency"

    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200, db_collation="C")
    authority = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    jurisdiction = models.CharField(max_length=40)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="school", authority__isnull=False) | (~Q(kind="school") & Q(authority=None)),
                name="organisations_a_school_has_an_authority",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role at an organisation, from one day and perhaps until another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(one.value, one.words) for one in STAFF_ROLES])
    title = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "starts_on"], name="organisations_one_membership"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="organisations_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role} at {self.organisation_id}"


class Term(models.Model):
    """A term of an authority, or of one school that keeps its own calendar."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="organisations_term_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["organisation", "starts_on"], name="organisations_one_term_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on} to {self.ends_on}"


class DayOff(models.Model):
    """A weekday inside a term on which pupils do not come."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "closed"
        IN_SERVICE = "in_service", "in-service day"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="days_off")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "on"], name="organisations_one_day_off_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.why or self.kind}"
