"""Needs, goals and help: the rows of a plan, each linked to the one that it serves."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Max

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotPossible
from handrail.apps.plans import policy, queries
from handrail.apps.plans.actions.changing import LOCKED, RowT, Stale, begin, check_length, done, locked
from handrail.apps.plans.models import Goal, Need, Plan, Provision, ProvisionGoal
from handrail.apps.plans.policy import Act
from handrail.apps.pupils.models import CircleMember
from handrail.core.explanations import in_words
from handrail.core.goal_words import shape
from handrail.core.plan_types import SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWords:
    title: str
    area: str = ""
    description: str = ""
    builds_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWords:
    need: Need
    text: str
    pupil_words: str = ""
    condition: str = ""
    direction: str = Goal.Direction.INCREASE
    unit: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    measure: str = ""
    checked: str = ""
    sessions: int | None = None
    out_of: int | None = None
    opportunities: int | None = None
    starts_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionWords:
    what: str
    section: str = ""
    goals: tuple[Goal, ...] = field(default=())
    who: CircleMember | None = None
    times: int | None = None
    per: str = ""
    minutes: int | None = None
    group_size: int | None = None
    where: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def add_need(*, plan: Plan, words: NeedWords, on: date, by: Actor, once: UUID | None = None) -> Need:
    """Say what the pupil needs help with.

    `once` names the form that was sent: sent again, as by a double click, it adds nothing more.
    """
    plan = begin(plan, by, SectionKind.NEEDS)
    key = _key(plan, once)
    if there := Need.objects.filter(plan=plan, pk=key).first():
        return there
    need = Need.of(plan.pupil, pk=key, plan=plan, order=_next_order(plan.needs), **_texts(words))
    need.save(force_insert=True)
    done(plan, "plan.need_added", on=on, by=by, need=words.title)
    return need


@transaction.atomic
def change_need(*, need: Need, words: NeedWords, revision: int, on: date, by: Actor) -> Need:
    plan = begin(need.plan, by, SectionKind.NEEDS)
    need = _unchanged_since(Need, need.pk, revision)
    done_if_changed(plan, need, _texts(words), "plan.need_changed", on=on, by=by, need=words.title)
    return need


@transaction.atomic
def remove_need(*, need: Need, on: date, by: Actor) -> None:
    """Take a need out of the draft. Its goals come first, so that no goal is lost unseen."""
    plan = begin(need.plan, by, SectionKind.NEEDS)
    need = _still_there(Need, need.pk)
    if count := need.goals.count():
        goals = "a goal" if count == 1 else f"{count} goals"
        raise NotPossible(f"“{need.title}” still has {goals}. Move or remove them first.")
    title = need.title
    need.delete()
    done(plan, "plan.need_removed", on=on, by=by, need=title)


@transaction.atomic
def add_goal(*, plan: Plan, words: GoalWords, on: date, by: Actor, once: UUID | None = None) -> Goal:
    """Add a goal to a need of the same plan; `once` as for a need."""
    plan = begin(plan, by, SectionKind.GOALS)
    _check_goal(plan, words)
    key = _key(plan, once)
    if there := Goal.objects.filter(plan=plan, pk=key).first():
        return there
    goal = Goal.of(plan.pupil, pk=key, plan=plan, order=_next_order(plan.goals), **_goal_fields(plan, words))
    goal.save(force_insert=True)
    done(plan, "plan.goal_added", on=on, by=by, goal=words.text)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, words: GoalWords, revision: int, on: date, by: Actor) -> Goal:
    plan = begin(goal.plan, by, SectionKind.GOALS)
    _check_goal(plan, words)
    goal = _unchanged_since(Goal, goal.pk, revision)
    if goal.pupil_said_on is not None:
        words = replace(words, pupil_words=goal.pupil_words)
    done_if_changed(plan, goal, _goal_fields(plan, words), "plan.goal_changed", on=on, by=by, goal=words.text)
    return goal


@transaction.atomic
def say_goal(*, plan_id: UUID, goal_id: str, words: str, on: date, by: Actor) -> None:
    """Put the pupil's own words beside a goal. Only the pupil's next words replace them; a version stays as issued.

    No words take back those that were there. A goal that was taken out meanwhile has no place for any: they stay
    among what the pupil said.
    """
    plan = locked(queries.plan(plan_id))
    policy.check_may(by, Act.SAY_GOAL, plan)
    check_length(words)
    goal = Goal.objects.filter(plan=plan, pk=goal_id).first()
    if goal is None or (goal.pupil_words == words and (goal.pupil_said_on is not None) == bool(words)):
        return
    goal.pupil_words, goal.pupil_said_on = words, on if words else None
    goal.revision += 1
    goal.save(update_fields=["pupil_words", "pupil_said_on", "revision"])
    done(plan, "plan.goal_said", on=on, by=by, goal=goal.text)


@transaction.atomic
def remove_goal(*, goal: Goal, on: date, by: Actor) -> None:
    plan = begin(goal.plan, by, SectionKind.GOALS)
    goal = _still_there(Goal, goal.pk)
    text = goal.text
    goal.delete()
    done(plan, "plan.goal_removed", on=on, by=by, goal=text)


@transaction.atomic
def add_provision(
    *, plan: Plan, words: ProvisionWords, on: date, by: Actor, once: UUID | None = None
) -> Provision:
    """Promise help towards goals of the same plan; `once` as for a need."""
    plan = begin(plan, by, SectionKind.PROVISION)
    _check_provision(plan, words)
    _check_help_open(plan, words.section)
    key = _key(plan, once)
    if there := Provision.objects.filter(plan=plan, pk=key).first():
        return there
    provision = Provision.of(
        plan.pupil, pk=key, plan=plan, order=_next_order(plan.provisions), **_provision_fields(words)
    )
    provision.save(force_insert=True)
    _link(provision, words.goals)
    done(plan, "plan.provision_added", on=on, by=by, provision=words.what)
    return provision


@transaction.atomic
def change_provision(
    *, provision: Provision, words: ProvisionWords, revision: int, on: date, by: Actor
) -> Provision:
    plan = begin(provision.plan, by, SectionKind.PROVISION)
    _check_provision(plan, words)
    provision = _unchanged_since(Provision, provision.pk, revision)
    _check_help_open(plan, words.section, provision.section)
    provision.links.all().delete()
    _link(provision, words.goals)
    done_if_changed(
        plan,
        provision,
        _provision_fields(words),
        "plan.provision_changed",
        on=on,
        by=by,
        provision=words.what,
    )
    return provision


@transaction.atomic
def remove_provision(*, provision: Provision, on: date, by: Actor) -> None:
    plan = begin(provision.plan, by, SectionKind.PROVISION)
    provision = _still_there(Provision, provision.pk)
    _check_help_open(plan, provision.section)
    what = provision.what
    provision.delete()
    done(plan, "plan.provision_removed", on=on, by=by, provision=what)


def _check_help_open(plan: Plan, *keys: str) -> None:
    """Help stands in one of several sections, and each is opened by itself."""
    kind = queries.plan_type_of(plan)
    stands_in = {section.key for key in keys if (section := kind.help_section(key))}
    if plan.open_sections and not stands_in <= set(plan.open_sections):
        raise NotPossible(LOCKED)


def done_if_changed(
    plan: Plan, row: RowT, values: dict[str, object], kind: str, *, on: date, by: Actor, **detail: object
) -> None:
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    changed = {
        name: [str(before[name] or ""), str(value or "")]
        for name, value in values.items()
        if before[name] != value
    }
    done(plan, kind, on=on, by=by, changed=changed, **detail)


def _key(plan: Plan, once: UUID | None) -> UUID:
    """The id of what a form adds. Made from the plan's own, so that it is nobody else's row."""
    return uuid4() if once is None else uuid5(plan.pk, once.hex)


def _still_there(model: type[RowT], pk: UUID) -> RowT:
    """The row as it is now that the plan is locked."""
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise NotPossible("Somebody took this out in the meantime. Add it again if it is still needed.")
    return row


def _unchanged_since(model: type[RowT], pk: UUID, revision: int) -> RowT:
    row = _still_there(model, pk)
    if row.revision != revision:
        raise Stale("Somebody else changed this in the meantime. Both are shown; choose the words to keep.")
    return row


def _next_order(rows: object) -> int:
    highest = rows.aggregate(highest=Max("order"))["highest"]  # type: ignore[attr-defined]
    return 0 if highest is None else highest + 1


def _texts(words: NeedWords) -> dict[str, object]:
    for text in asdict(words).values():
        check_length(text)
    if not words.title.strip():
        raise NotPossible("Say in a few words what the pupil needs help with.")
    return asdict(words)


def _goal_fields(plan: Plan, words: GoalWords) -> dict[str, object]:
    names = frozenset({plan.pupil.given_name, plan.pupil.known_as, plan.pupil.family_name} - {""})
    return {name: getattr(words, name) for name in GoalWords.__slots__} | {"shape": shape(words.text, names)}


def _provision_fields(words: ProvisionWords) -> dict[str, object]:
    return {name: getattr(words, name) for name in ProvisionWords.__slots__ if name != "goals"}


def _check_goal(plan: Plan, words: GoalWords) -> None:
    if words.need.plan_id != plan.pk:
        raise NotPossible("Choose a need of this plan for the goal.")
    if not words.text.strip():
        raise NotPossible("Say what the pupil will be able to do.")
    check_length(words.text)
    if words.starts_on and words.due_on and words.due_on < words.starts_on:
        raise NotPossible("The goal is due before it starts. Check the two days.")
    if (words.sessions is None) != (words.out_of is None):
        raise NotPossible("Say both: in how many checks, and of how many.")
    if words.sessions is not None and words.out_of is not None and not 1 <= words.sessions <= words.out_of:
        raise NotPossible(f"{words.sessions} of {words.out_of} checks cannot be. Turn the two numbers round.")


def _check_provision(plan: Plan, words: ProvisionWords) -> None:
    if not words.what.strip():
        raise NotPossible("Say what help is given.")
    check_length(words.what)
    if words.section and words.section not in {one.key for one in queries.plan_type_of(plan).help_sections}:
        raise NotPossible("Choose a section of this plan that promises help.")
    if any(goal.plan_id != plan.pk for goal in words.goals):
        raise NotPossible("Choose goals of this plan.")
    if words.who is not None and words.who.pupil_id != plan.pupil_id:
        raise NotPossible("Choose somebody from this pupil’s circle.")
    if words.starts_on and words.ends_on and words.ends_on < words.starts_on:
        raise NotPossible(
            f"This help would end on {in_words(words.ends_on)}, before it starts. Check the two days."
        )


def _link(provision: Provision, goals: tuple[Goal, ...]) -> None:
    ProvisionGoal.objects.bulk_create(
        ProvisionGoal(
            school_id=provision.school_id, pupil_id=provision.pupil_id, provision=provision, goal=goal
        )
        for goal in goals
    )
