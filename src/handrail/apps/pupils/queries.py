from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from handrail.apps.pupils.models import CircleMember, ProfileLine, Pupil, Voice
from handrail.core.names import fold


def pupil(pupil_id: UUID) -> Pupil:
    """The pupil, or 404: whether they exist is itself private."""
    return get_object_or_404(Pupil.objects.select_related("school", "school__authority"), pk=pupil_id)


def pupils_in_order(*, school_id: int | None = None, named: str = "") -> QuerySet[Pupil]:
    """Pupils within the reach by family name, perhaps of one school, perhaps with a name from its front."""
    found = Pupil.objects.filter(left_on=None).order_by("sort_key", "id")
    if school_id is not None:
        found = found.filter(school_id=school_id)
    if start := fold(named):
        found = found.filter(Q(sort_key__begins=start) | Q(search_key__begins=start))
    return found


def circle(pupil_id: UUID) -> list[CircleMember]:
    """Everybody around the pupil, in the order people chose."""
    return list(CircleMember.objects.filter(pupil_id=pupil_id).order_by("order", "name"))


def circle_member(pupil_id: UUID, member_id: UUID) -> CircleMember:
    return get_object_or_404(CircleMember, pk=member_id, pupil_id=pupil_id)


def profile(pupil_id: UUID) -> list[ProfileLine]:
    return list(ProfileLine.objects.filter(pupil_id=pupil_id))


def voices(pupil_id: UUID, *, shared_with: frozenset[str]) -> list[Voice]:
    """The pupil's own words that were shared with these audiences, the latest first."""
    return list(Voice.objects.filter(pupil_id=pupil_id, shared_with__in=shared_with))
