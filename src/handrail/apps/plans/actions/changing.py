"""What every change of a plan does alike: the lock, what is refused, the record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, TypeVar

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.plans import policy, queries
from handrail.apps.plans.models import Goal, Need, Plan, Provision
from handrail.apps.plans.policy import Act
from handrail.core.plan_types import SectionKind

LONGEST_TEXT: Final = 100_000
"""Characters in one box: a long report fits twice; more is a file, not a text."""


class Stale(Exception):
    """Somebody else changed this in the meantime. Nothing was overwritten; both are to be shown."""


def some_words(words: str) -> str:
    check_length(words)
    if not words.strip():
        raise NotPossible("Write at least a few words, or go back without saving.")
    return words.strip()


RowT = TypeVar("RowT", Need, Goal, Provision)


def locked(plan: Plan, *, for_writing: bool = False) -> Plan:
    """The plan's row, locked: the changes of one plan queue, so none is lost between two readers."""
    found = Plan.objects.select_for_update(of=("self",)).select_related("pupil", "school").get(pk=plan.pk)
    if for_writing and not found.draft_open:
        raise NotPossible("This plan has been issued. Open it for changes first; what was issued stays.")
    return found


def begin(plan: Plan, by: Actor, part: SectionKind | None = None) -> Plan:
    """The plan, locked for a change of the part that a kind of section holds, where that part is open."""
    policy.check_may(by, Act.WRITE, plan)
    plan = locked(plan, for_writing=True)
    if part is not None and not queries.is_open(plan, part):
        raise NotPossible(LOCKED)
    return plan


LOCKED: Final = (
    "This section is locked: only some sections of this plan are open for changes."
    " Open this one too if it has to change."
)


def touch(plan: Plan) -> None:
    plan.draft_revision += 1
    plan.save(update_fields=["draft_revision"])


def record(plan: Plan, kind: str, *, on: date, by: audit.Recorder, **detail: object) -> datetime:
    return audit.record(
        kind,
        about=f"plan:{plan.pk}",
        by=by,
        on=on,
        pupil_id=plan.pupil_id,
        school_id=plan.school_id,
        audience=audit.EVERYONE if kind in FOR_EVERYONE else audit.TEAM,
        plan=str(plan.pk),
        **detail,
    )


FOR_EVERYONE: Final = frozenset(
    {
        "plan.draft_started",
        "plan.view_asked",
        "plan.view_given",
        "plan.view_changed",
        "plan.issued",
        "plan.ended",
        "plan.corrected",
    }
)
"""Facts about a plan that the family sees at once; how a draft came about is for the team."""


def done(plan: Plan, kind: str, *, on: date, by: Actor, **detail: object) -> None:
    touch(plan)
    record(plan, kind, on=on, by=by, **detail)


def check_length(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise NotPossible(
            f"This text has {len(text):,} characters. The most that fits here is {LONGEST_TEXT:,};"
            " your words are still in the box. Put the longest part into a file of its own."
        )


def heading(plan: Plan, key: str) -> str:
    return queries.plan_type_of(plan).section(key).heading
