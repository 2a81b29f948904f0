from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Role
from handrail.apps.accounts.policy import Rules
from handrail.apps.pupils.policy import SCHOOL_STAFF


class Act(Enum):
    """What may be done to a case."""

    READ = "see what is due for this pupil"
    OPEN = "open a case for this pupil"
    RECORD_EVENT = "record what happened in this case"


RULES: Final = Rules(
    {
        Act.READ: SCHOOL_STAFF | {Role.OFFICER, Role.PARENT, Role.ELIGIBLE_PUPIL},
        Act.OPEN: frozenset({Role.COORDINATOR, Role.HEAD, Role.OFFICER}),
        Act.RECORD_EVENT: frozenset({Role.COORDINATOR, Role.HEAD, Role.OFFICER}),
    }
)

may = RULES.may
check_may = RULES.check_may
