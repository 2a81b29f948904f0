from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pupils", "0003_present")]

    operations = [
        migrations.AddField(
            model_name="profileline",
            name="own",
            field=models.BooleanField(default=False, help_text="the pupil's own words, which nobody edits"),
        ),
    ]
