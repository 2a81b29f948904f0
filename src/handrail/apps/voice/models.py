from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handrail.apps.accounts.models import Person
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import ProfileLine
from handrail.reach.models import PupilData

LARGEST_FILE: Final = 8 * 1024 * 1024
"""Bytes of one drawing, picture or sound. Two minutes of speech are about 1 MB as browsers record it."""


class How(models.TextChoices):
    """How an answer came to be written down."""

    OWN = "own", _("by themself")
    TOLD = "told", _("told it")
    SIGNED = "signed", _("signed it")
    AAC = "aac", _("used a device or symbols (AAC)")
    SHOWN = "shown", _("pointed or showed it")


class Shared(models.TextChoices):
    """Who may see an answer, as the pupil chose; it begins with nobody else."""

    ME = "me", _("Only me")
    TEAM = "team", _("People at school who help me")
    EVERYONE = "everyone", _("Everyone who helps with my plan")


SCRIBED: Final = Q(scribe_name="", how=How.OWN) | (~Q(scribe_name="") & ~Q(how=How.OWN))
"""Whoever writes down somebody else's words is named, with how they were said; nobody else is."""


class Talk(PupilData):
    """One time that a pupil answers the questions of a form: begun, perhaps left and gone on with, and kept."""

    form = models.CharField(
        max_length=60, db_collation="C", help_text="which questions, by their key in the data"
    )
    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="whose goals it is about",
    )
    said_on = models.DateField()
    started_at = models.DateTimeField()
    finished_on = models.DateField(null=True, blank=True)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    scribe_name = models.CharField(max_length=200, blank=True, help_text="who writes it down for the pupil")
    how = models.CharField(max_length=6, choices=How, default=How.OWN)

    class Meta:
        ordering = ["-said_on", "-started_at"]
        constraints = [
            models.CheckConstraint(condition=SCRIBED, name="voice_talk_names_its_scribe_and_how"),
            models.CheckConstraint(
                condition=(Q(form="goals") & Q(plan__isnull=False)) | (~Q(form="goals") & Q(plan=None)),
                name="voice_talk_about_goals_has_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} on {self.said_on}"


class Answer(PupilData):
    """What a pupil said to one question, as they said it. Once settled, the database lets nobody change it."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=100, db_collation="C")
    asks = models.TextField(help_text="the question as it stood")
    choices = models.JSONField(default=list, help_text="the pictures chosen, with their words as they stood")
    words = models.TextField(blank=True)
    said_on = models.DateField()
    recorded_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    scribe_name = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=6, choices=How, default=How.OWN)
    shared_with = models.CharField(max_length=8, choices=Shared, default=Shared.ME)
    is_open = models.BooleanField(default=True, help_text="still being written, by the one who began it")
    revision = models.PositiveIntegerField(default=0)

    kept_files: list[AnswerFile]
    """Its files without their content, where a query has read them (`voice.queries`)."""

    class Meta:
        ordering = ["-said_on", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["talk", "question", "written_by"],
                condition=Q(is_open=True),
                name="voice_one_open_answer_a_question_and_writer",
            ),
            models.CheckConstraint(condition=SCRIBED, name="voice_answer_names_its_scribe_and_how"),
        ]
        indexes = [models.Index(fields=["pupil", "-said_on"], name="voice_answers_by_day")]

    def __str__(self) -> str:
        return f"{self.asks} {self.words[:40]}"


class AnswerFile(PupilData):
    """A drawing, a picture or a sound given as an answer. Kept as it came, byte for byte."""

    class What(models.TextChoices):
        DRAWING = "drawing", "drawing"
        PICTURE = "picture", "picture"
        SOUND = "sound", "sound"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    what = models.CharField(max_length=8, choices=What)
    kind = models.CharField(
        max_length=8, db_collation="C", help_text="what it is by its content, not its name"
    )
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    content = models.BinaryField()
    added_at = models.DateTimeField()
    caption = models.TextField(blank=True, help_text="what is in it, for whoever cannot see or hear it")
    caption_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "sha256"], name="voice_a_file_is_kept_once"),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=LARGEST_FILE),
                name="voice_a_file_is_not_empty_nor_too_large",
            ),
            models.CheckConstraint(
                condition=Q(caption="", caption_by_name="") | (~Q(caption="") & ~Q(caption_by_name="")),
                name="voice_a_caption_names_its_writer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.size} bytes"


class PickedLine(PupilData):
    """That a line of the one-page profile is the pupil's own, and the answer it was picked from."""

    line = models.OneToOneField(ProfileLine, on_delete=models.CASCADE, related_name="picked")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="picked_lines")
    picked_on = models.DateField()
    picked_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.line_id} from {self.answer_id}"
