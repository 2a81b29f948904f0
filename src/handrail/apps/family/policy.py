from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Role
from handrail.apps.accounts.policy import Rules
from handrail.apps.plans.policy import PLANNERS, WRITERS


class Act(Enum):
    """What a family and the school may do together about a plan."""

    READ = "read the family’s page of this plan"
    ANSWER_QUESTIONS = "give a family’s answers for this plan"
    WRITE_DOWN = "write down a family’s answers for them"
    COMMENT = "comment on this draft"
    READ_COMMENTS = "read what the family said about this draft"
    ANSWER = "answer what the family said about this draft"
    SUMMARISE = "write the plain summary of this plan"


# A pupil of twelve or more may use rights about the plan; the parent's own answers stay the parent's.
READERS: Final = frozenset({Role.PARENT, Role.ELIGIBLE_PUPIL})

RULES: Final = Rules(
    {
        Act.READ: READERS | WRITERS | {Role.RECIPIENT},
        Act.ANSWER_QUESTIONS: frozenset({Role.PARENT}),
        Act.WRITE_DOWN: frozenset({Role.COORDINATOR, Role.HEAD, Role.CLASS_TEACHER}),
        Act.COMMENT: READERS,
        Act.READ_COMMENTS: WRITERS,
        Act.ANSWER: PLANNERS,
        Act.SUMMARISE: WRITERS,
    }
)

may = RULES.may
check_may = RULES.check_may

OTHERS_WORDS: Final = "change somebody else’s answers for this plan"
"""What nobody may, whatever their role."""
