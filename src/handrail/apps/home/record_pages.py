"""The record of a pupil as people read it, and which of its facts are for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from handrail.apps.accounts.actor import Role
from handrail.apps.audit import actions as audit
from handrail.apps.audit.models import Fact
from handrail.apps.home.sentences import sentence
from handrail.apps.pupils import policy as pupil_policy
from handrail.apps.pupils.models import Pupil
from handrail.ui.components import RecordEntry

LONDON: Final = ZoneInfo("Europe/London")

TEAM: Final = pupil_policy.SCHOOL_STAFF | {Role.OFFICER}
"""Roles that work for the pupil, and may know who sees what."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    pupil_id: UUID
    pupil: str
    entries: tuple[RecordEntry, ...]
    later: str
    earlier: str


def entry(fact: Fact) -> RecordEntry:
    """A fact on its two days: when it happened, and when it was recorded."""
    return RecordEntry(
        happened_on=fact.happened_on,
        recorded_on=fact.recorded_at.astimezone(LONDON).date(),
        what=sentence(fact),
        by=", ".join(part for part in (fact.by_name, fact.by_role and _(fact.by_role)) if part),
    )


RECORD_PAGE: Final = 100


def record_page(pupil: Pupil, facts: list[Fact], *, start: int) -> RecordPage:
    return RecordPage(
        pupil_id=pupil.pk,
        pupil=pupil.name,
        entries=tuple(entry(one) for one in facts[:RECORD_PAGE]),
        later=f"?start={max(0, start - RECORD_PAGE)}" if start else "",
        earlier=f"?start={start + RECORD_PAGE}" if len(facts) > RECORD_PAGE else "",
    )


def audiences(roles: frozenset[Role]) -> frozenset[str]:
    """Which facts a reader in these roles is shown on the pupil's page, among what happened lately."""
    return frozenset({audit.EVERYONE, audit.TEAM} if roles & TEAM else {audit.EVERYONE})


KEEPERS: Final = frozenset({Role.COORDINATOR, Role.HEAD})
"""Roles that decide who stands in the circle, and so are asked when somebody could not do what they tried."""


def record_audiences(roles: frozenset[Role]) -> frozenset[str]:
    """Which facts a reader in these roles finds in the whole record.

    A refused attempt is mostly a colleague who followed an old link. It would alarm a family and tells them
    nothing of their child, so only those see it who can give the access or ask why.
    """
    return audiences(roles) | (frozenset({audit.KEEPERS}) if roles & KEEPERS else frozenset())
