"""Everything that changes a plan. Each act checks who may, takes the plan's lock, and records a fact."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Final, TypeVar
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from handrail.apps.accounts.actor import Actor
from handrail.apps.accounts.policy import NotAllowed, NotPossible
from handrail.apps.audit import actions as audit
from handrail.apps.cases import actions as cases
from handrail.apps.cases import queries as case_queries
from handrail.apps.cases.models import Case
from handrail.apps.plans import canonical, history, policy, queries, scanning
from handrail.apps.plans.canonical import Amends, NextReview
from handrail.apps.plans.models import (
    LARGEST_FILE,
    Attachment,
    Contribution,
    FilePart,
    FitAnswer,
    Goal,
    KeptText,
    Need,
    Plan,
    Provision,
    ProvisionGoal,
    SectionRevision,
    SectionText,
    SetAside,
    Upload,
    Version,
    WrittenFact,
)
from handrail.apps.plans.policy import Act
from handrail.apps.plans.scanning import ScannerGone
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core import file_kinds, reviews
from handrail.core.completeness import Gap
from handrail.core.deadlines import Deadline
from handrail.core.editions import Changes
from handrail.core.errors import FileRefused
from handrail.core.explanations import in_words
from handrail.core.goal_words import shape
from handrail.core.merging import merged
from handrail.core.plan_types import SectionKind
from handrail.law.lawbook import lawbook

How = SectionRevision.How

LONGEST_TEXT: Final = 100_000
"""Characters in one box: a long report fits twice; more is a file, not a text."""


class Stale(Exception):
    """Somebody else changed this in the meantime. Nothing was overwritten; both are to be shown."""


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


@dataclass(frozen=True, slots=True)
class Saved:
    """The section's words now, with what was sent in them."""

    revision: int
    at: datetime
    text: str = ""
    sent: int = 0  # the state that holds exactly what was sent: the writer's next words begin from it

    @property
    def is_merged(self) -> bool:
        """Whether the section holds words that its writer has not seen yet."""
        return self.sent != self.revision


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody had written here since; these words are kept beside theirs until somebody chooses."""

    kept: KeptText
    current: SectionText


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
def start_plan(*, pupil: Pupil, plan_type: str, on: date, by: Actor) -> Plan:
    """Begin a draft of a plan type, in the pupil's open case of that type or a new one."""
    policy.check_may(by, Act.START, pupil)
    kind = lawbook().plan_type(plan_type)
    case = case_queries.open_case(pupil.pk, plan_type) or cases.open_case(
        pupil=pupil, plan_type=plan_type, on=on, by=by
    )
    if there := Plan.objects.filter(case=case).first():
        if there.ended_on is None:
            raise NotPossible(f"{pupil.known_as} already has this plan. Open it, and change it there.")
        # What ended keeps its case with all its dates; a new plan is a new matter.
        cases.close_case(case=case, on=on, by=by)
        case = cases.open_case(pupil=pupil, plan_type=plan_type, on=on, by=by)
    plan = Plan.of(
        pupil,
        case=case,
        plan_type=plan_type,
        local_name=queries.local_name_of(kind, school_id=pupil.school_id),
        coordinator=_own_member(pupil, by),
        draft_started_on=on,
        law_edition=queries.kept_edition(kind),
    )
    plan.save(force_insert=True)
    for member in CircleMember.objects.filter(pupil_id=pupil.pk):
        if party := _party_of(member):
            Contribution.of(pupil, plan=plan, party=party, member=member).save(force_insert=True)
    _record(plan, "plan.draft_started", on=on, by=by, name=plan.local_name)
    return plan


def _own_member(pupil: Pupil, by: Actor) -> CircleMember | None:
    """Whoever begins a plan co-ordinates it until somebody else is named, if they are in the circle."""
    if by.person_id is None:
        return None
    return CircleMember.objects.filter(pupil_id=pupil.pk, person_id=by.person_id, kind="staff").first()


def _party_of(member: CircleMember) -> str:
    if member.kind == CircleMember.Kind.PUPIL:
        return Contribution.Party.PUPIL
    return Contribution.Party.PARENT if member.parental_responsibility else ""


@transaction.atomic
def open_draft(*, plan: Plan, on: date, by: Actor, sections: tuple[str, ...] = ()) -> None:
    """Open an issued plan for changes, or a few sections of it; what was issued stays as it is.

    In a change of a few sections the others are locked. Views stay open to those who give them.
    """
    policy.check_may(by, Act.START, plan)
    plan = locked(plan)
    if plan.ended_on is not None:
        raise NotPossible(f"This plan ended on {in_words(plan.ended_on)}. It can be read, and not changed.")
    if plan.draft_open:
        return
    kind = queries.plan_type_of(plan)
    known = [section.key for section in kind.sections]
    if strange := set(sections) - set(known):
        raise NotPossible(f"This plan has no section “{min(strange)}”.")
    plan.draft_open = True
    plan.draft_started_on = on
    plan.draft_revision += 1
    plan.open_sections = [key for key in known if key in sections]
    plan.law_edition = queries.kept_edition(kind)
    plan.save(
        update_fields=["draft_open", "draft_started_on", "draft_revision", "open_sections", "law_edition"]
    )
    opened = [kind.section(key).heading for key in plan.open_sections]
    _record(plan, "plan.draft_started", on=on, by=by, name=plan.local_name, sections=opened)


