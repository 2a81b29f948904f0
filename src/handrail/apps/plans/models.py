from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from handrail.apps.accounts.models import Person
from handrail.apps.cases.models import Case
from handrail.apps.pupils.models import CircleMember
from handrail.reach.models import PupilData

LARGEST_FILE: Final = 10 * 1024 * 1024
"""Bytes of a file that is kept in one piece."""

LARGEST_REPORT: Final = 100 * 1024 * 1024
"""Bytes of one file. A long report with scans fits; a film does not. Beyond `LARGEST_FILE` it is kept in parts."""

PART: Final = 1024 * 1024
"""Bytes of every part of a large file but its last. No more of it is ever held in memory at once."""


class LawEdition(models.Model):
    """What the law asked of a plan type, as a draft was checked with it. Not about any pupil; kept once."""

    plan_type = models.CharField(max_length=100, db_collation="C")
    digest = models.CharField(max_length=64, db_collation="C")
    law_version = models.CharField(max_length=64, db_collation="C")
    asked = models.JSONField(help_text="each rule under its key: where, in words, the provision, the rest")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan_type", "digest"], name="plans_an_edition_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_type}, {self.digest[:12]}"


class Plan(PupilData):
    """A plan of one plan type for one pupil: perhaps a draft that people edit, and the versions issued."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="plan")
    plan_type = models.CharField(max_length=100, db_collation="C")
    local_name = models.CharField(max_length=200, help_text="what the place calls this plan type")
    coordinator = models.ForeignKey(
        CircleMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        CircleMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True, help_text="when people agreed to look at it again")
    draft_open = models.BooleanField(default=True)
    draft_started_on = models.DateField(null=True, blank=True)
    draft_revision = models.PositiveIntegerField(default=0, help_text="counts every change of the draft")
    latest_number = models.PositiveIntegerField(default=0)
    open_sections = models.JSONField(
        default=list,
        help_text="keys of the sections that are open in a change of a few; all where it is empty",
    )
    law_edition = models.ForeignKey(
        LawEdition,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="what it was checked with",
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    ended_decided_by = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.local_name} for {self.pupil_id}"


class Written(PupilData):
    """Words of a draft, with who wrote them and when. The name stays when an account goes."""

    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        abstract = True


class SectionText(Written):
    """The words of one section of a draft. `revision` counts its saves, so a stale one is noticed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="texts")
    key = models.CharField(max_length=100, db_collation="C")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="plans_one_text_a_section")]

    def __str__(self) -> str:
        return f"{self.key}, revision {self.revision}"


class SectionRevision(Written):
    """One state of a section's words, as somebody saved it. Written once; the number counts the section's states."""

    class How(models.TextChoices):
        WRITTEN = "written", "wrote"
        MERGED = "merged", "wrote, together with somebody else"
        CHOSEN = "chosen", "chose between two texts"
        RESTORED = "restored", "went back to an earlier state"
        # What somebody sent before it was merged: never the section's words, but what they go on from.
        SENT = "sent", "sent"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="section_revisions")
    key = models.CharField(max_length=100, db_collation="C")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    how = models.CharField(max_length=8, choices=How, db_collation="C")
    based_on = models.PositiveIntegerField(help_text="the state that its writer had seen")
    tab = models.CharField(max_length=36, blank=True, db_collation="C", help_text="which open page wrote it")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key", "number"], name="plans_one_state_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.key}, state {self.number}"


class WritingNow(PupilData):
    """That somebody has a section open to write in, and where. Gone from pages half a minute after its last sign."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="writing_now")
    key = models.CharField(max_length=100, db_collation="C")
    tab = models.CharField(max_length=36, db_collation="C", help_text="which open page")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    caret = models.PositiveIntegerField(null=True, help_text="characters before the place of writing")
    typed_at = models.DateTimeField(null=True, help_text="when words last came from this page")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "key", "tab"], name="plans_one_row_a_page")]

    def __str__(self) -> str:
        return f"{self.name} in {self.key}"


class KeptText(PupilData):
    """Words that met newer ones on their way in. Kept beside them until somebody chooses."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="kept_texts")
    key = models.CharField(max_length=100, db_collation="C")
    text = models.TextField()
    based_on = models.PositiveIntegerField(help_text="the revision its writer had seen")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    tab = models.CharField(max_length=36, blank=True, db_collation="C", help_text="which open page wrote it")
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.written_by_name}’s words for {self.key}"


