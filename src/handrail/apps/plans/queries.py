from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Prefetch, Q
from django.shortcuts import get_object_or_404

from handrail.apps.accounts.actor import Actor
from handrail.apps.cases import queries as case_queries
from handrail.apps.organisations.queries import school
from handrail.apps.plans.models import (
    Attachment,
    Contribution,
    FitAnswer,
    Goal,
    KeptText,
    LawEdition,
    Need,
    Plan,
    Provision,
    ProvisionGoal,
    SectionText,
    SetAside,
    Upload,
    Version,
    WrittenFact,
)
from handrail.apps.pupils.models import CircleMember, Pupil
from handrail.apps.pupils.queries import NAME_OF_PUPIL
from handrail.core import editions
from handrail.core.completeness import (
    ContributionFacts,
    DraftFacts,
    Gap,
    GoalFacts,
    NeedFacts,
    ProvisionFacts,
    gaps,
    to_consider,
)
from handrail.core.goal_words import shape
from handrail.core.plan_types import PlanType, Requirement, Section, SectionKind
from handrail.core.signs import GoalSeen, HelpSeen, PlanFacts, Sign, signs
from handrail.law.lawbook import lawbook
from handrail.reach import reading


def plan(plan_id: UUID) -> Plan:
    """The plan, or 404: whether it exists is itself private."""
    return get_object_or_404(
        Plan.objects.select_related("pupil", "school", "case", "coordinator", "contact"), pk=plan_id
    )


def plans_of(pupil_id: UUID) -> list[Plan]:
    """A pupil's plans with their versions, the newest version first."""
    return list(
        Plan.objects.filter(pupil_id=pupil_id)
        .prefetch_related(Prefetch("versions", Version.objects.defer("document")))
        .order_by("local_name")
    )


def plan_type_of(row: Plan) -> PlanType:
    return lawbook().plan_type(row.plan_type)


def is_open(row: Plan, part: SectionKind) -> bool:
    """Whether what a kind of section holds may be changed in this draft."""
    if not row.open_sections:
        return True
    return any(
        section.kind is part and section.key in row.open_sections for section in plan_type_of(row).sections
    )


def edition_now(kind: PlanType) -> dict[str, list[str]]:
    """What the law asks of a plan type today."""
    book = lawbook()
    return editions.edition(kind, book.duties(kind.key), book.steps(kind.key))


def kept_edition(kind: PlanType) -> LawEdition:
    """The row of what the law asks of a plan type today; kept the first time that a draft meets it."""
    asked = edition_now(kind)
    named = {"plan_type": kind.key, "digest": editions.digest(asked)}
    if there := LawEdition.objects.filter(**named).first():
        return there
    row = LawEdition(**named, law_version=lawbook().version, asked=asked)
    LawEdition.objects.bulk_create([row], ignore_conflicts=True)
    return LawEdition.objects.get(**named)


def law_changes(row: Plan) -> editions.Changes:
    """What the law's data asks otherwise than when the draft was last checked with it."""
    before = row.law_edition.asked if row.law_edition else {}
    return editions.changes(before, edition_now(plan_type_of(row)))


def need(plan_id: UUID, need_id: UUID) -> Need:
    return get_object_or_404(Need, pk=need_id, plan_id=plan_id)


def goal(plan_id: UUID, goal_id: UUID) -> Goal:
    return get_object_or_404(Goal.objects.select_related("need"), pk=goal_id, plan_id=plan_id)


def provision(plan_id: UUID, provision_id: UUID) -> Provision:
    return get_object_or_404(
        Provision.objects.select_related("who").prefetch_related("goals"), pk=provision_id, plan_id=plan_id
    )


def contribution(plan_id: UUID, contribution_id: UUID) -> Contribution:
    return get_object_or_404(
        Contribution.objects.select_related("member"), pk=contribution_id, plan_id=plan_id
    )


