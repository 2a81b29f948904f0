from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0002_reach"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="language",
            field=models.CharField(
                db_collation="C", default="en-GB", help_text="of its place when it was written", max_length=35
            ),
        ),
    ]