class WrittenFact(Written):
    """A fact that a plan type asks for and that no other row answers, as somebody wrote it.

    One about the pupil belongs to no plan: entered once, it serves every plan that asks for it.
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, null=True, blank=True, related_name="written_facts"
    )
    key = models.CharField(max_length=100, db_collation="C", help_text="as the plan type calls it")
    value = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "plan", "key"], nulls_distinct=False, name="plans_a_fact_is_written_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value[:40]}"


class Need(PupilData):
    """What a pupil needs help with."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="needs")
    order = models.PositiveSmallIntegerField(default=0)
    area = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    builds_on = models.TextField(blank=True, help_text="the strength beside it")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Goal(PupilData):
    """What a pupil will be able to do, from where, to where, and how anybody will know."""

    class Direction(models.TextChoices):
        INCREASE = "increase", "more is better"
        DECREASE = "decrease", "less is better"
        MAINTAIN = "maintain", "it should stay as it is"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    pupil_words = models.TextField(blank=True)
    condition = models.CharField(max_length=300, blank=True, help_text="with what, where, with whom")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.INCREASE)
    pupil_said_on = models.DateField(
        null=True,
        blank=True,
        help_text="when the pupil said it in these words; from then on nobody else edits them",
    )
    unit = models.CharField(max_length=120, blank=True)
    baseline = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    measure = models.CharField(max_length=300, blank=True, help_text="how it is measured")
    checked = models.CharField(max_length=120, blank=True, help_text="how often it is measured")
    sessions = models.PositiveSmallIntegerField(null=True, blank=True, help_text="so many good checks …")
    out_of = models.PositiveSmallIntegerField(null=True, blank=True, help_text="… of so many in a row")
    opportunities = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="chances to show it at each check"
    )
    shape = models.CharField(
        max_length=32, blank=True, db_collation="C", help_text="the words without names and numbers, hashed"
    )
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                name="plans_goal_is_due_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(sessions=None, out_of=None) | Q(sessions__gte=1, out_of__gte=F("sessions")),
                name="plans_goal_is_met_in_some_of_so_many_checks",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "shape"], condition=~Q(shape=""), name="plans_goal_same_words")
        ]

    def __str__(self) -> str:
        return self.text


