from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Actor, Role
from handrail.apps.accounts.policy import AboutPupil, NotAllowed, Rules, phrase
from handrail.apps.pupils.policy import SCHOOL_STAFF
from handrail.core.duties import Party
from handrail.core.plan_types import LegalWeight, PlanType
from handrail.core.steps import Phase
from handrail.law.lawbook import lawbook

PLANNERS: Final = frozenset({Role.COORDINATOR, Role.HEAD, Role.OFFICER})
WRITERS: Final = PLANNERS | {Role.CLASS_TEACHER}


class Act(Enum):
    """What may be done to a plan."""

    START = "start a plan for this pupil"
    READ_DRAFT = "read this draft"
    WRITE = "write in this draft"
    ASK = "ask for views on this plan"
    CONTRIBUTE = "add a view to this plan"
    WRITE_DOWN = "write down a view for somebody else"
    ATTACH = "add a file to a view on this plan"
    SAY_GOAL = "put the pupil’s own words beside a goal of this plan"
    GIVE_TALK = "give what the pupil said as the pupil’s view on this plan"
    READ_VERSION = "read this plan"
    QUESTION = "answer whether this is the right kind of plan"
    SEE_STEPS = "see the steps of this plan"
    SHARE = "share this draft with the family"
    READ_SHARED = "read the draft that the family was given"
    RECORD_STEP = "record a step of this plan"
    SEE_COPIES = "see who got a copy of this plan"
    GIVE_COPIES = "write down who got a copy of this plan"
    SEE_READERS = "see who has read this plan"
    WORK_BY = "say that they have read what they need to do"


RULES: Final = Rules(
    {
        Act.START: PLANNERS,
        Act.READ_DRAFT: WRITERS,
        Act.WRITE: WRITERS,
        # A question for those who write the plan. To a family it could read as a judgement about the pupil.
        Act.QUESTION: WRITERS,
        Act.ASK: PLANNERS,
        Act.CONTRIBUTE: frozenset({Role.PARENT, Role.PUPIL, Role.ELIGIBLE_PUPIL, Role.PROFESSIONAL}),
        Act.ATTACH: frozenset({Role.PARENT, Role.PUPIL, Role.ELIGIBLE_PUPIL, Role.PROFESSIONAL}),
        Act.WRITE_DOWN: frozenset({Role.COORDINATOR, Role.HEAD, Role.CLASS_TEACHER}),
        # The pupil, or whoever wrote down what the pupil said, by name.
        Act.SAY_GOAL: SCHOOL_STAFF | {Role.PARENT, Role.PUPIL, Role.ELIGIBLE_PUPIL},
        Act.GIVE_TALK: SCHOOL_STAFF | {Role.PARENT, Role.PUPIL, Role.ELIGIBLE_PUPIL},
        # A pupil under 12 has the goals in their own words on their own page; the document goes to those
        # who may use rights about it.
        Act.SEE_STEPS: SCHOOL_STAFF | {Role.OFFICER, Role.PARENT, Role.ELIGIBLE_PUPIL},
        Act.SHARE: PLANNERS,
        Act.READ_SHARED: WRITERS | {Role.PARENT, Role.ELIGIBLE_PUPIL},
        Act.RECORD_STEP: PLANNERS,
        # Whom the plan went to is the family's to know.
        Act.SEE_COPIES: frozenset(
            {Role.COORDINATOR, Role.HEAD, Role.OFFICER, Role.PARENT, Role.ELIGIBLE_PUPIL}
        ),
        Act.GIVE_COPIES: PLANNERS,
        Act.SEE_READERS: frozenset({Role.COORDINATOR, Role.HEAD}),
        Act.WORK_BY: frozenset({Role.CLASS_TEACHER, Role.TEACHING_ASSISTANT}),
        Act.READ_VERSION: SCHOOL_STAFF | {Role.OFFICER, Role.PARENT, Role.RECIPIENT, Role.ELIGIBLE_PUPIL},
    }
)

may = RULES.may
check_may = RULES.check_may

OTHERS_WORDS: Final = "change somebody else’s words in this plan"
OTHERS_FILES: Final = "add files to somebody else’s part of this plan, or take them out"
"""What nobody may, whatever their role."""

ISSUERS: Final = {
    # Where a plan set by law is the authority's: an officer whom it has authorised signs a co-ordinated support plan
    # (SSI 2005/518, reg. 3).
    LegalWeight.STATUTORY_PLAN: frozenset({Role.OFFICER}),
    LegalWeight.STATUTORY_DUTY_NO_PLAN: frozenset({Role.COORDINATOR, Role.HEAD}),
    LegalWeight.POLICY_PLAN: frozenset({Role.COORDINATOR, Role.HEAD}),
}

SIGN_FOR_A_SCHOOL: Final = frozenset({Role.HEAD, Role.OFFICER})
"""Who issues a plan set by law that is the school's to issue, as an Ontario principal does (O. Reg. 181/98, s. 6)."""


def issuers(plan_type: PlanType) -> frozenset[Role]:
    """Who issues a plan of this type, by its legal weight and by whose step issuing is."""
    if plan_type.legal_weight is LegalWeight.STATUTORY_PLAN:
        steps = lawbook().steps(plan_type.key).steps
        if any(step.phase is Phase.ISSUE and step.party is Party.SCHOOL for step in steps):
            return SIGN_FOR_A_SCHOOL
    return ISSUERS[plan_type.legal_weight]


def may_issue(actor: Actor, plan: AboutPupil, plan_type: PlanType) -> bool:
    """Whether the actor may issue a plan of this type."""
    roles = actor.roles_towards(plan.pupil_id, school_id=plan.school_id)
    return bool(roles & issuers(plan_type))


def check_may_issue(actor: Actor, plan: AboutPupil, plan_type: PlanType) -> None:
    if not may_issue(actor, plan, plan_type):
        says = f"Only {phrase(issuers(plan_type))} may issue this plan."
        raise NotAllowed(says, act="issue this plan", row=plan)
