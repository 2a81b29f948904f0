from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0010_goal_pupil_said_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="answers",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="the same words as pairs of question and answer, if asked so",
            ),
        ),
    ]
