"""What people say to a plan, and the files that came with it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404

from handrail.apps.accounts.actor import Actor
from handrail.apps.plans.models import Attachment, Contribution, Upload
from handrail.apps.pupils.queries import NAME_OF_PUPIL
from handrail.reach import reading


def contribution(plan_id: UUID, contribution_id: UUID) -> Contribution:
    return get_object_or_404(
        Contribution.objects.select_related("member"), pk=contribution_id, plan_id=plan_id
    )


def attachment(plan_id: UUID, attachment_id: UUID) -> Attachment:
    """A file with what it holds."""
    return get_object_or_404(
        Attachment.objects.select_related("contribution"), pk=attachment_id, contribution__plan_id=plan_id
    )


def attachments(plan_id: UUID) -> dict[UUID, list[Attachment]]:
    """A plan's files by the contribution they belong to, without what they hold."""
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    for one in Attachment.objects.filter(contribution__plan_id=plan_id).defer("content"):
        found[one.contribution_id].append(one)
    return found


def attachments_of(contribution_ids: list[UUID]) -> dict[UUID, list[Attachment]]:
    """The files of some contributions, without what they hold."""
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    for one in Attachment.objects.filter(contribution_id__in=contribution_ids).defer("content"):
        found[one.contribution_id].append(one)
    return found


def upload(plan_id: UUID, upload_id: UUID) -> Upload:
    """A file on its way."""
    found = Upload.objects.select_related("contribution__plan__pupil", "contribution__member")
    return get_object_or_404(found, pk=upload_id, contribution__plan_id=plan_id)


def uploads_of(contribution_ids: list[UUID]) -> dict[UUID, list[Upload]]:
    """The files on their way to some views, with how much has arrived."""
    found: dict[UUID, list[Upload]] = defaultdict(list)
    for one in Upload.objects.filter(contribution_id__in=contribution_ids).annotate(
        parts_here=Count("parts")
    ):
        found[one.contribution_id].append(one)
    return found


def uploads_to_settle(*, how_many: int) -> list[tuple[UUID, int]]:
    """Files that wait for their scan, in every school: ids only, so that a job knows where to open a reach."""
    with connection.cursor() as cursor:
        cursor.execute("select upload, school from uploads_to_settle(%s)", [how_many])
        return [(upload_id, school_id) for upload_id, school_id in cursor.fetchall()]


def uploads_given_up(*, before: datetime) -> list[tuple[UUID, int]]:
    """Files that began to arrive, or were refused, before a moment; likewise."""
    with connection.cursor() as cursor:
        cursor.execute("select upload, school from uploads_given_up(%s)", [before])
        return [(upload_id, school_id) for upload_id, school_id in cursor.fetchall()]


def contributions_about(actor: Actor, *, pupil_id: UUID) -> list[Contribution]:
    """The actor's own parts in any plan of a pupil, the nearest day first."""
    members = {place.member_id for place in actor.places}
    found = Contribution.objects.filter(pupil_id=pupil_id, member_id__in=members)
    return list(found.select_related("plan__pupil", "member").order_by("due_on", "id"))


AWAITED: Final = Q(asked_on__isnull=False) & (Q(words="") | Q(said_on__lt=F("asked_on")))
"""A view that was asked for and has not come since. Words of an earlier round stay until new ones come."""


def views_of_pupil(pupil_id: UUID, *, talk_id: UUID, on: date) -> list[Contribution]:
    """The pupil's own views on open drafts that a talk may be given as: those awaited, and those it was given as."""
    return list(
        Contribution.objects.filter(
            (AWAITED & Q(asked_on__lte=on)) | Q(talk_id=talk_id),
            pupil_id=pupil_id,
            party=Contribution.Party.PUPIL,
            plan__draft_open=True,
        ).select_related("plan__pupil", "plan__school", "member")
    )


def views_asked_of(actor: Actor) -> list[Contribution]:
    """Views that somebody asked this actor for and that are not given yet, the nearest day first."""
    members = {place.member_id for place in actor.places}
    return list(
        Contribution.objects.filter(AWAITED, member_id__in=members, plan__draft_open=True)
        .select_related("pupil")
        .order_by("due_on", "asked_on")
    )


def views_waited_for(*, count: int) -> list[Contribution]:
    """Views within the reach that were asked for and not given yet, the nearest day first."""
    asked = Contribution.objects.filter(AWAITED, plan__draft_open=True)
    first = reading.first(asked, "due_on", "asked_on", "id", count=count)
    shown = ("plan", "due_on", "asked_on", "member__name", *NAME_OF_PUPIL)
    return list(first.select_related("pupil", "member").only(*shown))
