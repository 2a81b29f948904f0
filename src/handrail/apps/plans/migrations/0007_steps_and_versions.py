import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_places_by_iso_code"),
        ("plans", "0006_earlier_states_and_who_writes_now"),
        ("pupils", "0003_present"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="ended_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="ended_decided_by",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="plan",
            name="ended_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="open_sections",
            field=models.JSONField(
                default=list,
                help_text="keys of the sections that are open in a change of a few; all where it is empty",
            ),
        ),
        migrations.CreateModel(
            name="LawEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plan_type", models.CharField(db_collation="C", max_length=100)),
                ("digest", models.CharField(db_collation="C", max_length=64)),
                ("law_version", models.CharField(db_collation="C", max_length=64)),
                (
                    "asked",
                    models.JSONField(
                        help_text="each rule under its key: where, in words, the provision, the rest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan_type", "digest"), name="plans_an_edition_is_kept_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="plan",
            name="law_edition",
            field=models.ForeignKey(
                help_text="what it was checked with",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.lawedition",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField(help_text="1, 2, 3 within its version")),
                (
                    "place",
                    models.CharField(
                        db_collation="C", help_text="which text of the document", max_length=200
                    ),
                ),
                ("heading", models.TextField(help_text="the section, and what in it")),
                ("before", models.TextField()),
                ("after", models.TextField()),
                ("reason", models.TextField()),
                ("corrected_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("corrected_by_name", models.CharField(max_length=200)),
                (
                    "corrected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        related_name="corrections",
                        to="plans.version",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "number"), name="plans_one_correction_a_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="plans_a_correction_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        related_name="openings",
                        to="plans.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "person"), name="plans_one_opening_a_person")
                ],
            },
        ),
        *protection.protect_pupil_data("plans_opening", "plans_correction"),
        protection.append_only("plans_correction"),
        protection.append_only("plans_lawedition"),
    ]
