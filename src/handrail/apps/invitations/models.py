from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from django.db import models
from django.db.models import Q

from handrail.apps.accounts.models import Person
from handrail.apps.pupils.models import CircleMember
from handrail.reach.models import PupilData

LASTS: Final = timedelta(days=14)
"""How long an invitation holds: a letter has time to come, and nobody finds it in a drawer next year."""

MOST_TRIES: Final = 5
"""Wrong codes after which an invitation is closed. Five of a million: whoever guesses gets nowhere."""


class State(Enum):
    """Where an invitation stands. Only an open one can be accepted."""

    OPEN = "open"
    ACCEPTED = "accepted"
    ENDED = "ended"
    LOCKED = "locked"
    EXPIRED = "expired"


class Invitation(PupilData):
    """A single-use link into a pupil's circle. The link and its code are kept only as hashes."""

    member = models.ForeignKey(CircleMember, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, db_collation="C", unique=True)
    code_hash = models.CharField(max_length=64, db_collation="C")
    email = models.EmailField(blank=True, help_text="whose account it is for; empty for somebody without")
    invited_on = models.DateField()
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    invited_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="wrong codes so far")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(accepted_at=None, ended_at=None),
                name="invitations_one_open_a_member",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, ended_at=None),
                name="invitations_accepted_by_somebody_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.member_id}"

    def state(self, *, at: datetime) -> State:
        """How it stands at a moment."""
        if self.accepted_at is not None:
            return State.ACCEPTED
        if self.ended_at is not None:
            return State.ENDED
        if self.tries >= MOST_TRIES:
            return State.LOCKED
        return State.EXPIRED if at >= self.expires_at else State.OPEN
