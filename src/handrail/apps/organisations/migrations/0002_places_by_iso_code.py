from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """Places are named by their ISO 3166-2 code, so that the law of a new place needs no naming."""

    dependencies = [("organisations", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "update organisations_organisation set jurisdiction = 'gb-sct' where jurisdiction = 'scotland'",
            "update organisations_organisation set jurisdiction = 'scotland' where jurisdiction = 'gb-sct'",
        )
    ]
