from __future__ import annotations

from django.db import migrations

NAMES = {
    "scotland.coordinated_support_plan": "gb-sct/csp",
    "scotland.individualised_educational_programme": "gb-sct/iep",
}


def renamed(table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"update {table} set plan_type = '{new}' where plan_type = '{old}'",  # noqa: S608
            f"update {table} set plan_type = '{old}' where plan_type = '{new}'",  # noqa: S608
        )
        for old, new in NAMES.items()
    ]


class Migration(migrations.Migration):
    """A plan type is named by its place and its own short name. Issued versions keep the words they have."""

    dependencies = [("cases", "0002_reach")]
    operations = [*renamed("cases_case"), *renamed("cases_deadline")]
