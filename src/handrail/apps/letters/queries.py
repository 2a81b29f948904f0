from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from handrail.apps.cases import actions as cases
from handrail.apps.cases.models import Case
from handrail.apps.letters.models import Letter
from handrail.apps.letters.stationery import LetterTemplate, letters_for
from handrail.apps.organisations.queries import school
from handrail.apps.plans import queries as plans
from handrail.apps.plans.models import Plan
from handrail.apps.pupils.models import CircleMember
from handrail.core.citations import Citation
from handrail.core.days import in_words
from handrail.core.disputes import Dispute
from handrail.core.duties import Duty
from handrail.core.errors import NoLawInForce
from handrail.core.steps import Audience
from handrail.law.lawbook import lawbook


def letter(case_id: UUID, letter_id: UUID) -> Letter:
    return get_object_or_404(
        Letter.objects.select_related("pupil__school__authority", "case", "member"),
        pk=letter_id,
        case_id=case_id,
    )


def letters(case_id: UUID) -> list[Letter]:
    """The letters of a case, the newest first."""
    return list(Letter.objects.filter(case_id=case_id).defer("text"))


def template(case: Case, key: str) -> LetterTemplate:
    """A letter of the case's plan type, or 404."""
    found = next((one for one in letters_for(case.plan_type) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def recipients(case: Case, to: Sequence[Audience]) -> list[CircleMember]:
    """Those of the circle to whom such a letter may go, the ones with parental rights first.

    Somebody of the family without parental rights gets one only where they get copies.
    """
    found = CircleMember.objects.filter(pupil_id=case.pupil_id).order_by("order", "name")
    fitting = [one for one in found if any(_fits(one, audience) for audience in to)]
    return sorted(fitting, key=lambda one: not one.parental_responsibility)


def _fits(member: CircleMember, audience: Audience) -> bool:
    match audience:
        case Audience.FAMILY:
            # A letter to the family is also a young person's, whose rights are their own.
            is_family = member.kind in CircleMember.FAMILY
            has_part = member.parental_responsibility or member.receives_copies
            return member.kind == CircleMember.Kind.PUPIL or (is_family and has_part)
        case Audience.PUPIL:
            return member.kind == CircleMember.Kind.PUPIL
        case Audience.PROFESSIONALS:
            return member.kind not in CircleMember.FAMILY and member.kind != CircleMember.Kind.PUPIL


def facts(case: Case, *, writer: str) -> dict[str, str]:
    """What a letter knows of its case by itself. What is not known is left empty."""
    kind = lawbook().plan_type(case.plan_type)
    plan = Plan.objects.filter(case=case).select_related("coordinator", "contact").first()
    document = plans.newest_document(plan) if plan else None
    review = (document or {}).get("next_review")
    pupil, language = case.pupil, lawbook().language_of(case.plan_type)
    return {
        "pupil": pupil.name,
        "known_as": pupil.known_as,
        "school": school(pupil.school_id).name,
        "authority": case.authority.name,
        "plan": plan.local_name if plan else kind.name_for(case.authority.slug),
        "writer": writer,
        "coordinator": plan.coordinator.name if plan and plan.coordinator else "",
        "contact": plan.contact.name if plan and plan.contact else "",
        "version": str(plan.latest_number) if plan and plan.latest_number else "",
        "issued_on": in_words(date.fromisoformat(document["issued_on"]), language) if document else "",
        "review_on": in_words(date.fromisoformat(review["on"]), language) if review else "",
    }


def days(case: Case, found: LetterTemplate, *, answers: Mapping[str, str], on: date) -> dict[str, str]:
    """The days of the duties that a letter names, as if it were sent on a day."""
    kinds = {one.key for one in lawbook().event_kinds[found.event].details} if found.event else set()
    detail = dict(found.event_detail) | {
        key: value for key, value in answers.items() if key in kinds and value
    }
    wanted = {name for is_day, name in found.placeholders if is_day}
    computed = cases.foreseen(case=case, on=on, kind=found.event or "", detail=detail) if wanted else ()
    told: dict[str, str] = {}
    for one in computed:
        # The letter's own clock, where it starts one, goes before older ones of the same duty.
        is_nearer = one.duty not in told or one.trigger.id == cases.FORESEEN
        if one.duty in wanted and one.falls_on is not None and is_nearer:
            told[one.duty] = in_words(one.falls_on, lawbook().language_of(case.plan_type))
    return told


def citations(case: Case, found: LetterTemplate, *, on: date) -> list[Citation]:
    """The law behind a letter as it stands on a day, in the place of the case."""
    kind = case.plan_type.partition("/")[2]
    known = duties_by_key(case.plan_type)
    cited = []
    for key in found.duties[kind]:
        if key in known:
            try:
                cited.append(known[key].within.on(on).citation)
            except NoLawInForce:
                continue
    steps = lawbook().steps(case.plan_type)
    for name in found.steps.get(kind, ()):
        step = steps.step(name)
        if step is not None and step.citation is not None:
            cited.append(step.citation)
    return list({one.full: one for one in cited}.values())


def duties_by_key(plan_type: str) -> dict[str, Duty]:
    """The duties in force, also under the key of the wider place's rule that they stand for."""
    in_force = lawbook().duties_in_force(plan_type)
    replaced = {old.key: duty for duty in in_force for old in duty.replaces}
    return replaced | {duty.key: duty for duty in in_force}


def ways_to_disagree(case: Case) -> tuple[Dispute, ...]:
    return lawbook().disputes_about(case.plan_type)
