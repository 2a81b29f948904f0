from django.db import migrations

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("pupils", "0002_reach")]

    operations = [
        *protection.protect_pupil_data("documents_versionpdf"),
        protection.append_only("documents_versionpdf"),
    ]
