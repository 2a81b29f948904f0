from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_waits_for_calendar"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseevent",
            name="caution",
            field=models.TextField(
                blank=True,
                help_text="what to think of before relying on it, as it stood when it was recorded",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="caution_citation",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