def attachment(plan_id: UUID, attachment_id: UUID) -> Attachment:
    """A file with what it holds."""
    return get_object_or_404(
        Attachment.objects.select_related("contribution"), pk=attachment_id, contribution__plan_id=plan_id
    )


def attachments(plan_id: UUID) -> dict[UUID, list[Attachment]]:
    """A plan's files by the contribution they belong to, without what they hold."""
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    for one in Attachment.objects.filter(contribution__plan_id=plan_id).defer("content"):
        found[one.contribution_id].append(one)
    return found


def attachments_of(contribution_ids: list[UUID]) -> dict[UUID, list[Attachment]]:
    """The files of some contributions, without what they hold."""
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    for one in Attachment.objects.filter(contribution_id__in=contribution_ids).defer("content"):
        found[one.contribution_id].append(one)
    return found


def upload(plan_id: UUID, upload_id: UUID) -> Upload:
    """A file on its way."""
    found = Upload.objects.select_related("contribution__plan__pupil", "contribution__member")
    return get_object_or_404(found, pk=upload_id, contribution__plan_id=plan_id)


def uploads_of(contribution_ids: list[UUID]) -> dict[UUID, list[Upload]]:
    """The files on their way to some views, with how much has arrived."""
    found: dict[UUID, list[Upload]] = defaultdict(list)
    for one in Upload.objects.filter(contribution_id__in=contribution_ids).annotate(
        parts_here=Count("parts")
    ):
        found[one.contribution_id].append(one)
    return found


def uploads_to_settle(*, how_many: int) -> list[tuple[UUID, int]]:
    """Files that wait for their scan, in every school: ids only, so that a job knows where to open a reach."""
    with connection.cursor() as cursor:
        cursor.execute("select upload, school from uploads_to_settle(%s)", [how_many])
        return [(upload_id, school_id) for upload_id, school_id in cursor.fetchall()]


def uploads_given_up(*, before: datetime) -> list[tuple[UUID, int]]:
    """Files that began to arrive, or were refused, before a moment; likewise."""
    with connection.cursor() as cursor:
        cursor.execute("select upload, school from uploads_given_up(%s)", [before])
        return [(upload_id, school_id) for upload_id, school_id in cursor.fetchall()]


def version(plan_id: UUID, number: int) -> Version:
    return get_object_or_404(Version.objects.select_related("plan", "pupil"), plan_id=plan_id, number=number)


def newest_document(row: Plan) -> dict[str, Any] | None:
    """The plan as it was last issued; nothing while there is only a draft."""
    text = (
        Version.objects.filter(plan_id=row.pk, number=row.latest_number)
        .values_list("document", flat=True)
        .first()
    )
    return json.loads(text) if text else None


PartT = TypeVar("PartT", Need, Goal, Provision)


def still_in(row: Plan, model: type[PartT], pk: UUID) -> PartT | None:
    """A need, a goal or a provision of this plan, unless it was taken out already."""
    return model._default_manager.filter(pk=pk, plan_id=row.pk).first()


def altered_versions() -> tuple[int, list[tuple[UUID, str]]]:
    """How many versions there are, and those whose text is not the one that was recorded at the time of issue.

    The text must have the row's own hash, and that hash must stand in the record, where it cannot be changed
    without breaking the chain. Reads every school, so it needs the owner's login.
    """
    altered = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select version.id, sha256(convert_to(version.document, 'UTF8')) = decode(version.sha256, 'hex'),"
            " exists (select from audit_fact where kind = 'plan.issued'"
            "  and audit_fact.pupil_id = version.pupil_id and detail ->> 'sha256' = version.sha256)"
            " from plans_version as version order by version.issued_at, version.id"
        )
        rows = cursor.fetchall()
    for version, has_its_hash, is_recorded in rows:
        if not has_its_hash:
            altered.append((version, "its words are not the ones its hash was made from"))
        elif not is_recorded:
            altered.append((version, "the record does not know a plan with this hash"))
    return len(rows), altered


