"""A draft becomes a version: frozen, recorded, and its clocks started."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.cases import actions as cases
from handrail.apps.cases.models import Case
from handrail.apps.plans import canonical, policy, queries
from handrail.apps.plans.actions.changing import Stale, heading, locked, record
from handrail.apps.plans.canonical import Amends, NextReview
from handrail.apps.plans.models import Plan, Version
from handrail.core import reviews
from handrail.core.completeness import Gap
from handrail.core.deadlines import Deadline
from handrail.core.editions import Changes


class Incomplete(Exception):
    """The draft cannot be issued yet; `gaps` says what is missing and why."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        count = len(gaps)
        things = "One thing is" if count == 1 else f"{count} things are"
        super().__init__(f"{things} still to finish before this plan can be issued.")
        self.gaps = gaps


class LawChanged(Exception):
    """The law's data asks something else than when the draft was last checked with it; `changes` says what."""

    def __init__(self, changes: Changes) -> None:
        super().__init__(
            "What the law asks of this plan has changed in Handrail since this draft was last checked with it."
            " Look at the changes first."
        )
        self.changes = changes


@transaction.atomic
def issue(*, plan: Plan, draft_revision: int, on: date, at: datetime, by: Actor) -> Version:
    """Freeze the draft as a new version, start its clocks, and close it for changes.

    `draft_revision` is the state of the draft that the issuer saw. Issuing that state twice, as a double
    click does, gives the same version; a draft that has changed since is not issued.

    Raises:
        Incomplete: the plan type asks for more.
        LawChanged: the law's data asks something else than when somebody last looked.
        Stale: somebody changed the draft in the meantime.
    """
    kind = queries.plan_type_of(plan)
    policy.check_may_issue(by, plan, kind)
    plan = locked(plan)
    if done := Version.objects.filter(plan=plan, draft_revision=draft_revision).first():
        return done
    if not plan.draft_open:
        raise NotPossible("This plan has been issued already. Open it for changes to issue it again.")
    if plan.draft_revision != draft_revision:
        raise Stale("The draft was changed since you opened this page. Read it again, then issue it.")
    if changes := queries.law_changes(plan):
        raise LawChanged(changes)
    draft = queries.draft(plan, with_files=True)
    if draft.gaps:
        raise Incomplete(draft.gaps)
    if draft.kept:
        raise NotPossible(f"“{heading(plan, draft.kept[0].key)}” has two texts. Choose one first.")
    number = plan.latest_number + 1
    computed = _start_clocks(plan, number=number, on=on, by=by)
    text = canonical.canonical(
        canonical.document(
            draft,
            number=number,
            issued_on=on,
            issued_by=by.name,
            issued_as=by.role_words,
            next_review=_next_review(plan, computed, on=on),
            amends=_amends(plan),
            invented=settings.DEMONSTRATION,
        )
    )
    version = Version.of(
        plan.pupil,
        plan=plan,
        number=number,
        draft_revision=draft_revision,
        document=text,
        sha256=canonical.sha256(text),
        issued_on=on,
        issued_at=at,
        issued_by_id=by.person_id,
        issued_by_name=by.name,
    )
    version.save(force_insert=True)
    plan.draft_open = False
    plan.latest_number = number
    plan.open_sections = []
    plan.save(update_fields=["draft_open", "latest_number", "open_sections"])
    record(
        plan,
        "plan.issued",
        on=on,
        by=by,
        name=plan.local_name,
        number=number,
        sha256=version.sha256,
    )
    return version


def _amends(plan: Plan) -> Amends | None:
    """Which sections of which version a change of a few was opened for."""
    if not plan.open_sections or not plan.latest_number:
        return None
    return Amends(plan.latest_number, tuple(heading(plan, key) for key in plan.open_sections))


def _start_clocks(plan: Plan, *, number: int, on: date, by: Actor) -> tuple[Deadline, ...]:
    """The events that issuing is, as the plan type's law counts them."""
    case = Case.objects.get(pk=plan.case_id)
    made = "plan_prepared" if number == 1 else "review_completed"
    origin = cases.add_event(case=case, kind=made, happened_on=on, on=on, by=by)
    cases.add_event(case=case, kind="plan_issued", happened_on=on, on=on, by=by, refers_to=origin)
    if plan.review_on is not None:
        cases.add_event(
            case=case,
            kind="review_agreed",
            happened_on=on,
            on=on,
            by=by,
            detail={"review_on": plan.review_on.isoformat()},
            refers_to=origin,
        )
    return cases.calculate(case=case, on=on)


def _next_review(plan: Plan, computed: tuple[Deadline, ...], *, on: date) -> NextReview | None:
    """The nearer of the day people agreed and the day, or aim, that the plan type's review cycle gives."""
    found = []
    for one in computed:
        if one.duty == reviews.AGREED_REVIEW and one.open(on) and one.falls_on is not None:
            found.append(
                NextReview(one.falls_on, one.explanation.sentence, one.citation.short, title=one.title)
            )
    cycle = reviews.next_review(queries.plan_type_of(plan).review, computed)
    if cycle is not None and cycle.on is not None:
        title = "Next review by law" if cycle.legal else "Look at it again"
        found.append(NextReview(cycle.on, cycle.sentence, cycle.citation.short, title=title))
    return min(found, key=lambda one: one.on, default=None)
