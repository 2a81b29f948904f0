"""What happens around the words of a section: going back to an earlier state, and being seen while writing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import actions, history, policy
from handrail.apps.plans.models import Plan, WritingNow
from handrail.apps.plans.policy import Act
from handrail.reach import setting

if TYPE_CHECKING:
    from handrail.apps.accounts.actor import Actor
    from handrail.apps.plans.actions import Kept, Saved

KEPT_WHOLE: Final = timedelta(days=14)
"""For so long each save is a state of its own: a page may come back from a holiday and still be merged exactly."""

SITTING: Final = timedelta(minutes=30)
"""Saves of one writer, one after the other, with less than this between them are one sitting."""


@transaction.atomic
def restore(
    *, plan: Plan, key: str, number: int, based_on: int, on: date, at: datetime, by: Actor
) -> Saved | Kept:
    """Give a section the words of an earlier state again, as a new state; nothing is erased.

    What somebody wrote since `based_on` is merged with it, or kept beside it, as with any words.
    """
    policy.check_may(by, Act.WRITE, plan)
    earlier = history.state(plan.pk, key, number)
    return actions.write_section(
        plan=plan,
        key=key,
        text=earlier.text,
        based_on=based_on,
        on=on,
        at=at,
        by=by,
        how=actions.How.RESTORED,
    )


@transaction.atomic
def undo(*, plan: Plan, key: str, number: int, on: date, at: datetime, by: Actor) -> Saved | Kept:
    """Take back what one save changed. What was written after it stays."""
    policy.check_may(by, Act.WRITE, plan)
    saved = history.state(plan.pk, key, number)
    before = history.state_before(plan.pk, key, number)
    if before is None and saved.number != 1:
        raise NotPossible("The state before this one is not kept any more. Look at the earlier states.")
    return actions.write_section(
        plan=plan,
        key=key,
        text=before.text if before else "",
        based_on=number,
        on=on,
        at=at,
        by=by,
        how=actions.How.RESTORED,
    )


def be_seen(
    *, plan: Plan, key: str, tab: str, caret: int | None, typing: bool, at: datetime, by: Actor
) -> list[WritingNow]:
    """Say that a page is open and where its writer is, and be told who else is there. Two queries."""
    policy.check_may(by, Act.WRITE, plan)
    if tab and by.person_id is not None:
        row = WritingNow.of(
            plan.pupil,
            plan=plan,
            key=key,
            tab=tab,
            person_id=by.person_id,
            name=by.name,
            caret=caret,
            typed_at=at if typing else None,
            seen_at=at,
        )
        fresh = ["caret", "seen_at", "name", "person"] + (["typed_at"] if typing else [])
        WritingNow.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["plan", "key", "tab"], update_fields=fresh
        )
    return history.others_here(plan_id=plan.pk, key=key, tab=tab, now=at)


@transaction.atomic
def leave(*, plan: Plan, key: str, tab: str, at: datetime, by: Actor) -> None:
    """Say that a page is closed, and forget the pages of this section that were closed without a word."""
    policy.check_may(by, Act.WRITE, plan)
    rows = WritingNow.objects.filter(plan_id=plan.pk, key=key)
    rows.filter(tab=tab, person_id=by.person_id or 0).delete()
    rows.filter(seen_at__lt=at - history.STILL_THERE).delete()


def thin_out(*, school_id: int, now: datetime) -> int:
    """Keep, of what is older than two weeks, the last state of each sitting; how many went.

    What was merged, chosen or gone back to stays, and so does the state before another writer's. Pages that were
    closed without a word are forgotten too. Idempotent.
    """
    with setting.of_organisation(school_id), connection.cursor() as cursor:
        cursor.execute("delete from plans_writingnow where seen_at < %s", [now - history.STILL_THERE])
        cursor.execute(
            """
            with followed as (
                select id, how, written_at, written_by_id,
                       lead(how) over each_section as next_how,
                       lead(written_by_id) over each_section as next_writer,
                       lead(written_at) over each_section as next_at
                from plans_sectionrevision
                where how <> 'sent'
                window each_section as (partition by plan_id, key order by number)
            )
            delete from plans_sectionrevision where written_at < %(before)s and (how = 'sent' or id in (
                select id from followed
                where how = 'written' and next_how = 'written' and next_writer = written_by_id
                and next_at - written_at < %(sitting)s::interval and next_at < %(before)s))
            """,
            {"before": now - KEPT_WHOLE, "sitting": f"{SITTING.total_seconds()} seconds"},
        )
        return int(cursor.rowcount)