def section_text(plan_id: UUID, key: str) -> SectionText | None:
    return SectionText.objects.filter(plan_id=plan_id, key=key).first()


def kept_texts(plan_id: UUID, key: str | None = None) -> list[KeptText]:
    """Words that met newer ones and about which nobody has chosen yet."""
    found = KeptText.objects.filter(plan_id=plan_id, settled_at=None).order_by("written_at", "based_on", "id")
    return list(found if key is None else found.filter(key=key))


def is_settled(plan_id: UUID, kept_id: UUID) -> bool:
    """Whether somebody has chosen already between these words and the newer ones."""
    return KeptText.objects.filter(pk=kept_id, plan_id=plan_id, settled_at__isnull=False).exists()


def contributions_of(actor: Actor, *, plan_ids: list[UUID]) -> list[Contribution]:
    """The actor's own parts in these plans."""
    members = {place.member_id for place in actor.places}
    return list(
        Contribution.objects.filter(plan_id__in=plan_ids, member_id__in=members).select_related("plan")
    )


def contributions_about(actor: Actor, *, pupil_id: UUID) -> list[Contribution]:
    """The actor's own parts in any plan of a pupil, the nearest day first."""
    members = {place.member_id for place in actor.places}
    found = Contribution.objects.filter(pupil_id=pupil_id, member_id__in=members)
    return list(found.select_related("plan__pupil", "member").order_by("due_on", "id"))


AWAITED: Final = Q(asked_on__isnull=False) & (Q(words="") | Q(said_on__lt=F("asked_on")))
"""A view that was asked for and has not come since. Words of an earlier round stay until new ones come."""


def views_of_pupil(pupil_id: UUID, *, talk_id: UUID, on: date) -> list[Contribution]:
    """The pupil's own views on open drafts that a talk may be given as: those awaited, and those it was given as."""
    return list(
        Contribution.objects.filter(
            (AWAITED & Q(asked_on__lte=on)) | Q(talk_id=talk_id),
            pupil_id=pupil_id,
            party=Contribution.Party.PUPIL,
            plan__draft_open=True,
        ).select_related("plan__pupil", "plan__school", "member")
    )


def views_asked_of(actor: Actor) -> list[Contribution]:
    """Views that somebody asked this actor for and that are not given yet, the nearest day first."""
    members = {place.member_id for place in actor.places}
    return list(
        Contribution.objects.filter(AWAITED, member_id__in=members, plan__draft_open=True)
        .select_related("pupil")
        .order_by("due_on", "asked_on")
    )


def views_waited_for(*, count: int) -> list[Contribution]:
    """Views within the reach that were asked for and not given yet, the nearest day first."""
    asked = Contribution.objects.filter(AWAITED, plan__draft_open=True)
    first = reading.first(asked, "due_on", "asked_on", "id", count=count)
    shown = ("plan", "due_on", "asked_on", "member__name", *NAME_OF_PUPIL)
    return list(first.select_related("pupil", "member").only(*shown))


