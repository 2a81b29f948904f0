from __future__ import annotations

from enum import Enum
from typing import Final

from handrail.apps.accounts.actor import Role
from handrail.apps.accounts.policy import Rules
from handrail.apps.plans.policy import WRITERS
from handrail.apps.pupils.policy import FAMILY, SCHOOL_STAFF


class Act(Enum):
    """What may be done with a plan in easy words."""

    READ = "read this plan in easy words"
    WRITE = "write this plan in easy words"


RULES: Final = Rules(
    {
        # For the pupil first, of whatever age: that is who it is written for.
        Act.READ: SCHOOL_STAFF | FAMILY | {Role.OFFICER, Role.RECIPIENT},
        Act.WRITE: WRITERS,
    }
)

may = RULES.may
check_may = RULES.check_may
