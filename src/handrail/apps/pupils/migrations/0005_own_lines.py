from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pupils", "0004_what_a_teacher_teaches")]

    operations = [
        migrations.AddField(
            model_name="profileline",
            name="own",
            field=models.BooleanField(default=False, help_text="the pupil's own words, which nobody edits"),
        ),
    ]
