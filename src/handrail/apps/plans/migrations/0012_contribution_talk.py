from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0011_contribution_answers")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="talk_id",
            field=models.UUIDField(
                blank=True,
                help_text="the pupil's talk that was given as this view; its words change there",
                null=True,
            ),
        )
    ]
