import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from handrail.reach import protection


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0005_waits_for_calendar"),
        ("organisations", "0002_places_by_iso_code"),
        ("plans", "0007_steps_and_versions"),
        ("pupils", "0003_present"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StepDone",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("step", models.CharField(db_collation="C", max_length=60)),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="how anybody can tell: a letter, a call, who was there"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_name", models.CharField(max_length=200)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="as_step",
                        to="cases.caseevent",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps_done",
                        to="plans.plan",
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
            ],
            options={
                "ordering": ["recorded_at"],
            },
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("relation", models.CharField(blank=True, max_length=200)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("whole", "the whole plan"),
                            ("part", "their part only"),
                            ("one_page", "a one-page summary"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("page", "on the page, in Handrail"),
                            ("post", "by post"),
                            ("hand", "by hand"),
                        ],
                        max_length=10,
                    ),
                ),
                ("given_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_name", models.CharField(max_length=200)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="pupils.circlemember",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="plans.version"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "copies",
                "ordering": ["given_on", "recorded_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "member", "what", "how", "given_on"),
                        name="versions_a_copy_is_given_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadConfirmation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("confirmed_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
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
                        related_name="confirmations",
                        to="plans.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "person"), name="versions_read_is_confirmed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServedDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                ("document", models.TextField(help_text="canonical JSON; the exact text that is hashed")),
                ("sha256", models.CharField(db_collation="C", max_length=64)),
                (
                    "draft_revision",
                    models.PositiveIntegerField(help_text="the state of the draft that was frozen"),
                ),
                ("served_on", models.DateField()),
                ("frozen_at", models.DateTimeField()),
                ("frozen_by_name", models.CharField(max_length=200)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="served_draft",
                        to="cases.caseevent",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="served_drafts",
                        to="plans.plan",
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
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"), name="versions_one_served_draft_a_number"
                    )
                ],
            },
        ),
        *protection.protect_pupil_data(
            "versions_stepdone", "versions_serveddraft", "versions_copy", "versions_readconfirmation"
        ),
        protection.append_only("versions_serveddraft"),
    ]
