import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_places_by_iso_code"),
        ("plans", "0004_fit_answers_and_what_is_set_aside"),
        ("pupils", "0003_present"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WrittenFact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "key",
                    models.CharField(db_collation="C", help_text="as the plan type calls it", max_length=100),
                ),
                ("value", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("written_by_name", models.CharField(max_length=200)),
                ("written_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="goal",
            name="condition",
            field=models.CharField(blank=True, help_text="with what, where, with whom", max_length=300),
        ),
        migrations.AddField(
            model_name="goal",
            name="direction",
            field=models.CharField(
                choices=[
                    ("increase", "more is better"),
                    ("decrease", "less is better"),
                    ("maintain", "it should stay as it is"),
                ],
                default="increase",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="opportunities",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="chances to show it at each check", null=True
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="out_of",
            field=models.PositiveSmallIntegerField(blank=True, help_text="… of so many in a row", null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="sessions",
            field=models.PositiveSmallIntegerField(blank=True, help_text="so many good checks …", null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="shape",
            field=models.CharField(
                blank=True,
                db_collation="C",
                help_text="the words without names and numbers, hashed",
                max_length=32,
            ),
        ),
        migrations.AddField(
            model_name="provision",
            name="section",
            field=models.CharField(
                blank=True,
                db_collation="C",
                help_text="empty is the plan type’s first section of help",
                max_length=100,
            ),
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(
                condition=models.Q(("shape", ""), _negated=True),
                fields=["school", "shape"],
                name="plans_goal_same_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("out_of", None), ("sessions", None)),
                    models.Q(("out_of__gte", models.F("sessions")), ("sessions__gte", 1)),
                    _connector="OR",
                ),
                name="plans_goal_is_met_in_some_of_so_many_checks",
            ),
        ),
        migrations.AddField(
            model_name="writtenfact",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="written_facts",
                to="plans.plan",
            ),
        ),
        migrations.AddField(
            model_name="writtenfact",
            name="pupil",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="pupils.pupil",
            ),
        ),
        migrations.AddField(
            model_name="writtenfact",
            name="school",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="writtenfact",
            name="written_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="writtenfact",
            constraint=models.UniqueConstraint(
                fields=("pupil", "plan", "key"), name="plans_a_fact_is_written_once", nulls_distinct=False
            ),
        ),
        *protection.protect_pupil_data("plans_writtenfact"),
    ]