@transaction.atomic
def open_more(*, plan: Plan, sections: tuple[str, ...], on: date, by: Actor) -> None:
    """Open further sections in a change of a few; none named opens the whole plan."""
    policy.check_may(by, Act.START, plan)
    plan = locked(plan, for_writing=True)
    known = [section.key for section in queries.plan_type_of(plan).sections]
    if strange := set(sections) - set(known):
        raise NotPossible(f"This plan has no section “{min(strange)}”.")
    wanted = [key for key in known if key in {*plan.open_sections, *sections}] if sections else []
    if not plan.open_sections or wanted == plan.open_sections:
        return
    plan.open_sections = wanted
    plan.save(update_fields=["open_sections"])
    headings = [queries.plan_type_of(plan).section(key).heading for key in wanted]
    _done(plan, "plan.sections_opened", on=on, by=by, sections=headings)


@transaction.atomic
def end_plan(*, plan: Plan, because: str, decided_by: str, on: date, by: Actor) -> Plan:
    """Close a plan for good: it can be read, and not changed. An open draft closes with it, unissued.

    Which steps come first, and which event it is, is for the caller; nothing that was written is removed.
    """
    policy.check_may_issue(by, plan, queries.plan_type_of(plan))
    plan = locked(plan)
    if plan.ended_on is not None:
        return plan
    if not plan.latest_number:
        raise NotPossible("This plan was never issued, so it cannot end.")
    plan.ended_on, plan.ended_because, plan.ended_decided_by = on, _some_words(because), decided_by.strip()
    plan.draft_open = False
    plan.save(update_fields=["ended_on", "ended_because", "ended_decided_by", "draft_open"])
    _record(
        plan,
        "plan.ended",
        on=on,
        by=by,
        name=plan.local_name,
        because=plan.ended_because,
        decided_by=plan.ended_decided_by,
    )
    return plan


@transaction.atomic
def look_at_law_again(*, plan: Plan, digest: str, on: date, by: Actor) -> None:
    """Say that somebody has looked at what the law asks now. `digest` names the edition that they saw."""
    policy.check_may(by, Act.WRITE, plan)
    plan = locked(plan, for_writing=True)
    now = queries.kept_edition(queries.plan_type_of(plan))
    if now.digest != digest:
        raise Stale("The law’s data changed once more. What is asked now is shown below.")
    if plan.law_edition_id == now.pk:
        return
    plan.law_edition = now
    plan.save(update_fields=["law_edition"])
    _record(plan, "plan.law_looked_at", on=on, by=by, law_version=now.law_version)


@transaction.atomic
def write_section(
    *,
    plan: Plan,
    key: str,
    text: str,
    based_on: int,
    on: date,
    at: datetime,
    by: Actor,
    tab: str = "",
    how: str = How.WRITTEN,
) -> Saved | Kept:
    """Save a section's words. What somebody else wrote there since `based_on` is merged with them, or both are kept.

    `based_on` is the state that the writer had seen, and `tab` the open page that they write in, if it has a
    name. Saving the same words again changes nothing, so a repeated autosave is harmless.
    """
    policy.check_may(by, Act.WRITE, plan)
    plan = locked(plan, for_writing=True)
    if key not in {section.key for section in queries.plan_type_of(plan).sections}:
        raise NotPossible("This plan has no such section.")
    if plan.open_sections and key not in plan.open_sections:
        raise NotPossible(LOCKED)
    _check_length(text)
    current = queries.section_text(plan.pk, key) or SectionText.of(plan.pupil, plan=plan, key=key)
    base = _base(plan, current, text, based_on=based_on, tab=tab, by=by)
    both = _merged(current, base, text)
    if both is None:
        return Kept(_keep(plan, key, text, based_on=based_on, tab=tab, at=at, by=by), current)
    _settle_own(plan, key, based_on=based_on, tab=tab, at=at, by=by)
    seen = current.revision if both == text else base.number if base and base.text == text else 0
    if both == current.text and seen:
        return Saved(current.revision, current.written_at, current.text, seen)
    number = history.latest_number(plan.pk, key) + 1
    add_state = partial(_add_state, plan=plan, key=key, based_on=based_on, tab=tab, at=at, by=by)
    if both != text:
        add_state(number, text, How.SENT)
        number += 1
    if both == current.text:
        return Saved(current.revision, current.written_at, current.text, number - 1)
    add_state(number, both, how if both == text else How.MERGED)
    is_news = current.written_by_id != by.person_id or number % 20 == 0
    current.text, current.revision = both, number
    current.written_by_id, current.written_by_name, current.written_at = by.person_id, by.name, at
    current.save()
    _touch(plan)
    if is_news:
        # One fact a writer and a sitting, not one a pause in typing.
        _record(plan, "plan.section_written", on=on, by=by, section=_heading(plan, key))
    return Saved(number, at, both, number if both == text else number - 1)


