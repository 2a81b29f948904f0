from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404

from handrail.apps.accounts.models import Person
from handrail.apps.invitations.models import Invitation
from handrail.apps.pupils.models import CircleMember
from handrail.reach import setting
from handrail.reach.setting import Reach

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a link is made of: no letter that on paper looks like a figure, nor the other way round."""

LENGTH: Final = 24
"""Letters of a link: 31 to the power of 24 is beyond anybody's guessing (118 bits)."""


def as_hash(token: str) -> str:
    """The hash that stands in the database for a link, however it was typed off a letter."""
    plain = "".join(letter for letter in token.lower() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


@contextmanager
def opened(token: str) -> Iterator[Invitation]:
    """The invitation that a link belongs to, or 404, with its one pupil in reach for the length of the block.

    Whoever opens a link has no reach yet. `invitation_for` runs with the owner's rights, and answers a hash
    that nobody can guess with two ids; what is shown and done in the block is the caller's to keep small.
    """
    with connection.cursor() as cursor:
        cursor.execute("select invitation, pupil from invitation_for(%s)", [as_hash(token)])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    with setting.widened(Reach(pupils=frozenset({row[1]}))):
        yield Invitation.objects.select_related("member", "school").get(pk=row[0])


def invitations_of(pupil_id: UUID) -> list[Invitation]:
    """Every invitation into a pupil's circle, the newest first."""
    return list(Invitation.objects.filter(pupil_id=pupil_id).select_related("member"))


def invitation(pupil_id: UUID, invitation_id: UUID) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("member"), pk=invitation_id, pupil_id=pupil_id)


def account_of(email: str) -> Person | None:
    """The account under an address, however it is written."""
    return Person.objects.filter(email=email.strip().lower()).first() if email.strip() else None


def guests(pupil_id: UUID) -> list[CircleMember]:
    """Professionals from outside who have an account in the circle, whatever their last day."""
    found = CircleMember.objects.filter(
        pupil_id=pupil_id, kind=CircleMember.Kind.PROFESSIONAL, person__isnull=False
    )
    return list(found.order_by("-access_until", "name"))
