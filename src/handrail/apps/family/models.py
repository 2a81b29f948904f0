from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from handrail.apps.accounts.models import Person
from handrail.apps.cases.models import CaseEvent
from handrail.apps.plans.models import Contribution, Plan
from handrail.apps.pupils.models import CircleMember
from handrail.reach.models import PupilData


class Answers(PupilData):
    """What one parent or carer writes before a draft, perhaps half done. Nobody else sees it until it is sent."""

    contribution = models.OneToOneField(Contribution, on_delete=models.PROTECT, related_name="answers_begun")
    strengths = models.TextField(blank=True)
    hard = models.TextField(blank=True)
    works_at_home = models.TextField(blank=True)
    priorities = models.TextField(blank=True)
    hopes = models.TextField(blank=True)
    anything_else = models.TextField(blank=True)
    scribe_name = models.CharField(max_length=200, blank=True, help_text="who wrote it down for them")
    saved_at = models.DateTimeField()
    sent_on = models.DateField(null=True, blank=True)
    sent_revision = models.PositiveIntegerField(
        null=True, blank=True, help_text="the state of these answers that was sent to the school"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on=None, sent_revision=None)
                | (Q(sent_on__isnull=False) & Q(sent_revision__lte=F("revision"))),
                name="family_what_was_sent_has_a_day_and_a_revision",
            )
        ]

    def __str__(self) -> str:
        return f"answers for {self.contribution_id}, revision {self.revision}"


class SharedDraft(PupilData):
    """A draft as it was when it was shared with the family: what they read is what they comment on.

    Where sharing it is a step of the plan, as serving the draft is in England, `event` is that step's.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="shared_drafts")
    number = models.PositiveIntegerField(
        help_text="how often a draft of this plan was shared, this one included"
    )
    for_version = models.PositiveIntegerField(help_text="the version that this draft is to become")
    draft_revision = models.PositiveIntegerField()
    event = models.OneToOneField(
        CaseEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="shared_draft"
    )
    document = models.TextField(help_text="canonical JSON; the exact text that is hashed")
    sha256 = models.CharField(max_length=64, db_collation="C")
    shared_on = models.DateField(help_text="the day on which the family was given it")
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    shared_by_name = models.CharField(max_length=200)
    answer_by = models.DateField(help_text="until when an answer is hoped for")
    note = models.TextField(blank=True, help_text="what the school says with it")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="family_one_shared_draft_a_number"),
            models.CheckConstraint(
                condition=Q(answer_by__gte=F("shared_on")), name="family_an_answer_is_hoped_for_after_sharing"
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.number}, shared on {self.shared_on}"


class Comment(PupilData):
    """What somebody of the family says to a section of a shared draft. Kept as it was said."""

    class Kind(models.TextChoices):
        COMMENT = "comment", "a comment"
        AGREE = "agree", "agrees"
        DISAGREE = "disagree", "disagrees"
        PROPOSAL = "proposal", "proposes words"

    shared = models.ForeignKey(SharedDraft, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=100, db_collation="C")
    kind = models.CharField(max_length=8, choices=Kind)
    member = models.ForeignKey(CircleMember, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True, help_text="the comment, or the reasons")
    instead_of = models.TextField(blank=True, help_text="words of the section that a proposal would replace")
    proposed = models.TextField(blank=True, help_text="the words proposed")
    audience = models.CharField(
        max_length=20, help_text="who may read it: the team, or everyone with the plan"
    )
    said_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="agree")
                | (Q(kind__in=["comment", "disagree"]) & ~Q(words=""))
                | (Q(kind="proposal") & ~Q(proposed="")),
                name="family_a_comment_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {(self.proposed or self.words)[:40]}"

    @property
    def wants_answer(self) -> bool:
        """Whether the school owes an answer: to agreement alone it does not."""
        return self.kind != self.Kind.AGREE or bool(self.words)


class Reply(PupilData):
    """What the school answered to a comment. One a comment; whoever disagrees says so in another comment."""

    class Outcome(models.TextChoices):
        PUT_IN = "put_in", "Put into the plan in your words"
        CHANGED = "changed", "The plan was changed"
        AS_IT_WAS = "as_it_was", "The plan stays as it was"

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=9, choices=Outcome)
    words = models.TextField(blank=True)
    section_revision = models.PositiveIntegerField(
        null=True, blank=True, help_text="the section's revision that the proposed words came in with"
    )
    answered_on = models.DateField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="put_in") | ~Q(words=""), name="family_an_answer_has_its_reasons"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.words[:40]}"


class Summary(PupilData):
    """One edition of a plan in plain words, written by a person. A change is a new edition; none is overwritten."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="summaries")
    edition = models.PositiveIntegerField()
    about_version = models.PositiveIntegerField(
        help_text="the newest version when it was written; 0 for a draft"
    )
    language = models.CharField(max_length=20, db_collation="C", help_text="a BCP 47 tag")
    text = models.TextField()
    reading_age = models.DecimalField(
        max_digits=4, decimal_places=1, null=True, help_text="in years; only measured in English"
    )
    written_on = models.DateField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "edition"], name="family_one_summary_an_edition"),
            models.CheckConstraint(condition=~Q(text=""), name="family_a_summary_has_words"),
        ]

    def __str__(self) -> str:
        return f"summary, edition {self.edition}"


class Translation(PupilData):
    """An edition of a summary in another language. A better one is a new row; none is overwritten."""

    summary = models.ForeignKey(Summary, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=20, db_collation="C", help_text="a BCP 47 tag")
    number = models.PositiveIntegerField(help_text="the how manieth of this plan in this language")
    text = models.TextField()
    translator = models.CharField(max_length=200, help_text="the person, or the machine, that translated")
    machine_made = models.BooleanField()
    made_on = models.DateField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    checked_by_name = models.CharField(max_length=200, blank=True, help_text="who read it and found it right")
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "language", "number"], name="family_one_translation_a_number"
            ),
            models.CheckConstraint(
                condition=Q(checked_by_name="", checked_on=None)
                | (~Q(checked_by_name="") & Q(checked_on__isnull=False)),
                name="family_a_checked_translation_names_its_reader",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="family_a_translation_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.language}, number {self.number}"

    @property
    def is_to_be_checked(self) -> bool:
        """Whether a machine made it and nobody has read it since."""
        return self.machine_made and not self.checked_by_name