def _base(
    plan: Plan, current: SectionText, text: str, *, based_on: int, tab: str, by: Actor
) -> history.Base | None:
    if based_on == current.revision:
        return history.Base(current.revision, current.text)
    return history.base_of(
        plan_id=plan.pk, key=current.key, text=text, based_on=based_on, tab=tab, person_id=by.person_id
    )


def _merged(current: SectionText, base: history.Base | None, text: str) -> str | None:
    if text == current.text:
        return text
    if base is None:
        return None
    both = merged(base.text, current.text, text)
    return both if both is None or len(both) <= LONGEST_TEXT else None


def _add_state(
    number: int,
    text: str,
    how: str,
    *,
    plan: Plan,
    key: str,
    based_on: int,
    tab: str,
    at: datetime,
    by: Actor,
) -> None:
    SectionRevision.of(
        plan.pupil,
        plan=plan,
        key=key,
        number=number,
        text=text,
        how=how,
        based_on=based_on,
        tab=tab,
        written_by_id=by.person_id,
        written_by_name=by.name,
        written_at=at,
    ).save(force_insert=True)


def _sitting(plan: Plan, key: str, *, based_on: int, tab: str, by: Actor) -> dict[str, object]:
    """What makes unsettled words the same ones: who wrote, what they began from, and in which open page."""
    return {"plan": plan, "key": key, "written_by_id": by.person_id, "based_on": based_on, "tab": tab}


def _keep(plan: Plan, key: str, text: str, *, based_on: int, tab: str, at: datetime, by: Actor) -> KeptText:
    """One unsettled text a writer and a section: a later autosave of the same sitting replaces it."""
    sitting = _sitting(plan, key, based_on=based_on, tab=tab, by=by)
    kept = KeptText.objects.filter(**sitting, settled_at=None).first()
    if kept is not None and kept.text == text:
        return kept
    kept = kept or KeptText.of(plan.pupil, **sitting)
    kept.text, kept.written_by_name, kept.written_at = text, by.name, at
    kept.revision += 1
    kept.save()
    return kept


def _settle_own(plan: Plan, key: str, *, based_on: int, tab: str, at: datetime, by: Actor) -> None:
    """Words of the same sitting that waited for a choice are in the section now, so there is none to make."""
    if tab:
        sitting = _sitting(plan, key, based_on=based_on, tab=tab, by=by)
        KeptText.objects.filter(**sitting, settled_at=None).update(settled_at=at)


@transaction.atomic
def choose_text(
    *,
    plan: Plan,
    kept: KeptText,
    text: str,
    based_on: int,
    on: date,
    at: datetime,
    by: Actor,
    kept_revision: int | None = None,
) -> Saved | Kept:
    """Settle two texts of a section with the words that somebody chose or joined from both.

    Raises:
        Stale: whoever wrote the kept words has gone on with them; `kept_revision` is the state that was shown.
    """
    policy.check_may(by, Act.WRITE, plan)
    locked(plan, for_writing=True)
    kept = KeptText.objects.get(pk=kept.pk)
    if kept_revision is not None and kept.revision != kept_revision:
        raise Stale(
            f"{kept.written_by_name} wrote more in the meantime. It is shown; choose the words again."
        )
    saved = write_section(
        plan=plan, key=kept.key, text=text, based_on=based_on, on=on, at=at, by=by, how=How.CHOSEN
    )
    if isinstance(saved, Saved):
        kept.settled_at = at
        kept.save(update_fields=["settled_at"])
        _record(plan, "plan.texts_chosen", on=on, by=by, section=_heading(plan, kept.key))
    return saved