def drafts(*, count: int) -> list[Plan]:
    """Open drafts within the reach, the oldest first."""
    found = Plan.objects.filter(draft_open=True)
    first = reading.first(found, "draft_started_on", "id", count=count)
    return list(first.select_related("pupil").only("local_name", "draft_started_on", *NAME_OF_PUPIL))


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything of a draft, read once."""

    plan: Plan
    plan_type: PlanType
    texts: dict[str, SectionText]
    needs: list[Need]
    goals: list[Goal]
    provisions: list[Provision]
    goals_of: dict[UUID, list[UUID]]
    contributions: list[Contribution]
    circle: list[CircleMember]
    kept: list[KeptText]
    written: dict[str, WrittenFact]
    files: Mapping[UUID, list[Attachment]]
    """By contribution, without what they hold; read only for a plan type that lists its advice."""

    def goals_for(self, need_id: UUID) -> list[Goal]:
        return [goal for goal in self.goals if goal.need_id == need_id]

    def provisions_for(self, goal_id: UUID) -> list[Provision]:
        return [one for one in self.provisions if goal_id in self.goals_of[one.pk]]

    def section_of(self, provision: Provision) -> str:
        """The key of the section that promises this help; empty where the plan type has none for help."""
        section = self.plan_type.help_section(provision.section)
        return section.key if section else ""

    def help_in(self, section: Section) -> list[Provision]:
        return [one for one in self.provisions if self.section_of(one) == section.key]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the plan type still asks for before this draft can be issued."""
        return gaps(self.plan_type, self.facts)

    @property
    def to_consider(self) -> tuple[Gap, ...]:
        """What is asked only on a condition that people have to judge, and is not in this draft."""
        return to_consider(self.plan_type, self.facts)

    @property
    def facts(self) -> DraftFacts:
        return DraftFacts(
            texts={key: text.text for key, text in self.texts.items()},
            facts=self._facts() | self._written(),
            needs=tuple(NeedFacts(str(one.pk), one.title) for one in self.needs),
            goals=tuple(
                GoalFacts(
                    id=str(one.pk),
                    need=str(one.need_id),
                    text=one.text,
                    baseline=amount(one.baseline, one.unit),
                    target=amount(one.target, one.unit),
                    measure=one.measure,
                    due=one.due_on,
                )
                for one in self.goals
            ),
            provision=tuple(
                ProvisionFacts(
                    id=str(one.pk),
                    goals=tuple(str(goal) for goal in self.goals_of[one.pk]),
                    what=one.what,
                    who=one.who.name if one.who else "",
                    times=one.times,
                    per=one.per,
                    minutes=one.minutes,
                    where=one.where,
                    starts=one.starts_on,
                    ends=one.ends_on,
                    section=self.section_of(one),
                )
                for one in self.provisions
            ),
            contributions=tuple(
                ContributionFacts(one.party, one.asked_on, one.words) for one in self.contributions
            ),
        )

    def _facts(self) -> dict[str, str]:
        pupil, plan = self.plan.pupil, self.plan
        facts = {
            "pupil.name": f"{pupil.given_name} {pupil.family_name}",
            "pupil.address": pupil.address,
            "pupil.phone": pupil.phone,
            "pupil.born": pupil.born.isoformat(),
            "pupil.gender": pupil.gender,
            "pupil.language": pupil.preferred_language or pupil.communication,
            "pupil.school": plan.school.name,
            "pupil.year": pupil.year_group,
            "pupil.entered_school": pupil.entered_school_on.isoformat() if pupil.entered_school_on else "",
        }
        for member in self.circle:
            if member.parental_responsibility:
                key = f"parent.{member.pk}"
                facts |= {
                    f"{key}.name": member.name,
                    f"{key}.address": member.address,
                    f"{key}.phone": member.phone,
                    f"{key}.relationship": member.relation,
                    f"{key}.language": member.preferred_language,
                }
        for role, person in (("coordinator", plan.coordinator), ("contact_officer", plan.contact)):
            facts[f"{role}.name"] = person.name if person else ""
            facts[f"{role}.contact"] = (person.phone or person.email) if person else ""
        return facts

    def _written(self) -> dict[str, str]:
        """Facts that only a plan asks for: as somebody wrote them, else as another fact answers them."""
        known = self._facts()
        return {
            key: self.written[key].value if key in self.written else known.get(item.filled_from or "", "")
            for section in self.plan_type.sections
            for item in own_facts(section)
            if (key := item.of)
        }


DERIVED: Final = frozenset({"coordinator", "contact_officer", "parent"})
PUPILS_OWN: Final = frozenset(
    f"pupil.{name}"
    for name in ("name", "address", "phone", "born", "gender", "language", "school", "year", "entered_school")
)
"""Facts that rows of their own answer: entered once there, they feed every plan."""


