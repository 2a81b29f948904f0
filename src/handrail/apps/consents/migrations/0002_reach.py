from django.db import migrations

from handrail.reach import protection


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial"), ("pupils", "0002_reach")]

    operations = [
        *protection.protect_pupil_data(
            "consents_consent", "consents_consententry", "consents_rightassessment"
        ),
        protection.append_only("consents_consententry"),
        protection.append_only("consents_rightassessment"),
    ]
