from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Dates that wait for a school's calendar are found by an index, not by reading every explanation."""

    dependencies = [("cases", "0004_worklist_by_party")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="needs_calendar",
            field=models.BooleanField(
                default=False,
                help_text="no day, or no aim, because the school's calendar does not reach it yet",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("is_open", True), ("needs_calendar", True)),
                fields=["school", "trigger_on"],
                name="cases_waits_for_calendar",
            ),
        ),
    ]
