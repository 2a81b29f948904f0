from django.db import migrations

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [("easy_read", "0001_initial"), ("pupils", "0002_reach")]

    operations = protection.protect_pupil_data("easy_read_easyread")
