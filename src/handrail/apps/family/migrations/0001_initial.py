import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from handrail.reach import protection


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_places_by_iso_code"),
        ("plans", "0011_contribution_answers"),
        ("pupils", "0003_present"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="how often a draft of this plan was shared, this one included"
                    ),
                ),
                (
                    "for_version",
                    models.PositiveIntegerField(help_text="the version that this draft is to become"),
                ),
                ("draft_revision", models.PositiveIntegerField()),
                ("document", models.TextField(help_text="the plan as canonical JSON, as it was shared")),
                ("shared_on", models.DateField()),
                ("shared_at", models.DateTimeField()),
                ("shared_by_name", models.CharField(max_length=200)),
                ("answer_by", models.DateField(help_text="until when an answer is hoped for")),
                ("note", models.TextField(blank=True, help_text="what the school says with it")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_drafts",
                        to="plans.plan",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("section", models.CharField(db_collation="C", max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("comment", "a comment"),
                            ("agree", "agrees"),
                            ("disagree", "disagrees"),
                            ("proposal", "proposes words"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True, help_text="the comment, or the reasons")),
                (
                    "instead_of",
                    models.TextField(
                        blank=True, help_text="words of the section that a proposal would replace"
                    ),
                ),
                ("proposed", models.TextField(blank=True, help_text="the words proposed")),
                (
                    "audience",
                    models.CharField(
                        help_text="who may read it: the team, or everyone with the plan", max_length=20
                    ),
                ),
                ("said_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pupils.circlemember",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "shared",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="family.shareddraft",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Summary",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("edition", models.PositiveIntegerField()),
                (
                    "about_version",
                    models.PositiveIntegerField(
                        help_text="the newest version when it was written; 0 for a draft"
                    ),
                ),
                ("language", models.CharField(db_collation="C", help_text="a BCP 47 tag", max_length=20)),
                ("text", models.TextField()),
                (
                    "reading_age",
                    models.DecimalField(
                        decimal_places=1,
                        help_text="in years; only measured in English",
                        max_digits=4,
                        null=True,
                    ),
                ),
                ("written_on", models.DateField()),
                ("written_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="summaries", to="plans.plan"
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-edition"],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("language", models.CharField(db_collation="C", help_text="a BCP 47 tag", max_length=20)),
                (
                    "number",
                    models.PositiveIntegerField(help_text="the how manieth of this plan in this language"),
                ),
                ("text", models.TextField()),
                (
                    "translator",
                    models.CharField(help_text="the person, or the machine, that translated", max_length=200),
                ),
                ("machine_made", models.BooleanField()),
                ("made_on", models.DateField()),
                ("entered_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "checked_by_name",
                    models.CharField(blank=True, help_text="who read it and found it right", max_length=200),
                ),
                ("checked_on", models.DateField(blank=True, null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "summary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="family.summary",
                    ),
                ),
            ],
            options={
                "ordering": ["language", "-number"],
            },
        ),
        migrations.CreateModel(
            name="Answers",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("strengths", models.TextField(blank=True)),
                ("hard", models.TextField(blank=True)),
                ("works_at_home", models.TextField(blank=True)),
                ("priorities", models.TextField(blank=True)),
                ("hopes", models.TextField(blank=True)),
                ("anything_else", models.TextField(blank=True)),
                (
                    "scribe_name",
                    models.CharField(blank=True, help_text="who wrote it down for them", max_length=200),
                ),
                ("saved_at", models.DateTimeField()),
                ("sent_on", models.DateField(blank=True, null=True)),
                (
                    "sent_revision",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="the state of these answers that was sent to the school",
                        null=True,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "contribution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers_begun",
                        to="plans.contribution",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_on", None), ("sent_revision", None)),
                            models.Q(
                                ("sent_on__isnull", False), ("sent_revision__lte", models.F("revision"))
                            ),
                            _connector="OR",
                        ),
                        name="family_what_was_sent_has_a_day_and_a_revision",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("put_in", "Put into the plan in your words"),
                            ("changed", "The plan was changed"),
                            ("as_it_was", "The plan stays as it was"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "section_revision",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="the section's revision that the proposed words came in with",
                        null=True,
                    ),
                ),
                ("answered_on", models.DateField()),
                ("answered_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="family.comment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "put_in"), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="family_an_answer_has_its_reasons",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="shareddraft",
            constraint=models.UniqueConstraint(
                fields=("plan", "number"), name="family_one_shared_draft_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="shareddraft",
            constraint=models.UniqueConstraint(
                fields=("plan", "draft_revision"), name="family_a_draft_is_shared_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shareddraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_by__gte", models.F("shared_on"))),
                name="family_an_answer_is_hoped_for_after_sharing",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "agree"),
                    models.Q(("kind__in", ["comment", "disagree"]), models.Q(("words", ""), _negated=True)),
                    models.Q(("kind", "proposal"), models.Q(("proposed", ""), _negated=True)),
                    _connector="OR",
                ),
                name="family_a_comment_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.UniqueConstraint(
                fields=("plan", "edition"), name="family_one_summary_an_edition"
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="family_a_summary_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.UniqueConstraint(
                fields=("summary", "language", "number"), name="family_one_translation_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_by_name", ""), ("checked_on", None)),
                    models.Q(models.Q(("checked_by_name", ""), _negated=True), ("checked_on__isnull", False)),
                    _connector="OR",
                ),
                name="family_a_checked_translation_names_its_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="family_a_translation_has_words"
            ),
        ),
        *protection.protect_pupil_data(
            "family_answers",
            "family_shareddraft",
            "family_comment",
            "family_reply",
            "family_summary",
            "family_translation",
        ),
        # What was shared, said, answered or summed up is never changed: a change is a row of its own.
        protection.append_only("family_shareddraft"),
        protection.append_only("family_comment"),
        protection.append_only("family_reply"),
        protection.append_only("family_summary"),
    ]