def own_facts(section: Section) -> tuple[Requirement, ...]:
    """The facts of a section that somebody writes in the plan itself, since nothing else answers them."""
    return tuple(
        item
        for item in section.facts
        if item.of and item.of.partition(".")[0] not in DERIVED and item.of not in PUPILS_OWN
    )


def written_facts(row: Plan) -> dict[str, WrittenFact]:
    """What was written of the facts that a plan asks for: those of the plan, and those about the pupil."""
    found = WrittenFact.objects.filter(Q(plan_id=row.pk) | Q(plan_id=None), pupil_id=row.pupil_id)
    return {one.key: one for one in found}


def facts_revision(keys: Iterable[str | None], there: Mapping[str, WrittenFact]) -> int:
    """The revisions of these facts, added up: it grows whenever one of them is written."""
    return sum(there[key].revision for key in keys if key is not None and key in there)


def draft(row: Plan) -> Draft:
    """Read a draft whole, in a fixed number of queries however many goals it has."""
    provisions = list(row.provisions.select_related("who__organisation"))
    goals_of: dict[UUID, list[UUID]] = defaultdict(list)
    links = ProvisionGoal.objects.filter(provision__plan_id=row.pk).order_by("goal__order", "goal_id")
    for provision_id, goal_id in links.values_list("provision_id", "goal_id"):
        goals_of[provision_id].append(goal_id)
    kind = plan_type_of(row)
    lists_advice = any(section.kind is SectionKind.ADVICE for section in kind.sections)
    return Draft(
        plan=row,
        plan_type=kind,
        texts={text.key: text for text in row.texts.all()},
        needs=list(row.needs.all()),
        goals=list(row.goals.all()),
        provisions=provisions,
        goals_of=goals_of,
        contributions=list(row.contributions.select_related("member__organisation")),
        circle=list(CircleMember.objects.filter(pupil_id=row.pupil_id).order_by("order", "name")),
        kept=kept_texts(row.pk),
        written=written_facts(row),
        files=attachments(row.pk) if lists_advice else {},
    )


# --- whether it is the right kind of plan ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FitQuestions:
    """The questions that a plan raises about its own kind: those still open, and those that were answered."""

    open: tuple[Sign, ...]
    answered: tuple[tuple[Sign, FitAnswer], ...]
    earlier: tuple[FitAnswer, ...]  # of earlier rounds, or to what does not come up any more

    def sign(self, key: str) -> Sign | None:
        return next(
            (one for one in (*self.open, *(sign for sign, _ in self.answered)) if one.key == key), None
        )

    def answer(self, key: str) -> FitAnswer | None:
        return next((answer for sign, answer in self.answered if sign.key == key), None)


def fit_questions(found: Draft, *, as_of: date) -> FitQuestions:
    """What the plan raises on a day. An answer holds until the plan is issued again; then it is asked anew."""
    plan = found.plan
    said = list(FitAnswer.objects.filter(plan_id=plan.pk))
    now = {one.sign: one for one in said if one.after_version == plan.latest_number}
    raised = signs(plan_facts(found, as_of=as_of))
    shown = {sign.key for sign in raised if sign.key in now}
    return FitQuestions(
        open=tuple(sign for sign in raised if sign.key not in now),
        answered=tuple((sign, now[sign.key]) for sign in raised if sign.key in now),
        earlier=tuple(one for one in said if one.sign not in shown or now[one.sign] is not one),
    )


