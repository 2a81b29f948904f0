import uuid

import django.db.models.deletion
from django.db import migrations, models

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_places_by_iso_code"),
        ("plans", "0011_contribution_answers"),
        ("pupils", "0005_own_lines"),
        ("versions", "0002_served_drafts_are_shared_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="CopyPdf",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(db_collation="C", max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="copy",
            name="versions_a_copy_is_given_once",
        ),
        migrations.AddField(
            model_name="copy",
            name="document",
            field=models.TextField(
                blank=True, help_text="canonical JSON of what they got, where it is less than the whole plan"
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="copy",
            name="taken_back_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="copy",
            name="taken_back_by_name",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="copy",
            name="taken_back_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_on", None)),
                fields=("version", "member", "what", "how", "given_on"),
                name="versions_a_copy_is_given_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("taken_back_at", None),
                        ("taken_back_because", ""),
                        ("taken_back_by_name", ""),
                        ("taken_back_on", None),
                    ),
                    models.Q(
                        ("taken_back_at__isnull", False),
                        ("taken_back_on__isnull", False),
                        models.Q(("taken_back_by_name", ""), _negated=True),
                        models.Q(("taken_back_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="versions_taken_back_says_when_who_and_why",
            ),
        ),
        migrations.AddField(
            model_name="copypdf",
            name="copy",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="pdf", to="versions.copy"
            ),
        ),
        migrations.AddField(
            model_name="copypdf",
            name="pupil",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="pupils.pupil",
            ),
        ),
        migrations.AddField(
            model_name="copypdf",
            name="school",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        *protection.protect_pupil_data("versions_copypdf"),
        protection.append_only("versions_copypdf"),
        # What somebody was given is never changed; that it was entered in error is said beside it.
        migrations.RunSQL(
            sql=(
                f"revoke update, delete, truncate on versions_copy from {protection.APPLICATION};"
                f"grant update (taken_back_on, taken_back_at, taken_back_by_name, taken_back_because)"
                f" on versions_copy to {protection.APPLICATION};"
            ),
            reverse_sql=f"grant update, delete on versions_copy to {protection.APPLICATION};",
        ),
    ]
