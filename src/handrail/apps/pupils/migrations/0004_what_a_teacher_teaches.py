from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pupils", "0003_present")]

    operations = [
        migrations.AddField(
            model_name="circlemember",
            name="teaches",
            field=models.CharField(
                blank=True, help_text="the class or subject of a teacher", max_length=120, default=""
            ),
            preserve_default=False,
        ),
    ]
