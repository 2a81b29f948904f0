import uuid

import django.db.models.deletion
from django.db import migrations, models

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_reach"),
        ("organisations", "0002_places_by_iso_code"),
        ("plans", "0011_contribution_answers"),
        ("pupils", "0005_own_lines"),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectedPdf",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "corrections",
                    models.PositiveIntegerField(help_text="up to which correction of the version"),
                ),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(db_collation="C", max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "pupil",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_pdfs",
                        to="plans.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "corrections"), name="documents_one_pdf_a_correction"
                    )
                ],
            },
        ),
        *protection.protect_pupil_data("documents_correctedpdf"),
        protection.append_only("documents_correctedpdf"),
    ]