@transaction.atomic
def write_facts(
    *, plan: Plan, section: str, values: Mapping[str, str], revision: int, on: date, at: datetime, by: Actor
) -> None:
    """Write the facts that a section asks for and that nothing else answers, by the plan type's keys.

    `revision` is what the writer saw: the revisions of the section's facts, added up. Blank takes a fact back.

    Raises:
        Stale: somebody wrote one of them in the meantime.
        NotPossible: the section asks for no such fact, or a value is too long.
    """
    plan = _begin(plan, by)
    if plan.open_sections and section not in plan.open_sections:
        raise NotPossible(LOCKED)
    asked = {item.of: item for item in queries.own_facts(queries.plan_type_of(plan).section(section))}
    if unknown := values.keys() - asked.keys():
        raise NotPossible(f"This section does not ask for {', '.join(sorted(unknown))}.")
    there = queries.written_facts(plan)
    if queries.facts_revision(asked, there) != revision:
        raise Stale("Somebody else changed this in the meantime. Both are shown; choose the words to keep.")
    changed = {}
    for key, value in values.items():
        _check_length(value)
        row = there.get(key) or WrittenFact.of(
            plan.pupil, plan=None if is_about_pupil(key) else plan, key=key, revision=0
        )
        if row.value == value.strip():
            continue
        changed[asked[key].label] = [row.value, value.strip()]
        row.value, row.written_at = value.strip(), at
        row.written_by_id, row.written_by_name = by.person_id, by.name
        row.revision += 1
        row.save()
    if changed:
        _done(plan, "plan.facts_written", on=on, by=by, section=_heading(plan, section), changed=changed)


def is_about_pupil(key: str) -> bool:
    """Whether a fact is the pupil's, and so written once for all their plans."""
    return key.startswith("pupil.")


@transaction.atomic
def add_need(*, plan: Plan, words: NeedWords, on: date, by: Actor, once: UUID | None = None) -> Need:
    """Say what the pupil needs help with.

    `once` names the form that was sent: sent again, as by a double click, it adds nothing more.
    """
    plan = _begin(plan, by, SectionKind.NEEDS)
    key = _key(plan, once)
    if there := Need.objects.filter(plan=plan, pk=key).first():
        return there
    need = Need.of(plan.pupil, pk=key, plan=plan, order=_next_order(plan.needs), **_texts(words))
    need.save(force_insert=True)
    _done(plan, "plan.need_added", on=on, by=by, need=words.title)
    return need


@transaction.atomic
def change_need(*, need: Need, words: NeedWords, revision: int, on: date, by: Actor) -> Need:
    plan = _begin(need.plan, by, SectionKind.NEEDS)
    need = _unchanged_since(Need, need.pk, revision)
    _done_if_changed(plan, need, _texts(words), "plan.need_changed", on=on, by=by, need=words.title)
    return need


@transaction.atomic
def remove_need(*, need: Need, on: date, by: Actor) -> None:
    """Take a need out of the draft. Its goals come first, so that no goal is lost unseen."""
    plan = _begin(need.plan, by, SectionKind.NEEDS)
    need = _still_there(Need, need.pk)
    if count := need.goals.count():
        goals = "a goal" if count == 1 else f"{count} goals"
        raise NotPossible(f"“{need.title}” still has {goals}. Move or remove them first.")
    title = need.title
    need.delete()
    _done(plan, "plan.need_removed", on=on, by=by, need=title)


@transaction.atomic
def add_goal(*, plan: Plan, words: GoalWords, on: date, by: Actor, once: UUID | None = None) -> Goal:
    """Add a goal to a need of the same plan; `once` as for a need."""
    plan = _begin(plan, by, SectionKind.GOALS)
    _check_goal(plan, words)
    key = _key(plan, once)
    if there := Goal.objects.filter(plan=plan, pk=key).first():
        return there
    goal = Goal.of(plan.pupil, pk=key, plan=plan, order=_next_order(plan.goals), **_goal_fields(plan, words))
    goal.save(force_insert=True)
    _done(plan, "plan.goal_added", on=on, by=by, goal=words.text)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, words: GoalWords, revision: int, on: date, by: Actor) -> Goal:
    plan = _begin(goal.plan, by, SectionKind.GOALS)
    _check_goal(plan, words)
    goal = _unchanged_since(Goal, goal.pk, revision)
    if goal.pupil_said_on is not None:
        words = replace(words, pupil_words=goal.pupil_words)
    _done_if_changed(
        plan, goal, _goal_fields(plan, words), "plan.goal_changed", on=on, by=by, goal=words.text
    )
    return goal


@transaction.atomic
def say_goal(*, plan_id: UUID, goal_id: str, words: str, on: date, by: Actor) -> None:
    """Put the pupil's own words beside a goal. Only the pupil's next words replace them; a version stays as issued.

    No words take back those that were there. A goal that was taken out meanwhile has no place for any: they stay
    among what the pupil said.
    """
    plan = locked(queries.plan(plan_id))
    policy.check_may(by, Act.SAY_GOAL, plan)
    _check_length(words)
    goal = Goal.objects.filter(plan=plan, pk=goal_id).first()
    if goal is None or (goal.pupil_words == words and (goal.pupil_said_on is not None) == bool(words)):
        return
    goal.pupil_words, goal.pupil_said_on = words, on if words else None
    goal.revision += 1
    goal.save(update_fields=["pupil_words", "pupil_said_on", "revision"])
    _done(plan, "plan.goal_said", on=on, by=by, goal=goal.text)


