import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_places_by_iso_code"),
        ("plans", "0003_plan_types_by_place"),
        ("pupils", "0002_reach"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FitAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("sign", models.CharField(db_collation="C", help_text="which question", max_length=200)),
                (
                    "after_version",
                    models.PositiveIntegerField(help_text="the newest version when it was answered"),
                ),
                ("asks", models.TextField(help_text="the question as it stood")),
                ("why", models.TextField(help_text="what in the plan raised it")),
                ("words", models.TextField()),
                ("said_on", models.DateField()),
                ("written_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fit_answers",
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
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-recorded_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "sign", "after_version"), name="plans_one_answer_a_question_and_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="plans_an_answer_has_words"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("section", models.CharField(db_collation="C", max_length=100)),
                ("requirement", models.CharField(db_collation="C", max_length=100)),
                ("reason", models.TextField()),
                ("said_on", models.DateField()),
                ("written_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="set_aside", to="plans.plan"
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
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["section", "requirement"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "section", "requirement"),
                        name="plans_a_requirement_is_set_aside_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="plans_what_is_set_aside_has_a_reason",
                    ),
                ],
            },
        ),
        *protection.protect_pupil_data("plans_fitanswer", "plans_setaside"),
    ]
