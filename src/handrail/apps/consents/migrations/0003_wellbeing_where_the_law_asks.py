from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consents", "0002_reach"),
        ("organisations", "0002_places_by_iso_code"),
        ("pupils", "0005_own_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rightassessment",
            name="consents_an_assessment_has_reasons",
        ),
        migrations.AlterField(
            model_name="rightassessment",
            name="capacity",
            field=models.BooleanField(help_text="whether the pupil can understand and decide"),
        ),
        migrations.AlterField(
            model_name="rightassessment",
            name="wellbeing",
            field=models.BooleanField(
                help_text="whether wellbeing does not suffer; empty where the law does not ask", null=True
            ),
        ),
        migrations.AlterField(
            model_name="rightassessment",
            name="wellbeing_reasons",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="rightassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("capacity_reasons", ""), _negated=True),
                    models.Q(
                        models.Q(("wellbeing", None), ("wellbeing_reasons", "")),
                        models.Q(
                            ("wellbeing__isnull", False), models.Q(("wellbeing_reasons", ""), _negated=True)
                        ),
                        _connector="OR",
                    ),
                ),
                name="consents_an_assessment_has_reasons",
            ),
        ),
    ]
