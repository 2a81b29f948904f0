from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from handrail.apps.pupils.models import CircleMember, ProfileLine, Pupil, Voice
from handrail.core.names import fold
from handrail.reach.setting import Reach

NAME_OF_PUPIL: Final = ("pupil__known_as", "pupil__family_name")
"""All that most lists read of a pupil; whatever else a page comes to show is to be named beside it."""


def pupil(pupil_id: UUID) -> Pupil:
    """The pupil, or 404: whether they exist is itself private."""
    return get_object_or_404(Pupil.objects.select_related("school", "school__authority"), pk=pupil_id)


def pupils_within(reach: Reach, *, school_id: int | None = None, named: str = "") -> QuerySet[Pupil]:
    """Pupils within the reach, perhaps of one school, perhaps with a name that begins so."""
    found = Pupil.objects.filter(left_on=None)
    if school_id is not None:
        found = found.filter(school_id=school_id)
    if start := fold(named):
        # The policy alone decides who is seen. Saying the reach here too keeps the search within it: at some
        # sizes of the database the planner otherwise looks up the name among everybody's first.
        begins = (Q(sort_key__begins=start), Q(search_key__begins=start))
        by_school = [Q(school_id__in=reach.schools) & one for one in begins] if reach.schools else []
        by_circle = [Q(pk__in=reach.pupils) & one for one in begins] if reach.pupils else []
        found = (
            found.filter(reduce(or_, [*by_school, *by_circle])) if by_school or by_circle else found.none()
        )
    return found


def circle(pupil_id: UUID) -> list[CircleMember]:
    """Everybody around the pupil, in the order people chose."""
    return list(CircleMember.objects.filter(pupil_id=pupil_id).order_by("order", "name"))


def family_for_ordering(pupil_id: UUID) -> list[CircleMember]:
    """The family in the order in which they are contacted, locked so that two changes of it queue."""
    family = CircleMember.objects.filter(pupil_id=pupil_id, kind__in=CircleMember.FAMILY).order_by("id")
    return sorted(family.select_for_update(), key=lambda one: (one.order, one.name))


def circle_member(pupil_id: UUID, member_id: UUID) -> CircleMember:
    return get_object_or_404(CircleMember, pk=member_id, pupil_id=pupil_id)


def profile(pupil_id: UUID) -> list[ProfileLine]:
    return list(ProfileLine.objects.filter(pupil_id=pupil_id))


def voices(pupil_id: UUID, *, shared_with: frozenset[str]) -> list[Voice]:
    """The pupil's own words that were shared with these audiences, the latest first."""
    return list(Voice.objects.filter(pupil_id=pupil_id, shared_with__in=shared_with))
