"""Everything that changes a plan. Each act checks who may, takes the plan's lock, and records a fact."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
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
from handrail.apps.plans import canonical, policy, queries
from handrail.apps.plans.canonical import NextReview
from handrail.apps.plans.models import (
    LARGEST_FILE,
    Attachment,
    Contribution,
    FitAnswer,
    Goal,
    KeptText,
    Need,
    Plan,
    Provision,
    ProvisionGoal,
    SectionText,
    SetAside,
    Version,
)
from handrail.apps.plans.policy import Act
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.core import file_kinds, reviews
from handrail.core.completeness import Gap
from handrail.core.deadlines import Deadline
from handrail.core.errors import FileRefused
from handrail.core.explanations import in_words
from handrail.law.lawbook import lawbook

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


@dataclass(frozen=True, slots=True)
class Saved:
    """The section now holds these words."""

    revision: int
    at: datetime


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
    unit: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    measure: str = ""
    checked: str = ""
    starts_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionWords:
    what: str
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
    if Plan.objects.filter(case=case).exists():
        raise NotPossible(f"{pupil.known_as} already has this plan. Open it, and change it there.")
    plan = Plan.of(
        pupil,
        case=case,
        plan_type=plan_type,
        local_name=queries.local_name_of(kind, school_id=pupil.school_id),
        coordinator=_own_member(pupil, by),
        draft_started_on=on,
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
def open_draft(*, plan: Plan, on: date, by: Actor) -> None:
    """Open an issued plan for changes; what was issued stays as it is."""
    policy.check_may(by, Act.START, plan)
    plan = _locked(plan)
    if plan.draft_open:
        return
    plan.draft_open = True
    plan.draft_started_on = on
    plan.draft_revision += 1
    plan.save(update_fields=["draft_open", "draft_started_on", "draft_revision"])
    _record(plan, "plan.draft_started", on=on, by=by, name=plan.local_name)


@transaction.atomic
def write_section(
    *, plan: Plan, key: str, text: str, based_on: int, on: date, at: datetime, by: Actor
) -> Saved | Kept:
    """Save a section's words if nobody wrote there since `based_on`; otherwise keep both.

    Saving the same words again changes nothing, so a repeated autosave is harmless.
    """
    policy.check_may(by, Act.WRITE, plan)
    plan = _locked(plan, for_writing=True)
    if key not in {section.key for section in queries.plan_type_of(plan).sections}:
        raise NotPossible("This plan has no such section.")
    _check_length(text)
    current = queries.section_text(plan.pk, key)
    if current is None:
        current = SectionText.of(plan.pupil, plan=plan, key=key)
    elif current.text == text:
        return Saved(current.revision, current.written_at)
    elif current.revision != based_on:
        return Kept(_keep(plan, key, text, based_on=based_on, at=at, by=by), current)
    is_news = current.written_by_id != by.person_id or current.revision % 20 == 0
    current.text = text
    current.revision += 1
    current.written_by_id = by.person_id
    current.written_by_name = by.name
    current.written_at = at
    current.save()
    _touch(plan)
    if is_news:
        # One fact a writer and a sitting, not one a pause in typing.
        _record(plan, "plan.section_written", on=on, by=by, section=_heading(plan, key))
    return Saved(current.revision, at)


def _keep(plan: Plan, key: str, text: str, *, based_on: int, at: datetime, by: Actor) -> KeptText:
    """One unsettled text a writer and a section: a later autosave of the same sitting replaces it."""
    sitting = {"plan": plan, "key": key, "written_by_id": by.person_id, "based_on": based_on}
    kept = KeptText.objects.filter(**sitting, settled_at=None).first() or KeptText.of(plan.pupil, **sitting)
    kept.text, kept.written_by_name, kept.written_at = text, by.name, at
    kept.save()
    return kept


@transaction.atomic
def choose_text(
    *, plan: Plan, kept: KeptText, text: str, based_on: int, on: date, at: datetime, by: Actor
) -> Saved | Kept:
    """Settle two texts of a section with the words that somebody chose or joined from both."""
    saved = write_section(plan=plan, key=kept.key, text=text, based_on=based_on, on=on, at=at, by=by)
    if isinstance(saved, Saved):
        kept.settled_at = at
        kept.save(update_fields=["settled_at"])
        _record(plan, "plan.texts_chosen", on=on, by=by, section=_heading(plan, kept.key))
    return saved


@transaction.atomic
def add_need(*, plan: Plan, words: NeedWords, on: date, by: Actor, once: UUID | None = None) -> Need:
    """Say what the pupil needs help with.

    `once` names the form that was sent: sent again, as by a double click, it adds nothing more.
    """
    plan = _begin(plan, by)
    key = _key(plan, once)
    if there := Need.objects.filter(plan=plan, pk=key).first():
        return there
    need = Need.of(plan.pupil, pk=key, plan=plan, order=_next_order(plan.needs), **_texts(words))
    need.save(force_insert=True)
    _done(plan, "plan.need_added", on=on, by=by, need=words.title)
    return need


@transaction.atomic
def change_need(*, need: Need, words: NeedWords, revision: int, on: date, by: Actor) -> Need:
    plan = _begin(need.plan, by)
    need = _unchanged_since(Need, need.pk, revision)
    _done_if_changed(plan, need, _texts(words), "plan.need_changed", on=on, by=by, need=words.title)
    return need


@transaction.atomic
def remove_need(*, need: Need, on: date, by: Actor) -> None:
    """Take a need out of the draft. Its goals come first, so that no goal is lost unseen."""
    plan = _begin(need.plan, by)
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
    plan = _begin(plan, by)
    _check_goal(plan, words)
    key = _key(plan, once)
    if there := Goal.objects.filter(plan=plan, pk=key).first():
        return there
    goal = Goal.of(plan.pupil, pk=key, plan=plan, order=_next_order(plan.goals), **_goal_fields(words))
    goal.save(force_insert=True)
    _done(plan, "plan.goal_added", on=on, by=by, goal=words.text)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, words: GoalWords, revision: int, on: date, by: Actor) -> Goal:
    plan = _begin(goal.plan, by)
    _check_goal(plan, words)
    goal = _unchanged_since(Goal, goal.pk, revision)
    _done_if_changed(plan, goal, _goal_fields(words), "plan.goal_changed", on=on, by=by, goal=words.text)
    return goal


@transaction.atomic
def remove_goal(*, goal: Goal, on: date, by: Actor) -> None:
    plan = _begin(goal.plan, by)
    goal = _still_there(Goal, goal.pk)
    text = goal.text
    goal.delete()
    _done(plan, "plan.goal_removed", on=on, by=by, goal=text)


@transaction.atomic
def add_provision(
    *, plan: Plan, words: ProvisionWords, on: date, by: Actor, once: UUID | None = None
) -> Provision:
    """Promise help towards goals of the same plan; `once` as for a need."""
    plan = _begin(plan, by)
    _check_provision(plan, words)
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
    plan = _begin(provision.plan, by)
    _check_provision(plan, words)
    provision = _unchanged_since(Provision, provision.pk, revision)
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
    plan = _begin(provision.plan, by)
    provision = _still_there(Provision, provision.pk)
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
    plan = _begin(plan, by)
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
    plan = _begin(plan, by)
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
    plan = _locked(plan, for_writing=True)
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
    plan = _locked(contribution.plan, for_writing=True)
    contribution = Contribution.objects.select_for_update().select_related("member").get(pk=contribution.pk)
    if scribe and contribution.words and not contribution.scribe_name:
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


MOST_FILES: Final = 20
"""Files in one view. More belong into one document."""


@transaction.atomic
def attach(
    *, contribution: Contribution, name: str, content: bytes, on: date, at: datetime, by: Actor
) -> Attachment:
    """Add a file to one's own view, once it is what its name says. The same file again changes nothing."""
    _check_own(contribution, by)
    if len(content) > LARGEST_FILE:
        raise NotPossible(
            f"This file has {len(content) / 2**20:.1f} MB. The most that fits here is"
            f" {LARGEST_FILE // 2**20} MB; send it in parts, or with smaller pictures."
        )
    try:
        clean, kind = file_kinds.checked(name, content)
    except FileRefused as refused:
        raise NotPossible(str(refused)) from refused
    plan = _locked(contribution.plan, for_writing=True)
    sha256 = hashlib.sha256(content).hexdigest()
    there = Attachment.objects.filter(contribution=contribution).defer("content")
    if same := there.filter(sha256=sha256).first():
        return same
    if there.count() >= MOST_FILES:
        raise NotPossible(f"{MOST_FILES} files are here already. Take one out first, or join some into one.")
    added = Attachment.of(
        plan.pupil,
        contribution=contribution,
        name=clean,
        kind=kind.name,
        size=len(content),
        sha256=sha256,
        content=content,
        added_on=on,
        added_at=at,
        added_by_name=by.name,
    )
    added.save(force_insert=True)
    _touch(plan)
    _record_file(plan, "plan.file_added", added, on=on, by=by)
    return added


