"""A draft read whole, with what is missing in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from handrail.apps.plans.models import (
    Attachment,
    Contribution,
    Goal,
    KeptText,
    Need,
    Plan,
    Provision,
    ProvisionGoal,
    SectionText,
    WrittenFact,
)
from handrail.apps.plans.queries.contributions import attachments
from handrail.apps.plans.queries.facts import own_facts, written_facts
from handrail.apps.plans.queries.rows import amount, kept_texts, plan_type_of
from handrail.apps.pupils.models import CircleMember
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
from handrail.core.plan_types import PlanType, Section, SectionKind


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
    """By contribution, without what they hold; read for a plan type that lists its advice, or when asked for."""

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


def draft(row: Plan, *, with_files: bool = False) -> Draft:
    """Read a draft whole, in a fixed number of queries however many goals it has.

    `with_files` also for a plan type that lists no advice: for what is frozen, printed or sent.
    """
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
        files=attachments(row.pk) if lists_advice or with_files else {},
    )
