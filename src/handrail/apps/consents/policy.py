from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Role
from handrail.apps.accounts.policy import Rules


class Act(Enum):
    """What may be done about consent and a child's own rights."""

    READ = "read every consent around this pupil"
    ASK = "ask for consent"
    RECORD = "record an answer for somebody else"
    ANSWER = "answer a question for consent"
    ASSESS = "record an assessment of capacity and wellbeing"
    READ_ASSESSMENT = "read who may use which right, and what was assessed about it"


KEEPERS: Final = frozenset({Role.COORDINATOR, Role.HEAD})

RULES: Final = Rules(
    {
        Act.READ: KEEPERS | {Role.OFFICER},
        Act.ASK: KEEPERS,
        Act.RECORD: KEEPERS,
        # Each sees and answers what they were asked themselves, and nobody else's answers.
        Act.ANSWER: frozenset({Role.PARENT, Role.PUPIL, Role.ELIGIBLE_PUPIL}),
        # The duty is the authority's; schools carry it out for it, and who assessed is always named.
        Act.ASSESS: KEEPERS | {Role.OFFICER},
        # The law wants the child and the parents told of the result (2004 asp 4, ss. 3 and 3B).
        Act.READ_ASSESSMENT: KEEPERS | {Role.OFFICER, Role.PARENT, Role.ELIGIBLE_PUPIL},
    }
)

may = RULES.may
check_may = RULES.check_may

OTHERS_ANSWERS: Final = "answer a question for consent that somebody else was asked"
"""What nobody may, whatever their role."""