@transaction.atomic
def take_out_file(*, attachment: Attachment, on: date, by: Actor) -> None:
    """Take out a file of one's own, as when it was the wrong one. That it was there stays on record."""
    contribution = attachment.contribution
    _check_own(contribution, by)
    plan = _locked(contribution.plan, for_writing=True)
    _record_file(plan, "plan.file_removed", attachment, on=on, by=by)
    attachment.delete()
    _touch(plan)


def _check_own(contribution: Contribution, by: Actor) -> None:
    policy.check_may(by, Act.ATTACH, contribution)
    if not is_own(contribution, by):
        says = "This is somebody else’s part. Only they may add files to it or take them out."
        raise NotAllowed(says, act=policy.OTHERS_FILES, row=contribution)


def _record_file(plan: Plan, kind: str, file: Attachment, *, on: date, by: Actor) -> None:
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
    plan = _locked(plan)
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
        Stale: somebody changed the draft in the meantime.
    """
    kind = queries.plan_type_of(plan)
    policy.check_may_issue(by, plan, kind)
    plan = _locked(plan)
    if done := Version.objects.filter(plan=plan, draft_revision=draft_revision).first():
        return done
    if not plan.draft_open:
        raise NotPossible("This plan has been issued already. Open it for changes to issue it again.")
    if plan.draft_revision != draft_revision:
        raise Stale("The draft was changed since you opened this page. Read it again, then issue it.")
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
    plan.save(update_fields=["draft_open", "latest_number"])
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


def _locked(plan: Plan, *, for_writing: bool = False) -> Plan:
    """The plan's row, locked: the changes of one plan queue, so none is lost between two readers."""
    locked = Plan.objects.select_for_update(of=("self",)).select_related("pupil", "school").get(pk=plan.pk)
    if for_writing and not locked.draft_open:
        raise NotPossible("This plan has been issued. Open it for changes first; what was issued stays.")
    return locked


def _begin(plan: Plan, by: Actor) -> Plan:
    policy.check_may(by, Act.WRITE, plan)
    return _locked(plan, for_writing=True)


def _touch(plan: Plan) -> None:
    plan.draft_revision += 1
    plan.save(update_fields=["draft_revision"])


def _record(plan: Plan, kind: str, *, on: date, by: Actor, **detail: object) -> datetime:
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
    {"plan.draft_started", "plan.view_asked", "plan.view_given", "plan.view_changed", "plan.issued"}
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


def _goal_fields(words: GoalWords) -> dict[str, object]:
    return {name: getattr(words, name) for name in GoalWords.__slots__}


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


def _check_provision(plan: Plan, words: ProvisionWords) -> None:
    if not words.what.strip():
        raise NotPossible("Say what help is given.")
    _check_length(words.what)
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