def plan_facts(found: Draft, *, as_of: date) -> PlanFacts:
    """A plan as far as signs can be seen in it."""
    plan, kind = found.plan, found.plan_type
    looked_at, again = case_queries.review_due(plan.case_id, duty=kind.review.duty)
    first = (
        Version.objects.filter(plan_id=plan.pk, number=1).values_list("issued_on", flat=True).first()
        if plan.latest_number
        else None
    )
    born = plan.pupil.born
    return PlanFacts(
        plan_type=kind,
        place=lawbook().plan_types(kind.jurisdiction),
        as_of=as_of,
        age=max(0, as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))),
        at_school=plan.pupil.left_on is None or plan.pupil.left_on > as_of,
        needs=tuple(f"{one.title}. {one.description}".strip() for one in found.needs),
        goals=tuple(
            GoalSeen(text=one.text, measurable=one.target is not None, due=one.due_on) for one in found.goals
        ),
        help=tuple(_help_seen(one, for_a_goal=bool(found.goals_of[one.pk])) for one in found.provisions),
        texts=tuple(text.text for text in found.texts.values()),
        times_issued=plan.latest_number,
        first_issued_on=first,
        looked_at_on=looked_at,
        look_again_by=again,
        shared_goals=_shared_goals(found),
    )


def _help_seen(one: Provision, *, for_a_goal: bool) -> HelpSeen:
    who = one.who
    outside = ""
    if who is not None and who.kind == CircleMember.Kind.PROFESSIONAL:
        outside = who.organisation.name if who.organisation else who.relation or who.name
    return HelpSeen(
        what=one.what,
        given_by=who.relation if who else "",
        outside=outside,
        times=one.times,
        per=one.per,
        minutes=one.minutes,
        for_a_goal=for_a_goal,
    )


def pupils_with_same_goal(plan: Plan, text: str) -> int:
    """In how many other pupils' plans at the school, within the reach, a goal of the same shape stands."""
    pupil = plan.pupil
    wanted = shape(text, frozenset({pupil.given_name, pupil.known_as, pupil.family_name} - {""}))
    if not wanted:
        return 0
    same = Goal.objects.filter(school_id=plan.school_id, shape=wanted).exclude(pupil_id=plan.pupil_id)
    return same.values("pupil_id").distinct().count()


def names_of_others(plan: Plan, text: str) -> frozenset[str]:
    """First names of other pupils of the school, within the reach, that stand in a text."""
    pupil = plan.pupil
    words = set(CAPITALISED.findall(text)) - {pupil.known_as, pupil.given_name}
    if not words:
        return frozenset()
    others = Pupil.objects.filter(school_id=plan.school_id, known_as__in=words).exclude(pk=plan.pupil_id)
    return frozenset(others.values_list("known_as", flat=True))


CAPITALISED: Final = re.compile(r"\b[^\W\d_a-z][\w’'-]+")
"""Words with a capital letter: names, and the first words of sentences."""


def _shared_goals(found: Draft) -> dict[str, int]:
    """In how many other pupils' plans at the school, within the reach, each goal stands word for word."""
    if not found.goals:
        return {}
    same = Goal.objects.filter(
        school_id=found.plan.school_id, text__in={goal.text for goal in found.goals}
    ).exclude(pupil_id=found.plan.pupil_id)
    return dict(same.values_list("text").annotate(pupils=Count("pupil_id", distinct=True)).order_by("text"))


def conditional(kind: PlanType, *, section: str, requirement: str) -> Requirement | None:
    """A requirement that applies only on a condition; nothing if it always applies, or is not of this plan type."""
    return next(
        (
            one
            for part, one in kind.requirements()
            if part.key == section and one.key == requirement and one.condition is not None
        ),
        None,
    )


def set_asides(plan_id: UUID) -> dict[tuple[str, str], SetAside]:
    """What people said does not apply to this pupil, by section and requirement."""
    return {(one.section, one.requirement): one for one in SetAside.objects.filter(plan_id=plan_id)}


def amount(value: object, unit: str) -> str:
    """A number with its unit, without needless zeros; empty when there is none."""
    if value is None:
        return ""
    digits = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return f"{digits} {unit}".strip()


def local_name_of(plan_type: PlanType, *, school_id: int) -> str:
    """What the school's authority calls a plan type."""
    authority = school(school_id).authority
    return plan_type.name_for(authority.slug if authority else None)
