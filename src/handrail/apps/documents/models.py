from __future__ import annotations

from django.db import models

from handrail.apps.plans.models import Version
from handrail.reach.models import PupilData


class VersionPdf(PupilData):
    """The PDF of an issued version, kept in the database so that the reach guards it like the words."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"PDF of {self.version_id}"


class CorrectedPdf(PupilData):
    """The PDF of an issued version with the corrections that it had by then, each marked beside the issued words."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="corrected_pdfs")
    corrections = models.PositiveIntegerField(help_text="up to which correction of the version")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "corrections"], name="documents_one_pdf_a_correction")
        ]

    def __str__(self) -> str:
        return f"PDF of {self.version_id}, corrections to {self.corrections}"
