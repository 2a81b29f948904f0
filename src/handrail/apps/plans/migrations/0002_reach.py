from django.db import migrations

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("pupils", "0002_reach")]

    operations = [
        *protection.protect_pupil_data(
            "plans_plan",
            "plans_sectiontext",
            "plans_kepttext",
            "plans_need",
            "plans_goal",
            "plans_provision",
            "plans_provisiongoal",
            "plans_contribution",
            "plans_attachment",
            "plans_version",
        ),
        protection.append_only("plans_version"),
    ]
