from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_plan_types_by_place")]

    operations = [
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["school", "party", "acts_on"],
                condition=Q(is_open=True),
                name="cases_deadline_of_party",
            ),
        ),
        migrations.RemoveIndex(model_name="deadline", name="cases_deadline_worklist"),
    ]