@transaction.atomic
def remove_goal(*, goal: Goal, on: date, by: Actor) -> None:
    plan = _begin(goal.plan, by, SectionKind.GOALS)
    goal = _still_there(Goal, goal.pk)
    text = goal.text
    goal.delete()
    _done(plan, "plan.goal_removed", on=on, by=by, goal=text)


@transaction.atomic
def add_provision(
    *, plan: Plan, words: ProvisionWords, on: date, by: Actor, once: UUID | None = None
) -> Provision:
    """Promise help towards goals of the same plan; `once` as for a need."""
    plan = _begin(plan, by, SectionKind.PROVISION)
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
    _done(plan, "plan.provision_added", on=on, by=by, provision=words.what)
    return provision


@transaction.atomic
def change_provision(
    *, provision: Provision, words: ProvisionWords, revision: int, on: date, by: Actor
) -> Provision:
    plan = _begin(provision.plan, by, SectionKind.PROVISION)
    _check_provision(plan, words)
    provision = _unchanged_since(Provision, provision.pk, revision)
    _check_help_open(plan, words.section, provision.section)
    provision.links.all().delete()
    _link(provision, words.goals)
    _done_if_changed(
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
    plan = _begin(provision.plan, by, SectionKind.PROVISION)
    provision = _still_there(Provision, provision.pk)
    _check_help_open(plan, provision.section)
    what = provision.what
    provision.delete()
    _done(plan, "plan.provision_removed", on=on, by=by, provision=what)


@transaction.atomic
def set_people(
    *,
    plan: Plan,
    coordinator: CircleMember | None,
    contact: CircleMember | None,
    on: date,
    by: Actor,
) -> None:
    """Name who co-ordinates the plan and whom the family asks."""
    plan = _begin(plan, by, SectionKind.PERSON)
    for member in (coordinator, contact):
        if member is not None and member.pupil_id != plan.pupil_id:
            raise NotPossible("Choose somebody from this pupil’s circle.")
    plan.coordinator, plan.contact = coordinator, contact
    plan.save(update_fields=["coordinator", "contact"])
    names = {"coordinator": coordinator, "contact": contact}
    _done(
        plan,
        "plan.people_named",
        on=on,
        by=by,
        **{role: member.name for role, member in names.items() if member},
    )


@transaction.atomic
def agree_review(*, plan: Plan, review_on: date | None, on: date, by: Actor) -> None:
    """Set the day on which the people in the plan agreed to look at it again."""
    plan = _begin(plan, by, SectionKind.REVIEW)
    if review_on is not None and review_on <= on:
        raise NotPossible("Choose a day to come for the review.")
    plan.review_on = review_on
    plan.save(update_fields=["review_on"])
    _done(plan, "plan.review_agreed", on=on, by=by, review_on=review_on)


@transaction.atomic
def ask_for_view(
    *, plan: Plan, member: CircleMember, due_on: date, on: date, by: Actor, question: str = ""
) -> Contribution:
    """Ask somebody in the circle for their view, by a day. Asking again moves the day."""
    policy.check_may(by, Act.ASK, plan)
    plan = locked(plan, for_writing=True)
    party = _party_of(member) or (
        Contribution.Party.PROFESSIONAL if member.kind == CircleMember.Kind.PROFESSIONAL else ""
    )
    if not party or member.pupil_id != plan.pupil_id:
        raise NotPossible(f"{member.name} is not somebody whose view this plan asks for.")
    if due_on < on:
        raise NotPossible("Choose a day to come, so that there is time to answer.")
    asked = Contribution.objects.filter(plan=plan, member=member).first() or Contribution.of(
        plan.pupil, plan=plan, member=member, party=party
    )
    asked.asked_on, asked.asked_by_name, asked.due_on = on, by.name, due_on
    asked.question = question
    asked.save()
    _touch(plan)
    _record(plan, "plan.view_asked", on=on, by=by, member=member.name, due_on=due_on)
    return asked


@transaction.atomic
def contribute(
    *,
    contribution: Contribution,
    words: str,
    said_on: date,
    revision: int,
    on: date,
    by: Actor,
    scribe: bool = False,
    answers: tuple[tuple[str, str], ...] = (),
) -> Contribution:
    """Keep a view in its owner's own words; `answers` are the same words under what was asked.

    Only the owner changes their words. Somebody at school may write them down once, when told by phone or
    at a meeting, and is named; after that only the owner.
    """
    if scribe:
        policy.check_may(by, Act.WRITE_DOWN, contribution)
    else:
        policy.check_may(by, Act.CONTRIBUTE, contribution)
        if not is_own(contribution, by):
            says = "These are somebody else’s words. Only they may change them."
            raise NotAllowed(says, act=policy.OTHERS_WORDS, row=contribution)
    _check_length(words)
    if not words.strip():
        raise NotPossible("Write at least a few words, or go back without saving.")
    if said_on > on:
        raise NotPossible("This cannot have been said on a day to come.")
    plan = locked(contribution.plan, for_writing=True)
    contribution = Contribution.objects.select_for_update().select_related("member").get(pk=contribution.pk)
    if scribe and contribution.words and (contribution.talk_id or not contribution.scribe_name):
        says = f"{contribution.member.name} wrote this. Only they may change their own words."
        raise NotAllowed(says, act=policy.OTHERS_WORDS, row=contribution)
    if contribution.words == words:
        return contribution
    if contribution.revision != revision:
        raise Stale("These words were changed on another page in the meantime. Both are kept; choose below.")
    before = contribution.words
    contribution.words = words
    contribution.answers = [list(pair) for pair in answers]
    contribution.said_on = said_on
    contribution.scribe_name = by.name if scribe else ""
    contribution.talk_id = None  # written anew on the plan's own page
    contribution.revision += 1
    contribution.recorded_at = _record(
        plan,
        "plan.view_given" if not before else "plan.view_changed",
        on=said_on,
        by=by,
        member=contribution.member.name,
        scribe=contribution.scribe_name,
        before=before,
    )
    contribution.save()
    _touch(plan)
    return contribution


@transaction.atomic
def give_talk(
    *,
    contribution: Contribution,
    talk_id: UUID,
    answers: tuple[tuple[str, str], ...],
    scribe_name: str,
    said_on: date,
    on: date,
    by: Actor,
) -> None:
    """Let what the pupil said in a talk be their view on this plan, as far as everybody may see it.

    The words are the talk's: they change when the pupil changes the talk or who sees it, and here by nobody. No
    answers take a view back that was given so.
    """
    policy.check_may(by, Act.GIVE_TALK, contribution)
    plan = locked(contribution.plan, for_writing=True)
    contribution = Contribution.objects.select_for_update().select_related("member").get(pk=contribution.pk)
    words = "\n\n".join(f"{asked}\n{said}" for asked, said in answers)
    _check_length(words)
    if contribution.words == words or not (words or contribution.talk_id == talk_id):
        return
    before = contribution.words
    contribution.words, contribution.answers = words, [list(pair) for pair in answers]
    contribution.said_on = said_on if words else None
    contribution.scribe_name = scribe_name if words else ""
    contribution.talk_id = talk_id if words else None
    contribution.revision += 1
    contribution.recorded_at = _record(
        plan,
        "plan.view_changed" if before else "plan.view_given",
        on=on if before else said_on,
        by=by,
        member=contribution.member.name,
        scribe=contribution.scribe_name,
        before=before,
        talk=str(talk_id),
    )
    contribution.save()
    _touch(plan)


MOST_FILES: Final = 20
"""Files in one view. More belong into one document."""


@transaction.atomic
def attach(
    *, contribution: Contribution, name: str, content: bytes, on: date, at: datetime, by: Actor
) -> Attachment:
    """Add a file to one's own view, once it is what its name says. The same file again changes nothing.

    Where the installation has a virus scanner it is asked at once. Larger files come in parts (`uploads`).
    """
    check_may_attach(contribution, by)
    if len(content) > LARGEST_FILE:
        raise NotPossible(
            f"This file has {len(content) / 2**20:.1f} MB. The most that fits here is"
            f" {LARGEST_FILE // 2**20} MB; send it in parts, or with smaller pictures."
        )
    try:
        clean, kind = file_kinds.checked(name, content)
    except FileRefused as refused:
        raise NotPossible(str(refused)) from refused
    return keep_file(
        contribution=contribution,
        name=clean,
        kind=kind.name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        scanned_by=_scanned(content),
        on=on,
        at=at,
        by=by,
    )


def _scanned(content: bytes) -> str:
    if not scanning.is_on():
        return ""
    try:
        verdict = scanning.scan([content])
    except ScannerGone as gone:
        raise NotPossible(
            "The virus scanner does not answer just now, so the file was not kept. Try again in some minutes."
        ) from gone
    if not verdict.is_clean:
        raise NotPossible(
            "The virus scanner found something harmful in this file, so it was not kept. Have your computer"
            " checked, then send a clean copy."
        )
    return verdict.scanner


@transaction.atomic
def keep_file(
    *,
    contribution: Contribution,
    name: str,
    kind: str,
    size: int,
    sha256: str,
    content: bytes = b"",
    upload: Upload | None = None,
    scanned_by: str = "",
    on: date,
    at: datetime,
    by: audit.Recorder,
) -> Attachment:
    """Keep a file that was looked at, in one piece or as the parts in which it arrived. The same one is kept once."""
    plan = locked(contribution.plan, for_writing=True)
    there = Attachment.objects.filter(contribution=contribution).defer("content")
    if same := there.filter(sha256=sha256).first():
        return same
    if there.count() >= MOST_FILES:
        raise NotPossible(f"{MOST_FILES} files are here already. Take one out first, or join some into one.")
    added = Attachment.of(
        plan.pupil,
        contribution=contribution,
        name=name,
        kind=kind,
        size=size,
        sha256=sha256,
        content=content,
        scanned_by=scanned_by,
        added_on=on,
        added_at=at,
        added_by_name=by.name,
    )
    added.save(force_insert=True)
    if upload is not None:
        FilePart.objects.filter(upload=upload).update(upload=None, attachment=added)
    _touch(plan)
    _record_file(plan, "plan.file_added", added, on=on, by=by)
    return added


def record_refused_file(
    contribution: Contribution, *, name: str, found: str, on: date, by: audit.Recorder
) -> None:
    """Record that a file was not let in, and what the scanner called it."""
    _record(
        contribution.plan,
        "plan.file_refused",
        on=on,
        by=by,
        member=contribution.member.name,
        file=name,
        found=found,
    )


@transaction.atomic
def take_out_file(*, attachment: Attachment, on: date, by: Actor) -> None:
    """Take out a file of one's own, as when it was the wrong one. That it was there stays on record."""
    contribution = attachment.contribution
    check_may_attach(contribution, by)
    plan = locked(contribution.plan, for_writing=True)
    _record_file(plan, "plan.file_removed", attachment, on=on, by=by)
    attachment.delete()
    _touch(plan)


def check_may_attach(contribution: Contribution, by: Actor) -> None:
    """Raise `NotAllowed` unless the view is the actor's own, and one to which files may be added."""
    policy.check_may(by, Act.ATTACH, contribution)
    if not is_own(contribution, by):
        says = "This is somebody else’s part. Only they may add files to it or take them out."
        raise NotAllowed(says, act=policy.OTHERS_FILES, row=contribution)


def _record_file(plan: Plan, kind: str, file: Attachment, *, on: date, by: audit.Recorder) -> None:
    member = file.contribution.member.name
    _record(plan, kind, on=on, by=by, member=member, file=file.name, sha256=file.sha256, size=file.size)


def is_own(contribution: Contribution, actor: Actor) -> bool:
    """Whether these are the actor's own words."""
    return contribution.member_id in {place.member_id for place in actor.places}


@transaction.atomic
def answer_fit_question(
    *, plan: Plan, sign: str, words: str, revision: int = 0, on: date, by: Actor
) -> FitAnswer:
    """Keep what staff say to a question about the kind of plan. Until the plan is issued again it is not asked anew."""
    policy.check_may(by, Act.QUESTION, plan)
    words = _some_words(words)
    plan = locked(plan)
    asked = queries.fit_questions(queries.draft(plan), as_of=on)
    raised = asked.sign(sign)
    if raised is None:
        raise NotPossible("This question does not come up any more.")
    answer = asked.answer(sign) or FitAnswer.of(
        plan.pupil, plan=plan, sign=sign, after_version=plan.latest_number, revision=0
    )
    if answer.revision and answer.words == words:
        return answer
    if answer.revision != revision:
        raise Stale("Somebody else answered this in the meantime. Both answers are shown; choose the words.")
    before = answer.words
    answer.asks, answer.why, answer.words, answer.said_on = raised.asks, " ".join(raised.why), words, on
    answer.written_by_id, answer.written_by_name = by.person_id, by.name
    answer.revision += 1
    answer.recorded_at = _record(
        plan,
        "plan.fit_answered",
        on=on,
        by=by,
        question=raised.asks,
        sign=sign,
        why=list(raised.why),
        words=words,
        before=before,
    )
    answer.save()
    return answer


@transaction.atomic
def set_aside(
    *, plan: Plan, section: str, requirement: str, reason: str, revision: int = 0, on: date, by: Actor
) -> SetAside:
    """Say that what the law asks only on a condition does not apply to this pupil, and why."""
    policy.check_may(by, Act.WRITE, plan)
    reason = _some_words(reason)
    plan = _begin(plan, by)
    asked = queries.conditional(queries.plan_type_of(plan), section=section, requirement=requirement)
    if asked is None:
        raise NotPossible("This is not something that applies only sometimes.")
    aside = SetAside.objects.filter(
        plan=plan, section=section, requirement=requirement
    ).first() or SetAside.of(
        plan.pupil, plan=plan, section=section, requirement=requirement, reason="", revision=0
    )
    if aside.reason == reason:
        return aside
    if aside.revision != revision:
        raise Stale("Somebody else gave a reason in the meantime. Both are shown; choose the words.")
    before = aside.reason
    aside.reason, aside.said_on = reason, on
    aside.written_by_id, aside.written_by_name = by.person_id, by.name
    aside.revision += 1
    aside.recorded_at = _record(
        plan,
        "plan.requirement_set_aside",
        on=on,
        by=by,
        what=asked.says,
        condition=asked.condition,
        reason=reason,
        before=before,
    )
    aside.save()
    return aside


@transaction.atomic
def ask_again(*, plan: Plan, section: str, requirement: str, on: date, by: Actor) -> None:
    """Take back that something does not apply. Asked twice, it is asked again just the same."""
    plan = _begin(plan, by)
    found = SetAside.objects.filter(plan=plan, section=section, requirement=requirement).first()
    if found is None:
        return
    asked = queries.conditional(queries.plan_type_of(plan), section=section, requirement=requirement)
    what = asked.says if asked else requirement
    _record(plan, "plan.requirement_asked_again", on=on, by=by, what=what, reason=found.reason)
    found.delete()


def _some_words(words: str) -> str:
    _check_length(words)
    if not words.strip():
        raise NotPossible("Write at least a few words, or go back without saving.")
    return words.strip()


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
    draft = queries.draft(plan)
    if draft.gaps:
        raise Incomplete(draft.gaps)
    if draft.kept:
        raise NotPossible(f"“{_heading(plan, draft.kept[0].key)}” has two texts. Choose one first.")
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
    _record(
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
    return Amends(plan.latest_number, tuple(_heading(plan, key) for key in plan.open_sections))


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


# --- shared steps ---------------------------------------------------------------------------------

RowT = TypeVar("RowT", Need, Goal, Provision)


def locked(plan: Plan, *, for_writing: bool = False) -> Plan:
    """The plan's row, locked: the changes of one plan queue, so none is lost between two readers."""
    found = Plan.objects.select_for_update(of=("self",)).select_related("pupil", "school").get(pk=plan.pk)
    if for_writing and not found.draft_open:
        raise NotPossible("This plan has been issued. Open it for changes first; what was issued stays.")
    return found


def _begin(plan: Plan, by: Actor, part: SectionKind | None = None) -> Plan:
    """The plan, locked for a change of the part that a kind of section holds, where that part is open."""
    policy.check_may(by, Act.WRITE, plan)
    plan = locked(plan, for_writing=True)
    if part is not None and not queries.is_open(plan, part):
        raise NotPossible(LOCKED)
    return plan


def _check_help_open(plan: Plan, *keys: str) -> None:
    """Help stands in one of several sections, and each is opened by itself."""
    kind = queries.plan_type_of(plan)
    stands_in = {section.key for key in keys if (section := kind.help_section(key))}
    if plan.open_sections and not stands_in <= set(plan.open_sections):
        raise NotPossible(LOCKED)


LOCKED: Final = (
    "This section is locked: only some sections of this plan are open for changes."
    " Open this one too if it has to change."
)


def _touch(plan: Plan) -> None:
    plan.draft_revision += 1
    plan.save(update_fields=["draft_revision"])


def _record(plan: Plan, kind: str, *, on: date, by: audit.Recorder, **detail: object) -> datetime:
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


def _done(plan: Plan, kind: str, *, on: date, by: Actor, **detail: object) -> None:
    _touch(plan)
    _record(plan, kind, on=on, by=by, **detail)


def _done_if_changed(
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
    _done(plan, kind, on=on, by=by, changed=changed, **detail)


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
        _check_length(text)
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
    _check_length(words.text)
    if words.starts_on and words.due_on and words.due_on < words.starts_on:
        raise NotPossible("The goal is due before it starts. Check the two days.")
    if (words.sessions is None) != (words.out_of is None):
        raise NotPossible("Say both: in how many checks, and of how many.")
    if words.sessions is not None and words.out_of is not None and not 1 <= words.sessions <= words.out_of:
        raise NotPossible(f"{words.sessions} of {words.out_of} checks cannot be. Turn the two numbers round.")


def _check_provision(plan: Plan, words: ProvisionWords) -> None:
    if not words.what.strip():
        raise NotPossible("Say what help is given.")
    _check_length(words.what)
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


def _check_length(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise NotPossible(
            f"This text has {len(text):,} characters. The most that fits here is {LONGEST_TEXT:,};"
            " your words are still in the box. Put the longest part into a file of its own."
        )


def _link(provision: Provision, goals: tuple[Goal, ...]) -> None:
    ProvisionGoal.objects.bulk_create(
        ProvisionGoal(
            school_id=provision.school_id, pupil_id=provision.pupil_id, provision=provision, goal=goal
        )
        for goal in goals
    )


def _heading(plan: Plan, key: str) -> str:
    return queries.plan_type_of(plan).section(key).heading