class Provision(PupilData):
    """A promise of help: what, who, how often, how long, where, from when until when."""

    class Per(models.TextChoices):
        DAY = "day", "a day"
        WEEK = "week", "a week"
        FORTNIGHT = "fortnight", "a fortnight"
        MONTH = "month", "a month"
        TERM = "term", "a term"
        YEAR = "year", "a school year"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="provisions")
    goals = models.ManyToManyField(Goal, through="ProvisionGoal", related_name="provisions")
    order = models.PositiveSmallIntegerField(default=0)
    section = models.CharField(
        max_length=100,
        blank=True,
        db_collation="C",
        help_text="empty is the plan type’s first section of help",
    )
    what = models.TextField()
    who = models.ForeignKey(
        CircleMember, on_delete=models.PROTECT, null=True, blank=True, related_name="provisions"
    )
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    per = models.CharField(max_length=12, choices=Per, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    group_size = models.PositiveSmallIntegerField(null=True, blank=True)
    where = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="plans_provision_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(times=None) | Q(times__gte=1), name="plans_provision_happens_at_least_once"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ProvisionGoal(PupilData):
    """That a provision serves a goal."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="links")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provision", "goal"], name="plans_provision_serves_a_goal_once")
        ]

    def __str__(self) -> str:
        return f"{self.provision_id} serves {self.goal_id}"


class Contribution(PupilData):
    """A view asked for, and given in the contributor's own words. Nobody else ever edits the words."""

    class Party(models.TextChoices):
        PUPIL = "pupil", "pupil"
        PARENT = "parent", "parent or carer"
        PROFESSIONAL = "professional", "outside professional"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contributions")
    party = models.CharField(max_length=14, choices=Party)
    member = models.ForeignKey(CircleMember, on_delete=models.PROTECT, related_name="contributions")
    question = models.TextField(blank=True)
    asked_on = models.DateField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    answers = models.JSONField(
        default=list, blank=True, help_text="the same words as pairs of question and answer, if asked so"
    )
    said_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    scribe_name = models.CharField(max_length=200, blank=True, help_text="who wrote it down for them")
    talk_id = models.UUIDField(
        null=True,
        blank=True,
        help_text="the pupil's talk that was given as this view; its words change there",
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["party", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "member"], name="plans_one_contribution_a_member"),
            models.CheckConstraint(
                condition=Q(words="", said_on=None) | (~Q(words="") & Q(said_on__isnull=False)),
                name="plans_words_have_the_day_they_were_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.words[:40]}"

    @property
    def is_awaited(self) -> bool:
        """Whether it was asked for and has not come since."""
        if self.asked_on is None:
            return False
        return not self.words or (self.said_on is not None and self.said_on < self.asked_on)


class SaidByStaff(PupilData):
    """What staff said about a plan, on a day, and who wrote it down."""

    said_on = models.DateField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class FitAnswer(SaidByStaff):
    """What staff said to a question about the kind of plan. It holds until the plan is issued again."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="fit_answers")
    sign = models.CharField(max_length=200, db_collation="C", help_text="which question")
    after_version = models.PositiveIntegerField(help_text="the newest version when it was answered")
    asks = models.TextField(help_text="the question as it stood")
    why = models.TextField(help_text="what in the plan raised it")
    words = models.TextField()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "sign", "after_version"], name="plans_one_answer_a_question_and_round"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="plans_an_answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.sign}: {self.words[:40]}"


class SetAside(SaidByStaff):
    """That what the law asks only on a condition does not apply to this pupil, and why somebody says so."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="set_aside")
    section = models.CharField(max_length=100, db_collation="C")
    requirement = models.CharField(max_length=100, db_collation="C")
    reason = models.TextField()

    class Meta:
        ordering = ["section", "requirement"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "section", "requirement"], name="plans_a_requirement_is_set_aside_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="plans_what_is_set_aside_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.section}, {self.requirement}: {self.reason[:40]}"


class Attachment(PupilData):
    """A file that somebody added to their own view, such as a report. Kept as it came, byte for byte."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=150)
    kind = models.CharField(
        max_length=8, db_collation="C", help_text="what it is by its content, not its name"
    )
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    content = models.BinaryField(help_text="empty where the file is kept in parts")
    scanned_by = models.CharField(
        max_length=40, blank=True, help_text="what looked for viruses; empty where nothing did"
    )
    added_on = models.DateField()
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "sha256"], name="plans_a_file_is_added_once"),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=LARGEST_REPORT),
                name="plans_a_file_is_not_empty_nor_too_large",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Upload(PupilData):
    """A file on its way to somebody's view: arriving in parts, waiting for its scan, or refused by it.

    Only what has arrived whole and passed becomes an `Attachment`, so that nobody can open anything else.
    """

    class State(models.TextChoices):
        ARRIVING = "arriving", "arriving"
        SCANNING = "scanning", "waiting for its scan"
        REFUSED = "refused", "refused"

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="uploads")
    state = models.CharField(max_length=10, choices=State, default=State.ARRIVING)
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField(
        null=True, help_text="as announced; unknown while a plain form sends it"
    )
    fingerprint = models.CharField(
        max_length=300, blank=True, help_text="tells the same file, so that a broken upload goes on"
    )
    says = models.TextField(blank=True, help_text="why it was refused, as a sentence")
    started_on = models.DateField()
    started_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    added_by_name = models.CharField(max_length=200)
    added_by_role = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "fingerprint"],
                condition=Q(state="arriving") & ~Q(fingerprint=""),
                name="plans_a_file_arrives_once",
            ),
            models.CheckConstraint(
                condition=Q(size=None) | Q(size__gte=1, size__lte=LARGEST_REPORT),
                name="plans_an_upload_is_not_too_large",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"


class FilePart(PupilData):
    """A megabyte of a large file, of one on its way or of one that is kept. It moves from the first to the second."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, null=True, related_name="parts")
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, null=True, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "number"], condition=Q(upload__isnull=False), name="plans_one_part_a_number"
            ),
            models.UniqueConstraint(
                fields=["attachment", "number"],
                condition=Q(attachment__isnull=False),
                name="plans_one_kept_part_a_number",
            ),
            models.CheckConstraint(
                condition=Q(upload=None, attachment__isnull=False) | Q(upload__isnull=False, attachment=None),
                name="plans_a_part_belongs_to_one_file",
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.number}"


class Version(PupilData):
    """An issued plan: its canonical JSON and that text's SHA-256. The application cannot change it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    draft_revision = models.PositiveIntegerField(help_text="the state of the draft that was issued")
    document = models.TextField(help_text="canonical JSON; the exact text that is hashed")
    sha256 = models.CharField(max_length=64, db_collation="C")
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    issued_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_one_version_a_number"),
            models.UniqueConstraint(fields=["plan", "draft_revision"], name="plans_a_draft_is_issued_once"),
        ]
        indexes = [models.Index(fields=["-issued_at"], name="plans_version_lately")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Opening(PupilData):
    """That somebody opened a version: the first time and the last."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="plans_one_opening_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.first_at:%Y-%m-%d}"


class Correction(PupilData):
    """A slip of the pen in an issued version, put right beside it. The issued text stays as it is."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField(help_text="1, 2, 3 within its version")
    place = models.CharField(max_length=200, db_collation="C", help_text="which text of the document")
    heading = models.TextField(help_text="the section, and what in it")
    before = models.TextField()
    after = models.TextField()
    reason = models.TextField()
    corrected_on = models.DateField()
    recorded_at = models.DateTimeField()
    corrected_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="plans_one_correction_a_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="plans_a_correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"correction {self.number}"
