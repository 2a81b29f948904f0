from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from handrail.apps.accounts.actor import Actor
from handrail.apps.consents.models import Consent, ConsentEntry, RightAssessment
from handrail.core.rights import Finding

Answer = ConsentEntry.Answer


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question for consent stands: the newest answer holds; without one it is waited for."""

    consent: Consent
    last: ConsentEntry | None

    @property
    def is_given(self) -> bool:
        return self.last is not None and self.last.answer == Answer.GIVEN

    @property
    def is_withdrawn(self) -> bool:
        return self.last is not None and self.last.answer == Answer.WITHDRAWN

    @property
    def is_awaited(self) -> bool:
        return self.last is None

    @property
    def since(self) -> date:
        return self.last.happened_on if self.last else self.consent.asked_on


def standing(pupil_id: UUID, purpose: str, *, with_whom: str = "") -> list[Standing]:
    """How everything stands that was asked about a pupil for one purpose, the newest question first.

    `with_whom` narrows it to what names that service or person, whatever its case. Whatever relies on consent
    asks this anew each time: an answer can be withdrawn on any day.
    """
    found = _with_entries(Consent.objects.filter(pupil_id=pupil_id, purpose=purpose))
    if with_whom:
        found = found.filter(with_whom__iexact=with_whom.strip())
    return [_standing(one) for one in found]


def consents_of(pupil_id: UUID) -> list[Standing]:
    """Everything that was asked about a pupil."""
    return [_standing(one) for one in _with_entries(Consent.objects.filter(pupil_id=pupil_id))]


def asked_of(actor: Actor, *, pupil_id: UUID | None = None) -> list[Standing]:
    """What this actor was asked themselves, the newest question first."""
    members = {place.member_id for place in actor.places}
    found = Consent.objects.filter(member_id__in=members)
    if pupil_id is not None:
        found = found.filter(pupil_id=pupil_id)
    return [_standing(one) for one in _with_entries(found)]


def awaited_of(actor: Actor) -> list[Consent]:
    """What this actor was asked and has not answered yet."""
    members = {place.member_id for place in actor.places}
    return list(
        Consent.objects.filter(member_id__in=members, entries=None)
        .select_related("pupil")
        .order_by("asked_on", "id")
    )


def consent(pupil_id: UUID, consent_id: UUID) -> Consent:
    return get_object_or_404(
        _with_entries(Consent.objects.filter(pupil_id=pupil_id)).select_related("pupil"), pk=consent_id
    )


def entry_with_evidence(pupil_id: UUID, consent_id: UUID, number: int) -> ConsentEntry:
    """One answer with its file, or 404 where it has none."""
    found = ConsentEntry.objects.filter(pupil_id=pupil_id, consent_id=consent_id, evidence__isnull=False)
    return get_object_or_404(found.select_related("consent"), number=number)


def last_entry(consent: Consent) -> ConsentEntry | None:
    return ConsentEntry.objects.filter(consent_id=consent.pk).defer("evidence").order_by("-number").first()


def is_own(consent: Consent, actor: Actor) -> bool:
    """Whether this was asked of the actor."""
    return consent.member_id in {place.member_id for place in actor.places}


def assessments(pupil_id: UUID) -> list[RightAssessment]:
    """Every assessment of a pupil's own rights, the newest first; the newest of each right holds."""
    return list(RightAssessment.objects.filter(pupil_id=pupil_id).order_by("-assessed_on", "-recorded_at"))


def as_findings(found: list[RightAssessment]) -> list[Finding]:
    """Assessments as the rules of rights look at them."""
    return [
        Finding(
            right=one.right,
            on=one.assessed_on,
            by=one.assessed_by_name,
            capacity=one.capacity,
            wellbeing=one.wellbeing,
        )
        for one in found
    ]


def _with_entries(found: QuerySet[Consent]) -> QuerySet[Consent]:
    entries = ConsentEntry.objects.defer("evidence").order_by("number")
    return found.select_related("member").prefetch_related(Prefetch("entries", entries))


def _standing(one: Consent) -> Standing:
    entries = list(one.entries.all())
    return Standing(one, entries[-1] if entries else None)
