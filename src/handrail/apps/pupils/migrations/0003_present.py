from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("pupils", "0002_reach")]

    operations = [
        migrations.AddIndex(
            model_name="pupil",
            index=models.Index(
                fields=["school", "id"],
                include=["sort_key"],
                condition=Q(left_on=None),
                name="pupils_pupil_present",
            ),
        ),
    ]
