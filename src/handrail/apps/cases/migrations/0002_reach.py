from django.db import migrations

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("pupils", "0002_reach")]

    operations = protection.protect_pupil_data("cases_case", "cases_caseevent", "cases_deadline")
