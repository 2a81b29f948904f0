"""Earlier states of a section's words, and who has it open now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Max
from django.shortcuts import get_object_or_404

from handrail.apps.plans.models import KeptText, SectionRevision, WritingNow

if TYPE_CHECKING:
    from uuid import UUID

STILL_THERE: Final = timedelta(seconds=30)
"""A page that gave no sign for so long is closed, or its computer is off."""

SHOWN: Final = 50
"""States on one page of a section's history."""

How = SectionRevision.How


@dataclass(frozen=True, slots=True)
class Base:
    """What a writer's words began from."""

    number: int
    text: str


def base_of(
    *, plan_id: UUID, key: str, text: str, based_on: int, tab: str, person_id: int | None
) -> Base | None:
    """The state that these words began from; nothing if there never was such a state.

    A page that sent words and never heard the answer still names the state before them. What it sent last is
    nearer, and taking that keeps a repeated save from adding the same words twice. States are thinned out with
    time (`writing.thin_out`); the nearest one before is then safe, for it only lets people be asked more often.
    """
    states = SectionRevision.objects.filter(plan_id=plan_id, key=key)
    # A merged state holds words that this writer never saw: what they left out, they did not take out.
    unheard = states.filter(number__gt=based_on, based_on=based_on, tab=tab).exclude(how=How.MERGED)
    waiting = KeptText.objects.filter(plan_id=plan_id, key=key, based_on=based_on, tab=tab)
    if not tab:
        # Without a script nothing tells two pages apart: only the very same words are the same save.
        unheard = unheard.filter(written_by_id=person_id, text=text)
        waiting = waiting.filter(written_by_id=person_id, text=text, settled_at__isnull=False)
    kept = waiting.order_by("-written_at").first()
    last = unheard.order_by("-number").first()
    # Words that wait beside the section are not in it, so nothing begins from them. What the same page sent before
    # that is in it: beginning from an older state would put those words in a second time.
    if (
        kept is not None
        and kept.settled_at is not None
        and (last is None or last.written_at < kept.settled_at)
    ):
        return Base(based_on, kept.text)
    if last is not None:
        return Base(last.number, last.text)
    before = states.filter(number__lte=based_on).order_by("-number").first()
    if before is not None and (before.number == based_on or based_on <= latest_number(plan_id, key)):
        return Base(before.number, before.text)
    return Base(0, "") if based_on == 0 else None


def latest_number(plan_id: UUID, key: str) -> int:
    found = SectionRevision.objects.filter(plan_id=plan_id, key=key).aggregate(highest=Max("number"))
    return found["highest"] or 0


def states(plan_id: UUID, key: str, *, before: int | None = None) -> list[SectionRevision]:
    """States that were the section's words, the newest first; one more than a page shows."""
    found = SectionRevision.objects.filter(plan_id=plan_id, key=key).exclude(how=How.SENT)
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found.order_by("-number")[: SHOWN + 1])


def state(plan_id: UUID, key: str, number: int) -> SectionRevision:
    """A state that was the section's words, or 404."""
    return get_object_or_404(
        SectionRevision.objects.exclude(how=How.SENT), plan_id=plan_id, key=key, number=number
    )


def state_before(plan_id: UUID, key: str, number: int) -> SectionRevision | None:
    """The section's words before a state."""
    return next(iter(states(plan_id, key, before=number)), None)


def others_here(*, plan_id: UUID, key: str, tab: str, now: datetime) -> list[WritingNow]:
    """Who else has the section open, by the newest sign of each page."""
    there = WritingNow.objects.filter(plan_id=plan_id, key=key, seen_at__gt=now - STILL_THERE)
    return list(there.exclude(tab=tab).order_by("name", "-seen_at"))
