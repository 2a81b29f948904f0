"""Who sees a calendar, and who changes it. It is about no pupil, so it has no row in the table of acts."""

from __future__ import annotations

from handrail.apps.accounts.actor import Actor
from handrail.apps.organisations.actions import KEEPS_CALENDARS, check_may_keep_calendar, may_keep_calendar

may_change = may_keep_calendar
check_may_change = check_may_keep_calendar


def seen_by(actor: Actor) -> frozenset[int]:
    """Whose calendars somebody sees: of where they work, and of the schools their authority is there for."""
    return frozenset[int]().union(*({one.organisation_id} | one.schools for one in actor.memberships))


def may_mend(actor: Actor, school_id: int) -> bool:
    """Whether somebody can enter a year that a school's dates wait for: at the school, or at its authority."""
    return any(
        (one.organisation_id == school_id or school_id in one.schools) and one.role in KEEPS_CALENDARS
        for one in actor.memberships
    )
