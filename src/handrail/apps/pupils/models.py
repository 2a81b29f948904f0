from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handrail.apps.accounts.models import Person
from handrail.apps.organisations.models import Organisation
from handrail.reach.models import PupilData


@models.TextField.register_lookup
class Begins(models.Lookup):
    """`name__begins="ei"`: PostgreSQL's `^@`.

    Django's own `startswith` is LIKE, which is not leakproof: under row-level security it loses its index.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)


class Pupil(models.Model):
    """A pupil of a school. Everything else about them is in tables of `PupilData` that follow this row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    known_as = models.CharField(max_length=200)
    sort_key = models.TextField(db_collation="C", help_text="orders names alike on every server")
    search_key = models.TextField(db_collation="C", help_text="names without case and accents, for prefixes")
    born = models.DateField()
    year_group = models.CharField(max_length=40, blank=True)
    class_name = models.CharField(max_length=40, blank=True)
    gender = models.CharField(max_length=60, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    preferred_language = models.CharField(max_length=60, blank=True)
    communication = models.TextField(blank=True)
    entered_school_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            # What composite foreign keys point at.
            models.UniqueConstraint(fields=["school", "id"], name="pupils_pupil_of_school"),
        ]
        indexes = [
            models.Index(fields=["school", "sort_key"], name="pupils_pupil_in_order"),
            models.Index(fields=["school", "search_key"], name="pupils_pupil_search"),
            # Whoever has a plan is put in order by name from here, without opening each pupil's row.
            models.Index(
                fields=["school", "id"],
                include=["sort_key"],
                condition=Q(left_on=None),
                name="pupils_pupil_present",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pupil_id(self) -> UUID:
        """The pupil's own id, under the name that rows about a pupil use."""
        return self.id

    @property
    def name(self) -> str:
        """The name people use: what the pupil likes to be called, and the family name."""
        return f"{self.known_as} {self.family_name}"


class Enrolment(PupilData):
    """A time at a school. A pupil may be at a second school too, on the same days."""

    at = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pupils_enrolment_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} at {self.at_id} from {self.starts_on}"


class CircleMember(PupilData):
    """Somebody in the circle around a pupil: family, the pupil, staff, and professionals from outside."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("parent")
        CARER = "carer", _("carer")
        FAMILY = "family", _("family")
        PUPIL = "pupil", _("pupil")
        STAFF = "staff", _("staff")
        KEY_ADULT = "key_adult", _("key adult")
        PROFESSIONAL = "professional", _("outside professional")
        SUPPORTER = "supporter", _("supporter")

    FAMILY: ClassVar = (Kind.PARENT, Kind.CARER, Kind.FAMILY, Kind.SUPPORTER)
    """The kinds that are contacted in an order."""

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    parental_responsibility = models.BooleanField(default=False)
    receives_copies = models.BooleanField(default=False)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    preferred_language = models.CharField(max_length=60, blank=True)
    preferred_contact = models.CharField(max_length=200, blank=True)
    teaches = models.CharField(max_length=120, blank=True, help_text="the class or subject of a teacher")
    part = models.TextField(blank=True, help_text="what they do in the plan")
    purpose = models.TextField(blank=True, help_text="why somebody from outside has access")
    access_from = models.DateField(null=True, blank=True)
    access_until = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="professional", person__isnull=False)
                | (Q(access_until__isnull=False) & ~Q(purpose="")),
                name="pupils_access_from_outside_has_a_purpose_and_an_end",
            ),
            models.UniqueConstraint(
                fields=["pupil", "person"],
                condition=Q(person__isnull=False),
                name="pupils_once_in_a_circle",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="pupils_circle_of_person")
        ]

    def __str__(self) -> str:
        return self.name


class ProfileLine(PupilData):
    """One short sentence of a pupil's one-page profile."""

    class Kind(models.TextChoices):
        APPRECIATE = "appreciate", _("What people appreciate about me")
        IMPORTANT = "important_to_me", _("What is important to me")
        SUPPORT = "how_to_support_me", _("How to support me")
        SKILL = "skills", _("What I can do")

    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    own = models.BooleanField(default=False, help_text="the pupil's own words, which nobody edits")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text


class Voice(PupilData):
    """A pupil's own words, as they were said. Never edited by anybody else."""

    question = models.TextField(blank=True)
    words = models.TextField()
    how = models.CharField(max_length=300, blank=True)
    with_whom = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    recorded_at = models.DateTimeField()
    shared_with = models.CharField(max_length=20, default="everyone")

    class Meta:
        ordering = ["-said_on", "-recorded_at"]

    def __str__(self) -> str:
        return self.words
