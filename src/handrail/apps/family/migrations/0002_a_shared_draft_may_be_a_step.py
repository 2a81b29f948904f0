from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

HASHED = """
alter table family_shareddraft no force row level security;
update family_shareddraft set sha256 = encode(sha256(convert_to(document, 'UTF8')), 'hex');
alter table family_shareddraft force row level security;
"""


class Migration(migrations.Migration):
    """A draft shared with the family is known by its hash, and by the step of the plan that sharing it was."""

    dependencies = [("cases", "0005_waits_for_calendar"), ("family", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="shareddraft",
            name="event",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shared_draft",
                to="cases.caseevent",
            ),
        ),
        migrations.AddField(
            model_name="shareddraft",
            name="sha256",
            field=models.CharField(db_collation="C", default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="shareddraft",
            name="document",
            field=models.TextField(help_text="canonical JSON; the exact text that is hashed"),
        ),
        migrations.AlterField(
            model_name="shareddraft",
            name="shared_on",
            field=models.DateField(help_text="the day on which the family was given it"),
        ),
        # The same state may be shown to talk about it, and then served.
        migrations.RemoveConstraint(model_name="shareddraft", name="family_a_draft_is_shared_once"),
        migrations.RunSQL(HASHED, migrations.RunSQL.noop),
    ]
