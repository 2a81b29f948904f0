from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Subquery
from django.shortcuts import get_object_or_404

from handrail.apps.accounts.actor import Actor
from handrail.apps.calendars import policy
from handrail.apps.organisations.actions import CalendarWords
from handrail.apps.organisations.models import DayOff, Organisation, Term


def organisation(slug: str, *, reader: Actor) -> Organisation:
    """A school or an authority whose calendar the reader sees; for a stranger it is not there."""
    found = Organisation.objects.exclude(kind=Organisation.Kind.AGENCY).select_related("authority")
    return get_object_or_404(found, slug=slug, pk__in=policy.seen_by(reader))


def calendar_words(organisation_id: int) -> CalendarWords:
    """An organisation's own terms and days off; empty while it has none."""
    off = list(DayOff.objects.filter(organisation_id=organisation_id).order_by("on"))
    return CalendarWords(
        terms=tuple(
            (term.name, term.starts_on, term.ends_on)
            for term in Term.objects.filter(organisation_id=organisation_id).order_by("starts_on")
        ),
        closed={one.on: one.why for one in off if one.kind == DayOff.Kind.CLOSED},
        in_service={one.on: one.why for one in off if one.kind == DayOff.Kind.IN_SERVICE},
    )


@dataclass(frozen=True, slots=True)
class Used:
    """The calendar that an organisation's dates are counted with: its own, or its authority's."""

    organisation: Organisation
    of: Organisation
    words: CalendarWords

    @property
    def is_own(self) -> bool:
        return self.of.pk == self.organisation.pk and bool(self.words.terms)

    @property
    def is_known(self) -> bool:
        return bool(self.words.terms)


def used(organisation: Organisation) -> Used:
    """A school with a single term of its own uses only its own calendar."""
    own = calendar_words(organisation.pk)
    authority = organisation.authority
    if own.terms or authority is None:
        return Used(organisation, organisation, own)
    theirs = calendar_words(authority.pk)
    return Used(organisation, authority if theirs.terms else organisation, theirs if theirs.terms else own)


def _until(whose: str) -> Subquery:
    """The last day of the last term; a join over both calendars would multiply them."""
    terms = Term.objects.filter(organisation=OuterRef(whose)).values("organisation")
    return Subquery(terms.annotate(until=Max("ends_on")).values("until"))


@dataclass(frozen=True, slots=True)
class Reaching:
    """Whose calendar an organisation uses, and until when that is known."""

    organisation: Organisation
    is_own: bool
    until: date | None


def reaching(reader: Actor, *, of: frozenset[int] | None = None) -> list[Reaching]:
    """The calendars somebody sees, authorities first, in one query."""
    seen = policy.seen_by(reader) if of is None else of & policy.seen_by(reader)
    if not seen:
        return []
    found = (
        Organisation.objects.filter(pk__in=seen)
        .exclude(kind=Organisation.Kind.AGENCY)
        .select_related("authority")
        .annotate(own_until=_until("pk"), their_until=_until("authority"))
        .order_by("kind", "name")
    )
    return [
        Reaching(
            one,
            is_own=one.own_until is not None or one.authority_id is None,
            until=one.own_until or one.their_until,
        )
        for one in found
    ]
